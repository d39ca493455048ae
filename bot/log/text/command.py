"""What is typed after `/log`."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.text.dates import require_loggable
from bot.core.text.errors import UnclearText
from bot.core.text.slack import plain_text
from bot.core.text.vocabulary import Vocabulary, fold
from bot.log.text.clause import Said, read_clause, read_outcome, with_outcome
from bot.log.text.refusals import unknown
from bot.log.text.tokens import QUOTED, Kind, Token, number_token, tokens_of

LONGEST_NOTE = 900
LONGEST_TEXT = 16_000
MOST_ENTRIES = 10
HELP = frozenset({"help", "?", "bantuan", "tolong"})
UNDO = frozenset({"undo", "batal", "batalkan", "buat asal"})
LIST = frozenset({"list", "edit", "today", "senarai", "hari ini"})
BULLET = re.compile(r"^(?:[-–—•*·]|\d{1,2}[.)](?=\s+\d))\s+(?=\S)")
"""What begins the line of a list."""
NOTE_MARK = re.compile(
    r"(?P<emoji>(?<!\S):[a-z0-9_+'-]+:(?!\S))"
    r"|(?<!\d)[:：](?!//)|(?<=\d)[:：](?!\d|//)"
    r"|(?<=\s)(?:[-–—]|--)(?=\s)"
)
"""A colon, or a dash between spaces; not the colon of an address or a time. An emoji's name is a note itself."""
CLOCK = re.compile(r"(?<!\S)\d{1,2}[:：]\d{2}(?!\S)")
SUFFIXES = frozenset(
    ("inc", "llc", "ltd", "limited", "gmbh", "corp", "co", "plc", "sa", "ag", "bv", "llp", "pte", "sdn", "bhd")
)
"""What follows a comma and still belongs to a name: `Acme, Inc`."""


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


LogMeaning = LogRequest | LogHelp | LogUndo | LogList | LogForm


COMMANDS: tuple[tuple[frozenset[str], LogMeaning], ...] = (
    (frozenset({""}), LogForm()),
    (HELP, LogHelp()),
    (UNDO, LogUndo()),
    (LIST, LogList()),
)


def parse_log(text: str, vocabulary: Vocabulary, *, today: dt.date, backdate_days: int) -> LogMeaning:
    """The meaning of `text` as Slack sends it, or an error of bot/core/text/errors.py when any part of it has none.

    Each line is read by itself: `5 calls 2 demos yesterday` · `call Acme: left voicemail` · `deal 12.5k Acme`. A date
    holds for its line, and a line of only a date for the lines after it; so does the note, which follows a colon.
    docs/logging.md has the grammar.
    """
    said = plain_text(text)
    if len(said) > LONGEST_TEXT:
        raise UnclearText("the text is longer than {most} characters.", most=LONGEST_TEXT)
    command = " ".join(fold(said).split()) if len(said) < 20 else said
    for words, meaning in COMMANDS:
        if command in words:
            return meaning
    if command.partition(" ")[0] in UNDO:
        raise UnclearText("`/log undo` alone takes the last message back, all of it. To change one entry: `/log list`.")
    entries: list[ParsedEntry] = []
    day = today
    for line in filter(str.strip, said.split("\n")):
        read = _read_line(line, vocabulary, today)
        date = read.date or day
        if not read.said:
            day = date
            continue
        require_loggable(date, today=today, backdate_days=backdate_days)
        entries.extend(_entry(each, date, read.note) for each in read.said)
        if len(entries) > MOST_ENTRIES:
            raise UnclearText("more than {most} entries at once. Log them in several messages.", most=MOST_ENTRIES)
    if not entries:
        raise UnclearText("say what you did, for example `/log call` or `/log 5 calls`.")
    return LogRequest(tuple(entries))


@dataclass(frozen=True)
class _Line:
    said: tuple[Said, ...]
    date: dt.date | None
    note: str | None


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


def _read_line(line: str, vocabulary: Vocabulary, today: dt.date) -> _Line:
    tokens, note = _split_note(BULLET.sub("", line.strip()), vocabulary, today)
    date = _date_of(tokens)
    said: list[Said] = []
    comma = 0
    for clause, after_comma in _clauses([token for token in tokens if token.kind is not Kind.DATE]):
        # What follows a comma may be the outcome of what stood before it: `call Acme, no answer`.
        outcome = read_outcome(clause, said[-1].metric) if said else None
        if outcome is not None:
            said[-1] = with_outcome(said[-1], outcome)
        elif any(token.kind is Kind.METRIC for token in clause):
            comma = len(said) if after_comma else comma
            said.extend(read_clause(clause, vocabulary))
        else:
            raise unknown(clause, vocabulary)
    if not said and (note or not tokens):
        raise UnclearText("say what you did before the note, for example `/log call: left voicemail`.")
    return _Line(tuple(_with_shared_account(said, comma)), date, note)


