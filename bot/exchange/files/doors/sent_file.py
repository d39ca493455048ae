"""A file that an admin sends to Pacer in their direct conversation, and the buttons under what is said of it."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack, App

from bot.core.doors.answering import Busy, Visit, answer_to, reader_language
from bot.core.doors.context import Context
from bot.core.doors.repeats import Repeated, take_once
from bot.core.doors.typed import HeardFile, TakeFiles
from bot.core.members import viewer_of
from bot.core.permissions import Viewer
from bot.core.words.answers import failure_message, plain_message
from bot.core.words.message import Message
from bot.exchange.files.sent_files import (
    NamedFile,
    SendAgain,
    decline_import,
    keep_sent_file,
    say_more,
    start_import,
)
from bot.exchange.files.words.sent_file import DECLINE, IMPORT, SAY, reading_message


def register(app: App, context: Context) -> None:
    """Register the buttons."""

    def start(here: Visit, file_id: int) -> None:
        start_import(here, viewer=_viewer(here), member=here.member, file_id=file_id)

    def decline(here: Visit, file_id: int) -> None:
        decline_import(here, viewer=_viewer(here), file_id=file_id)

    app.action(IMPORT)(_pressed(context, lambda here, value: start(here, _id_of(value))))
    app.action(DECLINE)(_pressed(context, lambda here, value: decline(here, _id_of(value))))
    app.action(re.compile(f"^{SAY}:"))(_pressed(context, _say_more))


def _say_more(here: Visit, value: str) -> None:
    file_id, _, said = value.partition("|")
    say_more(here, viewer=_viewer(here), file_id=_id_of(file_id), said=said)


def _id_of(value: str) -> int:
    """The file that a button is about. Raises SendAgain for what none of ours carries."""
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise SendAgain
    return int(value)


def files_taken(context: Context) -> TakeFiles:
    """What is done with files that people send."""

    def take(here: Visit, files: Sequence[HeardFile], text: str, receipt: str) -> Message | None:
        named = [NamedFile(each.id, each.name, each.kind) for each in files]
        if not any(each.is_table for each in named):
            return None
        keep_sent_file(
            here, viewer=_viewer(here), member=here.member, files=named, said=text, receipt=f"{receipt}:file"
        )
        context.file_waits.set()
        return reading_message(named[0].name, here.language)

    return take


def _pressed(context: Context, do: Callable[[Visit, str], None]) -> Callable[..., None]:
    """The message itself shows what comes of the press; only what went wrong is said beside it."""

    def press(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        done: list[bool] = []

        def once(here: Visit) -> Message:
            take_once(here.session, here.workspace, body, now=here.now)
            do(here, str((action.get("selected_option") or action).get("value") or ""))
            done.append(True)
            return plain_message("")

        user = body["user"]["id"]
        try:
            answer = answer_to(context, user, once)
        except Repeated:
            return
        except Busy as busy:
            done.clear()
            answer = failure_message(busy, reader_language(context, user))
        if done:
            context.file_waits.set()
        elif url := body.get("response_url"):
            context.replies.add(url, answer)

    return press


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
