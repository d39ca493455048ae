"""The buttons of a nudge that choose when, and that ask for help."""

import datetime as dt
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.changes import say_nudge_again
from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, show_modal, take_submission
from bot.core.words.message import Block, Message
from bot.log.doors.form import open_log_form
from bot.log.text.form import FormValues
from bot.nudges.help_request import ask_for_help
from bot.nudges.plan_of_day import WrongTime, plan_step, start_now
from bot.nudges.words.buttons import ADD, HELP, NOW, OWN, PLAN_FORM, WHEN, time_form
from bot.nudges.words.help_request import help_asked_message
from bot.nudges.words.planned_step import begin_message, step_planned_message
from metrics.periods import PeriodKind


def register(app: App, context: Context) -> None:
    """Register the menu, its form and the buttons."""

    @app.action(WHEN)
    def when(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        chosen, _, about = action["selected_option"]["value"].partition("|")
        date, metric, number = about.split(":")
        if chosen == OWN:
            show_modal(context, client, body, lambda here: _form(here, metric, int(number), date))
            return
        answer_click(context, body, lambda here: _plan(here, chosen, metric, int(number), date))

    @app.view(PLAN_FORM)
    def chosen_time(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, lambda here, values: _plan_own(here, values, body), first_field="time")

    @app.action(HELP)
    def help_wanted(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        metric, period = action["value"].split(":")[:2]
        answer_click(context, body, lambda here: _ask(here, metric, PeriodKind(period)))

    @app.action(ADD)
    def add(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        open_log_form(context, client, body, filled=FormValues(date=str(action["value"])))


def _form(here: Visit, metric_key: str, number: int, date: str) -> Block:
    metric = next((each for each in here.metrics(retired=True) if each.key == metric_key), None)
    if metric is None:
        raise WrongTime("That metric isn't used here anymore.")
    return time_form(metric, number, dt.date.fromisoformat(date), here.language)


def _plan(here: Visit, chosen: str, metric: str, number: int, date: str) -> Message:
    if chosen == NOW:
        begun = start_now(here, member=here.member, metric_key=metric, number=number)
        _say_again(here)
        return begin_message(begun, here.language)
    planned = plan_step(
        here,
        member=here.member,
        metric_key=metric,
        number=number,
        date=dt.date.fromisoformat(date),
        time=dt.time.fromisoformat(chosen),
    )
    _say_again(here)
    return step_planned_message(planned, here.language)


def _plan_own(here: Visit, values: Values, body: dict[str, Any]) -> None:
    carried = carried_by(body["view"])
    if not values["time"]:
        raise WrongTime("Pick a time first.", field="time")
    _plan(here, str(values["time"]), str(carried["metric"]), int(carried["number"]), str(carried["date"]))


def _ask(here: Visit, metric: str, period: PeriodKind) -> Message:
    asked = ask_for_help(here, member=here.member, metric_key=metric, period=period, date=here.today)
    _say_again(here)
    return help_asked_message(asked, here.language)


def _say_again(here: Visit) -> None:
    say_nudge_again(here.session, workspace=here.workspace, member=here.member, date=here.today)
