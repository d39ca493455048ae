"""What was noted of who did what to whom."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Audit

DISMISSED = "alert not useful"
"""A note of this action has, besides the reason, what a manager wrote."""


@dataclass(frozen=True)
class Noted:
    """One note: who acted (None: the operator), when, on whom, and what about it."""

    actor_id: int | None
    at: dt.datetime
    subject_id: int | None
    detail: str


def notes_about(session: Session, *, workspace_id: int, subject_id: int, action: str, limit: int) -> list[Noted]:
    """The newest notes of this action on this member, newest first."""
    return _noted(session, col(Audit.subject_id) == subject_id, workspace_id=workspace_id, action=action, limit=limit)


def notes_of(session: Session, *, workspace_id: int, action: str, limit: int) -> list[Noted]:
    """The newest notes of this action on anybody, newest first."""
    return _noted(session, sa.true(), workspace_id=workspace_id, action=action, limit=limit)


def notes_between(
    session: Session,
    *,
    workspace_id: int,
    action: str,
    subject_ids: Collection[int],
    since: dt.datetime,
    until: dt.datetime,
) -> list[Noted]:
    """The notes of this action on these members in [since, until), the newest first."""
    about = sa.and_(col(Audit.subject_id).in_(sorted(subject_ids)), col(Audit.at) >= since, col(Audit.at) < until)
    return _noted(session, about, workspace_id=workspace_id, action=action, limit=None)


# Asked of each batch that is sent, and built once: that takes longer than running it.
_LAST = (
    sa.select(col(Audit.id))
    .where(col(Audit.workspace_id) == sa.bindparam("workspace_id"), col(Audit.action) != sa.bindparam("besides"))
    .order_by(col(Audit.id).desc())
    .limit(20)
)


def last_notes(session: Session, *, workspace_id: int, besides: str) -> tuple[int, ...]:
    """The ids of the newest notes of all actions but this one: others, when something was noted since.

    Some of them, not only the last: a transaction that began earlier may store a lower id later.
    """
    asked = {"workspace_id": workspace_id, "besides": besides}
    return tuple(session.execute(_LAST, asked).scalars())


def _noted(
    session: Session, about: sa.ColumnElement[bool], *, workspace_id: int, action: str, limit: int | None
) -> list[Noted]:
    rows = session.execute(
        sa.select(col(Audit.actor_id), col(Audit.at), col(Audit.subject_id), col(Audit.detail))
        .where(col(Audit.workspace_id) == workspace_id, col(Audit.action) == action, about)
        .order_by(col(Audit.at).desc(), col(Audit.id).desc())
        .limit(limit)
    )
    return [Noted(*row) for row in rows]
