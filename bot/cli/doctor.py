"""`pacer doctor`: is everything as it should be, and what to do where it is not."""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
import typer

from bot.cli.session import present, say
from bot.core.settings import Settings, WrongSettings, read_settings, require_slack
from bot.setup.checkup import Finding, Verdict, check_workspace
from bot.setup.database_checkup import check_database, check_open_file, database_finding
from bot.setup.slack_checkup import ask_slack
from storage.engine import UnusableDatabase, make_database
from storage.memberships import list_teams
from storage.migrate import SchemaMismatch, require_current
from storage.tables import Team
from storage.workspaces import find_workspace

MARK = {Verdict.FINE: "ok    ", Verdict.LOOK: "look  ", Verdict.FAILED: "FAILED"}


def doctor() -> None:
    """Check settings, database, Slack, clock, people and teams. Exits 1 if something keeps Pacer from working."""
    failed = False
    for finding in _findings():
        failed = failed or finding.verdict is Verdict.FAILED
        say(f"{MARK[finding.verdict]}  {finding.about}: {finding.said}")
        if finding.todo:
            say(f"        {finding.todo}")
    if failed:
        raise typer.Exit(1)


def _findings() -> Iterator[Finding]:
    settings = read_settings()
    slack = True
    try:
        require_slack(settings)
    except WrongSettings as wrong:
        slack = False
        yield Finding("settings", Verdict.FAILED, str(wrong))
    else:
        yield Finding("settings", Verdict.FINE, "Socket Mode" if settings.socket_mode else "HTTP mode")
    known = _Known()
    with _clock(settings) as now:
        yield from _database(settings, known, now)
        if slack:
            yield from ask_slack(settings, teams=known.teams, status_leave=known.status_leave, now=now())


@contextlib.contextmanager
def _clock(settings: Settings) -> Iterator[Callable[[], dt.datetime]]:
    """The clock that `pacer run` goes by: this machine's, or the sandbox's that may be moved."""
    if not settings.pacer_clock_url:
        yield present
        return
    from bot.runtime.sandbox_clock import SandboxClock

    clock = SandboxClock(settings.pacer_clock_url)
    try:
        yield clock.now
    finally:
        clock.close()


@dataclass
class _Known:
    """What the database says that Slack is then asked about."""

    teams: list[Team] = field(default_factory=list)
    status_leave: bool = False


def _database(settings: Settings, known: _Known, now: Callable[[], dt.datetime]) -> Iterator[Finding]:
    """The database's findings; what Slack is to be asked about is put into `known`."""
    try:
        database = make_database(settings.database_url)
        if settings.pacer_clock_url:
            database = dataclasses.replace(database, clock=now)  # as `pacer run` does
        try:
            yield from check_open_file(database)
            require_current(database)
            yield Finding("database", Verdict.FINE, f"SQLite, {database.file}" if database.is_sqlite else "PostgreSQL")
            yield from check_database(database, now=now())
            with database.reading() as session:
                workspace = find_workspace(session)
                if workspace is None:
                    yield Finding("workspace", Verdict.FAILED, "not connected yet", "Run: pacer users sync")
                    return
                known.teams.extend(list_teams(session, workspace_id=workspace.id))
                known.status_leave = workspace.status_leave
                yield from check_workspace(session, workspace=workspace, now=now(), here=database.now(session))
        finally:
            database.dispose()
    except (UnusableDatabase, SchemaMismatch) as wrong:
        yield Finding("database", Verdict.FAILED, str(wrong))
    except sa.exc.SQLAlchemyError as error:
        yield database_finding(error)
