"""Goes through the periods in order and predicts each working morning with what was known the evening before."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from metrics.backtest.learn import learn, noise_of
from metrics.backtest.panel import (
    TRAILING,
    TRAIN_ONLY,
    Options,
    Panel,
    WrongData,
    periods_in,
)
from metrics.backtest.present import Present, cases_of, present_in
from metrics.episodes import Event, Observation, Rule, State, advance
from metrics.periods import Period
from metrics.review import Cases, assess
from metrics.scores import Scores, score
from metrics.tuning import Constants, Tuner

Floats = npt.NDArray[np.float64]

FROM_SHARE, TO_SHARE = 0.2, 0.8
MEMBER_RULE = Rule()
MANAGER_RULE = Rule(opens=MEMBER_RULE.escalates, closes=MEMBER_RULE.improves)
"""When managers hear of it, and when it is called improving, as a rule of its own."""
RULES = ("naive", "pace_below_0.8", "constants", "tuned")


@dataclass(frozen=True)
class AlertScores:
    """How the alert rule did, over member-periods. `lead_days` is the mean number of working days between the first
    raise and the end of a period that was missed; `flips_per_100` counts changes after the first raise.
    """

    precision: float
    recall: float
    false_alarms: int
    flips_per_100: float
    lead_days: float


@dataclass(frozen=True)
class Report:
    """A backtest's result. `probabilities` and `reached` are of all cases, for a calibration plot."""

    rules: dict[str, Scores]
    alerts: AlertScores
    alerts_manager: AlertScores
    alerts_whole: AlertScores
    cases: int
    member_periods: int
    probabilities: dict[str, Floats]
    reached: npt.NDArray[np.bool_]


@dataclass
class _Tally:
    """What came of the alert rule in each member-period."""

    raised: int = 0
    missed: int = 0
    both: int = 0
    flips: int = 0
    lead: float = 0.0
    member_periods: int = 0

    def take(self, *, first_raise: float | None, changes: int, missed: bool) -> None:
        self.member_periods += 1
        self.missed += missed
        if first_raise is None:
            return
        self.raised += 1
        self.flips += changes - 1
        if missed:
            self.both += 1
            self.lead += first_raise

    def scores(self) -> AlertScores:
        return AlertScores(
            precision=self.both / self.raised if self.raised else float("nan"),
            recall=self.both / self.missed if self.missed else float("nan"),
            false_alarms=self.raised - self.both,
            flips_per_100=100.0 * self.flips / self.member_periods,
            lead_days=self.lead / self.both if self.both else float("nan"),
        )


@dataclass
class _Collected:
    said: dict[str, list[Floats]] = field(default_factory=lambda: {rule: [] for rule in RULES})
    reached: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    member: _Tally = field(default_factory=_Tally)
    manager: _Tally = field(default_factory=_Tally)
    whole: _Tally = field(default_factory=_Tally)


def run_backtest(panel: Panel, options: Options) -> Report:
    """Predict every working morning of every period. Raises WrongData when there is nothing to predict."""
    periods = periods_in(panel, options)
    collected, tuner = _Collected(), Tuner()
    trailing = TRAILING[options.period]
    since = next((at for at, period in enumerate(periods) if not _before(period, options)), len(periods))
    for at in range(max(trailing, since), len(periods)):
        group = present_in(panel, periods[at - trailing : at], periods[at], kind=options.period, factor=options.factor)
        if group is None:
            continue
        if at - since >= TRAIN_ONLY[options.period]:
            _predict(collected, group, periods[at], options, tuner.best())
        learn(tuner, group, options.period)
    if not collected.reached:
        raise WrongData("There is no period to predict: the data are too short for these options.")
    reached = np.concatenate(collected.reached)
    said = {rule: np.concatenate(parts) for rule, parts in collected.said.items()}
    return Report(
        rules={rule: score(said[rule], reached) for rule in RULES},
        alerts=collected.member.scores(),
        alerts_manager=collected.manager.scores(),
        alerts_whole=collected.whole.scores(),
        cases=int(reached.size),
        member_periods=collected.member.member_periods,
        probabilities=said,
        reached=reached,
    )


def _before(period: Period, options: Options) -> bool:
    return options.since is not None and period.start < options.since


def _predict(collected: _Collected, group: Present, period: Period, options: Options, tuned: Constants) -> None:
    reached = group.counts.sum(axis=1) >= group.targets
    people, days = group.counts.shape
    watched = {name: _Watched(people) for name in ("member", "manager", "whole")}
    for day in range(days):
        at = np.full(people, day)
        cases = cases_of(group, at, Constants())
        share = cases.worked / np.maximum(cases.worked + cases.remaining, 1e-9)
        morning = group.eligible & (cases.today > 0)
        usual = assess(cases, k=Constants().k, r=noise_of(options.period, Constants()))
        counted = morning & (share >= FROM_SHARE) & (share <= TO_SHARE)
        if counted.any():
            own = usual
            if tuned != Constants():
                own = assess(cases_of(group, at, tuned), k=tuned.k, r=noise_of(options.period, tuned))
            pace = cases.done / np.maximum(usual.expected, 1e-9)
            for rule, said in (
                ("naive", (pace >= 1.0).astype(float)),
                ("pace_below_0.8", (pace >= 0.8).astype(float)),
                ("constants", usual.probability),
                ("tuned", own.probability),
            ):
                collected.said[rule].append(said[counted])
            collected.reached.append(reached[counted])
        date = period.start + dt.timedelta(days=day)
        for person in np.flatnonzero(morning):
            seen = _observe(cases, usual.probability, int(person), date, period, options)
            watched["whole"].see(int(person), seen, MEMBER_RULE)
            if counted[person]:
                watched["member"].see(int(person), seen, MEMBER_RULE)
                watched["manager"].see(int(person), seen, MANAGER_RULE)
    for name, tally in (("member", collected.member), ("manager", collected.manager), ("whole", collected.whole)):
        for person in np.flatnonzero(group.eligible):
            one = watched[name]
            tally.take(
                first_raise=one.first[person],
                changes=one.changes[person],
                missed=not bool(reached[person]),
            )


@dataclass
class _Watched:
    """The state machine of each person in one period."""

    people: int
    states: list[State | None] = field(init=False)
    first: list[float | None] = field(init=False)
    changes: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.states, self.first = [None] * self.people, [None] * self.people
        self.changes = [0] * self.people

    def see(self, person: int, seen: Observation, rule: Rule) -> None:
        self.states[person], verdict = advance(self.states[person], seen, rule=rule)
        if Event.OPENED in verdict.events and self.first[person] is None:
            self.first[person] = seen.remaining
        if self.first[person] is not None and verdict.reason != "reached":
            self.changes[person] += sum(event in (Event.OPENED, Event.CLOSED) for event in verdict.events)


def _observe(
    cases: Cases, probability: Floats, person: int, date: dt.date, period: Period, options: Options
) -> Observation:
    return Observation(
        date=date,
        period_start=period.start,
        target=float(cases.target[person]),
        done=float(cases.done[person]),
        worked=float(cases.worked[person]),
        remaining=float(cases.remaining[person]),
        probability=float(probability[person]),
        week=options.period == "week",
        active_days=float("inf"),
    )
