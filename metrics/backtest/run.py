"""Goes through the periods in order and predicts each working morning with what was known the evening before."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from metrics.backtest.learn import LONG, Pupil
from metrics.backtest.panel import TRAILING, TRAIN_ONLY, Options, Panel, WrongData, periods_in
from metrics.backtest.present import HistoryWalk, Present, cases_of, present_in
from metrics.backtest.watch import Watch
from metrics.blend import usual_blend
from metrics.episodes import Rule
from metrics.review import Assessment, assess
from metrics.scores import Scores, score

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FROM_SHARE, TO_SHARE = 0.2, 0.8
MEMBER_RULE = Rule()
RULES = ("naive", "pace_below_0.8", "constants", "tuned")
FORECASTS = ("constants", "tuned")
TENTHS = 10


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
class Tenth:
    """A tenth of the period, from the first to before the second share of its working days, and how often the 80 %
    range of the mornings in it held.
    """

    starts: float
    ends: float
    held: float
    cases: int


@dataclass(frozen=True)
class RangeHeld:
    """How often the period ended within its 80 % range, on all mornings that are scored, and by tenth of the period."""

    held: float
    tenths: tuple[Tenth, ...]


@dataclass(frozen=True)
class Newcomers:
    """The forecast of people in their first two whole periods, whose target follows from what their peers do."""

    cases: int
    people: int
    scores: Scores
    held: float


@dataclass(frozen=True)
class Report:
    """A backtest's result. `probabilities` and `reached` are of all cases, for a calibration plot; `ranges` is how
    often the 80 % range held, for each of FORECASTS. Alerts and `newcomers` (None where there were none) are judged by
    what was learned up to each period, as mornings are.
    """

    rules: dict[str, Scores]
    ranges: dict[str, RangeHeld]
    alerts: AlertScores
    alerts_manager: AlertScores
    alerts_whole: AlertScores
    newcomers: Newcomers | None
    cases: int
    member_periods: int
    probabilities: dict[str, Floats]
    reached: Bools


@dataclass
class _Tally:
    """What came of the alert rule in each member-period."""

    raised: int = 0
    missed: int = 0
    both: int = 0
    flips: int = 0
    lead: float = 0.0
    member_periods: int = 0

    def take(self, watch: Watch, eligible: Bools, missed: Bools) -> None:
        raised = eligible & ~np.isnan(watch.first)
        both = raised & missed
        self.member_periods += int(eligible.sum())
        self.missed += int((eligible & missed).sum())
        self.raised += int(raised.sum())
        self.flips += int((watch.changes[raised] - 1).sum())
        self.both += int(both.sum())
        self.lead += float(watch.first[both].sum())

    def scores(self) -> AlertScores:
        return AlertScores(
            precision=self.both / self.raised if self.raised else float("nan"),
            recall=self.both / self.missed if self.missed else float("nan"),
            false_alarms=self.raised - self.both,
            flips_per_100=100.0 * self.flips / self.member_periods if self.member_periods else float("nan"),
            lead_days=self.lead / self.both if self.both else float("nan"),
        )


@dataclass
class _Collected:
    said: dict[str, list[Floats]] = field(default_factory=lambda: {rule: [] for rule in RULES})
    inside: dict[str, list[Bools]] = field(default_factory=lambda: {rule: [] for rule in FORECASTS})
    shares: list[Floats] = field(default_factory=list)
    reached: list[Bools] = field(default_factory=list)
    new_said: list[Floats] = field(default_factory=list)
    new_reached: list[Bools] = field(default_factory=list)
    new_inside: list[Bools] = field(default_factory=list)
    new_people: set[int] = field(default_factory=set)
    member: _Tally = field(default_factory=_Tally)
    manager: _Tally = field(default_factory=_Tally)
    whole: _Tally = field(default_factory=_Tally)


def run_backtest(panel: Panel, options: Options) -> Report:
    """Predict every working morning of every period. Raises WrongData when there is nothing to predict."""
    periods = periods_in(panel, options)
    collected, pupil, walk = _Collected(), Pupil(options.period), HistoryWalk(panel)
    trailing = TRAILING[options.period]
    since = next(
        (at for at, each in enumerate(periods) if options.since is None or each.start >= options.since), len(periods)
    )
    for at in range(max(trailing, since), len(periods)):
        group = present_in(
            panel,
            periods[at - trailing : at],
            periods[at],
            kind=options.period,
            factor=options.factor,
            walk=walk,
            profiles=pupil.profiles.profiles(),
        )
        if group is None:
            continue
        if at - since >= TRAIN_ONLY[options.period]:
            _predict(collected, group, options, pupil)
        pupil.take(group)
    if not collected.reached:
        raise WrongData("Not enough data for these options. Try a shorter --period or a longer history.")
    reached, shares = np.concatenate(collected.reached), np.concatenate(collected.shares)
    said = {rule: np.concatenate(parts) for rule, parts in collected.said.items()}
    return Report(
        rules={rule: score(said[rule], reached) for rule in RULES},
        ranges={rule: _range_held(np.concatenate(collected.inside[rule]), shares) for rule in FORECASTS},
        alerts=collected.member.scores(),
        alerts_manager=collected.manager.scores(),
        alerts_whole=collected.whole.scores(),
        newcomers=_newcomers(collected),
        cases=int(reached.size),
        member_periods=collected.member.member_periods,
        probabilities=said,
        reached=reached,
    )


def manager_rule(*, week: bool) -> Rule:
    """When managers hear of it, and when it is called improving, as a rule of its own."""
    return Rule(opens=MEMBER_RULE.escalates_at(week=week), closes=MEMBER_RULE.improves)


def _predict(collected: _Collected, group: Present, options: Options, pupil: Pupil) -> None:
    reached = group.totals >= group.targets
    people, days = group.counts.shape
    week = options.period == "week"
    member, whole = (Watch(people, MEMBER_RULE, week=week) for _ in range(2))
    manager = Watch(people, manager_rule(week=week), week=week)
    constants, learned = usual_blend(long=options.period in LONG), pupil.learner.blend
    for day in range(days):
        morning = group.weights[:, day] > 0
        if not (morning & (group.eligible | group.new)).any():
            continue
        cases = cases_of(group, np.full(people, day))
        own = assess(cases, blend=learned)
        share = group.shares[:, day]
        scored = morning & (share >= FROM_SHARE) & (share <= TO_SHARE)
        counted = scored & group.eligible
        if counted.any():
            usual = assess(cases, blend=constants)
            pace = cases.done / np.maximum(own.expected, 1e-9)
            for rule, said in (
                ("naive", (pace >= 1.0).astype(float)),
                ("pace_below_0.8", (pace >= 0.8).astype(float)),
                ("constants", usual.probability),
                ("tuned", own.probability),
            ):
                collected.said[rule].append(said[counted])
            for rule, judged in (("constants", usual), ("tuned", own)):
                collected.inside[rule].append(_inside(judged, group)[counted])
            collected.shares.append(share[counted])
            collected.reached.append(reached[counted])
        _take_newcomers(collected, group, scored & group.new, own, reached)
        judged_today = morning & group.eligible
        whole.see(judged_today, day, cases, own.probability)
        member.see(counted, day, cases, own.probability)
        manager.see(counted, day, cases, own.probability)
    for watch, tally in ((member, collected.member), (manager, collected.manager), (whole, collected.whole)):
        tally.take(watch, group.eligible, ~reached)


def _inside(judged: Assessment, group: Present) -> Bools:
    return np.asarray((group.totals >= judged.low) & (group.totals <= judged.high), dtype=np.bool_)


def _take_newcomers(collected: _Collected, group: Present, who: Bools, judged: Assessment, reached: Bools) -> None:
    if who.any():
        collected.new_said.append(judged.probability[who])
        collected.new_reached.append(reached[who])
        collected.new_inside.append(_inside(judged, group)[who])
        collected.new_people.update(int(place) for place in group.places[who])


def _newcomers(collected: _Collected) -> Newcomers | None:
    if not collected.new_said:
        return None
    said, reached = np.concatenate(collected.new_said), np.concatenate(collected.new_reached)
    held = float(np.concatenate(collected.new_inside).mean())
    return Newcomers(int(said.size), len(collected.new_people), score(said, reached), held)


def _range_held(inside: Bools, shares: Floats) -> RangeHeld:
    # A morning at the very end of what is scored belongs to the tenth before it.
    tenth = np.minimum((shares * TENTHS + 1e-9).astype(np.int64), round(TO_SHARE * TENTHS) - 1)
    return RangeHeld(
        held=float(inside.mean()),
        tenths=tuple(
            Tenth(at / TENTHS, (at + 1) / TENTHS, float(inside[tenth == at].mean()), int((tenth == at).sum()))
            for at in range(TENTHS)
            if (tenth == at).any()
        ),
    )
