"""What people, the health check and the doctor say when the database takes nothing, and that all goes on afterwards."""

import contextlib
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.cli import main
from bot.people import teams
from bot.runtime.health_checks import PROBE_SECONDS, Health
from storage.database_errors import SENTENCES, FileTrouble, Trouble
from storage.engine import Database, make_database
from storage.run_lock import run_lock
from storage.tables import Activity
from storage.workspaces import find_workspace
from tests.databases import PostgresServer
from tests.office import ANA, BEN, CLEO, Office, open_office
from tests.socket_line import Line

GONE = "Nothing was saved: Pacer's database file is missing. Please tell your admin."


class Seconds:
    """A clock that goes as it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Checked:
    """The office with its health check; each look is one after the pause between two probes."""

    def __init__(self, office: Office) -> None:
        self.office, self._seconds = office, Seconds()
        self._health = Health(
            database=office.database,
            clock=office.context.clock,
            figures=office.context.figures,
            connected=lambda: True,
            seconds=self._seconds,
        )

    def health(self) -> list[str]:
        self._seconds.now += PROBE_SECONDS
        assert [trouble for trouble in self._health.well() if "MB free" not in trouble] == self._health.ready()
        return self._health.ready()


@pytest.fixture
def checked(office: Office) -> Checked:
    return Checked(office)


def file_of(office: Office) -> Path:
    assert office.database.file is not None
    return office.database.file


def speaks_malay(office: Office, user: str) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        teams.find_person(session, workspace=workspace, who=user).language = "ms"


def entries(database: Database) -> int:
    with database.reading() as session:
        return len(session.exec(select(Activity)).all())


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


@contextlib.contextmanager
def each_connection(database: Database, pragma: str, back: str) -> Iterator[None]:
    """Each connection is told this pragma when it is used, and the other one when the block has ended."""
    said = pragma

    def tell(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA {said}")

    sa.event.listen(database.engine, "checkout", tell)
    yield
    said = back


def doctor(office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code and what the doctor says of the database at this file."""
    settings = office.context.settings
    for name in ("slack_bot_token", "slack_app_token", "slack_api_url", "pacer_clock_url"):
        monkeypatch.setenv(name.upper(), getattr(settings, name))
    monkeypatch.setenv("DATABASE_URL", office.database.engine.url.render_as_string(hide_password=False))
    capsys.readouterr()
    code = 0
    try:
        main(["doctor"])
    except SystemExit as ended:
        code = int(ended.code or 0)
    said, ours = [], False
    for line in capsys.readouterr().out.splitlines():
        ours = " database: " in line or (ours and line.startswith(" " * 8))
        if ours:
            said.append(line)
    return code, "\n".join(said)


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_a_file_that_was_deleted_takes_nothing_more_and_nobody_is_told_that_it_did(
    checked: Checked, suffix: str
) -> None:
    office = checked.office
    assert office.say(ANA, "/log", "call").startswith("Logged")
    assert checked.health() == []
    speaks_malay(office, CLEO)
    assert office.say(CLEO, "/log", "call").startswith("Dicatat")
    beside(file_of(office), suffix).unlink()
    assert office.say(ANA, "/log", "call") == GONE
    # Their language is known from before, although nothing can be read now.
    assert "tiada di tempatnya" in office.say(CLEO, "/log", "call")
    assert office.say(BEN, "/progress") == GONE
    assert checked.health() == [SENTENCES[Trouble.GONE]]
    if suffix:
        # What was said to be logged is brought into the file when Pacer stops.
        office.database.dispose()
        assert entries(office.database) == 2


def test_a_file_that_is_deleted_while_something_is_saved_is_noticed_before_it_is_called_saved(office: Office) -> None:
    def lose_it() -> None:
        with office.database.writing() as session:
            assert find_workspace(session) is not None
            file_of(office).unlink()

    with pytest.raises(FileTrouble, match="is gone"):
        lose_it()


