"""The days that a text after `/away` names: one, several that follow each other, so many of them, or a week."""

import contextlib
import datetime as dt
import enum
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.text.dates import AFTER_LAST, AFTER_NEXT, DAYS_AGO, ISO, LAST, MONTHS, NEXT, SHORT_WEEKDAYS, WEEKDAYS
from bot.core.text.errors import UnclearText, WrongDate
from bot.core.text.numbers import ONES

LONGEST = dt.timedelta(days=366)
FARTHEST = dt.timedelta(days=730)
_DAY = dt.timedelta(days=1)
TO = frozenset({"to", "until", "till", "til", "'til", "through", "thru", "-", "hingga", "sampai", "sehingga", "ke"})
SINCE = frozenset({"since", "sejak"})
FILLING = frozenset(
    {"i", "i'm", "im", "will", "be", "ooo", "annual", "unpaid", "medical", "emergency", "pto", "unwell", "starting"}
    | {"parental", "maternity", "paternity", "compassionate", "bereavement", "bersalin", "kahwin", "ehsan", "taking"}
    | {"beginning", "saya", "akan", "tahunan", "kecemasan", "bermula", "bercuti", "untuk"}
    | {"on", "from", "off", "away", "out", "sick", "ill", "leave", "holiday", "vacation", "the", "for", "in", "of", "a"}
    | {"day", "days", "pada", "dari", "mulai", "cuti", "sakit", "mc", "selama", "hari"}
)
"""Words that people say besides, and that change nothing."""
MORNING = frozenset({"am", "morning", "mornings", "pagi"})
AFTERNOON = frozenset({"pm", "afternoon", "afternoons", "petang", "tengahari"})
HALF = frozenset({"half", "halfday", "half-day", "separuh", "setengah"})
WEEK = frozenset({"week", "minggu"})
WEEK_LONG = dt.timedelta(days=7)
UNITS = {"day": 1, "days": 1, "hari": 1, "week": 7, "weeks": 7, "wk": 7, "wks": 7, "minggu": 7, "fortnight": 14}
"""Days in each."""
SICK_TODAY = frozenset({"sick", "ill", "unwell", "sakit", "mc", "ooo"})
"""By themselves these are of today."""
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\.?")
DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|hb)?")
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|hb)")
AND = frozenset({"and", "dan", "n", "+", "&"})
"""Between two days that follow each other."""
REST_OF = frozenset({"rest", "remainder", "baki"})
ALL_OF = frozenset({"all", "whole", "entire", "sepanjang"})
NUMBERS = {**ONES, "a": 1, "an": 1}


class Part(enum.Enum):
    """How much of each day: the whole, one of its halves, or a half without saying which."""

    WHOLE = "whole"
    MORNING = "am"
    AFTERNOON = "pm"
    HALF = "half"


@dataclass(frozen=True)
class Days:
    """Local dates [starts, ends), and how much of each."""

    starts: dt.date
    ends: dt.date
    part: Part = Part.WHOLE


def is_day(word: str) -> bool:
    """Whether a word before or after a hyphen is of a day: 24, dec, mon, 2/1."""
    return bool(
        DAY_OF_MONTH.fullmatch(word)
        or SLASHED.fullmatch(word)
        or _month_number(word)
        or weekday_number(word) is not None
        or word in DAYS_AGO
    )


def read_days(words: Sequence[str], today: dt.date, earliest: dt.date, week_start: int) -> Days:
    part, words = _take_part(words)
    starts, ends = _span(words, today, week_start, part)
    if ends <= starts:
        raise UnclearText(
            "the last day comes before the first: {first} to {last}. Write it like `from 1 Dec to 5 Dec`.",
            first=starts,
            last=ends - _DAY,
        )
    if starts < earliest:
        raise WrongDate("{date} is too far back. Ask your admin to add older time off.", date=starts)
    if ends - starts > LONGEST:
        raise UnclearText("that's longer than a year. Write the first and the last day.")
    if starts > today + FARTHEST:
        raise WrongDate("{date} is more than two years ahead. Add it closer to the time.", date=starts)
    return Days(starts, ends, part)


def _take_part(words: Sequence[str]) -> tuple[Part, list[str]]:
    """Which part of the days is said, and the other words."""
    said = {word for word in words if word in MORNING | AFTERNOON | HALF}
    halves = [part for part, names in ((Part.MORNING, MORNING), (Part.AFTERNOON, AFTERNOON)) if said & names]
    if len(halves) > 1:
        raise UnclearText("a morning and an afternoon make a whole day. Write just the day.")
    part = halves[0] if halves else Part.HALF if said else Part.WHOLE
    return part, [word for word in words if word not in said]


