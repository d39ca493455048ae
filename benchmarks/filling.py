"""A workspace of many reps with a history, as the benchmarks need it."""

import datetime as dt
import random

from bot.core.presets import ensure_presets
from bot.standings.standings import figures_on
from metrics.periods import PeriodKind
from storage.activities import add_activity_rows
from storage.engine import Database
from storage.people import list_members
from storage.tables import Goal, Member, Membership, Source, Team, TeamRole, Workspace
from storage.workspaces import find_workspace

MORNING = dt.datetime(2026, 12, 1, 8, 30, tzinfo=dt.UTC)
"""The first morning of a month: every history has to be carried on."""
METRICS = (1, 2, 3, 4, 5)
TEAM_SIZE = 10
SLACK_TEAM = "T0BENCH"


def rep_id(number: int) -> str:
    """The Slack user id of a rep, counted from 0."""
    return f"U{number:06d}"


def close_last_month(database: Database) -> None:
    """Let the mornings of the month before MORNING have been taken: histories are stored for its start."""
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        members = list(list_members(session, workspace_id=workspace.id))
        figures_on(session, workspace=workspace, members=members, date=dt.date(2026, 11, 2), keep_histories=True)


def fill(database: Database, reps: int, days: int, *, timezone: str = "Europe/London") -> int:
    """Store `reps` reps in teams of ten with five goals each, and an entry of each on each working day of the `days`
    before MORNING; how many entries.
    """
    chance = random.Random(1)
    with database.writing() as session:
        workspace = Workspace(slack_team_id=SLACK_TEAM, timezone=timezone, created_at=MORNING)
        session.add(workspace)
        session.flush()
        ensure_presets(session, workspace=workspace)
        teams = [Team(workspace_id=workspace.id, name=f"Team {n}") for n in range(max(1, reps // TEAM_SIZE))]
        session.add_all(teams)
        members = [
            Member(workspace_id=workspace.id, slack_user_id=rep_id(n), name=f"Rep {n}", timezone=timezone)
            for n in range(reps)
        ]
        session.add_all(members)
        session.flush()
        session.add_all(
            Membership(
                workspace_id=workspace.id,
                team_id=teams[n % len(teams)].id,
                member_id=member.id,
                team_role=TeamRole.REP,
                starts=dt.date(2025, 1, 1),
            )
            for n, member in enumerate(members)
        )
        session.add_all(
            Goal(
                workspace_id=workspace.id,
                metric_id=metric,
                team_id=team.id,
                period=PeriodKind.MONTH,
                target=6,
                starts=dt.date(2025, 1, 1),
                set_at=MORNING,
            )
            for team in teams
            for metric in METRICS
        )
        ids = [member.id for member in members]
    count = 0
    for ago in range(days, 0, -1):
        date = MORNING.date() - dt.timedelta(days=ago)
        if date.weekday() >= 5:
            continue
        rows = [
            {
                "workspace_id": 1,
                "member_id": member,
                "metric_id": chance.choice(METRICS),
                "quantity": 1,
                "local_date": date,
                "source": Source.SLACK,
                "logged_at": MORNING,
                "account": "",
                "note": "",
                "outcome": "",
                "batch": "",
                "version": 1,
            }
            for member in ids
        ]
        with database.writing() as session:
            add_activity_rows(session, rows=rows)
        count += len(rows)
    return count
