"""Goals and from when to when they hold."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from metrics.leave_policy import LeavePolicy
from metrics.periods import PeriodKind
from storage.tables import Goal

PORTION = 5000
"""Members named in one statement: both databases bound the number of its parameters."""


class Owner(NamedTuple):
    """Whose a goal is: a member's; or each rep's of a team, of a sales role, or of those of a role in a team."""

    member_id: int | None = None
    team_id: int | None = None
    sales_role_id: int | None = None


def goals_on(session: Session, *, workspace_id: int, date: dt.date) -> Sequence[Goal]:
    """The goals of members and teams in force on `date`."""
    return session.exec(
        select(Goal)
        .where(Goal.workspace_id == workspace_id, *_in_force(date))
        .order_by(col(Goal.metric_id), col(Goal.id))
    ).all()


def goals_from(session: Session, *, workspace_id: int, date: dt.date) -> Sequence[Goal]:
    """The goals of members and teams in force on `date` or some day after it."""
    return session.exec(
        select(Goal)
        .where(
            Goal.workspace_id == workspace_id,
            sa.or_(col(Goal.ends).is_(None), sa.and_(col(Goal.ends) > date, col(Goal.ends) > col(Goal.starts))),
        )
        .order_by(col(Goal.metric_id), col(Goal.id))
    ).all()


@dataclass(frozen=True)
class StoredGoal:
    """One row of a goal, as it is needed to judge members: `ends` None while it goes on."""

    goal_id: int
    metric_id: int
    member_id: int | None
    team_id: int | None
    sales_role_id: int | None
    period: PeriodKind
    target: int
    starts: dt.date
    ends: dt.date | None
    leave: LeavePolicy
    reason: str
    period_starts: dt.date | None = None
    period_ends: dt.date | None = None
    """Of a goal by dates of its own: the first of them, and the date after the last."""

    def holds_on(self, date: dt.date) -> bool:
        """Whether it is in force on `date`."""
        return self.starts <= date and (self.ends is None or date < self.ends)


# Built once: that takes longer than running it.
_IN_FORCE = (
    sa.select(
        col(Goal.id),
        col(Goal.metric_id),
        col(Goal.member_id),
        col(Goal.team_id),
        col(Goal.sales_role_id),
        col(Goal.period),
        col(Goal.target),
        col(Goal.starts),
        col(Goal.ends),
        col(Goal.leave),
        col(Goal.reason),
        col(Goal.period_starts),
        col(Goal.period_ends),
    )
    .where(
        col(Goal.workspace_id) == sa.bindparam("workspace_id"),
        col(Goal.starts) < sa.bindparam("ends"),
        sa.or_(
            col(Goal.ends).is_(None),
            sa.and_(col(Goal.ends) > sa.bindparam("starts"), col(Goal.ends) > col(Goal.starts)),
        ),
        sa.or_(
            col(Goal.member_id).in_(sa.bindparam("member_ids", expanding=True)),
            col(Goal.team_id).in_(sa.bindparam("team_ids", expanding=True)),
            sa.and_(
                sa.bindparam("of_roles", type_=sa.Boolean),
                col(Goal.team_id).is_(None),
                col(Goal.sales_role_id).is_not(None),
            ),
        ),
    )
    .order_by(col(Goal.metric_id), col(Goal.id))
)


def goals_between(
    session: Session,
    *,
    workspace_id: int,
    starts: dt.date,
    ends: dt.date,
    member_ids: Sequence[int],
    team_ids: Collection[int],
) -> list[StoredGoal]:
    """The goals that these members own, these teams (roles in them too), or any sales role of the whole workspace, in
    force on some date in [starts, ends).
    """
    asked = {"workspace_id": workspace_id, "starts": starts, "ends": ends}
    found: list[StoredGoal] = []
    for at in range(0, max(1, len(member_ids)), PORTION):
        owners = {
            "member_ids": list(member_ids[at : at + PORTION]),
            "team_ids": sorted(team_ids) if at == 0 else [],
            "of_roles": at == 0,
        }
        found.extend(StoredGoal(*row) for row in session.execute(_IN_FORCE, {**asked, **owners}))
    return found


def goals_by_id(session: Session, *, goal_ids: Collection[int]) -> dict[int, Goal]:
    """These goals by id, whether they hold still or not."""
    found: dict[int, Goal] = {}
    ids = sorted(goal_ids)
    for at in range(0, len(ids), PORTION):
        rows = session.exec(select(Goal).where(col(Goal.id).in_(ids[at : at + PORTION])))
        found |= {goal.id: goal for goal in rows}
    return found


def goals_ended(session: Session, *, workspace_id: int, starts: dt.date, ends: dt.date) -> Sequence[Goal]:
    """The goals by dates of their own of which the last date lies in [starts, ends)."""
    return session.exec(
        select(Goal)
        .where(
            Goal.workspace_id == workspace_id,
            Goal.period == PeriodKind.CUSTOM,
            col(Goal.period_ends) > starts,
            col(Goal.period_ends) <= ends,
        )
        .order_by(col(Goal.id))
    ).all()


def held_on(
    session: Session, *, workspace_id: int, owner: Owner, metric_id: int, period: PeriodKind, date: dt.date
) -> Goal | None:
    """What this owner holds of the metric and period on `date`."""
    return session.exec(
        select(Goal).where(
            Goal.workspace_id == workspace_id,
            *_owned_by(owner),
            Goal.metric_id == metric_id,
            Goal.period == period,
            *_in_force(date),
        )
    ).first()


def goals_set(
    session: Session, *, workspace_id: int, owner: Owner, metric_id: int | None, limit: int
) -> Sequence[Goal]:
    """What was ever set for this owner, the newest first; of one metric, or (None) of all."""
    query = select(Goal).where(Goal.workspace_id == workspace_id, *_owned_by(owner))
    if metric_id is not None:
        query = query.where(Goal.metric_id == metric_id)
    return session.exec(query.order_by(col(Goal.set_at).desc(), col(Goal.id).desc()).limit(limit)).all()


def set_goal(session: Session, *, goal: Goal) -> Goal | None:
    """Let `goal` hold from its start on; what held for the same owner, metric and period ends there.

    One that is planned for a later day stays: then the new one holds until that day. Answers the goal that it replaces,
    or None.
    """
    lasting = goals_lasting(
        session,
        workspace_id=goal.workspace_id,
        owner=owner_of(goal),
        metric_id=goal.metric_id,
        period=goal.period,
        date=goal.starts,
    )
    planned = [row for row in lasting if row.starts > goal.starts]
    replaced = [row for row in lasting if row.starts <= goal.starts]
    _end(session, replaced, goal.starts)
    if planned and (goal.ends is None or goal.ends > planned[0].starts):
        goal.ends = planned[0].starts
    session.add(goal)
    session.flush()
    return replaced[0] if replaced else None


def goals_lasting(
    session: Session, *, workspace_id: int, owner: Owner, metric_id: int, period: PeriodKind, date: dt.date
) -> Sequence[Goal]:
    """What this owner has of the metric and period on `date` or is planned to have later, by its start."""
    return session.exec(
        select(Goal)
        .where(
            Goal.workspace_id == workspace_id,
            *_owned_by(owner),
            Goal.metric_id == metric_id,
            Goal.period == period,
            sa.or_(col(Goal.ends).is_(None), sa.and_(col(Goal.ends) > date, col(Goal.ends) > col(Goal.starts))),
        )
        .order_by(col(Goal.starts), col(Goal.id))
    ).all()


def end_goal(
    session: Session, *, workspace_id: int, owner: Owner, metric_id: int, period: PeriodKind, ends: dt.date
) -> Goal | None:
    """End what holds for this owner, metric and period on `ends`, with what was to hold later; the ended one."""
    rows = goals_lasting(session, workspace_id=workspace_id, owner=owner, metric_id=metric_id, period=period, date=ends)
    _end(session, rows, ends)
    return rows[0] if rows else None


def end_goals_of_role(session: Session, *, workspace_id: int, sales_role_id: int, ends: dt.date) -> None:
    """End what holds for a sales role on `ends` or later, in teams and in the workspace."""
    rows = session.exec(
        select(Goal).where(
            Goal.workspace_id == workspace_id,
            Goal.sales_role_id == sales_role_id,
            sa.or_(col(Goal.ends).is_(None), col(Goal.ends) > ends),
        )
    ).all()
    _end(session, rows, ends)


def owner_of(goal: Goal | StoredGoal) -> Owner:
    """Whose the goal is."""
    return Owner(goal.member_id, goal.team_id, goal.sales_role_id)


def _end(session: Session, rows: Sequence[Goal], ends: dt.date) -> None:
    for row in rows:
        # A goal set twice for the same day held on no day: its range becomes empty, its row stays.
        row.ends = max(row.starts, ends)
        session.add(row)
    session.flush()


def _owned_by(owner: Owner) -> tuple[sa.ColumnElement[bool], ...]:
    columns = (col(Goal.member_id), col(Goal.team_id), col(Goal.sales_role_id))
    return tuple(
        column.is_(None) if wanted is None else column == wanted for column, wanted in zip(columns, owner, strict=True)
    )


def _in_force(date: dt.date) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(Goal.starts) <= date, sa.or_(col(Goal.ends).is_(None), col(Goal.ends) > date))
