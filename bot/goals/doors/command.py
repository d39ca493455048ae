"""`/goal`: a manager sets a goal of a rep or a team; alone it opens the form."""

import datetime as dt
import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_click, answer_command
from bot.core.doors.context import Context
from bot.core.doors.modals import show_modal
from bot.core.doors.typed import Typable
from bot.core.failures import Words
from bot.core.members import find_meant, viewer_of
from bot.core.permissions import Viewer
from bot.core.vocabulary import vocabulary_of
from bot.core.words.message import Block, Message
from bot.core.words.typed import opens_goal_form_message
from bot.core.workspace_periods import next_starts
from bot.goals.doors.form import form_for, way_block
from bot.goals.drafts import group_of, is_group, whose_of
from bot.goals.editing import undo_goal
from bot.goals.history import goal_history
from bot.goals.requests import AskedGoal, carried_goal, carried_undo, judge_asked_goal, set_asked_goal
from bot.goals.team_totals import carried_total, set_team_total, undo_total
from bot.goals.text import (
    GoalCommand,
    GoalHistoryRequest,
    GoalPlanRequest,
    GoalRequest,
    asks_for_plan,
    asks_for_role,
    parse_goal,
)
from bot.goals.words.answer import goal_help, goal_history_message
from bot.goals.words.team_totals import UNDO as UNDO_TOTAL
from bot.goals.words.team_totals import total_set_message
from bot.goals.words.typed import SET_ANYWAY, UNDO, goal_doubt_message, goal_set_message, goal_undone_message
from bot.people.doors.selling import member_form
from bot.people.goal_owners import GoalOwner, owner_named
from bot.people.teams import find_team
from bot.people.words.selling import pick_view
from metrics.periods import Period, PeriodKind


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_goal_command)
    def goal_command(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        text = command.get("text", "").strip()
        if not text:
            ack()
            show_modal(context, client, command, form_for, instead=Words("/goal @rep calls 20 a week"))
        elif (user := asks_for_role(text)) is not None:
            ack()
            show_modal(
                context, client, command, lambda here: member_form(here, user) if user else pick_view(here.language)
            )
        elif asks_for_plan(text):
            ack()
            show_modal(context, client, command, lambda here: _way(here, text))
        else:
            ack(**answer_command(context, command, lambda here: answer(here, text)))

    @app.action(re.compile(f"^{SET_ANYWAY}:"))
    def set_anyway(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _set_anyway(here, str(action.get("value", ""))), replaces=True)

    @app.action(UNDO)
    def undo(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _undo(here, str(action.get("value", ""))), replaces=True)

    @app.action(UNDO_TOTAL)
    def undo_of_total(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _undo_total(here, str(action.get("value", ""))), replaces=True)


def _way(here: Visit, text: str) -> Block:
    request = _parsed(here, text)
    assert isinstance(request, GoalPlanRequest)
    return way_block(here, {"w": whose_of(_owner(here, request))})


def _parsed(here: Visit, text: str) -> GoalCommand:
    return parse_goal(
        text,
        vocabulary_of(here.session, workspace=here.workspace),
        today=here.today,
        ahead=next_starts(here.workspace, here.today),
    )


def typable() -> Typable:
    """What can be typed of it without the command."""
    return Typable(command="goal", also=frozenset({"goals", "sasaran"}), answer=_typed)


def _typed(here: Visit, text: str, _receipt: str) -> Message:
    if text and (asks_for_role(text) is not None or asks_for_plan(text)):
        return opens_goal_form_message(text.partition(" ")[0], here.language)
    return answer(here, text) if text else goal_help(here.language)


def answer(here: Visit, text: str) -> Message:
    """What is answered to a text after `/goal`. Raises a NotUnderstood that says what to write, and as the rules do."""
    request = _parsed(here, text)
    if isinstance(request, GoalHistoryRequest):
        return _history(here, request)
    if not isinstance(request, GoalRequest):
        return goal_help(here.language)
    if request.total:
        return _set_total(here, request)
    asked = judge_asked_goal(here, viewer=_viewer(here), subject=_owner(here, request), request=request)
    if asked.is_doubtful:
        return goal_doubt_message(asked, here.language)
    return _set(here, asked)


def _set_total(here: Visit, request: GoalRequest) -> Message:
    first, last = request.starts, request.last
    changed = set_team_total(
        here,
        viewer=_viewer(here),
        team=find_team(here.session, workspace=here.workspace, name=request.team or ""),
        metric_key=request.metric_key,
        period=PeriodKind(request.period),
        target=request.target,
        starts=first,
        dates=Period(first, last + dt.timedelta(days=1)) if first is not None and last is not None else None,
        reason=request.reason,
    )
    return total_set_message(changed, here.language)


def _undo_total(here: Visit, value: str) -> Message:
    total_id, ended = carried_total(value)
    undo_total(here, viewer=_viewer(here), total_id=total_id, ended=ended)
    return goal_undone_message(here.language)


def _set(here: Visit, asked: AskedGoal) -> Message:
    changed = set_asked_goal(here, viewer=_viewer(here), asked=asked)
    return goal_set_message(changed, here.language, asked=asked)


def _set_anyway(here: Visit, value: str) -> Message:
    """Set what was asked back, judged again: whoever clicks may have changed what the button carried."""
    whose, request = carried_goal(value)
    owner = (
        group_of(here, whose=whose)
        if is_group(whose)
        else find_meant(here.session, workspace=here.workspace, slack_user_id=whose)
    )
    return _set(here, judge_asked_goal(here, viewer=_viewer(here), subject=owner, request=request))


def _undo(here: Visit, value: str) -> Message:
    goal_id, ended = carried_undo(value)
    undo_goal(here, viewer=_viewer(here), goal_id=goal_id, ended=ended)
    return goal_undone_message(here.language)


def _history(here: Visit, request: GoalHistoryRequest) -> Message:
    subject = _owner(here, request)
    changes = goal_history(here, viewer=_viewer(here), subject=subject, metric_key=request.metric_key, today=here.today)
    return goal_history_message(subject.name, changes, here.language)


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)


def _owner(here: Visit, request: GoalRequest | GoalHistoryRequest | GoalPlanRequest) -> GoalOwner:
    return owner_named(here.session, workspace=here.workspace, user=request.user, team=request.team, role=request.role)
