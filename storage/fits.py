"""Constants fitted to a workspace's own history, and how late its teams log."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_replace
from storage.tables import Activity, Fit, LogHabit, Membership, Source, TeamRole


def list_fits(session: Session, *, workspace_id: int) -> Sequence[Fit]:
    """Every fit of the workspace."""
    return session.exec(select(Fit).where(Fit.workspace_id == workspace_id)).all()


def store_fit(session: Session, *, row: Mapping[str, Any]) -> None:
    """Store a fit given as columns, in the place of an older one."""
    insert_or_replace(session, Fit, [row], key=("workspace_id", "metric_id", "period"))


def list_habits(session: Session, *, workspace_id: int) -> Sequence[LogHabit]:
    """How late each team logs, where it was measured."""
    return session.exec(select(LogHabit).where(LogHabit.workspace_id == workspace_id)).all()


def store_habit(session: Session, *, row: Mapping[str, Any]) -> None:
    """Store a team's habit given as columns, in the place of an older one."""
    insert_or_replace(session, LogHabit, [row], key=("team_id",))


def entries_of_team(
    session: Session, *, team_id: int, metric_ids: Sequence[int], starts: dt.date, ends: dt.date
) -> list[tuple[int, dt.date, dt.datetime, int]]:
    """(member, local date, logged at, quantity) of what the team's reps logged themselves for [starts, ends)."""
    there = (
        sa.select(col(Membership.member_id))
        .where(
            col(Membership.team_id) == team_id,
            col(Membership.team_role) == TeamRole.REP,
            sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > starts),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(col(Activity.member_id), col(Activity.local_date), col(Activity.logged_at), col(Activity.quantity))
        .where(
            col(Activity.member_id).in_(there),
            col(Activity.metric_id).in_(metric_ids),
            col(Activity.local_date) >= starts,
            col(Activity.local_date) < ends,
            col(Activity.source) != Source.IMPORT,
            col(Activity.undone_at).is_(None),
        )
        .execution_options(yield_per=5000)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
