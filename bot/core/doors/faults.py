"""What somebody reads whose command, click or form met a fault, and where they read it."""

from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.failures import Failure
from bot.core.words.forms import modal
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from storage.database_errors import Trouble, trouble_of

OPEN_TIMEOUT = 2
"""Seconds: a trigger holds for three."""


class NotSaved(Failure):
    """The database takes nothing; the message says so, and who can help."""


class MaybeSaved(Failure):
    """The database broke off while it was saving; the message says where to look."""


_GONE = NotSaved("Nothing was saved: Pacer's database file is missing. Please tell your admin.")
_DISK = NotSaved("Nothing was saved: Pacer's disk has a fault. Please tell your admin.")
_DAMAGED = NotSaved("Nothing was saved: Pacer's database is damaged. Please tell your admin.")
_AWAY = NotSaved(
    "Nothing was saved: Pacer can't reach its database right now. Please try again in a few minutes. If it keeps "
    "happening, tell your admin."
)
_SAID: Mapping[Trouble, Failure] = {
    Trouble.GONE: _GONE,
    Trouble.REPLACED: _GONE,
    Trouble.FULL: NotSaved("Nothing was saved: Pacer's disk is full. Please tell your admin."),
    Trouble.READ_ONLY: NotSaved("Nothing was saved: Pacer can't write to its database. Please tell your admin."),
    Trouble.DISK: _DISK,
    Trouble.DAMAGED: _DAMAGED,
    Trouble.NO_DATABASE: _DAMAGED,
    Trouble.BROKE_OFF: MaybeSaved(
        "Pacer lost its database while saving. Check `/log list` or your Home tab before you try again: it may be "
        "saved already."
    ),
}


def database_failure(error: BaseException) -> Failure | None:
    """What a person reads of a trouble of the database; None when it is none."""
    trouble = trouble_of(error)
    return None if trouble is None else _SAID.get(trouble, _AWAY)


def view_of(message: Message, language: Language) -> Block:
    """The message as a view over the form or in answer to a shortcut."""
    return modal(
        language("That didn't work"), list(message.blocks), callback="failure", submit=None, close=language("Close")
    )


def show_over(client: WebClient, body: Mapping[str, Any], view: Block) -> None:
    """Show a view to somebody who pressed something that has no other place for an answer."""
    client.timeout = OPEN_TIMEOUT
    client.retry_handlers = []
    trigger = str(body["trigger_id"])
    try:
        if (body.get("view") or {}).get("type") == "modal":
            client.views_push(trigger_id=trigger, view=view)
        else:
            client.views_open(trigger_id=trigger, view=view)
    except (SlackApiError, OSError):
        return  # Slack, or three seconds that are over: there is nowhere else to say it
