"""Each message exactly once, whatever Slack answers and wherever the process dies; on both databases."""

import dataclasses
import datetime as dt
import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot.core.kinds import Kind, Kinds
from bot.core.message_kinds import ADMIN_NOTICE
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.delivery.gateway import ChannelSeen, GroupSeen, Posted
from bot.delivery.limiter import Limiter, Unlimited
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from bot.delivery.slack_time import SlackTime
from bot.delivery.worker import Worker
from storage import deliveries, outbox, refreshes
from storage.engine import Database
from storage.tables import Delivery, DeliveryState, Member, Team, Workspace
from tests.cast import NOON, Cast, assemble, slack_id


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.present = NOON

    def now(self) -> dt.datetime:
        return self.present

    def wait(self, event: threading.Event, seconds: float) -> bool:
        self.present += dt.timedelta(seconds=seconds)
        return event.is_set()


class FakeSlack:
    """Keeps what was posted, and does wrong what it is told to."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, str]] = []
        self.updates: list[str] = []
        self.troubles: list[Callable[[], None]] = []
        self.loses = False
        self.look_ups = 0
        self.blind: Exception | None = None
        self.works = True
        self.archived = False
        self.slack_time = SlackTime()

    def open_conversation(self, user: str) -> str:
        return user

    def post(self, channel: str, message: Message, token: str) -> Posted:
        if self.troubles:
            trouble = self.troubles.pop(0)
            if trouble is not stored_then_dropped:
                trouble()
            self.posted.append((channel, token))
            raise OutcomeUnknown("dropped")
        self.posted.append((channel, token))
        return Posted(channel, f"{len(self.posted)}.0")

    def update(self, posted: Posted, message: Message) -> None:
        self.updates.append(message.text)

    def look_up(self, channel: str, token: str, since: dt.datetime) -> Posted | None:
        self.look_ups += 1
        if self.blind is not None:
            raise self.blind
        return Posted(channel, "9.0") if (channel, token) in self.posted else None

    def look_at_channel(self, channel: str) -> ChannelSeen:
        if self.archived:
            raise Refused("is_archived")
        return ChannelSeen("private", inside=True)

    def user_groups(self) -> list[GroupSeen]:
        return []

    def profile(self, user: str) -> dict[str, Any]:
        return {"status_text": "", "status_emoji": "", "status_expiration": 0}

    def token_works(self) -> bool:
        return self.works


def stored_then_dropped() -> None:
    """Slack stored the message, and the answer was lost."""


def raising(error: Exception) -> Callable[[], None]:
    def trouble() -> None:
        raise error

    return trouble


class Killed(BaseException):
    """The process dies here."""


class Hello(Kind[str]):
    """Says hello and the row's key; one of its rows it cannot write, and of one there is nothing to say."""

    nothing = "not needed"

    def read(self, _work: Work, rows: Sequence[Delivery]) -> dict[int, str | None]:
        if any(row.key == "poison" for row in rows):
            raise ValueError("a renderer with a mistake")
        return {row.id: None if row.key == "withdrawn" else row.key for row in rows}

    def write(self, value: str, _language: Language) -> Message:
        return Message(f"hello {value}", ({"type": "section"},))


class RepeatedHello(Hello):
    """The same, rather twice than not."""

    at_most_once = False


KINDS: Kinds = {"nudge": Hello(), "alert": RepeatedHello(), ADMIN_NOTICE: Hello()}


class Desk:
    """A database with planned deliveries, a fake Slack and workers."""

    def __init__(self, database: Database, cast: Cast) -> None:
        self.cast, self.slack, self.clock = cast, FakeSlack(), Clock()
        self.database = dataclasses.replace(database, clock=self.clock.now)

    def plan(self, *keys: str, kind: str = "nudge", minutes: int = 180) -> None:
        with self.database.writing() as session:
            deliveries.plan(
                session,
                rows=[
                    deliveries.new_row(
                        workspace_id=self.cast.workspace,
                        kind=kind,
                        recipient=slack_id("ana") if kind == "nudge" else "C0NORTH",
                        key=key,
                        member_id=self.cast.ana if kind == "nudge" else None,
                        team_id=None if kind == "nudge" else self.cast.north,
                        due_at=NOON,
                        expires_at=NOON + dt.timedelta(minutes=minutes),
                        token=f"token-{kind}-{key}",
                    )
                    for key in keys
                ],
            )

    def worker(self, *, holder: str = "one", die_at: str | None = None, limiter: Limiter | None = None) -> Worker:
        def checkpoint(name: str) -> None:
            if name == die_at:
                raise Killed(name)

        return Worker(
            database=self.database,
            gateway=self.slack,
            kinds=KINDS,
            clock=self.clock,
            holder=holder,
            limiter=limiter or Unlimited(),
            threads=1,
            chance=random.Random(1),
            checkpoint=checkpoint,
            seconds=lambda: self.clock.now().timestamp(),
        )

    def run(self, worker: Worker, *, minutes: float = 10) -> None:
        """Let the worker work while time passes."""
        end = self.clock.now() + dt.timedelta(minutes=minutes)
        while self.clock.now() < end:
            worker.drain()
            self.clock.present += dt.timedelta(seconds=10)

    def states(self) -> dict[str, DeliveryState]:
        with self.database.reading() as session:
            return {
                row.key: row.state for row in session.exec(select(Delivery).order_by("id")) if row.kind != ADMIN_NOTICE
            }


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, assemble(database))


