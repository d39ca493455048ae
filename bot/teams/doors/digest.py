"""The buttons of the managers' digest: another threshold for alerts. (A proposed goal is set as in an alert.)"""

from typing import Any

from slack_bolt import Ack, App

from bot.alerts.usefulness import WrongThreshold, set_threshold
from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.members import viewer_of
from bot.core.words.answers import plain_message
from bot.core.words.blocks import escape
from bot.core.words.message import Message
from bot.teams.words.digest import TIGHTEN


def register(app: App, context: Context) -> None:
    """Register the button."""

    @app.action(TIGHTEN)
    def tighten(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _tighten(here, str(action["value"])))


def _tighten(here: Visit, value: str) -> Message:
    team_id, _, threshold = value.partition(":")
    try:
        asked = int(team_id), float(threshold)
    except ValueError:
        raise WrongThreshold from None
    team = set_threshold(
        here.session,
        workspace=here.workspace,
        viewer=viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
        team_id=asked[0],
        threshold=asked[1],
        now=here.now,
    )
    return plain_message(
        here.language(
            "Starting tomorrow, I'll only alert you about {team} below {chance} odds.",
            team=escape(team.name),
            chance=here.language.percent(team.escalates_below),
        )
    )
