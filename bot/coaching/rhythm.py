"""When what comes regularly begins: pairs and surveys, in weeks of the workspace."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.core.members import zone_of
from bot.core.work import Work
from metrics.periods import PeriodKind
from storage.tables import Workspace

SETTLED = dt.timedelta(days=28)
"""So long after its beginning a workspace has neither pairs nor surveys: one new thing after the other."""
EARLY = dt.time(0, 10)
"""The workspace's local time at which rounds begin."""
WEEK = 7


def is_settled(work: Work) -> bool:
    """Whether the workspace has used Pacer for four weeks."""
    began = work.workspace.went_live_at or work.workspace.created_at
    return work.now >= began + SETTLED


def round_start(work: Work, *, every: int, offset: int = 0) -> dt.date | None:
    """The first date of this week where a round of `every` so many weeks begins in it; `offset` moves it by weeks."""
    start = work.period(PeriodKind.WEEK, work.today_of(None)).start
    return start if every > 0 and (start.toordinal() // WEEK - offset) % every == 0 else None


def early_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The local time at which a round may begin or end."""
    return {(zone_of(None, workspace), EARLY)}
