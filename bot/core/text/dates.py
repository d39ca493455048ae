"""Dates as people type them: today, yesterday, weekdays, 16 Nov, ISO dates, in English and Malay."""

import contextlib
import datetime as dt
import difflib
import functools
import re
from collections.abc import Iterator, Sequence

from bot.core.text.errors import AmbiguousDay, UnclearText, WrongDate
from bot.core.text.numbers import ONES, TENS, read_number

PERIODS = {
    "day": ("day", "daily", "days", "workday", "workdays", "hari", "sehari", "harian"),
    "week": ("week", "weekly", "weeks", "wk", "wkly", "pw", "minggu", "seminggu", "mingguan"),
    "month": ("month", "monthly", "months", "mth", "mnth", "bulan", "sebulan", "bulanan"),
    "quarter": ("quarter", "quarterly", "quarters", "qtr", "suku", "sesuku"),
    "year": ("year", "yearly", "years", "annual", "annually", "annum", "yr", "tahun", "setahun", "tahunan"),
}

DAYS_AGO: dict[str, int] = {
    "today": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tonight": 0,
    "malam ini": 0,
    "hari ini": 0,
    "pagi ini": 0,
    "pagi tadi": 0,
    "petang tadi": 0,
    "yesterday": 1,
    "yest": 1,
    "yday": 1,
    "y'day": 1,
    "ystd": 1,
    "yesterday morning": 1,
    "yesterday afternoon": 1,
    "yesterday evening": 1,
    "tdy": 0,
    "2day": 0,
    "harini": 0,
    "arini": 0,
    "hr ini": 0,
    "tadi pagi": 0,
    "petang ini": 0,
    "smlm": 1,
    "semlm": 1,
    "pagi semalam": 1,
    "petang semalam": 1,
    "last night": 1,
    "semalam": 1,
    "kelmarin": 1,
    "malam tadi": 1,
    **{
        f"{start}day {before} {yesterday}": 2
        for start in ("", "the ")
        for before in ("before", "b4")
        for yesterday in ("yesterday", "yest", "yday", "y'day", "ystd")
    },
    "kelmarin dulu": 2,
    "kelmarin dahulu": 2,
    "tomorrow": -1,
    "tmr": -1,
    "tmrw": -1,
    "tmw": -1,
    "tmrrw": -1,
    "2moro": -1,
    "2mrw": -1,
    "esk": -1,
    "esok": -1,
    "besok": -1,
    "lusa": -2,
    "day after tomorrow": -2,
    "the day after tomorrow": -2,
}
STILL_AHEAD = frozenset({"tonight", "this evening", "malam ini"})
"""Days of whose part nobody tells what was done until it is over."""
SPANS = frozenset(
    (
        *("last week", "this week", "next week", "past week", "the weekend", "this weekend", "last weekend"),
        *("last month", "this month", "minggu lepas", "minggu lalu", "minggu ini", "bulan lepas", "bulan lalu"),
        "bulan ini",
    )
)
"""What names more than one day."""
LAST_WEEK = frozenset({"last week", "last week's", "minggu lepas", "minggu lalu", "previous week"})
WEEKDAYS = (
    ("mon", "monday", "isnin"),
    ("tue", "tues", "tuesday", "selasa"),
    ("wed", "weds", "wednesday", "rabu"),
    ("thu", "thur", "thurs", "thursday", "khamis"),
    ("fri", "friday", "jumaat"),
    ("sat", "saturday", "sabtu"),
    ("sun", "sunday", "ahad"),
)
SHORT_WEEKDAYS = ("isn", "sel", "rab", "kha", "jum", "sab", "ahd")
"""How Malay shortens them; understood only where no name can stand."""
MONTHS = (
    ("jan", "january", "januari"),
    ("feb", "february", "februari"),
    ("mar", "march", "mac"),
    ("apr", "april"),
    ("may", "mei"),
    ("jun", "june"),
    ("jul", "july", "julai"),
    ("aug", "august", "ogos", "ogo"),
    ("sep", "sept", "september"),
    ("oct", "october", "oktober", "okt"),
    ("nov", "november"),
    ("dec", "december", "disember", "dis"),
)
LAST, AFTER_LAST = ("last", "previous", "prev", "past"), ("lepas", "lalu", "lps")
NEXT, AFTER_NEXT = ("next", "coming"), ("depan", "hadapan", "dpn")
THIS, AFTER_THIS = ("this",), ("ini",)
AGO = (
    *(("yang", "lalu"), ("yang", "lepas"), ("yg", "lepas"), ("yg", "lalu")),
    *(("ago",), ("back",), ("earlier",), ("lepas",), ("lalu",), ("lps",)),
)
DAYS_IN = {
    **dict.fromkeys(("day", "days", "d", "hari"), 1),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "w", "minggu"), 7),
    **dict.fromkeys(("fortnight", "fortnights"), 14),
}
ONE_OF = {"sehari": 1, "seminggu": 7}
"""How long, in one word."""
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?|\d{1,2}/\d{1,2}/\d{3}")
DASHED = re.compile(r"(\d{1,2})([-.])(\d{1,2})\2(\d{4})")
DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|hb)?")
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|hb)")
GLUED = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|hb)?[-/.]?(?P<month>[a-z]{3,})(?:[-/.]?(?P<year>20\d\d))?")
GLUED_AFTER = re.compile(r"(?P<month>[a-z]{3,})[-/.]?(?P<day>\d{1,2})(?:st|nd|rd|th|hb)?(?:[-/.](?P<year>20\d\d))?")
"""A day and its month in one word: 13-nov, 13nov, nov13."""
LONGEST = 5
"""Words in the longest way to say a date."""


