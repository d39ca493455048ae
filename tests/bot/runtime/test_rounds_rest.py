"""A round rests until it is due: then exactly the same is planned, at the same minute, as when each is always asked."""

import collections
import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from bot.runtime.schedule import plan_everything, tick
from metrics.periods import PeriodKind
from storage import absences, memberships, outbox
from storage.dialect import table_of
from storage.engine import Database, make_database
from storage.rounds import rests_at
from storage.tables import (
    DayOff,
    Delivery,
    DeliveryState,
    Episode,
    Goal,
    Member,
    Metric,
    Morning,
    Role,
    Team,
    TeamRole,
    TimeOff,
    Workspace,
)
from tests.bot.crowd import CHANNEL, gather, weekdays
from tests.databases import PostgresServer, fresh_sqlite

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
BEGINS = dt.datetime(2026, 11, 26, 6, 0, tzinfo=dt.UTC)
"""A Thursday before a month ends."""
ZONES = ("Europe/London", "America/New_York", "Asia/Kuala_Lumpur", "Pacific/Auckland", "")
TIMES = (None, dt.time(8, 0), dt.time(9, 15), dt.time(11, 0), dt.time(16, 0), dt.time(19, 50))
Write = Callable[[Session, random.Random, dt.datetime], None]


def change_member(session: Session, chance: random.Random, _now: dt.datetime) -> None:
    """A setting of a member, whoever changes it."""
    member = session.get(Member, chance.choice(ids_of(session, Member)))
    assert member is not None
    name, values = chance.choice(
        [
            ("timezone", ZONES),
            ("nudge_time", TIMES),
            ("nudges_on", (True, True, False)),
            ("evening_on", (True, True, False)),
            ("recap_on", (True, True, False)),
            ("digest_on", (True, True, False)),
            ("active", (True, True, False)),
            ("guest", (True, False, False)),
            ("unreachable", ("", "", "account_inactive")),
            ("role", (Role.ADMIN, Role.REP, Role.MANAGER)),
            ("week_shares", ("1 1 1 1 1 0 0", "1 1 1 1 1 0 0", "1 1 1 0 0 0 0", "0 1 1 1 1 0 0")),
        ]
    )
    member.active, member.guest, member.unreachable, member.nudges_on = True, False, "", True
    setattr(member, name, chance.choice(values))
    session.add(member)


def change_many_members(session: Session, chance: random.Random, _now: dt.datetime) -> None:
    """One statement on many rows, which no object of the session knows of."""
    where = Member.id == chance.choice(ids_of(session, Member))  # type: ignore[arg-type]
    session.execute(sa.update(Member).where(where).values(nudge_time=chance.choice(TIMES), unreachable=""))


def change_workspace(session: Session, chance: random.Random, now: dt.datetime) -> None:
    workspace = session.get(Workspace, 1)
    assert workspace is not None
    name, values = chance.choice(
        [
            ("timezone", ZONES[:4]),
            ("nudge_time", TIMES[1:]),
            ("review_time", TIMES[1:]),
            ("paused", (True, False)),
            ("live", (True, False)),
            ("status_leave", (True, False)),
            ("country", ("", "GB", "US")),
            ("week_start", (0, 6)),
            ("went_live_at", (None, now)),
        ]
    )
    workspace.paused, workspace.live = False, True
    setattr(workspace, name, chance.choice(values))
    session.add(workspace)


def change_team(session: Session, chance: random.Random, now: dt.datetime) -> None:
    team = session.get(Team, chance.choice(ids_of(session, Team)))
    assert team is not None
    name, values = chance.choice(
        [
            ("timezone", ZONES),
            ("review_time", TIMES),
            ("paused", (True, False, False)),
            ("alerts_by_dm", (True, False)),
            ("alert_channel", (CHANNEL, "C0OTHER", "")),
            ("channel_audience", ("", "private", "public")),
            ("alerts_paused_until", (None, None, now.date() + DAY)),
        ]
    )
    team.paused, team.alerts_paused_until = False, None
    setattr(team, name, chance.choice(values))
    session.add(team)


def hear_of_channel(session: Session, chance: random.Random, now: dt.datetime) -> None:
    memberships.note_audience(
        session, team_id=1, channel=CHANNEL, audience=chance.choice(["private", "public"]), at=now
    )


def add_member(session: Session, chance: random.Random, now: dt.datetime) -> None:
    number = len(ids_of(session, Member))
    member = Member(
        workspace_id=1, slack_user_id=f"U1{number:03d}", name=f"New {number}", timezone=chance.choice(ZONES)
    )
    session.add(member)
    session.flush()
    starts = now.date() + chance.choice([0, 0, 1, 2]) * DAY
    role = chance.choice([TeamRole.REP, TeamRole.REP, TeamRole.MANAGER])
    team_id = chance.choice(ids_of(session, Team))
    memberships.join_team(session, workspace_id=1, team_id=team_id, member_id=member.id, team_role=role, starts=starts)


