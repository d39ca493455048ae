"""Dates and instants as files write them, and the day of each where the member is."""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.members import latest_date, local_date, zone_of
from bot.exchange.problems import WrongFile, WrongLine
from bot.exchange.values import EARLIEST
from storage.tables import Member, Workspace

DATE_ORDERS = ("y-m-d", "d/m/y", "m/d/y")
ASKS_FOR_ORDER = "Say how dates are written here: --dates d/m/y or --dates m/d/y."
MEMBER = "member"
"""The zone of a file whose times are each member's own."""
_MONTHS = (
    ("jan", "january", "januari"),
    ("feb", "february", "februari"),
    ("mar", "march", "mac"),
    ("apr", "april"),
    ("may", "mei"),
    ("jun", "june"),
    ("jul", "july", "julai"),
    ("aug", "august", "ogos"),
    ("sep", "sept", "september"),
    ("oct", "october", "okt", "oktober"),
    ("nov", "november"),
    ("dec", "december", "dis", "disember"),
)
MONTH_NUMBERS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}
"""By a month's name or what it is shortened to, folded."""
_WEEKDAY = re.compile(
    r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\.?,?\s+",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]+([A-Za-z]{3,9})\.?[-/, ]+(\d{4}|\d{2})(?!\d)")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?[- ]+(\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\d{4})(?!\d)")
_TIME = re.compile(
    r"[T,]?\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(?:([AaPp])\.?[Mm]\.?)?(?![\d:])\s*(.*)", re.DOTALL
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.(\d+))?")
_SERIAL_DAY_0 = dt.date(1899, 12, 30)
"""From which spreadsheets count days."""


@dataclass(frozen=True)
class _Written:
    """What stands in a cell: a date, its time and the zone, as far as they were written."""

    date: dt.date
    time: dt.time | None = None
    zone: dt.tzinfo | None = None


class Dates:
    """Reads the dates of one file, written in one order: `y-m-d` (ISO), `d/m/y` or `m/d/y`, a time after it or not.

    Whatever is clear by itself is understood in each: a month's name, a spreadsheet's serial day, an instant in seconds
    or milliseconds since 1970. Times without a zone are of the file's: the workspace's unless `timezone` says
    another, or `member` for each member's own.
    """

    def __init__(self, now: dt.datetime, workspace: Workspace, *, order: str = "y-m-d", timezone: str = "") -> None:
        self._latest, self._order, self._workspace = latest_date(now), order, workspace
        self._zone = None if timezone == MEMBER else _zone_named(timezone) if timezone else zone_of(None, workspace)
        self.zone_name = "each member's own" if timezone == MEMBER else timezone or str(self._zone)
        self.had_times = False
        """Whether a time without a zone was read."""

    def past(self, text: str, member: Member | None = None) -> dt.date:
        """The member's date, which is not in the future. Raises WrongLine."""
        date = self.any(text, member)
        if date > self._latest:
            raise WrongLine(f"{text} is in the future.")
        return date

    def any(self, text: str, member: Member | None = None) -> dt.date:
        """The member's date, which may be to come. Raises WrongLine."""
        written = self._read(text)
        if self._is_date(written):
            return written.date
        return local_date(member, self._workspace, self._instant(written, member))

    def instant(self, text: str, member: Member | None = None) -> dt.datetime:
        """An instant that is not in the future; of a date the day's start where the member is. Raises WrongLine."""
        written = self._read(text)
        if written.date > self._latest:
            raise WrongLine(f"{text} is in the future.")
        if written.time is None:
            return dt.datetime.combine(written.date, dt.time(), tzinfo=zone_of(member, self._workspace)).astimezone(
                dt.UTC
            )
        return self._instant(written, member)

    def said(self, text: str, member: Member | None = None) -> dt.date | dt.datetime:
        """A date as it stands, or the instant that was written. Raises WrongLine."""
        written = self._read(text)
        return written.date if self._is_date(written) else self._instant(written, member)

    def _is_date(self, written: _Written) -> bool:
        # Midnight without a zone is how many programs write a date.
        return written.time is None or (written.time == dt.time() and written.zone is None)

    def _instant(self, written: _Written, member: Member | None) -> dt.datetime:
        self.had_times |= written.zone is None
        zone = written.zone or self._zone or zone_of(member, self._workspace)
        return dt.datetime.combine(written.date, written.time or dt.time(), tzinfo=zone).astimezone(dt.UTC)

    def _read(self, text: str) -> _Written:
        bare = " ".join(text.split())
        written = _number(bare) or self._words(bare)
        if written is None:
            raise WrongLine(f"{text!r} isn't a date like {self._example()}.{self._hint(bare)}")
        if written.date.year < EARLIEST:
            raise WrongLine(f"{text} is before the year {EARLIEST}.")
        return written

    def _words(self, text: str) -> _Written | None:
        bare = _WEEKDAY.sub("", text, count=1) if _WEEKDAY.match(text) else text
        if (packed := _PACKED.fullmatch(bare)) is not None:
            year, month, day, hour, minute, second, zone = packed.groups()
            bare = f"{year}-{month}-{day} {hour}:{minute}:{second or '00'}{zone or ''}"
        for pattern, order in ((_NUMERIC, ""), (_DAY_FIRST, "dmy"), (_MONTH_FIRST, "mdy")):
            found = pattern.match(bare)
            if found is None:
                continue
            date = self._numeric(found) if not order else _named(found, order)
            if date is None:
                return None
            time, zone = _time_and_zone(bare[found.end() :].strip(), text)
            return _Written(date, time, zone)
        return None

    def _numeric(self, found: re.Match[str]) -> dt.date | None:
        first, middle, last = int(found[1]), int(found[3]), int(found[4])
        if len(found[1]) == 4:
            year, month, day = first, middle, last
        elif self._order == "y-m-d" or len(found[4]) == 3 or len(found[1]) > 2:
            return None
        else:
            year = last if len(found[4]) == 4 else 2000 + last
            month, day = (middle, first) if self._order == "d/m/y" else (first, middle)
        return _date(year, month, day)

    def _example(self) -> str:
        return {"y-m-d": "2026-11-17", "d/m/y": "17/11/2026", "m/d/y": "11/17/2026"}[self._order]

    def _hint(self, text: str) -> str:
        if re.fullmatch(r"\d{4}[-/]\d{1,2}", text):
            return " It says the month alone."
        found = _NUMERIC.match(text)
        if (
            self._order == "y-m-d"
            and found is not None
            and int(found[1]) <= 31
            and min(int(found[1]), int(found[3])) <= 12
        ):
            return f" {ASKS_FOR_ORDER}"
        return ""


