"""What every rule is made of: texts, lists and numbers held against their rows in sandbox/limits.py.

`where` is a JSON pointer to what holds the field, as Slack says it. Each function raises Refusal.
"""

import math
from typing import Any

from sandbox.limits import LIMITS

Json = dict[str, Any]


class Refusal(Exception):
    """Slack refuses the payload: `error` is its name for it, `detail` what its response_metadata says."""

    def __init__(self, error: str, detail: str) -> None:
        self.error, self.detail = error, detail
        super().__init__(f"{error}: {detail}")


def refused(what: str, where: str, error: str = "invalid_blocks") -> Refusal:
    """A Refusal in Slack's words: `what` is wrong at `where`."""
    return Refusal(error, f"[ERROR] {what} [json-pointer:{where}]")


def hold_length(text: str, limit: str, where: str) -> None:
    """Hold the number of characters of `text` against a row; `where` is the text itself."""
    row = LIMITS[limit]
    if len(text) < row.at_least:
        raise refused(f"must be more than {row.at_least - 1} characters", where, row.error)
    if len(text) > row.at_most:
        raise refused(f"must be less than {row.at_most + 1} characters", where, row.error)


def hold_count(number: int, limit: str, where: str) -> None:
    """Hold a number of things against a row; `where` is the list."""
    row = LIMITS[limit]
    if number < row.at_least:
        raise refused(f"no less than {row.at_least} items allowed", where, row.error)
    if number > row.at_most:
        raise refused(f"no more than {row.at_most} items allowed", where, row.error)


def hold_number(holder: Json, key: str, limit: str, where: str) -> int | None:
    """The whole number of a field within its row; None where it is not given."""
    number, row = holder.get(key), LIMITS[limit]
    if number is None:
        return None
    if not isinstance(number, int) or isinstance(number, bool) or not row.at_least <= number <= row.at_most:
        raise refused(f"must be a number from {row.at_least} to {row.at_most}", f"{where}/{key}", row.error)
    return number


def hold_string(holder: Json, key: str, limit: str, where: str, *, needed: bool = False) -> str:
    """The string of a field within its row; empty where it is not given and not needed."""
    error = LIMITS[limit].error
    text = holder.get(key)
    if text is None:
        if needed:
            raise refused(f"missing required field: {key}", where, error)
        return ""
    if not isinstance(text, str):
        raise refused("must be a string", f"{where}/{key}", error)
    hold_length(text, limit, f"{where}/{key}")
    return text


def hold_text(holder: Json, key: str, limit: str, where: str, *, plain: bool = False, needed: bool = True) -> None:
    """Hold a field that is a text object; `plain` where mrkdwn is not allowed."""
    if holder.get(key) is None:
        if needed:
            raise refused(f"missing required field: {key}", where, LIMITS[limit].error)
        return
    hold_text_object(holder[key], limit, f"{where}/{key}", plain=plain)


def hold_text_object(text: Any, limit: str, where: str, *, plain: bool = False) -> None:
    """Hold a text object within a row; `where` is the object."""
    error = LIMITS[limit].error
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if not isinstance(text, dict) or text.get("type") not in kinds:
        raise refused(f"must be a text object of type {' or '.join(kinds)}", where, error)
    hold_string(text, "text", limit, where, needed=True)


def hold_objects(holder: Json, key: str, limit: str, where: str) -> list[Json]:
    """The objects of a field, as many as its row allows; a list that is not given counts as empty."""
    found = listed(holder, key, where, LIMITS[limit].error)
    hold_count(len(found), limit, f"{where}/{key}")
    return as_objects(found, f"{where}/{key}", LIMITS[limit].error)


def listed(holder: Json, key: str, where: str, error: str = "invalid_blocks") -> list[Any]:
    """The list of a field; empty where it is not given."""
    found = holder.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise refused("must be an array", f"{where}/{key}", error)
    return found


def as_objects(found: list[Any], where: str, error: str = "invalid_blocks") -> list[Json]:
    """The same list when everything in it is an object."""
    for at, one in enumerate(found):
        if not isinstance(one, dict):
            raise refused("must be an object", f"{where}/{at}", error)
    return found


def one_of(holder: Json, key: str, allowed: frozenset[str], where: str, *, needed: bool = False) -> None:
    """Refuse a field whose value is not one of `allowed`."""
    value = holder.get(key)
    if value is None and not needed:
        return
    if not isinstance(value, str) or value not in allowed:
        raise refused(f"must be one of: {', '.join(sorted(allowed))}", f"{where}/{key}")


def is_number(value: Any) -> bool:
    """Whether a JSON value is a finite number."""
    # Compared and not converted: an integer may be too large for a float. NaN differs from itself.
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value and abs(value) != math.inf
