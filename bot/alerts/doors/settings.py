"""The form of a team's alerts: opened from the Home tab and from `/team`, and what saves it."""

import datetime as dt
import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.alerts.settings import AlertSettings, WrongAlerts, alert_form, change_alerts
from bot.alerts.words import settings as form
from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, show_modal, take_submission
from bot.core.members import viewer_of
from bot.core.words.message import Block


def register(app: App, context: Context) -> None:
    """Register the buttons and the submission."""

    @app.action(re.compile(f"^{form.OPEN}(:menu)?$"))
    def open_form(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        team_id = str((action.get("selected_option") or action)["value"])
        show_modal(context, client, body, lambda here: _form(here, team_id))

    @app.view(form.SAVE)
    def save(ack: Ack, body: dict[str, Any]) -> None:
        team_id = carried_by(body["view"]).get("team")
        take_submission(context, ack, body, lambda here, values: _save(here, team_id, values), first_field=form.WHERE)


def _form(here: Visit, team_id: object) -> Block:
    found = alert_form(
        here.session,
        workspace=here.workspace,
        viewer=viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
        team_id=_id(team_id),
        now=here.now,
    )
    return form.alerts_form(found, here.language)


def _save(here: Visit, team_id: object, values: Values) -> None:
    change_alerts(
        here.session,
        workspace=here.workspace,
        viewer=viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
        team_id=_id(team_id),
        wanted=AlertSettings(
            by_dm=values.get(form.WHERE) == form.BY_DM,
            channel=str(values.get(form.CHANNEL) or ""),
            threshold=_number(values.get(form.THRESHOLD)),
            time=dt.time.fromisoformat(values[form.TIME]) if values.get(form.TIME) else None,
            resting_until=dt.date.fromisoformat(values[form.RESTING]) if values.get(form.RESTING) else None,
        ),
        now=here.now,
    )


def _id(said: object) -> int:
    """An id; whoever clicks or submits may have changed it. Raises WrongAlerts."""
    try:
        return int(str(said))
    except ValueError:
        raise WrongAlerts("That team was deleted.") from None


def _number(said: object) -> float:
    try:
        return float(str(said))
    except ValueError:
        raise WrongAlerts("Choose one of these.", field=form.THRESHOLD) from None
