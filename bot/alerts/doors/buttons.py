"""The buttons and menus of the managers' alert; the sender updates the message for everybody."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.alerts import answers
from bot.alerts.alert import show_again, whole_alert
from bot.alerts.words import alert as words
from bot.alerts.words import row as row_choices
from bot.alerts.words.forms import all_modal, assign_modal, dismiss_modal
from bot.core.doors.answering import Visit, hash_of_home, keep_refusal, reader_language, visit
from bot.core.doors.context import Context
from bot.core.doors.modals import carried_by, open_modal, update_modal
from bot.core.failures import Failure
from bot.core.members import viewer_of
from bot.core.permissions import Viewer
from bot.core.words.answers import failure_message, plain_message
from bot.core.words.message import Block
from bot.goals.team_realism import adopt

SNOOZE = dt.timedelta(days=7)


def register(app: App, context: Context) -> None:
    """Register the buttons."""

    @app.action(words.ACK_ALL)
    def acknowledge_all(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        _do(context, body, lambda here, viewer: _acknowledge(here, viewer, _numbers(action["value"])))

    @app.action(row_choices.ROW)
    def answer_row(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        what, _, about = str(action["selected_option"]["value"]).partition(":")
        view = _do(context, body, lambda here, viewer: _answer_row(here, viewer, what, _numbers(about)))
        if view is not None:
            open_modal(client, body, view)
        elif body.get("view"):
            _show_again(context, body, client)
        elif body.get("container", {}).get("is_ephemeral"):
            # A list that only they see is not updated by the sender.
            language = reader_language(context, body["user"]["id"])
            context.replies.add(
                body["response_url"], plain_message(language("Saved. Everyone with this alert can see it."))
            )

    @app.action(words.SHOW_ALL)
    def show_all(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        view = _do(context, body, lambda here, viewer: _all(here, viewer, _numbers(action["value"])[0]))
        if view is not None:
            open_modal(client, body, view)

    @app.action(re.compile(f"^{words.ADOPT}(:|$)"))
    def adopt_goal(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        _do(context, body, lambda here, viewer: _adopt(here, viewer, str(action["value"]), body))


def _do(context: Context, body: dict[str, Any], act: Callable[[Visit, Viewer], Block | None]) -> Block | None:
    """Act in one transaction; the modal to open after it. Of a Failure the person reads why, and gets no modal."""
    try:
        with visit(context, body["user"]["id"]) as here:
            viewer = viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
            return act(here, viewer)
    except Failure as failure:
        keep_refusal(context, body["user"]["id"], failure)
        language = reader_language(context, body["user"]["id"])
        if body.get("response_url"):
            context.replies.add(body["response_url"], failure_message(failure, language))
        return None
    finally:
        context.wake.set()


def _answer_row(here: Visit, viewer: Viewer, what: str, episode_ids: Sequence[int]) -> Block | None:
    session, workspace, now = here.session, here.workspace, here.now
    match what:
        case row_choices.ASSIGN:
            managers = answers.assignees(
                session, workspace=workspace, viewer=viewer, episode_ids=episode_ids, date=here.today
            )
            return assign_modal(episode_ids, managers, here.language)
        case row_choices.DISMISS:
            answers.answerable(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids)
            return dismiss_modal(episode_ids, here.language)
        case row_choices.TALK:
            answers.plan_talk(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids, now=now)
        case row_choices.SNOOZE_WEEK:
            until = here.today + SNOOZE
            answers.snooze(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids, until=until, now=now)
        case _:
            _acknowledge(here, viewer, episode_ids)
    return None


def _acknowledge(here: Visit, viewer: Viewer, episode_ids: Sequence[int]) -> None:
    answers.acknowledge(here.session, workspace=here.workspace, viewer=viewer, episode_ids=episode_ids, now=here.now)


def _all(here: Visit, viewer: Viewer, delivery_id: int) -> Block:
    alert = whole_alert(here.session, workspace=here.workspace, viewer=viewer, delivery_id=delivery_id, now=here.now)
    return all_modal(alert, here.language)


def _show_again(context: Context, body: dict[str, Any], client: WebClient) -> None:
    if body["view"].get("type") == "home":
        context.homes.publish(body["user"]["id"], seen=hash_of_home(body))
        return
    alert_id = carried_by(body["view"]).get("alert")
    if isinstance(alert_id, int):
        view = _do(context, body, lambda here, viewer: _all(here, viewer, alert_id))
        if view is not None:
            update_modal(client, body, view)


def _adopt(here: Visit, viewer: Viewer, value: str, body: dict[str, Any]) -> None:
    adopt(here, viewer=viewer, reference=value, now_date=here.today)
    place = body.get("container", {})
    show_again(
        here.session,
        workspace=here.workspace,
        channel=str(place.get("channel_id", "")),
        ts=str(place.get("message_ts", "")),
    )


def _numbers(said: str) -> list[int]:
    """The ids in a button's value. Raises UnknownEpisode for anything else: whoever clicks may have changed it."""
    try:
        return [int(each) for each in said.split(",")]
    except ValueError:
        raise answers.UnknownEpisode from None
