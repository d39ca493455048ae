"""The buttons of the managers' alert."""

import datetime as dt
from typing import Any

from slack_bolt import Ack, App

from bot.coach.people import viewer_of
from bot.coach.review import acknowledge, snooze
from bot.failures import Failure
from bot.listeners.context import Context
from bot.listeners.doors import keep_refusal, reader_language, visit
from bot.messages.alert import ACK_ALL, ROW, SNOOZE_WEEK
from bot.messages.answers import failure_message


def register(app: App, context: Context) -> None:
    """Register the buttons; the message itself is updated for everybody by the sender."""

    @app.action(ACK_ALL)
    def acknowledge_all(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        _answer(context, body, [int(each) for each in action["value"].split(",")], snoozes=False)

    @app.action(ROW)
    def answer_row(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        what, _, episode = action["selected_option"]["value"].partition(":")
        _answer(context, body, [int(episode)], snoozes=what == SNOOZE_WEEK)


def _answer(context: Context, body: dict[str, Any], episode_ids: list[int], *, snoozes: bool) -> None:
    try:
        with visit(context, body["user"]["id"]) as here:
            viewer = viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
            if snoozes:
                until = here.today + dt.timedelta(days=7)
                snooze(
                    here.session,
                    workspace=here.workspace,
                    viewer=viewer,
                    episode_ids=episode_ids,
                    until=until,
                    now=here.now,
                )
            else:
                acknowledge(
                    here.session, workspace=here.workspace, viewer=viewer, episode_ids=episode_ids, now=here.now
                )
    except Failure as failure:
        keep_refusal(context, body["user"]["id"], failure)
        language = reader_language(context, body["user"]["id"])
        context.replies.add(body["response_url"], failure_message(failure, language))
    context.wake.set()