def move_member(session: Session, chance: random.Random, now: dt.datetime) -> None:
    asked: dict[str, Any] = {
        "team_id": chance.choice(ids_of(session, Team)),
        "member_id": chance.choice(ids_of(session, Member)),
        "team_role": chance.choice(list(TeamRole)),
    }
    if chance.random() < 0.5:
        memberships.leave_team(session, **asked, ends=now.date())
    else:
        memberships.join_team(session, workspace_id=1, **asked, starts=now.date())


def set_goal(session: Session, chance: random.Random, now: dt.datetime) -> None:
    team_id, metric_id = chance.choice(ids_of(session, Team)), chance.choice(ids_of(session, Metric))
    session.execute(
        sa.insert(table_of(Goal)),
        [
            {
                "workspace_id": 1,
                "metric_id": metric_id,
                "team_id": team_id,
                "period": PeriodKind.MONTH,
                "target": 40,
                "starts": now.date() + chance.choice([0, 0, 1]) * DAY,
                "leave": "keep",
                "reason": "",
                "set_at": now,
            }
        ],
    )


def retire_metric(session: Session, chance: random.Random, now: dt.datetime) -> None:
    metric = session.get(Metric, chance.choice(ids_of(session, Metric)))
    assert metric is not None
    metric.retired_at = now if metric.retired_at is None and chance.random() < 0.3 else None
    session.add(metric)


def change_days(session: Session, chance: random.Random, now: dt.datetime) -> None:
    """Leave, its cancelling, a holiday, another working week."""
    member_id, today = chance.choice(ids_of(session, Member)), now.date()
    what = chance.randrange(4)
    if what == 0:
        ends = today + chance.choice([1, 2, 5]) * DAY
        session.add(TimeOff(workspace_id=1, member_id=member_id, starts=today, ends=ends, created_at=now))
    elif what == 1:
        session.execute(sa.update(TimeOff).values(cancelled_at=now))
    elif what == 2:
        found = session.get(DayOff, (1, today))
        if found is not None:
            session.delete(found)
        else:
            session.add(DayOff(workspace_id=1, date=today + chance.choice([0, 1]) * DAY))
            session.flush()
    else:
        absences.replace_past_weeks(
            session, workspace_id=1, member_id=member_id, weeks=[(today + DAY, "1 1 1 1 0 0 0")]
        )


def change_episode(session: Session, chance: random.Random, now: dt.datetime) -> None:
    """One opens, is answered, is to be reminded of, or ends."""
    known = ids_of(session, Episode)
    if not known or chance.random() < 0.6:
        session.add(
            Episode(
                workspace_id=1,
                member_id=chance.choice(ids_of(session, Member)),
                metric_id=1,
                period=PeriodKind.MONTH,
                period_start=now.date().replace(day=1) + len(known) * DAY,
                opened_on=now.date() - DAY,
                escalated_on=now.date() - chance.choice([0, 1]) * DAY,
            )
        )
        return
    episode = session.get(Episode, chance.choice(known))
    assert episode is not None
    what = chance.randrange(4)
    if what == 0:
        episode.closed_on = now.date()
    elif what == 1:
        episode.remind_on = now.date()
    elif what == 2:
        episode.acknowledged_at, episode.acknowledged_by = now, 1
    else:
        episode.held_on = None
    session.add(episode)


def hear_status(session: Session, chance: random.Random, now: dt.datetime) -> None:
    member = session.get(Member, chance.choice(ids_of(session, Member)))
    assert member is not None
    member.status_heard_at = now
    session.add(member)


def delete_old(session: Session, _chance: random.Random, _now: dt.datetime) -> None:
    """What the nightly job does, with a welcome that is planned again then."""
    session.execute(sa.delete(Delivery).where(Delivery.kind == "welcome"))  # type: ignore[arg-type]


WRITES: tuple[Write, ...] = (
    change_member,
    change_member,
    change_many_members,
    change_workspace,
    change_team,
    hear_of_channel,
    add_member,
    move_member,
    set_goal,
    retire_metric,
    change_days,
    change_episode,
    change_episode,
    hear_status,
    delete_old,
)


def ids_of(session: Session, table: type[SQLModel]) -> list[int]:
    return sorted(session.execute(sa.select(table_of(table).c.id)).scalars())


def settle(database: Database) -> None:
    """A team of four at work for some weeks, and a team that has neither people nor a goal yet."""
    crowd = gather(database, reps=4, goals=[("call", PeriodKind.MONTH, 400)], at=BEGINS, live=True)
    for day in weekdays(BEGINS.date() - 50 * DAY, BEGINS.date()):
        crowd.log(day, {(rep, "call"): 4 + rep for rep in range(4)})
    with database.writing() as session:
        session.add(Team(workspace_id=1, name="South", alert_channel="C0SOUTH"))
        session.add(Member(workspace_id=1, slack_user_id="U0ADMIN", name="Abe", role=Role.ADMIN))


