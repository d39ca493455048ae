"""`/log`, and the Undo button of its answer."""

from typing import Any

from slack_bolt import Ack, App

from bot.coach.log import Logged, log_entries, undo_batch, undo_latest, vocabulary_of
from bot.coach.people import local_date
from bot.listeners.context import Context
from bot.listeners.doors import EXPECTED, Visit, as_answer, failure_text, receipt_of, visit
from bot.messages.help import log_help
from bot.messages.logged import UNDO, logged_message
from bot.messages.message import Message
from bot.parsing.log_text import LogRequest, LogUndo, parse_log


def register(app: App, context: Context) -> None:
    """Register the command and its button."""

    @app.command(context.settings.pacer_log_command)
    def log_command(ack: Ack, command: dict[str, Any]) -> None:
        try:
            with visit(context, command["user_id"]) as here:
                answer = _answer(here, context, command)
        except EXPECTED as failure:
            answer = failure_text(failure)
        context.wake.set()
        ack(**as_answer(answer))

    @app.action(UNDO)
    def undo_button(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        try:
            with visit(context, body["user"]["id"]) as here:
                undone = undo_batch(
                    here.session, workspace=here.workspace, member=here.member, batch=action["value"], now=here.now
                )
                answer = logged_message(undone, here.language)
        except EXPECTED as failure:
            answer = failure_text(failure)
        context.wake.set()
        context.replies.replace(body["response_url"], answer)


def _answer(here: Visit, context: Context, command: dict[str, Any]) -> Message:
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    request = parse_log(
        command.get("text", ""),
        vocabulary,
        today=local_date(here.member, here.workspace, here.now),
        backdate_days=here.workspace.backdate_days,
    )
    said: Logged
    match request:
        case LogRequest(entries=entries):
            said = log_entries(
                here.session,
                workspace=here.workspace,
                member=here.member,
                entries=entries,
                receipt=receipt_of(command),
                now=here.now,
            )
        case LogUndo():
            said = undo_latest(
                here.session,
                workspace=here.workspace,
                member=here.member,
                receipt=receipt_of(command),
                now=here.now,
            )
        case _:
            return log_help(vocabulary, here.language, command=context.settings.pacer_log_command)
    return logged_message(said, here.language)
