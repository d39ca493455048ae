"""A period that is over: whether it was a bad one, and how much of that the whole team shared."""

from collections.abc import Sequence
from dataclasses import dataclass

BAD = 0.8
"""Below this share of its target a goal was missed by so much that it is spoken of."""
SLOW_TEAM = 0.9
"""Below this share of its usual amount the others' period was slow too."""
LEAST_OTHERS = 2


@dataclass(frozen=True)
class PastGoal:
    """What was done of a target in a closed period, and the `usual` amount of that member; in units."""

    done: float
    target: float
    usual: float

    @property
    def share(self) -> float:
        """Done of the target; a target of nothing counts as reached."""
        return self.done / self.target if self.target > 0 else 1.0


def was_bad(goal: PastGoal) -> bool:
    """Whether the goal was missed by more than a fifth."""
    return goal.share < BAD


def slow_team(others: Sequence[PastGoal]) -> float | None:
    """The others' amount as a share of their usual one, where that is so small that the period was slow for everybody.

    None where it was not, or where fewer than two others have a usual amount to compare with.
    """
    known = [each for each in others if each.usual > 0]
    if len(known) < LEAST_OTHERS:
        return None
    share = sum(each.done for each in known) / sum(each.usual for each in known)
    return share if share < SLOW_TEAM else None
