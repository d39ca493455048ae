"""At most two things to do, and only what helps."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.actions import Candidate, Why, choose_actions, good_day, todays_ask, turning


def goal(metric: str = "call", **more: Any) -> Candidate:
    values: dict[str, Any] = {
        "metric": metric,
        "leading": True,
        "importance": 1.0,
        "done": 20.0,
        "target": 100.0,
        "worked": 8.0,
        "remaining": 12.0,
        "today": 1.0,
        "ask": 7,
        "planned": 7,
        "gap": -20.0,
        "baseline": 5.0,
        "rate": 4.0,
        "probability": 0.3,
        **more,
    }
    return Candidate(**values)


def chosen(*goals: Candidate) -> list[str]:
    return [action.metric for action in choose_actions({1: goals})[1]]


def test_what_is_safe_reached_or_not_in_ones_hands_is_not_asked_for() -> None:
    assert chosen(goal(probability=0.95)) == []
    assert chosen(goal(done=100.0, ask=0)) == []
    assert chosen(goal(leading=False)) == []
    assert chosen(goal(today=0.0)) == []


def test_one_metric_is_asked_for_once_even_with_two_goals() -> None:
    assert chosen(goal(), goal(target=120.0, ask=9)) == ["call"]


def test_the_ask_is_no_more_than_one_and_a_half_usual_days() -> None:
    assert todays_ask(40, usual=3.0, good_day=3.0) == 5
    assert todays_ask(40, usual=2.0, good_day=2.0) == 3
    assert todays_ask(7, usual=5.0, good_day=6.0) == 7


def test_what_is_missing_is_not_made_up_for_in_a_day_but_by_enough_to_turn_the_trend() -> None:
    assert todays_ask(40, usual=5.0, good_day=13.0) == 7, "two more than a usual day"
    assert todays_ask(40, usual=20.0, good_day=30.0) == 25, "or a quarter more"
    assert todays_ask(40, usual=9.9, good_day=20.0) == 13, "and no less than that quarter"
    assert todays_ask(40, usual=0.5, good_day=1.0) == 1, "and never more than a good day"
    assert turning(0.0) >= 1


def test_somebody_of_whom_nothing_is_known_is_asked_for_one_at_most() -> None:
    assert todays_ask(40, usual=0.0, good_day=0.0) == 1


def test_an_action_says_when_the_plan_needs_more_than_is_asked() -> None:
    (action,) = choose_actions({1: [goal(ask=8, planned=40)]})[1]
    assert (action.number, action.capped) == (8, True)
    (action,) = choose_actions({1: [goal(ask=8, planned=8)]})[1]
    assert (action.number, action.capped) == (8, False)


def test_a_good_day_is_the_ninth_of_ten_and_of_fewer_days_the_best() -> None:
    assert good_day([]) == 0.0
    assert good_day([1.0, 5.0, 2.0]) == 5.0
    assert good_day([1.0] * 9 + [11.0]) == pytest.approx(2.0)


@given(
    planned=st.integers(0, 10_000),
    usual=st.floats(0, 100),
    good=st.floats(0, 100),
)
def test_no_ask_is_without_a_bound_and_none_is_more_than_the_plan(planned: int, usual: float, good: float) -> None:
    assert todays_ask(planned, usual=usual, good_day=good) <= min(planned, max(1.0, 1.5 * usual + 1, good + 1))


def test_the_flagged_goal_is_helped_first_however_little_one_day_gains() -> None:
    lost = goal("demo", probability=0.01, open=True, done=1.0, target=40.0)
    slipping = goal("call", probability=0.2)
    told = goal("meeting", probability=0.22, open=True)
    assert chosen(slipping, told, lost)[0] == "demo", "of those that were told the least likely one"
    assert chosen(slipping, told)[0] == "meeting", "what was told comes before what is less likely"
    assert chosen(goal("email", probability=0.6), slipping)[0] == "call", "then the least likely below two in five"


def test_an_outcome_at_risk_is_helped_by_what_leads_to_it_and_not_spoken_of_otherwise() -> None:
    money = goal("revenue", leading=False, probability=0.1, open=True, through="proposal", usual=0.4, ask=1, planned=2)
    (first, *_) = choose_actions({1: [money, goal("call", probability=0.3)]})[1]
    assert (first.metric, first.goal, first.number, first.why) == ("proposal", "revenue", 1, Why.IN_NEED)
    assert chosen(goal("revenue", leading=False, probability=0.7, through="proposal")) == []


def test_it_says_by_how_much_the_plan_is_missed() -> None:
    (action,) = choose_actions({1: [goal(gap=-3.4, probability=0.6)]})[1]
    assert (action.why, action.behind) == (Why.BEHIND, 3)
    (action,) = choose_actions({1: [goal(gap=-3.4, probability=0.3)]})[1]
    assert action.why is Why.IN_NEED
    (action,) = choose_actions({1: [goal(gap=0.2, probability=0.6)]})[1]
    assert (action.why, action.behind) == (Why.KEEPS_PLAN, 0)


def test_a_lost_goal_gets_a_level_that_can_be_reached() -> None:
    (action,) = choose_actions({1: [goal(done=2.0, target=400.0, probability=0.001)]})[1]
    assert action.why is Why.STILL_REACHABLE
    assert action.reachable is not None
    assert 2 < action.reachable < 400
    (action,) = choose_actions(
        {1: [goal(done=0.0, target=400.0, ask=60, planned=60, probability=0.001, remaining=2.0)]}
    )[1]
    assert (action.why, action.reachable) == (Why.IN_NEED, None), "60 today, and 10 within reach, is no sense"


@given(
    goals=st.lists(
        st.builds(
            goal,
            metric=st.sampled_from(["call", "demo", "email", "meeting"]),
            importance=st.sampled_from([1.0, 2.0, 3.0]),
            done=st.integers(0, 200).map(float),
            ask=st.integers(0, 50),
            planned=st.integers(0, 50),
            gap=st.floats(-50, 50),
            baseline=st.floats(0, 30),
            rate=st.floats(0, 30),
            probability=st.floats(0, 1),
        ),
        max_size=12,
    )
)
def test_never_more_than_two_and_always_different(goals: list[Candidate]) -> None:
    actions = choose_actions({1: goals})[1]
    assert len(actions) <= 2
    assert len({action.metric for action in actions}) == len(actions)
    assert all(action.number >= 1 for action in actions)
