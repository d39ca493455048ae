"""A rep's first message: three lines and a button."""

from bot.core.words.blocks import actions, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.nudges.welcome import Welcome
from bot.nudges.words.buttons import log_one_button

NAMED = 2


def welcome_message(welcome: Welcome, language: Language) -> Message:
    """What Pacer is, what managers see, how to log."""
    names = [escape(shorten(manager.name, 60)) for manager in welcome.managers[:NAMED]]
    see = language(
        "What you see, a heads-up when a goal is slipping, and which messages you've turned off. Nothing else."
    )
    lines = [
        language(
            "Hi {name}, I'm Pacer. Each workday morning I'll send you one short note: where you stand, and what "
            "will help most.",
            name=escape(shorten(welcome.member.name.split(" ")[0], 40)),
        ),
        language("*What {managers} can see:* {what}", managers=" / ".join(names), what=see)
        if names
        else language("*What your manager can see:* {what}", what=see),
        language(
            "*How to log:* press a button, write `5 calls` right here, or type `/log 5 calls` anywhere. You can undo "
            "all of it. I only read what you write to me here, and keep only what becomes an entry."
        ),
    ]
    buttons = [log_one_button(metric, language) for metric in welcome.metrics[:3]]
    blocks = [section("\n".join(lines))]
    return Message(
        text="\n".join(lines), blocks=(*blocks, actions(*buttons, block_id="welcome")) if buttons else tuple(blocks)
    )
