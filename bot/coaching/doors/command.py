"""`/coach`: one's own coaching, or that of the reps whom one manages."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.coaching.brief import brief_of
from bot.coaching.commitments import Promise, TwoAlready, add_commitment
from bot.coaching.doors.pairs import pair_page, pair_with
from bot.coaching.doors.surveys import is_asked, results_page, survey_form
from bot.coaching.meetings import add_topic, plan_meeting
from bot.coaching.pack import pack_of, team_for_pack
from bot.coaching.page import meetings_page, my_coaching
from bot.coaching.people import (
    WrongCoaching,
    require_coach,
    require_own_or_coach,
    teams_coached,
    viewer_in,
)
from bot.coaching.queue import queue_of
from bot.coaching.settings import parts_of
from bot.coaching.text import (
    BriefRequest,
    CoachHelp,
    CoachRequest,
    CommitForm,
    CommitRequest,
    MeetingRequest,
    MeetingsRequest,
    PackRequest,
    PageRequest,
    PairRequest,
    SettingsRequest,
    SurveyRequest,
    TopicRequest,
    TrainingsRequest,
    parse_coach,
)
from bot.coaching.trainings import trainings_page
from bot.coaching.words.brief import brief_message
from bot.coaching.words.commitments import added_message
from bot.coaching.words.forms import Measures, commit_form, meeting_form, settings_form
from bot.coaching.words.meetings import meetings_message, my_page_message, planned_message, topic_message
from bot.coaching.words.pack import pack_message
from bot.coaching.words.queue import queue_message
from bot.coaching.words.trainings import training_form, trainings_message
from bot.core.doors.answering import Visit, answer_command, receipt_of, see
from bot.core.doors.context import Context
from bot.core.doors.modals import show_modal
from bot.core.failures import Failure
from bot.core.members import find_meant
from bot.core.permissions import Viewer
from bot.core.text.errors import harmless
from bot.core.text.vocabulary import fold_words
from bot.core.vocabulary import vocabulary_of
from bot.core.words.answers import failure_text
from bot.core.words.blocks import section
from bot.core.words.help import coach_help
from bot.core.words.message import Block, Message
from bot.people.one_on_ones import load_meetings
from bot.pipeline.stages import StageName, find_stage, stage_names
from bot.standings.commitments import open_commitments
from storage import catalogue, coaching
from storage.tables import Member, Metric, Role

USUAL_RHYTHM = 1
IN_A_WEEK = dt.timedelta(days=7)


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_coach_command)
    def coach_command(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        form = _form_for(context, command)
        if form is not None:
            ack()
            show_modal(context, client, command, form)
            return
        ack(**answer_command(context, command, lambda here: _answer(here, command)))


def _form_for(context: Context, command: dict[str, Any]) -> Callable[[Visit], Block] | None:
    """The form that a command opens; None for one that is answered in a message, also when it is not understood."""
    try:
        asked = see(context, command["user_id"], lambda here: understand(here, command.get("text", "")))
    except Failure:
        return None
    match asked:
        case CommitForm(user):
            return lambda here: _commit_form(here, user)
        case MeetingRequest(user, date, at, every) if date is None or at is None:
            return lambda here: _meeting_form(here, MeetingRequest(user, date, at, every))
        case TrainingsRequest(plan=True):
            return plan_training_form
        case SettingsRequest(team):
            return lambda here: _settings_form(here, team)
        case SurveyRequest():
            return survey_form if see(context, command["user_id"], is_asked) else None
        case _:
            return None


def understand(here: Visit, text: str) -> CoachRequest:
    """What was typed. Raises a NotUnderstood."""
    stages = [(stage.key, stage.label) for stage in stage_names(here.session, workspace=here.workspace)]
    return parse_coach(text, vocabulary_of(here.session, workspace=here.workspace), stages, today=here.today)


def _answer(here: Visit, command: dict[str, Any]) -> Message:
    text, receipt = str(command.get("text", "")), f"coach:{receipt_of(command)}"[:120]
    viewer = viewer_in(here, here.member)
    match understand(here, text):
        case CoachHelp():
            return coach_help(here.language)
        case PageRequest(own=True):
            return my_page_message(my_coaching(here, viewer=viewer, member=here.member), here.language, own=True)
        case TrainingsRequest():
            return list_trainings(here)
        case PackRequest(name):
            return team_pack(here, viewer, name)
        case MeetingsRequest():
            return meetings_message(meetings_page(here, viewer=viewer, speaker=here.member), here.language)
        case BriefRequest(user):
            return prepare(here, viewer, _meant(here, user))
        case MeetingRequest(user, date, at, every) if date is not None and at is not None:
            meeting = plan_meeting(
                here,
                viewer=viewer,
                manager=here.member,
                member=_meant(here, user),
                date=date,
                at=at,
                every_weeks=USUAL_RHYTHM if every is None else every,
            )
            return planned_message(meeting, here.today, here.language)
        case CommitRequest() as asked:
            return commit(here, viewer, asked, receipt)
        case SurveyRequest():
            return results_page(here)
        case PairRequest(user):
            return pair_page(here) if user is None else pair_with(here, user, receipt)
        case TopicRequest(words, help_wanted):
            if here.once(receipt):
                add_topic(here, viewer=viewer, member=here.member, words=words, help_wanted=help_wanted)
            return topic_message(words, here.language, help_wanted=help_wanted)
        case _:
            return page(here, viewer)


def page(here: Visit, viewer: Viewer) -> Message:
    """`/coach` alone: a manager's reps, or one's own coaching."""
    if here.member.role is not Role.REP and teams_coached(here, viewer=viewer):
        return queue_message(queue_of(here, viewer=viewer, speaker=here.member), here.language)
    return my_page_message(my_coaching(here, viewer=viewer, member=here.member), here.language, own=True)


def commit(here: Visit, viewer: Viewer, asked: CommitRequest, receipt: str) -> Message:
    """Store a commitment; where two are open already, show them with what can become of each."""
    member = here.member if asked.user is None else _meant(here, asked.user)
    promise = Promise(measure_of(here, asked.metric_key, asked.stage), asked.target, asked.due_on)
    own = member.id == here.member.id
    if not here.once(receipt):
        # Slack sent the same command again: it is stored, and answered alike.
        for known in open_commitments(here, members=[member]).get(member.id, ()):
            if known.commitment.due_on == asked.due_on and known.commitment.target == asked.target:
                return added_message(known, here.today_of(member), here.language, own=own)
    try:
        now = add_commitment(here, viewer=viewer, member=member, promise=promise)
    except TwoAlready as full:
        shown = my_page_message(my_coaching(here, viewer=viewer, member=member), here.language, own=own)
        why = failure_text(full, here.language)
        return Message(text=f"{why}\n{shown.text}", blocks=(section(why), *shown.blocks))
    return added_message(now, here.today_of(member), here.language, own=own)


def measure_of(here: Visit, metric_key: str | None, stage: str | None) -> Metric | StageName:
    """The metric or stage that a commitment is counted in. Raises WrongStage, WrongCoaching."""
    if metric_key is not None:
        metric = catalogue.find_metric(here.session, workspace_id=here.workspace_id, key=metric_key)
        if metric is None or metric.retired_at is not None:
            raise WrongCoaching("That metric isn't in use anymore. Pick another.")
        return metric
    found = find_stage(here.session, workspace=here.workspace, key=stage or "")
    return StageName(found.key, found.label)


def measures_of(here: Visit) -> Measures:
    """What can be committed to."""
    return Measures(here.metrics(), stage_names(here.session, workspace=here.workspace))


def team_pack(here: Visit, viewer: Viewer, name: str = "") -> Message:
    """The pack for the meeting of a team that the viewer coaches, as of today."""
    team = team_for_pack(here, viewer=viewer, name=name)
    return pack_message(pack_of(here, viewer=viewer, team=team, date=here.today), here.language)


def list_trainings(here: Visit) -> Message:
    """The list for who coaches somebody."""
    page = trainings_page(here, viewer=viewer_in(here, here.member), speaker=here.member)
    return trainings_message(page, here.language)


def plan_training_form(here: Visit) -> Block:
    """The form for a training of a team of the viewer's."""
    teams = teams_coached(here, viewer=viewer_in(here, here.member))
    if not teams:
        raise WrongCoaching("That's for managers and their teams. `/coach` shows your own coaching.")
    return training_form(measures_of(here), teams, here.language, date=here.today + IN_A_WEEK)


