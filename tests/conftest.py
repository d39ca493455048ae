"""What every test shares: a database of each kind, empty and upgraded by the real migrations."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from storage.engine import Database, make_database
from tests.databases import PostgresServer, fresh_sqlite

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

# A slow machine finds no faults: no example is measured by the clock.
settings.register_profile("pacer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pacer")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL server; the test is skipped, saying why, where none can run."""
    try:
        server = PostgresServer()
    except (ImportError, OSError, RuntimeError) as error:
        pytest.skip(f"no PostgreSQL server can run here: {error}")
    yield server
    server.stop()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'pacer.sqlite'}"


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.new_database()


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An upgraded database, once of each kind."""
    if request.param == "sqlite":
        made = fresh_sqlite(tmp_path / "pacer.sqlite")
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        made = make_database(server.upgraded_database())
    yield made
    made.dispose()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An upgraded SQLite database, for tests of what does not depend on the database."""
    made = fresh_sqlite(tmp_path / "pacer.sqlite")
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, one for all tests of a process: its driver runs only once in a thread."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(BROWSERS)} is installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS, headless=True)
        yield running
        running.close()
