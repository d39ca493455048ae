"""What the Home tab shows a member: where they stand, what they chose, and who sees it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.alerts.settings import TeamAlerts, alerts_to_change
from bot.core.due import nudge_time_of
from bot.core.looks import Look, looks_at
from bot.core.members import local_date, viewer_of
from bot.core.refusals import Attempt, attempts
from bot.core.work import Work
from bot.goals.drafts import sets_goals
from bot.home.preferences import Preferences, preferences_of
from bot.leave.ahead import leave_ahead
from bot.leave.away import Leave
from bot.leave.silence import missing_of
from bot.log.answer import Logged, entries_of, metrics_by_id
from bot.log.duplicates import told_lately
from bot.pipeline.views import DealList, list_deals
from bot.setup.checklist import Setup, setup_of
from bot.standings.goal_lines import GoalLine, goal_lines
from bot.standings.member_view import Watchers, watchers_of
from bot.standings.today import MetricToday, stand_today
from bot.targets.holding import teams_of
from bot.teams.digest import reads_digests
from storage import memberships
from storage.tables import Member, Role, Workspace

OFF_BOARD = "off"
REFUSED_READ = 5


@dataclass(frozen=True)
class Home:
    """One member's Home. `board` is what their team shows of its reps to one another: off, own, top or named."""

    member: Member
    date: dt.date
    goals: tuple[GoalLine, ...]
    today: tuple[MetricToday, ...]
    """What a rep does that has a goal: done today, of what this morning asked. It is logged with one press."""
    missing: tuple[dt.date, ...]
    """Working days of which nothing is known, of who has a goal: the nudge asks about the same."""
    told_too: Logged
    """What another program told lately that the member had logged, and that counts once."""
    deals: DealList
    leave: tuple[Leave, ...]
    preferences: Preferences
    nudge_time: dt.time
    watchers: Watchers
    looks: tuple[Look, ...]
    board: str
    reads_digests: bool = False
    alerts: tuple[TeamAlerts, ...] = ()
    """Of each team whose alerts they may change."""
    refused: Sequence[Attempt] = ()
    """What somebody tried and may not, lately; for admins."""
    sets_goals: bool = False
    """Whether they set anybody's goals, and so say what people sell like."""
    setup: Setup | None = None
    """How far the workspace is set up, for those who may change that."""


def home_of(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> Home:
    """The member's Home at `now`."""
    date = local_date(member, workspace, now)
    found = goal_lines(session, workspace=workspace, members=[member], date=date, now=now).lines.get(member.id, ())
    doing = {line.metric.id: line.metric for line in found if line.metric.leading}
    return Home(
        member=member,
        date=date,
        goals=tuple(sorted(found, key=lambda line: (line.period.days, line.period.start))),
        today=stand_today(session, workspace, member, list(doing.values()), date),
        missing=missing_of(session, workspace=workspace, member=member, date=date) if found else (),
        told_too=_told_too(session, workspace, member, date, now),
        deals=list_deals(session, workspace=workspace, member=member, now=now),
        leave=leave_ahead(session, workspace=workspace, member=member, now=now),
        preferences=preferences_of(member),
        nudge_time=nudge_time_of(member, workspace),
        watchers=watchers_of(session, workspace=workspace, member=member, now=now),
        looks=looks_at(session, workspace=workspace, member=member),
        board=board_of(session, workspace=workspace, member=member, date=date),
        reads_digests=reads_digests(session, workspace=workspace, member=member),
        alerts=_alerts(session, workspace, member, now),
        refused=attempts(session, workspace=workspace, limit=REFUSED_READ) if member.role is Role.ADMIN else (),
        sets_goals=sets_goals(
            session,
            workspace=workspace,
            viewer=viewer_of(session, workspace=workspace, member=member, now=now),
        ),
        setup=setup_of(session, workspace=workspace, now=now) if member.role is Role.ADMIN else None,
    )


def _told_too(session: Session, workspace: Workspace, member: Member, date: dt.date, now: dt.datetime) -> Logged:
    rows = told_lately(session, member=member, now=now, today=date)
    told = entries_of(rows, metrics_by_id(Work(session, workspace, now))) if rows else ()
    return Logged(batch="", entries=told, metrics=(), today=date)


def _alerts(session: Session, workspace: Workspace, member: Member, now: dt.datetime) -> tuple[TeamAlerts, ...]:
    if member.role is Role.REP:
        return ()
    viewer = viewer_of(session, workspace=workspace, member=member, now=now)
    return alerts_to_change(session, workspace=workspace, viewer=viewer, now=now)


def board_of(session: Session, *, workspace: Workspace, member: Member, date: dt.date) -> str:
    """What the member's team shows of its reps to one another; off without a team."""
    team_id = teams_of(session, workspace=workspace, member_ids=[member.id], date=date).get(member.id)
    teams = {team.id: team for team in memberships.list_teams(session, workspace_id=workspace.id)}
    return teams[team_id].leaderboard if team_id is not None else OFF_BOARD
