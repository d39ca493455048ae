"""Many messages are composed at once, some seconds before they are sent; none says what is no longer true."""

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from bot.core.message_kinds import NUDGE
from bot.core.words.message import Message
from bot.core.work import Work
from bot.delivery.gateway import Posted
from bot.delivery.limiter import BURST, START, Limiter, Unlimited
from bot.delivery.precomposed import AGE
from bot.delivery.worker import Worker
from bot.goals import editing as goals
from bot.leave.away import Leave, take_leave
from bot.nudges.nudge import Nudge
from bot.nudges.sends import MorningNudge
from bot.people import teams
from bot.runtime.schedule import tick
from bot.setup.pausing import set_paused
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.tables import Delivery, DeliveryState, Member, Workspace
from storage.workspaces import find_workspace
from tests.bot.crowd import BEGAN, Crowd, gather

MORNING = dt.datetime(2026, 2, 4, 8, 30, tzinfo=dt.UTC)
REPS, BATCH = 7, 2
LAST = f"U{REPS - 1:03d}"


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Watched(Crowd):
    """A crowd to whom something happens when the first message of a morning is posted."""

    meanwhile: Callable[[], None] = lambda: None
    composed: list[int] = field(default_factory=list)
    """How many messages were made at a time."""

    def post(self, channel: str, message: Message, _token: str) -> Posted:
        posted = super().post(channel, message, _token)
        if len(self.sent) == 1:
            self.meanwhile()
        return posted

    def worker(self, *, holder: str = "one", die_at: str = "", batch: int = BATCH) -> Worker:
        def checkpoint(name: str) -> None:
            if name == die_at:
                raise Killed(name)

        composed = self.composed

        class Counted(MorningNudge):
            def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Nudge | None]:
                composed.append(len(rows))
                return super().read(work, rows)

        return Worker(
            database=self.database,
            gateway=self,
            kinds={NUDGE: Counted()},
            clock=self,
            holder=holder,
            limiter=Unlimited(),
            batch=batch,
            threads=1,
            chance=random.Random(1),
            checkpoint=checkpoint,
        )

    def send(self) -> dict[str, str]:
        """The morning's nudges, by who got them."""
        self.worker().drain()
        return {each.to: each.text for each in self.sent}

    def change(self, what: Callable[[Session, Workspace, Member], object]) -> None:
        """Change something about the one who is sent to last."""
        with self.database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            what(session, workspace, teams.find_person(session, workspace=workspace, who=LAST))


@pytest.fixture
def crowd(database: Database) -> Watched:
    """Reps whose morning is planned and not sent yet."""
    made = gather(database, reps=REPS, goals=[("call", PeriodKind.MONTH, 60)], at=BEGAN, live=True)
    found = Watched(database, MORNING, reps=made.reps)
    # Leases and claims end by the database's clock, which is the crowd's too: both move together.
    found.database = dataclasses.replace(database, clock=found.now)
    for day in (2, 3):
        found.log(dt.date(2026, 2, day), {(place, "call"): 3 for place in range(REPS)})
    tick(database, MORNING)
    return found


def states(database: Database) -> list[DeliveryState]:
    with database.reading() as session:
        return list(session.exec(select(Delivery.state).where(Delivery.kind == NUDGE)))


def test_a_morning_is_composed_at_once_and_sent_in_batches(crowd: Watched) -> None:
    assert len(crowd.send()) == REPS
    assert crowd.composed == [REPS]


def test_who_logs_between_composing_and_sending_reads_the_new_figures(crowd: Watched) -> None:
    crowd.meanwhile = lambda: crowd.log(MORNING.date(), {(REPS - 1, "call"): 11})
    sent = crowd.send()
    assert "17 of 60" in sent[LAST]
    assert all("6 of 60" in text for to, text in sent.items() if to != LAST)
    assert crowd.composed == [REPS, 1]


def test_an_edited_goal_is_read_by_all_that_are_sent_after_it(crowd: Watched) -> None:
    def edit(session: Session, workspace: Workspace, _member: Member) -> None:
        team = teams.find_team(session, workspace=workspace, name="North")
        goals.set_goal(
            Work(session, workspace, MORNING),
            viewer=None,
            subject=team,
            metric_key="call",
            period=PeriodKind.MONTH,
            target=90,
            starts=MORNING.date(),
        )

    crowd.meanwhile = lambda: crowd.change(edit)
    sent = list(crowd.send().values())
    assert all("6 of 60" in text for text in sent[:BATCH])
    assert all("6 of 90" in text for text in sent[BATCH:])
    assert len(sent) == REPS
    assert crowd.composed == [REPS, BATCH, REPS - 2 * BATCH]


