"""What the cells of a file say: who, when, how much."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from bot.core.members import latest_date
from bot.core.text.amounts import read_amount, strip_currency
from bot.exchange.problems import WrongLine
from storage.tables import Workspace

EARLIEST = 2000
DATE_ORDERS = ("y-m-d", "d/m/y", "m/d/y")
_PARTS = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")


class Dates:
    """Reads dates and instants written in one order: `y-m-d` (ISO), `d/m/y` or `m/d/y`, a time after it or not."""

    def __init__(self, now: dt.datetime, *, order: str = "y-m-d") -> None:
        self._latest, self._order = latest_date(now), order

    def past(self, text: str) -> dt.date:
        """A date that is not in the future. Raises WrongLine."""
        date = self.any(text)
        if date > self._latest:
            raise WrongLine(f"{text} is in the future.")
        return date

    def any(self, text: str) -> dt.date:
        """A date, which may be to come. Raises WrongLine."""
        date = self._date(text.split("T")[0].split()[0] if text.strip() else "")
        if date is None:
            raise WrongLine(f"{text!r} is no date like {self._example()}.")
        if date.year < EARLIEST:
            raise WrongLine(f"{text} is before the year {EARLIEST}.")
        return date

    def instant(self, text: str, zone: ZoneInfo) -> dt.datetime:
        """A date and a time of `zone`, unless it names its own; without a time, the day's start. Raises WrongLine."""
        date = self.past(text)
        rest = text.strip()[len(re.split(r"[T ]", text.strip())[0]) :].strip("T ")
        if not rest:
            return dt.datetime.combine(date, dt.time(), tzinfo=zone).astimezone(dt.UTC)
        try:
            time = _time_of(rest)
        except ValueError:
            raise WrongLine(f"{text!r} has no time like 14:30 after its date.") from None
        instant = dt.datetime.combine(date, time)
        return (instant if instant.tzinfo else instant.replace(tzinfo=zone)).astimezone(dt.UTC)

    def _date(self, text: str) -> dt.date | None:
        parts = _PARTS.fullmatch(text)
        if parts is None:
            return None
        first, middle, last = (int(part) for part in parts.groups())
        if len(parts[1]) == 4:
            year, month, day = first, middle, last
        elif len(parts[3]) != 4 or self._order == "y-m-d":
            return None
        elif self._order == "d/m/y":
            year, month, day = last, middle, first
        else:
            year, month, day = last, first, middle
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None

    def _example(self) -> str:
        return {"y-m-d": "2026-11-17", "d/m/y": "17/11/2026", "m/d/y": "11/17/2026"}[self._order]


def _time_of(text: str) -> dt.time:
    """14:30, 14:30:05+08:00 or 2:30 PM. Raises ValueError."""
    half = re.fullmatch(r"(\d{1,2}:\d{2})(?::\d{2})?\s*([AaPp])\.?[Mm]\.?", text)
    if half is None:
        return dt.time.fromisoformat(re.sub(r"^(\d):", r"0\1:", text.replace(" ", "")))
    hours, minutes = map(int, half[1].split(":"))
    if not 1 <= hours <= 12:
        raise ValueError(text)
    return dt.time(hours % 12 + (12 if half[2] in "Pp" else 0), minutes)


def read_money(text: str, workspace: Workspace) -> int:
    """An amount in minor units of the workspace's currency. Raises WrongLine."""
    bare, currency = strip_currency(text, workspace.currency, workspace.locale)
    if currency is not None and currency != workspace.currency:
        raise WrongLine(f"{text!r} is in {currency}, and amounts here are in {workspace.currency}.")
    amount = read_amount(bare, currency=workspace.currency, locale=workspace.locale)
    if amount is None:
        raise WrongLine(f"{text!r} is no amount.")
    return amount
