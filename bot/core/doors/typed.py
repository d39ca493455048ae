"""What can be typed to Pacer in its direct conversation: each room's part of one table, and who of them is meant.

`log 5 calls` names a command, `5 calls` is read by whoever understands it, and where two do, it is asked which.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.doors.answering import Then, Visit
from bot.core.text.vocabulary import TRIM, fold
from bot.core.words.message import Block, Message

Answered = Message | Then
MOST_OFFERED = 5
LONGEST = 16_000
"""Characters: nobody types more, and more is not read."""
POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|hai|helo|pacer|please|pls|plz|tolong|ok|okay|and|also|dan|juga)\b[\s,.!:]*)+", re.IGNORECASE
)
"""What people begin with, where they speak to somebody."""


@dataclass(frozen=True)
class Understood:
    """What a room makes of a message that names no command."""

    answer: Callable[[], Answered]
    certain: bool = True
    """Whether it can mean nothing else to this room: what is not certain is asked back by its answer."""
    weak: bool = False
    """Whether another room that is certain comes before this one."""
    offers: Callable[[], Sequence[Block]] | None = None
    """The buttons with which it is chosen where another room understands the same; None: it needs none."""


@dataclass(frozen=True)
class Typable:
    """What of one command can be typed without it. `receipt` is the same when Slack sends the same message again."""

    command: str
    """As it is usually called, without its stroke."""
    answer: Callable[[Visit, str, str], Answered]
    """What is answered to a text after the command, with its receipt; as after the command itself."""
    also: frozenset[str] = frozenset()
    """Other words with which people begin, in any language."""
    whole: frozenset[str] = frozenset()
    """The same, where the word is a part of what is read: `cuti esok`."""
    understand: Callable[[Visit, str, str], Understood | None] | None = None
    """A text that does not begin with the command; None where nothing of it is this room's."""
    asks: Callable[[str], str | None] | None = None
    """What a question means as a text after the command: `how am I doing?`; None where it is no question of this."""
    reads: bool = False
    """Whether it mostly only shows something."""
    kept: Callable[[Visit, str], Message | None] | None = None
    """What is stored of the message with this receipt, with the buttons to change it; None where nothing is."""


@dataclass(frozen=True)
class Named:
    """A message that names a command or asks a question: whose it is, and the text after it."""

    typable: Typable
    text: str


@dataclass(frozen=True)
class HeardFile:
    """A file that somebody sent with a message; `kind` is Slack's name of its type."""

    id: str
    name: str
    kind: str = ""


TakeFiles = Callable[[Visit, Sequence[HeardFile], str, str], Message | None]
"""What is answered to files with a text and the message's receipt; None where they are nothing for Pacer."""


def no_files(_here: Visit, _files: Sequence[HeardFile], _text: str, _receipt: str) -> None:
    """Take no files."""


@dataclass(frozen=True)
class Table:
    """All that can be typed, in the order in which it is asked who understands."""

    typables: tuple[Typable, ...]
    names: dict[str, str]
    """What the commands are called here, by their usual names."""
    take_files: TakeFiles = no_files

    def named(self, text: str) -> Named | None:
        """The command that the text names by its first word, or the question that it asks."""
        for typable in self.typables:
            if typable.asks is not None and (meant := typable.asks(question_of(text))) is not None:
                return Named(typable, meant)
        said = text.strip().removeprefix("/")
        first, _, rest = said.replace("\n", " \n", 1).partition(" ")
        word = fold(first).strip(TRIM)
        for typable in self.typables:
            if word in (typable.command, self.names.get(typable.command)) or word in typable.also:
                return Named(typable, rest.strip())
            if word in typable.whole:
                return Named(typable, said)
        return None

    def understood(self, here: Visit, text: str, receipt: str) -> list[tuple[Typable, Understood]]:
        """Who understands a text that names no command: those who are certain, else those who are not."""
        found = [
            (typable, meant)
            for typable in self.typables
            if typable.understand is not None and (meant := typable.understand(here, text, receipt)) is not None
        ]
        certain = [each for each in found if each[1].certain]
        return [each for each in certain if not each[1].weak] or certain or found


def question_of(text: str) -> str:
    """A question as it is compared: folded, without signs at the ends of words and without what is only polite."""
    said = POLITE.sub("", fold(text).replace("'", ""))
    return " ".join(word for each in said.split() if (word := each.strip(TRIM)))


def without_politeness(text: str) -> str:
    """The text without what people begin with where they speak to somebody."""
    return POLITE.sub("", text.strip())
