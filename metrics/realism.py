"""Whether a goal was realistic when its period began, of one member and of a team, and which goal would be."""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.blend import USUAL, Blend
from metrics.forecast import reach_many
from metrics.history import Known, Usual, gather
from metrics.money import LARGEST, DealSize, forecast_money_many

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

UNREALISTIC, STRETCH, HEALTHY = 0.05, 0.3, 0.7
"""The upper ends of the classes; what is above the last one is soft."""
PROPOSED = 0.6
"""The chance that a proposed goal has."""
FINEST = 4096.0
"""A proposed target is looked for this finely: nobody sets one by more digits."""
MODEL_PERIODS = 4.0
"""The model's chance weighs as much as so many closed periods of the member's own."""
FEWEST, MOST = 0.4, 0.75
"""The share of a team that should be expected to reach its goal."""


class Realism(enum.Enum):
    """What a goal asks for, measured by the member's history."""

    UNREALISTIC = "unrealistic"
    STRETCH = "stretch"
    HEALTHY = "healthy"
    SOFT = "soft"
    NO_GOAL = "no goal"
    """The target is 0."""
    NO_HISTORY = "no history"
    """Neither the member nor a peer has any: there is nothing to measure by."""
    NO_DAYS = "no days"
    """The member works on no day of the period."""


@dataclass(frozen=True)
class GoalAhead:
    """A member's goal on the first morning of its period.

    `target` in units (minor ones of money), `days` all standard working days of the period; `baseline` the usual rate
    in units a standard working day, None when neither the member nor a peer has a history, and `history_weight` the
    discounted days of one's own behind it. A goal in money has the `size` of the member's deals, and its baseline is in
    deals a day.
    """

    target: float
    days: float
    baseline: float | None
    history_weight: float = 0.0
    size: DealSize | None = None
    known: Known | None = None
    """All that the forecast starts from, where more than the usual rate is known."""
    record: tuple[float, ...] = ()
    """What was done in the member's closed periods of this kind, in units (minor ones of money) a standard working
    day."""


@dataclass(frozen=True)
class GoalRealism:
    """`probability` of reaching it as seen on day 0 (None where it is not judged), and the class that makes it.

    `proposed` is the greatest whole target with a chance of 60 % (beyond 4,096 within a four-thousandth of it), also
    where none was set yet; None where not even 1 has that, nothing is known, or nobody asked for it.
    """

    probability: float | None
    realism: Realism
    proposed: int | None


class TeamVerdict(enum.Enum):
    """Whether a team's goal is set so that the right share can be expected to reach it."""

    TOO_HARD = "too hard"
    FINE = "fine"
    TOO_EASY = "too easy"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class TeamRealism:
    """Of `members` whose goals can be judged, `expected_attainers` (the sum of their chances) will reach them.

    `share` is the one over the other, None where nobody can be judged. Too hard or too easy is worth telling the
    manager: then every target times `factor` would have 60 % reach it (None where no factor does).
    """

    members: int
    expected_attainers: float
    share: float | None
    verdict: TeamVerdict
    factor: float | None


def judge_goals(goals: Sequence[GoalAhead], *, blend: Blend = USUAL, propose: bool = True) -> tuple[GoalRealism, ...]:
    """Judge goals, in their order, by P0: the chance of reaching them on day 0, without any shock of the team.

    Without `propose` no other targets are looked for: that takes most of the time.
    `blend` are the constants of the forecast.
    Raises ValueError for a negative target or count of days, or a value that is not finite.
    """
    reasons = [_unjudged(goal) for goal in goals]
    known = [goal for goal in goals if goal.days > 0 and goal.baseline is not None]
    targets = np.array([goal.target for goal in known], dtype=np.float64)
    nothing = np.zeros(len(known), dtype=np.int64)
    told = iter(zip(_reach(known, targets, blend), _propose(known, blend) if propose else nothing, strict=True))
    found = []
    for goal, reason in zip(goals, reasons, strict=True):
        chance, proposed = next(told) if goal.days > 0 and goal.baseline is not None else (0.0, 0)
        found.append(
            GoalRealism(
                probability=None if reason else float(chance),
                realism=reason or classify(float(chance)),
                proposed=int(proposed) or None,
            )
        )
    return tuple(found)


def classify(probability: float) -> Realism:
    """The class of a goal by its chance on day 0: below 5 %, below 30 %, up to 70 %, and above."""
    if probability < UNREALISTIC:
        return Realism.UNREALISTIC
    if probability < STRETCH:
        return Realism.STRETCH
    return Realism.HEALTHY if probability <= HEALTHY else Realism.SOFT


def judge_team(
    goals: Sequence[GoalAhead], *, fewest: float = FEWEST, most: float = MOST, blend: Blend = USUAL
) -> TeamRealism:
    """Judge a team's goal by the goals of its members; those that cannot be judged are left out.

    Raises ValueError as `judge_goals` does, and for shares that are not 0 <= fewest <= most <= 1.
    """
    if not 0.0 <= fewest <= most <= 1.0:
        raise ValueError("The expected share of a team lies between two shares from 0 to 1, the smaller one first.")
    known = [goal for goal in goals if _unjudged(goal) is None]
    if not known:
        return TeamRealism(0, 0.0, None, TeamVerdict.UNKNOWN, None)
    targets = np.array([goal.target for goal in known], dtype=np.float64)
    expected = float(_reach(known, targets, blend).sum())
    share = expected / len(known)
    if fewest <= share <= most:
        return TeamRealism(len(known), expected, share, TeamVerdict.FINE, None)
    verdict = TeamVerdict.TOO_HARD if share < fewest else TeamVerdict.TOO_EASY
    return TeamRealism(len(known), expected, share, verdict, _factor(known, targets, blend))


