"""Trainings: the list, one with what followed, the form to plan one, drawing its halves and cancelling it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.coaching.doors.command import IN_A_WEEK, list_trainings, measure_of, measures_of, plan_training_form
from bot.coaching.doors.values import number_in
from bot.coaching.people import WrongCoaching, teams_coached, viewer_in
from bot.coaching.trainings import TrainingSeen, call_off, people_of, see_training
from bot.coaching.words.forms import saved_view
from bot.coaching.words.queue import TRAININGS
from bot.coaching.words.trainings import (
    AGAIN,
    BY_LOT,
    CANCEL,
    DRAW,
    FORM,
    OPEN,
    PLAN,
    cancelled_message,
    training_detail,
    training_form,
)
from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, show_modal, take_submission
from bot.core.members import find_meant
from bot.core.words.message import Block, Message
from bot.standings.trainings import Plan, access_training, draw_waiting_list, plan_training


def register(app: App, context: Context) -> None:
    """Register the buttons and the form."""
    _does(app, context, TRAININGS, lambda here, _: list_trainings(here))
    _does(app, context, OPEN, _open)
    _does(app, context, DRAW, _draw)
    _does(app, context, CANCEL, _cancel)
    _opens(app, context, PLAN, lambda here, _: plan_training_form(here))
    _opens(app, context, AGAIN, _again_form)

    @app.view(FORM)
    def planned(ack: Ack, body: dict[str, Any]) -> None:
        again = carried_by(body["view"]).get("again")
        take_submission(context, ack, body, lambda here, values: _plan(here, values, again), first_field="topic")


def _does(app: App, context: Context, action_id: str, compose: Callable[[Visit, str], Message]) -> None:
    @app.action(action_id)
    def do(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: compose(here, str(action.get("value", ""))))


def _opens(app: App, context: Context, action_id: str, compose: Callable[[Visit, str], Block]) -> None:
    @app.action(action_id)
    def open_form(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: compose(here, str(action.get("value", ""))))


def _open(here: Visit, value: str) -> Message:
    viewer = viewer_in(here, here.member)
    seen = see_training(here, viewer=viewer, speaker=here.member, training_id=number_in(value))
    return training_detail(seen, here.language)


def _draw(here: Visit, value: str) -> Message:
    training = draw_waiting_list(here, viewer=viewer_in(here, here.member), training_id=number_in(value))
    return training_detail(TrainingSeen(training, here.today), here.language)


def _cancel(here: Visit, value: str) -> Message:
    training = call_off(here, viewer=viewer_in(here, here.member), training_id=number_in(value))
    return cancelled_message(training, here.language)


def _again_form(here: Visit, value: str) -> Block:
    viewer = viewer_in(here, here.member)
    training = access_training(here, viewer=viewer, training_id=number_in(value))
    return training_form(
        measures_of(here),
        teams_coached(here, viewer=viewer),
        here.language,
        date=here.today + IN_A_WEEK,
        again=training,
        chosen=[each.member for each in training.places if each.member.active],
    )


def _plan(here: Visit, values: Values, again: object) -> Block:
    viewer = viewer_in(here, here.member)
    kind, _, key = str(values.get("measure") or "").partition(":")
    if not key:
        raise WrongCoaching("What should it improve? Pick it from the list.", field="measure")
    chosen = [
        find_meant(here.session, workspace=here.workspace, slack_user_id=user) for user in values.get("people") or ()
    ]
    team = values.get("team")
    try:
        date = dt.date.fromisoformat(str(values.get("date")))
    except ValueError:
        raise WrongCoaching("Pick a date.", field="date") from None
    plan = Plan(
        topic=str(values.get("topic") or ""),
        measure=measure_of(here, key if kind == "metric" else None, key if kind == "stage" else None),
        date=date,
        members=people_of(here, viewer=viewer, members=chosen, team_id=number_in(team) if team else None),
        waiting_list=values.get("how") == BY_LOT,
        manager=here.member,
        refresher_of=_refresher_of(here, again),
    )
    training = plan_training(here, viewer=viewer, plan=plan)
    title = here.language("Training saved")
    return saved_view(training_detail(TrainingSeen(training, here.today), here.language), title, here.language)


def _refresher_of(here: Visit, again: object) -> int | None:
    number = number_in(again or 0)
    if not number:
        return None
    return access_training(here, viewer=viewer_in(here, here.member), training_id=number).stored.id
