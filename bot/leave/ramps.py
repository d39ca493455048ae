"""Getting started: the share of each goal that is asked of a member in their first months."""

import datetime as dt
import re
from collections.abc import Mapping

from bot.core.failures import Failure
from bot.core.text.errors import harmless
from metrics.calendar import Ramp
from storage.tables import Member, Workspace

LONGEST = 12
"""Months."""
FULL = "1"
PRESETS: Mapping[str, str] = {
    "three months": "0.5 0.75 1",
    "four months": "0.25 0.5 0.75 1",
    "six months": "0.1 0.25 0.4 0.6 0.8 1",
}
"""Shares month by month, as they are stored; in full afterwards."""


class WrongRamp(Failure):
    """Shares cannot be read; the message says how they are written."""

    def __init__(self, said: str) -> None:
        super().__init__(
            "{said} isn't a ramp I can read. Write each month's percent, like 25 50 75 100, or 100 for none.",
            field="own_ramp",
            said=repr(harmless(said)),
        )


def read_ramp(said: str) -> str:
    """Shares as people write them (25 50 75 100, or 25/50/75/100 %), as they are stored. Raises WrongRamp."""
    parts = re.split(r"[\s/,;%→>-]+", said.strip().strip("%/ "))
    if not 1 <= len(parts) <= LONGEST or not all(re.fullmatch(r"\d{1,3}", part) for part in parts):
        raise WrongRamp(said)
    percents = [int(part) for part in parts]
    if not all(percent <= 100 for percent in percents) or not any(percents):
        raise WrongRamp(said)
    return " ".join(f"{percent / 100:g}" for percent in percents)


def write_ramp(stored: str) -> str:
    """Stored shares as people write them: 25 50 75 100."""
    return " ".join(f"{float(share) * 100:g}" for share in stored.split())


def ramp_of(member: Member, workspace: Workspace) -> Ramp | None:
    """How the member gets started: their own shares, else the workspace's; None where nothing says since when."""
    starts: dt.date | None = member.ramp_starts or member.joined_on
    if starts is None:
        return None
    return Ramp(starts, tuple(float(share) for share in (member.ramp or workspace.ramp).split()))
