"""The discounted histories that forecasts stand on, kept for each period's start so that mornings stay cheap."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
from sqlmodel import Session

from metrics.calendar import MemberCalendar
from metrics.history import DiscountedHistory, discount
from metrics.periods import Period
from storage import day_totals
from storage.histories import histories_before, store_histories
from storage.tables import Workspace

LONGEST = dt.timedelta(days=730)
"""Older entries weigh less than a thousandth with a half-life of 40 working days, and are not read."""

PORTION = 1000


def histories_at(
    session: Session,
    *,
    workspace: Workspace,
    calendars: Mapping[int, MemberCalendar],
    metric_id: int,
    period: Period,
    half_life: float,
    keep: bool,
) -> dict[int, DiscountedHistory]:
    """HS and HW of each of these members at the period's start, with this half-life in standard working days.

    What is stored for this start is used as it is; else the newest older one is carried on by the days since, and
    stored when `keep`.
    """
    found: dict[int, DiscountedHistory] = {}
    ids = sorted(calendars)
    for at in range(0, len(ids), PORTION):
        found.update(
            _portion(session, workspace, calendars, ids[at : at + PORTION], metric_id, period, half_life, keep=keep)
        )
    return found


def _portion(
    session: Session,
    workspace: Workspace,
    calendars: Mapping[int, MemberCalendar],
    ids: list[int],
    metric_id: int,
    period: Period,
    half_life: float,
    *,
    keep: bool,
) -> dict[int, DiscountedHistory]:
    stored = histories_before(
        session, member_ids=ids, metric_id=metric_id, period=period.kind, date=period.start, half_life=half_life
    )
    found = {
        member_id: DiscountedHistory(row.amount, row.weight)
        for member_id, row in stored.items()
        if row.period_start == period.start
    }
    missing = [member_id for member_id in ids if member_id not in found]
    by_start: dict[dt.date, list[int]] = {}
    for member_id in missing:
        since = stored[member_id].period_start if member_id in stored else period.start - LONGEST
        by_start.setdefault(since, []).append(member_id)
    for since, some in by_start.items():
        days = _by_day(session, some, metric_id, since, period.start)
        for member_id in some:
            earlier = (
                DiscountedHistory(stored[member_id].amount, stored[member_id].weight)
                if member_id in stored
                else DiscountedHistory(0.0, 0.0)
            )
            found[member_id] = _carry_on(
                earlier, calendars[member_id], days.get(member_id), since, period.start, half_life
            )
    if keep and missing:
        store_histories(
            session,
            rows=[
                {
                    "workspace_id": workspace.id,
                    "member_id": member_id,
                    "metric_id": metric_id,
                    "period": period.kind,
                    "period_start": period.start,
                    "amount": found[member_id].quantity,
                    "weight": found[member_id].weight,
                    "half_life": half_life,
                }
                for member_id in missing
            ],
        )
    return found


def _carry_on(
    earlier: DiscountedHistory,
    calendar: MemberCalendar,
    days: list[tuple[int, int]] | None,
    since: dt.date,
    until: dt.date,
    half_life: float,
) -> DiscountedHistory:
    weights = calendar.weights(since, until)
    quantities = np.zeros(len(weights))
    if days and calendar.joined is not None:
        # What was done before they joined is of no day that they worked here.
        days = [each for each in days if each[0] >= (calendar.joined - since).days]
    if days:
        at, amounts = zip(*days, strict=True)
        quantities[list(at)] = amounts
        if earlier.weight == 0.0:
            # Nobody is judged for the days before their first entry: they were not on this metric yet.
            weights = weights.copy()
            weights[: at[0]] = 0.0
    elif earlier.weight == 0.0:
        return earlier
    return discount(earlier, quantities, weights, half_life=half_life)


def _by_day(
    session: Session, member_ids: list[int], metric_id: int, starts: dt.date, ends: dt.date
) -> dict[int, list[tuple[int, int]]]:
    """(days since `starts`, quantity) of each member, in order."""
    found: dict[int, list[tuple[int, int]]] = {}
    for member_id, date, quantity in day_totals.days_of_metric(
        session, member_ids=member_ids, metric_id=metric_id, starts=starts, ends=ends
    ):
        found.setdefault(member_id, []).append(((date - starts).days, quantity))
    return found
