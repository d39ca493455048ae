"""One line after `/log`: its entries, and whether each of its words has a place."""

import contextlib
import datetime as dt
import enum
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.core.text.dates import LAST, MONTHS, find_day, is_day_word, is_weekday, nearest_day_word
from bot.core.text.errors import AmbiguousDay, NotUnderstood, UnclearText, UnknownMetric
from bot.core.text.outcomes import WON
from bot.core.text.small_words import FILLERS, SUFFIXES, TOTAL
from bot.core.text.vocabulary import Vocabulary
from bot.log.text.clause import EitherOrder, Order, Said, account_of, read_clause, read_outcome, with_outcome
from bot.log.text.measure import is_marked
from bot.log.text.names import half_in_quotes, has_part_of_year, settle_names, two_names
from bot.log.text.places import Places
from bot.log.text.refusals import probable_metric, unknown
from bot.log.text.sense import (
    PHONE,
    Sensed,
    left_over,
    name_in_doubt,
    sense,
    void_note,
)
from bot.log.text.tokens import QUOTED, Kind, Token, number_token, tokens_of

NOTE_MARK = re.compile(
    r"(?P<emoji>(?<!\S):[a-z0-9_+'-]+:(?!\S))"
    r"|(?<!\d)[:：](?!//)|(?<=\d)[:：](?!\d|//)"
    r"|(?P<equals>(?<=[^\W\d])\s?=(?=\s?[\d$€£]))"
    r"|(?P<dash>(?<=\s)(?:[-–—]|--)(?=\s))"
)
"""A colon, or a dash between spaces; not the colon of an address or a time. An emoji's name is a note itself."""
CLOCK = re.compile(r"(?<!\S)\d{1,2}[:：]\d{2}(?!\S)")
DAY_IN_DOTS = re.compile(r"(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.?(?:(?<=\.)(?:20)?(\d\d))?")
"""The day before the month: 13.11. and 13.11.26."""
COMMA_BEFORE_YEAR = re.compile(r"(?<=\d), ?(?=20\d\d(?!\d|,))")
"""In `nov 12, 2026`."""
BOOKED = "booked"
FIRST = re.compile(r"((?:[^\s,;]|(?<=\d),(?=\d))+)")
"""The first word after a colon, without the comma that ends it."""
LABELS = frozenset(word for phrase in FILLERS | TOTAL for word in phrase)


@dataclass(frozen=True)
class LineRead:
    """A line: its entries, or only a day."""

    said: tuple[Said, ...]
    date: dt.date | None
    note: str
    why: NotUnderstood | None
    """What is not certain; None where every word has its place."""
    total: bool
    other: tuple[Said, ...] = ()
    """What the same words may mean as well, where they have two readings."""


def read_line(line: str, vocabulary: Vocabulary, today: dt.date, known: Collection[str], *, shouting: bool) -> LineRead:
    """The entries of a line. Raises a NotUnderstood where there is no reading, not even a doubtful one."""
    tokens, note = _split_note(line, vocabulary, today, known)
    sensed = sense(tokens, vocabulary, shouting=shouting)
    if sensed.final and sensed.why is not None:
        raise sensed.why
    other: list[Said] = []
    try:
        said, date = _read(sensed.tokens, vocabulary)
    except EitherOrder as failure:
        sensed.doubt(failure)
        said, date = _read(sensed.tokens, vocabulary, Order.BEFORE)
        other, _ = _read(sensed.tokens, vocabulary, Order.AFTER)
    except (UnclearText, UnknownMetric) as failure:
        if not sensed.beside:
            sensed.why = failure  # what stops the reading says more than what only made it doubtful
        said, date = _leniently(sensed, vocabulary, sensed.why or failure, today)
    if not said and (note or (not tokens and not sensed.total)):
        raise UnclearText("what did you do? Write it before the note, like `/log call: left voicemail`.")
    if not said and sensed.why is not None:
        raise sensed.why
    if sensed.why is not None and _how_many(said, tokens, sensed):
        raise UnclearText("how many? Write a number, like `5 calls`.")
    said = _settled(said, sensed, shouting=shouting)
    other = _settled(other, sensed, shouting=shouting) or _each_by_itself(said, sensed)
    weekday = next((token for token in sensed.tokens if token.kind is Kind.DATE and is_weekday(token.folded[-1])), None)
    if weekday is not None and weekday.folded[0] not in LAST and any(each.outcome == BOOKED for each in said):
        sensed.doubt(UnclearText("is `{said}` when you booked it, or when it takes place?", said=weekday.said))
    if note is not None and said and (void := void_note(note)) is not None:
        sensed.doubt(void)
    beside = " ".join(sensed.beside) if said else ""
    whole = ": ".join(filter(None, (beside, note)))
    return LineRead(tuple(said), date, whole, sensed.why, sensed.total, tuple(other))


