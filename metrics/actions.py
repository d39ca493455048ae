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
from metrics.periods import PeriodKind

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
IN_NEED = 0.4
"""A goal less likely than this is helped before others, also where nobody was told of it."""
TURNING, LEAST_TURNING = 1.25, 2.0
"""A day of so many usual days, or of so many more units, turns a trend: more is not asked of one day."""


class Why(enum.Enum):
    """Why an action is proposed."""

    IN_NEED = "in need"
    """Its goal needs help most: enough to turn the trend."""
    STILL_REACHABLE = "still reachable"
    """The same, of a goal that is nearly lost: a lower level can still be reached."""
    BEHIND = "behind"
    KEEPS_PLAN = "keeps plan"


@dataclass(frozen=True)
class Candidate:
    """One goal as a source of actions. Quantities in units, days in standard working days, rates a day.

    `ask` is what is asked of the member today (`todays_ask`), `planned` what it would take to be back on plan by the
    period's end in equal steps. `open` says that an episode is: the member was told that the goal is at risk. Of a goal
    on an outcome, which nobody can do, `through` is the activity that leads to it, and `ask`, `planned` and `usual` are
    of that one.
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
    period: PeriodKind = PeriodKind.MONTH
    open: bool = False
    through: str = ""
    usual: float | None = None
    """A usual day of `through`; None: of the goal's own metric, which is its `baseline`."""

    @property
    def does(self) -> str:
        """The metric that is done for it."""
        return self.through or self.metric


@dataclass(frozen=True)
class Action:
    """Do `number` of `metric` today, for the goal on `goal` of this kind of `period`.

    `behind` is by how much the plan is missed (0 when it is not), `usual` a usual day of the member, `capped` that the
    plan would ask for more, `reachable` the level of the goal that can still be reached.
    """

    metric: str
    number: int
    why: Why
    behind: int
    usual: float | None
    capped: bool = False
    reachable: int | None = None
    goal: str = ""
    period: PeriodKind = PeriodKind.MONTH


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
    """What is asked of a member today: what the plan needs, never more than they could do in a day, nor than turns the
    trend.

    They could do one and a half usual days or a good day of their own, whichever is more, and at least one. The trend
    is turned by two more than a usual day, or by a quarter more where that is more (`turning`): what is missing is not
    made up for in one day. `usual` and `good_day` are in units, for the share of today that is worked. Of somebody of
    whom little is known the usual day is mostly their team's (`metrics.review`), and without a team the plan's own: so
    nobody's ask is without a bound in their first weeks, however much of a month is left to the last of its days.
    """
    could = max(1, math.ceil(max(LARGEST_ASK * usual, good_day)))
    return min(planned, could, turning(usual))


def turning(usual: float) -> int:
    """So much a day is enough to turn a trend, in units; at least one. `usual` is a usual day."""
    return max(1, math.ceil(usual + LEAST_TURNING - 0.5), math.ceil(TURNING * usual))


def choose_actions(candidates: Mapping[int, Sequence[Candidate]]) -> dict[int, tuple[Action, ...]]:
    """For each member one or two actions; none when everything is safe.

    The first is for the goal that needs help most: of those with an open episode the least likely one, else the least
    likely below IN_NEED, else the one that today's ask helps most. The second is for another metric, the one that
    today's ask helps most, with at least half of the first one's score. How much an ask helps is by how much doing it
    raises the probability over doing as usual, times the metric's importance. Nobody can "do a deal" today: a goal on
    an outcome is helped by the activity that leads to it.
    """
    owners = [(member, each) for member, some in candidates.items() for each in some if _can_be_helped(each)]
    scores = _scores([each for _, each in owners])
    scored: dict[int, list[tuple[float, Candidate]]] = {member: [] for member in candidates}
    for (member, each), score in zip(owners, scores, strict=True):
        scored[member].append((score, each))
    return {member: tuple(_action(each) for each in _best_two(some)) for member, some in scored.items()}


def _best_two(scored: Sequence[tuple[float, Candidate]]) -> list[Candidate]:
    by_score = sorted(scored, key=lambda pair: -pair[0])
    first = _most_in_need([each for _, each in scored]) or next(
        (each for score, each in by_score if score > 0 and _helps(each)), None
    )
    if first is None:
        return []
    needed = SECOND_SHARE * next(score for score, each in scored if each is first)
    second = next(
        (
            each
            for score, each in by_score
            if each.does != first.does and score > 0 and score >= needed and _helps(each)
        ),
        None,
    )
    return [first] if second is None else [first, second]


def _most_in_need(candidates: Sequence[Candidate]) -> Candidate | None:
    """The goal that is helped first; None where none is at risk."""
    judged = [each for each in candidates if not each.day_goal or each.open]
    told = [each for each in judged if each.open] or [each for each in judged if each.probability < IN_NEED]
    return min(told, key=lambda each: each.probability, default=None)


def _can_be_helped(candidate: Candidate) -> bool:
    return (
        (candidate.leading or bool(candidate.through))
        and candidate.done < candidate.target
        and candidate.ask > 0
        and candidate.today > 0
    )


def _helps(candidate: Candidate) -> bool:
    """Whether it is worth a word where nothing is at risk: an outcome is spoken of only then."""
    return candidate.leading and (candidate.day_goal or candidate.probability < SAFE)


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
    in_need = candidate.open or (not candidate.day_goal and candidate.probability < IN_NEED)
    why = Why.IN_NEED if in_need else Why.BEHIND if behind >= 1 else Why.KEEPS_PLAN
    reachable = None
    if candidate.leading and candidate.probability < LOST and not candidate.day_goal:
        likely = forecast(
            candidate.done,
            candidate.target,
            candidate.worked,
            candidate.remaining,
            candidate.baseline if candidate.known is None else candidate.known.alone(),
            blend=candidate.blend,
        )
        reachable = int(likely.median)
        # Nobody is asked for all that is within reach in one day.
        if candidate.done + number < reachable < candidate.target:
            why = Why.STILL_REACHABLE
        else:
            reachable = None
    usual = candidate.usual if candidate.usual is not None else candidate.baseline * candidate.today
    return Action(
        metric=candidate.does,
        number=number,
        why=why,
        behind=behind,
        usual=None if candidate.new else usual,
        capped=number < candidate.planned,
        reachable=reachable,
        goal=candidate.metric,
        period=candidate.period,
    )
