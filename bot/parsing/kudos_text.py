"""What is typed after `/kudos`: a colleague, and what they are thanked for."""

import re
from dataclasses import dataclass

from bot.parsing.errors import UnclearText
from bot.parsing.slack_text import plain_text

COLLEAGUE = re.compile(r"^\s*<@([A-Z0-9]+)(?:\|[^>]*)?>\s*")
FOR = re.compile(r"^(?:for|untuk|kerana|sebab)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class KudosRequest:
    """A Slack user id, and the words; empty when none were typed."""

    user: str
    words: str


def parse_kudos(text: str) -> KudosRequest:
    """The meaning of `text`. Raises UnclearText when it does not begin with a colleague."""
    match = COLLEAGUE.match(text)
    if match is None:
        raise UnclearText("begin with a colleague: `/kudos @colleague for the introduction to Acorn Supply`.")
    words = " ".join(plain_text(text[match.end() :]).split())
    return KudosRequest(match[1], FOR.sub("", words))
