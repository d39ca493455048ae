"""`/progress`: where I stand."""

from typing import Any

from slack_bolt import Ack, App

from bot.coach.progress import progress_of
from bot.listeners.context import Context
from bot.listeners.doors import EXPECTED, as_answer, failure_text, visit
from bot.messages.progress import progress_message


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_progress_command)
    def progress_command(ack: Ack, command: dict[str, Any]) -> None:
        try:
            with visit(context, command["user_id"]) as here:
                progress = progress_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
                answer = progress_message(progress, here.language)
        except EXPECTED as failure:
            answer = failure_text(failure)
        ack(**as_answer(answer))
