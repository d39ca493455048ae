"""The morning's assessment and the histories it stands on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.history import DiscountedHistory, baselines, discount, peer_means
from metrics.review import Cases, assess


def cases(**columns: list[float]) -> Cases:
    size = len(next(iter(columns.values())))
    plain = {
        "done": [0.0] * size,
        "target": [20.0] * size,
        "worked": [10.0] * size,
        "remaining": [10.0] * size,
        "today": [1.0] * size,
        "history": [40.0] * size,
        "history_weight": [40.0] * size,
        **columns,
    }
    return Cases(**{name: np.array(column) for name, column in plain.items()}, group=np.zeros(size, dtype=np.int64))


def test_pace_goes_by_working_days() -> None:
    found = assess(cases(done=[5.0], worked=[5.0], remaining=[15.0]))
    assert found.expected[0] == 5.0
    assert found.required[0] == 1.0
    assert found.ask[0] == 1.0


def test_the_ask_of_a_half_day_is_half_and_whole() -> None:
    assert assess(cases(done=[0.0], remaining=[10.0], today=[0.5])).ask[0] == 1.0
    assert assess(cases(done=[0.0], target=[100.0], remaining=[10.0], today=[0.5])).ask[0] == 5.0


def test_a_reached_goal_asks_for_nothing() -> None:
    found = assess(cases(done=[25.0]))
    assert (found.ask[0], found.required[0], found.probability[0]) == (0.0, 0.0, 1.0)


def test_no_days_left_divide_by_nothing() -> None:
    found = assess(cases(done=[5.0], worked=[0.0], remaining=[0.0]))
    assert np.isfinite([found.expected[0], found.required[0], found.rate[0], found.probability[0]]).all()


def test_without_any_history_the_goal_itself_stands_for_the_usual_rate() -> None:
    found = assess(cases(history=[0.0], history_weight=[0.0]))
    assert found.goal_only[0]
    assert found.baseline[0] == 1.0


def test_a_new_member_is_judged_by_their_peers() -> None:
    found = assess(cases(history=[80.0, 80.0, 0.0], history_weight=[40.0, 40.0, 0.0]))
    assert not found.goal_only[2]
    assert found.baseline[2] == pytest.approx(2.0)


@given(
    days=st.lists(st.tuples(st.integers(0, 30), st.sampled_from([0.0, 0.5, 1.0])), min_size=1, max_size=60),
    cut=st.integers(0, 60),
)
def test_a_history_carried_on_in_two_steps_is_that_of_one(days: list[tuple[int, float]], cut: int) -> None:
    quantities = np.array([float(q) for q, _ in days])
    weights = np.array([w for _, w in days])
    nothing = DiscountedHistory(0.0, 0.0)
    whole = discount(nothing, quantities, weights)
    first = discount(nothing, quantities[:cut], weights[:cut])
    both = discount(first, quantities[cut:], weights[cut:])
    assert both.quantity == pytest.approx(whole.quantity)
    assert both.weight == pytest.approx(whole.weight)


def test_after_a_half_life_a_day_counts_half() -> None:
    found = discount(DiscountedHistory(8.0, 1.0), np.zeros(40), np.ones(40))
    assert found.quantity == pytest.approx(4.0)


def test_a_small_team_is_pulled_to_the_whole() -> None:
    means = peer_means(np.array([40.0, 40.0, 120.0]), np.array([40.0, 40.0, 40.0]), np.array([0, 0, 1]))
    assert 1.0 < means[2] < 3.0
    assert baselines(np.array([0.0]), np.array([0.0]), np.array([2.0]))[0] == 2.0
