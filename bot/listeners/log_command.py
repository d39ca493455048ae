"""`/log`, and the Undo button of its answer."""

from typing import Any

from slack_bolt import Ack, App

from bot.coach.log import Logged, log_entries, undo_batch, undo_latest, vocabulary_of
from bot.listeners.context import Context
from bot.listeners.doors import Visit, answer_click, answer_command, receipt_of
from bot.messages.help import log_help
from bot.messages.logged import UNDO, logged_message
from bot.messages.message import Message
from bot.parsing.log_text import LogRequest, LogUndo, parse_log


def register(app: App, context: Context) -> None:
    """Register the command and its button."""

    @app.command(context.settings.pacer_log_command)
    def log_command(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer_command(context, command, lambda here: _answer(here, context, command)))

    @app.action(UNDO)
    def undo_button(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _undo(here, action["value"]), replaces=True)


def _undo(here: Visit, batch: str) -> Message:
    undone = undo_batch(here.session, workspace=here.workspace, member=here.member, batch=batch, now=here.now)
    return logged_message(undone, here.language)


def _answer(here: Visit, context: Context, command: dict[str, Any]) -> Message:
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    request = parse_log(
        command.get("text", ""),
        vocabulary,
        today=here.today,
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
