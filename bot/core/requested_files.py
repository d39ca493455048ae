"""Files that somebody asks Pacer for: planned once, made when they are sent, and to nobody but who asked."""

import datetime as dt
import secrets

from sqlmodel import Session

from bot.core.content import Content
from storage import deliveries
from storage.tables import Member, Workspace

HOLDS = dt.timedelta(hours=1)
"""Whoever waited longer for a file asks again."""


def plan_file(
    session: Session,
    *,
    workspace: Workspace,
    kind: str,
    member: Member,
    about: Content,
    receipt: str,
    now: dt.datetime,
) -> None:
    """Plan to send the member a file of this kind, once for each `receipt`. Who may have it is asked before."""
    row = deliveries.new_row(
        workspace_id=workspace.id,
        kind=kind,
        recipient=member.slack_user_id,
        key=receipt[:80],
        member_id=member.id,
        content=about.stored(),
        due_at=now,
        expires_at=now + HOLDS,
        token=secrets.token_hex(16),
    )
    deliveries.plan(session, rows=[row])