def send(database: Database, now: dt.datetime) -> None:
    """What the sender does meanwhile; some messages stay for an hour."""
    with database.writing() as session:
        outbox.lapse(session, workspace_id=1, now=now, lookup_after=MINUTE, claim_seconds=60)
        for row in outbox.due_rows(session, workspace_id=1, now=now):
            stays = random.Random(f"{row.kind}:{row.recipient}:{row.local_date}").random() < 0.2
            if not stays or row.due_at < now - dt.timedelta(hours=1):
                outbox.update_many(session, rows=[{"id": row.id, "state": DeliveryState.SENT, "sent_at": now}])


def outcome(database: Database) -> tuple[set[Any], set[Any], set[Any]]:
    """What was planned and judged, and of whom Slack is to be asked."""
    with database.reading() as session:
        deliveries = {
            # A reminder's key ends in the id of its alert.
            (row.kind, row.recipient, row.key[:10] if row.kind == "reminder" else row.key, row.due_at, row.expires_at)
            for row in session.exec(select(Delivery))
        }
        mornings = {(row.member_id, row.date, row.outcome) for row in session.exec(select(Morning))}
        asked = {row.id for row in session.exec(select(Member)) if row.status_heard_at is None}
        return deliveries, mornings, asked


def live_through(resting: Database, asked: Database, *, seed: int, ticks: int) -> collections.Counter[str]:
    """The same time and writes in two databases, one whose rounds rest and one whose are always asked; what was planned
    in both, by kind.
    """
    chance = random.Random(seed)
    other_process = make_database(resting.engine.url.render_as_string(hide_password=False))
    now, rested = BEGINS, 0
    for at in range(ticks):
        for _ in range(chance.choice([0, 0, 0, 1, 2])):
            write, sown = chance.choice(WRITES), chance.random()
            for database in (chance.choice([resting, other_process]), asked):
                with database.writing() as session:
                    write(session, random.Random(sown), now)
        now += chance.choice([1, 1, 5, 20, 60, 120]) * MINUTE
        if chance.random() < 0.02:
            now -= 3 * 60 * MINUTE  # the clock is set back
        with resting.reading() as session:
            rests = rests_at(session, now=now)
            rested += len(rests.resting) if rests is not None else 0
        tick(resting, now, longest_rest=None)  # none is asked only because it rested for long
        plan_everything(asked, now)
        assert outcome(resting) == outcome(asked), f"tick {at} at {now}"
        for database in (resting, asked):
            send(database, now)
    other_process.dispose()
    assert rested > ticks, "hardly a round rested: nothing is told by this"
    with resting.reading() as session:
        return collections.Counter(session.exec(select(Delivery.kind)))


@pytest.mark.parametrize("seed", range(3))
def test_the_same_is_planned_at_the_same_minute_as_if_every_round_were_always_asked(tmp_path: Path, seed: int) -> None:
    pair = [fresh_sqlite(tmp_path / f"{name}.sqlite") for name in ("resting", "asked")]
    for database in pair:
        settle(database)
    planned = live_through(pair[0], pair[1], seed=seed, ticks=100)
    assert planned.total() > 5, planned
    for database in pair:
        database.dispose()


@pytest.mark.postgres
def test_the_same_is_planned_on_postgresql(postgres_server: PostgresServer) -> None:
    pair = [make_database(postgres_server.upgraded_database()) for _ in range(2)]
    for database in pair:
        settle(database)
    live_through(pair[0], pair[1], seed=11, ticks=40)
    for database in pair:
        database.dispose()


def test_of_an_episode_that_opens_while_the_review_rests_the_managers_hear_at_the_next_minute(
    sqlite_database: Database,
) -> None:
    settle(sqlite_database)
    hours = dt.timedelta(hours=1)
    for at in (3, 6, 6.1, 6.2):
        tick(sqlite_database, BEGINS + at * hours, longest_rest=None)
        send(sqlite_database, BEGINS + (at + 1) * hours)
    with sqlite_database.reading() as session:
        rests = rests_at(session, now=BEGINS + 6.3 * hours)
        assert rests is not None
        assert "plan_due_reviews" in rests.resting
        told = set(session.exec(select(Delivery.id).where(Delivery.kind == "alert")))
        metric = session.exec(select(Metric).where(Metric.key == "call")).one()
    with sqlite_database.writing() as session:
        session.add(
            Episode(
                workspace_id=1,
                member_id=1,
                metric_id=metric.id,
                period=PeriodKind.MONTH,
                period_start=BEGINS.date().replace(day=1),
                opened_on=BEGINS.date() - DAY,
                escalated_on=BEGINS.date() - DAY,
            )
        )
    tick(sqlite_database, BEGINS + 6.3 * hours, longest_rest=None)
    with sqlite_database.reading() as session:
        assert len(set(session.exec(select(Delivery.id).where(Delivery.kind == "alert"))) - told) == 1
