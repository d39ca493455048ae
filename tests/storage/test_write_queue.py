"""Who writes next is who came next, whoever it is and however it ends."""

import contextlib
import datetime as dt
import sqlite3
import threading
import time
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from storage.engine import Database, WritingRefused, make_database
from storage.tables import Member
from storage.workspaces import ensure_workspace, find_workspace, take_receipt
from storage.write_queue import DatabaseBusy, NestedWriting, WriteQueue
from tests.databases import PostgresServer

ENOUGH = 60.0
"""Seconds after which a test that hangs is given up."""


def until_waiting(turns: WriteQueue, number: int) -> None:
    while turns.waiting < number:
        time.sleep(0.001)


def test_turns_are_taken_in_the_order_in_which_they_were_asked_for() -> None:
    turns, order = WriteQueue(), list[int]()

    def ask(number: int) -> None:
        with turns.turn(ENOUGH):
            order.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    with turns.turn(ENOUGH):
        for number, thread in enumerate(threads):
            thread.start()
            until_waiting(turns, number + 1)
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_who_writes_portion_after_portion_lets_others_in_after_each(sqlite_database: Database) -> None:
    order = list[str]()
    waits = threading.Thread(target=lambda: write(sqlite_database, order, "log", patience=ENOUGH))
    for portion in range(3):
        with sqlite_database.writing():
            order.append(f"portion {portion}")
            if portion == 0:
                waits.start()
                until_waiting(sqlite_database.turns, 1)
        if portion == 0:
            # Whether the other thread runs by now or not: the turn is its own.
            assert sqlite_database.turns.waiting == 0
    waits.join()
    assert order == ["portion 0", "log", "portion 1", "portion 2"]


def write(database: Database, order: list[str], name: str, *, patience: float | None = None) -> None:
    with database.writing(patience=patience):
        order.append(name)


def test_a_turn_ends_with_the_exception_of_its_block() -> None:
    turns = WriteQueue()
    with contextlib.suppress(ZeroDivisionError), turns.turn(ENOUGH):
        raise ZeroDivisionError
    with turns.turn(0):
        pass


def test_a_turn_ends_with_a_generator_that_is_closed() -> None:
    turns = WriteQueue()

    def portions() -> Iterator[int]:
        with turns.turn(ENOUGH):
            yield 1
            yield 2

    some = portions()
    assert next(some) == 1
    some.close()  # type: ignore[attr-defined]
    with turns.turn(0):
        pass


def test_a_turn_ends_with_a_thread_that_fails() -> None:
    turns = WriteQueue()

    def fail() -> None:
        with contextlib.suppress(ZeroDivisionError), turns.turn(ENOUGH):
            raise ZeroDivisionError

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    with turns.turn(0):
        pass


def test_who_gives_up_waiting_leaves_the_line_and_those_behind_move_up() -> None:
    turns, order = WriteQueue(), list[str]()

    def give_up() -> None:
        with contextlib.suppress(DatabaseBusy), turns.turn(0):
            order.append("impatient")

    def wait() -> None:
        with turns.turn(ENOUGH):
            order.append("patient")

    with turns.turn(ENOUGH):
        impatient, patient = threading.Thread(target=give_up), threading.Thread(target=wait)
        impatient.start()
        impatient.join()
        patient.start()
        until_waiting(turns, 1)
    patient.join()
    assert order == ["patient"]


def test_writing_inside_writing_is_refused_in_words_instead_of_waiting_for_itself(sqlite_database: Database) -> None:
    with sqlite_database.writing(), pytest.raises(NestedWriting, match="hand the outer session down"):  # noqa: SIM117
        with sqlite_database.writing():
            pass
    with sqlite_database.writing(patience=0):
        pass


def test_another_thread_may_write_while_this_one_reads(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        find_workspace(session)
        other = threading.Thread(target=lambda: write(sqlite_database, [], "other"))
        other.start()
        other.join()


def test_another_process_that_writes_is_waited_for_as_long_as_there_is_patience(sqlite_database: Database) -> None:
    assert sqlite_database.file is not None
    with contextlib.closing(sqlite3.connect(sqlite_database.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy), sqlite_database.writing(patience=0.02) as session:
            find_workspace(session)
        with sqlite_database.reading(patience=0.02) as session:
            assert find_workspace(session) is None
        began = threading.Event()
        waits = threading.Thread(target=lambda: _note_workspace(sqlite_database, began))
        waits.start()
        began.wait()
        other.execute("COMMIT")
        waits.join()
    with sqlite_database.reading() as session:
        assert find_workspace(session) is not None


def _note_workspace(database: Database, began: threading.Event) -> None:
    with database.writing() as session:
        began.set()
        _workspace(session)


def _workspace(session: Session) -> int:
    workspace = ensure_workspace(
        session, slack_team_id="T1", name="One", bot_user_id="UBOT", now=dt.datetime(2026, 11, 17, tzinfo=dt.UTC)
    )
    return workspace.id


def _rename(database: Database) -> None:
    with database.writing(patience=0.05) as session:
        found = find_workspace(session)
        assert found is not None
        found.name = "mine"


@pytest.mark.postgres
def test_a_locked_row_is_waited_for_as_long_as_there_is_patience(postgres_server: PostgresServer) -> None:

    database = make_database(postgres_server.upgraded_database())
    try:
        with database.writing() as session:
            _workspace(session)
        with database.engine.connect() as other, other.begin():
            other.exec_driver_sql("UPDATE workspace SET name = 'held'")
            with pytest.raises(DatabaseBusy):
                _rename(database)
        _rename(database)
    finally:
        database.dispose()


def test_a_strict_reading_session_refuses_a_change_rather_than_losing_it(database: Database) -> None:
    now = dt.datetime(2026, 11, 17, tzinfo=dt.UTC)
    with database.writing() as session:
        workspace_id = _workspace(session)
    with database.reading(strict=True) as session, pytest.raises(WritingRefused):
        take_receipt(session, workspace_id=workspace_id, key="k", now=now)

    def add_and_ask(session: Session) -> None:
        session.add(Member(workspace_id=workspace_id, slack_user_id="U1"))
        find_workspace(session)

    with pytest.raises(WritingRefused), database.reading(strict=True) as session:
        add_and_ask(session)


def test_a_change_that_is_the_last_thing_a_strict_reading_session_does_is_refused_too(database: Database) -> None:
    with database.writing() as session:
        _workspace(session)

    def change(session: Session) -> None:
        found = find_workspace(session)
        assert found is not None
        found.name = "changed"

    with pytest.raises(WritingRefused), database.reading(strict=True) as session:
        change(session)
    with database.reading(strict=True) as session:
        assert find_workspace(session) is not None, "who changes nothing is refused nothing"