def test_who_wants_quiet_after_their_message_was_composed_gets_none(crowd: Watched) -> None:
    def snooze(session: Session, _workspace: Workspace, member: Member) -> None:
        member.snoozed_until = MORNING.date() + dt.timedelta(days=7)
        session.add(member)

    crowd.meanwhile = lambda: crowd.change(snooze)
    assert LAST not in crowd.send()
    assert states(crowd.database).count(DeliveryState.CANCELLED) == 1


def test_who_takes_the_day_off_after_their_message_was_composed_gets_none(crowd: Watched) -> None:
    leave = Leave(MORNING.date(), MORNING.date() + dt.timedelta(days=1))
    crowd.meanwhile = lambda: crowd.change(
        lambda session, workspace, member: take_leave(
            session, workspace=workspace, member=member, asked=leave, now=MORNING
        )
    )
    assert LAST not in crowd.send()
    assert states(crowd.database).count(DeliveryState.CANCELLED) == 1


def test_a_paused_workspace_sends_nothing_that_was_composed(crowd: Watched) -> None:
    def pause(session: Session, workspace: Workspace, _member: Member) -> None:
        set_paused(session, workspace=workspace, viewer=None, team=None, paused=True, now=MORNING)

    crowd.meanwhile = lambda: crowd.change(pause)
    assert len(crowd.send()) == BATCH
    assert states(crowd.database).count(DeliveryState.PLANNED) == REPS - BATCH


def test_what_is_older_than_some_seconds_is_composed_anew(crowd: Watched) -> None:
    def wait() -> None:
        crowd.now_ += AGE + dt.timedelta(seconds=1)

    crowd.meanwhile = wait
    assert len(crowd.send()) == REPS
    assert crowd.composed == [REPS, REPS - BATCH]


def test_no_more_is_composed_than_goes_out_in_these_seconds(crowd: Watched) -> None:
    limiter = Limiter()
    soon = limiter.affordable_within("chat.postMessage", MORNING, AGE)
    assert soon == BURST + START * AGE.total_seconds()


@pytest.mark.parametrize("die_at", ["claimed", "posted", "answered", "committed"])
def test_a_process_that_dies_with_composed_messages_loses_and_repeats_none(crowd: Watched, die_at: str) -> None:
    with pytest.raises(Killed):
        crowd.worker(die_at=die_at).drain()
    # What was posted when it died is found by its token; what was only claimed is not.
    posted = [each.to for each in crowd.sent]
    crowd.look_up = lambda channel, _token, _since: Posted(channel, "9.0") if channel in posted else None  # type: ignore[method-assign,misc]
    second = crowd.worker(holder="two")
    for _ in range(60):
        second.drain()
        crowd.now_ += dt.timedelta(seconds=10)
    assert sorted(each.to for each in crowd.sent) == [f"U{n:03d}" for n in range(REPS)]
    assert set(states(crowd.database)) == {DeliveryState.SENT}


def test_marks_that_cannot_be_read_hold_nothing_up(crowd: Watched) -> None:
    class Unmarked(MorningNudge):
        def marks(self, _work: Work, _rows: Sequence[Delivery]) -> Mapping[int, Hashable]:
            raise ValueError("a mistake")

    worker = Worker(
        database=crowd.database,
        gateway=crowd,
        kinds={NUDGE: Unmarked()},
        clock=crowd,
        holder="one",
        limiter=Unlimited(),
        batch=BATCH,
        threads=1,
    )
    worker.drain()
    assert len(crowd.sent) == REPS


def test_a_sender_with_nothing_to_send_writes_nothing(crowd: Watched) -> None:
    worker = crowd.worker()
    worker.drain()
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(crowd.database.engine, "before_cursor_execute", note)
    worker.run_once()
    sa.event.remove(crowd.database.engine, "before_cursor_execute", note)
    assert not [each for each in said if "delivery" in each and not each.startswith("SELECT")]
    assert len([each for each in said if "delivery.next_attempt_at" in each and "planned" in each]) <= 1
