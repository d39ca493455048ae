"""Periods as a workspace reckons them: the one place that knows when its weeks, quarters and years begin."""

import datetime as dt
from collections.abc import Iterator
from typing import TypedDict

from metrics.periods import Period, PeriodKind, next_period, period_of, periods_between, previous_period
from storage.tables import Workspace


class _Rules(TypedDict):
    week_start: int
    fiscal_year_start_month: int


def period_in(workspace: Workspace, kind: PeriodKind, date: dt.date) -> Period:
    """The workspace's period of this kind that the date is in. Raises ValueError for a custom one."""
    return period_of(kind, date, **_rules_of(workspace))


def period_after(workspace: Workspace, period: Period) -> Period:
    """The period of the same kind that follows; after a custom one, a range of the same number of days."""
    return next_period(period, **_rules_of(workspace))


def period_before(workspace: Workspace, period: Period) -> Period:
    """The period of the same kind that precedes; before a custom one, a range of the same number of days."""
    return previous_period(period, **_rules_of(workspace))


def periods_in(workspace: Workspace, kind: PeriodKind, starts: dt.date, ends: dt.date) -> Iterator[Period]:
    """The periods of this kind that share a date with [starts, ends), in order; the first and last may reach beyond.

    Raises ValueError for a custom kind.
    """
    return periods_between(kind, starts, ends, **_rules_of(workspace))


def next_starts(workspace: Workspace, date: dt.date) -> dict[str, dt.date]:
    """On which date the week, month, quarter and year after the one of `date` begin, by the kind's value."""
    kinds = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
    return {kind.value: period_in(workspace, kind, date).end for kind in kinds}


def _rules_of(workspace: Workspace) -> _Rules:
    return {"week_start": workspace.week_start, "fiscal_year_start_month": workspace.fiscal_year_start_month}