def test_what_is_planned_is_sent_once_and_planning_again_plans_nothing(desk: Desk) -> None:
    desk.plan("a", "b")
    desk.plan("a", "b")
    desk.run(desk.worker())
    assert [token for _, token in desk.slack.posted] == ["token-nudge-a", "token-nudge-b"]
    assert desk.states() == {"a": DeliveryState.SENT, "b": DeliveryState.SENT}


def test_what_is_too_late_expires_and_what_is_not_needed_is_cancelled(desk: Desk) -> None:
    desk.plan("late", minutes=5)
    desk.plan("withdrawn")
    desk.clock.present += dt.timedelta(minutes=6)
    desk.run(desk.worker())
    assert desk.slack.posted == []
    assert desk.states() == {"late": DeliveryState.EXPIRED, "withdrawn": DeliveryState.CANCELLED}


@pytest.mark.parametrize("die_at", ["claimed", "posted", "answered", "committed"])
def test_a_process_that_dies_anywhere_loses_nothing_and_repeats_nothing(desk: Desk, die_at: str) -> None:
    desk.plan("a", "b", "c")
    with pytest.raises(Killed):
        desk.worker(die_at=die_at).drain()
    desk.run(desk.worker(holder="two"))
    assert sorted(token for _, token in desk.slack.posted) == [f"token-nudge-{key}" for key in "abc"]
    assert set(desk.states().values()) == {DeliveryState.SENT}


def test_a_dropped_connection_is_looked_up_before_anything_is_repeated(desk: Desk) -> None:
    desk.plan("stored")
    desk.slack.troubles = [stored_then_dropped]
    desk.run(desk.worker())
    assert len(desk.slack.posted) == 1
    assert desk.states() == {"stored": DeliveryState.SENT}
    desk.plan("lost")
    desk.slack.troubles = [raising(OutcomeUnknown("dropped"))]
    desk.run(desk.worker())
    assert [token for _, token in desk.slack.posted] == ["token-nudge-stored", "token-nudge-lost"]


def test_it_looks_no_earlier_than_a_minute_later_and_twice(desk: Desk) -> None:
    desk.plan("lost")
    desk.slack.troubles = [raising(OutcomeUnknown("dropped"))]
    worker = desk.worker()
    worker.drain()
    desk.clock.present += dt.timedelta(seconds=59)
    worker.drain()
    assert desk.slack.look_ups == 0
    desk.run(worker, minutes=1)
    assert (desk.slack.look_ups, desk.slack.posted) == (1, [])
    desk.run(worker, minutes=2)
    assert (desk.slack.look_ups, len(desk.slack.posted)) == (2, 1)


def test_where_nobody_can_know_a_nudge_is_not_repeated_and_an_alert_is_and_says_so(desk: Desk) -> None:
    desk.plan("nudge")
    desk.plan("alert", kind="alert")
    desk.slack.troubles = [stored_then_dropped, stored_then_dropped]
    desk.slack.blind = Refused("missing_scope")
    desk.run(desk.worker())
    tokens = [token for _, token in desk.slack.posted]
    assert (tokens.count("token-nudge-nudge"), tokens.count("token-alert-alert")) == (1, 2)
    with desk.database.reading() as session:
        rows = {row.key: row for row in session.exec(select(Delivery))}
    assert rows["alert"].possibly_repeated
    assert "not repeated" in rows["nudge"].error


def test_a_permanent_refusal_ends_it_marks_whom_and_tells_an_admin_once(desk: Desk) -> None:
    desk.plan("a", "b")
    desk.slack.troubles = [raising(Refused("user_disabled")), raising(Refused("user_disabled"))]
    desk.run(desk.worker())
    assert set(desk.states().values()) == {DeliveryState.FAILED}
    with desk.database.reading() as session:
        member = session.get(Member, desk.cast.ana)
        assert member is not None
        assert member.unreachable == "user_disabled"
        notices = session.exec(select(Delivery).where(Delivery.kind == ADMIN_NOTICE)).all()
        assert [notice.member_id for notice in notices] == [desk.cast.admin]


