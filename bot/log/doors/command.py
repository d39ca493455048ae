"""`/log`, by command or typed to Pacer itself, and the Undo button of its answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Then, Visit, answer_click, answer_command, receipt_of, see
from bot.core.doors.context import Context
from bot.core.doors.modals import change_modal
from bot.core.doors.typed import Typable, Understood
from bot.core.pending_readings import name_of_asked, receipt_of_asked
from bot.core.presets import DEAL_KEY
from bot.core.text.errors import NotUnderstood, UnclearText
from bot.core.text.vocabulary import Vocabulary
from bot.core.vocabulary import vocabulary_of
from bot.core.words.help import log_help
from bot.core.words.message import Block, Message
from bot.log.answer import Logged, describe_batch
from bot.log.doors.form import open_log_form
from bot.log.doors.list import list_page
from bot.log.doors.log_answer import log_and_tell
from bot.log.entries import batch_of, redo_batch, undo_batch, undo_latest
from bot.log.pending_readings import Asked, How, Reading, accounts_named, ask, total_readings
from bot.log.text.command import LogForm, LogHelp, LogList, LogMeaning, LogProposal, LogRequest, names_metric, parse_log
from bot.log.words.answer import REDO, UNDO, logged_message, still_logged_message
from bot.log.words.form import form_offered_message, logged_form
from bot.log.words.pending_readings import asked_message, offered_buttons

LONGEST_TYPED, LONGEST_GUESSED = 60, 4
"""Words of a message without the command that is about what was done: with a metric's word, and with none."""


def register(app: App, context: Context) -> None:
    """Register the command and its button."""

    @app.command(context.settings.pacer_log_command)
    def log_command(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        if command.get("text", "").strip():
            text, receipt = str(command["text"]), receipt_of(command)
            ack(**answer_command(context, command, lambda here: answer(context, here, text, receipt)))
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

    @app.action(REDO)
    def redo_button(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        if body.get("view", {}).get("type") == "modal":
            change_modal(context, client, body, lambda here: logged_form(_redo(here, action), here.language))
        else:
            answer_click(context, body, lambda here: logged_message(_redo(here, action), here.language), replaces=True)


def _undo(here: Visit, action: Mapping[str, Any]) -> Logged:
    return undo_batch(here, member=here.member, batch=action["value"])


def _redo(here: Visit, action: Mapping[str, Any]) -> Logged:
    return redo_batch(here, member=here.member, batch=action["value"])


def typable(context: Context) -> Typable:
    """What can be typed of it without the command: entries as they are, `undo` and `list`."""
    return Typable(
        command="log",
        also=frozenset({"catat", "rekod", "record"}),
        answer=lambda here, text, receipt: answer(context, here, text, receipt),
        understand=lambda here, text, receipt: _understand(context, here, text, receipt),
        kept=_kept,
    )


def answer(context: Context, here: Visit, text: str, receipt: str) -> Message | Then:
    """What is answered to a text after `/log`. Raises a NotUnderstood that says what to write."""
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    return _act(context, here, _meaning(here, text, vocabulary), receipt)


def _act(context: Context, here: Visit, meaning: LogMeaning, receipt: str) -> Message | Then:
    if isinstance(meaning, LogProposal):
        return asked_message(_ask(here, _readings(meaning), meaning.why, receipt), here.language)
    if isinstance(meaning, LogRequest):
        if meaning.total and (
            wholes := total_readings(
                here.session, workspace=here.workspace, member=here.member, entries=meaning.entries
            )
        ):
            return asked_message(_ask(here, wholes, None, receipt), here.language)
        return log_and_tell(context, here, meaning.entries, receipt)
    if isinstance(meaning, LogList):
        return Then(lambda: see(context, here.member.slack_user_id, lambda again: list_page(again, 0)), saved=False)
    if isinstance(meaning, LogHelp):
        return log_help(vocabulary_of(here.session, workspace=here.workspace), here.language)
    if isinstance(meaning, LogForm):
        return form_offered_message(here.language)
    undone = undo_latest(here, member=here.member, receipt=receipt)
    return logged_message(undone, here.language)


def _understand(context: Context, here: Visit, text: str, receipt: str) -> Understood | None:
    """A message without the command: about what was done where it has a metric's word or says something certain."""
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    words = len(text.split())
    named = names_metric(text, vocabulary, today=here.today)
    if not words or words > (LONGEST_TYPED if named else LONGEST_GUESSED):
        return None
    try:
        meaning = _meaning(here, text, vocabulary)
    except NotUnderstood as refused:
        why = refused

        def refuse() -> Message:
            raise why

        return Understood(refuse, certain=False) if named else None
    if not isinstance(meaning, LogRequest):
        return Understood(lambda: _act(context, here, meaning, receipt), certain=not isinstance(meaning, LogProposal))

    def offers() -> Sequence[Block]:
        readings = (Reading(How.AS_READ, meaning.entries),)
        return offered_buttons(_ask(here, readings, None, receipt), here.language)

    only_deals = all(entry.metric_key == DEAL_KEY for entry in meaning.entries)
    return Understood(lambda: _act(context, here, meaning, receipt), weak=only_deals, offers=offers)


def _kept(here: Visit, receipt: str) -> Message | None:
    for batch in (batch_of(receipt), batch_of(receipt_of_asked(name_of_asked(receipt)))):
        said = describe_batch(here, member=here.member, batch=batch)
        if said.entries and not said.undone:
            return still_logged_message(said, here.language)
    return None


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


def _readings(proposal: LogProposal) -> tuple[Reading, ...]:
    return tuple(Reading(How.AS_READ, entries) for entries in proposal.readings)


def _ask(here: Visit, readings: Sequence[Reading], why: NotUnderstood | None, receipt: str) -> Asked:
    return ask(here, member=here.member, readings=readings, why=why, receipt=receipt)