def _with_shared_account(said: Sequence[Said], comma: int) -> list[Said]:
    """The entries of a line, of which the last one alone names an account: it is the account of those before it too.

    Where `with` or `to` leads to the name it reaches back to the last comma, which stands before the entry at `comma`;
    beside an amount it is of that one: `12 calls, 1 demo with Acme` · `5 calls, deal 12k Acme`.
    """
    if not said or said[-1].account is None or any(entry.account for entry in said[:-1]):
        return list(said)
    last = said[-1]
    if last.measure.amount_minor is not None or last.metric.unit == "money":
        return list(said)
    first = comma if last.led_to else 0
    return [*said[:first], *(replace(entry, account=last.account) for entry in said[first:])]


def _date_of(tokens: Sequence[Token]) -> dt.date | None:
    dates = {token.date for token in tokens if token.kind is Kind.DATE}
    if len(dates) > 1:
        raise UnclearText("two dates in one line. Write each day on a line of its own.")
    return next(iter(dates), None)


def _clauses(tokens: Sequence[Token]) -> list[tuple[list[Token], bool]]:
    """The tokens between commas, semicolons, and an `and` that an entry follows; each with whether a comma or a
    semicolon stands before it.
    """
    clauses: list[tuple[list[Token], bool]] = [([], False)]
    for at, token in enumerate(tokens):
        after = tokens[at + 1 : at + 3]
        if token.kind is Kind.BREAK:
            if not (after and after[0].kind is Kind.WORD and after[0].folded[0] in SUFFIXES):
                clauses.append(([], True))
        elif token.kind is Kind.AND and (_begins_entry(after) or not clauses[-1][0]):
            # `, and` is a comma all the same.
            clauses.append(([], clauses[-1][1] and not clauses[-1][0]))
        else:
            clauses[-1][0].append(token)
    return [clause for clause in clauses if clause[0]]


def _begins_entry(tokens: Sequence[Token]) -> bool:
    kinds = [token.kind for token in tokens]
    return kinds[:1] == [Kind.METRIC] or kinds == [Kind.NUMBER, Kind.METRIC]


def _split_note(line: str, vocabulary: Vocabulary, today: dt.date) -> tuple[list[Token], str | None]:
    """(the tokens before the note, the note). `calls: 3` and `yesterday: 5 calls` have a colon and no note."""
    quoted = [match.span() for match in QUOTED.finditer(line)]
    marks = [
        match for match in NOTE_MARK.finditer(line) if not any(start < match.start() < end for start, end in quoted)
    ]
    tokens: list[Token] = []
    begins = 0
    for mark in marks:
        tokens += _head_tokens(line[begins : mark.start()], vocabulary, today)
        begins = mark.start() if mark["emoji"] else mark.end()
        if mark["emoji"] or not _goes_on(tokens, line[begins:], vocabulary, today):
            return tokens, _note(line[begins:])
    return tokens + _head_tokens(line[begins:], vocabulary, today), None


def _goes_on(tokens: Sequence[Token], rest: str, vocabulary: Vocabulary, today: dt.date) -> bool:
    """Whether what follows a colon is no note: entries after a date, or the number of what stands before it."""
    if not rest.strip():
        return False
    if tokens and all(token.kind is Kind.DATE for token in tokens):
        return True
    metric = tokens[-1].metric if tokens else None
    first, _, others = rest.strip().partition(" ")
    number = number_token(first.rstrip(",;"), vocabulary)
    if metric is None or number is None or (len(tokens) > 1 and tokens[-2].kind is Kind.NUMBER):
        return False
    if metric.takes_amount or metric.unit == "money":
        return True
    following = tokens_of(others, vocabulary, today)[:1]
    if not following or first[-1] in ",;" or following[0].kind in (Kind.BREAK, Kind.AND, Kind.METRIC, Kind.DATE):
        return number.count is not None
    if number.count is None:
        return False
    raise UnclearText(
        "`{said}` could be how many or begin the note. Write `{said} {plural}: …` or `1 {singular}: {said} …`.",
        said=number.said,
        plural=metric.plural,
        singular=metric.singular,
    )


def _head_tokens(text: str, vocabulary: Vocabulary, today: dt.date) -> list[Token]:
    if clock := CLOCK.search(text):
        raise UnclearText(
            "times of day are not kept. Leave `{said}` out, or write it in a note after a colon.", said=clock[0]
        )
    return tokens_of(text, vocabulary, today)


def _note(text: str) -> str | None:
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise UnclearText(
            "the note has {length} characters, and {most} are kept. Shorten it.", length=len(note), most=LONGEST_NOTE
        )
    return note or None
