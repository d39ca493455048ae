"""What a goal would be before it holds: for one member, and for all whom it would reach."""

from dataclasses import dataclass

from bot.goals.past_periods import PastPeriod
from metrics.periods import Period, PeriodKind
from metrics.realism import GoalRealism, TeamRealism
from storage.tables import Member, Metric

COMPARED = 12
"""So many periods that are over say how often as much was done before."""


@dataclass(frozen=True)
class MemberOutlook:
    """What the goal would be for one member in the period judged.

    `asked` is effective (after ramp, proration and leave) in units, `days` their standard working days, `usual` their
    usual units a day (None when nothing is known of them or their peers). `proposed` is the target, as it would be set,
    that they reach with 60 %.
    """

    member: Member
    realism: GoalRealism
    asked: int
    days: float
    usual: float | None
    past: tuple[PastPeriod, ...]
    """Their whole periods of this kind, the newest last."""
    proposed: int | None

    @property
    def a_day(self) -> float:
        """Units asked a standard working day."""
        return self.asked / self.days if self.days > 0 else 0.0

    @property
    def best(self) -> PastPeriod | None:
        """The period in which they did most a working day; None when there is none with anything done."""
        done = [each for each in self.past if each.total > 0]
        return max(done, key=lambda each: each.a_day, default=None)

    @property
    def reached_before(self) -> tuple[int, int]:
        """In how many of the last periods they did as much a working day, and of how many that is, at most twelve."""
        last = self.past[-COMPARED:]
        return sum(each.a_day >= self.a_day for each in last), len(last)


@dataclass(frozen=True)
class Outlook:
    """A goal before it holds. `period` is the first whole one from the goal's start on; of a day goal it is a week.

    `members` are those who would have it, `keep_own` reps of the team who keep a goal of their own, `team` the verdict
    on all (None for one member). `proposed` is the target to propose instead, None where this one is as good.
    """

    metric: Metric
    kind: PeriodKind
    target: int
    period: Period
    members: tuple[MemberOutlook, ...]
    keep_own: tuple[Member, ...]
    team: TeamRealism | None
    proposed: int | None
