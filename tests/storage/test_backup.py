"""Backups are whole, appear only when they are, and a restored one takes the old one's place in one step."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.backup import KEPT, UnusableBackup, back_up, restoring
from storage.engine import Database, make_database
from storage.migrate import SchemaMismatch
from storage.run_lock import AlreadyRunning, run_lock
from storage.workspaces import find_workspace
from tests.cast import assemble
from tests.databases import fresh_sqlite


def name_of(database: Database) -> str:
    with database.reading() as session:
        workspace = find_workspace(session)
        return workspace.name if workspace is not None else ""


def rename(database: Database, name: str) -> None:
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.name = name
        session.add(workspace)


def restore(database: Database, source: Path) -> None:
    database.dispose()
    with restoring(database, source=source):
        pass


def test_a_restored_backup_has_what_it_had_and_the_one_before_is_kept(tmp_path: Path) -> None:
    database = fresh_sqlite(tmp_path / "pacer.sqlite")
    assemble(database)
    with database.reading() as session:
        session.exec(sa.text("SELECT 1"))  # type: ignore[call-overload]
        # Pacer runs, and even writes, while the copy is made.
        assert back_up(database, target=tmp_path / "b.sqlite") == (tmp_path / "b.sqlite").stat().st_size
    rename(database, "Later")
    restore(database, tmp_path / "b.sqlite")
    assert name_of(database) == "Test"
    kept = make_database(f"sqlite:///{tmp_path / 'pacer.sqlite'}{KEPT}")
    assert name_of(kept) == "Later"
    for each in (database, kept):
        each.dispose()
    assert not list(tmp_path.glob("*.partial*"))


def test_a_restore_that_fails_in_the_middle_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    database = fresh_sqlite(tmp_path / "pacer.sqlite")
    assemble(database)
    back_up(database, target=tmp_path / "b.sqlite")
    rename(database, "Later")
    database.dispose()

    def fail() -> None:
        with restoring(database, source=tmp_path / "b.sqlite"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert name_of(database) == "Later"
    database.dispose()
    assert not list(tmp_path.glob("*.partial*"))


def test_what_is_no_whole_backup_of_pacers_is_refused_in_words(tmp_path: Path) -> None:
    database = fresh_sqlite(tmp_path / "pacer.sqlite")
    assemble(database)
    backup = tmp_path / "b.sqlite"
    back_up(database, target=backup)
    with pytest.raises(UnusableBackup, match="already exists"):
        back_up(database, target=backup)
    with pytest.raises(UnusableBackup, match="doesn't exist"):
        back_up(database, target=tmp_path / "nowhere" / "b.sqlite")
    (tmp_path / "text").write_text("no database")
    with sqlite3.connect(tmp_path / "other.sqlite") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    damaged = bytearray(backup.read_bytes())
    damaged[8192:40960] = bytes(32768)
    (tmp_path / "damaged.sqlite").write_bytes(damaged)
    for file, says in (
        ("text", "Can't read .* as a SQLite database"),
        ("other.sqlite", "isn't Pacer's"),
        ("damaged.sqlite", "damaged"),
        ("absent.sqlite", "File not found"),
        ("pacer.sqlite", "is the database itself"),
    ):
        with pytest.raises(UnusableBackup, match=says):
            restore(database, tmp_path / file)
    assert name_of(database) == "Test"
    database.dispose()


def test_a_backup_of_a_newer_pacer_is_refused(tmp_path: Path) -> None:
    database = fresh_sqlite(tmp_path / "pacer.sqlite")
    back_up(database, target=tmp_path / "b.sqlite")
    with sqlite3.connect(tmp_path / "b.sqlite") as newer:
        newer.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    newer.close()
    with pytest.raises(SchemaMismatch, match="comes from a newer Pacer"):
        restore(database, tmp_path / "b.sqlite")
    database.dispose()


@pytest.mark.postgres
def test_for_postgresql_its_own_tools_are_named(postgres_server: object, tmp_path: Path) -> None:
    database = make_database(postgres_server.new_database())  # type: ignore[attr-defined]
    with pytest.raises(UnusableBackup, match=r"pg_dump --format=custom"):
        back_up(database, target=tmp_path / "b")
    with pytest.raises(UnusableBackup, match="pg_restore"):
        restore(database, tmp_path / "b")
    database.dispose()


def test_a_second_run_on_a_sqlite_file_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    database = fresh_sqlite(tmp_path / "pacer.sqlite")
    with run_lock(database):
        with pytest.raises(AlreadyRunning, match=r"Pacer is already running on .* \(process \d+\)"), run_lock(database):
            pass
        assert name_of(database) == ""  # others read and write meanwhile
    with run_lock(database):
        pass
    database.dispose()


@pytest.mark.postgres
def test_on_postgresql_any_number_may_run(postgres_server: object) -> None:
    database = make_database(postgres_server.new_database())  # type: ignore[attr-defined]
    with run_lock(database), run_lock(database):
        pass
    database.dispose()
