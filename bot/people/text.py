"""What is typed after `/kudos`: a colleague, and what they are thanked for."""

import re
from dataclasses import dataclass

from bot.core.text.errors import UnclearQuestion
from bot.core.text.slack import plain_text
from bot.core.text.vocabulary import fold

HELP = frozenset({"help", "?", "bantuan", "tolong"})
COLLEAGUE = re.compile(r"^\s*<@([A-Z0-9]+)(?:\|[^>]*)?>\s*")
FOR = re.compile(r"^(?:for|untuk|atas|kerana|sebab)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class KudosRequest:
    """A Slack user id, and the words; empty when none were typed."""

    user: str
    words: str


@dataclass(frozen=True)
class KudosHelp:
    """They ask what can be typed."""


def parse_kudos(text: str) -> KudosRequest | KudosHelp:
    """The meaning of `text`. Raises UnclearQuestion when it does not begin with a colleague."""
    if fold(text.strip()) in HELP:
        return KudosHelp()
    match = COLLEAGUE.match(text)
    if match is None:
        raise UnclearQuestion(
            "start with @ and a colleague's name, like `/kudos @colleague for the introduction to Acorn Supply`."
        )
    words = " ".join(plain_text(text[match.end() :]).split())
    return KudosRequest(match[1], FOR.sub("", words))
