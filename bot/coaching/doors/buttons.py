"""The buttons of coaching: those that do something at once, and those that open a form."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.coaching.brief import brief_of
from bot.coaching.commitments import carry_forward, end_commitment
from bot.coaching.doors.command import measures_of, prepare, team_pack
from bot.coaching.doors.values import number_in
from bot.coaching.meetings import access_meeting, cancel_meeting, take_back_topic
from bot.coaching.page import meetings_page
from bot.coaching.people import (
    WrongCoaching,
    find_coached,
    require_coach,
    require_own_or_coach,
    teams_coached,
    viewer_in,
)
from bot.coaching.planned import CALENDAR_FILE, AboutMeeting
from bot.coaching.settings import parts_of
from bot.coaching.words.brief import brief_message
from bot.coaching.words.commitments import carried_message, closed_message
from bot.coaching.words.forms import afterwards_form, commit_form, meeting_form, settings_form, topic_form
from bot.coaching.words.meetings import (
    ADD_TOPIC,
    AFTERWARDS,
    ASK_HELP,
    CANCEL,
    COMMIT,
    FILE,
    PLAN,
    SETTINGS,
    TAKE_BACK,
    cancelled_message,
    meetings_message,
    taken_back_message,
)
from bot.coaching.words.queue import MEETINGS, OPEN_REP, PACK
from bot.core.doors.answering import Visit, answer_click, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.modals import show_modal
from bot.core.requested_files import plan_file
from bot.core.words.answers import plain_message
from bot.core.words.message import Block, Message
from bot.people.words.one_on_ones import OPEN_BRIEF
from bot.standings.commitments import open_commitments
from bot.standings.words.commitments import CARRY, KEPT, LET_GO


def register(app: App, context: Context) -> None:
    """Register the buttons."""
    _does(app, context, OPEN_BRIEF, _brief)
    _does(app, context, OPEN_REP, _prepare)
    _does(app, context, MEETINGS, _meetings)
    _does(app, context, PACK, lambda here, _value, _receipt: team_pack(here, viewer_in(here, here.member)))
    _does(app, context, CARRY, _carry)
    _does(app, context, KEPT, lambda here, value, _: _end(here, value, kept=True))
    _does(app, context, LET_GO, lambda here, value, _: _end(here, value, kept=False))
    _does(app, context, TAKE_BACK, _take_back)
    _does(app, context, CANCEL, _cancel)
    _does(app, context, FILE, _file)
    _opens(app, context, ADD_TOPIC, lambda here, value: _topic_form(here, value, help_wanted=False))
    _opens(app, context, ASK_HELP, lambda here, value: _topic_form(here, value, help_wanted=True))
    _opens(app, context, COMMIT, _commit_form)
    _opens(app, context, PLAN, _plan_form)
    _opens(app, context, AFTERWARDS, _afterwards_form)
    _opens(app, context, SETTINGS, _settings_form)


def _opens(app: App, context: Context, action_id: str, compose: Callable[[Visit, str], Block]) -> None:
    @app.action(action_id)
    def open_form(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: compose(here, str(action.get("value", ""))))


def _does(app: App, context: Context, action_id: str, compose: Callable[[Visit, str, str], Message]) -> None:
    @app.action(action_id)
    def do(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        value, receipt = str(action.get("value", "")), receipt_of(body)
        answer_click(context, body, lambda here: compose(here, value, receipt))


def _brief(here: Visit, value: str, _receipt: str) -> Message:
    viewer = viewer_in(here, here.member)
    meeting = access_meeting(here, viewer=viewer, meeting_id=number_in(value))
    return brief_message(brief_of(here, meeting=meeting, reader=here.member, viewer=viewer), here.language)


def _prepare(here: Visit, value: str, _receipt: str) -> Message:
    return prepare(here, viewer_in(here, here.member), find_coached(here, member_id=number_in(value)))


def _meetings(here: Visit, _value: str, _receipt: str) -> Message:
    page = meetings_page(here, viewer=viewer_in(here, here.member), speaker=here.member)
    return meetings_message(page, here.language)


def _carry(here: Visit, value: str, _receipt: str) -> Message:
    now = carry_forward(here, viewer=viewer_in(here, here.member), commitment_id=number_in(value))
    return carried_message(now, here.today, here.language)


def _end(here: Visit, value: str, *, kept: bool) -> Message:
    now = end_commitment(here, viewer=viewer_in(here, here.member), commitment_id=number_in(value), kept=kept)
    return closed_message(now, here.language, kept=kept)


def _take_back(here: Visit, value: str, _receipt: str) -> Message:
    take_back_topic(here, viewer=viewer_in(here, here.member), note_id=number_in(value))
    return taken_back_message(here.language)


def _cancel(here: Visit, value: str, _receipt: str) -> Message:
    meeting = cancel_meeting(here, viewer=viewer_in(here, here.member), meeting_id=number_in(value))
    return cancelled_message(meeting, here.language)


def _file(here: Visit, value: str, receipt: str) -> Message:
    meeting = access_meeting(here, viewer=viewer_in(here, here.member), meeting_id=number_in(value))
    if here.member.id not in (meeting.member.id, meeting.manager.id):
        raise WrongCoaching("Only the two who meet can get the calendar file.")
    plan_file(
        here.session,
        workspace=here.workspace,
        kind=CALENDAR_FILE,
        member=here.member,
        about=AboutMeeting(meeting=meeting.stored.id),
        receipt=receipt,
        now=here.now,
    )
    return plain_message(here.language("The file is on its way to you, in our direct messages."))


def _topic_form(here: Visit, value: str, *, help_wanted: bool) -> Block:
    member = find_coached(here, member_id=number_in(value))
    require_own_or_coach(here, viewer=viewer_in(here, here.member), member=member)
    own = member.id == here.member.id
    return topic_form(member, here.language, own=own, help_wanted=help_wanted)


def _commit_form(here: Visit, value: str) -> Block:
    member = find_coached(here, member_id=number_in(value))
    require_own_or_coach(here, viewer=viewer_in(here, here.member), member=member)
    return commit_form(member, measures_of(here), here.language, own=member.id == here.member.id)


def _plan_form(here: Visit, value: str) -> Block:
    viewer = viewer_in(here, here.member)
    if not value:
        if not teams_coached(here, viewer=viewer):
            raise WrongCoaching("That's for managers and their teams. `/coach` shows your own coaching.")
        return meeting_form(None, here.language, date=None, at=None, every_weeks=1)
    member = find_coached(here, member_id=number_in(value))
    require_coach(here, viewer=viewer, member=member)
    return meeting_form(member, here.language, date=None, at=None, every_weeks=1)


def _afterwards_form(here: Visit, value: str) -> Block:
    viewer = viewer_in(here, here.member)
    meeting = access_meeting(here, viewer=viewer, meeting_id=number_in(value))
    return afterwards_form(
        meeting,
        open_commitments(here, members=[meeting.member]).get(meeting.member.id, ()),
        measures_of(here),
        here.today_of(meeting.member),
        here.language,
        for_rep=here.member.id == meeting.member.id,
    )


def _settings_form(here: Visit, value: str) -> Block:
    parts = parts_of(here, viewer=viewer_in(here, here.member), team_id=number_in(value))
    return settings_form(parts, here.language)