def find_day(words: Sequence[str], at: int, today: dt.date) -> tuple[dt.date, int] | None:
    """(the date that the folded words from `at` on say, how many words it takes); None when they say none.

    A weekday is the last such day, and today's weekday is today; with `last` it is before today. Raises UnclearText
    for what could be two dates, and for a date that does not exist.
    """
    first = words[at]
    if not first[:1].isdigit() and first not in _first_words() and not _glued(first):
        return None
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        date = _read(words[at : at + length], today)
        if date is not None:
            return date, length
    return None


def is_weekday(word: str) -> bool:
    """Whether a folded word by itself names a day of the week."""
    return word in _weekday_numbers()


def is_day_word(word: str) -> bool:
    """Whether a folded word by itself names a day of the week, a month or a day such as yesterday."""
    return word in _weekday_numbers() or word in _month_numbers() or word in SHORT_WEEKDAYS or word in DAYS_AGO


def nearest_day_word(word: str) -> str | None:
    """The day word that a folded word probably was meant to be; None when it is like none, or is one."""
    if not 5 <= len(word) <= 11 or not word.isascii() or not word.isalpha():
        return None
    close = difflib.get_close_matches(word, _long_words(), n=1, cutoff=0.82)
    return close[0] if close and close[0] != word else None


def require_loggable(date: dt.date, *, today: dt.date, backdate_days: int) -> dt.date:
    """`date` when it may be logged. Raises WrongDate for the future and for too long ago."""
    if date > today:
        raise WrongDate("{date} hasn't happened yet. Log it once it has.", date=date)
    if (today - date).days > backdate_days:
        raise WrongDate(
            "{date} is more than {days} days ago. Ask your admin to import older entries.",
            date=date,
            days=backdate_days,
        )
    return date


NUMBER_STARTS = frozenset({*ONES, *TENS, "a", "an"})
"""Words that may begin how long ago a day was."""


@functools.cache
def _weekday_numbers() -> dict[str, int]:
    return {name: number for number, names in enumerate(WEEKDAYS) for name in names}


@functools.cache
def _month_numbers() -> dict[str, int]:
    return {name: number for number, names in enumerate(MONTHS, start=1) for name in names}


@functools.cache
def _first_words() -> frozenset[str]:
    said = {phrase.split()[0] for phrase in (*DAYS_AGO, *SPANS)}
    return frozenset(
        {*said, *_weekday_numbers(), *_month_numbers(), *LAST, *NEXT, *THIS, *ONE_OF, "hari", "on", "pada", "the"}
        | NUMBER_STARTS
    )


