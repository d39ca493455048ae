"""The morning of many reps, from the tick through the real worker to a gateway that only counts."""

import datetime as dt
import random
import resource
import threading
import time
from pathlib import Path
from typing import Any

from bot.coach.setup.catalogue import ensure_presets
from bot.delivery.gateway import ChannelSeen, GroupSeen, Posted
from bot.delivery.limiter import Unlimited
from bot.delivery.slack_time import SlackTime
from bot.delivery.worker import Worker
from bot.messages.message import Message
from bot.messages.renderers import kinds
from bot.runtime import settle_memory
from bot.schedule import tick
from metrics.periods import PeriodKind
from storage.activities import add_activity_rows
from storage.engine import Database, make_database
from storage.migrate import upgrade
from storage.tables import Goal, Member, Membership, Source, Team, TeamRole, Workspace

MORNING = dt.datetime(2026, 12, 1, 8, 30, tzinfo=dt.UTC)
"""The first morning of a month: every history has to be carried on."""
METRICS = (1, 2, 3, 4, 5)
TEAM_SIZE = 10


class Counting:
    """A gateway that only counts."""

    def __init__(self) -> None:
        self.sent = 0
        self.slack_time = SlackTime()

    def open_conversation(self, user: str) -> str:
        """Never needed here."""
        return user

    def post(self, channel: str, message: Message, token: str) -> Posted:
        """Count."""
        self.sent += 1
        return Posted(channel, f"{self.sent}.0")

    def update(self, posted: Posted, message: Message) -> None:
        """Never needed here."""

    def look_up(self, channel: str, token: str, since: dt.datetime) -> Posted | None:
        """Never needed here."""
        return None

    def look_at_channel(self, channel: str) -> ChannelSeen:
        """Nothing is posted in a channel here."""
        return ChannelSeen("private", inside=True)

    def user_groups(self) -> list[GroupSeen]:
        """None."""
        return []

    def profile(self, user: str) -> dict[str, Any]:
        """Nothing is known of anybody."""
        return {}

    def token_works(self) -> bool:
        """It does."""
        return True


class Fixed:
    """A clock that stands at the morning."""

    def now(self) -> dt.datetime:
        """Always the same instant."""
        return MORNING

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """No wait."""
        return event.is_set()


def measure_morning(folder: Path, *, reps: int, days: int) -> None:
    """Print how long the morning of `reps` reps x 5 goals takes with a history of `days`, and the memory."""
    database = make_database(f"sqlite:///{folder / 'morning.sqlite'}")
    upgrade(database)
    began = time.perf_counter()
    entries = _fill(database, reps, days)
    print(f"{reps} reps x {len(METRICS)} goals, {entries} activities over {days} days")
    print(f"(filled in {time.perf_counter() - began:.0f} s)")
    _close_last_month(database)
    gateway = Counting()
    worker = Worker(
        database=database,
        gateway=gateway,
        kinds=kinds(),
        clock=Fixed(),
        holder="bench",
        limiter=Unlimited(),
        batch=500,
        threads=1,
    )
    settle_memory()
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.perf_counter()
    tick(database, MORNING)
    planned = time.perf_counter() - began
    worker.drain()
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"planned in {planned:.1f} s, sent {gateway.sent} in {wall:.1f} s wall, {cpu:.1f} s of one core (goal 10 s)")
    print(f"peak memory {after.ru_maxrss / 1024:.0f} MB (goal 300 MB)")
    worker.close()
    database.dispose()


def _close_last_month(database: Database) -> None:
    """The mornings of the month before have been taken: histories are stored for its start."""
    from bot.coach.figures.standings import figures_on
    from storage.people import list_members
    from storage.workspaces import find_workspace

    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        assert workspace.id is not None
        members = list(list_members(session, workspace_id=workspace.id))
        figures_on(session, workspace=workspace, members=members, date=dt.date(2026, 11, 2), keep_histories=True)


def _fill(database: Database, reps: int, days: int) -> int:
    chance = random.Random(1)
    with database.writing() as session:
        workspace = Workspace(slack_team_id="T", timezone="Europe/London", created_at=MORNING)
        session.add(workspace)
        session.flush()
        assert workspace.id is not None
        ensure_presets(session, workspace=workspace)
        teams = [Team(workspace_id=workspace.id, name=f"Team {n}") for n in range(max(1, reps // TEAM_SIZE))]
        session.add_all(teams)
        members = [
            Member(workspace_id=workspace.id, slack_user_id=f"U{n:06d}", name=f"Rep {n}", timezone="Europe/London")
            for n in range(reps)
        ]
        session.add_all(members)
        session.flush()
        session.add_all(
            Membership(
                workspace_id=workspace.id,
                team_id=teams[n % len(teams)].id or 0,
                member_id=member.id or 0,
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
        ids = [member.id or 0 for member in members]
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
