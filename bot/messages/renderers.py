"""How each kind of delivery becomes a message, at the moment it is sent."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.coach.morning import NUDGE
from bot.coach.nudge import nudges_for
from bot.coach.review import ALERT, REMINDER, alerts_for, reminders_for
from bot.delivery.outcomes import ADMIN_NOTICE
from bot.delivery.rendering import Kind, Withdrawn
from bot.messages.alert import alert_message, reminder_message
from bot.messages.answers import plain_message
from bot.messages.language import language_of
from bot.messages.message import Message
from bot.messages.nudge import nudge_message
from bot.messages.widgets import escape
from storage.tables import Delivery, Workspace
from storage.workspaces import find_workspace


def kinds() -> dict[str, Kind]:
    """Every kind of delivery. A nudge is rather not sent than sent twice; an alert rather twice than not."""
    return {
        NUDGE: Kind(_nudges, at_most_once=True),
        ALERT: Kind(_alerts, at_most_once=False),
        REMINDER: Kind(_reminders, at_most_once=True),
        ADMIN_NOTICE: Kind(_notices, at_most_once=True),
    }


def _nudges(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
    workspace = _workspace(session)
    found: dict[int, Message | Withdrawn] = {}
    for delivery_id, nudge in nudges_for(session, workspace=workspace, rows=rows, now=now).items():
        if nudge is None:
            found[delivery_id] = Withdrawn("nothing to say")
            continue
        language = language_of(nudge.member, workspace)
        found[delivery_id] = nudge_message(nudge, language)
    return found


def _alerts(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
    workspace = _workspace(session)
    language = language_of(None, workspace)
    return {
        delivery_id: Withdrawn("nothing to say") if alert is None else alert_message(alert, language)
        for delivery_id, alert in alerts_for(session, workspace=workspace, rows=rows, now=now).items()
    }


def _reminders(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
    workspace = _workspace(session)
    language = language_of(None, workspace)
    return {
        delivery_id: Withdrawn("answered by now") if alert is None else reminder_message(alert, language)
        for delivery_id, alert in reminders_for(session, workspace=workspace, rows=rows, now=now).items()
    }


def _notices(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
    return {row.id or 0: _notice(row) for row in rows}


def _notice(row: Delivery) -> Message:
    said = json.loads(row.content)
    return plain_message(
        f"Pacer could not send a {escape(said['kind'])} to {escape(said['subject'])}: Slack says "
        f"`{escape(said['error'])}`. Nothing more is sent there until that is mended; `pacer users list` and "
        "`pacer teams list` show who and what is affected."
    )


def _workspace(session: Session) -> Workspace:
    workspace = find_workspace(session)
    assert workspace is not None
    return workspace