def test_the_same_file_put_back_goes_on_and_another_one_needs_a_restart(checked: Checked, tmp_path: Path) -> None:
    office = checked.office
    assert office.say(ANA, "/log", "call").startswith("Logged")
    path, away = file_of(office), tmp_path / "away"
    path.rename(away)
    assert office.say(ANA, "/log", "call") == GONE
    assert not path.exists(), "no new, empty database is made in its place"
    away.rename(path)
    assert office.say(ANA, "/log", "call").startswith("Logged")
    assert checked.health() == []
    # A copy that was made by other means than Pacer's, say.
    with contextlib.closing(sqlite3.connect(path)) as given, contextlib.closing(sqlite3.connect(away)) as copy:
        given.backup(copy)
    os.replace(away, path)
    assert office.say(ANA, "/log", "call") == GONE
    assert checked.health() == [SENTENCES[Trouble.REPLACED]]
    assert "Restart Pacer" in checked.health()[0]
    # A Pacer that is started now takes the file that is there.
    for suffix in ("-wal", "-shm"):
        beside(path, suffix).unlink()
    restarted = make_database(f"sqlite:///{path}")
    assert entries(restarted) == 2
    restarted.dispose()


def test_the_doctor_sees_that_the_running_pacer_has_another_file_open(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_of(office)
    with run_lock(office.database):
        assert doctor(office, monkeypatch, capsys) == (0, f"ok      database: SQLite, {path}")
        path.rename(tmp_path / "away")
        code, said = doctor(office, monkeypatch, capsys)
        assert code == 1
        assert f"the file is gone. pacer run (process {os.getpid()}) still has it open" in said
        assert f"/proc/{os.getpid()}/fd" in said
        assert not path.exists()
        shutil.copyfile(tmp_path / "away", path)
        code, said = doctor(office, monkeypatch, capsys)
        assert code == 1
        assert "someone replaced the file" in said
        assert "Restart pacer run." in said


def test_on_a_full_disk_people_read_that_nothing_was_saved_and_all_goes_on_when_there_is_room(
    checked: Checked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office, note, saved = checked.office, "call Acorn: " + "a long story " * 60, 0
    with each_connection(office.database, "max_page_count = 1", "max_page_count = 1073741823"):
        # What is left of the pages that are there is taken first.
        while (answer := office.say(ANA, "/log", note)).startswith("Logged"):
            saved += 1
        assert answer == "Nothing was saved: Pacer's disk is full. Please tell your admin."
        assert checked.health() == [SENTENCES[Trouble.FULL]]
        assert entries(office.database) == saved
    assert office.say(ANA, "/log", note).startswith("Logged")
    assert checked.health() == []
    assert entries(office.database) == saved + 1


def test_a_database_that_may_only_be_read_is_said_in_the_readers_language(checked: Checked) -> None:
    office = checked.office
    speaks_malay(office, ANA)
    assert office.say(ANA, "/log", "call").startswith("Dicatat")
    with each_connection(office.database, "query_only = 1", "query_only = 0"):
        assert office.say(ANA, "/log", "call").startswith("Tiada apa-apa disimpan: ")
        assert checked.health() == [SENTENCES[Trouble.READ_ONLY]]
    assert office.say(ANA, "/log", "call").startswith("Dicatat")
    assert checked.health() == []


def test_a_form_stays_open_and_says_that_nothing_was_saved(office: Office) -> None:
    office.sandbox.post("command", user=ANA, command="/log", text="")
    (form,) = office.sandbox.get("views", user=ANA)["views"]
    with each_connection(office.database, "query_only = 1", "query_only = 0"):
        office.sandbox.post("submit", user=ANA, view_id=form["id"], values={"quantity": {"value": "3"}})
        still, over = office.sandbox.get("views", user=ANA)["views"]
        # Nothing is written to open a form.
        office.sandbox.post("shortcut", user=BEN, callback_id="log_shortcut")
        (opened,) = office.sandbox.get("views", user=BEN)["views"]
    assert still["id"] == form["id"]
    assert opened["callback_id"] == form["callback_id"]
    assert over["blocks"][0]["text"]["text"] == (
        "Nothing was saved: Pacer can't write to its database. Please tell your admin."
    )
    assert entries(office.database) == 0
    # A shortcut has no place for an answer but a view.
    file_of(office).unlink()
    office.sandbox.post("shortcut", user=CLEO, callback_id="log_shortcut")
    (only,) = office.sandbox.get("views", user=CLEO)["views"]
    assert only["blocks"][0]["text"]["text"] == GONE


def damage(path: Path, table: str) -> None:
    """Make the first page of a table unreadable, as a fault of the disk does."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 200)


def test_damage_that_somebody_met_is_told_by_health_until_a_restart_and_found_by_the_doctor(
    checked: Checked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = checked.office
    office.database.dispose()
    damage(file_of(office), "activity")
    assert checked.health() == [], "nobody has touched it yet"
    assert office.say(ANA, "/log", "call") == "Nothing was saved: Pacer's database is damaged. Please tell your admin."
    assert checked.health() == [SENTENCES[Trouble.DAMAGED]]
    code, said = doctor(office, monkeypatch, capsys)
    assert code == 1
    assert "FAILED  database: the database is damaged" in said
    assert "restore your last good backup" in said


def test_the_doctor_warns_of_a_file_that_others_can_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_of(office)
    path.chmod(0o640)
    code, said = doctor(office, monkeypatch, capsys)
    assert code == 0
    assert "look    database: other users of this machine can read what people logged" in said
    assert f"Run: chmod 600 {path}" in said


@pytest.mark.parametrize(
    ("pragma", "says"),
    [("query_only = 1", "the database is read-only"), ("max_page_count = 1", "the database's disk is full")],
)
def test_the_doctor_tries_to_write(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], pragma: str, says: str
) -> None:
    def tell(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA {pragma}")

    sa.event.listen(sa.pool.Pool, "checkout", tell)
    try:
        code, said = doctor(office, monkeypatch, capsys)
    finally:
        sa.event.remove(sa.pool.Pool, "checkout", tell)
    assert code == 1
    assert f"FAILED  database: {says}" in said


@pytest.mark.postgres
def test_while_the_server_is_away_people_are_told_and_all_goes_on_when_it_is_back(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = sa.make_url(postgres_server.upgraded_database())
    line = Line(url)
    database = make_database(f"postgresql://postgres@127.0.0.1:{line.port}/{url.database}")
    with open_office(tmp_path, database=database) as office:
        checked = Checked(office)
        assert office.say(ANA, "/log", "call").startswith("Logged")
        assert checked.health() == []
        line.cut()
        assert office.say(ANA, "/log", "call").startswith(
            "Nothing was saved: Pacer can't reach its database right now."
        )
        assert checked.health() == [SENTENCES[Trouble.AWAY]]
        stop, wake = threading.Event(), threading.Event()
        sender = threading.Thread(target=office.worker.run, args=(stop, wake))
        sender.start()
        line.mend()
        assert office.say(ANA, "/log", "call").startswith("Logged")
        assert checked.health() == []
        stop.set()
        wake.set()
        sender.join()
        assert entries(database) == 2
        line.cut()


@pytest.mark.postgres
def test_who_cannot_be_told_whether_it_was_saved_is_told_where_to_look(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = sa.make_url(postgres_server.upgraded_database())
    line = Line(url)
    database = make_database(f"postgresql://postgres@127.0.0.1:{line.port}/{url.database}")
    with open_office(tmp_path, database=database) as office:
        assert database.quick is not None

        def cut(_connection: sa.Connection) -> None:
            line.cut()

        sa.event.listen(database.quick, "commit", cut)
        answer = office.say(ANA, "/log", "call")
        sa.event.remove(database.quick, "commit", cut)
        assert answer.startswith("Pacer lost its database while saving. Check `/log list`")
        line.mend()
        assert entries(database) in {0, 1}
        line.cut()
