"""What a member has of the goals of their team and their sales role; the nearer goal takes the place of the wider one.

A role within a team comes before the team, and the team before the role in the whole workspace.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from metrics.leave_policy import LeavePolicy
from metrics.periods import Period, PeriodKind
from storage.goals import Owner, StoredGoal, owner_of
from storage.memberships import TimeInTeam
from storage.sales_roles import TimeInRole
from storage.tables import Goal, GoalProposal

GoalKey = tuple[int, PeriodKind]
"""A metric and a kind of period: a member has at most one goal of each."""


@dataclass(frozen=True)
class TargetSpan:
    """A target and the dates for which it is held, half-open; None is without bound."""

    target: int
    starts: dt.date | None = None
    ends: dt.date | None = None


@dataclass(frozen=True)
class HeldGoal:
    """A goal that holds for a member on a date.

    `owner` says whose it is: their own, or else their team's or role's. `spans` are the targets to be added up in a
    period, the newest last: one as a rule; who changed teams or roles in it has one of each, for the time there.
    """

    goal_id: int
    metric_id: int
    period: PeriodKind
    starts: dt.date
    reason: str
    owner: Owner
    spans: tuple[TargetSpan, ...]
    leave: LeavePolicy = LeavePolicy.KEEP
    dates: Period | None = None
    """Of a goal by dates of its own: these; of all others the date says the period."""

    @property
    def inherited(self) -> bool:
        """Whether it is their team's or their role's."""
        return self.owner.member_id is None

    @property
    def target(self) -> int:
        """The target as it was set, in units a period."""
        return self.spans[-1].target


class Place(NamedTuple):
    """Where a member was for a time, half-open: in which team, and of which sales role."""

    team_id: int | None
    sales_role_id: int | None
    starts: dt.date
    ends: dt.date | None


def places_of(times: Sequence[TimeInTeam], roles: Sequence[TimeInRole], date: dt.date) -> tuple[Place, ...]:
    """Where one member was, in order, the place of `date` last; nothing where they have neither team nor role then.

    `times` are those in teams, that of `date` last; `roles` in order. Without a team the role alone counts.
    """
    if not times:
        of_date = [role for role in roles if role.starts <= date and (role.ends is None or date < role.ends)]
        return tuple(Place(None, role.sales_role_id, role.starts, role.ends) for role in of_date)
    return tuple(piece for time in times for piece in _pieces(time, roles) if piece.starts <= date)


def _pieces(time: TimeInTeam, roles: Sequence[TimeInRole]) -> Iterator[Place]:
    """A time in a team, cut where the member's role changed."""
    last = time.ends or dt.date.max
    at = time.starts
    for role in roles:
        start, end = max(at, role.starts), min(last, role.ends or dt.date.max)
        if start >= end:
            continue
        if at < start:
            yield Place(time.team_id, None, at, start)
        yield Place(time.team_id, role.sales_role_id, start, None if end == dt.date.max else end)
        at = end
    if at < last:
        yield Place(time.team_id, None, at, time.ends)


class GroupGoals:
    """The goals of teams and roles, asked for any place and date."""

    def __init__(self, stored: Iterable[StoredGoal]) -> None:
        """Goals of members are passed over."""
        self._of: dict[Owner, list[StoredGoal]] = {}
        for goal in stored:
            if goal.member_id is None:
                self._of.setdefault(owner_of(goal), []).append(goal)

    @property
    def of_roles(self) -> bool:
        """Whether any of them is of a role, so that it matters who is of which."""
        return any(owner.sales_role_id is not None for owner in self._of)

    def at(self, place: Place, date: dt.date) -> dict[GoalKey, StoredGoal]:
        """What holds there on `date`: of a metric and period, the goal of the nearest owner."""
        found: dict[GoalKey, StoredGoal] = {}
        # The wider first, so that the nearer takes its place.
        for owner in (
            Owner(sales_role_id=place.sales_role_id),
            Owner(team_id=place.team_id),
            Owner(team_id=place.team_id, sales_role_id=place.sales_role_id),
        ):
            for goal in self._of.get(owner, ()):
                if goal.holds_on(date):
                    found[goal.metric_id, goal.period] = goal
        return found

    def inherited(self, places: Sequence[Place], date: dt.date) -> dict[GoalKey, HeldGoal]:
        """What a member has of them on `date`, who was in `places` in order, the one of that date last."""
        if not places:
            return {}
        before = [(place, self.at(place, place.ends - dt.timedelta(days=1))) for place in places[:-1] if place.ends]
        return {
            key: _held_goal(goal, tuple(_spans(key, goal, before, places[-1])))
            for key, goal in self.at(places[-1], date).items()
        }


def nearer(one: Owner, other: Owner) -> bool:
    """Whether a goal of the `one` owner takes the place of the `other`'s for whom both reach."""
    return _distance(one) < _distance(other)


def _distance(owner: Owner) -> int:
    if owner.member_id is not None:
        return 0
    if owner.team_id is None:
        return 3
    return 1 if owner.sales_role_id is not None else 2


def own_goals(goals_of_member: Iterable[StoredGoal], date: dt.date) -> dict[GoalKey, HeldGoal]:
    """The goals of a member's own that hold on `date`."""
    return {
        (goal.metric_id, goal.period): _held_goal(goal, (TargetSpan(goal.target),))
        for goal in goals_of_member
        if goal.holds_on(date)
    }


def _held_goal(goal: StoredGoal, spans: tuple[TargetSpan, ...]) -> HeldGoal:
    return HeldGoal(
        goal_id=goal.goal_id,
        metric_id=goal.metric_id,
        period=goal.period,
        starts=goal.starts,
        reason=goal.reason,
        owner=owner_of(goal),
        spans=spans,
        leave=goal.leave,
        dates=dates_of(goal),
    )


def dates_of(goal: StoredGoal | Goal | GoalProposal) -> Period | None:
    """The dates of a goal, set or proposed, by dates of its own; None of any other."""
    if goal.period is not PeriodKind.CUSTOM or goal.period_starts is None or goal.period_ends is None:
        return None
    return Period(goal.period_starts, goal.period_ends)


def _spans(
    key: GoalKey,
    goal: StoredGoal,
    before: Sequence[tuple[Place, Mapping[GoalKey, StoredGoal]]],
    last: Place,
) -> Iterator[TargetSpan]:
    """What was asked in each of the places that the member was in, as it stood when they left it."""
    for place, held in before:
        if key in held:
            yield TargetSpan(held[key].target, place.starts, place.ends)
    yield TargetSpan(goal.target, last.starts, last.ends)
