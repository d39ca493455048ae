"""Whatever this machine's clock says: each message once, and one sender at a time; on both databases."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from sqlmodel import select

from bot.core.settings import Settings
from bot.core.words.message import Message
from bot.delivery.gateway import Posted, SlackGateway
from bot.delivery.limiter import Limiter, Pace
from bot.delivery.sending import POST
from bot.delivery.slack_time import SlackTime
from bot.delivery.worker import LEASE_SECONDS, Worker
from bot.runtime.kinds import kinds
from bot.runtime.schedule import tick
from sandbox.app import Options
from sandbox.running import running_sandbox
from storage import outbox
from storage.engine import Database
from storage.tables import Delivery, DeliveryState
from storage.workspaces import find_lease, hold_lease
from tests.bot.delivery.test_chaos import MORNING, prepare
from tests.bot.delivery.test_rates import SteppedClock
from tests.bot.delivery.test_worker import Desk, raising, stored_then_dropped
from tests.cast import NOON, assemble
from tests.databases import fresh_sqlite
from tests.office import MANIFEST
from tests.skewed import SkewedClock

HOUR, MINUTE, SECOND = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(seconds=1)
REPS = [f"U0REP{number:02d}" for number in range(12)]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, assemble(database))


def send_with_losses(folder: Path, ahead: dt.timedelta, corrected: dt.timedelta) -> dict[str, int]:
    """How many messages each rep has after half of the answers were lost, our clock being `ahead` of Slack's; it is
    `corrected` before what became of them is found out, by another process.
    """
    seed = {"users": [{"id": rep, "real_name": rep, "tz": "Europe/London"} for rep in REPS], "channels": []}
    options = Options(now=MORNING, seed=seed, manifest=MANIFEST)
    with running_sandbox(options) as sandbox:
        database = fresh_sqlite(folder / "pacer.sqlite")
        prepare(sandbox, database, REPS)
        slacks = SteppedClock(sandbox.state.clock)

        def worker(holder: str, ours: SkewedClock) -> Worker:
            settings = Settings(slack_bot_token=options.bot_token, slack_api_url=sandbox.api_url)
            return Worker(
                database=dataclasses.replace(database, clock=ours.now),
                gateway=SlackGateway(settings, slack_time=SlackTime(ours)),
                kinds=kinds(),
                clock=ours,
                holder=holder,
                threads=1,
            )

        ours = SkewedClock(slacks, ahead)
        tick(database, MORNING + dt.timedelta(minutes=max(0, ahead / MINUTE)))
        slacks.step(max(0.0, -ahead.total_seconds()))
        sandbox.post("faults", method=POST, kind="drop_after", every=2, count=None)
        first = worker("one", ours)
        first.drain()
        first.close()
        with database.reading() as session:
            states = {row.state for row in session.exec(select(Delivery))}
        assert DeliveryState.UNKNOWN in states
        sandbox.post("faults", method="none", kind="error", value="x")
        second = worker("two", SkewedClock(slacks, ahead - corrected))
        for _ in range(20):
            slacks.step(20)
            second.drain()
        second.close()
        with database.reading() as session:
            assert {row.state for row in session.exec(select(Delivery))} == {DeliveryState.SENT}
        database.dispose()
        return {rep: len(sandbox.state.conversations[sandbox.state.ims[rep]].messages) for rep in REPS}


@pytest.mark.parametrize("corrected", [False, True], ids=["as wrong as before", "corrected meanwhile"])
@pytest.mark.parametrize("minutes", [30, -30])
def test_with_a_clock_that_is_half_an_hour_off_what_was_sent_is_found_and_nothing_is_sent_twice(
    tmp_path: Path, minutes: int, corrected: bool
) -> None:
    ahead = dt.timedelta(minutes=minutes)
    counts = send_with_losses(tmp_path, ahead, ahead if corrected else dt.timedelta())
    assert counts == dict.fromkeys(REPS, 1)


@pytest.mark.parametrize("busy", [True, False], ids=["busy", "idle"])
def test_a_living_sender_never_loses_its_lease(desk: Desk, busy: bool) -> None:
    first, second = desk.worker(holder="one"), desk.worker(holder="two")
    for second_of_minute in range(60):
        if busy:
            desk.plan(str(second_of_minute))
        first.run_once()
        second.run_once()
        assert second._lease_until is None
        desk.clock.present += SECOND


def test_a_sender_that_waits_long_for_slack_keeps_its_lease(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = desk.worker(holder="one"), desk.worker(holder="two")
    desk.plan("a", "b", "c", "d")
    post = desk.slack.post

    def slowly(channel: str, message: Message, token: str) -> Posted:
        desk.clock.present += dt.timedelta(seconds=LEASE_SECONDS * 0.7)
        second.run_once()
        return post(channel, message, token)

    monkeypatch.setattr(desk.slack, "post", slowly)
    first.drain()
    assert second._lease_until is None
    assert len(desk.slack.posted) == 4


def test_a_lease_that_ends_an_hour_ahead_is_taken_over_within_a_leases_length(desk: Desk) -> None:
    desk.clock.present += HOUR
    desk.worker(holder="killed").drain()
    desk.clock.present -= HOUR  # the clock was corrected
    desk.plan("a")
    other, end = desk.worker(holder="other"), desk.clock.now() + dt.timedelta(seconds=LEASE_SECONDS + 1)
    while desk.states() != {"a": DeliveryState.SENT}:
        assert desk.clock.now() <= end
        other.drain()
        desk.clock.present += SECOND


def test_a_lease_that_ends_a_little_late_is_its_holders(desk: Desk) -> None:
    def take(holder: str, now: dt.datetime) -> bool:
        with desk.database.writing() as session:
            return hold_lease(
                session, workspace_id=desk.cast.workspace, name="sender", holder=holder, now=now, seconds=LEASE_SECONDS
            )

    assert take("one", NOON)
    # The database's clock goes back by a little all the time.
    assert not take("two", NOON - dt.timedelta(milliseconds=300))
    assert take("two", NOON - dt.timedelta(seconds=2))


def test_a_sender_goes_on_when_the_clock_is_set_back_under_it(desk: Desk) -> None:
    worker = desk.worker(limiter=Limiter())
    worker.drain()
    desk.clock.present -= 30 * MINUTE
    with desk.database.writing() as session:
        outbox_before = find_lease(session, workspace_id=desk.cast.workspace, name="sender")
    assert outbox_before is not None
    worker.drain()
    with desk.database.reading() as session:
        lease = find_lease(session, workspace_id=desk.cast.workspace, name="sender")
    assert lease is not None
    assert lease.until == desk.clock.now() + dt.timedelta(seconds=LEASE_SECONDS)
    desk.clock.present += 31 * MINUTE
    desk.plan("a")
    worker.drain()
    assert desk.states() == {"a": DeliveryState.SENT}


def test_what_was_claimed_before_the_clock_was_set_back_is_looked_up_a_minute_later(desk: Desk) -> None:
    desk.plan("a", minutes=600)
    desk.slack.troubles = [raising(KeyboardInterrupt())]
    desk.clock.present += HOUR
    with pytest.raises(KeyboardInterrupt):
        desk.worker(holder="killed").drain()
    desk.clock.present -= HOUR
    desk.run(desk.worker(holder="other"), minutes=4)
    assert desk.slack.look_ups == 2
    assert desk.states() == {"a": DeliveryState.SENT}


def test_a_look_up_that_was_put_off_before_the_clock_was_set_back_is_not_an_hour_late(desk: Desk) -> None:
    desk.plan("a", minutes=600)
    desk.slack.troubles = [stored_then_dropped]
    desk.clock.present += HOUR
    worker = desk.worker()
    worker.drain()
    desk.clock.present -= HOUR
    desk.run(worker, minutes=2)
    assert desk.states() == {"a": DeliveryState.SENT}
    assert len(desk.slack.posted) == 1


def test_leases_and_claims_go_by_the_databases_clock_and_not_by_ours(desk: Desk) -> None:
    here = NOON + 5 * HOUR
    worker = desk.worker()
    worker._database = worker._sender._database = dataclasses.replace(desk.database, clock=lambda: here)
    desk.plan("a")
    desk.slack.troubles = [raising(KeyboardInterrupt())]
    with pytest.raises(KeyboardInterrupt):
        worker.drain()
    with desk.database.reading() as session:
        lease = find_lease(session, workspace_id=desk.cast.workspace, name="sender")
        (row,) = session.exec(select(Delivery)).all()
    assert lease is not None
    assert lease.until == here + dt.timedelta(seconds=LEASE_SECONDS)
    assert row.claimed_until == here + MINUTE


def test_the_databases_own_clock_is_read_where_no_other_is_given(database: Database) -> None:
    with database.reading() as session:
        first, second = database.now(session), database.now(session)
    assert first <= second
    assert first.utcoffset() == dt.timedelta()


def test_the_result_of_a_send_whose_row_has_vanished_is_stored_for_the_others(desk: Desk) -> None:
    desk.plan("gone", "a")

    def vanish() -> None:
        with desk.database.writing() as session:
            session.delete(session.exec(select(Delivery).where(Delivery.key == "gone")).one())

    desk.slack.troubles = [vanish]  # Slack's answer is lost then, too
    worker = desk.worker()
    worker.run_once()
    assert desk.states() == {"a": DeliveryState.SENT}
    with desk.database.writing() as session:
        assert outbox.update_many(session, rows=[{"id": 10_000, "error": "x"}, {"id": 2, "error": ""}]) == {2}
    assert worker._figures.failures.troubles() == []


def test_an_attempt_that_fails_by_a_mistake_of_ours_ends_no_other_and_is_given_up_in_the_end(desk: Desk) -> None:
    desk.plan("a", "b", minutes=600)
    desk.slack.troubles = [raising(ValueError("a mistake"))]
    worker = desk.worker()
    worker.run_once()
    assert desk.states() == {"a": DeliveryState.UNKNOWN, "b": DeliveryState.SENT}
    desk.slack.troubles = [raising(ValueError("a mistake"))] * 100
    for _ in range(30):
        desk.clock.present += 70 * SECOND
        worker.drain()
    assert desk.states() == {"a": DeliveryState.FAILED, "b": DeliveryState.SENT}


@pytest.mark.parametrize("ahead", [30 * MINUTE, -30 * MINUTE, dt.timedelta()])
def test_slacks_time_is_what_its_answers_say(ahead: dt.timedelta) -> None:
    class Ours:
        def now(self) -> dt.datetime:
            return NOON + ahead

    seconds = 100.0
    for headers, ts in (({"Date": "Tue, 17 Nov 2026 12:00:00 GMT"}, None), ({}, f"{NOON.timestamp():.6f}")):
        time = SlackTime(Ours(), lambda: seconds)  # type: ignore[arg-type]
        assert (time.now(), time.ahead()) == (None, None)
        time.learn_from(headers, ts, 0.1)
        assert time.now() == NOON
        assert time.ahead() == ahead
    for headers in ({}, {"Date": "yesterday"}):
        time = SlackTime(Ours(), lambda: seconds)  # type: ignore[arg-type]
        time.learn_from(headers, "no ts", 0.1)
        assert time.now() is None


def test_a_pace_waits_no_longer_when_the_clock_is_set_back() -> None:
    pace = Pace()
    pace.refused(NOON, 30.0)
    assert pace.delay(NOON) == 30.0
    assert pace.delay(NOON - HOUR) == 30.0
    assert pace.delay(NOON - HOUR + MINUTE) == 0.0


def test_the_sandbox_dates_its_answers_by_its_own_clock() -> None:
    options = Options(now=MORNING, manifest=MANIFEST)
    with running_sandbox(options) as sandbox:
        clock = SteppedClock(sandbox.state.clock)
        time = SlackTime(clock)
        gateway = SlackGateway(
            Settings(slack_bot_token=options.bot_token, slack_api_url=sandbox.api_url), slack_time=time
        )
        assert gateway.token_works()
        assert time.ahead() == dt.timedelta()
        clock.step(7200)
        assert gateway.token_works()
        assert time.now() is not None
        assert abs(time.now() - clock.now()) < MINUTE