def _span(words: Sequence[str], today: dt.date, week_start: int, part: Part) -> tuple[dt.date, dt.date]:
    """The first date, and the one after the last."""
    if (joined := _joined(words, today, week_start)) is not None:
        return joined
    at = next((index for index, word in enumerate(words) if word in TO | SINCE), None)
    if at is None and (counted := _counted(words, today, week_start)) is not None:
        return counted
    if at is None:
        return _one(words, today, week_start, empty_is_today=part is not Part.WHOLE)
    if words[at] in SINCE:
        said = _core(words[at + 1 :])
        first, _ = _one(words[at + 1 :], today, week_start)
        if first > today and any(weekday_number(word) is not None for word in said):
            first -= WEEK_LONG
        return first, today + _DAY
    before, after = _core(words[:at]), _core(words[at + 1 :])
    if len(after) == 1 and DAY_OF_MONTH.fullmatch(after[0]) and (month := _month_in(before)):
        after = [*after, month]  # Dec 1 to 5
    last, _ = _one(after, today, week_start)
    if not before:  # until Friday
        return today, _after(last, after, today) + _DAY
    if len(before) == 1 and DAY_OF_MONTH.fullmatch(before[0]) and (month := _month_in(after)):
        before = [*before, month]  # 1 to 5 Dec
    first, _ = _one(before, today, week_start)
    return first, _after(last, after, first) + _DAY


def _counted(words: Sequence[str], today: dt.date, week_start: int) -> tuple[dt.date, dt.date] | None:
    """So many days or weeks, from today or from a day: 2 weeks from 7 dec, friday for 3 days."""
    for at in range(len(words) - 1):
        number, unit = _number(words[at]), UNITS.get(words[at + 1])
        if number is None or unit is None or (words[at] in ("a", "an") and words[at + 1] == "day"):
            continue
        rest = _core([*words[:at], *words[at + 2 :]])
        starts = _one(rest, today, week_start)[0] if rest else today
        return starts, starts + dt.timedelta(days=number * unit)
    return None


def _joined(words: Sequence[str], today: dt.date, week_start: int) -> tuple[dt.date, dt.date] | None:
    """Days that follow each other: thu and fri, 24 & 25 dec. Raises UnclearText where they do not."""
    if not AND & set(words):
        return None
    parts = [list(part) for is_and, part in itertools.groupby(words, AND.__contains__) if not is_and]
    if len(parts) < 2:
        raise _not_known(words)
    month = _month_in(parts[-1])
    days = [
        [*_core(part), month] if month and len(_core(part)) == 1 and DAY_OF_MONTH.fullmatch(_core(part)[0]) else part
        for part in parts
    ]
    dates: list[tuple[dt.date, dt.date]] = []
    for part in days:
        starts, ends = _one(part, today, week_start)
        moved = _after(starts, _core(part), dates[-1][0]) if dates else starts  # said on a Tuesday: mon and tue
        dates.append((moved, ends + (moved - starts)))
    if any(later[0] != earlier[1] for earlier, later in itertools.pairwise(dates)):
        raise UnclearText("those days don't follow each other. Write one `/away` for each.")
    return dates[0][0], dates[-1][1]


def _number(word: str) -> int | None:
    return NUMBERS.get(word) or (int(word) if word.isdecimal() and len(word) <= 3 else None)


