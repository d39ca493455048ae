"""What Pacer says of itself: whether it is alive, ready and well, and what it counts."""

import datetime as dt
import socket
from collections.abc import Iterator

import httpx
import pytest
import sqlalchemy as sa

from bot.core.counters import Figures
from bot.core.message_kinds import NUDGE
from bot.core.server_thread import PortTaken, ServerThread
from bot.core.words.language import language_for
from bot.nudges.lateness import LATE_NOTICE, plan_late_notices
from bot.runtime.health_checks import Health
from bot.runtime.health_server import health_server
from bot.runtime.schedule import tick
from bot.setup.words.notices import late_message
from metrics.periods import PeriodKind
from storage import backlog, deliveries
from storage.backlog import Lateness
from storage.engine import Database
from storage.tables import DeliveryState, Workspace
from storage.workspaces import find_workspace
from tests.bot.delivery.test_worker import Clock
from tests.cast import NOON, assemble, slack_id
from tests.office import ADMIN, ANA, Office

UTC = dt.UTC


class Seconds:
    """A clock that goes as it is told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A health check with all that it looks at in hand."""

    def __init__(self, database: Database) -> None:
        self.database, self.cast = database, assemble(database)
        self.clock, self.seconds = Clock(), Seconds()
        self.figures = Figures(self.seconds)
        self.connected = True
        self.ahead: dt.timedelta | None = None
        self.health = Health(
            database=database,
            clock=self.clock,
            figures=self.figures,
            connected=lambda: self.connected,
            clock_ahead=lambda: self.ahead,
        )

    def plan(self, key: str, due_at: dt.datetime, **changes: object) -> None:
        with self.database.writing() as session:
            row = deliveries.new_row(
                workspace_id=self.cast.workspace,
                kind=NUDGE,
                recipient=slack_id("ana"),
                key=key,
                token=key,
                member_id=self.cast.ana,
                local_date=due_at.date(),
                due_at=due_at,
                expires_at=None,
            )
            deliveries.plan(session, rows=[{**row, **changes}])

    def change_workspace(self, **values: object) -> None:
        with self.database.writing() as session:
            workspace = session.get(Workspace, self.cast.workspace)
            assert workspace is not None
            for name, value in values.items():
                setattr(workspace, name, value)
            session.add(workspace)


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


@pytest.fixture
def server(desk: Desk) -> Iterator[ServerThread]:
    running = health_server(desk.health, desk.figures, host="127.0.0.1", port=0)
    running.open()
    yield running
    running.close()


def test_it_is_alive_while_its_threads_move(desk: Desk) -> None:
    assert desk.health.alive() == []
    desk.seconds.now += 100
    desk.figures.pulse.beat("tick")
    assert desk.health.alive() == ["the sender hasn't moved for 100 seconds"]
    desk.figures.pulse.beat("sender")
    assert desk.health.alive() == []
    desk.seconds.now += 181
    assert len(desk.health.alive()) == 2


def test_it_is_ready_while_it_is_connected_and_slack_takes_its_token(desk: Desk) -> None:
    assert desk.health.ready() == []
    desk.connected = False
    assert desk.health.ready() == ["Socket Mode isn't connected"]
    desk.connected = True
    desk.change_workspace(sending_stopped="token_revoked")
    assert "Slack rejects SLACK_BOT_TOKEN (token_revoked)" in desk.health.ready()[0]
    assert desk.health.well() == desk.health.ready()


def test_a_database_that_is_gone_is_said_and_breaks_nothing(desk: Desk) -> None:
    with desk.database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE delivery RENAME TO away"))
    assert desk.health.ready() == ["the database doesn't answer (OperationalError)"]
    assert desk.health.well() == desk.health.ready()


def test_nudges_that_wait_too_long_and_a_silent_slack_are_not_well(desk: Desk) -> None:
    desk.plan("soon", NOON - dt.timedelta(minutes=29))
    assert desk.health.well() == []
    desk.plan("late", NOON - dt.timedelta(minutes=31))
    assert desk.health.well() == ["1 nudges are still waiting after 30 minutes"]
    desk.change_workspace(paused=True)
    assert desk.health.well() == []
    desk.figures.count_call("chat.postMessage", "unknown")
    desk.seconds.now += 80
    for name in ("tick", "sender"):
        desk.figures.pulse.beat(name)
    assert desk.health.well() == []
    desk.seconds.now += 301
    for name in ("tick", "sender"):
        desk.figures.pulse.beat(name)
    assert desk.health.well() == ["Slack's Web API hasn't answered for 381 seconds"]
    desk.figures.count_call("chat.postMessage", "throttled")
    assert desk.health.well() == []


