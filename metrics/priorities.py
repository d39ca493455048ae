"""What comes first: what cannot wait for today's actions, and the few reps that a managers' message names."""

import datetime as dt
import enum
import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from metrics.calendar import MemberCalendar
from metrics.coaching.lead_response import BusinessHours, business_minutes

MOST_ACTIONS = 2
LEAD_MINUTES = 60.0
"""Business minutes after which a new lead cannot wait."""
LEAST_LISTED = 3
"""A managers' message names so many, or a fifth of the team where that is more."""
LISTED_PARTS = 5
NOTE_TEAM = 4
"""From this size on a team of which more than half is flagged gets one note."""
LOG_LOOKBACK = 10
"""Dates before today from which it is taken whether a member normally logs."""
LOG_LEAST_DAYS = 3


class Priority(enum.Enum):
    """What cannot wait, in the order in which it is said."""

    UNANSWERED_LEAD = "unanswered lead"
    UNTOUCHED_DEAL = "untouched deal"
    INCOMPLETE_LOG = "incomplete log"


@dataclass(frozen=True)
class WaitingLead:
    """A lead without an answer, by its id: the instant it came in, and the hours of the member it belongs to."""

    lead: int
    created_at: dt.datetime
    hours: BusinessHours


@dataclass(frozen=True)
class OpenDeal:
    """An open deal by its id. `usual_days` is the 80th percentile of its stage's days (None when unknown)."""

    deal: int
    untouched_days: int
    usual_days: int | None


@dataclass(frozen=True)
class PriorityItem:
    """One thing to do before anything else.

    `subjects` are the ids of the leads or deals, the longest wait first, and `waits` how long each has waited: business
    minutes or days. `limit` is what the first one's wait exceeds. An incomplete log has `dates` instead.
    """

    priority: Priority
    subjects: tuple[int, ...] = ()
    waits: tuple[float, ...] = ()
    limit: float | None = None
    dates: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class Flagged:
    """A rep who may miss a goal: `need` and `target` in units of its metric."""

    member: int
    probability: float
    need: float
    target: float


@dataclass(frozen=True)
class ManagersList:
    """Whom a managers' message names, most in need first, and who is left for "show all"."""

    listed: tuple[Flagged, ...]
    more: tuple[Flagged, ...]


def find_priorities(
    leads: Sequence[WaitingLead], deals: Sequence[OpenDeal], missing: Sequence[dt.date], now: dt.datetime
) -> tuple[PriorityItem, ...]:
    """A member's things that cannot wait, at most one item of each kind, leads first.

    A lead that waits for more than 60 business minutes; an open deal that nobody touched for longer than its stage's
    80th percentile; working days that are `missing` from the log (`missing_from_log`). Of several leads the longest
    wait comes first, of several deals the one that is furthest beyond its stage's. Raises ValueError for a time without
    a zone.
    """
    waits = [(business_minutes(each.created_at, now, each.hours), each.lead) for each in leads]
    late = sorted((pair for pair in waits if pair[0] > LEAD_MINUTES), key=lambda pair: (-pair[0], pair[1]))
    stale = [
        (each.untouched_days - each.usual_days, each.usual_days, each)
        for each in deals
        if each.usual_days is not None and each.untouched_days > each.usual_days
    ]
    stale.sort(key=lambda found: (-found[0], found[2].deal))
    items = []
    if late:
        ids, minutes = tuple(lead for _, lead in late), tuple(wait for wait, _ in late)
        items.append(PriorityItem(Priority.UNANSWERED_LEAD, ids, minutes, LEAD_MINUTES))
    if stale:
        items.append(
            PriorityItem(
                Priority.UNTOUCHED_DEAL,
                tuple(each.deal for _, _, each in stale),
                tuple(float(each.untouched_days) for _, _, each in stale),
                float(stale[0][1]),
            )
        )
    if missing:
        items.append(PriorityItem(Priority.INCOMPLETE_LOG, dates=tuple(sorted(missing))))
    return tuple(items)


def missing_from_log(calendar: MemberCalendar, logged: Collection[dt.date], today: dt.date) -> tuple[dt.date, ...]:
    """The last working days before `today` without any entry, of a member who normally logs; none for anybody else.

    `logged` are the local dates with an entry in any metric. Normally is on at least half of the working days among the
    ten dates before today, of which there must be three: after a leave nobody is asked for what was not there.
    """
    start = today - dt.timedelta(days=LOG_LOOKBACK)
    worked = [day.date for day in calendar.describe(start, today) if day.weight > 0]
    if len(worked) < LOG_LEAST_DAYS or 2 * sum(date in logged for date in worked) < len(worked):
        return ()
    return tuple(itertools.takewhile(lambda date: date not in logged, reversed(worked)))[::-1]


def list_for_managers(flagged: Sequence[Flagged], most: int) -> ManagersList:
    """Which `most` of a team's flagged reps to name, each once: the least likely to reach a goal first.

    Of equally likely ones the one who needs the larger part of the target comes first.
    """
    ordered = tuple(sorted(flagged, key=urgency))
    return ManagersList(ordered[:most], ordered[most:])


def most_named(team_size: int) -> int:
    """How many of a team are named to its managers in a morning: three or a fifth of it."""
    return max(LEAST_LISTED, team_size // LISTED_PARTS)


def is_about_the_team(flagged: int, team_size: int) -> bool:
    """Whether so many of a team are behind on one goal that it is no matter of the reps: more than half of four or
    more. Then a note on the team or its goal takes the place of their names.
    """
    return team_size >= NOTE_TEAM and 2 * flagged > team_size


def urgency(flagged: Flagged) -> tuple[float, float, int]:
    """The least likely first; of equally likely ones who needs the larger part of the target."""
    return flagged.probability, -_part(flagged), flagged.member


def _part(flagged: Flagged) -> float:
    return flagged.need / flagged.target if flagged.target > 0 else 0.0
