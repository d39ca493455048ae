"""The benchmarks run, and count what they say that they measure; how long it takes is not looked at here."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from sqlmodel import select

from benchmarks.__main__ import main
from benchmarks.against import HERE, alternating
from benchmarks.coaching import Coaching
from benchmarks.databases import SQLITE, Databases, databases, opened
from benchmarks.filling import SLACK_TEAM, rep_id
from benchmarks.forecasts import measure_forecasts
from benchmarks.load import Load, idle_minute, morning_zone
from benchmarks.log_command import add_rep, answer_with, command, measure_log, record_log
from benchmarks.measuring import spread, table_of_two
from benchmarks.morning import Morning
from benchmarks.raw import recording, replay
from bot.core.clock import SystemClock
from bot.core.settings import Settings
from bot.runtime.start import build_app, build_context
from sandbox.app import Options
from sandbox.running import running_sandbox
from storage.tables import Activity, Goal, Receipt


@pytest.fixture
def made() -> Iterator[Databases]:
    with databases(SQLITE) as found:
        yield found


def test_a_morning_sends_each_rep_one_message_and_has_its_floor_beside_it(made: Databases) -> None:
    morning = Morning(made, reps=12, days=10)
    figures = morning.measure()
    assert morning.entries == 12 * 6  # the working days of ten
    assert [name for name in figures if "the same statements by the bare driver" in name]
    assert all(value > 0 for value in figures.values())


def test_log_is_measured_beside_three_floors(made: Databases) -> None:
    figures = measure_log(made, rounds=3)
    assert len([name for name in figures if name.endswith("p50 ms")]) == 4
    assert {"/log call / the bare listener", "/log call / the empty listener"} <= set(figures)


def test_the_bare_listener_stores_what_pacer_stores(made: Databases) -> None:
    with running_sandbox(Options()) as sandbox, opened(made.new()) as database:
        add_rep(database)
        settings = Settings(slack_bot_token="xoxb-sandbox", slack_api_url=sandbox.api_url)
        context = build_context(database, SystemClock(), settings)
        bare = App(client=WebClient(token="xoxb-sandbox", base_url=sandbox.api_url), process_before_response=True)
        answer_with(bare, database, {rep_id(0): record_log(build_app(context), database, rep_id(0))})
        for name in ("a", "b", "c"):
            assert bare.dispatch(command(name)).status == 200
        with database.reading() as session:
            assert len(session.exec(select(Activity)).all()) == 5
            assert len(session.exec(select(Receipt)).all()) == 5


def test_what_was_recorded_is_said_again_to_a_copy(made: Databases) -> None:
    url = made.new()
    with opened(url) as database:
        add_rep(database)
    with opened(made.copy(url)) as database, recording(database) as said, database.writing() as session:
        session.exec(select(Goal)).one().target = 33
    with opened(made.copy(url)) as database:
        replay(database, said)
        with database.reading() as session:
            assert session.exec(select(Goal)).one().target == 33


def test_forecasts_and_an_idle_minute_are_measured(made: Databases) -> None:
    assert set(measure_forecasts(cases=50)) == {"50 forecasts, s", "one of them, microseconds"}
    url = made.new()
    with opened(url) as database:
        add_rep(database)
    assert idle_minute(made, url) >= 0


def test_two_checkouts_are_measured_in_turns_by_the_same_harness(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def run(arguments: list[str], checkout: Path) -> dict[str, float]:
        asked.append(checkout)
        main(["forecasts", "--json"])
        return dict(json.loads(capsys.readouterr().out))

    monkeypatch.setattr("benchmarks.against.one_run", run)
    here, there = alternating(["forecasts"], "/elsewhere", runs=2)
    assert asked == [Path("/elsewhere"), HERE.parent] * 2
    assert "here / there" in table_of_two(here, there)


def test_the_middle_is_shown_with_what_it_lies_between() -> None:
    assert spread([3.0, 1.0, 2.0]) == "2.00 (1.00–3.00)"
    assert spread([250.0]) == "250"


def test_a_line_of_the_load_table_has_its_ratios_to_the_bare_listener() -> None:
    line = Load("50 at once", [10.0] * 99 + [40.0]).line("socket", Load("bare", [5.0] * 100))
    assert line == ["50 at once", "socket", "10.0", "40.0", "40.0", "2.0", "8.0", "8.0"]


@pytest.mark.parametrize("hour", range(24))
def test_the_morning_is_measured_where_it_is_morning(hour: int) -> None:
    now = dt.datetime(2026, 12, 1, hour, 30, tzinfo=dt.UTC)
    assert now.astimezone(ZoneInfo(morning_zone(now))).hour == 9


def test_a_command_of_the_benchmarks_is_one_that_slack_sends() -> None:
    asked = command("a")
    assert isinstance(asked, BoltRequest)
    assert asked.body["team_id"] == SLACK_TEAM


def test_a_day_of_coaching_sends_each_brief_and_has_its_floors_beside_it(made: Databases) -> None:
    figures = Coaching(made, reps=20, days=10).measure()
    assert len([name for name in figures if "the same statements by the bare driver" in name]) == 2
    assert all(value > 0 for value in figures.values())
