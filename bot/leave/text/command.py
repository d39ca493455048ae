"""What is typed after `/away`: days off, whole or half, ahead or just past, in English and Malay."""

import contextlib
import datetime as dt
import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.text.dates import AFTER_NEXT, ISO, MONTHS, NEXT
from bot.core.text.errors import NotUnderstood, UnclearText
from bot.core.text.slack import plain_text
from bot.core.text.vocabulary import fold
from bot.leave.text.days import (
    AFTERNOON,
    ALL_OF,
    AND,
    FILLING,
    HALF,
    MORNING,
    NUMBERS,
    REST_OF,
    SICK_TODAY,
    SINCE,
    SLASHED,
    TO,
    UNITS,
    WEEK,
    WEEK_LONG,
    Days,
    is_day,
    read_days,
    weekday_number,
)

HELP = frozenset({"help", "bantuan", "tolong", "?"})
SHOW = frozenset({"list", "show", "senarai"})
CANCEL = frozenset({"cancel", "undo", "remove", "delete", "batal", "back", "kembali"})
NEXT_WEEK = frozenset({("next", "week"), *(("minggu", word) for word in AFTER_NEXT)})
AFTER_DAY = [[word] for word in AFTER_NEXT]
ONE_OF = {"sehari": ["1", "hari"], "seminggu": ["1", "minggu"]}
SHORT_DAYS = {
    **dict.fromkeys(("tmr", "tmrw", "tmw", "tomorow", "tommorow", "2moro", "bsk", "bsok", "esk"), "tomorrow"),
    **dict.fromkeys(("yday", "ystd", "yesterdy", "semlm"), "yesterday"),
    **dict.fromkeys(("tdy", "2day", "tday"), "today"),
}
"""How people shorten them."""
JOINED_RANGE = re.compile(r"([a-z\d/.]+)-([a-z\d/.]+)")
DASHED = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
SO_LONG = re.compile(r"(\d{1,2})([dw])")
EVENING = frozenset({"tonight", "evening", "malam"})
WEEK_OF = (("w/c",), ("week", "of"), ("week", "commencing"), ("the", "week", "of"), ("minggu", "bermula"))
BACK = frozenset({"back", "returning", "kembali"})
AT_WORK = frozenset(
    (
        *("not", "no", "wfh", "remote", "remotely", "working", "work", "training", "conference", "or", "don't", "dont"),
        *("every", "each", "setiap", "tiap"),
        *("never", "maybe", "might", "tak", "tidak", "bukan", "kerja", "bekerja", "kursus", "jangan", "mungkin"),
        *("atau", *CANCEL),
    )
)
"""With one of these nothing is guessed."""
SAYS_AWAY = frozenset({"off", "away", "leave", "holiday", "vacation", "pto", "cuti", "bercuti"}) | SICK_TODAY


@dataclass(frozen=True)
class TakeAway:
    """To be away on these days."""

    days: Days


@dataclass(frozen=True)
class CancelAway:
    """Not to be away on these days after all; without days, the leave that runs or comes next."""

    days: Days | None = None


@dataclass(frozen=True)
class ShowAway:
    """What is noted."""


@dataclass(frozen=True)
class AwayHelp:
    """What can be typed."""


@dataclass(frozen=True)
class AwayDoubt:
    """The days may be one of these."""

    readings: tuple[Days, ...]


AwayRequest = TakeAway | CancelAway | ShowAway | AwayHelp | AwayDoubt


def says_away(text: str) -> bool:
    """Whether a word of the text says that somebody is away."""
    return any(word.strip(".,!?") in SAYS_AWAY for word in fold(plain_text(text)).split())


class Order(enum.Enum):
    """What stands first in 5/12."""

    DAY = "day"
    MONTH = "month"


