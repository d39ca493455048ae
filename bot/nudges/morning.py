"""A member's morning: their goals are judged once, and the nudge is planned."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.core.due import Due, Outcome, latest_due, nudge_time_of, outcome_of
from bot.core.members import zone_of
from bot.core.message_kinds import NUDGE
from bot.leave import silence
from bot.leave.away import half_days_on
from bot.leave.calendars import load_calendars
from bot.nudges.attention import note_planned
from bot.standings.standings import figures_on
from bot.standings.verdicts import close_ended_campaigns, judge_goals
from bot.targets.holding import teams_of
from metrics.calendar import MemberCalendar
from storage import backlog, cohorts, deliveries, memberships, rates, standings
from storage.tables import Member, Workspace

CATCH_UP = dt.timedelta(hours=3)
"""A nudge later than that is no morning message any more: it expires."""
LATEST = dt.timedelta(hours=6)
"""Nor is one sent later than that, however many are waiting."""
USUAL_RATE = 5.0
"""Messages a second, before anything is known of what Slack allows this workspace."""
PORTION = 100
"""Mornings taken in one transaction: bounds how long a `/log` waits for it on SQLite, where it comes next."""


def take_due_mornings(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Take the mornings that are due at `now` and not taken yet, at most PORTION of them; whether there were any.

    Call again until there are none. Any number of processes may: a morning is taken once by its key.
    """
    for due, members in _due_members(session, workspace, now).items():
        _take(session, workspace, members[:PORTION], due, now)
        return True
    return False


def nudge_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which somebody's morning comes."""
    return {
        (zone_of(member, workspace), nudge_time_of(member, workspace))
        for member in cohorts.distinct_mornings(session, workspace_id=workspace.id)
    }


def _due_members(session: Session, workspace: Workspace, now: dt.datetime) -> dict[Due, list[Member]]:
    found: dict[Due, list[Member]] = {}
    if workspace.paused:
        return found
    for sample in cohorts.distinct_mornings(session, workspace_id=workspace.id):
        # Mornings that are too late are taken too: they are judged, and noted as expired.
        due = latest_due(now, nudge_time_of(sample, workspace), zone_of(sample, workspace), window=CATCH_UP)
        if due is None or _came_before_live(due, workspace):
            continue
        members = cohorts.members_without_morning(
            session,
            workspace_id=workspace.id,
            timezone=sample.timezone,
            nudge_time=sample.nudge_time,
            date=due.local_date,
            limit=PORTION,
        )
        if members:
            found.setdefault(due, []).extend(members)
    return found


def _came_before_live(due: Due, workspace: Workspace) -> bool:
    """Whether it was not Pacer's morning yet: nobody is nudged at the moment somebody presses "Go live"."""
    return workspace.went_live_at is not None and due.at <= workspace.went_live_at


def _sent_until(session: Session, workspace: Workspace, due: Due, more: int) -> dt.datetime:
    """Until when `more` nudges planned now may be sent: their window is counted from when their turn can come.

    So that a cohort too large for Slack's rate is sent late in the morning rather than dropped, up to LATEST and
    never into the quiet hours.
    """
    ahead = backlog.count_planned(session, workspace_id=workspace.id) + more
    rate = rates.find_rate(session, workspace_id=workspace.id, scope="chat.postMessage")
    queue = dt.timedelta(seconds=ahead / (rate.rate if rate is not None and rate.rate > 0 else USUAL_RATE))
    until = max(due.expires_at, min(due.expires_at + queue, due.at + LATEST))
    return until if due.quiet_at is None else min(until, due.quiet_at)


def _take(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    due: Due,
    now: dt.datetime,
) -> int:
    date = due.local_date
    ids = [member.id for member in members]
    calendars = load_calendars(
        session,
        workspace=workspace,
        members=members,
        starts=date - silence.LOOKBACK,
        ends=date + dt.timedelta(days=1),
    )
    working = [member for member in members if calendars[member.id].is_working_day(date)]
    figures = figures_on(session, workspace=workspace, members=working, date=date, keep_histories=True)
    logged = standings.logged_dates(session, member_ids=sorted(calendars), starts=date - silence.LOOKBACK, ends=date)
    missing = silence.missing_days(calendars, logged, date)
    judge_goals(session, workspace=workspace, figures=figures, date=date, silent=missing)
    at_work = [member.id for member in working]
    close_ended_campaigns(session, workspace=workspace, member_ids=at_work, figures=figures, date=date)
    judged = {item.member_id for item in figures}
    paused = _paused_members(session, workspace, ids, date)
    mornings_off = half_days_on(session, workspace=workspace, member_ids=ids, date=date, part="am")
    by_id = {member.id: member for member in members}
    outcomes = {
        member_id: outcome_of(
            due,
            now,
            calendar=calendars[member_id],
            has_goal=member_id in judged,
            paused=member_id in paused,
            nudges_on=member.nudges_on,
            reachable=not member.unreachable,
            snoozed_until=member.snoozed_until,
            nudge_days=member.nudge_days,
            morning_off=member_id in mornings_off,
        )
        for member_id, member in by_id.items()
    }
    standings.take_mornings(
        session,
        workspace_id=workspace.id,
        outcomes={who: outcome.value for who, outcome in outcomes.items()},
        date=date,
    )
    planned = [member_id for member_id in ids if outcomes[member_id] is Outcome.NUDGE]
    expires_at = _sent_until(session, workspace, due, len(planned))
    contents = note_planned(
        session,
        members=[by_id[member_id] for member_id in planned],
        active=_active(calendars, logged, date),
        missing=missing,
        date=date,
    )
    nudges = [
        deliveries.new_row(
            workspace_id=workspace.id,
            kind=NUDGE,
            recipient=by_id[member_id].slack_user_id,
            key=date.isoformat(),
            member_id=member_id,
            local_date=date,
            content=contents[member_id],
            due_at=due.at,
            expires_at=expires_at,
            token=secrets.token_hex(16),
        )
        for member_id in planned
    ]
    return deliveries.plan(session, rows=nudges)


def _paused_members(session: Session, workspace: Workspace, member_ids: Sequence[int], date: dt.date) -> set[int]:
    """Who of these is a rep of a team whose messages are paused."""
    off = {team.id for team in memberships.list_teams(session, workspace_id=workspace.id) if team.paused}
    if not off:
        return set()
    teams = teams_of(session, workspace=workspace, member_ids=member_ids, date=date)
    return {member_id for member_id, team_id in teams.items() if team_id in off}


def _active(calendars: Mapping[int, MemberCalendar], logged: Mapping[int, set[dt.date]], date: dt.date) -> set[int]:
    """Who logged something in the three days before (over a weekend): they do not ignore their nudges."""
    recent = {date - dt.timedelta(days=days) for days in (1, 2, 3)}
    return {member_id for member_id in calendars if logged.get(member_id, set()) & recent}
