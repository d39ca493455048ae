"""Daily counts as a table of people and days, with the days that each worked."""

import csv
import datetime as dt
import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.periods import Period, PeriodKind, next_period, period_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PERIODS = ("week", "month", "quarter", "year", "4weeks")
LEAVE_GAP = {"week": 14, "4weeks": 21, "month": 28, "quarter": 28, "year": 28}
"""So many days without any event stand for known leave: the one use of later data."""
TRAILING = {"week": 4, "4weeks": 3, "month": 3, "quarter": 3, "year": 1}
SMALLEST_MEAN = {"week": 3.0, "4weeks": 3.0, "month": 5.0, "quarter": 5.0, "year": 5.0}
TRAIN_ONLY = {"week": 2, "4weeks": 2, "month": 6, "quarter": 6, "year": 1}
MOST_CELLS = 40_000_000
"""People times days: some gigabytes of memory at most."""
WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WrongData(Exception):
    """The rows or the options cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Options:
    """What is predicted: `period` one of PERIODS, target = ceil(`factor` x the mean of the periods before)."""

    period: str = "month"
    factor: float = 1.1
    workdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    since: dt.date | None = None

    def __post_init__(self) -> None:
        if self.period not in PERIODS:
            raise WrongData(f"--period is one of {', '.join(PERIODS)}, not {self.period!r}.")
        if self.factor <= 0:
            raise WrongData("--target needs a number above zero, like trailing:1.1.")
        if not self.workdays:
            raise WrongData("--workdays needs at least one day, like mon-fri.")


def read_workdays(text: str) -> tuple[int, ...]:
    """mon-fri, or sun,mon,tue … as numbers of weekdays. Raises WrongData."""
    first, dash, last = text.strip().casefold().partition("-")
    names = [first, last] if dash else first.split(",")
    unknown = [name for name in names if name not in WEEKDAY_NAMES]
    if unknown:
        raise WrongData(f"--workdays looks like mon-fri or sun,mon,tue. {unknown[0]!r} isn't a day.")
    numbers = [WEEKDAY_NAMES.index(name) for name in names]
    if not dash:
        return tuple(sorted(set(numbers)))
    return tuple(sorted((numbers[0] + n) % 7 for n in range((numbers[1] - numbers[0]) % 7 + 1)))


@dataclass(frozen=True)
class Panel:
    """`counts` and `weights` (people x days), the number of each person's team, and the first date."""

    first: dt.date
    counts: Floats
    weights: Floats
    teams: Ints
    began: Ints
    """Each person's first day with an event."""
    ended: Ints
    """Each person's last day with an event."""

    @property
    def days(self) -> int:
        """How many days there are."""
        return int(self.counts.shape[1])


def read_rows(lines: Iterable[str], options: Options) -> Panel:
    """The panel of a CSV with the columns rep, team, date, value. Raises WrongData with the number of a bad line."""
    table = csv.DictReader(lines)
    missing = {"rep", "team", "date", "value"} - set(table.fieldnames or ())
    if missing:
        raise WrongData(f"The file needs rep, team, date and value. Missing: {', '.join(sorted(missing))}.")
    rows: list[tuple[str, str, dt.date, float]] = []
    for line in table:
        try:
            rows.append((line["rep"], line["team"], dt.date.fromisoformat(line["date"]), _number(line["value"])))
        except (TypeError, ValueError) as error:
            raise WrongData(f"Line {table.line_num}: {error}.") from error
    return make_panel(rows, options)


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is not a number of things done")
    return value


def make_panel(rows: list[tuple[str, str, dt.date, float]], options: Options) -> Panel:
    """The panel of (rep, team, date, value) rows; a rep's team is that of their newest row. Raises WrongData."""
    if not rows:
        raise WrongData("There are no rows to backtest.")
    first, last = min(row[2] for row in rows), max(row[2] for row in rows)
    people = sorted({row[0] for row in rows})
    number = {rep: at for at, rep in enumerate(people)}
    days = (last - first).days + 1
    if len(people) * days > MOST_CELLS:
        raise WrongData(
            f"{len(people)} people on {days} days, from {first} to {last}, is too much at once. Is there a typo in a "
            "date? If not, split the file by team."
        )
    counts = np.zeros((len(people), days))
    teams: dict[str, tuple[dt.date, str]] = {}
    for rep, team, date, value in rows:
        counts[number[rep], (date - first).days] += value
        if rep not in teams or date >= teams[rep][0]:
            teams[rep] = (date, team)
    team_numbers = {team: at for at, team in enumerate(sorted({team for _, team in teams.values()}))}
    active = counts > 0
    began = np.argmax(active, axis=1)
    ended = days - 1 - np.argmax(active[:, ::-1], axis=1)
    scheduled = np.isin((first.weekday() + np.arange(days)) % 7, options.workdays).astype(np.float64)
    weights = np.tile(scheduled, (len(people), 1))
    for at in range(len(people)):
        weights[at, : began[at]] = 0.0
        _take_leave_out(weights[at], np.flatnonzero(active[at]), LEAVE_GAP[options.period])
    return Panel(first, counts, weights, np.array([team_numbers[teams[rep][1]] for rep in people]), began, ended)


def periods_in(panel: Panel, options: Options) -> list[Period]:
    """The whole periods that the data cover, in order."""
    last = panel.first + dt.timedelta(days=panel.days)
    if options.period == "4weeks":
        start = period_of(PeriodKind.WEEK, panel.first).start
        period = Period(start, start + dt.timedelta(days=28))
    else:
        period = period_of(PeriodKind(options.period), panel.first)
    found = []
    while period.end <= last:
        if period.start >= panel.first:
            found.append(period)
        period = next_period(period)
    return found


def _take_leave_out(weights: Floats, active: Ints, gap: int) -> None:
    for before, after in itertools.pairwise(active):
        if after - before > gap:
            weights[before + 1 : after] = 0.0
