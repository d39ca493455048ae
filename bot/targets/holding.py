"""Which goals hold for members on a date: their own before their team's, and that before their role's."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.targets.inheriting import GoalKey, GroupGoals, HeldGoal, Place, own_goals, places_of
from storage import catalogue, goals, memberships, sales_roles
from storage.goals import StoredGoal
from storage.memberships import TimeInTeam
from storage.sales_roles import TimeInRole
from storage.tables import TeamRole, Workspace

LONGEST_PERIOD = dt.timedelta(days=366)


def held_goals(
    session: Session, *, workspace: Workspace, member_ids: Sequence[int], date: dt.date
) -> dict[int, list[HeldGoal]]:
    """The goals that hold for each of these members on `date`, in the order of the metrics.

    On the same metric and period a member's own goal comes first, then that of their role in their team, their team's,
    and their role's in the workspace.
    """
    in_order = {metric.id: metric.position for metric in catalogue.list_metrics(session, workspace_id=workspace.id)}
    times = _times_in_teams(session, workspace, member_ids, date)
    stored = goals.goals_between(
        session,
        workspace_id=workspace.id,
        starts=date - LONGEST_PERIOD,
        ends=date + dt.timedelta(days=1),
        member_ids=member_ids,
        team_ids={time.team_id for some in times.values() for time in some},
    )
    stored = [goal for goal in stored if goal.metric_id in in_order]
    of_groups, of_member = GroupGoals(stored), _by_member(stored)
    roles = _times_in_roles(session, workspace, member_ids, date) if of_groups.of_roles else {}
    # Who was in the same places for the same time inherits the same goals: that is most of a team.
    inherited: dict[tuple[Place, ...], dict[GoalKey, HeldGoal]] = {}
    found: dict[int, list[HeldGoal]] = {}
    for member_id in member_ids:
        places = places_of(times.get(member_id, ()), roles.get(member_id, ()), date)
        if places not in inherited:
            inherited[places] = of_groups.inherited(places, date)
        held = {**inherited[places], **own_goals(of_member.get(member_id, ()), date)}
        found[member_id] = sorted(held.values(), key=lambda goal: in_order[goal.metric_id])
    return found


def teams_of(session: Session, *, workspace: Workspace, member_ids: Sequence[int], date: dt.date) -> Mapping[int, int]:
    """The team that each of these members is a rep of on `date`; members without one are left out."""
    rows = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, member_ids=member_ids
    )
    return {row.member_id: row.team_id for row in rows}


def _by_member(stored: Sequence[StoredGoal]) -> dict[int, list[StoredGoal]]:
    found: dict[int, list[StoredGoal]] = {}
    for goal in stored:
        if goal.member_id is not None:
            found.setdefault(goal.member_id, []).append(goal)
    return found


def _times_in_teams(
    session: Session, workspace: Workspace, member_ids: Sequence[int], date: dt.date
) -> dict[int, list[TimeInTeam]]:
    """For each member who is a rep of a team on `date`: that time, after those that ended within a year before."""
    times = memberships.times_as_rep(
        session, workspace_id=workspace.id, after=date - LONGEST_PERIOD, until=date, member_ids=member_ids
    )
    current = [row for row in times if row.ends is None or row.ends > date]
    reps = {row.member_id for row in current}
    earlier = [row for row in times if row.member_id in reps and row.ends and row.starts < row.ends <= date]
    found: dict[int, list[TimeInTeam]] = {}
    for row in [*sorted(earlier, key=lambda each: each.starts), *current]:
        found.setdefault(row.member_id, []).append(row)
    return found


def _times_in_roles(
    session: Session, workspace: Workspace, member_ids: Sequence[int], date: dt.date
) -> dict[int, list[TimeInRole]]:
    found: dict[int, list[TimeInRole]] = {}
    for time in sales_roles.times_in_roles(
        session, workspace_id=workspace.id, after=date - LONGEST_PERIOD, until=date, member_ids=member_ids
    ):
        found.setdefault(time.member_id, []).append(time)
    return found
