"""What of a goal is expected by when: its effective target for one member, and the share of each date."""

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.calendar import MemberCalendar
from metrics.leave_policy import LeavePolicy
from metrics.periods import Period

Floats = npt.NDArray[np.float64]

NO_RAMP: tuple[float, ...] = ()


@dataclass(frozen=True)
class HeldTarget:
    """A target, in units a period (a day goal: units a standard working day), and when it holds: [start, end).

    `inherited` is a team's goal, which holds while the member belongs to the team and is prorated by weight. A personal
    one is asked in full; one that was set or edited in mid-period holds from the period's start.
    """

    start: dt.date
    end: dt.date
    target: float
    inherited: bool = False

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"A target holds until after its start: {self.start} to {self.end} is nothing.")
        if not math.isfinite(self.target) or self.target < 0:
            raise ValueError(f"A target is a number, zero or more; {self.target} is not.")


@dataclass(frozen=True)
class TargetPart:
    """What became of one held target, in units, step by step.

    `stated` as it was set; `prorated` for the `days` (standard working days held, leave included) of the `of_days` that
    it was set for; `ramped` for a new member; `final` after leave. The parts' `final` sum to the effective target.
    """

    held: HeldTarget
    days: float
    of_days: float
    prorated: float
    ramped: float
    final: float

    @property
    def stated(self) -> float:
        """As it was set."""
        return self.held.target


@dataclass(frozen=True, eq=False)
class GoalShare:
    """One member's share of a goal in one period.

    `target` is effective, in units, and need not be whole. `weights` (standard working days) and `expectations` (units)
    have a place for each date of the period; the expectations sum to the target. Dates on which no target is held weigh
    nothing, and their entries do not count for it. A member who works on no day for which something is expected has a
    target of 0: no pace, no probability, no alert.
    """

    period: Period
    calendar: MemberCalendar
    target: float
    weights: Floats
    expectations: Floats
    parts: tuple[TargetPart, ...]

    @property
    def whole_target(self) -> int:
        """The target as people read it: the first whole number that reaches it."""
        return math.ceil(self.target)

    @property
    def ramp_share(self) -> float:
        """What is asked, of what would be without a ramp: 1 when it asks for all."""
        full = sum(part.prorated for part in self.parts)
        return sum(part.ramped for part in self.parts) / full if full > 0 else 1.0

    @property
    def stated(self) -> float:
        """What would be asked without a ramp, in units, after proration."""
        return sum(part.prorated for part in self.parts)

    def holds_on(self, date: dt.date) -> bool:
        """Whether entries of `date` count."""
        return date in self.period and any(part.held.start <= date < part.held.end for part in self.parts)

    def worked(self, date: dt.date) -> float:
        """Standard working days before `date`."""
        return float(self.weights[: self.period.days_before(date)].sum())

    def remaining(self, date: dt.date) -> float:
        """Standard working days from `date` on, itself included."""
        return float(self.weights[self.period.days_before(date) :].sum())

    def expected_by(self, date: dt.date) -> float:
        """Units expected from the dates before `date`: on its morning; the whole target from the period's end on."""
        return float(self.expectations[: self.period.days_before(date)].sum())

    def expected_on(self, date: dt.date) -> float:
        """Units expected on `date` alone; 0 outside the period."""
        return float(self.expectations[self.period.days_before(date)]) if date in self.period else 0.0


def share_goal(
    period: Period,
    calendar: MemberCalendar,
    held: Sequence[HeldTarget],
    *,
    leave: LeavePolicy = LeavePolicy.KEEP,
    ramp: Sequence[float] = NO_RAMP,
    written_for: MemberCalendar | None = None,
) -> GoalShare:
    """A goal of a period that is longer than a day.

    `held` are the targets in force in the period: one as a rule, two when the member changed teams. An inherited one is
    prorated to the weight of the dates on which the member was there, of the weight that `written_for` has in the
    period: by default the member's own week from the period's start to its end, so that part time changes nothing;
    hand over a full-time calendar to prorate that too. `ramp` are shares for the months since the member joined; where
    none are handed over the calendar's own ramp counts.

    Raises ValueError for targets that overlap, or a ramp with a share outside 0 … 1.
    """
    days = (period.start, period.end)
    reference = written_for or calendar.without_employment()
    return _share(
        period,
        calendar,
        held,
        ramp=_ramp_shares(period, calendar, ramp),
        of_days=float(reference.without_leave().weights(*days).sum()),
        leave=leave,
    )


