"""What is typed after `/log`."""

import contextlib
import datetime as dt
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from bot.core.text.amounts import plain_digits
from bot.core.text.dates import require_loggable
from bot.core.text.errors import AmbiguousDay, NotUnderstood, UnclearText
from bot.core.text.slack import plain_text
from bot.core.text.vocabulary import TRIM, Vocabulary, fold
from bot.log.text.clause import Said
from bot.log.text.line import read_line
from bot.log.text.tokens import QUOTED, tokens_of

LONGEST_NOTE = 900
LONGEST_TEXT = 16_000
MOST_ENTRIES = 10
HELP = frozenset({"help", "?", "bantuan", "tolong"})
UNDO = frozenset({"undo", "batal", "batalkan", "buat asal"})
LIST = frozenset({"list", "edit", "today", "senarai", "hari ini"})
BULLET = re.compile(r"^(?:(?:[-–—•*·▪◦‣●○■□✓✔→➡>]|\d{1,2}[.)](?=\s+\d))\s+|\[[ xX✓]?\]\s*)(?=\S)")
"""What begins the line of a list."""
NUMBERED = re.compile(r"^\(?(\d{1,2})[.)]\s*(?=\S)")
EMOJI = re.compile(r"(?<!\S):[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*:(?!\S)")
WITH = re.compile(r"(?<!\S)w/(?=\w\w)", re.IGNORECASE)
ARROW = re.compile(r"\s(?:->|=>|→|➔|➜)\s")
SINGLE_QUOTES = re.compile(r"(?<!\S)(?:‘([^‘\"“”\n]{2,}?)’|'([^'\"“”\n]{2,}?)')(?=[\s,;:.!?)]|$)")


@dataclass(frozen=True)
class ParsedEntry:
    """One entry: a count, or for a metric of money the amount in minor units; the rest when it was said.

    `amount_minor` is the amount beside a counted thing: `proposal €4,000` is one proposal of that amount.
    """

    metric_key: str
    quantity: int
    date: dt.date
    account: str | None = None
    outcome: str | None = None
    note: str | None = None
    amount_minor: int | None = None


@dataclass(frozen=True)
class LogRequest:
    """Entries to store."""

    entries: tuple[ParsedEntry, ...]
    total: bool = False
    """Whether the numbers are said to be the whole of the day: `calls so far: 5`."""


@dataclass(frozen=True)
class LogProposal:
    """What may have been meant: nothing is stored before it is confirmed."""

    readings: tuple[tuple[ParsedEntry, ...], ...]
    """At least one; the likeliest first."""
    why: NotUnderstood
    """Why it is asked, as it would be refused."""

    @property
    def entries(self) -> tuple[ParsedEntry, ...]:
        """The likeliest reading."""
        return self.readings[0]


@dataclass(frozen=True)
class LogHelp:
    """The member asks what can be typed."""


@dataclass(frozen=True)
class LogUndo:
    """The member takes the last message back."""


@dataclass(frozen=True)
class LogList:
    """The member asks for their own entries, to look at or to change."""


@dataclass(frozen=True)
class LogForm:
    """Nothing is typed: the member asks for the form."""


LogMeaning = LogRequest | LogProposal | LogHelp | LogUndo | LogList | LogForm


COMMANDS: tuple[tuple[frozenset[str], LogMeaning], ...] = (
    (frozenset({""}), LogForm()),
    (HELP, LogHelp()),
    (UNDO, LogUndo()),
    (LIST, LogList()),
)


def parse_log(
    text: str,
    vocabulary: Vocabulary,
    *,
    today: dt.date,
    backdate_days: int,
    known: Collection[str] = frozenset(),
) -> LogMeaning:
    """The meaning of `text` as Slack sends it, or an error of bot/core/text/errors.py when any part of it has none.

    Each line is read by itself: `5 calls 2 demos yesterday` · `call Acme: left voicemail` · `deal 12.5k Acme`. A date
    holds for its line, and a line of only a date for the lines after it; so does the note, which follows a colon.
    `known` are accounts, folded: such a name is one whatever words it is made of. A LogRequest explains every
    word; where one is left over, or may mean something else, it is a LogProposal. docs/logging.md has the grammar.
    """
    said = plain_text(text)
    if len(said) > LONGEST_TEXT:
        raise UnclearText("that's longer than {most} characters. Shorten it.", most=LONGEST_TEXT)
    command = " ".join(fold(said).split()) if len(said) < 20 else said
    for words, meaning in COMMANDS:
        if command in words:
            return meaning
    if command.partition(" ")[0] in UNDO:
        raise UnclearText("`/log undo` undoes everything you logged last. To change one entry, use `/log list`.")
    reader = _Lines(vocabulary, today, backdate_days, known)
    try:
        return reader.read(said)
    except AmbiguousDay as failure:
        readings = _either_day(failure, said, reader)
        if not readings:
            raise
        return LogProposal(readings, failure)


