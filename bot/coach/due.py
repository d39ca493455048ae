"""When something is due where somebody is: local times across the gaps and folds of daylight saving."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Due:
    """A local date's occurrence of a local time."""

    local_date: dt.date
    at: dt.datetime
    expires_at: dt.datetime


def instant_of(date: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The instant (UTC) at which it is `time` on `date` in `zone`.

    In a gap, where that time does not exist, the first instant after the gap; in a fold, where it comes twice, the
    first of the two.
    """
    naive = dt.datetime.combine(date, time)
    first = naive.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    if first.astimezone(zone).replace(tzinfo=None) == naive:
        return first
    return _end_of_gap(naive, zone)


def due_now(now: dt.datetime, time: dt.time, zone: ZoneInfo, *, window: dt.timedelta) -> Due | None:
    """The occurrence of the local time that is due at `now`: come, and not longer ago than `window`; else None."""
    here = now.astimezone(zone).date()
    # A gap at midnight can put an occurrence of yesterday's date after midnight.
    for date in (here, here - dt.timedelta(days=1)):
        at = instant_of(date, time, zone)
        if at <= now < at + window:
            return Due(date, at, at + window)
    return None


def next_due(now: dt.datetime, times: Iterable[tuple[ZoneInfo, dt.time]]) -> dt.datetime | None:
    """The first instant after `now` at which one of these local times comes; None when there are none."""
    upcoming = [
        at
        for zone, time in times
        for ahead in range(-1, 3)
        if (at := instant_of(now.astimezone(zone).date() + dt.timedelta(days=ahead), time, zone)) > now
    ]
    return min(upcoming, default=None)


def _end_of_gap(naive: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    # With fold=1 the zone's later offset is used, with fold=0 the earlier one: the gap lies between the two readings.
    low = naive.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)
    high = naive.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < naive:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
