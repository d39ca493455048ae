"""An alert channel that takes no alerts: the managers get them by direct message meanwhile, and are told so."""

import datetime as dt
import secrets

from sqlmodel import Session

from bot.alerts.alert import AlertContent
from bot.core.changes import refresh_checklists
from bot.core.members import team_date
from bot.core.message_kinds import ADMIN_NOTICE, ALERT
from bot.core.unreachable import Unreachable
from bot.people.alert_readers import managers_of, readers_of
from storage import deliveries
from storage.tables import Delivery, Team, Workspace

KEEPS = dt.timedelta(days=1)


def note_closed_channel(
    session: Session, *, team_id: int, error: str, now: dt.datetime, row: Delivery | None = None
) -> None:
    """Slack refuses the team's alert channel with `error`. What could not be posted, if anything (`row`), goes to its
    readers one by one, and the team's managers are told once.
    """
    team = session.get(Team, team_id)
    workspace = session.get(Workspace, team.workspace_id) if team is not None else None
    if team is None or workspace is None:
        return
    known, team.channel_trouble = team.channel_trouble, error
    session.add(team)
    session.flush()
    refresh_checklists(session, workspace_id=workspace.id)
    date = team_date(team, workspace, now)
    if row is not None and row.kind == ALERT:
        _send_to_readers(session, workspace, team, row, date, now)
    if not known:
        _tell_managers(session, workspace, team, error, date, now)


def reopen_channel(session: Session, *, team_id: int) -> None:
    """The channel takes alerts again."""
    team = session.get(Team, team_id)
    if team is not None:
        team.channel_trouble = ""
        session.add(team)
        refresh_checklists(session, workspace_id=team.workspace_id)


def _send_to_readers(
    session: Session, workspace: Workspace, team: Team, row: Delivery, date: dt.date, now: dt.datetime
) -> None:
    planned = AlertContent.of_row(row)
    readers = readers_of(session, workspace=workspace, team=team, date=date)
    content = planned.model_copy(update={"of": planned.of or row.id, "instead": readers.instead})
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=workspace.id,
                kind=ALERT,
                recipient=member.slack_user_id,
                key=row.key,
                member_id=member.id,
                team_id=team.id,
                local_date=row.local_date,
                content=content.stored(),
                due_at=now,
                expires_at=max(row.expires_at or now, now + KEEPS),
                token=secrets.token_hex(16),
            )
            for member in readers.members
        ],
    )


def _tell_managers(
    session: Session, workspace: Workspace, team: Team, error: str, date: dt.date, now: dt.datetime
) -> None:
    content = Unreachable(subject=team.name, error=error, channel=team.alert_channel or "").stored()
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=workspace.id,
                kind=ADMIN_NOTICE,
                recipient=manager.slack_user_id,
                key=f"channel:{team.id}:{team.alert_channel}:{date}"[:80],
                member_id=manager.id,
                team_id=team.id,
                content=content,
                due_at=now,
                expires_at=now + KEEPS,
                token=secrets.token_hex(16),
            )
            for manager in managers_of(session, workspace=workspace, team=team, date=date)
        ],
    )
