"""Which Slack statuses say that somebody is away, and for which of their days."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.core.failures import Failure
from bot.core.members import SlackStatus
from bot.core.text.errors import harmless
from bot.leave.away import Leave, joined

STATUS = "slack status"
"""The source of leave that nobody typed."""
USUAL_MARKS = (
    ":palm_tree:",
    ":face_with_thermometer:",
    ":beach_with_umbrella:",
    ":desert_island:",
    "vacationing",
    "on vacation",
    "on holiday",
    "on leave",
    "annual leave",
    "sick leave",
    "out sick",
    "off sick",
    "day off",
    "out of office",
    "cuti",
    "bercuti",
    "sakit",
)
"""Slack's own two ready-made statuses, and how people write it in English and Malay."""
MOST_MARKS, LONGEST_MARK = 40, 40
NOON, EVENING = dt.time(12), dt.time(17)
BACK_EARLY, BACK_LATE = dt.time(10), dt.time(15)
"""Who is back by the first has the day, by the second its afternoon."""
AHEAD = dt.timedelta(days=366)
_DAY = dt.timedelta(days=1)
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")


class WrongMarks(Failure):
    """A list of statuses cannot be so; the message says why."""


def read_marks(text: str) -> tuple[str, ...]:
    """The emoji and words of a list with commas or lines between them, each once. Raises WrongMarks."""
    said = [" ".join(part.casefold().split()) for part in re.split(r"[,\n]", text)]
    marks = tuple(dict.fromkeys(part for part in said if part))
    if len(marks) > MOST_MARKS:
        raise WrongMarks("List up to {n} emoji and words.", n=str(MOST_MARKS), field="marks")
    for mark in marks:
        if len(mark) > LONGEST_MARK or len(mark) < 2 or (":" in mark and not _EMOJI.fullmatch(mark)):
            raise WrongMarks(
                "I can't use {mark}. Write an emoji like `:palm_tree:`, or a few words, separated by commas.",
                mark=harmless(mark),
                field="marks",
            )
    return marks


def means_away(status: SlackStatus, marks: Sequence[str]) -> bool:
    """Whether the status carries one of these emoji, or one of these words as a whole."""
    emoji = _EMOJI.match(status.emoji.casefold())
    words = " ".join(re.findall(r"\w+", status.text.casefold()))
    return any(
        mark == (emoji.group() if emoji else "") if mark.startswith(":") else f" {mark} " in f" {words} "
        for mark in marks
    )


def leave_of_status(status: SlackStatus, *, now: dt.datetime, zone: ZoneInfo) -> tuple[Leave, ...]:
    """The days and halves from now until the status ends; without an end the rest of today only.

    What is left of today counts: all of it in the morning, its second half in the afternoon, nothing in the evening.
    """
    here = now.astimezone(zone)
    if status.until is None:
        end = dt.datetime.combine(here.date(), dt.time.max, tzinfo=zone)
    else:
        end = min(status.until - dt.timedelta(seconds=1), now + AHEAD).astimezone(zone)
    return tuple(joined(_days(here, end)))


def _days(here: dt.datetime, end: dt.datetime) -> Iterator[Leave]:
    day = here.date()
    while day <= end.date():
        halves = {"am", "pm"}
        if day == here.date():
            halves &= _left_at(here.time())
        if day == end.date():
            halves &= _gone_by(end.time())
        if halves:
            part = "" if len(halves) == 2 else halves.pop()
            yield Leave(day, day + _DAY, 0.5 if part else 1.0, part, STATUS)
        day += _DAY


def _left_at(time: dt.time) -> set[str]:
    """What of a day is still to come."""
    if time < NOON:
        return {"am", "pm"}
    return {"pm"} if time < EVENING else set()


def _gone_by(time: dt.time) -> set[str]:
    """What of a day is over for who comes back at this time."""
    if time < BACK_EARLY:
        return set()
    return {"am"} if time < BACK_LATE else {"am", "pm"}
