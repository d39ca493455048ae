"""`pacer doctor` says what is wrong and what to do about it."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

import storage.engine
from bot.cli import main
from bot.core.settings import Settings
from bot.people import teams
from bot.setup.checkup import Verdict, check_clock, check_scopes, check_status_scope, check_workspace
from bot.setup.database_checkup import check_database
from bot.setup.directory import meet_workspace
from bot.setup.scopes import STATUS_SCOPE
from sandbox.app import Options
from sandbox.running import running_sandbox
from storage.engine import Database, make_database
from storage.migrate import upgrade
from storage.tables import TeamRole
from storage.workspaces import find_workspace, hold_lease, note_tick
from tests.bot.runtime.test_settings import pacer
from tests.cast import assemble
from tests.office import ANA, CHANNEL, MANAGER, MANIFEST, seed

NOON = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("granted", "verdict", "said"),
    [
        ({"a", "b"}, Verdict.FINE, "all 2"),
        ({"a"}, Verdict.FAILED, "missing: b"),
        ({"a", "b", "c"}, Verdict.LOOK, "more than needed: c"),
    ],
)
def test_a_missing_scope_fails_and_a_needless_one_is_named(granted: set[str], verdict: Verdict, said: str) -> None:
    found = check_scopes(granted, {"a", "b"})
    assert (found.verdict, found.said) == (verdict, said)


def test_an_optional_scope_is_missed_only_where_it_is_used() -> None:
    assert check_scopes({"a", "o"}, {"a"}, {"o"}).verdict is Verdict.FINE
    assert check_status_scope({"a"}, "o").verdict is Verdict.LOOK
    assert check_status_scope({"a", "o"}, "o").verdict is Verdict.FINE


@pytest.mark.parametrize(("seconds", "verdict"), [(0, Verdict.FINE), (29, Verdict.FINE), (-31, Verdict.FAILED)])
def test_a_clock_that_is_half_a_minute_off_fails(seconds: int, verdict: Verdict) -> None:
    assert check_clock(NOON, NOON + dt.timedelta(seconds=seconds)).verdict is verdict


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (dt.timedelta(minutes=30), "30 minutes ahead of Slack's"),
        (dt.timedelta(seconds=-31), "31 seconds behind Slack's"),
        (dt.timedelta(seconds=1), "1 second ahead of Slack's"),
        (dt.timedelta(), "same as Slack's"),
    ],
)
def test_a_wrong_clock_is_said_with_what_to_do(ahead: dt.timedelta, said: str) -> None:
    found = check_clock(NOON + ahead, NOON)
    assert found.said == said
    assert ("timedatectl set-ntp true" in found.todo) is (found.verdict is Verdict.FAILED)


def test_without_settings_or_a_database_it_says_what_to_do_first(tmp_path: Path) -> None:
    said = pacer(tmp_path, "doctor")
    assert said.returncode == 1
    assert "FAILED  settings: SLACK_BOT_TOKEN isn't set" in said.stdout
    assert "Run: pacer db upgrade" in said.stdout


def test_a_workspace_is_looked_through_from_the_token_to_the_alert_channel(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'doctor.sqlite'}"
    options = Options(seed=seed(), manifest=MANIFEST)
    with running_sandbox(options) as sandbox:
        settings = Settings(slack_bot_token=options.bot_token, slack_api_url=sandbox.api_url)
        database = make_database(url)
        upgrade(database)
        meet_workspace(database, settings=settings, now=NOON)
        with database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            for name, channel in (("North", CHANNEL), ("South", "C0NOWHERE")):
                team = teams.add_team(session, workspace=workspace, name=name, alert_channel=channel)
                for who, team_role in ((MANAGER, TeamRole.MANAGER), (ANA, TeamRole.REP)):
                    teams.join(
                        session,
                        workspace=workspace,
                        team=team,
                        member=teams.find_person(session, workspace=workspace, who=who),
                        team_role=team_role,
                        starts=dt.date(2026, 1, 1),
                    )
        database.dispose()
        environment = {
            "SLACK_BOT_TOKEN": options.bot_token,
            "SLACK_APP_TOKEN": options.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": url,
        }
        # Whoever installed it said no to this one.
        sandbox.state.scopes = (sandbox.state.scopes or frozenset()) - {STATUS_SCOPE}
        switched = pacer(tmp_path, "status-leave", "on", "--marks", "cuti, :palm_tree:", **environment)
        said = pacer(tmp_path, "doctor", **environment)
    lines = said.stdout.splitlines()
    assert said.returncode == 1, said.stdout
    assert f"ok      database: SQLite, {tmp_path / 'doctor.sqlite'}" in lines
    assert "look    sending: not live yet, so no one gets scheduled messages" in lines
    assert any(line.startswith("ok      clock: ") for line in lines)
    assert "ok      channel of North: private, and Pacer is in it" in lines
    assert "FAILED  channel of South: C0NOWHERE: channel_not_found" in lines
    assert "look    pacer run: isn't running" in lines
    assert any(line.startswith("ok      scopes: all") for line in lines)
    assert switched.stdout.startswith("Time off from Slack status: on. What counts: cuti, :palm_tree:")
    assert any("slack status: counts as time off, but without users.profile:read" in line for line in lines)


def test_it_says_when_somebody_last_looked_who_is_due(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)

    def said(now: dt.datetime) -> tuple[Verdict, str]:
        with sqlite_database.writing() as session:
            hold_lease(session, workspace_id=cast.workspace, name="sender", holder="x", now=now, seconds=8)
            workspace = find_workspace(session)
            assert workspace is not None
            found = next(each for each in check_workspace(session, workspace=workspace, now=now))
        return found.verdict, found.said

    assert said(NOON) == (Verdict.FINE, "is running and hasn't checked who's due yet")
    with sqlite_database.writing() as session:
        note_tick(session, now=NOON)
    assert said(NOON + dt.timedelta(seconds=40)) == (Verdict.FINE, "is running, last checked who's due 40 s ago")
    assert said(NOON + dt.timedelta(minutes=4)) == (Verdict.FAILED, "is running, last checked who's due 240 s ago")


def test_before_going_live_it_says_that_nothing_is_sent(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.live = False
        found = list(check_workspace(session, workspace=workspace, now=NOON))
    assert [each.todo for each in found if each.about == "sending"] == ["Run: pacer live"]


def test_a_database_that_is_not_free_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pacer.sqlite"
    database = make_database(f"sqlite:///{path}")
    upgrade(database)
    assemble(database)
    monkeypatch.setattr(storage.engine, "AT_LEISURE", 0.01)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")  # an import of another process, say
        found = list(check_database(database, now=NOON))
        assert [(each.verdict, each.said[:40]) for each in found] == [
            (Verdict.LOOK, "something else kept writing to the datab")
        ]
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
        with pytest.raises(SystemExit) as ended:
            main(["teams", "add", "West"])
        assert ended.value.code == 2
        assert "nothing was saved. Try again in a minute" in capsys.readouterr().err
    other.close()
    assert list(check_database(database, now=NOON)) == []
    database.dispose()