@functools.cache
def _long_words() -> tuple[str, ...]:
    names = {*_weekday_numbers(), *(phrase for phrase in DAYS_AGO if " " not in phrase)}
    return tuple(sorted(name for name in names if len(name) >= 5))


def _read(words: Sequence[str], today: dt.date) -> dt.date | None:
    if words[0] in ("on", "pada") and len(words) > 1:
        return _read(words[1:], today)
    if words[0] == "the" and len(words) > 1 and ORDINAL.fullmatch(words[1]):
        return _read(words[1:], today)
    if len(words) == 1 and (found := _one_word(words[0], today)) is not None:
        return found
    said = " ".join(words)
    if said in SPANS:
        raise UnclearText("`{said}` isn't a single day. Write the day, like `mon` or `16 nov`.", said=said)
    if said in DAYS_AGO:
        return today - dt.timedelta(days=DAYS_AGO[said])
    if len(words) == 2 and words[1] in ("hb", "haribulan") and (day := DAY_OF_MONTH.fullmatch(words[0])):
        return _last_of_month(int(day[1]), said, today)
    if len(words) == 3 and words[1] == "of" and ORDINAL.fullmatch(words[0]):
        return _month_and_day([words[0], words[2]], today)
    return _weekday(words, today) or _days_ago(words, today) or _month_and_day(words, today)


def _one_word(word: str, today: dt.date) -> dt.date | None:
    """`13-nov`, `13th`, `13/11`, `2026-11-13`."""
    if (glued := _glued(word)) is not None:
        month, day = _month_numbers()[glued["month"]], int(glued["day"])
        return _date(int(glued["year"]), month, day, word) if glued["year"] else _nearest(month, day, word, today)
    if ordinal := ORDINAL.fullmatch(word):
        return _last_of_month(int(ordinal[1]), word, today)
    return _numeric(word, today) if word[:1].isdigit() else None


def _glued(word: str) -> re.Match[str] | None:
    match = GLUED.fullmatch(word) or GLUED_AFTER.fullmatch(word)
    return match if match is not None and match["month"] in _month_numbers() else None


def _last_of_month(day: int, said: str, today: dt.date) -> dt.date:
    """The last such day that is not ahead."""
    month = today.replace(day=1)
    for _ in range(12):
        with contextlib.suppress(ValueError):
            if (date := month.replace(day=day)) <= today:
                return date
        month = (month - dt.timedelta(days=1)).replace(day=1)
    raise UnclearText("`{said}` isn't a real date. Write it like 2026-11-16.", said=said)


def _numeric(word: str, today: dt.date) -> dt.date | None:
    if match := ISO.fullmatch(word):
        return _date(int(match[1]), int(match[2]), int(match[3]), word)
    if match := DASHED.fullmatch(word):
        return _numeric(f"{match[1]}/{match[3]}/{match[4]}", today)
    if match := SLASHED.fullmatch(word):
        if match[1] and (int(match[1]) > 12) != (int(match[2]) > 12):
            day, month = sorted((int(match[1]), int(match[2])), reverse=True)
            return _date(_year(match[3]), month, day, word) if match[3] else _nearest(month, day, word, today)
        raise AmbiguousDay(word, tuple(_either_way(match, today)))
    return None


def _year(said: str) -> int:
    """The year, of this century where two digits say it."""
    return int(said) + (2000 if len(said) == 2 else 0)


def _either_way(match: re.Match[str], today: dt.date) -> Iterator[dt.date]:
    """The dates that two small numbers can be, the day first."""
    if not match[1]:
        return
    for day, month in dict.fromkeys([(int(match[1]), int(match[2])), (int(match[2]), int(match[1]))]):
        with contextlib.suppress(UnclearText, ValueError):
            yield dt.date(_year(match[3]), month, day) if match[3] else _nearest(month, day, match[0], today)


