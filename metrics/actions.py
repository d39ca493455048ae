"""At most two things to do today, each with its number and its reason."""

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.blend import USUAL, Blend
from metrics.forecast import forecast, reach_many
from metrics.history import Known, Usual, gather

Floats = npt.NDArray[np.float64]

SAFE = 0.9
"""A goal at least this likely needs no action."""
LOST = 0.02
"""A goal less likely than this gets a level that can still be reached instead."""
SECOND_SHARE = 0.5
LARGEST_ASK = 1.5
"""In usual days: more is no advice, unless the member has such days now and then."""
GOOD_DAY = 0.9
"""The percentile of one's own days that counts as a good one."""
ENOUGH_DAYS = 10
"""Own days from which on a percentile says more than the best of them."""


class Why(enum.Enum):
    """Why an action is proposed."""

    BEHIND = "behind"
    KEEPS_PLAN = "keeps plan"
    STILL_REACHABLE = "still reachable"


@dataclass(frozen=True)
class Candidate:
    """One goal as a source of actions. Quantities in units, days in standard working days, rates a day.

    `ask` is what is asked of the member today (`todays_ask`), `planned` what it would take to be back on plan by the
    period's end in equal steps.
    """

    metric: str
    leading: bool
    importance: float
    done: float
    target: float
    worked: float
    remaining: float
    today: float
    ask: int
    planned: int
    gap: float
    baseline: float
    rate: float
    probability: float
    day_goal: bool = False
    new: bool = False
    """Without any history: there is no usual day to speak of."""
    known: Known | None = None
    """What its forecast starts from; None where only the usual rate is known."""
    blend: Blend = USUAL
    """The constants of its forecast."""


@dataclass(frozen=True)
class Action:
    """Do `number` of `metric` today. `behind` is by how much the plan is missed (0 when it is not), `usual` a usual
    day of the member, `capped` that the plan would ask for more, `reachable` the level that can still be reached.
    """

    metric: str
    number: int
    why: Why
    behind: int
    usual: float | None
    capped: bool = False
    reachable: int | None = None


def good_day(quantities: Sequence[float]) -> float:
    """The 90th percentile of the days on which the member did something of the metric, in units.

    Of fewer than ten such days the best one; 0 without any.
    """
    if len(quantities) < ENOUGH_DAYS:
        return max(quantities, default=0.0)
    return float(np.quantile(np.asarray(quantities, dtype=np.float64), GOOD_DAY))


def is_much(planned: int, *, usual: float) -> bool:
    """Whether the plan asks for more than one and a half usual days: only then it matters what a good day is."""
    return planned > max(1, math.ceil(LARGEST_ASK * usual))


def todays_ask(planned: int, *, usual: float, good_day: float) -> int:
    """What is asked of a member today: what the plan needs, and never more than they could do in a day.

    That is one and a half usual days or a good day of their own, whichever is more, and at least one. `usual` and
    `good_day` are in units, for the share of today that is worked. Of somebody of whom little is known the usual day
    is mostly their team's (`metrics.review`), and without a team the plan's own: so nobody's ask is without a bound in
    their first weeks, however much of a month is left to the last of its days.
    """
    return min(planned, max(1, math.ceil(max(LARGEST_ASK * usual, good_day))))


def choose_actions(candidates: Mapping[int, Sequence[Candidate]]) -> dict[int, tuple[Action, ...]]:
    """For each member the one or two actions that raise the chances most; none when everything is safe.

    The gain of an action is how much doing today's ask raises the probability over doing as usual, times the metric's
    importance. A second action is for another metric, with at least half the first one's score. Only metrics that the
    member controls are asked for: nobody can "do a deal" today.
    """
    owners = [(member, each) for member, some in candidates.items() for each in some if _needs_action(each)]
    scores = _scores([each for _, each in owners])
    scored: dict[int, list[tuple[float, Candidate]]] = {member: [] for member in candidates}
    for (member, each), score in zip(owners, scores, strict=True):
        scored[member].append((score, each))
    return {member: tuple(_action(each) for each in _best_two(some)) for member, some in scored.items()}


def _best_two(scored: list[tuple[float, Candidate]]) -> list[Candidate]:
    chosen: list[tuple[float, Candidate]] = []
    for score, each in sorted(scored, key=lambda pair: -pair[0]):
        if len(chosen) == 2 or score <= 0:
            break
        if any(each.metric == other.metric for _, other in chosen):
            continue
        if chosen and score < SECOND_SHARE * chosen[0][0]:
            continue
        chosen.append((score, each))
    return [each for _, each in chosen]


def _needs_action(candidate: Candidate) -> bool:
    return (
        candidate.leading
        and candidate.done < candidate.target
        and candidate.ask > 0
        and candidate.today > 0
        and (candidate.day_goal or candidate.probability < SAFE)
    )


def _scores(candidates: Sequence[Candidate]) -> list[float]:
    """The score of each, those with equal constants at once."""
    scores = np.zeros(len(candidates))
    alike: dict[tuple[int, bool], list[int]] = {}
    for at, each in enumerate(candidates):
        alike.setdefault((id(each.blend), each.known is None), []).append(at)
    for places in alike.values():
        some = [candidates[at] for at in places]
        gain, probability, importance = _gains(some)
        # A lost goal gains next to nothing from one day, and is still worth a step; so is a plan that is merely kept.
        scores[places] = (gain + 0.01 * (1.0 - probability)) * importance
    return [float(score) for score in scores]


def _gains(candidates: Sequence[Candidate]) -> tuple[Floats, Floats, Floats]:
    """How much doing today's ask raises the chance over doing as usual; the chances, and the goals' importance."""
    columns = np.array(
        [
            (c.done, c.target, c.worked, c.remaining, c.today, c.rate, c.baseline, c.importance, c.probability, c.ask)
            for c in candidates
        ],
        dtype=np.float64,
    ).T
    done, target, worked, remaining, today, rate, baseline, importance, probability, number = columns
    known = [each.known for each in candidates if each.known is not None]
    usual = gather(known) if len(known) == len(candidates) else Usual.steady(baseline)
    left, blend = np.maximum(remaining - today, 0.0), candidates[0].blend
    with_ask, as_usual = (
        reach_many(done + more, target, worked + today, left, usual.after(more, today), blend=blend)
        for more in (number, rate * today)
    )
    return np.maximum(with_ask - as_usual, 0.0), probability, importance


def _action(candidate: Candidate) -> Action:
    number = candidate.ask
    behind = max(0, math.floor(-candidate.gap + 1e-9))
    why = Why.BEHIND if behind >= 1 else Why.KEEPS_PLAN
    reachable = None
    if candidate.probability < LOST and not candidate.day_goal:
        likely = forecast(
            candidate.done,
            candidate.target,
            candidate.worked,
            candidate.remaining,
            candidate.baseline if candidate.known is None else candidate.known.alone(),
            blend=candidate.blend,
        )
        reachable = int(likely.median)
        # Nobody is asked for more today than is said to be within reach.
        if candidate.done + number <= reachable < candidate.target:
            why = Why.STILL_REACHABLE
        else:
            reachable = None
    return Action(
        metric=candidate.metric,
        number=number,
        why=why,
        behind=behind,
        usual=None if candidate.new else candidate.baseline * candidate.today,
        capped=number < candidate.planned,
        reachable=reachable,
    )
