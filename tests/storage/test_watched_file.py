"""The database's files are its owner's alone, and are known again."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from storage.backup import KEPT, back_up, restoring
from storage.engine import Database, make_database
from storage.migrate import SchemaMismatch, require_current, upgrade
from storage.probe import try_writing
from storage.run_lock import run_lock, runner_of
from storage.tables import Receipt
from storage.watched_file import identity_of
from tests.cast import NOON, assemble


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """What this machine takes from the rights of new files: nothing, the usual, everything of others."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def rights(path: Path) -> str:
    return stat.filemode(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_the_database_what_is_beside_it_and_its_backups_are_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "pacer.sqlite"
    database = make_database(f"sqlite:///{path}")
    upgrade(database)
    with database.reading() as session:
        session.execute(sa.text("SELECT 1"))
        back_up(database, target=tmp_path / "backup.sqlite")
        assert len(list(tmp_path.iterdir())) == 4
        assert {rights(each) for each in tmp_path.iterdir()} == {"-rw-------"}
    database.dispose()
    path.chmod(0o644)
    with restoring(database, source=tmp_path / "backup.sqlite"):
        pass
    assert {rights(each) for each in (path, path.with_name(path.name + KEPT))} == {"-rw-------"}


def test_only_an_upgrade_makes_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "pacer.sqlite"
    database = make_database(f"sqlite:///{path}")
    with pytest.raises(SchemaMismatch, match="Run: pacer db upgrade"):
        require_current(database)
    assert not path.exists()


def test_who_runs_is_known_with_the_file_that_they_have_open(sqlite_database: Database) -> None:
    assert sqlite_database.file is not None
    assemble(sqlite_database)
    assert runner_of(sqlite_database) is None
    with run_lock(sqlite_database):
        found = runner_of(sqlite_database)
        assert found is not None
        assert (found.process, found.has_open) == (str(os.getpid()), identity_of(sqlite_database.file))
    assert runner_of(sqlite_database) is None


def test_when_all_connections_were_closed_what_sqlite_removed_beside_the_file_is_not_missed(
    sqlite_database: Database,
) -> None:
    assemble(sqlite_database)
    # As the pool does with connections beyond its size, and with broken ones.
    for _ in range(3):
        with sqlite_database.engine.connect() as connection:
            connection.invalidate()
        with sqlite_database.writing() as session:
            session.execute(sa.text("UPDATE workspace SET name = 'Again'"))


def test_trying_to_write_leaves_nothing_behind(database: Database) -> None:
    try_writing(database, now=NOON)  # before a workspace is met it has nothing to write
    assemble(database)
    for _ in range(2):
        try_writing(database, now=NOON)
    with Session(database.engine) as session:
        assert session.execute(sa.select(sa.func.count()).select_from(Receipt)).scalar_one() == 0


def test_trying_to_write_commits_new_pages(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    assert sqlite_database.file is not None
    log = sqlite_database.file.with_name(sqlite_database.file.name + "-wal")
    with sqlite_database.reading() as session:
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert log.stat().st_size == 0
    try_writing(sqlite_database, now=NOON)
    assert log.stat().st_size > 4096
