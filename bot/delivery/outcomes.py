"""What follows from a failed attempt: try again, look it up, or give up and say so once."""

import datetime as dt
import random
import secrets
from typing import Any

import structlog
from sqlmodel import Session

from bot.alerts.closed_channels import note_closed_channel
from bot.alerts.settings import HELLO
from bot.core.message_kinds import ADMIN_NOTICE
from bot.core.unreachable import Unreachable
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, TokenRevoked
from storage import deliveries, people
from storage.tables import Delivery, DeliveryState, Member, Team, Workspace

log = structlog.get_logger(__name__)

ATTEMPTS = 8
UNREACHABLE = frozenset({"user_disabled", "user_not_found", "account_inactive", "messages_tab_disabled"})
CLOSED_CHANNEL = frozenset({"channel_not_found", "not_in_channel", "is_archived", "restricted_action"})
REVOKED_PREFIX = "token: "
MISTAKE = "mistake: "
"""How the error of an attempt begins that Pacer itself did wrong: repeating it for ever would not help."""


def after_failure(
    row: Delivery,
    failure: Refused | TokenRevoked | OutcomeUnknown | NotDone,
    now: dt.datetime,
    chance: random.Random,
    *,
    lookup_after: dt.timedelta,
) -> dict[str, Any]:
    """The columns of a delivery after a failed attempt."""
    if isinstance(failure, OutcomeUnknown):
        return {
            "state": DeliveryState.UNKNOWN,
            "next_attempt_at": now + lookup_after,
            "lookups": 0,
            "error": f"outcome unknown ({failure})",
        }
    if isinstance(failure, TokenRevoked):
        # The message is not to blame: it waits until the token is replaced.
        return {"state": DeliveryState.PLANNED, "next_attempt_at": now, "error": REVOKED_PREFIX + failure.error}
    if isinstance(failure, Refused) or row.attempts >= ATTEMPTS:
        return {"state": DeliveryState.FAILED, "error": str(failure)}
    wait = min(300.0, 2.0**row.attempts) * chance.uniform(0.5, 1.5)
    return {"state": DeliveryState.PLANNED, "next_attempt_at": now + dt.timedelta(seconds=wait), "error": ""}


def note_refusal(session: Session, row: Delivery, error: str, now: dt.datetime) -> None:
    """Mark whom or what cannot be reached, and tell an admin once. A revoked token stops all sending."""
    if error.startswith(REVOKED_PREFIX):
        _stop_sending(session, row.workspace_id, error.removeprefix(REVOKED_PREFIX))
        return
    subject = ""
    if row.member_id is not None and error in UNREACHABLE | CLOSED_CHANNEL:
        member = session.get(Member, row.member_id)
        if member is not None:
            member.unreachable, subject = error, member.name
            session.add(member)
    elif row.team_id is not None and error in CLOSED_CHANNEL:
        team = session.get(Team, row.team_id)
        if team is not None:
            subject = team.name
            note_closed_channel(session, team_id=team.id, error=error, now=now, row=row)
    # What is wrong with a channel that was just chosen is said in the checklist.
    if subject and row.kind not in (ADMIN_NOTICE, HELLO):
        _tell_admins(session, row, subject, error, now)


def _stop_sending(session: Session, workspace_id: int, error: str) -> None:
    workspace = session.get(Workspace, workspace_id)
    if workspace is not None and not workspace.sending_stopped:
        workspace.sending_stopped = error
        session.add(workspace)
        log.error("sending stopped: replace SLACK_BOT_TOKEN", workspace=workspace_id, error=error)


def _tell_admins(session: Session, row: Delivery, subject: str, error: str, now: dt.datetime) -> None:
    admins = people.reachable_admins(session, workspace_id=row.workspace_id)
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=row.workspace_id,
                kind=ADMIN_NOTICE,
                recipient=admin.slack_user_id,
                key=f"{'team' if row.member_id is None else 'member'}:{row.team_id or row.member_id}:{error}"[:80],
                member_id=admin.id,
                content=Unreachable(subject=subject, error=error, kind=row.kind).stored(),
                due_at=now,
                expires_at=now + dt.timedelta(days=1),
                token=secrets.token_hex(16),
            )
            for admin in admins
        ],
    )
