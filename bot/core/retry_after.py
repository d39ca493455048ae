"""How long Slack asks to wait, read from an answer that may be wrong in any way."""

import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

SHORTEST = 1.0
"""Slack counts in whole seconds: 0 is less than one. It is also what a missing or unreadable header is taken for."""
LONGEST = 3600.0
"""A wrong header must not silence a workspace for days: after an hour one call asks again."""


def seconds_to_wait(headers: Mapping[str, str]) -> float:
    """The seconds of Retry-After, from SHORTEST to LONGEST; a date is counted from the answer's own Date."""
    named = {name.lower(): str(value).strip() for name, value in headers.items()}
    said = named.get("retry-after", "")
    try:
        seconds = float(said)
    except ValueError:
        seconds = _until(said, named.get("date", ""))
    return SHORTEST if math.isnan(seconds) else min(LONGEST, max(SHORTEST, seconds))


def _until(date: str, now: str) -> float:
    try:
        return (parsedate_to_datetime(date) - parsedate_to_datetime(now)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return SHORTEST
