"""Episodes as stories: mornings in, what is said out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.episodes import Event, Observation, State, Status, advance, mornings_to_recover

FIRST = dt.date(2026, 11, 2)
OPENED, ESCALATED, REMINDER = Event.OPENED, Event.ESCALATED, Event.REMINDER
IMPROVING, CLOSED = Event.IMPROVING, Event.CLOSED


def seen(day: int, probability: float, **more: object) -> Observation:
    values: dict[str, object] = {
        "date": FIRST + dt.timedelta(days=day),
        "period_start": FIRST,
        "target": 100,
        "done": 10,
        "worked": 8.0,
        "remaining": 12.0,
        "probability": probability,
        "week": False,
        "active_days": 20.0,
        **more,
    }
    return Observation(**values)  # type: ignore[arg-type]


def story(*mornings: Observation) -> tuple[State | None, list[tuple[Event, ...]], list[Status]]:
    state: State | None = None
    events, statuses = [], []
    for morning in mornings:
        state, verdict = advance(state, morning)
        events.append(verdict.events)
        statuses.append(verdict.status)
    return state, events, statuses


@pytest.mark.parametrize(
    ("probabilities", "events"),
    [
        ([0.24, 0.24], [(), (OPENED,)]),
        ([0.24, 0.26, 0.24, 0.26], [(), (), (), ()]),
        ([0.14, 0.14], [(), (OPENED, ESCALATED)]),
        ([0.2, 0.2, 0.1, 0.1], [(), (OPENED,), (), (ESCALATED,)]),
        ([0.2, 0.2, 0.35, 0.35], [(), (OPENED,), (), (IMPROVING,)]),
        ([0.2, 0.2, 0.41, 0.41], [(), (OPENED,), (), (CLOSED,)]),
        ([0.2, 0.2, 0.41, 0.39, 0.41], [(), (OPENED,), (), (IMPROVING,), ()]),
        ([0.14, 0.14, 0.14, 0.14, 0.14, 0.14, 0.14], [(), (OPENED, ESCALATED), (), (), (), (), (REMINDER,)]),
        ([0.14, 0.14, 0.06], [(), (OPENED, ESCALATED), (REMINDER,)]),
    ],
)
def test_month_goals(probabilities: list[float], events: list[tuple[Event, ...]]) -> None:
    assert story(*(seen(day, p) for day, p in enumerate(probabilities)))[1] == events


def test_what_is_at_risk_when_judging_begins_is_opened_first_and_escalates_on_a_later_morning() -> None:
    first = seen(0, 0.1, week=True, newly_live=True)
    assert story(first)[1] == [(OPENED,)]
    assert story(first, seen(1, 0.1, week=True, newly_live=True))[1] == [(OPENED,), (ESCALATED,)]
    months = [seen(day, 0.1, newly_live=True) for day in range(3)]
    assert story(*months)[1] == [(), (OPENED,), (ESCALATED,)]


def test_week_goals_are_judged_on_one_morning() -> None:
    assert story(seen(0, 0.1, week=True))[1] == [(OPENED, ESCALATED)]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"worked": 1.0, "remaining": 3.0}, Status.TOO_EARLY),
        ({"worked": 3.0, "remaining": 17.0}, Status.TOO_EARLY),
        ({"active_days": 1.0}, Status.TOO_EARLY),
        ({"silent": True}, Status.NO_DATA),
        ({"done": 100}, Status.REACHED),
        ({}, Status.WATCH),
        ({"probability": 0.5}, Status.ON_TRACK),
    ],
)
def test_the_status_of_one_morning(more: dict[str, object], status: Status) -> None:
    probability = float(more.pop("probability", 0.1))  # type: ignore[arg-type]
    assert story(seen(0, probability, **more))[2] == [status]


def test_no_data_is_never_behind_and_moves_nothing() -> None:
    state, events, _ = story(seen(0, 0.1), seen(1, 0.1, silent=True), seen(2, 0.1))
    assert events == [(), (), (OPENED, ESCALATED)]
    assert state is not None
    assert state.opened_on == FIRST + dt.timedelta(days=2)


def test_an_edited_goal_starts_the_counts_again_and_keeps_what_is_open() -> None:
    _, events, _ = story(seen(0, 0.2), seen(1, 0.2, target=90), seen(2, 0.2, target=90))
    assert events == [(), (), (OPENED,)]
    state, _, _ = story(seen(0, 0.2), seen(1, 0.2), seen(2, 0.2, target=90))
    assert state is not None
    assert state.opened_on == FIRST + dt.timedelta(days=1)


def test_a_new_period_closes_what_is_open_and_begins_afresh() -> None:
    december = dt.date(2026, 12, 1)
    state, events, statuses = story(seen(0, 0.2), seen(1, 0.2), seen(30, 0.2, period_start=december, worked=0.0))
    assert events[-1] == (CLOSED,)
    assert statuses[-1] is Status.TOO_EARLY
    assert state is not None
    assert state.opened_on is None


def test_reaching_the_goal_closes_at_once() -> None:
    assert story(seen(0, 0.1), seen(1, 0.1), seen(2, 1.0, done=100))[1][-1] == (CLOSED,)


def test_without_any_history_nobody_is_alerted_in_the_first_period() -> None:
    assert story(seen(0, 0.1, goal_only=True), seen(1, 0.1, goal_only=True))[1] == [(), ()]


def test_the_first_morning_after_more_than_a_week_is_only_looked_at() -> None:
    """Back from a leave, or after a pause: nothing opens, escalates or counts; what was open stays so."""
    _, events, statuses = story(seen(1, 0.2), seen(2, 0.2), seen(10, 0.01), seen(11, 0.1), seen(12, 0.1))
    assert events == [(), (OPENED,), (), (), (ESCALATED,)]
    assert statuses[2] is Status.AT_RISK
    # A week's goal, which one morning decides; the period changed meanwhile.
    later = {"period_start": FIRST + dt.timedelta(days=14), "week": True}
    _, events, statuses = story(seen(1, 0.5, week=True), seen(15, 0.01, **later), seen(16, 0.01, **later))
    assert events == [(), (), (OPENED, ESCALATED)]
    assert statuses[1] is Status.WATCH
    # Seven days are no rest: who works one day a week is judged each time.
    assert story(seen(1, 0.2), seen(8, 0.2))[1] == [(), (OPENED,)]


def of_a_year(day: int, probability: float, *, remaining: float = 130.0) -> Observation:
    return seen(day, probability, worked=250.0 - remaining, remaining=remaining)


def test_a_years_goal_recovers_only_when_its_odds_stay_better_for_a_tenth_of_the_year() -> None:
    low = [of_a_year(day, 0.2) for day in range(2)]
    # A better week, and a day that isn't: the weeks before it count no more.
    turns = [of_a_year(day, 0.39 if day == 20 else 0.5) for day in range(2, 45)]
    _, events, _ = story(*low, *turns)
    assert events[1] == (OPENED,)
    assert [day for day, some in enumerate(events) if CLOSED in some] == []
    assert [day for day, some in enumerate(events) if IMPROVING in some] == [26]
    _, events, _ = story(*low, *(of_a_year(day, 0.5) for day in range(2, 30)))
    assert [day for day, some in enumerate(events) if CLOSED in some] == [26]


def test_near_its_end_a_years_goal_that_is_safe_again_is_not_kept_at_risk() -> None:
    low = [of_a_year(day, 0.2, remaining=10.0) for day in range(2)]
    _, events, _ = story(*low, *(of_a_year(day, 0.9, remaining=8.0) for day in range(2, 6)))
    assert events[-1] == (CLOSED,)


@given(worked=st.floats(0, 300), remaining=st.floats(0, 300))
def test_longer_periods_take_as_long_or_longer_to_recover_and_never_more_than_half_of_what_is_left(
    worked: float, remaining: float
) -> None:
    mornings = mornings_to_recover(worked, remaining, week=False)
    assert mornings_to_recover(worked, remaining, week=True) == 1
    assert 2 <= mornings <= mornings_to_recover(worked + 10.0, remaining, week=False)
    assert mornings <= max(2.0, remaining / 2.0 + 1e-6)
    if worked + remaining < 30.0:
        assert mornings == 2