def _unjudged(goal: GoalAhead) -> Realism | None:
    """Why no chance can be told; None when it can."""
    if not (0.0 <= goal.target <= LARGEST and 0.0 <= goal.days < np.inf and 0.0 <= goal.history_weight < np.inf):
        raise ValueError("A goal ahead has a target of 0 to 2^53, and finite counts of days that are zero or more.")
    if goal.baseline is not None and not 0.0 <= goal.baseline <= LARGEST:
        raise ValueError("A usual rate is zero or more a day, and at most 2^53.")
    if goal.target == 0:
        return Realism.NO_GOAL
    if goal.days == 0:
        return Realism.NO_DAYS
    return Realism.NO_HISTORY if goal.baseline is None else None


def _reach(goals: Sequence[GoalAhead], targets: Floats, blend: Blend) -> Floats:
    """P0 of each goal, were `targets` theirs."""
    found = np.zeros(len(goals))
    for of_money in (False, True):
        places = [at for at, goal in enumerate(goals) if (goal.size is not None) is of_money]
        if not places:
            continue
        some = [goals[at] for at in places]
        days = np.array([goal.days for goal in some], dtype=np.float64)
        usual = _known_of(some)
        if of_money:
            sizes = [goal.size for goal in some if goal.size is not None]
            # A part of a minor unit is needed in whole.
            need = np.ceil(targets[places]).astype(np.int64)
            x, c2 = np.array([size.mean for size in sizes]), np.array([size.variation for size in sizes])
            nothing = np.zeros(len(some), dtype=np.int64)
            found[places] = forecast_money_many(nothing, need, 0.0, 0.0, days, usual, x, c2, blend=blend).probability
        else:
            found[places] = reach_many(0.0, targets[places], 0.0, days, usual, blend=blend)
    return _with_record(goals, targets, found)


def _with_record(goals: Sequence[GoalAhead], targets: Floats, chances: Floats) -> Floats:
    """The model's chances with what the member's own closed periods say: as if the model had seen so many periods.

    A rep's rate is pulled to the team's and their days vary as the team's do, so that the model alone says 45 % of who
    did as much in 9 of 12 periods. Falls with the target as both parts do.
    """
    found = chances.copy()
    for at, goal in enumerate(goals):
        if goal.record and goal.days > 0:
            hits = sum(a_day * goal.days >= targets[at] * (1 - 1e-9) for a_day in goal.record)
            found[at] = (MODEL_PERIODS * chances[at] + hits) / (MODEL_PERIODS + len(goal.record))
    return found


def _known_of(goals: Sequence[GoalAhead]) -> Usual:
    known = [goal.known for goal in goals if goal.known is not None]
    if len(known) == len(goals):
        return gather(known)
    return Usual.steady([goal.baseline or 0.0 for goal in goals], days=[goal.history_weight for goal in goals])


def _propose(goals: Sequence[GoalAhead], blend: Blend) -> Ints:
    """The greatest whole target with P0 of at least 60 %, for each goal; 0 where that is nothing."""
    if not goals:
        return np.zeros(0, dtype=np.int64)
    enough = np.zeros(len(goals))
    # About what they usually do: the target looked for is not far from that.
    beyond = np.array([max(1.0, np.floor(_usual(goal))) for goal in goals])
    # Widened until it is beyond, as far as numbers are exact; then halved.
    while True:
        reached = (_reach(goals, beyond, blend) >= PROPOSED) & (beyond < LARGEST)
        if not reached.any():
            break
        enough = np.where(reached, beyond, enough)
        beyond = np.where(reached, beyond * 2.0, beyond)
    while True:
        middle = np.floor((enough + beyond) / 2.0)
        open_ = (middle > enough) & (beyond - enough > enough / FINEST)
        if not open_.any():
            return enough.astype(np.int64)
        reached = _reach(goals, middle, blend) >= PROPOSED
        enough = np.where(open_ & reached, middle, enough)
        beyond = np.where(open_ & ~reached, middle, beyond)


def _usual(goal: GoalAhead) -> float:
    """What the member usually does in so many days, in units; at most what is exact."""
    return min((goal.baseline or 0.0) * goal.days * (goal.size.mean if goal.size is not None else 1.0), LARGEST)


def _factor(goals: Sequence[GoalAhead], targets: Floats, blend: Blend) -> float | None:
    """What every target must be multiplied by for 60 % to be expected to reach it."""

    def share(factor: float) -> float:
        return float(_reach(goals, np.minimum(targets * factor, LARGEST), blend).mean())

    return _greatest(share, PROPOSED)


def _greatest(falling: Callable[[float], float], level: float) -> float | None:
    """The greatest factor from 1/1024 to 1024 at which a falling function is at least `level`, to a thousandth."""
    low, high = 2.0**-10, 2.0**10
    if falling(low) < level:
        return None
    while high > low * 1.001:
        middle = (low * high) ** 0.5
        if falling(middle) >= level:
            low = middle
        else:
            high = middle
    return low