def parse_away(
    text: str, *, today: dt.date, backdate_days: int, week_start: int = 0, guesses: bool = True
) -> AwayRequest:
    """The meaning of `text`, said on `today`. Raises a NotUnderstood that says what to write.

    A weekday is the next such day, and today's weekday is today; a date without a year is the next one, or one that is
    just past. Next Friday may be this week's or that of the week after: AwayDoubt. Leave can be noted up to
    `backdate_days` afterwards. Where words are left over, the days beside them are an AwayDoubt, if `guesses`.
    """
    if len(text.strip()) > 1 and text.rstrip().endswith("?"):
        return _in_doubt(
            parse_away(
                text.rstrip("? "), today=today, backdate_days=backdate_days, week_start=week_start, guesses=guesses
            )
        )
    plain = [word for word in _words(text) if word]
    if len(plain) > 1 and plain[0] in BACK and (back := _back_on(plain[1:], today, backdate_days, week_start)):
        return back
    if (week := _week_of(plain, today, backdate_days, week_start)) or (week := _month_alone(plain, today)):
        return week
    if _says_evening(plain):
        return _in_doubt(_either_way(plain, today, backdate_days, week_start))
    try:
        return _either_way(plain, today, backdate_days, week_start)
    except NotUnderstood:
        known = [word for word in plain if _is_known(word)]
        dropped = [word for word in plain if not _is_known(word)]
        if not guesses or not dropped or AT_WORK & set(plain) or not any(map(_says_when, known)):
            raise
        if any(letter.isdigit() for word in dropped for letter in word):
            raise  # a year, or a time of day
        with contextlib.suppress(NotUnderstood):
            guess = _either_way(known, today, backdate_days, week_start)
            if isinstance(guess, TakeAway):
                return AwayDoubt((guess.days,))
            if isinstance(guess, AwayDoubt):
                return guess
        raise


def _back_on(words: list[str], today: dt.date, backdate_days: int, week_start: int) -> AwayRequest | None:
    """Being back on a day that is still to come: perhaps off until the day before; None for what is no such day."""
    with contextlib.suppress(NotUnderstood):
        meant = _parse(words, today, backdate_days, week_start)
        if isinstance(meant, TakeAway) and meant.days.starts > today:
            return AwayDoubt((Days(today, meant.days.starts),))
    return None


def _in_doubt(meant: AwayRequest) -> AwayRequest:
    """The same days, to be asked for first."""
    return AwayDoubt((meant.days,)) if isinstance(meant, TakeAway) else meant


def _week_of(words: list[str], today: dt.date, backdate_days: int, week_start: int) -> AwayRequest | None:
    """The week of `w/c 23 nov` and `week of 23 nov`, to be asked for; None for anything else."""
    length = next((len(said) for said in WEEK_OF if tuple(words[: len(said)]) == said), 0)
    if not length:
        return None
    with contextlib.suppress(NotUnderstood):
        meant = _parse(words[length:], today, backdate_days, week_start)
        if isinstance(meant, TakeAway):
            first = meant.days.starts - dt.timedelta(days=(meant.days.starts.weekday() - week_start) % 7)
            return AwayDoubt((Days(first, first + WEEK_LONG),))
    return None


