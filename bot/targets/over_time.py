"""Which goals held for one member on each date of a longer time: read once, then asked of any date."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.targets.holding import LONGEST_PERIOD
from bot.targets.inheriting import GoalKey, GroupGoals, HeldGoal, own_goals, places_of
from storage import goals, memberships, sales_roles
from storage.goals import StoredGoal
from storage.memberships import TimeInTeam
from storage.sales_roles import TimeInRole
from storage.tables import TeamRole, Workspace


@dataclass(frozen=True)
class GoalsOverTime:
    """One member's goals, true for the dates that they were read for."""

    times: Sequence[TimeInTeam]
    roles: Sequence[TimeInRole]
    of_groups: GroupGoals
    own: Sequence[StoredGoal]

    def on(self, date: dt.date) -> dict[GoalKey, HeldGoal]:
        """The goals that held on `date`; the member's own in the place of their team's or role's."""
        current = [time for time in self.times if time.starts <= date and (time.ends is None or date < time.ends)]
        earlier = [t for t in self.times if t.ends is not None and date - LONGEST_PERIOD < t.ends <= date]
        places = places_of([*earlier, *current] if current else (), self.roles, date)
        return {**self.of_groups.inherited(places, date), **own_goals(self.own, date)}


def goals_over_time(
    session: Session, *, workspace: Workspace, member_id: int, starts: dt.date, ends: dt.date
) -> GoalsOverTime:
    """The member's goals for the dates [starts, ends)."""
    first, last = starts - LONGEST_PERIOD, ends - dt.timedelta(days=1)
    times = [
        *memberships.ended_as_rep(session, workspace_id=workspace.id, after=first, until=last, member_ids=[member_id]),
        *memberships.in_teams_on(
            session, workspace_id=workspace.id, date=last, team_role=TeamRole.REP, member_ids=[member_id]
        ),
    ]
    stored = goals.goals_between(
        session,
        workspace_id=workspace.id,
        starts=first,
        ends=ends,
        member_ids=[member_id],
        team_ids={time.team_id for time in times},
    )
    return GoalsOverTime(
        times=sorted(times, key=lambda time: time.starts),
        roles=sales_roles.times_in_roles(
            session, workspace_id=workspace.id, after=first, until=last, member_ids=[member_id]
        ),
        of_groups=GroupGoals(stored),
        own=[goal for goal in stored if goal.member_id is not None],
    )
