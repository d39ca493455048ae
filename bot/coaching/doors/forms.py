"""The forms of coaching, filled in."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from slack_bolt import Ack, App

from bot.coaching.commitments import Promise, add_commitment
from bot.coaching.doors.command import measure_of
from bot.coaching.doors.values import date_in, number_in
from bot.coaching.meetings import Afterwards, add_topic, hold_meeting, plan_meeting
from bot.coaching.people import WrongCoaching, find_coached, viewer_in
from bot.coaching.settings import set_parts
from bot.coaching.surveys import set_rhythm
from bot.coaching.text import read_amount_of
from bot.coaching.words.commitments import added_message
from bot.coaching.words.forms import (
    AFTERWARDS_FORM,
    CARRY,
    COMMIT_FORM,
    KEPT,
    LET_GO,
    MEETING_FORM,
    SETTINGS_FORM,
    SLOTS,
    TOPIC_FORM,
    saved_view,
)
from bot.coaching.words.meetings import noted_message, own_noted_message, planned_message, topic_message
from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, take_submission
from bot.core.members import find_meant
from bot.core.vocabulary import vocabulary_of
from bot.core.words.message import Block
from bot.people.coaching_parts import CoachingPart
from bot.people.one_on_ones import load_meetings
from bot.standings.commitments import open_commitments
from storage import coaching
from storage.tables import Metric, Unit


def register(app: App, context: Context) -> None:
    """Register the forms."""

    @app.view(MEETING_FORM)
    def meeting(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _plan, first_field="date")

    @app.view(AFTERWARDS_FORM)
    def afterwards(ack: Ack, body: dict[str, Any]) -> None:
        meeting_id = carried_by(body["view"]).get("meeting")
        take_submission(context, ack, body, lambda here, values: _note(here, values, meeting_id), first_field="shared")

    @app.view(COMMIT_FORM)
    def commitment(ack: Ack, body: dict[str, Any]) -> None:
        member_id = carried_by(body["view"]).get("member")
        take_submission(
            context, ack, body, lambda here, values: _commit(here, values, member_id), first_field="target:1"
        )

    @app.view(TOPIC_FORM)
    def topic(ack: Ack, body: dict[str, Any]) -> None:
        carried = carried_by(body["view"])
        take_submission(context, ack, body, lambda here, values: _topic(here, values, carried), first_field="words")

    @app.view(SETTINGS_FORM)
    def settings(ack: Ack, body: dict[str, Any]) -> None:
        team_id = carried_by(body["view"]).get("team")
        take_submission(context, ack, body, lambda here, values: _settings(here, values, team_id), first_field="parts")


def _plan(here: Visit, values: Values) -> Block:
    member = find_meant(here.session, workspace=here.workspace, slack_user_id=str(values.get("rep") or ""))
    meeting = plan_meeting(
        here,
        viewer=viewer_in(here, here.member),
        manager=here.member,
        member=member,
        date=date_in(values.get("date"), field="date"),
        at=_time(values.get("at")),
        every_weeks=number_in(values.get("rhythm") or 1),
    )
    return saved_view(planned_message(meeting, here.today, here.language), here.language("1:1 planned"), here.language)


def _note(here: Visit, values: Values, meeting_id: object) -> Block:
    viewer = viewer_in(here, here.member)
    chosen = {number_in(name.removeprefix("was:")): value for name, value in values.items() if name.startswith("was:")}
    meeting = hold_meeting(
        here,
        viewer=viewer,
        meeting_id=number_in(meeting_id),
        afterwards=Afterwards(
            shared=values.get("shared") or "",
            private=values.get("private") or "",
            kept=[each for each, what in chosen.items() if what == KEPT],
            carried=[each for each, what in chosen.items() if what == CARRY],
            let_go=[each for each, what in chosen.items() if what == LET_GO],
            promises=list(_promises(here, values)),
        ),
    )
    title = here.language("1:1 noted")
    if viewer.member_id == meeting.member.id:
        return saved_view(own_noted_message(here.language), title, here.language)
    planned = coaching.planned_meetings(here.session, member_ids=[meeting.member.id]).get(meeting.member.id)
    following = load_meetings(here, ids={planned.id})[planned.id] if planned is not None else None
    said = noted_message(
        meeting,
        here.language,
        following=following,
        today=here.today,
        commitments=open_commitments(here, members=[meeting.member]).get(meeting.member.id, ()),
    )
    return saved_view(said, title, here.language)


def _commit(here: Visit, values: Values, member_id: object) -> Block:
    member = find_coached(here, member_id=number_in(member_id))
    promise = next(_promises(here, values), None)
    if promise is None:
        raise WrongCoaching("Pick what you commit to, how many, and by when.", field="target:1")
    now = add_commitment(here, viewer=viewer_in(here, here.member), member=member, promise=promise)
    own = member.id == here.member.id
    said = added_message(now, here.today_of(member), here.language, own=own)
    return saved_view(said, here.language("Commitment added"), here.language)


def _topic(here: Visit, values: Values, carried: dict[str, Any]) -> Block:
    member = find_coached(here, member_id=number_in(carried.get("member")))
    help_wanted = bool(carried.get("help"))
    note = add_topic(
        here,
        viewer=viewer_in(here, here.member),
        member=member,
        words=values.get("words") or "",
        help_wanted=help_wanted,
    )
    said = topic_message(note.words, here.language, help_wanted=help_wanted)
    return saved_view(said, here.language("Saved"), here.language)


def _settings(here: Visit, values: Values, team_id: object) -> None:
    chosen = set(values.get("parts") or ())
    on = [part for part in CoachingPart if part.value in chosen]
    every = values.get("pairs_every")
    set_parts(
        here,
        viewer=viewer_in(here, here.member),
        team_id=number_in(team_id),
        on=on,
        pairs_every=number_in(every) if every else None,
    )
    surveys = values.get("survey_every")
    if surveys and number_in(surveys) != here.workspace.survey_every:
        set_rhythm(here, viewer=viewer_in(here, here.member), weeks=number_in(surveys))


def _promises(here: Visit, values: Values) -> Iterator[Promise]:
    """The commitments that were filled in; one that was begun and not finished is asked for at its field."""
    for slot in SLOTS:
        what, many, due = (values.get(f"{name}:{slot}") for name in ("measure", "target", "due"))
        if not (what or many or due):
            continue
        for field, value in (("measure", what), ("target", many), ("due", due)):
            if not value:
                raise WrongCoaching("A commitment needs what, how many and by when.", field=f"{field}:{slot}")
        kind, _, key = str(what).partition(":")
        measure = measure_of(here, key if kind == "metric" else None, key if kind == "stage" else None)
        money = isinstance(measure, Metric) and measure.unit is Unit.MONEY
        target = read_amount_of(str(many), vocabulary_of(here.session, workspace=here.workspace), money=money)
        if target is None:
            raise WrongCoaching("Write a number, like 2.", field=f"target:{slot}")
        yield Promise(measure, target, date_in(due, field=f"due:{slot}"))


def _time(value: object) -> dt.time:
    try:
        return dt.time.fromisoformat(str(value))
    except ValueError:
        raise WrongCoaching("Pick a time.", field="at") from None