def _how_many(said: Sequence[Said], tokens: Sequence[Token], sensed: Sensed) -> bool:
    """Whether words that have no place stand before a metric in the plural with no number: `tens of calls`."""
    first = next((at for at, token in enumerate(tokens) if token.metric is not None), 0)
    unread = any(token.said in sensed.beside for token in tokens[:first])
    return unread and any(each.disagrees and each.measure.quantity == 1 for each in said)


def _each_by_itself(said: Sequence[Said], sensed: Sensed) -> list[Said]:
    """The entries with one for each name where `and` may join two: `called Acme and Globex`. Empty where none does."""
    each_name = [(entry, [] if entry.led_to else two_names(entry.names)) for entry in said]
    if not any(names for _, names in each_name):
        return []
    said_as = " ".join(token.said for entry, names in each_name if names for token in entry.names)
    sensed.doubt(UnclearText("is `{said}` one name or two?", said=said_as))
    apart: list[Said] = []
    for entry, names in each_name:
        if names and entry.measure.quantity == 1 and entry.measure.amount_minor is None:
            apart += [replace(entry, account=account_of(each), names=tuple(each)) for each in names]
        else:
            apart.append(entry)
    return apart if len(apart) > len(said) else []


def _read(
    tokens: Sequence[Token], vocabulary: Vocabulary, order: Order | None = None
) -> tuple[list[Said], dt.date | None]:
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
            said.extend(read_clause(clause, vocabulary, order))
        else:
            raise unknown(clause, vocabulary)
    return _with_shared_account(said, comma), date


def _settled(said: Sequence[Said], sensed: Sensed, *, shouting: bool) -> list[Said]:
    """The entries, with only what may be a name as their account."""
    settled: list[Said] = []
    for each in said:
        names, beside = settle_names(each, shouting=shouting)
        if not beside and (has_part_of_year(names) or half_in_quotes(names)):
            sensed.doubt(name_in_doubt(" ".join(token.said for token in names)))
        if beside:
            sensed.doubt(left_over(" ".join(beside)))
            sensed.beside.extend(word for word in beside if word not in sensed.beside)
            each = replace(each, account=account_of(names), names=tuple(names))
        settled.append(each)
    return settled


def _leniently(
    sensed: Sensed, vocabulary: Vocabulary, why: NotUnderstood, today: dt.date
) -> tuple[list[Said], dt.date | None]:
    """What a line may mean whose words have no certain meaning. Raises `why` where that is nothing."""
    sensed.doubt(why)
    for days in (_with_day_in_dots(sensed.tokens, today), _with_nearest_day(sensed.tokens, today)):
        if days is None:
            continue
        sensed.tokens = days
        with contextlib.suppress(NotUnderstood):
            said, date = _read(sensed.tokens, vocabulary)
            if said:
                return said, date
    for guess in (_with_metric_of_outcome, _with_nearest, _with_apart, _with_commas, _without_loose):
        tokens = guess(sensed.tokens, vocabulary)
        if tokens is None:
            continue
        sensed.tokens = [token for token, _ in tokens if token is not None]
        sensed.beside.extend(left for _, left in tokens if left)
        with contextlib.suppress(NotUnderstood):
            said, date = _read(sensed.tokens, vocabulary)
            if said:
                return said, date
    raise why


Guess = list[tuple[Token | None, str]]
"""Each token that stays, beside the words that are left out."""


def _with_nearest_day(tokens: Sequence[Token], today: dt.date) -> list[Token] | None:
    """With the day that a word was nearly: `5 calls yesteday`."""
    guess = []
    for token in tokens:
        near = nearest_day_word(token.folded[0]) if token.kind is Kind.WORD and token.said.islower() else None
        day = find_day([near], 0, today) if near else None
        guess.append(token if day is None else replace(token, kind=Kind.DATE, date=day[0]))
    return guess if guess != list(tokens) else None


def _with_day_in_dots(tokens: Sequence[Token], today: dt.date) -> list[Token] | None:
    """With a day for what may be a number or one: `5 calls 13.11.`"""
    guess = []
    for token in tokens:
        match = DAY_IN_DOTS.fullmatch(token.said) if token.kind in (Kind.NUMBER, Kind.WORD) else None
        day = None
        if match is not None:
            with contextlib.suppress(NotUnderstood):
                year = ["20" + match[3]] if match[3] else []
                day = find_day([match[1], MONTHS[int(match[2]) - 1][0], *year], 0, today)
        guess.append(token if day is None else replace(token, kind=Kind.DATE, date=day[0], folded=(token.said,)))
    return guess if guess != list(tokens) else None


