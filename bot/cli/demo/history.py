"""Ninety days of invented activity, the same for the same start."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.cli.demo.cast import REPS, TEAMS, Person, TeamGoal
from metrics.periods import PeriodKind

DAYS = 90
LATELY = 24
"""For so many days somebody who is slipping has been slipping."""
LEAVE_DAYS = 9
WORKING_DAYS = {PeriodKind.DAY: 1.0, PeriodKind.WEEK: 5.0, PeriodKind.MONTH: 21.0}
ACCOUNTS = (
    "Acorn Supply",
    "Bluebell Freight",
    "Cobalt Dairy",
    "Driftwood Inns",
    "Elderflower Tools",
    "Foghorn Radio",
    "Gullwing Paper",
    "Hazel Optics",
)


@dataclass(frozen=True)
class Entry:
    """One invented activity; money in minor units."""

    person: Person
    metric: str
    quantity: int
    date: dt.date
    account: str


def write_history(today: dt.date) -> Iterator[Entry]:
    """The team's entries on `today` and the ninety days before, by day and person."""
    chance = random.Random(20261117)
    goals = {team.name: team.goals for team in TEAMS}
    for days_ago in range(DAYS, -1, -1):
        date = today - dt.timedelta(days=days_ago)
        if date.weekday() >= 5:
            continue
        for person in REPS:
            pace = person.lately if person.lately is not None and days_ago <= LATELY else person.pace
            if person.on_leave and days_ago <= LEAVE_DAYS // 2:
                continue
            yield from write_day(chance, person, goals[person.team], date, pace)


def write_day(
    chance: random.Random, person: Person, goals: Iterable[TeamGoal], date: dt.date, pace: float
) -> Iterator[Entry]:
    """What a person does on a day, at so much of what their team's goals ask of it."""
    for goal in goals:
        a_day = pace * goal.target / WORKING_DAYS[goal.period]
        if goal.metric == "revenue":
            yield from _deals(chance, person, date, a_day)
            continue
        yield from _entries(chance, person, goal.metric, date, a_day)


def _entries(chance: random.Random, person: Person, metric: str, date: dt.date, a_day: float) -> Iterator[Entry]:
    # A day of a person varies more than a Poisson: a gamma day rate makes it so.
    count = _poisson(chance, a_day * chance.gammavariate(4.0, 0.25))
    while count > 0:
        part = min(count, chance.choice((1, 1, 2, 3, 5)))
        yield Entry(person, metric, part, date, chance.choice(ACCOUNTS))
        count -= part


def _deals(chance: random.Random, person: Person, date: dt.date, a_day: float) -> Iterator[Entry]:
    usual = 20_000_00
    for _ in range(_poisson(chance, a_day / usual)):
        amount = round(usual * chance.gammavariate(4.0, 0.25) / 500_00) * 500_00
        account = chance.choice(ACCOUNTS)
        yield Entry(person, "deal", 1, date, account)
        yield Entry(person, "revenue", max(amount, 500_00), date, account)


def _poisson(chance: random.Random, mean: float) -> int:
    # Knuth's method; the means here are small.
    product, count, limit = chance.random(), 0, 2.718281828459045**-mean
    while product > limit:
        product *= chance.random()
        count += 1
    return count