def _month_alone(words: list[str], today: dt.date) -> AwayRequest | None:
    """The month that is all that was said, this year's or the next one's, to be asked for: `december`."""
    said = [word for word in words if word not in FILLING and word not in ALL_OF and word != "of"]
    month = next((at for at, names in enumerate(MONTHS, start=1) if said and said[0] in names), None)
    if month is None or len(said) != 1:
        return None
    first = dt.date(today.year + (month < today.month), month, 1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    return AwayDoubt((Days(max(first, today), after),))


def _says_evening(words: Sequence[str]) -> bool:
    """Whether only an evening is meant, which is no time off work."""
    return bool(EVENING & set(words))


def _is_known(word: str) -> bool:
    """Whether a word has its place in the grammar."""
    return word in FILLING | TO | SINCE | HALF | AND or _says_when(word)


def _says_when(word: str) -> bool:
    return (
        is_day(word)
        or ISO.fullmatch(word) is not None
        or word in MORNING | AFTERNOON | WEEK | UNITS.keys() | NUMBERS.keys()
        or word in {*NEXT, *AFTER_NEXT, "this", "ini", *REST_OF, *ALL_OF}
    )


def _either_way(plain: list[str], today: dt.date, backdate_days: int, week_start: int) -> AwayRequest:
    """The meaning, with both days where a date or `next friday` may be two."""
    order = _order(plain)
    meanings: list[AwayRequest] = []
    refusals: list[NotUnderstood] = []
    for words in (
        reading
        for each in ([order] if order else Order)
        for reading in _either_next(_with_months(plain, each), today, week_start)
    ):
        try:
            meaning = _parse(words, today, backdate_days, week_start)
        except NotUnderstood as refused:
            refusals.append(refused)
        else:
            meanings += [meaning] if meaning not in meanings else []
    if not meanings:
        raise refusals[0]
    if len(meanings) == 1:
        return meanings[0]
    readings = tuple(meaning.days for meaning in meanings if isinstance(meaning, TakeAway))
    if not readings:
        raise UnclearText("that could be two dates. Write it like 16 Nov or 2026-11-16.")
    return AwayDoubt(readings)


def _either_next(words: list[str], today: dt.date, week_start: int) -> list[list[str]]:
    """The words with the days that `next friday` may be, where a Friday of this week is still to come, and with the
    one day that `friday next week` is.
    """
    ends = today + dt.timedelta(days=7 - (today.weekday() - week_start) % 7)
    for at, word in enumerate(words):
        if weekday_number(word) is None:
            continue
        soon = today + dt.timedelta(days=(weekday_number(word) or 0) - today.weekday()) % WEEK_LONG
        if tuple(words[at + 1 : at + 3]) in NEXT_WEEK:
            date = soon if soon >= ends else soon + WEEK_LONG
            return [[*words[:at], date.isoformat(), *words[at + 3 :]]]
        first, last = at - (at > 0 and words[at - 1] == "next"), at + 1 + (words[at + 1 : at + 2] in AFTER_DAY)
        if last - first > 1 and today < soon < ends:
            return [[*words[:first], date.isoformat(), *words[last:]] for date in (soon + WEEK_LONG, soon)]
    return [words]


def _parse(words: list[str], today: dt.date, backdate_days: int, week_start: int) -> AwayRequest:
    if not words or (len(words) == 1 and words[0] in SHOW):
        return ShowAway()
    if len(words) == 1 and words[0] in HELP:
        return AwayHelp()
    earliest = today - dt.timedelta(days=backdate_days)
    if words[0] in CANCEL:
        rest = words[1:]
        return CancelAway(read_days(rest, today, earliest, week_start) if rest else None)
    return TakeAway(read_days(words, today, earliest, week_start))


def _words(text: str) -> list[str]:
    found: list[str] = []
    for word in (
        fold(plain_text(text))
        .replace("–", "-")
        .replace("—", "-")
        .replace(",", " , ")
        .replace("+", " + ")
        .replace("&", " & ")
        .split()
    ):
        word = DASHED.sub(r"\1/\2/\3", word.strip(".!") or word)
        if (match := JOINED_RANGE.fullmatch(word)) and is_day(match[1]) and is_day(match[2]):
            found += [match[1], "to", match[2]]
        elif match := SO_LONG.fullmatch(word):
            found += [match[1], "days" if match[2] == "d" else "weeks"]
        else:
            found.extend(ONE_OF.get(word, [SHORT_DAYS.get(word, word)]))
    for at in range(len(found) - 1):
        if found[at] == "i" and found[at + 1] == "am":
            found[at + 1] = "i'm"  # and not in the morning
    return list(_with_commas_read(found))


def _with_commas_read(words: Sequence[str]) -> Iterator[str]:
    """The words without commas, which between two days mean and."""
    for at, word in enumerate(words):
        if word != ",":
            yield word
        elif (
            0 < at < len(words) - 1 and is_day(words[at - 1]) and is_day(words[at + 1]) and not _unit_at(words, at + 2)
        ):
            yield "and"


def _unit_at(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at] in UNITS


def _order(words: Sequence[str]) -> Order | None:
    """What stands first in the dates of these words, as one of them tells; None where none does and one would have to.

    Raises UnclearText where one says the day first, and another the month.
    """
    told = {_order_of(match) for word in words if (match := SLASHED.fullmatch(word)) is not None}
    known = told - {None}
    if len(known) > 1:
        raise UnclearText("that could be two dates. Write it like 16 Nov or 2026-11-16.")
    return known.pop() if known else (None if told else Order.DAY)


def _order_of(match: re.Match[str]) -> Order | None:
    first, second = int(match[1]), int(match[2])
    if first == second or (first > 12 and second <= 12):
        return Order.DAY
    return Order.MONTH if second > 12 and first <= 12 else None


def _with_months(words: Sequence[str], order: Order) -> list[str]:
    """The words with 24/12/2026 as 24 dec 2026."""
    found: list[str] = []
    for word in words:
        match = SLASHED.fullmatch(word)
        if match is None:
            found.append(word)
            continue
        day, month = (match[1], match[2]) if order is Order.DAY else (match[2], match[1])
        if not 1 <= int(month) <= 12:
            raise UnclearText("`{said}` isn't a real date. Write it like 2026-11-16.", said=word)
        year = [] if match[3] is None else [match[3] if len(match[3]) == 4 else f"20{match[3]}"]
        found += [day, MONTHS[int(month) - 1][0], *year]
    return found
