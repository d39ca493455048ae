"""What was sent is said again: messages whose figures changed are written anew where they stand."""

import datetime as dt

from sqlmodel import Session

from bot.core.message_kinds import ALERT, REMINDER
from storage import deliveries, refreshes
from storage.tables import Episode, Workspace


def remind_again(session: Session, *, workspace: Workspace, alert_id: int, at: dt.datetime) -> None:
    """Have the reminders in the threads of an alert and its copies say at `at` what is true then."""
    refreshes.request_refreshes_of_replies(
        session,
        workspace_id=workspace.id,
        kind=REMINDER,
        to=[copy for copy in deliveries.copies_of(session, delivery_id=alert_id) if copy.kind == ALERT],
        at=at,
    )


def assignment_key(episode: Episode) -> str:
    """The key under which somebody is asked, once, to look after this episode."""
    return f"episode:{episode.id}"
