"""The stage at which a member loses the most deals, named only where that is next to certain: usually none is."""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.conversion import DEALS_APART, TEAM_ENTRANTS, StageCount, believe

ENOUGH = 10.0
"""Independent entrants (n/D), of the member as of the others, below which a stage is not judged."""
WEAKER = 0.9
"""A stage is weak below this part of the others' rate."""
TO_MEMBER, TO_MANAGERS = 0.8, 0.95
"""How certain it must be before the member, and before the managers hear of it."""


@dataclass(frozen=True)
class MemberStage:
    """One stage of the funnel: the member's count, and that of the rest of the team without the member.

    `apart` is D (metrics/conversion.py), `weight` c.
    """

    stage: str
    own: StageCount
    others: StageCount
    apart: float = DEALS_APART
    weight: float = TEAM_ENTRANTS


class Reason(enum.Enum):
    """Why a stage is or is not called weak."""

    TOO_FEW = "too few of the member's own to tell"
    NO_PEERS = "too few of the others to compare with"
    NOT_CERTAIN = "not certainly weaker"
    WEAKER = "weaker than the others"
    CLEARLY_WEAKER = "so clearly weaker that managers may hear of it"


@dataclass(frozen=True)
class StageJudgement:
    """`rate` is the member's, shrunk, `others_rate` the plain share of the others; None where there are none.

    `certainty` is the probability that the member's true rate is below 0.9 of the others'. `lost_deals` are those that
    the others' rate would have brought in addition, counting what gets lost at later stages; 0 for a better rate.
    """

    stage: str
    rate: float | None
    others_rate: float | None
    certainty: float
    lost_deals: float
    reason: Reason


def find_weakest(stages: Sequence[MemberStage], *, at_least: float = TO_MEMBER) -> StageJudgement | None:
    """Of the stages weak with a certainty of `at_least`, the one that loses the most deals; usually None: say nothing.

    `stages` in the order of the funnel, the last one leading to a won deal. For managers ask with `TO_MANAGERS`.
    """
    weak = [
        each
        for each in judge_stages(stages)
        if each.reason in (Reason.WEAKER, Reason.CLEARLY_WEAKER) and each.certainty >= at_least
    ]
    return max(weak, key=lambda each: each.lost_deals, default=None)


def is_stronger(stage: MemberStage, *, at_least: float) -> bool:
    """Whether the member's true rate is above the others', by a certainty of `at_least`, with enough of both."""
    own, others = stage.own, stage.others
    if min(own.entrants, others.entrants) / stage.apart < ENOUGH:
        return False
    team = others.advanced / others.entrants
    return believe(own, team, apart=stage.apart, weight=stage.weight).below(team) <= 1.0 - at_least


def judge_stages(stages: Sequence[MemberStage]) -> tuple[StageJudgement, ...]:
    """Every stage, in order, with the reason why it is called weak or is not."""
    return tuple(_judge(stage, stages[at + 1 :]) for at, stage in enumerate(stages))


def _judge(stage: MemberStage, later: Sequence[MemberStage]) -> StageJudgement:
    own, others = stage.own, stage.others
    if others.entrants <= 0:
        return StageJudgement(stage.stage, None, None, 0.0, 0.0, Reason.NO_PEERS)
    team = others.advanced / others.entrants
    belief = believe(own, team, apart=stage.apart, weight=stage.weight)
    certainty = belief.below(WEAKER * team)
    survive = math.prod(_others_rate(each.others) for each in later)
    lost = max(0.0, team - belief.mean) * own.entrants * survive
    return StageJudgement(stage.stage, belief.mean, team, certainty, lost, _reason(stage, certainty))


def _reason(stage: MemberStage, certainty: float) -> Reason:
    if stage.own.entrants / stage.apart < ENOUGH:
        return Reason.TOO_FEW
    if stage.others.entrants / stage.apart < ENOUGH:
        return Reason.NO_PEERS
    if certainty < TO_MEMBER:
        return Reason.NOT_CERTAIN
    return Reason.CLEARLY_WEAKER if certainty >= TO_MANAGERS else Reason.WEAKER


def _others_rate(count: StageCount) -> float:
    # A later stage that nobody has reached yet is no reason to call everything before it lossless (Jeffreys' prior).
    return (count.advanced + 0.5) / (count.entrants + 1.0)