def _with_commas(tokens: Sequence[Token], vocabulary: Vocabulary) -> Guess | None:
    """With a comma before each further entry: `call Acme demo Globex`."""
    guess: Guess = []
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        if token.kind is Kind.METRIC and before is not None and before.kind in (Kind.WORD, Kind.QUOTED):
            guess.append((Token(Kind.BREAK, ",", ()), ""))
        guess.append((token, ""))
    return guess if len(guess) > len(tokens) else None


def _with_nearest(tokens: Sequence[Token], vocabulary: Vocabulary) -> Guess | None:
    """With the metric that a word was nearly: `cal`, `5 cals`."""
    guess: Guess = []
    for at, token in enumerate(tokens):
        metric = None
        begins = at == 0 or tokens[at - 1].kind in (Kind.NUMBER, Kind.BREAK, Kind.AND)
        if token.kind is Kind.WORD and begins:
            metric = probable_metric(token.said.strip(",;."), vocabulary)
        guess.append((replace(token, kind=Kind.METRIC, metric=metric) if metric else token, ""))
    return guess if any(new is not old for (new, _), old in zip(guess, tokens, strict=True)) else None


def _with_metric_of_outcome(tokens: Sequence[Token], vocabulary: Vocabulary) -> Guess | None:
    """With the one metric that has such an outcome: `left vm for Acme`."""
    if any(token.kind is Kind.METRIC for token in tokens):
        return None
    places = Places(tokens, vocabulary)
    for at in range(len(tokens)):
        having = [metric for metric in vocabulary.metrics if places.phrase(at, metric)[0] is not None]
        if len(having) == 1 and (having[0].key != "deal" or places.phrase(at, having[0])[0] == WON):
            metric = having[0]
            stands = Token(Kind.METRIC, str(metric.singular), (str(metric.singular),), metric=metric)
            guess: Guess = [(token, "") for token in tokens]
            guess.insert(at, (stands, ""))
            return guess
    return None


def _with_apart(tokens: Sequence[Token], vocabulary: Vocabulary) -> Guess | None:
    """With two numbers as one amount whose thousands are written apart: `deal 12 500`."""
    metric = next((token.metric for token in tokens if token.metric is not None), None)
    if metric is None or not (metric.takes_amount or metric.unit == "money"):
        return None
    for at in range(len(tokens) - 1):
        one, other = tokens[at : at + 2]
        if one.kind is other.kind is Kind.NUMBER and re.fullmatch(r"\d{3}", other.said) and not is_marked(one):
            number = number_token(one.said + other.said, vocabulary)
            if number is not None and re.fullmatch(r"\d{1,3}", one.said):
                joined = replace(number, said=f"{one.said} {other.said}")
                return [
                    *((token, "") for token in tokens[:at]),
                    (joined, ""),
                    *((token, "") for token in tokens[at + 2 :]),
                ]
    return None


def _without_loose(tokens: Sequence[Token], vocabulary: Vocabulary) -> Guess:
    """Without what stands in no clause with a metric, or before the metric, and without numbers that count nothing."""
    guess: Guess = []
    for clause in _clauses_of(tokens):
        first = next((at for at, token in enumerate(clause) if token.kind is Kind.METRIC), None)
        for at, token in enumerate(clause):
            keeps = token.kind in (Kind.DATE, Kind.BREAK) or (
                first is not None and _has_place(clause, at, first, vocabulary)
            )
            guess.append((token, "") if keeps else (None, token.said))
    return guess


def _has_place(clause: Sequence[Token], at: int, first: int, vocabulary: Vocabulary) -> bool:
    token, metric = clause[at], clause[first].metric
    if token.kind is Kind.NUMBER:
        counts = at + 1 == first or (at == first + 1 and (first == 0 or clause[first - 1].kind is not Kind.NUMBER))
        money = metric is not None and (metric.takes_amount or metric.unit == "money") and is_marked(token)
        before_other = at + 1 < len(clause) and clause[at + 1].kind is Kind.METRIC
        return counts or money or before_other
    return at >= first or Places(clause, vocabulary).outcome_before_metric(at)[0] is not None


def _clauses_of(tokens: Sequence[Token]) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind is Kind.BREAK:
            clauses.append([token])
        else:
            clauses[-1].append(token)
    return clauses


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
        raise UnclearText("that's two dates in one line. Put each day on its own line.")
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
    return kinds[:1] == [Kind.METRIC] or kinds[:2] == [Kind.NUMBER, Kind.METRIC]


