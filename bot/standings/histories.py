"""The discounted histories that forecasts stand on, kept for some dates so that mornings stay cheap."""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from metrics.calendar import MemberCalendar, weights_of
from metrics.history import SUMS, Histories
from storage import day_totals
from storage.histories import histories_before, store_histories
from storage.tables import Workspace

Floats = npt.NDArray[np.float64]

LONGEST = dt.timedelta(days=730)
"""Older entries weigh a hundredth with a half-life of 80 working days, and are not read."""
PORTION = 250
STORED = np.dtype("<f8")


def histories_at(
    session: Session,
    *,
    workspace: Workspace,
    calendars: Mapping[int, MemberCalendar],
    members: Sequence[int],
    metric_id: int,
    date: dt.date,
    keep: bool,
) -> Histories:
    """The histories of these members' days before `date`, in their order.

    What is stored for this date is used as it is; else the newest older one is carried on by the days since, and
    stored when `keep`.
    """
    sums = np.zeros((len(members), SUMS))
    for at in range(0, len(members), PORTION):
        some = members[at : at + PORTION]
        sums[at : at + len(some)] = _portion(session, workspace, calendars, some, metric_id, date, keep=keep)
    return Histories(sums)


def carry_on(
    session: Session,
    histories: Histories,
    *,
    calendars: Mapping[int, MemberCalendar],
    members: Sequence[int],
    metric_id: int,
    since: dt.date,
    date: dt.date,
    until: dt.date,
) -> Histories:
    """The histories some days after `since`, with entries dated before `until` and the days worked before `date`."""
    if until <= since or not members:
        return histories
    carried = histories.sums.copy()
    for at in range(0, len(members), PORTION):
        places = slice(at, at + PORTION)
        some = members[places]
        calendar = [calendars[member_id] for member_id in some]
        weights = weights_of(calendar, since, until)
        weights[:, max(0, (date - since).days) :] = 0.0
        quantities = _by_day(session, some, calendar, metric_id, since, until)
        carried[places] = Histories(carried[places]).carry_on(quantities, weights).sums
    return Histories(carried)


def _portion(
    session: Session,
    workspace: Workspace,
    calendars: Mapping[int, MemberCalendar],
    members: Sequence[int],
    metric_id: int,
    date: dt.date,
    *,
    keep: bool,
) -> Floats:
    stored = histories_before(session, member_ids=members, metric_id=metric_id, date=date)
    sums = np.zeros((len(members), SUMS))
    known = [at for at, member_id in enumerate(members) if member_id in stored]
    if known:
        together = b"".join(stored[members[at]].sums for at in known)
        sums[known] = np.frombuffer(together, dtype=STORED).reshape(len(known), SUMS)
    by_date: dict[dt.date, list[int]] = {}
    for at, member_id in enumerate(members):
        since = stored[member_id].date if member_id in stored else date - LONGEST
        if since < date:
            by_date.setdefault(since, []).append(at)
    for since, places in by_date.items():
        carried = carry_on(
            session,
            Histories(sums[places]),
            calendars=calendars,
            members=[members[at] for at in places],
            metric_id=metric_id,
            since=since,
            date=date,
            until=date,
        )
        sums[places] = carried.sums
    if keep and by_date:
        written = sums.astype(STORED)
        store_histories(
            session,
            rows=[
                {
                    "member_id": members[at],
                    "metric_id": metric_id,
                    "date": date,
                    "workspace_id": workspace.id,
                    "sums": written[at].tobytes(),
                }
                for places in by_date.values()
                for at in places
            ],
        )
    return sums


def _by_day(
    session: Session,
    members: Sequence[int],
    calendars: Sequence[MemberCalendar],
    metric_id: int,
    starts: dt.date,
    ends: dt.date,
) -> Floats:
    """Members x days: what was done; what was done before somebody joined is of no day that they worked here."""
    found = np.zeros((len(members), (ends - starts).days))
    place = {member_id: at for at, member_id in enumerate(members)}
    first = starts.toordinal()
    rows = [
        (place[member_id], date.toordinal() - first, quantity)
        for member_id, date, quantity in day_totals.days_of_metric(
            session, member_ids=list(members), metric_id=metric_id, starts=starts, ends=ends
        )
    ]
    if rows:
        people, days, quantities = zip(*rows, strict=True)
        found[list(people), list(days)] = quantities
    for at, calendar in enumerate(calendars):
        if calendar.joined is not None and calendar.joined > starts:
            found[at, : (calendar.joined - starts).days] = 0.0
    return found
