"""What followed a training: compared with peers who had none, or described without saying why."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.coaching.matching import Cases, Comparison, compare
from metrics.forecast import forecast_many
from metrics.history import DiscountedHistory, baselines, discount
from metrics.periods import Period

Floats = npt.NDArray[np.float64]

WINDOW_DAYS = 30
DAYS_AFTER = (30, 60, 90, 120)
"""Each window is the 30 dates that end so many days after the training."""
SELECTING_DAYS = 28
BASELINE_HALF_LIFE = 80.0
"""In standard working days. Longer than a forecast's: with 40, a training without effect, given to the worst fifth of
300 simulated members, was estimated at +6 %; with 80 at +2 %."""
ENOUGH_BEFORE = 20.0
"""Standard working days of history before the selecting period, below which there is no usual rate."""
ENOUGH_WORKED = 5.0
"""Standard working days in the selecting period or a window, below which it says nothing about the member."""
LEAST_EXPECTED = 5.0
"""Units usual in the selecting period: with fewer, falling short means nothing."""
FADED = 0.5
"""The share of its largest difference below which an effect has faded."""


class Finding(enum.Enum):
    """What a window shows. Only the first two speak of an effect; the last three say what is, not why."""

    MORE = "more than matched peers"
    LESS = "less than matched peers"
    NO_DIFFERENCE = "no difference from matched peers that chance does not explain"
    USUAL = "back to the usual range"
    BELOW_USUAL = "below the usual range"
    ABOVE_USUAL = "above the usual range"


@dataclass(frozen=True)
class Stretch:
    """What was done in some dates, in units, and the standard working days that were worked."""

    done: float
    worked: float


@dataclass(frozen=True)
class Case:
    """One member at one training's date, trained or not.

    `baseline` is the usual rate before the selecting period, in units a standard working day; `after` has a stretch for
    each of DAYS_AFTER, None where it is not over yet or the member hardly worked.
    """

    member: int
    date: dt.date
    baseline: float
    selecting: Stretch
    after: tuple[Stretch | None, ...]

    def __post_init__(self) -> None:
        if len(self.after) != len(DAYS_AFTER):
            raise ValueError(f"A case has {len(DAYS_AFTER)} windows, None for one that is not over.")
        if not (self.baseline > 0 and self.selecting.worked > 0):
            raise ValueError("A case is of a member with a usual rate, who worked in the selecting period.")

    @property
    def shortfall(self) -> float:
        """The share of the usual that was missing in the selecting period; -1 for twice the usual or more."""
        return max(-1.0, 1.0 - self.selecting.done / (self.baseline * self.selecting.worked))


@dataclass(frozen=True)
class WindowFinding:
    """A window that ends `days` after the training: what it shows, and the evidence.

    `members` were there, of whom so many were `below`, `within` and `above` their own usual range (80 %, from the
    forecast of their usual rate). `comparison` is None where too few could be matched.
    """

    days: int
    finding: Finding
    members: int
    below: int
    within: int
    above: int
    comparison: Comparison | None


@dataclass(frozen=True)
class TrainingReport:
    """What followed a training, a finding for each window that is over.

    `faded`: an effect was found, and less than half of it is left and no longer told from chance; None where no effect
    was found. `refresher_due`: it faded, or, without a comparison, the members were back and are below their usual now.
    """

    windows: tuple[WindowFinding, ...]
    faded: bool | None
    refresher_due: bool


def selecting_period(training: dt.date) -> Period:
    """The four weeks before a training, in which, unless told otherwise, its members were chosen."""
    return Period(training - dt.timedelta(days=SELECTING_DAYS), training)


def observe(
    member: int,
    training: dt.date,
    start: dt.date,
    quantities: Floats,
    weights: Floats,
    *,
    peer_rate: float,
    selecting: Period | None = None,
) -> Case | None:
    """A member's case, from a series of days; for those who were trained and, at the same date, for their peers.

    `quantities` (units) and `weights` (standard working days) have a place for each date from `start` to yesterday.
    `peer_rate` is the peers' mean rate (history.peer_means) as it was when the selecting period began. The windows
    start the day after `training`. None for whom there is no usual rate to fall short of: fewer than 20 days before,
    5 in the selecting period, or 5 units usual in it. Raises ValueError when the selecting period ends after the
    training, or the arrays differ in length.
    """
    if quantities.shape != weights.shape:
        raise ValueError("Each day has a quantity and a weight; the arrays differ in length.")
    selecting = selecting or selecting_period(training)
    if selecting.end > training:
        raise ValueError(f"Members are chosen before a training: {selecting.end} is after {training}.")
    if not weights.size:
        return None
    known = Period(start, start + dt.timedelta(days=weights.size))
    before = known.days_before(selecting.start)
    if float(weights[:before].sum()) < ENOUGH_BEFORE:
        return None
    history = discount(DiscountedHistory(0.0, 0.0), quantities[:before], weights[:before], half_life=BASELINE_HALF_LIFE)
    baseline = float(baselines(np.array([history.quantity]), np.array([history.weight]), np.array([peer_rate]))[0])
    chosen = _stretch(known, selecting.start, selecting.end, quantities, weights)
    if chosen is None or baseline * chosen.worked < LEAST_EXPECTED:
        return None
    windows = []
    for ends in DAYS_AFTER:
        last = training + dt.timedelta(days=ends + 1)
        windows.append(_stretch(known, last - dt.timedelta(days=WINDOW_DAYS), last, quantities, weights))
    return Case(member, training, baseline, chosen, tuple(windows))


def report_training(treated: Sequence[Case], controls: Sequence[Case]) -> TrainingReport:
    """What followed a training. `controls` are peers of the same role who had none, at the trainings' dates.

    A peer who was trained, in any of the cases, is no peer. Windows that are not over for anybody are left out.
    """
    found = [
        _judge(place, treated, controls)
        for place in range(len(DAYS_AFTER))
        if any(case.after[place] is not None for case in treated)
    ]
    return TrainingReport(tuple(found), _has_faded(found), refresher_due(found))


def refresher_due(windows: Sequence[WindowFinding]) -> bool:
    """Whether, after these windows in their order, an effect has faded or members are below their usual again."""
    return bool(_has_faded(windows)) or _slipped_again(windows)


def _judge(place: int, treated: Sequence[Case], controls: Sequence[Case]) -> WindowFinding:
    there = _cases(treated, place)
    usual = forecast_many(0.0, 0.0, 0.0, there.worked, there.baseline)
    below, above = int((there.done < usual.low).sum()), int((there.done > usual.high).sum())
    members = len(there.member)
    comparison = compare(there, _cases(controls, place))
    if comparison is not None:
        finding = _finding_of(comparison)
    elif 2 * (below + above) <= members:
        finding = Finding.USUAL
    else:
        finding = Finding.BELOW_USUAL if below >= above else Finding.ABOVE_USUAL
    return WindowFinding(DAYS_AFTER[place], finding, members, below, members - below - above, above, comparison)


def _finding_of(comparison: Comparison) -> Finding:
    if comparison.low > 0.0:
        return Finding.MORE
    return Finding.LESS if comparison.high < 0.0 else Finding.NO_DIFFERENCE


def _has_faded(found: Sequence[WindowFinding]) -> bool | None:
    compared = [(each.finding, each.comparison.difference) for each in found if each.comparison is not None]
    effects = [difference for finding, difference in compared if finding is Finding.MORE]
    if not effects:
        return None
    finding, left = compared[-1]
    return finding is not Finding.MORE and left < FADED * max(effects)


def _slipped_again(found: Sequence[WindowFinding]) -> bool:
    if not found or found[-1].finding is not Finding.BELOW_USUAL:
        return False
    return any(each.finding in (Finding.USUAL, Finding.ABOVE_USUAL) for each in found[:-1])


def _cases(cases: Sequence[Case], place: int) -> Cases:
    there = [(case, window) for case in cases if (window := case.after[place]) is not None]
    return Cases(
        member=np.array([case.member for case, _ in there], dtype=np.int64),
        date=np.array([case.date.toordinal() for case, _ in there], dtype=np.int64),
        shortfall=np.array([case.shortfall for case, _ in there], dtype=np.float64),
        baseline=np.array([case.baseline for case, _ in there], dtype=np.float64),
        done=np.array([window.done for _, window in there], dtype=np.float64),
        worked=np.array([window.worked for _, window in there], dtype=np.float64),
    )


def _stretch(known: Period, start: dt.date, end: dt.date, quantities: Floats, weights: Floats) -> Stretch | None:
    if end > known.end:
        return None
    cut = slice(known.days_before(start), known.days_before(end))
    # A correction is an entry below zero: it may not make a stretch less than nothing.
    done, worked = max(0.0, float(quantities[cut].sum())), float(weights[cut].sum())
    return Stretch(done, worked) if worked >= ENOUGH_WORKED else None
