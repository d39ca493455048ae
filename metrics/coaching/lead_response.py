"""How fast leads are answered, in minutes of the clock and in minutes of business hours."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.calendar import MemberCalendar

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SHARES_WITHIN = (5.0, 60.0)
"""In minutes."""


@dataclass(frozen=True)
class BusinessHours:
    """When a member answers leads: from `opens` to `closes`, local times in `zone`, on the days that they work.

    On a day worked in part the clock runs slower (half a day: 30 minutes count 15), since which half is not known.
    Raises ValueError when they do not close after they open.
    """

    calendar: MemberCalendar
    zone: zoneinfo.ZoneInfo
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(17)

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise ValueError(f"Business hours close after they open: {self.opens} to {self.closes} does not.")

    @property
    def minutes(self) -> float:
        """Of a day worked in full."""
        opens, closes = (dt.datetime.combine(dt.date.min, at) for at in (self.opens, self.closes))
        return (closes - opens).total_seconds() / 60.0


@dataclass(frozen=True)
class LeadWait:
    """When a lead came in and was first answered, as instants; `hours` are those of the member it belongs to.

    `answered_at` is the first outbound touch, None while there is none; `closed_at` when an unanswered lead was given
    up, None while it waits. A touch before the lead was created counts as an answer at once.
    """

    created_at: dt.datetime
    answered_at: dt.datetime | None
    hours: BusinessHours
    closed_at: dt.datetime | None = None


@dataclass(frozen=True)
class ResponseTime:
    """In minutes, and shares of all leads. `median` and `p90` (90 % are answered by then) are None as long as too few
    answers are known to tell; `within_5` and `within_60` where no lead has been watched for so many minutes.
    """

    median: float | None
    p90: float | None
    within_5: float | None
    within_60: float | None


@dataclass(frozen=True)
class LeadResponse:
    """Of `leads` so many were `answered`; the response time by the clock (`wall`) and in `business` minutes."""

    leads: int
    answered: int
    wall: ResponseTime
    business: ResponseTime


def business_minutes(start: dt.datetime, end: dt.datetime, hours: BusinessHours) -> float:
    """The minutes of business hours from one instant to another; 0 when `end` is not after `start`.

    A day is as long as its hours say, also where the clocks change within them. Raises ValueError for a time without a
    zone.
    """
    start, end = _utc(start), _utc(end)
    if end <= start:
        return 0.0
    first, last = start.astimezone(hours.zone).date(), end.astimezone(hours.zone).date()
    weights = hours.calendar.weights(first, last + dt.timedelta(days=1))
    # Only the two ends are cut; every day between them is open from start to finish.
    total = hours.minutes * float(weights[1:-1].sum())
    for date, weight in {first: float(weights[0]), last: float(weights[-1])}.items():
        opens, closes = (_utc(dt.datetime.combine(date, at, hours.zone)) for at in (hours.opens, hours.closes))
        total += weight * min(hours.minutes, _minutes(max(start, opens), min(end, closes)))
    return total


def measure_response(leads: Sequence[LeadWait], now: dt.datetime) -> LeadResponse:
    """How fast the leads were answered, as known at `now`; leads created later do not count.

    An unanswered lead has waited so far and will wait longer: it is censored, not dropped, which would leave the
    fast ones only (Kaplan and Meier, Journal of the American Statistical Association 53, 1958). Raises ValueError for a
    time without a zone.
    """
    now = _utc(now)
    waits = [(_utc(lead.created_at), *_end(lead, now), lead.hours) for lead in leads if _utc(lead.created_at) <= now]
    answered = np.array([was_answered for _, _, was_answered, _ in waits], dtype=np.bool_)
    wall = np.array([_minutes(start, end) for start, end, _, _ in waits], dtype=np.float64)
    business = np.array([business_minutes(start, end, hours) for start, end, _, hours in waits], dtype=np.float64)
    return LeadResponse(
        leads=len(waits),
        answered=int(answered.sum()),
        wall=_response_time(wall, answered),
        business=_response_time(business, answered),
    )


def _end(lead: LeadWait, now: dt.datetime) -> tuple[dt.datetime, bool]:
    """Until when a lead waited, and whether for an answer: else it was given up, or waits now."""
    if lead.answered_at is not None and _utc(lead.answered_at) <= now:
        return _utc(lead.answered_at), True
    return (now if lead.closed_at is None else min(_utc(lead.closed_at), now)), False


def _response_time(minutes: Floats, answered: Bools) -> ResponseTime:
    times, unanswered = _unanswered_share(minutes, answered)
    longest = float(minutes.max()) if minutes.size else -1.0
    within = [_share_within(limit, times, unanswered, longest) for limit in SHARES_WITHIN]
    return ResponseTime(_quantile(0.5, times, unanswered), _quantile(0.9, times, unanswered), within[0], within[1])


def _unanswered_share(minutes: Floats, answered: Bools) -> tuple[Floats, Floats]:
    """The times of answers, and after each the share still unanswered (the product-limit estimate)."""
    times, counts = np.unique(minutes[answered], return_counts=True)
    # A lead that stopped waiting in the minute of an answer was still waiting for it.
    waiting = minutes.size - np.searchsorted(np.sort(minutes), times, side="left")
    return times, np.asarray(np.cumprod(1.0 - counts / waiting), dtype=np.float64)


def _quantile(q: float, times: Floats, unanswered: Floats) -> float | None:
    """The first time by which the share q is answered."""
    reached = np.flatnonzero(1.0 - unanswered >= q - 1e-12)
    return float(times[reached[0]]) if reached.size else None


def _share_within(limit: float, times: Floats, unanswered: Floats, longest: float) -> float | None:
    by_then = int(np.searchsorted(times, limit, side="right"))
    share = 1.0 - float(unanswered[by_then - 1]) if by_then else 0.0
    return share if longest >= limit or (by_then and share >= 1.0) else None


def _minutes(start: dt.datetime, end: dt.datetime) -> float:
    return max(0.0, (end - start).total_seconds() / 60.0)


def _utc(time: dt.datetime) -> dt.datetime:
    # The difference of two times of one zone would ignore that the clocks changed between them.
    if time.tzinfo is None:
        raise ValueError(f"{time} is no instant: it has no zone. Convert it in the workspace's zone first.")
    return time.astimezone(dt.UTC)