def _weekday(words: Sequence[str], today: dt.date) -> dt.date | None:
    names = list(words)
    if len(names) > 1 and names[0] == "hari":
        names = names[1:]
    if len(names) == 3 and names[:2] == ["this", "past"]:
        names = names[1:]
    if len(names) == 3 and (number := _in_last_week(names)) is not None:
        return today + dt.timedelta(days=number - today.weekday() - 7)
    before = names[0] if len(names) == 2 and names[0] in LAST + NEXT + THIS else None
    after = names[1] if len(names) == 2 and names[1] in AFTER_LAST + AFTER_NEXT + AFTER_THIS else None
    if before is not None:
        names = names[1:]
    elif after is not None:
        names = names[:1]
    number = _weekday_numbers().get(names[0]) if len(names) == 1 else None
    if number is None:
        return None
    ago = (today.weekday() - number) % 7
    if before in NEXT or after in AFTER_NEXT:
        return today + dt.timedelta(days=7 - ago)
    if before in THIS or after in AFTER_THIS:
        return today + dt.timedelta(days=number - today.weekday())
    if before is not None or after is not None:
        ago = ago or 7
    return today - dt.timedelta(days=ago)


def _in_last_week(words: Sequence[str]) -> int | None:
    """The weekday of `monday last week` or `last week friday`; None for anything else."""
    for week, at in ((words[1:], 0), (words[:2], 2)):
        if " ".join(week) in LAST_WEEK:
            return _weekday_numbers().get(words[at].removesuffix("'s"))
    return None


def _days_ago(words: Sequence[str], today: dt.date) -> dt.date | None:
    """`3 days ago`, `2d ago`, `a week ago`, `3 hari lepas`."""
    words = list(words)
    if glued := re.fullmatch(r"(\d{1,3})([dw])", words[0]):
        words[:1] = [glued[1], glued[2]]
    ago = next((len(said) for said in AGO if tuple(words[-len(said) :]) == said), 0)
    if not ago:
        return None
    *number, unit = words[:-ago] or [""]
    if not number:
        return today - dt.timedelta(days=ONE_OF[unit]) if unit in ONE_OF else None
    if unit not in DAYS_IN:
        return None
    if len(number) == 1 and number[0].isdecimal() and len(number[0]) <= 3:
        return today - dt.timedelta(days=int(number[0]) * DAYS_IN[unit])
    read = read_number(number, 0)
    return today - dt.timedelta(days=read[0] * DAYS_IN[unit]) if read and read[1] == len(number) else None


def _month_and_day(words: Sequence[str], today: dt.date) -> dt.date | None:
    """`16 nov`, `nov 16`, `16 nov 2026`; without a year the one that is nearest."""
    if not 2 <= len(words) <= 3:
        return None
    months = _month_numbers()
    if words[1] in months and (day := DAY_OF_MONTH.fullmatch(words[0])):
        month = months[words[1]]
    elif words[0] in months and (day := DAY_OF_MONTH.fullmatch(words[1])):
        month = months[words[0]]
    else:
        return None
    if len(words) == 3:
        if re.fullmatch(r"\d{4}", words[2]) and words[2].startswith("20"):
            return _date(int(words[2]), month, int(day[1]), " ".join(words))
        if DAY_OF_MONTH.fullmatch(words[2]) and words[1] in months:
            raise UnclearText(
                "I can't tell the date from the number in `{said}`. Write the date like 2026-11-16.",
                said=" ".join(words),
            )
        return None
    return _nearest(month, int(day[1]), " ".join(words), today)


def _nearest(month: int, day: int, said: str, today: dt.date) -> dt.date:
    """This date of the year that is nearest."""
    date = _date(today.year, month, day, said, leap=True)
    if date - today > dt.timedelta(days=182):
        date = _date(today.year - 1, month, day, said)
    return date


def _date(year: int, month: int, day: int, said: str, *, leap: bool = False) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        if leap and (month, day) == (2, 29):
            return _date(year - year % 4, month, day, said)
        raise UnclearText("`{said}` isn't a real date. Write it like 2026-11-16.", said=said) from error
