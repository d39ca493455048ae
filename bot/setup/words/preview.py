"""A nudge as an admin sees it before anybody is sent one."""

import datetime as dt
from dataclasses import replace

from bot.core.due import nudge_time_of
from bot.core.members import zone_of
from bot.core.words.blocks import context, escape
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.nudges.words.buttons import HELP
from storage.tables import Member, Workspace

PRESSED = ("actions",)
"""Blocks that are not shown: their buttons would log for whoever looks at it."""


def preview_message(nudge: Message, language: Language, *, rep: Member, workspace: Workspace, date: dt.date) -> Message:
    """The rep's nudge of `date` under a line that says what it is, without anything to press."""
    title = language(
        "Preview, only for you: {who}'s message on {day} at {time} ({zone})",
        who=escape(rep.name),
        day=language.day(date),
        time=language.clock(nudge_time_of(rep, workspace)),
        zone=zone_of(rep, workspace).key,
    )
    blocks = [block for block in nudge.blocks if block["type"] not in PRESSED and not _offers_help(block)]
    return replace(nudge, text=f"{title}\n{nudge.text}", blocks=(context(title), *map(_unpressable, blocks)))


def _offers_help(block: Block) -> bool:
    """A question that only its button answers."""
    return str(block.get("accessory", {}).get("action_id", "")) == HELP


def _unpressable(block: Block) -> Block:
    return {name: value for name, value in block.items() if name != "accessory"}