def share_day_goal(
    period: Period, calendar: MemberCalendar, held: Sequence[HeldTarget], *, ramp: Sequence[float] = NO_RAMP
) -> GoalShare:
    """A goal of a day over a period of any length: 20 a working day is 20 times the weight of each of its dates.

    So leave, part time and joining late take their share without any rule of their own. Raises ValueError as
    `share_goal` does.
    """
    shares = _ramp_shares(period, calendar, ramp)
    return _share(period, calendar, held, ramp=shares, of_days=None, leave=LeavePolicy.PRORATE)


def _share(
    period: Period,
    calendar: MemberCalendar,
    held: Sequence[HeldTarget],
    *,
    ramp: Floats,
    of_days: float | None,
    leave: LeavePolicy,
) -> GoalShare:
    """`of_days` are the days that an inherited target was set for; None for a day goal, which is set for one."""
    actual = calendar.weights(period.start, period.end)
    present = calendar.without_leave().weights(period.start, period.end)
    kept = leave is LeavePolicy.KEEP
    weights, asked = np.zeros(period.days), np.zeros(period.days)
    parts = []
    for one in _in_order(held):
        cut = slice(period.days_before(one.start), period.days_before(one.end))
        days = float(present[cut].sum())
        base = 1.0 if of_days is None else of_days if one.inherited else days
        a_day = one.target / base if base > 0 else 0.0
        weights[cut] = actual[cut]
        asked[cut] = a_day * ramp[cut]
        ramped = float((asked[cut] * present[cut]).sum())
        final = ramped if kept else float((asked[cut] * actual[cut]).sum())
        parts.append(TargetPart(one, days, base, a_day * days, ramped, final))
    spread = weights * asked
    total = float(spread.sum())
    if total <= 0.0:
        nothing = tuple(TargetPart(p.held, p.days, p.of_days, p.prorated, p.ramped, 0.0) for p in parts)
        return GoalShare(period, calendar, 0.0, weights, np.zeros(period.days), nothing)
    target = _whole_if_nearly(sum(part.final for part in parts))
    return GoalShare(period, calendar, target, weights, target * (spread / total), tuple(parts))


def _in_order(held: Sequence[HeldTarget]) -> list[HeldTarget]:
    ordered = sorted(held, key=lambda one: one.start)
    for earlier, later in itertools.pairwise(ordered):
        if later.start < earlier.end:
            raise ValueError(f"Two targets hold on {later.start}. End the first before the second starts.")
    return ordered


def _ramp_shares(period: Period, calendar: MemberCalendar, ramp: Sequence[float]) -> Floats:
    joined = calendar.joined
    if not ramp and calendar.ramp is not None:
        joined, ramp = calendar.ramp.starts, calendar.ramp.shares
    if not all(0.0 <= share <= 1.0 for share in ramp):
        raise ValueError("A ramp is made of shares between 0 and 1, one for each month since joining.")
    shares = np.ones(period.days)
    if joined is None:
        return shares
    for month, share in enumerate(ramp):
        start, end = _months_after(joined, month), _months_after(joined, month + 1)
        shares[period.days_before(start) : period.days_before(end)] = share
    return shares


def _months_after(date: dt.date, months: int) -> dt.date:
    """The same day some months later; where that month is too short, the first of the next."""
    month = date.year * 12 + date.month - 1 + months
    try:
        return dt.date(month // 12, month % 12 + 1, date.day)
    except ValueError:
        return dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1)


def _whole_if_nearly(target: float) -> float:
    # 30.000000000000004 would leave somebody with 30 of 30 one short.
    nearest = float(round(target))
    return nearest if math.isclose(target, nearest, rel_tol=1e-12, abs_tol=1e-9) else target
