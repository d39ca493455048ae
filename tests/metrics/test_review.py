"""The morning's assessment and the histories it stands on."""

import dataclasses

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from metrics.history import HALF_LIVES, RECENT_HALF_LIVES, SUMS, Histories, baselines, peer_means, peer_spreads
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
    amounts, days = plain.pop("history"), plain.pop("history_weight")
    sums = np.zeros((size, SUMS))
    sums[:, : len(HALF_LIVES)] = np.array(amounts)[:, None]
    sums[:, len(HALF_LIVES) : 2 * len(HALF_LIVES)] = np.array(days)[:, None]
    arrays = {name: np.array(column) for name, column in plain.items()}
    return Cases(**arrays, histories=Histories(sums), group=np.zeros(size, dtype=np.int64))


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


DAYS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from([0.0, 0.5, 1.0])), min_size=1, max_size=60)


def days_of(some: list[tuple[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[float(q) for q, _ in some]]), np.array([[w for _, w in some]])


@given(days=DAYS, cut=st.integers(0, 60))
@example(days=[(0, 0.0), (1, 0.0), (0, 0.5)], cut=2)  # a first entry on a day off
def test_a_history_carried_on_in_two_steps_is_that_of_one(days: list[tuple[int, float]], cut: int) -> None:
    quantities, weights = days_of(days)
    whole = Histories.none(1).carry_on(quantities, weights)
    first = Histories.none(1).carry_on(quantities[:, :cut], weights[:, :cut])
    both = first.carry_on(quantities[:, cut:], weights[:, cut:])
    # Who did nothing before the cut begins with the first entry after it, either way.
    assert both.sums == pytest.approx(whole.sums)


@given(days=DAYS)
def test_every_sum_of_a_history_is_the_one_of_its_definition(days: list[tuple[int, float]]) -> None:
    quantities, weights = days_of(days)
    found = Histories(np.full((1, SUMS), 1e-12)).carry_on(quantities, weights)
    y, w = quantities[0], weights[0]
    age = np.array([w[at + 1 :].sum() for at in range(len(w))])
    for at, half_life in enumerate(HALF_LIVES):
        assert found.amounts[at, 0] == pytest.approx((0.5 ** (age / half_life) * y).sum(), abs=1e-9)
        assert found.days[at, 0] == pytest.approx((0.5 ** (age / half_life) * w).sum(), abs=1e-9)
    for at, half_life in enumerate(RECENT_HALF_LIVES):
        assert found.recent_amounts[at, 0] == pytest.approx((0.5 ** (age / half_life) * y).sum(), abs=1e-9)
        assert found.recent_days[at, 0] == pytest.approx((0.5 ** (age / half_life) * w).sum(), abs=1e-9)
    f = 0.5 ** (age / 80.0) * (w > 0)
    (n,), (ratio,) = found.spread()
    if f.sum() > 2 and (f * y).sum() > 0:
        mean = (f * y).sum() / f.sum()
        variance = ((f * y * y).sum() / f.sum() - mean**2) * f.sum() / (f.sum() - 1)
        assert (n, ratio) == pytest.approx((f.sum(), max(variance, 0.2 * mean) / mean), rel=1e-6)
    else:
        assert n == 0


def test_the_days_before_somebodys_first_entry_are_none_of_theirs() -> None:
    found = Histories.none(2).carry_on(np.array([[0.0, 0.0, 4.0], [4.0, 0.0, 0.0]]), np.ones((2, 3)))
    assert found.days[1] == pytest.approx([1.0, sum(0.5 ** (at / 40) for at in range(3))])


def test_a_history_in_another_unit_varies_as_much_beside_its_mean() -> None:
    some = Histories.none(1).carry_on(np.array([[100.0, 300.0, 500.0, 100.0]]), np.ones((1, 4)))
    found = some.scaled(np.array([0.01]))
    assert found.amounts[0, 0] == pytest.approx(some.amounts[0, 0] / 100)
    assert found.spread()[1][0] == pytest.approx(some.spread()[1][0] / 100)


def test_who_gets_started_is_taken_for_a_part_of_a_peer() -> None:
    plain = cases(history=[80.0, 80.0, 0.0], history_weight=[40.0, 40.0, 0.0])
    found = assess(dataclasses.replace(plain, ramp=np.array([1.0, 1.0, 0.25])))
    assert found.baseline[2] == pytest.approx(0.5)
    assert found.baseline[0] == assess(plain).baseline[0]


def test_the_profile_of_a_period_says_how_much_of_it_is_still_to_come() -> None:
    plain = cases(done=[10.0])
    surge = dataclasses.replace(plain, past=np.array([6.0]), ahead=np.array([14.0]))
    assert assess(surge).probability[0] > assess(plain).probability[0]
    assert assess(surge).expected[0] == assess(plain).expected[0]


def test_a_small_team_is_pulled_to_the_whole() -> None:
    means = peer_means(np.array([40.0, 40.0, 120.0]), np.array([40.0, 40.0, 40.0]), np.array([0, 0, 1]))
    assert 1.0 < means[2] < 3.0
    assert baselines(np.array([0.0]), np.array([0.0]), np.array([2.0]))[0] == 2.0


def in_a_team(rows: list[list[float]]) -> Histories:
    counts = np.array(rows)
    return Histories.none(len(rows)).carry_on(counts, np.ones_like(counts))


def test_how_much_the_days_of_someone_new_vary_is_taken_from_the_team() -> None:
    steady, bursty = [9.0, 10.0, 11.0, 10.0] * 12, [0.0, 0.0, 40.0, 0.0] * 12
    nothing = [0.0] * 48
    found = assess(
        dataclasses.replace(
            cases(done=[100.0] * 6, target=[200.0] * 6),
            histories=in_a_team([steady, steady, nothing, bursty, bursty, nothing]),
            group=np.array([0, 0, 0, 1, 1, 1]),
        )
    )
    width = found.high - found.low
    assert width[0] < width[2] < width[5] < width[3] * 1.5
    assert width[5] > 1.5 * width[2]


def test_who_is_alone_is_compared_with_no_one() -> None:
    rows = [[float(each) for each in np.random.default_rng(at).poisson(5, 40)] for at in range(3)]
    alone = assess(dataclasses.replace(cases(done=[50.0]), histories=in_a_team(rows[:1])))
    beside = assess(dataclasses.replace(cases(done=[50.0] * 3), histories=in_a_team(rows), group=np.array([0, 1, 2])))
    assert alone.usual.peer_spread is not None
    assert alone.usual.peer_spread[0] == 1.0
    assert beside.usual.peer_spread is not None
    assert (beside.usual.peer_spread == 1.0).all()


@given(
    days=st.lists(st.floats(0, 115), min_size=2, max_size=8),
    ratio=st.floats(0.2, 30),
    rate=st.floats(0.01, 100),
)
def test_peers_who_vary_as_is_usual_or_who_are_unknown_change_nothing(
    days: list[float], ratio: float, rate: float
) -> None:
    size = len(days)
    rates, group = np.full(size, rate), np.zeros(size, dtype=np.int64)
    assert peer_spreads(1.0 + rates, np.array(days), rates, group) == pytest.approx(1.0)
    assert peer_spreads(np.full(size, ratio), np.zeros(size), rates, group) == pytest.approx(1.0)
    # Between what is usual and what the peers do, nearer to them the more of their days are known.
    theirs = ratio / (1.0 + rate)
    found = peer_spreads(np.full(size, ratio), np.array(days), rates, group)
    assert (np.minimum(1.0, theirs) - 1e-9 <= found).all()
    assert (found <= np.maximum(1.0, theirs) + 1e-9).all()