def _split_note(
    line: str, vocabulary: Vocabulary, today: dt.date, known: Collection[str]
) -> tuple[list[Token], str | None]:
    """(the tokens before the note, the note). `calls: 3` and `yesterday: 5 calls` have a colon and no note."""
    quoted = [match.span() for match in QUOTED.finditer(line)]
    marks = [
        match for match in NOTE_MARK.finditer(line) if not any(start < match.start() < end for start, end in quoted)
    ]
    tokens: list[Token] = []
    begins = 0
    for mark in marks:
        tokens += _head_tokens(line[begins : mark.start()], vocabulary, today, known)
        begins = mark.start() if mark["emoji"] else mark.end()
        rest = line[begins:]
        if mark["dash"] and tokens and (listed := _listed(rest, vocabulary, today, known)):
            if listed is Listed.UNCLEAR:
                raise UnclearText(
                    "`{said}` could be entries or a note. Put a comma between entries.", said=rest.strip()
                )
            tokens.append(Token(Kind.BREAK, ",", ()))
        elif mark["emoji"] or not (mark["equals"] or _goes_on(tokens, rest, vocabulary, today, known)):
            return tokens, rest.strip()
    return tokens + _head_tokens(line[begins:], vocabulary, today, known), None


class Listed(enum.Enum):
    """What follows a dash, where it is no note."""

    ENTRY = "entry"
    UNCLEAR = "unclear"


def _listed(rest: str, vocabulary: Vocabulary, today: dt.date, known: Collection[str]) -> Listed | None:
    """Whether an entry of a list follows a dash, or a number that counts something unknown; None for a note."""
    head = re.split(r"\s(?:[-–—]|--)\s", rest, maxsplit=1)[0]
    with contextlib.suppress(AmbiguousDay, UnclearText):
        kinds = [token.kind for token in tokens_of(head, vocabulary, today, known)[:3]]
        if kinds[:2] == [Kind.NUMBER, Kind.METRIC]:
            return Listed.ENTRY
        if kinds == [Kind.NUMBER, Kind.WORD]:
            return Listed.UNCLEAR
    return None


def _is_label(token: Token) -> bool:
    """Whether a word before a colon only names a list: `EOD: 45 calls`."""
    return token.kind is Kind.WORD and token.folded[0] in LABELS


def _goes_on(
    tokens: Sequence[Token], rest: str, vocabulary: Vocabulary, today: dt.date, known: Collection[str]
) -> bool:
    """Whether what follows a colon is no note: entries after a date, or the number of what stands before it."""
    if not rest.strip():
        return False
    if tokens and all(token.kind is Kind.DATE or _is_label(token) for token in tokens):
        return any(token.kind is Kind.METRIC for token in tokens_of(rest, vocabulary, today, known))
    tokens = [token for token in tokens if token.kind is not Kind.DATE and not _is_label(token)]
    metric = tokens[-1].metric if tokens else None
    match = FIRST.match(rest.strip())
    first, others = (match[1], rest.strip()[match.end(1) :]) if match else ("", "")
    number = number_token(first, vocabulary)
    if metric is not None and number is None:
        in_words = tokens_of(rest, vocabulary, today, known)[:1]
        return bool(in_words) and in_words[0].kind is Kind.NUMBER and in_words[0].count is not None
    if metric is None or number is None:
        return False
    if len(tokens) > 1 and tokens[-2].kind is Kind.NUMBER:
        return metric.takes_amount and number.money is not None and number.money.marked
    if metric.takes_amount or metric.unit == "money":
        return True
    following = tokens_of(others, vocabulary, today, known)[:1]
    if not following or following[0].kind in (Kind.BREAK, Kind.AND, Kind.METRIC, Kind.DATE):
        return number.count is not None
    if number.count is None:
        return False
    raise UnclearText(
        "`{said}` could be a number or the start of the note. Write `{said} {plural}: …` or `1 {singular}: {said} …`.",
        said=number.said,
        plural=metric.plural,
        singular=metric.singular,
    )


def _head_tokens(text: str, vocabulary: Vocabulary, today: dt.date, known: Collection[str]) -> list[Token]:
    if clock := CLOCK.search(text):
        raise UnclearText(
            "I don't keep times of day. Leave out `{said}`, or put it in a note after a colon.", said=clock[0]
        )
    text = COMMA_BEFORE_YEAR.sub(lambda comma: " " if _ends_in_day(text[: comma.start()]) else comma[0], text)
    return tokens_of(PHONE.sub(lambda number: re.sub(r"\s+", "-", number[0]), text), vocabulary, today, known)


def _ends_in_day(text: str) -> bool:
    """Whether the last two words are a month and a day of it."""
    words = text.casefold().split()[-2:]
    return len(words) == 2 and any(is_day_word(word.strip(".")) and not is_weekday(word) for word in words)