def test_an_archived_channel_marks_its_team_until_it_is_open_again(desk: Desk) -> None:
    def trouble() -> str:
        with desk.database.reading() as session:
            team = session.get(Team, desk.cast.north)
            assert team is not None
            return team.channel_trouble

    desk.plan("a", kind="alert")
    desk.slack.troubles, desk.slack.archived = [raising(Refused("is_archived"))], True
    desk.run(desk.worker())
    assert trouble() == "is_archived"
    desk.slack.archived = False
    desk.run(desk.worker(), minutes=61)  # channels are asked about each hour
    assert trouble() == ""


def test_passing_trouble_is_tried_again_and_in_the_end_given_up(desk: Desk) -> None:
    desk.plan("a")
    desk.slack.troubles = [raising(NotDone("refused"))] * 3
    desk.run(desk.worker())
    assert desk.states() == {"a": DeliveryState.SENT}
    desk.plan("b")
    desk.slack.troubles = [raising(NotDone("refused"))] * 20
    desk.run(desk.worker(), minutes=60)
    assert desk.states()["b"] is DeliveryState.FAILED


def test_retry_after_is_honoured(desk: Desk) -> None:
    desk.plan("a")
    desk.slack.troubles = [raising(Throttled(30))]
    worker = desk.worker(limiter=Limiter())
    worker.drain()
    desk.clock.present += dt.timedelta(seconds=29)
    worker.drain()
    assert desk.slack.posted == []
    desk.clock.present += dt.timedelta(seconds=9)
    worker.drain()
    assert len(desk.slack.posted) == 1


def test_a_revoked_token_stops_all_sending_until_it_is_replaced(desk: Desk) -> None:
    desk.plan("a", "b")
    desk.slack.troubles = [raising(TokenRevoked("token_revoked"))]
    desk.slack.works = False
    worker = desk.worker()
    desk.run(worker, minutes=1)
    with desk.database.reading() as session:
        workspace = session.get(Workspace, desk.cast.workspace)
        assert workspace is not None
        assert workspace.sending_stopped == "token_revoked"
    desk.slack.works = True
    desk.run(worker, minutes=2)
    assert set(desk.states().values()) == {DeliveryState.SENT}


def test_one_process_sends_at_a_time_and_another_takes_over_within_ten_seconds(desk: Desk) -> None:
    first, second = desk.worker(holder="one"), desk.worker(holder="two")
    first.drain()
    desk.plan("a")
    second.drain()
    assert desk.slack.posted == []
    desk.clock.present += dt.timedelta(seconds=10)
    second.drain()
    assert len(desk.slack.posted) == 1


def test_one_that_cannot_be_written_ends_alone(desk: Desk) -> None:
    desk.plan("a", "poison", "b")
    desk.run(desk.worker())
    assert [token for _, token in desk.slack.posted] == ["token-nudge-a", "token-nudge-b"]
    assert desk.states() == {"a": DeliveryState.SENT, "poison": DeliveryState.FAILED, "b": DeliveryState.SENT}


def test_a_kind_that_only_a_newer_pacer_knows_is_left_to_it(desk: Desk) -> None:
    desk.plan("a", kind="recap")
    desk.run(desk.worker(), minutes=3)
    assert desk.states() == {"a": DeliveryState.PLANNED}
    newer = Worker(
        database=desk.database,
        gateway=desk.slack,
        kinds={**KINDS, "recap": Hello()},
        clock=desk.clock,
        holder="newer",
        limiter=Unlimited(),
        threads=1,
    )
    desk.run(newer, minutes=3)
    assert desk.states() == {"a": DeliveryState.SENT}


def test_a_sender_whose_database_is_away_for_a_moment_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.worker.AFTER_FAILURE_SECONDS", 0.01)
    desk.plan("a")
    worker = desk.worker()
    stop, troubles = threading.Event(), [OperationalError("", {}, Exception())] * 2

    def run_once() -> bool:
        if troubles:
            raise troubles.pop()
        stop.set()
        return Worker.run_once(worker)

    monkeypatch.setattr(worker, "run_once", run_once)
    worker.run(stop, threading.Event())
    assert desk.states() == {"a": DeliveryState.SENT}


def test_several_requests_for_a_refresh_are_one_update(desk: Desk) -> None:
    desk.plan("a")
    worker = desk.worker()
    worker.drain()
    with desk.database.writing() as session:
        for _ in range(3):
            refreshes.request_refresh(session, delivery_id=1, at=None)
    desk.run(worker, minutes=2)
    assert desk.slack.updates == ["hello a"]


def test_four_threads_that_claim_at_once_never_claim_the_same(desk: Desk) -> None:
    desk.plan(*(str(n) for n in range(200)))
    claimed: list[int] = []

    def claim_all(holder: str) -> None:
        while True:
            with desk.database.writing() as session:
                rows = outbox.claim(
                    session, workspace_id=desk.cast.workspace, holder=holder, now=NOON, seconds=60, limit=7
                )
                claimed.extend(row.id for row in rows)
            if not rows:
                return

    threads = [threading.Thread(target=claim_all, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 200