class OrderEvidence:
    """What the dates of a whole file say about their order."""

    def __init__(self) -> None:
        self._proves: dict[str, tuple[int, str]] = {}

    def look(self, number: int, text: str) -> None:
        """Take in one cell."""
        found = _NUMERIC.match(text.strip())
        if found is None or len(found[1]) > 2:
            return
        first, second = int(found[1]), int(found[3])
        if (first > 12) != (second > 12):
            self._proves.setdefault("d/m/y" if first > 12 else "m/d/y", (number, text.strip()))

    def require(self, order: str) -> None:
        """Raise WrongFile where a line disproves the order and none speaks for it."""
        other = {"d/m/y": "m/d/y", "m/d/y": "d/m/y"}.get(order)
        if other is not None and other in self._proves and order not in self._proves:
            number, text = self._proves[other]
            raise WrongFile(
                [f"Line {number}: {text!r} cannot be {order}, so no date of this file is: --dates {other} fits."]
            )

    @property
    def order(self) -> str:
        """The order that fits all, where one does."""
        return next(iter(self._proves)) if len(self._proves) == 1 else ""


def known_zone(timezone: str) -> None:
    """Raise WrongFile unless this is a zone, or `member`."""
    if timezone and timezone != MEMBER:
        _zone_named(timezone)


def _zone_named(name: str) -> dt.tzinfo:
    zone = _zone_of(name)
    if zone is None:
        raise WrongFile(
            [f"--timezone doesn't know {name!r}: write UTC, +08:00, a place such as Asia/Kuala_Lumpur, or member."]
        )
    return zone


def _number(text: str) -> _Written | None:
    serial = _SERIAL.fullmatch(text)
    if serial is not None:
        date = _SERIAL_DAY_0 + dt.timedelta(days=int(serial[1]))
        seconds = round(float(f"0.{serial[2] or 0}") * 86_400)
        return _Written(date, _time_of_day(min(seconds, 86_399)) if seconds else None)
    if not text.isdigit() or not text.isascii():
        return None
    if len(text) in (10, 13):
        at = dt.datetime.fromtimestamp(int(text[:10]), dt.UTC)
        return _Written(dt.date(at.year, at.month, at.day), at.time(), dt.UTC)
    packed = _date(int(text[:4]), int(text[4:6]), int(text[6:])) if len(text) == 8 else None
    return _Written(packed) if packed is not None else None


def _time_of_day(seconds: int) -> dt.time:
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _named(found: re.Match[str], order: str) -> dt.date | None:
    day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
    number = MONTH_NUMBERS.get(month.casefold())
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    return _date(year, number, int(day)) if number is not None else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _time_and_zone(rest: str, text: str) -> tuple[dt.time | None, dt.tzinfo | None]:
    """The time and zone after a date. Raises WrongLine."""
    rest = re.sub(r"\s*\([^()]*\)$", "", rest)
    if not rest or rest in ("Z", "z"):
        return None, None
    found = _TIME.fullmatch(rest)
    if found is None:
        raise WrongLine(f"{text!r} has no time like 14:30 after its date.")
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            raise WrongLine(f"{text!r} has no time like 14:30 after its date.")
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 60:
        raise WrongLine(f"{text!r} has no time like 14:30 after its date.")
    time = dt.time(hour, minute, min(second, 59))
    name = found[5].strip()
    if not name:
        return time, None
    zone = _zone_of(name)
    if zone is None:
        raise WrongLine(
            f"{text!r} is of the zone {name!r}, which may be several: write an offset or a place, as in 14:30 -05:00 "
            "or 14:30 America/New_York."
        )
    return time, zone


def _zone_of(name: str) -> dt.tzinfo | None:
    """UTC, an offset or a place; None for anything else, as for EST, which is several."""
    if name.upper() in ("Z", "UTC", "GMT"):
        return dt.UTC
    offset = _OFFSET.fullmatch(name)
    if offset is not None and int(offset[2]) <= 14 and int(offset[3] or 0) <= 59:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return dt.timezone(dt.timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    if "/" not in name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
