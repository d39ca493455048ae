"""Goals that reps propose for themselves."""

import datetime as dt

from sqlmodel import Session, col, select

from metrics.periods import PeriodKind
from storage.tables import GoalProposal


def get(session: Session, *, workspace_id: int, proposal_id: int) -> GoalProposal | None:
    """The proposal with this id."""
    return session.exec(
        select(GoalProposal).where(GoalProposal.workspace_id == workspace_id, GoalProposal.id == proposal_id)
    ).first()


def open_of(
    session: Session,
    *,
    member_id: int,
    metric_id: int,
    period: PeriodKind,
    starts: dt.date | None,
    ends: dt.date | None,
) -> GoalProposal | None:
    """The member's proposal of this metric and period, or of these dates [starts, ends), that nobody has answered; None
    when there is none.
    """
    return session.exec(
        select(GoalProposal).where(
            GoalProposal.member_id == member_id,
            GoalProposal.metric_id == metric_id,
            GoalProposal.period == period,
            GoalProposal.period_starts == starts,
            GoalProposal.period_ends == ends,
            col(GoalProposal.decided_at).is_(None),
        )
    ).first()
