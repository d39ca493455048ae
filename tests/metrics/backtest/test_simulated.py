"""Simulated workspaces, each with something that a plain model gets wrong: what is said of them comes true."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from metrics.backtest import Options, Report, run_backtest
from metrics.backtest.panel import Panel, make_panel, periods_in
from metrics.backtest.present import cases_of, present_in
from metrics.history import RECENT_HALF_LIVES
from metrics.review import assess
from metrics.scores import score

FIRST, DAYS = dt.date(2023, 1, 2), 1095
Rows = list[tuple[str, str, dt.date, float]]


def work(*, surge: float = 1.0, december: float = 1.0, part_time: bool = False, newcomers: int = 0) -> Rows:
    """Thirty people of three teams, whose rates differ and drift, with bursty days and weeks that a team shares."""
    chance = np.random.default_rng(11)
    people = 30 + newcomers
    base, level = chance.lognormal(np.log(6.0), 0.5, people), np.zeros(people)
    began = np.array([0] * 30 + [500 + 20 * at for at in range(newcomers)])
    days_a_week = np.where(np.arange(people) % 3 == 0, 3, 5) if part_time else np.full(people, 5)
    shocks, rows = np.zeros(3), []
    for day in range(DAYS):
        date = FIRST + dt.timedelta(days=day)
        if date.weekday() == 0:
            level = 0.98 * level + 0.1 * chance.normal(size=people)
            shocks = 0.12 * chance.normal(size=3)
        last_week = (date + dt.timedelta(days=7)).month != date.month
        factor = (surge if last_week else 1.0) * (december if date.month == 12 else 1.0)
        for person in np.flatnonzero((began <= day) & (date.weekday() < days_a_week)):
            start = min(1.0, 0.4 + (day - began[person]) / 150) if began[person] else 1.0
            rate = base[person] * np.exp(level[person] + shocks[person % 3]) * factor * start
            count = chance.poisson(rate * chance.gamma(2.0, 0.5))
            if count:
                rows.append((f"p{person}", f"t{person % 3}", date, float(count)))
    return rows


def calibrated(report: Report) -> None:
    assert report.rules["tuned"].calibration_error <= 0.08
    assert 0.72 <= report.ranges["tuned"].held <= 0.93
    assert report.alerts.precision >= 0.8
    # What is decided in the last fifth of a month is seen only there.
    assert max(report.alerts.recall, report.alerts_whole.recall) >= 0.82
    assert report.alerts.flips_per_100 <= 18


@pytest.mark.parametrize(
    "life",
    [{}, {"surge": 2.5}, {"december": 0.5}, {"part_time": True}, {"newcomers": 10}],
    ids=["plain", "month-end surge", "December slump", "part-timers", "ten newcomers"],
)
def test_what_is_said_of_a_simulated_workspace_comes_true(life: dict[str, float]) -> None:
    options = Options()
    report = run_backtest(make_panel(work(**life), options), options)
    calibrated(report)
    if "newcomers" in life:
        assert report.newcomers is not None
        assert report.newcomers.people == 10
        assert 0.72 <= report.newcomers.held <= 0.93


def test_what_is_said_of_a_team_that_logs_late_comes_true() -> None:
    chance, options = np.random.default_rng(3), Options()
    panel: Panel = make_panel(work(), options)
    periods, known = periods_in(panel, options), np.array([0.6, 0.85, 0.95])
    said, reached, inside = [], [], []
    for at in range(6, len(periods)):
        group = present_in(panel, periods[at - 3 : at], periods[at], kind="month")
        assert group is not None
        for day in range(8, 20):
            missing, days = np.zeros(len(group.counts)), np.zeros(len(group.counts))
            lately, felt = np.zeros((3, len(group.counts))), np.zeros((3, len(group.counts)))
            for age in (1, 2, 3):
                late = chance.binomial(group.counts[:, day - age].astype(int), 1 - known[age - 1])
                weight = group.weights[:, day - age] * (1 - known[age - 1])
                since = group.weights[:, day - age + 1 : day].sum(axis=1)
                missing, days = missing + late, days + weight
                for place, half_life in enumerate(RECENT_HALF_LIVES):
                    lately[place] += late * 0.5 ** (since / half_life)
                    felt[place] += weight * 0.5 ** (since / half_life)
            cases = cases_of(group, np.full(len(group.counts), day))
            assert cases.recent_done is not None
            assert cases.recent_worked is not None
            found = assess(
                dataclasses.replace(
                    cases,
                    done=cases.done - missing,
                    late=days,
                    recent_done=cases.recent_done - lately,
                    recent_worked=np.maximum(cases.recent_worked - felt, 0.0),
                )
            )
            who = group.eligible & (cases.today > 0)
            said.append(found.probability[who])
            reached.append((group.totals >= group.targets)[who])
            inside.append(((group.totals >= found.low) & (group.totals <= found.high))[who])
    assert score(np.concatenate(said), np.concatenate(reached)).calibration_error <= 0.08
    assert 0.72 <= np.concatenate(inside).mean() <= 0.93
