"""Goals and from when to when they hold."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from metrics.periods import PeriodKind
from storage.tables import Goal


def goals_on(session: Session, *, workspace_id: int, date: dt.date) -> Sequence[Goal]:
    """The goals of members and teams in force on `date`."""
    return session.exec(
        select(Goal)
        .where(Goal.workspace_id == workspace_id, *_in_force(date))
        .order_by(col(Goal.metric_id), col(Goal.id))
    ).all()


def goals_of(session: Session, *, member_id: int, team_ids: Sequence[int], date: dt.date) -> Sequence[Goal]:
    """The goals in force on `date` that the member owns or may inherit from these teams."""
    return session.exec(
        select(Goal)
        .where(
            sa.or_(col(Goal.member_id) == member_id, col(Goal.team_id).in_(team_ids)),
            *_in_force(date),
        )
        .order_by(col(Goal.metric_id), col(Goal.id))
    ).all()


def set_goal(session: Session, *, goal: Goal) -> Goal | None:
    """Let `goal` hold from its start on; what held for the same owner, metric and period ends there.

    Answers the goal that it replaces, or None.
    """
    replaced = end_goal(
        session,
        member_id=goal.member_id,
        team_id=goal.team_id,
        metric_id=goal.metric_id,
        period=goal.period,
        ends=goal.starts,
    )
    session.add(goal)
    session.flush()
    return replaced


def end_goal(
    session: Session,
    *,
    member_id: int | None,
    team_id: int | None,
    metric_id: int,
    period: PeriodKind,
    ends: dt.date,
) -> Goal | None:
    """End what holds for this owner, metric and period on `ends`, with what was to hold later; the ended one."""
    rows = session.exec(
        select(Goal)
        .where(
            col(Goal.member_id).is_(None) if member_id is None else Goal.member_id == member_id,
            col(Goal.team_id).is_(None) if team_id is None else Goal.team_id == team_id,
            Goal.metric_id == metric_id,
            Goal.period == period,
            sa.or_(col(Goal.ends).is_(None), col(Goal.ends) > ends),
        )
        .order_by(col(Goal.starts))
    ).all()
    for row in rows:
        # A goal set twice for the same day held on no day: its range becomes empty, its row stays.
        row.ends = max(row.starts, ends)
        session.add(row)
    session.flush()
    return rows[0] if rows else None


def _in_force(date: dt.date) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(Goal.starts) <= date, sa.or_(col(Goal.ends).is_(None), col(Goal.ends) > date))
