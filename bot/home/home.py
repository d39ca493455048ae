"""What the Home tab shows a member: where they stand, what they chose, and who sees it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.alerts.settings import TeamAlerts, alerts_to_change
from bot.core.due import nudge_time_of
from bot.core.looks import Look, looks_at
from bot.core.members import viewer_of
from bot.core.refusals import Attempt, attempts
from bot.core.work import Work
from bot.goals.drafts import sets_goals
from bot.home.next_message import next_message_of
from bot.home.preferences import Preferences, preferences_of
from bot.home.teams import TeamAtAGlance, teams_at_a_glance
from bot.home.workspace import WorkspaceState, workspace_state
from bot.leave.away import Leave
from bot.leave.company_days import may_change_days
from bot.leave.day_off import DayOffToday, day_off_today
from bot.leave.silence import missing_of
from bot.leave.upcoming import leave_ahead
from bot.log.answer import Logged, entries_of, metrics_by_id
from bot.log.duplicates import told_lately
from bot.log.own_entries import latest_said
from bot.pipeline.views import DealList, list_deals
from bot.setup.checklist import Setup, setup_of
from bot.standings.goal_lines import GoalLine, goal_lines
from bot.standings.member_view import Watchers, watchers_of
from bot.standings.team_totals import TeamTotalNow, totals_for_rep
from bot.standings.today import MetricToday, stand_today
from bot.targets.holding import teams_of
from bot.teams.digest import reads_digests
from storage import memberships
from storage.tables import Member, Role

OFF_BOARD = "off"
EVERYBODY = "0"
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
    latest: tuple[Logged, ...]
    """What they logged last, each message with its entries."""
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
    day_off: DayOffToday | None = None
    """Why today is none of their working days; None where it is one."""
    calendars: Mapping[str, str] = field(default_factory=dict)
    """Whose calendar they may change: "0" for everybody's, else teams' ids, with their names."""
    setup: Setup | None = None
    """How far the workspace is set up, for those who may change that."""
    state: WorkspaceState | None = None
    """What an admin has to see to."""
    teams: tuple[TeamAtAGlance, ...] = ()
    """The teams that they manage."""
    next_message: dt.datetime | None = None
    """The local date and time of their next morning message."""
    totals: tuple[TeamTotalNow, ...] = ()
    """The goals that their team has as one total."""
    is_rep: bool = True
    """Whether they are a rep of a team or have a goal: their own things are what the Home is about."""


def home_of(work: Work, *, member: Member) -> Home:
    """The member's Home at `now`."""
    date = work.today_of(member)
    found = goal_lines(work.session, workspace=work.workspace, members=[member], date=date, now=work.now).lines.get(
        member.id, ()
    )
    setup = setup_of(work.session, workspace=work.workspace, now=work.now) if member.role is Role.ADMIN else None
    is_rep = bool(found) or _in_a_team(work, member, date)
    doing = {line.metric.id: line.metric for line in found if line.metric.leading}
    return Home(
        member=member,
        date=date,
        goals=tuple(sorted(found, key=lambda line: (line.period.days, line.period.start))),
        today=stand_today(work.session, work.workspace, member, list(doing.values()), date),
        missing=missing_of(work.session, workspace=work.workspace, member=member, date=date) if found else (),
        told_too=_told_too(work, member, date),
        latest=latest_said(work, member=member),
        deals=list_deals(work.session, workspace=work.workspace, member=member, now=work.now),
        leave=leave_ahead(work.session, workspace=work.workspace, member=member, now=work.now),
        preferences=preferences_of(member),
        nudge_time=nudge_time_of(member, work.workspace),
        watchers=watchers_of(work.session, workspace=work.workspace, member=member, now=work.now),
        looks=looks_at(work.session, workspace=work.workspace, member=member),
        board=board_of(work, member=member, date=date),
        reads_digests=reads_digests(work.session, workspace=work.workspace, member=member),
        alerts=_alerts(work, member),
        refused=attempts(work.session, workspace=work.workspace, limit=REFUSED_READ)
        if member.role is Role.ADMIN
        else (),
        sets_goals=sets_goals(
            work, viewer=viewer_of(work.session, workspace=work.workspace, member=member, now=work.now)
        ),
        day_off=day_off_today(work, member=member),
        calendars=_calendars(work, member),
        setup=setup,
        state=workspace_state(work, setup) if setup is not None and setup.workspace.live else None,
        teams=teams_at_a_glance(work, member=member),
        next_message=next_message_of(work, member=member) if is_rep else None,
        totals=totals_for_rep(work, member=member, date=date) if is_rep else (),
        is_rep=is_rep,
    )


def _in_a_team(work: Work, member: Member, date: dt.date) -> bool:
    return member.id in teams_of(work.session, workspace=work.workspace, member_ids=[member.id], date=date)


def _told_too(work: Work, member: Member, date: dt.date) -> Logged:
    rows = told_lately(work.session, member=member, now=work.now, today=date)
    told = entries_of(rows, metrics_by_id(work)) if rows else ()
    return Logged(batch="", entries=told, metrics=(), today=date)


def _alerts(work: Work, member: Member) -> tuple[TeamAlerts, ...]:
    if member.role is Role.REP:
        return ()
    viewer = viewer_of(work.session, workspace=work.workspace, member=member, now=work.now)
    return alerts_to_change(work.session, workspace=work.workspace, viewer=viewer, now=work.now)


def _calendars(work: Work, member: Member) -> Mapping[str, str]:
    if member.role is Role.REP:
        return {}
    viewer = viewer_of(work.session, workspace=work.workspace, member=member, now=work.now)
    teams = memberships.list_teams(work.session, workspace_id=work.workspace_id)
    mine = {str(team.id): team.name for team in teams if may_change_days(viewer, team)}
    return {EVERYBODY: "", **mine} if may_change_days(viewer, None) else mine


def board_of(work: Work, *, member: Member, date: dt.date) -> str:
    """What the member's team shows of its reps to one another; off without a team."""
    team_id = teams_of(work.session, workspace=work.workspace, member_ids=[member.id], date=date).get(member.id)
    teams = {team.id: team for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)}
    return teams[team_id].leaderboard if team_id is not None else OFF_BOARD