def test_a_clock_that_is_off_by_more_than_half_a_minute_is_not_well(desk: Desk) -> None:
    for seconds in (30, -30):
        desk.ahead = dt.timedelta(seconds=seconds)
        assert desk.health.well() == []
    for ahead, said in ((1800, "30 minutes ahead of"), (-31, "31 seconds behind")):
        desk.ahead = dt.timedelta(seconds=ahead)
        (trouble,) = desk.health.well()
        assert trouble.startswith(f"this machine's clock is {said} Slack's. ")
        assert trouble.endswith("timedatectl set-ntp true")
    assert desk.health.alive() == desk.health.ready() == []


def test_what_has_failed_and_not_gone_well_since_is_not_well(desk: Desk) -> None:
    desk.figures.failures.note("the replies thread", ValueError(), lasting=False)
    assert desk.health.well() == ["the replies thread failed once in the last 10 minutes (ValueError)"]
    assert desk.health.alive() == desk.health.ready() == []
    desk.figures.pulse.expect("replies", 180.0)
    desk.seconds.now += 181
    assert "the replies thread hasn't moved for 181 seconds" in desk.health.alive()


def test_checks_and_figures_are_served(desk: Desk, server: ServerThread) -> None:
    url = f"http://127.0.0.1:{server.port}"
    assert (httpx.get(f"{url}/healthz").status_code, httpx.get(f"{url}/livez").status_code) == (200, 200)
    desk.connected = False
    answer = httpx.get(f"{url}/readyz")
    assert (answer.status_code, answer.json()["troubles"]) == (503, ["Socket Mode isn't connected"])
    desk.plan("late", NOON - dt.timedelta(minutes=31))
    desk.figures.count_delivery(NUDGE, "sent", NOON, NOON + dt.timedelta(seconds=4))
    desk.figures.count_call("chat.postMessage", "throttled")
    desk.figures.count_handled("/log", 0.02)
    said = httpx.get(f"{url}/metrics").text
    for line in (
        'pacer_open_deliveries{kind="nudge",state="planned"} 1.0',
        'pacer_recent_deliveries{kind="nudge",state="planned"} 1.0',
        "pacer_late_nudges 1.0",
        "pacer_sending_stopped 0.0",
        "pacer_connected 0.0",
        'pacer_deliveries_total{kind="nudge",state="sent"} 1.0',
        'pacer_delivery_delay_seconds_bucket{kind="nudge",le="5.0"} 1.0',
        'pacer_slack_calls_total{method="chat.postMessage",outcome="throttled"} 1.0',
        'pacer_handler_seconds_count{door="/log"} 1.0',
        "pacer_tick_age_seconds 0.0",
        "pacer_envelope_age_seconds 0.0",
    ):
        assert line in said
    assert slack_id("ana") not in said


def test_a_port_in_use_is_one_clear_sentence(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"PACER_HEALTH_PORT: can't listen on 127.0.0.1, port {port}"):
            health_server(desk.health, desk.figures, host="127.0.0.1", port=port).open()


def test_an_admin_is_told_once_of_a_morning_that_came_late(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    morning = dt.datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
    office.sandbox.post("clock", now=morning.isoformat())
    tick(office.database, morning)
    # Nobody sends for 40 minutes.
    office.sandbox.post("clock", now=(morning + dt.timedelta(minutes=40)).isoformat())
    tick(office.database, morning + dt.timedelta(minutes=40))
    for minutes in (41, 46, 50):
        office.sandbox.post("clock", now=(morning + dt.timedelta(minutes=minutes)).isoformat())
        tick(office.database, morning + dt.timedelta(minutes=minutes))
        office.worker.drain()
    assert len(office.nudges(ANA)) == 1
    (notice,) = office.sees(ADMIN, ADMIN)
    assert notice["text"].startswith("Wed 18 Nov's morning messages didn't go out on time.\n1 was sent more than")


def test_a_morning_in_time_tells_nobody(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
    assert len(office.nudges(ANA)) == 2
    assert office.sees(ADMIN, ADMIN) == []


def test_what_is_late_is_counted_in_words() -> None:
    late = Lateness(sent_late=3, waiting=1, missed=2)
    message = late_message(late, dt.date(2026, 11, 18), language_for(locale="en", currency="USD"))
    assert "3 were sent more than half an hour late." in message.text
    assert "1 is still waiting to be sent." in message.text
    assert "2 came too late to help, so I skipped them." in message.text


def test_the_day_of_going_live_is_not_late(desk: Desk) -> None:
    desk.plan("late", NOON - dt.timedelta(minutes=40))
    for live_at, planned in ((NOON, 0), (NOON - dt.timedelta(days=1), 1)):
        desk.change_workspace(went_live_at=live_at)
        with desk.database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            plan_late_notices(session, workspace=workspace, now=NOON)
        with desk.database.reading() as session:
            counts = backlog.open_by_kind(session, workspace_id=desk.cast.workspace)
        assert counts.get((LATE_NOTICE, DeliveryState.PLANNED), 0) == planned
