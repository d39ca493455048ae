"""A team of many reps played through the real schedule and worker, to a Slack that keeps what each would read."""

import datetime as dt
import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from bot.core.presets import ensure_presets
from bot.core.words.message import Message
from bot.delivery.gateway import ChannelSeen, GroupSeen, Posted
from bot.delivery.limiter import Unlimited
from bot.delivery.slack_time import SlackTime
from bot.delivery.worker import Worker
from bot.runtime.kinds import kinds
from bot.runtime.schedule import ROUNDS, Round, next_instant, tick
from metrics.periods import PeriodKind
from storage.activities import add_activity_rows
from storage.catalogue import find_metric
from storage.engine import Database
from storage.tables import Goal, Member, Membership, Role, Source, Team, TeamRole, Workspace

CHANNEL, MANAGER = "C0CROWD", "U0MANAGER"
BEGAN = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Sent:
    """One message: to whom, when, what of."""

    to: str
    at: dt.datetime
    text: str


@dataclass
class Crowd:
    """A workspace with one team, its clock, and all that was sent. It is its own gateway and clock."""

    database: Database
    now_: dt.datetime
    reps: list[int] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    rounds: Sequence[Round] = ROUNDS
    slack_time: SlackTime = field(default_factory=SlackTime)

    def now(self) -> dt.datetime:
        return self.now_

    def wait(self, event: threading.Event, _seconds: float) -> bool:
        return event.is_set()

    def open_conversation(self, user: str) -> str:
        return user

    def post(self, channel: str, message: Message, _token: str) -> Posted:
        shown = "\n".join([message.text, json.dumps(message.blocks)])
        self.sent.append(Sent(channel, self.now_, shown))
        return Posted(channel, f"{len(self.sent)}.0")

    def update(self, posted: Posted, message: Message) -> None:
        """Nobody is pinged by an update."""

    def look_up(self, _channel: str, _token: str, _since: dt.datetime) -> Posted | None:
        return None

    def look_at_channel(self, _channel: str) -> ChannelSeen:
        return ChannelSeen("private", inside=True)

    def user_groups(self) -> list[GroupSeen]:
        return []

    def profile(self, _user: str) -> dict[str, Any]:
        return {}

    def token_works(self) -> bool:
        return True

    def play(self, until: dt.datetime, *, each_evening: Callable[[dt.date], None] = lambda _date: None) -> None:
        """Let time pass, doing what is due; `each_evening` is what people log at 18:00 on a date."""
        worker = Worker(
            database=self.database,
            gateway=self,
            kinds=kinds(),
            clock=self,
            holder="crowd",
            limiter=Unlimited(),
            batch=500,
            threads=1,
        )
        while self.now_ < until:
            upcoming = next_instant(self.database, self.now_, rounds=self.rounds) or until
            evening = dt.datetime.combine(self.now_.date(), dt.time(18), tzinfo=dt.UTC)
            evening = evening if evening > self.now_ else evening + _DAY
            self.now_ = min(upcoming, until, evening)
            if self.now_ == evening:
                each_evening(evening.date())
            tick(self.database, self.now_, rounds=self.rounds, longest_rest=None)
            worker.drain()
        worker.close()

    def log(self, day: dt.date, quantities: dict[tuple[int, str], int]) -> None:
        """What members did of metrics on a day."""
        with self.database.writing() as session:
            _log(session, self.reps, day, quantities, self.now_)

    def to(self, recipient: str, date: dt.date | None = None) -> list[str]:
        """What somebody was sent, on a date or ever."""
        return [each.text for each in self.sent if each.to == recipient and date in (None, each.at.date())]


def gather(
    database: Database, *, reps: int, goals: Sequence[tuple[str, PeriodKind, int]], at: dt.datetime, live: bool
) -> Crowd:
    """A team with these goals and nobody who has logged anything yet."""
    with database.writing() as session:
        workspace = Workspace(
            slack_team_id="T0CROWD", timezone="Europe/London", live=live, created_at=BEGAN, name="Crowd"
        )
        session.add(workspace)
        session.flush()
        ensure_presets(session, workspace=workspace)
        team = Team(
            workspace_id=1,
            name="North",
            alert_channel=CHANNEL,
            channel_audience="private",
            channel_seen_at=at,
            # What these come with is in tests/bot/coaching: here it is counted what figures lead to.
            coaching_off="pairs surveys",
        )
        session.add(team)
        people = [
            Member(workspace_id=1, slack_user_id=f"U{n:03d}", name=f"Rep {n}", timezone="Europe/London")
            for n in range(reps)
        ]
        manager = Member(workspace_id=1, slack_user_id=MANAGER, name="Mo", timezone="Europe/London", role=Role.MANAGER)
        session.add_all([*people, manager])
        session.flush()
        for member, role in [*((each, TeamRole.REP) for each in people), (manager, TeamRole.MANAGER)]:
            session.add(
                Membership(
                    workspace_id=1,
                    team_id=team.id,
                    member_id=member.id,
                    team_role=role,
                    starts=BEGAN.date(),
                )
            )
        for key, period, target in goals:
            metric = find_metric(session, workspace_id=1, key=key)
            assert metric is not None
            session.add(
                Goal(
                    workspace_id=1,
                    metric_id=metric.id,
                    team_id=team.id,
                    period=period,
                    target=target,
                    starts=BEGAN.date(),
                    set_at=BEGAN,
                )
            )
        return Crowd(database, at, reps=[member.id for member in people])


def weekdays(starts: dt.date, ends: dt.date) -> list[dt.date]:
    """The days from Monday to Friday in [starts, ends)."""
    days = (starts + n * _DAY for n in range((ends - starts).days))
    return [day for day in days if day.weekday() < 5]


def some(chance: random.Random, usual: float) -> int:
    """A day's number around a usual one."""
    return max(0, round(chance.gauss(usual, usual**0.5)))


def busiest(texts: Sequence[Sent]) -> Counter[tuple[str, dt.date]]:
    """How many messages each got on each date."""
    return Counter((each.to, each.at.date()) for each in texts)


def _log(
    session: Session,
    reps: Sequence[int],
    day: dt.date,
    quantities: dict[tuple[int, str], int],
    now: dt.datetime,
) -> None:
    metrics = {key: find_metric(session, workspace_id=1, key=key) for key in {key for _, key in quantities}}
    rows = []
    for (who, key), quantity in quantities.items():
        metric = metrics[key]
        assert metric is not None
        if quantity:
            rows.append(
                {
                    "workspace_id": 1,
                    "member_id": reps[who],
                    "metric_id": metric.id,
                    "quantity": quantity,
                    "local_date": day,
                    "source": Source.SLACK,
                    "logged_at": now,
                    "account": "",
                    "note": "",
                    "outcome": "",
                    "batch": "",
                    "version": 1,
                }
            )
    if rows:
        add_activity_rows(session, rows=rows)
