"""`/kudos`: thanks to a colleague, told in private."""

from typing import Any

from slack_bolt import Ack, App

from bot.core.doors.answering import Visit, answer_command, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.typed import Typable
from bot.core.words.help import kudos_help
from bot.core.words.message import Message
from bot.people.kudos import give_kudos
from bot.people.text import KudosHelp, parse_kudos
from bot.people.words.kudos import kudos_sent_message


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_kudos_command)
    def kudos_command(ack: Ack, command: dict[str, Any]) -> None:
        text, receipt = command.get("text", ""), receipt_of(command)
        ack(**answer_command(context, command, lambda here: answer(here, text, receipt)))


def typable() -> Typable:
    """What can be typed of it without the command."""
    return Typable(command="kudos", answer=answer)


def answer(here: Visit, text: str, receipt: str) -> Message:
    """What is answered to a text after `/kudos`. Raises an UnclearQuestion, and as the rules do."""
    asked = parse_kudos(text)
    if isinstance(asked, KudosHelp):
        return kudos_help(here.language)
    thanks = give_kudos(
        here.session,
        workspace=here.workspace,
        member=here.member,
        slack_user_id=asked.user,
        words=asked.words,
        receipt=receipt,
        now=here.now,
    )
    return kudos_sent_message(thanks, here.language)
