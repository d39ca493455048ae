"""Periods as a workspace reckons them: the one place that knows when its weeks, quarters and years begin."""

import datetime as dt
from typing import TypedDict

from metrics.periods import Period, PeriodKind, period_of
from storage.tables import Workspace


class Rules(TypedDict):
    """What `metrics.periods` asks for."""

    week_start: int
    fiscal_year_start_month: int


def rules_of(workspace: Workspace) -> Rules:
    """When weeks and years begin here."""
    return {"week_start": workspace.week_start, "fiscal_year_start_month": workspace.fiscal_year_start_month}


def period_in(workspace: Workspace, kind: PeriodKind, date: dt.date) -> Period:
    """The workspace's period of this kind that the date is in. Raises ValueError for a custom one."""
    return period_of(kind, date, **rules_of(workspace))
