"""`/log`, and the Undo button of its answer."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Then, Visit, answer_click, answer_command, receipt_of, see
from bot.core.doors.context import Context
from bot.core.doors.modals import change_modal
from bot.core.vocabulary import vocabulary_of
from bot.core.words.help import log_help
from bot.core.words.message import Message
from bot.log.answer import Logged
from bot.log.doors.form import open_log_form
from bot.log.doors.list import list_page
from bot.log.doors.told import log_and_tell
from bot.log.entries import undo_batch, undo_latest
from bot.log.text.command import LogHelp, LogList, LogRequest, parse_log
from bot.log.words.answer import UNDO, logged_message
from bot.log.words.form import logged_form


def register(app: App, context: Context) -> None:
    """Register the command and its button."""

    @app.command(context.settings.pacer_log_command)
    def log_command(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        if command.get("text", "").strip():
            ack(**answer_command(context, command, lambda here: _answer(context, here, command)))
        else:
            ack()
            open_log_form(context, client, command)

    @app.action(UNDO)
    def undo_button(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        if body.get("view", {}).get("type") == "modal":
            change_modal(context, client, body, lambda here: logged_form(_undo(here, action), here.language))
        else:
            answer_click(context, body, lambda here: logged_message(_undo(here, action), here.language), replaces=True)


def _undo(here: Visit, action: Mapping[str, Any]) -> Logged:
    return undo_batch(here, member=here.member, batch=action["value"])


def _answer(context: Context, here: Visit, command: Mapping[str, Any]) -> Message | Then:
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    meaning = parse_log(
        command.get("text", ""), vocabulary, today=here.today, backdate_days=here.workspace.backdate_days
    )
    if isinstance(meaning, LogRequest):
        return log_and_tell(context, here, meaning.entries, receipt_of(command))
    if isinstance(meaning, LogList):
        return Then(lambda: see(context, here.member.slack_user_id, lambda again: list_page(again, 0)), saved=False)
    if isinstance(meaning, LogHelp):
        return log_help(vocabulary, here.language)
    undone = undo_latest(here, member=here.member, receipt=receipt_of(command))
    return logged_message(undone, here.language)
