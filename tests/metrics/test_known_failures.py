"""Where goal modules in wide use go wrong, as sentences that hold here: stories through the public functions."""

import datetime as dt
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.actions import Candidate, choose_actions
from metrics.calendar import MemberCalendar
from metrics.chances import STEPS
from metrics.conversion import StageCount, measure_conversion
from metrics.episodes import Event, Observation, State, Status, Verdict, advance
from metrics.expectation import GoalShare, HeldTarget, share_goal
from metrics.forecast import forecast
from metrics.history import HALF_LIVES, SUMS, Histories, peer_means
from metrics.money import size_deals
from metrics.pace import pace_of
from metrics.periods import Period, PeriodKind, next_period, period_of
from metrics.review import Assessment, Cases, assess
from tests.metrics.calendars import DAY, NOVEMBER

MONDAYS = [dt.date(2026, 11, day) for day in (2, 9, 16, 23, 30)]
USUAL = 5.0
"""Calls a working day of everybody in these stories."""
FIVE_DAYS = MemberCalendar()


def november_goal(target: float = 105.0, calendar: MemberCalendar = FIVE_DAYS) -> GoalShare:
    return share_goal(NOVEMBER, calendar, [HeldTarget(NOVEMBER.start, NOVEMBER.end, target)])


def morning(goal: GoalShare, date: dt.date, done: float) -> Assessment:
    """What the review finds on one morning about a member with the usual history."""
    columns = {
        "done": done,
        "target": goal.target,
        "worked": goal.worked(date),
        "remaining": goal.remaining(date),
        "today": goal.calendar.weight(date),
    }
    arrays = {name: np.array([float(value)]) for name, value in columns.items()}
    sums = np.zeros((1, SUMS))
    sums[:, : len(HALF_LIVES)], sums[:, len(HALF_LIVES) : 2 * len(HALF_LIVES)] = USUAL * 40, 40.0
    return assess(Cases(**arrays, histories=Histories(sums), group=np.zeros(1, dtype=np.int64)))


def mornings(goal: GoalShare, done: float | dict[dt.date, float]) -> dict[dt.date, tuple[float, Verdict]]:
    """Every working morning of the period, in order: the probability and the verdict."""
    state: State | None = None
    found: dict[dt.date, tuple[float, Verdict]] = {}
    for date in goal.period.dates():
        if not goal.calendar.is_working_day(date):
            continue
        so_far = done if isinstance(done, float) else sum(units for day, units in done.items() if day < date)
        probability = float(morning(goal, date, so_far).probability[0])
        seen = Observation(
            date=date,
            period_start=goal.period.start,
            target=goal.target,
            done=so_far,
            worked=goal.worked(date),
            remaining=goal.remaining(date),
            probability=probability,
            week=False,
            active_days=30.0,
        )
        state, verdict = advance(state, seen)
        found[date] = probability, verdict
    return found


def goal_left(metric: str, done: float, probability: float) -> Candidate:
    planned = max(0, round((100.0 - done) / 10.0))
    return Candidate(
        metric=metric,
        leading=True,
        importance=1.0,
        done=done,
        target=100.0,
        worked=10.0,
        remaining=10.0,
        today=1.0,
        ask=planned,
        planned=planned,
        gap=done - 50.0,
        baseline=5.0,
        rate=5.0,
        probability=probability,
    )


@pytest.mark.parametrize("week_start", range(7))
@pytest.mark.parametrize("monday", MONDAYS)
def test_a_monday_is_counted_in_one_week(monday: dt.date, week_start: int) -> None:
    week = period_of(PeriodKind.WEEK, monday, week_start=week_start)
    following = next_period(week, week_start=week_start)
    before = period_of(PeriodKind.WEEK, week.start - DAY, week_start=week_start)
    assert [monday in each for each in (before, week, following)] == [False, True, False]
    assert before.end == week.start
    assert week.end == following.start


def test_mondays_calls_count_for_its_own_week_and_not_for_the_one_that_it_ends() -> None:
    calendar, monday = MemberCalendar(), MONDAYS[1]
    held = HeldTarget(NOVEMBER.start, NOVEMBER.end, 25.0)
    last, this = (share_goal(period_of(PeriodKind.WEEK, date), calendar, [held]) for date in (monday - DAY, monday))
    assert (last.holds_on(monday), this.holds_on(monday)) == (False, True)
    assert (last.remaining(monday), this.worked(monday), this.remaining(monday)) == (0.0, 0.0, 5.0)


def test_somebody_with_no_activity_at_all_is_judged_anew_each_morning() -> None:
    found = mornings(november_goal(), 0.0)
    chances = [probability for probability, _ in found.values()]
    assert len(chances) == 21
    assert all(later < earlier for earlier, later in itertools.pairwise(chances))
    assert found[dt.date(2026, 11, 30)][1].status is Status.AT_RISK


def test_somebody_with_no_activity_at_all_is_alerted() -> None:
    events = [event for _, verdict in mornings(november_goal(), 0.0).values() for event in verdict.events]
    assert events[:2] == [Event.OPENED, Event.ESCALATED]


