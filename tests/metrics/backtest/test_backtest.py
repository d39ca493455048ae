"""The backtest: scores of known cases, no look-ahead, and data that cannot be used."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from metrics.backtest import Options, WrongData, read_rows, run_backtest
from metrics.backtest.panel import make_panel, read_workdays
from metrics.backtest.report import as_json, as_text
from metrics.scores import area_under_curve, calibrate, score
from metrics.tuning import GRID, Constants, Tuner, log_likelihood

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
    assert "forecast, tuned" in as_text(report)


def test_who_does_too_little_to_be_judged_is_in_no_figure() -> None:
    rows, options = invented(people=6), Options()
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


@pytest.mark.parametrize("period", ["week", "month", "quarter", "4weeks"])
def test_every_kind_of_period_can_be_tried(period: str) -> None:
    options = Options(period=period)
    report = run_backtest(make_panel(invented(people=6, days=1100), options), options)
    assert report.cases > 0
    assert all(0 <= value <= 1 for value in report.probabilities["constants"])


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["rep,team,date\n"], "lacks the columns value"),
        (["rep,team,date,value\n", "a,b,yesterday,1\n"], "Line 2"),
        (["rep,team,date,value\n", "a,b,2026-01-01,many\n"], "Line 2"),
        (["rep,team,date,value\n"], "no row"),
    ],
)
def test_data_that_cannot_be_used_are_refused_in_words(lines: list[str], says: str) -> None:
    with pytest.raises(WrongData, match=says):
        read_rows(lines, Options())


def test_too_little_data_are_said_to_be_too_little() -> None:
    with pytest.raises(WrongData, match="too short"):
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


def test_the_usual_constants_stay_until_others_have_predicted_better() -> None:
    tuner = Tuner()
    better = np.zeros(len(GRID))
    better[5] = 10.0
    tuner.take(better, 60)
    assert tuner.best() == Constants()
    tuner.take(better, 60)
    assert tuner.best() == Constants()  # enough cases now, but not tried on a later period yet
    tuner.take(better, 60)
    assert tuner.best() == GRID[5]


def test_the_likelihood_is_that_of_a_distribution() -> None:
    values = np.arange(0, 400, dtype=float)
    total = np.exp(log_likelihood(values, np.full(400, 12.0), np.full(400, 60.0))).sum()
    assert total == pytest.approx(1.0, abs=1e-6)
