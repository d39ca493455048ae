"""Which rounds of the schedule rest, and until when: what an idle minute asks instead of asking each round."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.dialect import insert_or_ignore, insert_or_replace
from storage.tables import ChangeCount, RoundRest, Workspace


@dataclass(frozen=True)
class Rests:
    """The workspace, whether it is live, and the names of the rounds that need not be asked now."""

    workspace_id: int
    live: bool
    counted: bool
    """Whether changes are counted yet: no round may rest before."""
    resting: dict[str, dt.datetime]
    """With the instant at which each may be due again."""


@dataclass(frozen=True)
class Rest:
    """The rest of a round that had nothing to do at `asked_at`: until `due_at` or the next change after `changes`."""

    round: str
    asked_at: dt.datetime
    due_at: dt.datetime
    changes: int


# One statement for all there is to know, built once: an idle minute asks nothing else.
_ALL = (
    sa.select(
        col(Workspace.id),
        col(Workspace.live),
        col(ChangeCount.changes),
        col(RoundRest.round),
        col(RoundRest.asked_at),
        col(RoundRest.due_at),
        col(RoundRest.changes),
    )
    .join(ChangeCount, col(ChangeCount.workspace_id) == col(Workspace.id), isouter=True)
    .join(RoundRest, col(RoundRest.workspace_id) == col(Workspace.id), isouter=True)
    .where(col(Workspace.id) == sa.select(sa.func.min(col(Workspace.id))).scalar_subquery())
)


def rests_at(session: Session, *, now: dt.datetime, longest: dt.timedelta | None = None) -> Rests | None:
    """The rounds that rest at `now`; None before there is a workspace.

    A rest is over when its instant has come, when anything that decides what is due has changed since, after the
    `longest` time in any case, where one is given, and when the clock went back behind the instant of asking.
    """
    rows = session.execute(_ALL).all()
    if not rows:
        return None
    workspace_id, live, changes = rows[0][:3]
    resting = {
        name: due_at
        for _, _, _, name, asked_at, due_at, seen in rows
        if name is not None
        and changes is not None
        and seen == changes
        and asked_at <= now < due_at
        and (longest is None or now - asked_at < longest)
    }
    return Rests(workspace_id=workspace_id, live=live, counted=changes is not None, resting=resting)


def count_changes(session: Session, *, workspace_id: int) -> None:
    """Begin to count the workspace's changes, unless they are counted; commit before anything relies on it."""
    insert_or_ignore(session, ChangeCount, [{"workspace_id": workspace_id, "changes": 0}])


def changes_of(session: Session, *, workspace_id: int) -> int | None:
    """How many changes were counted; None when they are not counted yet. To be read before what they are of."""
    return session.execute(
        sa.select(col(ChangeCount.changes)).where(col(ChangeCount.workspace_id) == workspace_id)
    ).scalar()


def let_rest(session: Session, *, workspace_id: int, rests: Sequence[Rest]) -> None:
    """Let these rounds rest."""
    rows = [
        {
            "workspace_id": workspace_id,
            "round": rest.round,
            "asked_at": rest.asked_at,
            "due_at": rest.due_at,
            "changes": rest.changes,
        }
        for rest in rests
    ]
    insert_or_replace(session, RoundRest, rows, key=("workspace_id", "round"))


def end_rests(session: Session) -> None:
    """Have every round asked at the next tick."""
    session.execute(sa.delete(RoundRest))
