"""The buttons below figures: why a goal stands as it does, the entries of a day, and the goals that did not fit.

Their values name whose figures they are; whoever presses one must be allowed to see them.
"""

import datetime as dt
import re
from typing import Any

from slack_bolt import Ack, App

from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.members import find_meant, viewer_of
from bot.core.permissions import Viewer
from bot.core.words.message import Message
from bot.standings.member_view import view_of_member
from bot.standings.why import entries_of_day, why_of
from bot.standings.words.cards import WHY
from bot.standings.words.entries import entries_message
from bot.standings.words.progress import MORE_GOALS, progress_message
from bot.standings.words.why import OPEN_DAY, why_message
from metrics.periods import PeriodKind


def register(app: App, context: Context) -> None:
    """Register the buttons and the menu."""

    @app.action(re.compile(f"^{WHY}:"))
    def why(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _why(here, *action["value"].split(":")))

    @app.action(OPEN_DAY)
    def open_day(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _entries(here, *action["selected_option"]["value"].split(":")))

    @app.action(MORE_GOALS)
    def more_goals(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _more(here, *action["value"].split(":")))


def _why(here: Visit, of: str, metric_key: str, period: str) -> Message:
    member = find_meant(here.session, workspace=here.workspace, slack_user_id=of)
    whys = why_of(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        member=member,
        metric_key=metric_key,
        period=PeriodKind(period),
        now=here.now,
    )
    return why_message(whys, member, here.language, own=member.id == here.member.id)


def _entries(here: Visit, of: str, metric_key: str, date: str) -> Message:
    day = entries_of_day(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        member=find_meant(here.session, workspace=here.workspace, slack_user_id=of),
        metric_key=metric_key,
        date=dt.date.fromisoformat(date),
        now=here.now,
    )
    return entries_message(day, here.language)


def _more(here: Visit, of: str, page: str) -> Message:
    member = find_meant(here.session, workspace=here.workspace, slack_user_id=of)
    view = view_of_member(here.session, workspace=here.workspace, viewer=_viewer(here), member=member, now=here.now)
    return progress_message(view.progress, here.language, page=int(page))


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