def names_metric(text: str, vocabulary: Vocabulary, *, today: dt.date) -> bool:
    """Whether a word of the text names something that can be logged."""
    try:
        return any(token.metric is not None for token in tokens_of(plain_text(text)[:LONGEST_TEXT], vocabulary, today))
    except NotUnderstood:
        words = fold(plain_text(text)).split()
        return any(word.strip(TRIM) in vocabulary.words for word in words)


def _either_day(failure: AmbiguousDay, said: str, reader: "_Lines") -> tuple[tuple[ParsedEntry, ...], ...]:
    """The readings of a text of which one word could be two days, on each of them that may be logged."""
    readings: list[tuple[ParsedEntry, ...]] = []
    for day in failure.days:
        folded = plain_digits(said)
        at = folded.casefold().find(failure.word)
        if at < 0:
            return ()
        with contextlib.suppress(NotUnderstood):
            meaning = reader.read(f"{folded[:at]}{day.isoformat()}{folded[at + len(failure.word) :]}")
            readings.append(meaning.entries)
    return tuple(readings)


class _Lines:
    """Reads a text of lines."""

    def __init__(self, vocabulary: Vocabulary, today: dt.date, backdate_days: int, known: Collection[str]) -> None:
        self._vocabulary, self._today, self._backdate_days, self._known = vocabulary, today, backdate_days, known

    def read(self, text: str) -> LogRequest | LogProposal:
        """What the lines mean together."""
        if whole := QUOTED.fullmatch(SINGLE_QUOTES.sub(lambda match: f'"{match[1] or match[2]}"', text)):
            text = whole[1]
        shouting = text.upper() == text and text.lower() != text
        entries: list[ParsedEntry] = []
        others: list[ParsedEntry] = []
        two = False
        day, why, total = self._today, None, False
        for line in _lines(text):
            read = read_line(line, self._vocabulary, self._today, self._known, shouting=shouting)
            date = read.date or day
            why, total = why or read.why, total or read.total
            if line.endswith("?") and read.said and not read.note:
                why = why or UnclearText("that sounds like a question.")
            if not read.said:
                day = date
                continue
            require_loggable(date, today=self._today, backdate_days=self._backdate_days)
            note = _note(read.note)
            entries.extend(_entry(each, date, note) for each in read.said)
            others.extend(_entry(each, date, note) for each in read.other or read.said)
            two = two or bool(read.other)
            if len(entries) > MOST_ENTRIES:
                raise UnclearText(
                    "that's more than {most} entries at once. Split them over several messages.", most=MOST_ENTRIES
                )
        if not entries:
            raise why or UnclearText("what did you do? Write it like `/log call` or `/log 5 calls`.")
        if why is None:
            return LogRequest(tuple(entries), total)
        both = two and len(others) <= MOST_ENTRIES
        return LogProposal((tuple(entries), tuple(others)) if both else (tuple(entries),), why)


def _lines(text: str) -> list[str]:
    """The lines that say something, without what makes a list of them."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    numbers = [match[1] if (match := NUMBERED.match(line)) else "" for line in lines]
    if len(lines) > 1 and numbers == [str(number) for number in range(1, len(lines) + 1)]:
        lines = [NUMBERED.sub("", line) for line in lines]
    return [line for line in map(_clean, lines) if line]


def _clean(line: str) -> str:
    """A line without a bullet, emoji at its ends, trailing dots, and with straight double quotes around names."""
    line = ARROW.sub(" - ", WITH.sub("w/ ", line))
    line = SINGLE_QUOTES.sub(lambda match: f'"{match[1] or match[2]}"', BULLET.sub("", line))
    while (emoji := EMOJI.match(line)) and line[emoji.end() :].strip():
        line = line[emoji.end() :].strip()
    words = line.split()
    while len(words) > 1 and _is_picture(words[0]):
        words.pop(0)
        line = line.lstrip()[len(line.lstrip().split()[0]) :].strip()
    while len(words) > 1 and _is_picture(words[-1]) and ":" not in line:
        line = line.rstrip()[: -len(words.pop())].rstrip()
    return BULLET.sub("", line).rstrip("…").strip()


def _is_picture(word: str) -> bool:
    """Whether a word is made of pictures only."""
    return all(unicodedata.category(sign) in ("So", "Sk", "Mn", "Me", "Cf") for sign in word)


def _entry(said: Said, date: dt.date, note: str | None) -> ParsedEntry:
    return ParsedEntry(
        metric_key=said.metric.key,
        quantity=said.measure.quantity,
        date=date,
        account=said.account,
        outcome=said.outcome,
        note=note,
        amount_minor=said.measure.amount_minor,
    )


def _note(text: str) -> str | None:
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise UnclearText(
            "that note has {length} characters, and the limit is {most}. Shorten it.",
            length=len(note),
            most=LONGEST_NOTE,
        )
    return note or None