def _meant(here: Visit, user: str) -> Member:
    return find_meant(here.session, workspace=here.workspace, slack_user_id=user)


def prepare(here: Visit, viewer: Viewer, member: Member) -> Message:
    """The brief of the rep's planned 1:1; where none is planned, their own page, from which one is."""
    require_coach(here, viewer=viewer, member=member)
    planned = coaching.planned_meetings(here.session, member_ids=[member.id]).get(member.id)
    if planned is None:
        return my_page_message(my_coaching(here, viewer=viewer, member=member), here.language, own=False)
    meeting = load_meetings(here, ids={planned.id})[planned.id]
    return brief_message(brief_of(here, meeting=meeting, reader=here.member, viewer=viewer), here.language)


def _commit_form(here: Visit, user: str | None) -> Block:
    member = here.member if user is None else _meant(here, user)
    require_own_or_coach(here, viewer=viewer_in(here, here.member), member=member)
    return commit_form(member, measures_of(here), here.language, own=member.id == here.member.id)


def _meeting_form(here: Visit, asked: MeetingRequest) -> Block:
    member = _meant(here, asked.user)
    require_coach(here, viewer=viewer_in(here, here.member), member=member)
    return meeting_form(
        member,
        here.language,
        date=asked.date,
        at=asked.at,
        every_weeks=USUAL_RHYTHM if asked.every_weeks is None else asked.every_weeks,
    )


def _settings_form(here: Visit, name: str) -> Block:
    viewer = viewer_in(here, here.member)
    teams = teams_coached(here, viewer=viewer)
    if not teams:
        raise WrongCoaching("That's for managers and their teams. `/coach` shows your own coaching.")
    team = next((team for team in teams if fold_words(team.name) == fold_words(name)), None) if name else teams[0]
    if team is None:
        raise WrongCoaching("You don't manage a team called {name}. `/team` shows yours.", name=harmless(name))
    return settings_form(parts_of(here, viewer=viewer, team_id=team.id), here.language)
