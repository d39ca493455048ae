"""Classes tell who is where, not who was lucky last month."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.coaching.performers import Performer, PerformerClass, RepHistory, classify_performers
from metrics.history import DiscountedHistory, discount

TOP, CORE, BOTTOM = PerformerClass.TOP, PerformerClass.CORE, PerformerClass.BOTTOM


def rep(member: int, rate: float, days: float = 50.0, team: int = 1) -> RepHistory:
    return RepHistory(member, team, DiscountedHistory(rate * days, days))


def places(reps: list[RepHistory]) -> list[PerformerClass | None]:
    return [performer.place for performer in classify_performers(reps)]


def test_a_fifth_is_at_the_top_a_fifth_at_the_bottom_and_the_rest_is_core() -> None:
    assert places([rep(n, float(n)) for n in range(10)]) == [BOTTOM] * 2 + [CORE] * 6 + [TOP] * 2


@pytest.mark.parametrize(("members", "outer"), [(5, 1), (9, 1), (10, 2), (14, 2), (15, 3), (100, 20)])
def test_a_fifth_is_rounded_down(members: int, outer: int) -> None:
    found = places([rep(n, float(n)) for n in range(members)])
    assert (found.count(BOTTOM), found.count(TOP)) == (outer, outer)


def test_of_four_nobody_is_at_the_bottom() -> None:
    assert places([rep(n, float(n)) for n in range(4)]) == [None] * 4


def test_nobody_at_all_is_no_error() -> None:
    assert classify_performers([]) == ()


def test_a_team_of_equals_is_all_core() -> None:
    assert places([rep(n, 7.0) for n in range(10)]) == [CORE] * 10


def test_equals_across_a_bound_are_in_the_middle() -> None:
    assert places([rep(n, rate) for n, rate in enumerate([3, 3, 3, 5, 6, 7, 8, 9, 10, 10])]) == [CORE] * 8 + [TOP] * 2


def test_a_new_rep_is_in_no_class_and_moves_no_bound() -> None:
    new = rep(99, 0.0, days=3.0)
    assert places([*(rep(n, float(n)) for n in range(10)), new]) == [BOTTOM] * 2 + [CORE] * 6 + [TOP] * 2 + [None]


def test_a_new_reps_first_days_do_not_move_the_others_rates() -> None:
    steady = [rep(n, 5.0) for n in range(8)]
    rates = [performer.rate for performer in classify_performers([*steady, rep(8, 500.0, days=1.0)])]
    assert rates[:8] == pytest.approx([5.0] * 8)


def test_a_short_lucky_run_is_pulled_to_the_team() -> None:
    steady = [rep(n, 5.0) for n in range(8)]
    (lucky,) = classify_performers([*steady, rep(8, 9.0, days=11.0)])[-1:]
    assert 5.0 < lucky.rate < 9.0


def test_leave_changes_no_class() -> None:
    ones, twenty_off = np.ones(60), np.concatenate((np.ones(40), np.zeros(20)))
    nothing = DiscountedHistory(0.0, 0.0)
    others = [RepHistory(n, 1, discount(nothing, ones * n, ones)) for n in range(1, 11)]
    away = RepHistory(11, 1, discount(nothing, twenty_off * 10.5, twenty_off))
    assert places([*others, away])[-1] is TOP


def month_to_month(seed: int) -> tuple[float, float]:
    """The shares of simulated reps that stay in class over a month: by the discounted rate, and by the month's total.

    Their real rates never change, and days are as noisy as the forecast takes them to be.
    """
    random = np.random.default_rng(seed)
    rates = random.gamma(4.0, 2.0, size=200)
    days = random.poisson(rates[:, None] * random.gamma(1.0, 1.0, size=(200, 140))).astype(float)

    def by_rate(end: int) -> list[PerformerClass | None]:
        ones = np.ones(end)
        return places(
            [RepHistory(n, 1, discount(DiscountedHistory(0, 0), row[:end], ones)) for n, row in enumerate(days)]
        )

    def by_total(end: int) -> list[PerformerClass | None]:
        return places([rep(n, float(row[end - 20 : end].mean()), days=1e6) for n, row in enumerate(days)])

    def same(one: list[PerformerClass | None], other: list[PerformerClass | None]) -> float:
        # Of those who were at either end: in the middle most stay by its size alone.
        outer = [(a, b) for a, b in zip(one, other, strict=True) if a is not CORE]
        return sum(a is b for a, b in outer) / len(outer)

    return same(by_rate(120), by_rate(140)), same(by_total(120), by_total(140))


def test_members_stay_in_class_by_the_discounted_rate_and_not_by_last_months_total() -> None:
    by_rate, by_total = np.mean([month_to_month(seed) for seed in range(3)], axis=0)
    assert by_rate > 0.75
    assert by_total < 0.7
    assert by_rate > by_total + 0.1


@given(
    st.lists(
        st.builds(
            lambda quantity, weight, team: RepHistory(0, team, DiscountedHistory(quantity, weight)),
            st.floats(-10.0, 1e9),
            st.floats(0.0, 60.0),
            st.integers(-3, 3),
        ),
        max_size=30,
    )
)
@settings(max_examples=150, deadline=None)
def test_rates_are_numbers_and_no_class_is_larger_than_its_share(reps: list[RepHistory]) -> None:
    found = classify_performers(reps)
    assert len(found) == len(reps)
    assert all(np.isfinite(each.rate) and each.rate > 0 for each in found)
    known = sum(rep.history.weight >= 10.0 for rep in reps)
    for place in (TOP, BOTTOM):
        assert sum(each.place is place for each in found) <= known // 5
    assert_ordered(found)


def assert_ordered(found: tuple[Performer, ...]) -> None:
    order = {BOTTOM: 0, CORE: 1, TOP: 2}
    ranked = sorted((each for each in found if each.place is not None), key=lambda each: each.rate)
    levels = [order[each.place] for each in ranked if each.place is not None]
    assert levels == sorted(levels)
