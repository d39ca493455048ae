"""Setting a workspace up: which steps are done, the checklist that its admins have, and going live."""

import datetime as dt
import enum
import secrets
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.core.changes import CHECKLIST, CHECKLIST_KEY, refresh_checklists
from bot.core.failures import Failure
from bot.core.goals_in_force import goals_now
from bot.core.members import local_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.leave.calendars import days_off
from bot.people.alert_readers import PRIVATE
from bot.people.teams import in_teams_now
from storage import catalogue, deliveries, memberships, people, user_groups
from storage.tables import Member, Metric, Team, TeamRole, UserGroup, Workspace
from storage.workspaces import record_audit

NO_ZONE = "UTC"
"""The zone of a workspace whose admin has none in Slack."""
YEAR = dt.timedelta(days=365)


class Step(enum.Enum):
    """A step of setting up, in this order."""

    PEOPLE = "people"
    METRICS = "metrics"
    GOALS = "goals"
    CHANNEL = "channel"
    HOLIDAYS = "holidays"
    TIME = "time"


class NotReady(Failure):
    """The workspace cannot go live yet; the message says what is missing."""


@dataclass(frozen=True)
class TeamSetup:
    """A team, how many there are in it, and who reads its alert channel, as far as Slack said.

    `others` are the Slack ids of those who read a private channel and are neither managers of the team nor admins,
    `unseen` how many more are in it, `missing` those of its managers who are not.
    """

    team: Team
    reps: int
    managers: int
    handle: str = ""
    """The handle of the user group whose people are its reps; empty where they were picked."""
    others: tuple[str, ...] = ()
    unseen: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setup:
    """How far a workspace is set up. `goals` are those in force; `done` the steps that need no more answer."""

    workspace: Workspace
    teams: tuple[TeamSetup, ...]
    metrics: tuple[Metric, ...]
    goals: int
    done: frozenset[Step]
    days_off: int = 0
    """Holidays in the next twelve months."""
    groups: tuple[UserGroup, ...] = ()
    """The user groups that Slack has, by handle."""

    @property
    def complete(self) -> bool:
        """Whether every step is done."""
        return len(self.done) == len(Step)

    @property
    def reps(self) -> int:
        """Reps of all teams."""
        return sum(each.reps for each in self.teams)


def setup_of(session: Session, *, workspace: Workspace, now: dt.datetime) -> Setup:
    """How far the workspace is set up."""
    today = local_date(None, workspace, now)
    members = {
        team_role: in_teams_now(session, workspace=workspace, team_role=team_role, now=now) for team_role in TeamRole
    }
    groups = tuple(user_groups.list_groups(session, workspace_id=workspace.id))
    handles = {group.slack_id: group.handle for group in groups}
    allowed = {admin.slack_user_id for admin in admins(session, workspace=workspace)} | {workspace.bot_user_id}
    by_id = people.members_by_id(session, ids={row.member_id for row in members[TeamRole.MANAGER]})
    teams = tuple(
        _with_readers(
            TeamSetup(
                team,
                reps=sum(row.team_id == team.id for row in members[TeamRole.REP]),
                managers=sum(row.team_id == team.id for row in members[TeamRole.MANAGER]),
                handle=handles.get(team.user_group, ""),
            ),
            managers={
                by_id[row.member_id].slack_user_id for row in members[TeamRole.MANAGER] if row.team_id == team.id
            },
            allowed=allowed,
        )
        for team in memberships.list_teams(session, workspace_id=workspace.id)
    )
    in_force = len(goals_now(session, workspace=workspace, now=now))
    answered = set(workspace.setup_done.split())
    facts = {
        Step.PEOPLE: any(each.reps and each.managers for each in teams),
        Step.GOALS: in_force > 0,
        Step.CHANNEL: bool(teams) and all(_has_channel(each.team) for each in teams),
    }
    if workspace.timezone != NO_ZONE:
        # Slack said where the admin is, and everybody is written to at their own time: that needs no answer.
        answered.add(Step.TIME.value)
    return Setup(
        workspace=workspace,
        teams=teams,
        metrics=tuple(catalogue.list_metrics(session, workspace_id=workspace.id)),
        goals=in_force,
        done=frozenset(step for step in Step if facts.get(step, step.value in answered)),
        days_off=len(days_off(session, workspace=workspace, starts=today, ends=today + YEAR)),
        groups=groups,
    )


def setup_to_change(session: Session, *, workspace: Workspace, viewer: Viewer, now: dt.datetime) -> Setup:
    """The same, for who is about to take a step of it. Raises NotAllowed."""
    require(viewer, Action.CHANGE_TEAMS, Subject())
    return setup_of(session, workspace=workspace, now=now)


def _with_readers(each: TeamSetup, *, managers: set[str], allowed: set[str]) -> TeamSetup:
    team = each.team
    if team.channel_audience != PRIVATE:
        return each
    readers = team.channel_readers.split()
    return replace(
        each,
        others=tuple(who for who in readers if who not in managers | allowed),
        unseen=max(0, team.channel_reader_count - len(readers)),
        missing=tuple(sorted(managers - set(readers))) if team.channel_reader_count <= len(readers) else (),
    )


def plan_checklists(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan the checklist of each admin who has none, while the workspace is not live; never more to do."""
    if workspace.live:
        return False
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=workspace.id,
                kind=CHECKLIST,
                recipient=admin.slack_user_id,
                key=CHECKLIST_KEY,
                member_id=admin.id,
                due_at=now,
                expires_at=None,
                token=secrets.token_hex(16),
            )
            for admin in admins(session, workspace=workspace)
        ],
    )
    return False


def admins(session: Session, *, workspace: Workspace) -> list[Member]:
    """Who administers Pacer here."""
    members = people.list_admins(session, workspace_id=workspace.id)
    return [member for member in members if not member.guest]


def answer_step(session: Session, *, workspace: Workspace, step: Step) -> None:
    """Note that a step was answered, and bring the checklists up to date."""
    answered = {*workspace.setup_done.split(), step.value}
    workspace.setup_done = " ".join(sorted(answered))
    session.add(workspace)
    refresh_checklists(session, workspace_id=workspace.id)


def go_live(session: Session, *, workspace: Workspace, viewer: Viewer | None, now: dt.datetime) -> Setup:
    """Let the timed messages begin with the next morning; again, it changes nothing. `viewer` None is the operator.

    Raises NotAllowed, and NotReady while there is nobody to write to or no goal to write of.
    """
    if viewer is not None:
        require(viewer, Action.CHANGE_TEAMS, Subject())
    setup = setup_of(session, workspace=workspace, now=now)
    if setup.reps == 0:
        raise NotReady("No reps yet. Add people to a team first.")
    if setup.goals == 0:
        raise NotReady("No goals yet. Set one first, so I have something to say in the morning.")
    if not workspace.live:
        workspace.live, workspace.went_live_at = True, now
        session.add(workspace)
        record_audit(
            session,
            workspace_id=workspace.id,
            at=now,
            actor_id=viewer.member_id if viewer else None,
            action="go live",
        )
    refresh_checklists(session, workspace_id=workspace.id)
    return setup


def _has_channel(team: Team) -> bool:
    return team.alerts_by_dm or (bool(team.alert_channel) and not team.channel_trouble)
