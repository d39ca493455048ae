"""The user groups of Slack, as they were when it was last asked."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import UserGroup


def list_groups(session: Session, *, workspace_id: int) -> Sequence[UserGroup]:
    """The workspace's user groups by handle."""
    return session.exec(
        select(UserGroup).where(UserGroup.workspace_id == workspace_id).order_by(col(UserGroup.handle))
    ).all()


def find_group(session: Session, *, workspace_id: int, slack_id: str) -> UserGroup | None:
    """The group with this Slack id."""
    return session.get(UserGroup, (workspace_id, slack_id))


def replace_groups(session: Session, *, workspace_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let these, given as columns without the workspace, be all the groups that there are."""
    session.execute(sa.delete(UserGroup).where(col(UserGroup.workspace_id) == workspace_id))
    session.add_all(UserGroup(workspace_id=workspace_id, **row) for row in rows)
    session.flush()
