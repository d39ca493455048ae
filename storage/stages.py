"""The stages of the workspace's sales process."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Stage


def list_stages(session: Session, *, workspace_id: int, retired: bool = False) -> Sequence[Stage]:
    """The stages in use, in order; with the retired ones when asked."""
    query = select(Stage).where(Stage.workspace_id == workspace_id).order_by(col(Stage.position), col(Stage.id))
    return session.exec(query if retired else query.where(col(Stage.retired_at).is_(None))).all()


def find_stage(session: Session, *, workspace_id: int, key: str) -> Stage | None:
    """The stage with this key, retired or not."""
    return session.exec(select(Stage).where(Stage.workspace_id == workspace_id, Stage.key == key)).first()


def add_stage(session: Session, *, stage: Stage, before: Stage | None = None) -> Stage:
    """Add a stage after the others, or before the given one."""
    if before is None:
        last = session.execute(
            sa.select(sa.func.max(col(Stage.position))).where(col(Stage.workspace_id) == stage.workspace_id)
        ).scalar()
        stage.position = 0 if last is None else last + 1
    else:
        stage.position = before.position
        session.execute(
            sa.update(Stage)
            .where(col(Stage.workspace_id) == stage.workspace_id, col(Stage.position) >= stage.position)
            .values(position=col(Stage.position) + 1)
        )
    session.add(stage)
    session.flush()
    return stage


def retire_stage(session: Session, *, stage: Stage, now: dt.datetime) -> None:
    """Take the stage out of use; what went through it stays."""
    stage.retired_at = now
    session.add(stage)
