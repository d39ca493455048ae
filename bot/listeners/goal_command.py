"""`/goal`: a manager sets a goal of a rep or a team."""

from typing import Any

from slack_bolt import Ack, App

from bot.coach.goals import set_goal
from bot.coach.log import vocabulary_of
from bot.coach.people import find_speaker, viewer_of
from bot.coach.teams import find_team
from bot.listeners.context import Context
from bot.listeners.doors import Visit, answer_command
from bot.messages.goal_set import goal_help, goal_set_message
from bot.messages.message import Message
from bot.parsing.goal_text import GoalHelp, GoalRequest, parse_goal
from metrics.periods import PeriodKind
from storage.tables import Member, Team


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_goal_command)
    def goal_command(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer_command(context, command, lambda here: _answer(here, context, command.get("text", ""))))


def _answer(here: Visit, context: Context, text: str) -> Message:
    request = parse_goal(text, vocabulary_of(here.session, workspace=here.workspace))
    if isinstance(request, GoalHelp):
        return goal_help(here.language, command=context.settings.pacer_goal_command)
    changed = set_goal(
        here.session,
        workspace=here.workspace,
        viewer=viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
        subject=_subject(here, request),
        metric_key=request.metric_key,
        period=PeriodKind(request.period),
        target=request.target,
        starts=request.starts or here.today,
        now=here.now,
    )
    return goal_set_message(changed, here.language)


def _subject(here: Visit, request: GoalRequest) -> Member | Team:
    if request.user is not None:
        return find_speaker(here.session, workspace=here.workspace, slack_user_id=request.user)
    return find_team(here.session, workspace=here.workspace, name=request.team or "")
