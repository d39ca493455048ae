"""`/progress`: where I stand, and why."""

from typing import Any

from slack_bolt import Ack, App

from bot.coach.log import vocabulary_of
from bot.coach.progress import progress_of
from bot.coach.why import why_of
from bot.listeners.context import Context
from bot.listeners.doors import Visit, answer_command
from bot.messages.message import Message
from bot.messages.progress import progress_message
from bot.messages.why import why_message
from bot.parsing.progress_text import parse_progress


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_progress_command)
    def progress_command(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer_command(context, command, lambda here: _answer(here, command.get("text", ""))))


def _answer(here: Visit, text: str) -> Message:
    asked = parse_progress(text, vocabulary_of(here.session, workspace=here.workspace))
    if asked.why is not None:
        whys = why_of(here.session, workspace=here.workspace, member=here.member, metric_key=asked.why, now=here.now)
        return why_message(whys, here.language)
    progress = progress_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
    return progress_message(progress, here.language)