def test_a_goal_whose_count_stands_still_fails() -> None:
    good_start = {date: 12.0 for date in NOVEMBER.dates() if dt.date(2026, 11, 2) <= date < dt.date(2026, 11, 7)}
    found = mornings(november_goal(), good_start)
    assert found[dt.date(2026, 11, 9)][1].status is Status.ON_TRACK
    assert found[dt.date(2026, 11, 27)][1].status is Status.AT_RISK
    assert any(Event.OPENED in verdict.events for _, verdict in found.values())
    assert float(morning(november_goal(), NOVEMBER.end, 60.0).probability[0]) == 0.0


@given(st.integers(0, 104), st.integers(2, 28))
def test_a_morning_without_a_new_entry_never_raises_the_chance(done: int, day: int) -> None:
    goal, today = november_goal(), dt.date(2026, 11, day)
    before, after = (float(morning(goal, date, float(done)).probability[0]) for date in (today, today + DAY))
    # Where it is nearly certain, a range that narrows may raise it by a part of what people can read.
    assert after <= before + 0.1 / STEPS


def test_what_is_missing_is_asked_for_while_other_goals_are_reached_or_not() -> None:
    behind, reached = goal_left("call", 30.0, 0.2), goal_left("email", 100.0, 1.0)
    also_behind = goal_left("demo", 30.0, 0.2)
    for others in ([], [reached], [also_behind], [reached, also_behind]):
        asked = [action.metric for action in choose_actions({1: [behind, *others]})[1]]
        assert "call" in asked
        assert "email" not in asked


def test_when_all_is_reached_nothing_is_asked_for() -> None:
    assert choose_actions({1: [goal_left("call", 100.0, 1.0), goal_left("email", 120.0, 1.0)]})[1] == ()


def test_managers_are_reminded_of_a_goal_that_is_not_reached_whatever_the_others_do() -> None:
    found = mornings(november_goal(), 0.0)
    assert any(Event.REMINDER in verdict.events for _, verdict in found.values())
    reached = mornings(november_goal(), {dt.date(2026, 11, 2): 105.0})
    assert not any(verdict.events for _, verdict in reached.values())


def test_an_average_is_an_average_and_not_a_sum() -> None:
    history, days = np.array([200.0, 200.0, 200.0]), np.array([40.0, 40.0, 40.0])
    assert peer_means(history, days, np.zeros(3, dtype=np.int64)) == pytest.approx([5.0, 5.0, 5.0])
    size = size_deals([1000, 1000, 1000], [1000] * 30)
    assert size is not None
    assert size.mean == pytest.approx(1000.0)


def test_a_teams_rate_is_that_of_all_its_entrants_and_no_sum_of_rates() -> None:
    assert measure_conversion([StageCount(10, 8), StageCount(90, 12)]).team == pytest.approx(0.2)


def test_pace_goes_by_working_days_and_not_by_calendar_days() -> None:
    goal, saturday, monday = november_goal(), dt.date(2026, 11, 7), dt.date(2026, 11, 9)
    # By the calendar 28 of 105 would be due after 8 of 30 days; of the 21 working days it is 5 that are over.
    assert goal.expected_by(monday) == goal.expected_by(saturday) == pytest.approx(25.0)
    assert pace_of(25, 105, goal.worked(monday), goal.remaining(monday), 1.0).gap == pytest.approx(0.0)
    assert morning(goal, monday, 25.0).expected[0] == pytest.approx(25.0)


def test_leave_moves_the_pace_and_a_calendar_would_not() -> None:
    holidays = frozenset({dt.date(2026, 11, 2), dt.date(2026, 11, 3)})
    goal = november_goal(calendar=MemberCalendar(holidays=holidays))
    assert goal.expected_by(dt.date(2026, 11, 4)) == 0.0


def test_on_day_0_nobody_is_behind_or_ahead() -> None:
    goal, first = november_goal(), dt.date(2026, 11, 2)
    for done in (0.0, 3.0):
        pace = pace_of(done, goal.target, goal.worked(first), goal.remaining(first), 1.0)
        assert (pace.expected, pace.pace, pace.too_early) == (0.0, None, True)
    verdict = mornings(goal, 0.0)[first][1]
    assert (verdict.status, verdict.events) == (Status.TOO_EARLY, ())


def test_on_day_0_a_goal_that_is_reached_is_reached() -> None:
    assert mornings(november_goal(), 105.0)[dt.date(2026, 11, 2)][1].status is Status.REACHED


@pytest.mark.parametrize("target", [1.0, 3.0, 7.0, 105.0, 1000.0, 99_999.0])
def test_state_and_probability_agree_just_below_at_and_above_the_target(target: float) -> None:
    for done, reached in ((target - 1, False), (target, True), (target + 1, True)):
        assert pace_of(done, target, 10, 10, 1).reached is reached
        assert forecast(done, target, 20, 0, USUAL).probability == (1.0 if reached else 0.0)
        verdict = mornings(november_goal(target), done)[dt.date(2026, 11, 20)][1]
        assert (verdict.status is Status.REACHED) is reached


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_pace_and_probability_agree_about_every_target(done: int, target: int) -> None:
    assert pace_of(done, target, 5, 5, 1).reached == (done >= target)
    assert done < target or forecast(done, target, 5, 5, USUAL).probability == 1.0


@given(st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31)), st.sampled_from(list(PeriodKind)[:5]))
def test_no_day_is_counted_twice_in_any_kind_of_period(date: dt.date, kind: PeriodKind) -> None:
    period = period_of(kind, date)
    others: list[Period] = [next_period(period), period_of(kind, period.start - DAY)]
    assert date in period
    assert not any(date in other for other in others)
