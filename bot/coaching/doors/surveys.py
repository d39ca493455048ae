"""The buttons and forms of anonymous surveys.

Answers come by a form and never by a button: what is kept of a click, so that it counts once, is a digest of who
clicked what, which could be found by trying.
"""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.coaching.doors.values import number_in
from bot.coaching.people import WrongCoaching, viewer_in
from bot.coaching.surveys import access_result, answer_survey, open_seat, promise, survey_page
from bot.coaching.words.forms import saved_view
from bot.coaching.words.surveys import (
    ANSWER_FORM,
    PROMISE,
    PROMISE_FORM,
    answer_form,
    promise_form,
    promised_message,
    survey_page_message,
    thanks_message,
)
from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, show_modal, take_submission
from bot.core.words.message import Block, Message
from bot.people.surveys import Question
from bot.people.words.surveys import ANSWER


def register(app: App, context: Context) -> None:
    """Register the buttons and forms."""

    @app.action(ANSWER)
    def open_answers(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, survey_form)

    @app.view(ANSWER_FORM)
    def answers(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _answer, first_field=next(iter(Question)).value)

    @app.action(PROMISE)
    def open_promise(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: _promise_form(here, str(action.get("value", ""))))

    @app.view(PROMISE_FORM)
    def promised(ack: Ack, body: dict[str, Any]) -> None:
        group_id = carried_by(body["view"]).get("group")
        take_submission(context, ack, body, lambda here, values: _promise(here, values, group_id), first_field="words")


def is_asked(here: Visit) -> bool:
    """Whether a survey waits for their answers."""
    now = open_seat(here, member=here.member)
    return now is not None and not now.answered


def survey_form(here: Visit) -> Block:
    """The form of the open survey. Raises WrongCoaching where there is none for them, or they answered it."""
    now = open_seat(here, member=here.member)
    if now is None:
        raise WrongCoaching("This survey is closed. Thanks all the same!")
    if now.answered:
        raise WrongCoaching("You've answered already. Thanks!")
    return answer_form(now, here.language)


def results_page(here: Visit) -> Message:
    """`/coach survey`, where none waits for their answers."""
    page = survey_page(here, viewer=viewer_in(here, here.member), member=here.member)
    return survey_page_message(page, here.language)


def _answer(here: Visit, values: Values) -> Block:
    choices = {question: str(values.get(question.value) or "") for question in Question}
    now = answer_survey(here, member=here.member, choices=choices)
    return saved_view(thanks_message(now, here.language), here.language("Answers sent"), here.language)


def _promise_form(here: Visit, value: str) -> Block:
    result = access_result(here, viewer=viewer_in(here, here.member), group_id=number_in(value))
    return promise_form(result, here.language)


def _promise(here: Visit, values: Values, group_id: object) -> Block:
    promise(
        here,
        viewer=viewer_in(here, here.member),
        group_id=number_in(group_id),
        words=str(values.get("words") or ""),
    )
    return saved_view(promised_message(here.language), here.language("Line saved"), here.language)
