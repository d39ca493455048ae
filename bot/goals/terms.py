"""What every judgement of a goal shares, before it is set and while it holds: its terms, and a better target."""

from collections.abc import Sequence

from bot.goals.outlook import COMPARED
from bot.goals.past_periods import PastPeriod
from metrics.history import Known
from metrics.money import DealSize
from metrics.realism import GoalAhead, TeamRealism, TeamVerdict


def goal_ahead(
    *,
    target: float,
    days: float,
    usual: float,
    goal_only: bool,
    known: Known,
    size: DealSize | None,
    record: Sequence[PastPeriod] = (),
) -> GoalAhead:
    """One member's goal as the thinking part judges it, seen from the first morning of its period.

    `usual` in units of the metric a standard working day; it says nothing where it is taken from the goal only. Of
    money it is turned into deals of `size`.
    """
    in_deals = usual / size.mean if size is not None else usual
    return GoalAhead(
        target=target,
        days=days,
        baseline=None if goal_only else in_deals,
        size=size,
        known=None if goal_only else known,
        record=tuple(each.a_day for each in record[-COMPARED:]),
    )


def easy_number(target: float) -> int:
    """A target as people would set it, never more than it was: 34 is 34, 147 is 145, 5,234,567 is 5,200,000."""
    whole = max(1, int(target + 1e-9))
    step = max(1, int(10 ** (len(str(whole)) - 2)) // 2)
    return whole // step * step


def suiting_target(target: int, realism: TeamRealism) -> int | None:
    """A target that 60 % of the team can be expected to reach; None where the present one is fine, or none is known."""
    if realism.factor is None:
        return None
    found = easy_number(target * realism.factor)
    better = found < target if realism.verdict is TeamVerdict.TOO_HARD else found > target
    return found if better else None
