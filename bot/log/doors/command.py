"""`/log`, and the Undo button of its answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Then, Visit, answer_click, answer_command, receipt_of, see
from bot.core.doors.context import Context
from bot.core.doors.modals import change_modal
from bot.core.text.errors import NotUnderstood, UnclearText
from bot.core.text.vocabulary import Vocabulary
from bot.core.vocabulary import vocabulary_of
from bot.core.words.help import log_help
from bot.core.words.message import Message
from bot.log.answer import Logged
from bot.log.asking import How, Reading, accounts_named, ask, total_readings
from bot.log.doors.form import open_log_form
from bot.log.doors.list import list_page
from bot.log.doors.told import log_and_tell
from bot.log.entries import undo_batch, undo_latest
from bot.log.text.command import LogHelp, LogList, LogMeaning, LogProposal, LogRequest, parse_log
from bot.log.words.answer import UNDO, logged_message
from bot.log.words.asking import asked_message
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
    text = str(command.get("text", ""))
    meaning = _meaning(here, text, vocabulary)
    receipt = receipt_of(command)
    if isinstance(meaning, LogProposal):
        readings = tuple(Reading(How.AS_READ, entries) for entries in meaning.readings)
        return _ask(here, readings, meaning.why, receipt)
    if isinstance(meaning, LogRequest):
        if meaning.total and (
            wholes := total_readings(
                here.session, workspace=here.workspace, member=here.member, entries=meaning.entries
            )
        ):
            return _ask(here, wholes, None, receipt)
        return log_and_tell(context, here, meaning.entries, receipt)
    if isinstance(meaning, LogList):
        return Then(lambda: see(context, here.member.slack_user_id, lambda again: list_page(again, 0)), saved=False)
    if isinstance(meaning, LogHelp):
        return log_help(vocabulary, here.language)
    undone = undo_latest(here, member=here.member, receipt=receipt_of(command))
    return logged_message(undone, here.language)


def _meaning(here: Visit, text: str, vocabulary: Vocabulary) -> LogMeaning:
    """What was typed means; where that is in doubt, with the accounts that the member and their teams know."""

    def read(known: frozenset[str] = frozenset()) -> LogMeaning:
        return parse_log(text, vocabulary, today=here.today, backdate_days=here.workspace.backdate_days, known=known)

    try:
        meaning = read()
        if not isinstance(meaning, LogProposal):
            return meaning
    except UnclearText:
        known = _known(here, text)
        if not known:
            raise
    else:
        known = _known(here, text)
        if not known:
            return meaning
    return read(known)


def _known(here: Visit, text: str) -> frozenset[str]:
    return accounts_named(here.session, workspace=here.workspace, member=here.member, text=text, today=here.today)


def _ask(here: Visit, readings: Sequence[Reading], why: NotUnderstood | None, receipt: str) -> Message:
    asked = ask(
        here.session,
        workspace=here.workspace,
        member=here.member,
        readings=readings,
        why=why,
        receipt=receipt,
        now=here.now,
        today=here.today,
    )
    return asked_message(asked, here.language)
