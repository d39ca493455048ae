"""What an admin's Home says of the workspace: what runs, what lacks, what went wrong lately."""

from dataclasses import dataclass

from bot.core.work import Work
from bot.people.teams import in_teams_now
from bot.setup.checklist import Setup
from bot.targets.holding import held_goals
from storage import people
from storage.tables import Member, Team, TeamRole


@dataclass(frozen=True)
class WorkspaceState:
    """What an admin has to see to. `without_goal` are reps whom no goal holds for, `unreachable` those whom Slack
    delivers nothing to, `unmanaged` teams without a manager, `channel_trouble` those whose alert channel takes nothing.
    """

    reps: int
    without_goal: tuple[Member, ...]
    unreachable: tuple[Member, ...]
    unmanaged: tuple[Team, ...]
    channel_trouble: tuple[Team, ...]


def workspace_state(work: Work, setup: Setup) -> WorkspaceState:
    """The state of the workspace at `now`."""
    rows = in_teams_now(work.session, workspace=work.workspace, team_role=TeamRole.REP, now=work.now)
    members = people.members_by_id(work.session, ids={row.member_id for row in rows})
    reps = sorted((member for member in members.values() if member.active), key=lambda member: member.name.casefold())
    held = held_goals(
        work.session, workspace=work.workspace, member_ids=[member.id for member in reps], date=work.today_of(None)
    )
    teams = [each.team for each in setup.teams]
    return WorkspaceState(
        reps=len(reps),
        without_goal=tuple(member for member in reps if not held.get(member.id)),
        unreachable=tuple(member for member in reps if member.unreachable),
        unmanaged=tuple(each.team for each in setup.teams if each.managers == 0),
        channel_trouble=tuple(team for team in teams if team.channel_trouble),
    )
