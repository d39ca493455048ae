"""The backtest: scores of known cases, no look-ahead, and data that cannot be used."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.backtest import Options, WrongData, read_rows, run_backtest
from metrics.backtest.panel import make_panel, read_workdays
from metrics.backtest.report import as_json, as_text
from metrics.backtest.run import manager_rule
from metrics.backtest.watch import Watch
from metrics.episodes import Event, Observation, State, advance
from metrics.history import Histories
from metrics.review import Cases
from metrics.scores import area_under_curve, calibrate, score

FIRST = dt.date(2024, 1, 1)


def invented(people: int = 12, days: int = 700, seed: int = 1) -> list[tuple[str, str, dt.date, float]]:
    """Bursty counts of people of three teams whose rates differ and drift, on weekdays."""
    chance = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        rate = chance.uniform(1, 4)
        for day in range(days):
            date = FIRST + dt.timedelta(days=day)
            if date.day == 1:
                rate = float(np.clip(rate * chance.uniform(0.8, 1.25), 0.7, 6))
            count = chance.poisson(rate * chance.gamma(1.0, 1.0)) if date.weekday() < 5 else 0
            if count:
                rows.append((f"p{person}", f"t{person % 3}", date, float(count)))
    return rows


def test_scores_of_cases_that_can_be_counted_by_hand() -> None:
    said, reached = np.array([0.9, 0.8, 0.2, 0.1, 0.1]), np.array([True, True, False, True, False])
    found = score(said, reached)
    assert found.brier == pytest.approx((0.01 + 0.04 + 0.04 + 0.81 + 0.01) / 5)
    assert found.auc == pytest.approx((2 + 2 + 0.5) / 6)
    assert found.precision_worst_20 == pytest.approx(0.5)
    assert sum(bin_.share for bin_ in calibrate(said, reached)) == pytest.approx(1)


def test_one_kind_of_outcome_alone_ranks_nothing() -> None:
    assert area_under_curve(np.array([0.1, 0.9]), np.array([True, True])) == 0.5


def test_the_forecast_beats_pace_on_people_whose_rates_drift() -> None:
    report = run_backtest(make_panel(invented(), Options()), Options())
    assert report.rules["constants"].brier < report.rules["naive"].brier - 0.03
    assert report.rules["constants"].auc > report.rules["naive"].auc
    assert 0.5 < report.alerts.precision <= 1
    assert set(as_json(report)) >= {"rules", "alerts", "cases", "member_periods"}
    assert set(as_json(report)["rules"]) == {"naive", "pace_below_0.8", "constants", "tuned"}
    assert "forecast, learned" in as_text(report)


def test_who_does_too_little_to_be_judged_is_in_no_figure() -> None:
    # Their rate is in the mean of all and moves others' odds by a thousandth: here none of these lies at a threshold.
    rows, options = invented(people=6, seed=2), Options()
    dates = sorted({date for _, _, date, _ in rows})  # nobody works on a day on which nobody logs
    rare = [("rare", "other", date, 1.0) for date in (dates[0], *dates[5::10], dates[-1])]
    alone, beside = (run_backtest(make_panel(some, options), options) for some in (rows, [*rows, *rare]))
    assert (beside.cases, beside.member_periods) == (alone.cases, alone.member_periods)
    for found, expected in (
        (beside.alerts, alone.alerts),
        (beside.alerts_manager, alone.alerts_manager),
        (beside.alerts_whole, alone.alerts_whole),
    ):
        assert replace(found, lead_days=0.0) == replace(expected, lead_days=0.0)


def test_an_alert_that_opens_in_the_last_fifth_of_a_period_counts_only_where_the_whole_of_it_is_judged() -> None:
    days = [day for day in (FIRST + dt.timedelta(days=at) for at in range(400)) if day.weekday() < 5]
    stops = [(f"stops{at}", "t", day, 1.0) for at in range(3) for day in days if day.month % 2 == 0 or day.day <= 21]
    options = Options(factor=0.9)
    report = run_backtest(make_panel([*stops, *(("steady", "t", day, 1.0) for day in days)], options), options)
    assert (report.alerts.recall, report.alerts_manager.recall, report.alerts_whole.recall) == (0.0, 0.0, 1.0)


def test_what_comes_later_changes_nothing_that_was_said_before() -> None:
    rows = invented(days=520)
    changed = [(rep, team, date, value * (3 if date >= dt.date(2025, 5, 1) else 1)) for rep, team, date, value in rows]
    whole = run_backtest(make_panel(rows, Options()), Options())
    other = run_backtest(make_panel(changed, Options()), Options())
    before_may = 300
    for rule in ("constants", "tuned"):
        assert np.array_equal(whole.probabilities[rule][:before_may], other.probabilities[rule][:before_may])


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year", "4weeks"])
def test_every_kind_of_period_can_be_tried(period: str) -> None:
    options = Options(period=period)
    report = run_backtest(make_panel(invented(people=4, days=1500), options), options)
    assert report.cases > 0
    assert all(0 <= value <= 1 for value in report.probabilities["constants"])


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["rep,team,date\n"], "Missing: value"),
        (["rep,team,date,value\n", "a,b,yesterday,1\n"], "Line 2"),
        (["rep,team,date,value\n", "a,b,2026-01-01,many\n"], "Line 2"),
        (["rep,team,date,value\n", "a,b,2026-01-01,nan\n"], "Line 2"),
        (["rep,team,date,value\n"], "no row"),
        (
            ["rep,team,date,value\n", *(f"p{at},t,2026-01-01,1\n" for at in range(30)), "a,b,9998-01-01,1\n"],
            "too much at once. Is there a typo in a date",
        ),
    ],
)
def test_data_that_cannot_be_used_are_refused_in_words(lines: list[str], says: str) -> None:
    with pytest.raises(WrongData, match=says):
        read_rows(lines, Options())


def test_too_little_data_are_said_to_be_too_little() -> None:
    with pytest.raises(WrongData, match="Not enough data"):
        run_backtest(make_panel(invented(people=2, days=40), Options()), Options())


@pytest.mark.parametrize(
    ("text", "days"), [("mon-fri", (0, 1, 2, 3, 4)), ("sun-thu", (0, 1, 2, 3, 6)), ("sat,sun", (5, 6)), ("wed", (2,))]
)
def test_workdays_are_read_as_written(text: str, days: tuple[int, ...]) -> None:
    assert read_workdays(text) == days


def test_a_long_gap_is_leave_and_a_short_one_is_not() -> None:
    rows = [("a", "t", FIRST, 1.0), ("a", "t", FIRST + dt.timedelta(days=40), 1.0)]
    rows.append(("a", "t", FIRST + dt.timedelta(days=60), 1.0))
    panel = make_panel(rows, Options())
    assert panel.weights[0, 1:40].sum() == 0
    assert panel.weights[0, 41:60].sum() > 0


def test_the_range_holds_about_as_often_as_it_says_in_each_tenth_of_a_period() -> None:
    report = run_backtest(make_panel(invented(people=20, days=900), Options()), Options())
    for rule in ("constants", "tuned"):
        held = report.ranges[rule]
        assert 0.72 <= held.held <= 0.93
        assert [tenth.starts for tenth in held.tenths] == pytest.approx([0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
        assert sum(tenth.cases for tenth in held.tenths) == report.cases
    said = as_json(report)["range_80"]["tuned"]
    assert said["held"] == pytest.approx(report.ranges["tuned"].held, abs=1e-6)
    assert len(said["tenths"]) == 6


def test_who_came_lately_is_measured_apart() -> None:
    options = Options()
    rows = invented(people=12, days=700)
    late = [row for row in invented(people=3, days=700, seed=2) if row[2] >= dt.date(2025, 6, 10)]
    new = [(f"new {rep}", team, date, value) for rep, team, date, value in late]
    alone, beside = (run_backtest(make_panel(some, options), options) for some in (rows, [*rows, *new]))
    assert alone.newcomers is None
    assert beside.newcomers is not None
    assert beside.newcomers.people == 3
    assert beside.cases > alone.cases  # after their first periods they are judged as everybody
    assert as_json(beside)["newcomers"]["cases"] == beside.newcomers.cases


def surging(people: int = 12, days: int = 900) -> list[tuple[str, str, dt.date, float]]:
    """People who do half of their month in its last week."""
    chance, month = np.random.default_rng(5), np.ones(people)
    rows = []
    for day in range(days):
        date = FIRST + dt.timedelta(days=day)
        last = (date + dt.timedelta(days=7)).month != date.month
        if date.day == 1:
            month = chance.lognormal(0.0, 0.2, people)
        for person in range(people):
            count = (
                chance.poisson((2.0 + person / 4) * month[person] * (3.0 if last else 0.8)) if date.weekday() < 5 else 0
            )
            if count:
                rows.append((f"p{person}", "t", date, float(count)))
    return rows


def test_a_surge_at_the_end_of_each_month_is_learned_and_expected() -> None:
    report = run_backtest(make_panel(surging(), Options()), Options())
    learned = report.rules["tuned"]
    assert learned.calibration_error <= 0.08
    assert 0.72 <= report.ranges["tuned"].held <= 0.93
    assert report.alerts.precision >= 0.8
    assert report.rules["tuned"].brier < report.rules["naive"].brier - 0.05


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_rule_over_many_people_is_the_one_of_each(data: st.DataObject) -> None:
    people, days, week = 3, data.draw(st.integers(4, 25)), data.draw(st.booleans())
    weights = np.array(
        data.draw(
            st.lists(
                st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=days, max_size=days),
                min_size=people,
                max_size=people,
            )
        )
    )
    # Days that count for several make a quarter of these few.
    weights *= data.draw(st.sampled_from([1.0, 5.0]))
    chances = np.array(
        data.draw(
            st.lists(
                st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.5, 0.9]), min_size=days, max_size=days),
                min_size=people,
                max_size=people,
            )
        )
    )
    done = np.array(
        data.draw(
            st.lists(
                st.lists(st.sampled_from([5.0, 5.0, 5.0, 25.0]), min_size=days, max_size=days),
                min_size=people,
                max_size=people,
            )
        )
    )
    rule = manager_rule(week=week)
    watch = Watch(people, rule, week=week)
    states: list[State | None] = [None] * people
    first, changes = np.full(people, np.nan), np.zeros(people)
    for day in range(days):
        worked = weights[:, :day].sum(axis=1)
        remaining = weights[:, day:].sum(axis=1)
        cases = Cases(
            done=done[:, day],
            target=np.full(people, 20.0),
            worked=worked,
            remaining=remaining,
            today=weights[:, day],
            histories=Histories.none(people),
            group=np.zeros(people, dtype=np.int64),
        )
        watch.see(weights[:, day] > 0, day, cases, chances[:, day])
        for person in np.flatnonzero(weights[:, day] > 0):
            states[person], verdict = advance(
                states[person],
                Observation(
                    date=FIRST + dt.timedelta(days=day),
                    period_start=FIRST,
                    target=20.0,
                    done=float(done[person, day]),
                    worked=float(worked[person]),
                    remaining=float(remaining[person]),
                    probability=float(chances[person, day]),
                    week=week,
                    active_days=math.inf,
                ),
                rule=rule,
            )
            if Event.OPENED in verdict.events and math.isnan(first[person]):
                first[person] = remaining[person]
            if verdict.reason != "reached":
                changes[person] += sum(event in (Event.OPENED, Event.CLOSED) for event in verdict.events)
    assert watch.open.tolist() == [state is not None and state.opened_on is not None for state in states]
    assert watch.first == pytest.approx(first, nan_ok=True)
    assert watch.changes.tolist() == changes.tolist()
