"""A database that cannot be used is one sentence and exit code 2 in every command, and no secret is ever shown."""

import logging
import os
import stat
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from bot.cli import main
from bot.cli.session import writing_file
from bot.core.settings import Settings, WrongSettings, read_settings
from storage.database_errors import Trouble, trouble_of
from storage.engine import make_database
from storage.run_lock import run_lock
from tests.databases import PostgresServer, fresh_sqlite
from tests.socket_line import Line

SECRET = "hunter2"
COMMANDS = (["run"], ["users", "list"], ["db", "check"], ["db", "upgrade"], ["users", "sync"])
SLACK = {"SLACK_BOT_TOKEN": f"xoxb-{SECRET}", "SLACK_APP_TOKEN": f"xapp-{SECRET}"}


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory of its own, with the settings of nobody else."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("SLACK_", "PACER_", "DATABASE_"))]:
        monkeypatch.delenv(name)
    for name, value in SLACK.items():
        monkeypatch.setenv(name, value)


class Terminal:
    """Types commands, and reads what they say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def type(self, command: list[str], url: str) -> tuple[int, str]:
        """The exit code, and what stands on stderr."""
        self._monkeypatch.setenv("DATABASE_URL", url)
        self._capsys.readouterr()
        code = 0
        try:
            main(command)
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = self._capsys.readouterr()
        assert SECRET not in said.out + said.err
        return code, said.err

    def refuses(self, url: str, says: str, commands: tuple[list[str], ...] = COMMANDS) -> None:
        """Each of the commands ends with code 2 and one line that says this; the doctor finds the same."""
        for command in commands:
            code, said = self.type(command, url)
            assert (code, said.count("\n")) == (2, 1), (command, said)
            assert says in said, command


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(monkeypatch, capsys)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (f"postgresql://pacer:{SECRET}@host:port/pacer", "DATABASE_URL isn't a database address."),
        (f"postgresql://pacer:x@y/{SECRET}@host/pacer", "The host in DATABASE_URL isn't valid."),
        (f"postgresql://pacer:{SECRET}@host:99999/pacer", "Use a number from 1 to 65535"),
        (f"postgresql://pacer:x@{SECRET}@host/pacer", "The host in DATABASE_URL isn't valid."),
        (f"postgresql://pacer:{SECRET}@my host/pacer", "The host in DATABASE_URL isn't valid."),
        (f"postgresql+telepathy://pacer:{SECRET}@host/pacer", "Remove the + part"),
        (f"mysql://pacer:{SECRET}@host/pacer", "SQLite or PostgreSQL"),
        (f"pacer {SECRET}", "DATABASE_URL isn't a database address."),
        ("sqlite:///pacer.sqlite?mode=ro", "can't have options"),
        ("sqlite://pacer.sqlite", "after three slashes"),
        ("", "DATABASE_URL is empty."),
        ("   ", "DATABASE_URL is empty."),
    ],
)
def test_an_address_that_is_none_is_one_sentence_without_the_password(terminal: Terminal, url: str, says: str) -> None:
    terminal.refuses(url, says, (["run"], ["db", "upgrade"]))


def test_blanks_around_an_address_do_not_matter(tmp_path: Path) -> None:
    made = make_database(f"  sqlite:///{tmp_path / 'pacer.sqlite'}\n")
    assert made.file == tmp_path / "pacer.sqlite"


def test_an_address_left_empty_in_the_file_of_settings_is_noticed(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=\n", encoding="utf-8")
    with pytest.raises(WrongSettings, match="DATABASE_URL is empty"):
        read_settings()


def test_a_file_that_is_no_database_is_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    garbage = tmp_path / "pacer.sqlite"
    garbage.write_bytes(b"this is no database " * 500)
    terminal.refuses(f"sqlite:///{garbage}", "isn't a SQLite database")
    assert garbage.read_bytes() == b"this is no database " * 500


def test_where_pacer_has_run_a_missing_file_is_not_begun_anew(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "pacer.sqlite"
    database = fresh_sqlite(path)
    with run_lock(database):
        pass
    path.unlink()
    terminal.refuses(f"sqlite:///{path}", "is gone, but Pacer has used it before", (["db", "upgrade"],))
    assert not path.exists()
    (tmp_path / "pacer.sqlite.lock").unlink()
    assert terminal.type(["db", "upgrade"], f"sqlite:///{path}") == (0, "")


def test_a_directory_in_its_place_is_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "pacer.sqlite").mkdir()
    terminal.refuses(f"sqlite:///{tmp_path / 'pacer.sqlite'}", "Can't open the file")


@pytest.mark.parametrize(
    ("revision", "says", "commands"),
    [
        ("ffffffffffff", "comes from a newer Pacer", COMMANDS),
        # The last release but some: an upgrade is what helps.
        ("d14246c7485d", "Run: pacer db upgrade", (["run"], ["users", "list"], ["db", "check"])),
    ],
)
def test_a_schema_of_another_version_is_one_sentence(
    terminal: Terminal,
    tmp_path: Path,
    postgres_server: PostgresServer,
    revision: str,
    says: str,
    commands: tuple[list[str], ...],
) -> None:
    for made in (fresh_sqlite(tmp_path / "pacer.sqlite"), make_database(postgres_server.upgraded_database())):
        with made.engine.begin() as connection:
            connection.execute(sa.text(f"UPDATE alembic_version SET version_num = '{revision}'"))
        made.dispose()
        terminal.refuses(made.engine.url.render_as_string(hide_password=False), says, commands)


@pytest.mark.postgres
def test_a_server_that_is_away_or_lets_nobody_in_is_one_sentence(
    terminal: Terminal, postgres_server: PostgresServer
) -> None:
    there = sa.make_url(postgres_server.upgraded_database())
    line = Line(there)
    host = f"127.0.0.1:{line.port}"
    terminal.refuses(
        f"postgresql://postgres@{host}/nowhere", "doesn't exist on the server", (["run"], ["db", "upgrade"])
    )
    terminal.refuses(f"postgresql://nobody:{SECRET}@{host}/postgres", "rejects the user or password", (["run"],))
    with postgres_server.password_of("guarded", "right") as user:
        url = f"postgresql://{user}:{SECRET}@{host}/{there.database}"
        terminal.refuses(url, "rejects the user or password", (["run"], ["users", "list"]))
    terminal.refuses(
        f"postgresql://postgres:{SECRET}@{host}/postgres?loud=yes", "An option in DATABASE_URL", (["run"],)
    )
    line.cut()
    terminal.refuses(f"postgresql://postgres:{SECRET}@{host}/postgres", "doesn't answer")
    code, _ = terminal.type(["doctor"], f"postgresql://postgres:{SECRET}@{host}/postgres")
    assert code == 1


def test_what_the_driver_says_at_the_door_is_told_apart() -> None:
    def told(message: str) -> Trouble | None:
        return trouble_of(sa.exc.OperationalError("", {}, psycopg.OperationalError(message)))

    assert told('connection failed: FATAL:  password authentication failed for user "x"') is Trouble.REFUSED
    assert told('connection failed: FATAL:  no pg_hba.conf entry for host "::1"') is Trouble.REFUSED
    assert told('connection failed: FATAL:  database "x" does not exist') is Trouble.UNKNOWN_NAME
    assert told("connection failed: FATAL:  the database system is starting up") is Trouble.AWAY
    assert told("consuming input failed: server closed the connection unexpectedly") is Trouble.AWAY
    assert trouble_of(ValueError("x")) is None


def test_settings_never_show_a_secret(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    url = f"postgresql://pacer:{SECRET}@host/pacer"
    for name, value in {"DATABASE_URL": url, "SLACK_SIGNING_SECRET": SECRET, "PACER_HUBSPOT_SECRET": SECRET}.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    database = make_database(url)
    logging.getLogger("tests").warning("%s %s %r %r", settings, database, settings, database.engine)
    shown = caplog.text
    # A validator that fails is given all of them.
    with pytest.raises(ValueError, match="PACER_LOG_COMMAND") as wrong:
        Settings(pacer_log_command="log")
    assert "input_value" not in str(wrong.value)
    assert SECRET not in shown + str(wrong.value)
    assert settings.database_url == url


def test_files_with_peoples_data_are_their_owners_and_one_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        for path in (tmp_path / "new.csv", tmp_path / "there.csv"):
            if path.name == "there.csv":
                path.touch(0o640)
            with writing_file(path) as out:
                out.write("Ana")
    finally:
        os.umask(before)
    rights = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new.csv", "there.csv")]
    assert rights == [0o600, 0o640]
