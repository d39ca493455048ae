"""A database that is not free in time: refused and not stored, or stored and said late. Never both, never silence."""

import contextlib
import dataclasses
import datetime as dt
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from slack_bolt import BoltRequest
from sqlmodel import select

from bot.core.patience import Patience, arrived
from bot.nudges import morning
from bot.runtime.schedule import ROUNDS, tick
from bot.runtime.start import build_app
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.tables import Activity, Morning, Receipt
from tests.office import ANA, MANAGER, PATIENCE, Office, open_office

BUSY = "Pacer is busy right now, so nothing was saved. Please try again in a minute."
LATE = "Slack may have said this failed. It just took a while, and here's the answer."


@contextlib.contextmanager
def locked(database: Database) -> Iterator[None]:
    """Somebody else writes, and does not end."""
    if database.file is not None:
        with contextlib.closing(sqlite3.connect(database.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    with database.engine.connect() as other, other.begin() as whole:
        other.exec_driver_sql("LOCK TABLE receipt IN ACCESS EXCLUSIVE MODE")
        yield
        whole.rollback()


@pytest.fixture
def hurried(tmp_path: Path, database: Database) -> Iterator[Office]:
    """An office whose people wait for the database for the blink of an eye."""
    with open_office(tmp_path, database=database, patience=Patience(waits=0.05, late=PATIENCE)) as opened:
        yield opened


def stored(office: Office) -> tuple[int, int]:
    """How many entries there are, and receipts of commands."""
    with office.database.reading() as session:
        receipts = [each.key for each in session.exec(select(Receipt)).all()]
        return len(session.exec(select(Activity)).all()), sum(key.startswith("log:") for key in receipts)


def test_a_command_typed_into_a_locked_database_is_refused_in_words_and_nothing_is_stored(hurried: Office) -> None:
    with locked(hurried.database):
        assert hurried.say(ANA, "/log", "call") == BUSY
    assert stored(hurried) == (0, 0)
    assert hurried.say(ANA, "/log", "call").startswith("Logged 1 call")
    assert stored(hurried) == (1, 1)


def test_a_click_into_a_locked_database_is_refused_in_words_and_works_when_it_is_free(hurried: Office) -> None:
    answer = hurried.answer_of(ANA, "/log", "3 calls")
    with locked(hurried.database):
        (said,) = hurried.click(ANA, answer, "log_undo")
    assert said == BUSY
    (said,) = hurried.click(ANA, answer, "log_undo")
    assert said.startswith("Undone: 3 calls")


def test_what_only_shows_something_waits_for_nobody_who_writes(tmp_path: Path) -> None:
    with open_office(tmp_path, patience=Patience(waits=0, late=PATIENCE)) as office:
        office.say(ANA, "/log", "call")
        with locked(office.database):
            assert BUSY not in office.say(ANA, "/progress")
            assert BUSY not in office.say(MANAGER, "/team", "help")


def test_figures_of_others_are_not_shown_when_the_look_cannot_be_noted(tmp_path: Path) -> None:
    with open_office(tmp_path, patience=Patience(waits=0, late=PATIENCE)) as office:
        office.goal("North", "call", PeriodKind.WEEK, 10)
        with locked(office.database):
            assert office.say(MANAGER, "/team") == BUSY
        assert ANA in office.say(MANAGER, "/team")


@pytest.fixture
def stalled(tmp_path: Path, database: Database) -> Iterator[tuple[Office, Callable[[], None]]]:
    """An office, and how to let its next commit take ten seconds, by the clock by which people wait."""
    passed, armed = [0.0], [False]

    def stall(_connection: sa.Connection) -> None:
        if armed[0]:
            passed[0], armed[0] = passed[0] + 10, False

    def arm() -> None:
        armed[0] = True

    for engine in {database.engine, database.quick or database.engine}:
        sa.event.listen(engine, "commit", stall)
    patience = Patience(waits=PATIENCE, late=5, watch=lambda: passed[0])
    with open_office(tmp_path, database=database, patience=patience) as office:
        yield office, arm


def dispatch(office: Office, text: str, url: str, *, at: float) -> Any:
    """Hand Pacer a command that was heard at `at`; the body of the acknowledgement."""
    body = {
        "command": "/log",
        "text": text,
        "user_id": ANA,
        "trigger_id": f"t{text}",
        "team_id": "T0OFFICE",
        "response_url": url,
    }
    with arrived(at):
        said = build_app(office.context).dispatch(BoltRequest(body=body, mode="socket_mode")).body
    return json.loads(said) if said else said


def response_url(office: Office, user: str) -> str:
    channel = office.answer_of(user, "/log", "help")["channel"]
    return office.sandbox.url + office.sandbox.state.new_response_url(channel, user, None)


def test_a_commit_that_takes_long_is_answered_late_once_and_says_that_it_was_stored(
    stalled: tuple[Office, Callable[[], None]],
) -> None:
    office, stall = stalled
    url = response_url(office, ANA)
    before = len(office.sees(ANA, ANA))
    stall()
    assert dispatch(office, "call", url, at=0.0) == ""
    office.context.replies.stop(PATIENCE)
    (answer,) = office.sees(ANA, ANA)[before:]
    assert answer["text"].startswith(f"{LATE}\nLogged 1 call")
    assert stored(office) == (1, 1)


def test_the_three_seconds_begin_when_the_command_was_heard_not_when_it_got_a_thread(tmp_path: Path) -> None:
    with open_office(tmp_path, patience=Patience(waits=2, late=5, watch=lambda: 4.0)) as office:
        with locked(office.database):
            # Heard four seconds ago: nothing is left to wait for a database that is not free.
            assert dispatch(office, "call", "", at=0.0)["text"] == BUSY
        assert dispatch(office, "2 calls", "", at=0.0)["text"].startswith("Logged 2 calls")


def test_what_goes_wrong_after_the_commit_is_not_told_as_if_nothing_were_saved(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.log.doors.log_answer.tell_log", fail)
    assert office.say(ANA, "/log", "call") == "That's saved. I can't show your new totals right now."
    assert stored(office) == (1, 1)


def test_an_event_that_finds_the_database_busy_is_left_to_slack_to_send_again(tmp_path: Path) -> None:
    body = {
        "type": "event_callback",
        "team_id": "T0OFFICE",
        "event_id": "Ev1",
        "event": {"type": "user_change", "user": {"id": ANA, "name": "ana", "profile": {}}},
    }
    with open_office(tmp_path, patience=Patience(waits=0)) as office, locked(office.database):
        answer = build_app(office.context).dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert answer.status == 503


def test_a_log_typed_during_a_morning_of_many_portions_gets_in_after_one_of_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(morning, "PORTION", 1)
    office.goal("North", "call", PeriodKind.WEEK, 10)
    turns, portions_before = office.database.turns, list[int]()
    typing = threading.Thread(target=lambda: office.say(ANA, "/log", "call"))
    real = morning.take_due_mornings

    def taken() -> int:
        with office.database.reading() as session:
            return len(session.exec(select(Morning)).all())

    def portion(session: Any, **asked: Any) -> bool:
        with office.database.reading() as other:
            logged = len(other.exec(select(Activity)).all())
        if not typing.ident:
            typing.start()
            while turns.waiting < 1:
                time.sleep(0.001)
        elif logged and not portions_before:
            portions_before.append(taken())
        return real(session, **asked)

    rounds = [dataclasses.replace(each, plan=portion) if each.plan is real else each for each in ROUNDS]
    tick(office.database, dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC), rounds=rounds)
    typing.join()
    assert portions_before == [1]
    assert taken() >= 3
