"""`/goal`: a manager sets a goal of a rep or a team; alone it opens the form."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_command
from bot.core.doors.context import Context
from bot.core.doors.modals import show_modal
from bot.core.members import viewer_of
from bot.core.permissions import Viewer
from bot.core.vocabulary import vocabulary_of
from bot.core.words.message import Block, Message
from bot.goals.doors.form import form_for, way_block
from bot.goals.drafts import whose_of
from bot.goals.history import goal_history
from bot.goals.requests import set_asked_goal
from bot.goals.text import (
    GoalHistoryRequest,
    GoalPlanRequest,
    GoalRequest,
    asks_for_plan,
    asks_for_role,
    parse_goal,
)
from bot.goals.words.answer import goal_help, goal_history_message, goal_set_message
from bot.people.doors.selling import member_form
from bot.people.goal_owners import GoalOwner, owner_named
from bot.people.words.selling import pick_view


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_goal_command)
    def goal_command(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        text = command.get("text", "").strip()
        if not text:
            ack()
            show_modal(context, client, command, form_for)
        elif (user := asks_for_role(text)) is not None:
            ack()
            show_modal(
                context, client, command, lambda here: member_form(here, user) if user else pick_view(here.language)
            )
        elif asks_for_plan(text):
            ack()
            show_modal(context, client, command, lambda here: _way(here, text))
        else:
            ack(**answer_command(context, command, lambda here: _answer(here, text)))


def _way(here: Visit, text: str) -> Block:
    request = parse_goal(text, vocabulary_of(here.session, workspace=here.workspace))
    assert isinstance(request, GoalPlanRequest)
    return way_block(here, {"w": whose_of(_owner(here, request))})


def _answer(here: Visit, text: str) -> Message:
    request = parse_goal(text, vocabulary_of(here.session, workspace=here.workspace))
    if isinstance(request, GoalHistoryRequest):
        return _history(here, request)
    if not isinstance(request, GoalRequest):
        return goal_help(here.language)
    changed, over = set_asked_goal(here, viewer=_viewer(here), subject=_owner(here, request), request=request)
    return goal_set_message(changed, here.language, over=over)


def _history(here: Visit, request: GoalHistoryRequest) -> Message:
    subject = _owner(here, request)
    changes = goal_history(here, viewer=_viewer(here), subject=subject, metric_key=request.metric_key, today=here.today)
    return goal_history_message(subject.name, changes, here.language)


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)


def _owner(here: Visit, request: GoalRequest | GoalHistoryRequest | GoalPlanRequest) -> GoalOwner:
    return owner_named(here.session, workspace=here.workspace, user=request.user, team=request.team, role=request.role)
