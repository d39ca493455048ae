"""What is submitted in the modals of the managers' alert."""

from typing import Any

from slack_bolt import Ack, App

from bot.alerts.answers import Dismissal, NoManager, UnknownEpisode, assign, dismiss
from bot.alerts.words.forms import ASSIGN_FORM, DISMISS_FORM, REASON, WHO, WORDS
from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, take_submission
from bot.core.members import viewer_of


def register(app: App, context: Context) -> None:
    """Register the submissions."""

    @app.view(ASSIGN_FORM)
    def assign_form(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, lambda here, values: _assign(here, body, values), first_field=WHO)

    @app.view(DISMISS_FORM)
    def dismiss_form(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, lambda here, values: _dismiss(here, body, values), first_field=REASON)


def _assign(here: Visit, body: dict[str, Any], values: Values) -> None:
    try:
        to = int(values[WHO])
    except (TypeError, ValueError, KeyError):
        raise NoManager from None
    assign(
        here.session,
        workspace=here.workspace,
        viewer=viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
        episode_ids=_episodes(body),
        to=to,
        date=here.today,
        now=here.now,
    )


def _dismiss(here: Visit, body: dict[str, Any], values: Values) -> None:
    known = {reason.value: reason for reason in Dismissal}
    dismiss(
        here.session,
        workspace=here.workspace,
        viewer=viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
        episode_ids=_episodes(body),
        reason=known.get(str(values.get(REASON)), Dismissal.SPECIAL),
        words=str(values.get(WORDS) or ""),
        now=here.now,
    )


def _episodes(body: dict[str, Any]) -> list[int]:
    """The goals that the form is about; a form that was opened before Pacer was upgraded carries one."""
    carried = carried_by(body["view"])
    found = carried.get("episodes", [carried.get("episode")])
    if not isinstance(found, list) or not found or not all(isinstance(each, int) for each in found):
        raise UnknownEpisode
    return found
