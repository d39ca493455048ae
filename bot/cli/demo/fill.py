"""Fills an empty database with the invented team, its goals and its history."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.cli.demo.cast import REPS, TEAMS
from bot.cli.demo.deals import InventedDeal
from bot.cli.demo.fill_coaching import fill_coaching
from bot.cli.demo.fill_deals import fill_deals
from bot.cli.demo.history import DAYS, LEAVE_DAYS, write_history
from bot.core.due import latest_due
from bot.core.members import local_date
from bot.core.settings import Settings
from bot.core.work import Work
from bot.goals import editing as goals
from bot.leave.away import Leave, note_leave
from bot.nudges.morning import nudge_times, take_due_mornings
from bot.people import teams
from bot.setup.directory import meet_workspace
from storage.activities import add_activity_rows
from storage.catalogue import list_metrics
from storage.engine import Database
from storage.memberships import list_teams
from storage.tables import Source, TeamRole, Workspace
from storage.workspaces import find_workspace

OUTCOMES = frozenset({"deal", "revenue"})
"""What comes of deals, and is stored with them."""


def fill_workspace(database: Database, *, settings: Settings, now: dt.datetime) -> None:
    """Fill the database as of `now`; does nothing when it has teams already."""
    met = meet_workspace(database, settings=settings, now=now)
    with database.writing() as session:
        if list_teams(session, workspace_id=met.workspace_id):
            return
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.timezone, workspace.live = "Europe/London", True
        # They have used it for as long as they have a history: pairs and surveys begin after four weeks.
        workspace.created_at = now - dt.timedelta(days=DAYS + 30)
        session.add(workspace)
        _form_teams(session, workspace, now)
        _write_history(session, workspace, now)
        _take_mornings(session, workspace, now)
        fill_coaching(session, workspace=workspace, now=now)


def _form_teams(session: Session, workspace: Workspace, now: dt.datetime) -> None:
    began = local_date(None, workspace, now) - dt.timedelta(days=DAYS + 30)
    for plan in TEAMS:
        team = teams.add_team(
            session, workspace=workspace, name=plan.name, alert_channel=plan.channel_id, timezone=plan.zone
        )
        members = [(rep.id, TeamRole.REP) for rep in REPS if rep.team == plan.name]
        for slack_id, team_role in [(plan.manager_id, TeamRole.MANAGER), *members]:
            member = teams.find_person(session, workspace=workspace, who=slack_id)
            teams.join(session, workspace=workspace, team=team, member=member, team_role=team_role, starts=began)
        for goal in plan.goals:
            goals.set_goal(
                Work(session, workspace, now),
                viewer=None,
                subject=team,
                metric_key=goal.metric,
                period=goal.period,
                target=goal.target,
                starts=began,
                reason=goal.reason,
            )


def _is_over(date: dt.date, zone: str, now: dt.datetime) -> bool:
    """Whether somebody's working day has ended."""
    return dt.datetime.combine(date, dt.time(17), tzinfo=ZoneInfo(zone)) <= now


def _write_history(session: Session, workspace: Workspace, now: dt.datetime) -> None:
    today = local_date(None, workspace, now)
    history = [entry for entry in write_history(today) if _is_over(entry.date, entry.person.zone, now)]
    metric_ids = {metric.key: metric.id for metric in list_metrics(session, workspace_id=workspace.id)}
    members = {rep.id: teams.find_person(session, workspace=workspace, who=rep.id) for rep in REPS}
    add_activity_rows(
        session,
        rows=[
            {
                "workspace_id": workspace.id,
                "member_id": members[entry.person.id].id,
                "metric_id": metric_ids[entry.metric],
                "quantity": entry.quantity,
                "local_date": entry.date,
                "account": entry.account,
                "note": "",
                "outcome": "",
                "source": Source.IMPORT,
                "external_id": f"demo-{number}",
                "batch": "",
                "logged_at": dt.datetime.combine(entry.date, dt.time(16), tzinfo=dt.UTC),
                "version": 1,
            }
            for number, entry in enumerate(history)
            if entry.metric not in OUTCOMES
        ],
    )
    won = [
        InventedDeal(entry.person, entry.account, amount.quantity, (("won", entry.date),))
        for entry, amount in itertools.pairwise(history)
        if entry.metric == "deal" and amount.metric == "revenue"
    ]
    fill_deals(session, workspace=workspace, members=members, won=won, now=now)
    for rep in REPS:
        if rep.on_leave:
            member = members[rep.id]
            leave = Leave(today - dt.timedelta(days=LEAVE_DAYS // 2), today + dt.timedelta(days=LEAVE_DAYS))
            note_leave(session, workspace=workspace, member=member, asked=leave, by=member, now=now)


def _take_mornings(session: Session, workspace: Workspace, now: dt.datetime) -> None:
    """Take the mornings that have come already, each at its time: nobody was late for them."""
    came = {
        due.at
        for zone, time in nudge_times(session, workspace=workspace)
        if (due := latest_due(now, time, zone, window=dt.timedelta(0))) is not None
    }
    for at in sorted(came):
        while take_due_mornings(session, workspace=workspace, now=at):
            pass