def _after(last: dt.date, words: Sequence[str], first: dt.date) -> dt.date:
    """The last day, after the first: of weekdays the next, of dates without a year that of the year after."""
    if last >= first:
        return last
    if weekday_number(words[-1]) is not None or (len(words) == 2 and weekday_number(words[0]) is not None):
        return last + dt.timedelta(days=7 * -((last - first).days // 7))
    if _month_in(words) and not re.search(r"\d{4}", " ".join(words)) and (first - last).days > 180:
        return _date(last.year + 1, last.month, last.day, " ".join(words))
    return last


def _one(
    words: Sequence[str], today: dt.date, week_start: int, *, empty_is_today: bool = False
) -> tuple[dt.date, dt.date]:
    """The dates of one day, of a number of days, or of a week."""
    said = _core(words)
    if not said:
        if empty_is_today or SICK_TODAY & set(words):
            return today, today + _DAY
        raise _not_known(words)
    week = _week(said, today, week_start)
    if week is not None:
        return week
    date = _date_of(said, today)
    if date is None:
        raise _not_known(words)
    return date, date + _DAY


def _core(words: Sequence[str]) -> list[str]:
    said = " ".join(words)
    if said in DAYS_AGO:  # hari ini
        return [said]
    return [word for word in words if word not in FILLING]


def _not_known(words: Sequence[str]) -> UnclearText:
    return UnclearText(
        "I don't know the day `{words}`. Write it like `today`, `friday pm`, `1 Dec` or `from 1 Dec to 5 Dec`.",
        words=" ".join(words) or "",
    )


def _week(said: Sequence[str], today: dt.date, week_start: int) -> tuple[dt.date, dt.date] | None:
    said = [word for word in said if word not in ("this", "ini") or len(said) == 2]
    if len(said) != 2 or not WEEK & set(said):
        return None
    other = said[1] if said[0] in WEEK else said[0]
    begins = today - dt.timedelta(days=(today.weekday() - week_start) % 7)
    if other in ("this", "ini") or other in REST_OF | ALL_OF:
        return today, begins + dt.timedelta(days=7)
    if other in (*NEXT, *AFTER_NEXT):
        return begins + dt.timedelta(days=7), begins + dt.timedelta(days=14)
    return None


def _date_of(said: Sequence[str], today: dt.date) -> dt.date | None:
    joined = " ".join(said)
    if joined in DAYS_AGO:
        return today - dt.timedelta(days=DAYS_AGO[joined])
    if joined == "ini":  # hari is one of the filling words
        return today
    if len(said) == 1 and (match := ISO.fullmatch(said[0])):
        return _date(int(match[1]), int(match[2]), int(match[3]), joined)
    if len(said) == 1 and (match := ORDINAL.fullmatch(said[0])):
        return _next_of_month(int(match[1]), today, joined)
    return _weekday(said, today) or _month_and_day(said, today)


def _next_of_month(day: int, today: dt.date, said: str) -> dt.date:
    """The next such day, today among them."""
    month = today.replace(day=1)
    for _ in range(12):
        with contextlib.suppress(ValueError):
            if (date := month.replace(day=day)) >= today:
                return date
        month = (month + dt.timedelta(days=32)).replace(day=1)
    raise UnclearText("`{said}` isn't a real date. Write it like 2026-11-16.", said=said)


def _weekday(said: Sequence[str], today: dt.date) -> dt.date | None:
    names = [word for word in said if word not in (*LAST, *NEXT, *AFTER_LAST, *AFTER_NEXT, "this", "coming", "ini")]
    marks = set(said) - set(names)
    number = weekday_number(names[0]) if len(names) == 1 and len(said) <= 2 else None
    if number is None:
        return None
    ahead = (number - today.weekday()) % 7
    if marks & {*LAST, *AFTER_LAST}:
        return today - dt.timedelta(days=7 - ahead)
    if marks & {*NEXT, *AFTER_NEXT}:
        return today + dt.timedelta(days=ahead or 7)
    return today + dt.timedelta(days=ahead)


def _month_and_day(said: Sequence[str], today: dt.date) -> dt.date | None:
    """1 Dec, Dec 1, 1 Dec 2026; without a year the next such date, or one of the last half year."""
    if not 2 <= len(said) <= 3:
        return None
    month = _month_number(said[1]) or _month_number(said[0])
    day = DAY_OF_MONTH.fullmatch(said[0]) or DAY_OF_MONTH.fullmatch(said[1])
    if month is None or day is None:
        return None
    if len(said) == 3:
        return _date(int(said[2]), month, int(day[1]), " ".join(said)) if re.fullmatch(r"20\d\d", said[2]) else None
    date = _date(today.year, month, int(day[1]), " ".join(said))
    if (today - date).days > 182:
        return _date(today.year + 1, month, int(day[1]), " ".join(said))
    if (date - today).days > 182 and (today - _date(today.year - 1, month, int(day[1]), " ".join(said))).days < 60:
        return _date(today.year - 1, month, int(day[1]), " ".join(said))
    return date


def _month_in(words: Sequence[str]) -> str | None:
    return next((word for word in words if _month_number(word)), None)


def _month_number(word: str) -> int | None:
    return next((number for number, names in enumerate(MONTHS, start=1) if word in names), None)


def weekday_number(word: str) -> int | None:
    if word in SHORT_WEEKDAYS:
        return SHORT_WEEKDAYS.index(word)
    return next((number for number, names in enumerate(WEEKDAYS) if word in names), None)


def _date(year: int, month: int, day: int, said: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        # The 29th of February of the next year that has one.
        if (month, day) == (2, 29) and year % 4:
            return _date(year + 4 - year % 4, month, day, said)
        raise UnclearText("`{said}` isn't a real date. Write it like 2026-11-16.", said=said) from error
