import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special

from metrics.chances import STEPS
from metrics.forecast import forecast
from metrics.money import DealSize, forecast_money_many, size_deals

X = 250_000
"""2,500.00 a deal, in minor units."""
USUAL = DealSize(mean=X, variation=0.5)
ALIKE = DealSize(mean=X, variation=0.0)

deals = st.integers(0, 40)
worked = st.floats(0, 60)
remaining = st.floats(0, 60)
baselines = st.floats(0.001, 5)
sizes = st.floats(1, 1e8)
variations = st.one_of(st.just(0.0), st.floats(1e-6, 20))
amounts = st.integers(-(10**9), 10**10)


def forecast_money(done, target, won, past, left, baseline, size, **of_team):
    """The forecast of one goal."""
    many = forecast_money_many(done, target, won, past, left, baseline, size.mean, size.variation, **of_team)
    return SimpleNamespace(**{name: figures.item() for name, figures in vars(many).items()})


@given(deals, st.integers(0, 80), worked, remaining, baselines, st.integers(1, 10**7))
@settings(max_examples=200, deadline=None)
def test_money_equals_counts_when_every_deal_has_one_size(won, target, past, left, baseline, size):
    counts = forecast(won, target, past, left, baseline)
    money = forecast_money(won * size, target * size, won, past, left, baseline, DealSize(size, 0.0))
    assert money.probability == pytest.approx(counts.probability, abs=1e-12)
    assert money.mean == pytest.approx(counts.mean * size)
    assert money.variance == pytest.approx(counts.variance * size**2)
    assert [money.low, money.median, money.high] == [int(q) * size for q in (counts.low, counts.median, counts.high)]


def test_with_deals_of_one_size_a_part_of_a_deal_needs_a_whole_one():
    three = forecast_money(0, 3 * X, 0, 5, 15, 0.3, ALIKE).probability
    assert forecast_money(0, 2 * X + 1, 0, 5, 15, 0.3, ALIKE).probability == three
    assert forecast_money(0, 3 * X + 1, 0, 5, 15, 0.3, ALIKE).probability < three


def test_only_amounts_are_taken_for_so_many_deals_of_the_usual_size():
    assert forecast_money(4 * X, 9 * X, None, 10, 10, 0.4, USUAL) == forecast_money(4 * X, 9 * X, 4, 10, 10, 0.4, USUAL)


def test_a_part_of_a_deal_that_is_done_does_not_tip_the_need_over_the_next_deal():
    done = np.arange(1, 60) * (X // 10)
    exact = forecast_money_many(done, done + X, None, 5, 15, 0.3, X, 0.0).probability
    one_more = [forecast(part / X, part / X + 0.5, 5, 15, 0.3).probability for part in done]
    assert list(exact) == one_more


def test_only_amounts_vary_by_the_number_of_deals_and_by_their_size():
    counts = forecast(2.5, 9, 10, 10, 0.4)
    money = forecast_money(5 * X // 2, 9 * X, None, 10, 10, 0.4, USUAL)
    assert money.variance == pytest.approx((counts.variance + counts.mean * 0.5) * X**2)


def test_the_gamma_and_its_atom_have_the_mean_and_the_variance_of_the_compound_sum():
    counts = forecast(3, 4, 10, 12, 0.3)
    money = forecast_money(0, 1, 3, 10, 12, 0.3, USUAL)

    def exceeds(amount):
        return forecast_money_many(0, np.array([max(1, round(amount))]), 3, 10, 12, 0.3, X, 0.5).probability[0]

    top = 60 * X
    mean, _ = integrate.quad(exceeds, 0, top, limit=200)
    second, _ = integrate.quad(lambda amount: 2 * amount * exceeds(amount), 0, top, limit=200)
    assert money.mean == pytest.approx(counts.mean * X)
    assert mean == pytest.approx(money.mean, rel=1e-4)
    assert second - mean**2 == pytest.approx(money.variance, rel=1e-3)


def test_the_smallest_revenue_is_as_likely_as_a_deal():
    one_deal = forecast(0, 1, 10, 12, 0.1).probability
    assert forecast_money(0, 1, 0, 10, 12, 0.1, USUAL).probability == pytest.approx(one_deal, rel=1e-4)


def test_an_interval_starts_at_what_is_done_where_no_deal_at_all_is_likely():
    found = forecast_money(7 * X, 9 * X, 7, 18, 1, 0.05, USUAL)
    assert found.low == found.median == 7 * X


@given(amounts, amounts, deals, worked, st.floats(0.1, 60), baselines, sizes, variations)
@settings(max_examples=150, deadline=None)
def test_a_tenth_a_half_and_nine_tenths_are_below_the_quantiles(done, target, won, past, left, baseline, size, c2):
    found = forecast_money(done, target, won, past, left, baseline, DealSize(size, c2))
    assert done <= found.low <= found.median <= found.high
    if c2 > 0 and found.median > done + 10:
        at_median = forecast_money(done, found.median, won, past, left, baseline, DealSize(size, c2)).probability
        assert at_median == pytest.approx(0.5, abs=0.06)


@given(amounts, st.lists(amounts, min_size=2, max_size=8), deals, worked, remaining, baselines, sizes, variations)
@settings(max_examples=150, deadline=None)
def test_the_probability_falls_as_the_target_rises(done, goals, won, past, left, baseline, size, c2):
    found = forecast_money_many(done, np.array(sorted(goals)), won, past, left, baseline, size, c2).probability
    assert (np.diff(found) <= 1e-12).all()
    assert ((found >= 0) & (found <= 1)).all()


@given(st.integers(1, 20), deals, st.lists(st.floats(0, 20), min_size=2, max_size=8), baselines, variations)
@settings(max_examples=150, deadline=None)
def test_the_probability_falls_as_days_pass_without_a_deal(more, won, passed, baseline, c2):
    past = np.array(sorted(passed))
    found = forecast_money_many(won * X, (won + more) * X, won, past, 20.0 - past, baseline, X, c2)
    assert (np.diff(found.mean) <= 1e-9 * X).all()
    # Where it is nearly certain, a range that narrows may raise it by a part of what people can read.
    assert (np.diff(found.probability) <= 0.1 / STEPS).all()


def test_a_refund_takes_a_reached_goal_back():
    assert forecast_money(5 * X, 5 * X, 5, 10, 10, 0.3, USUAL).probability == 1.0
    assert forecast_money(4 * X, 5 * X, 5, 10, 10, 0.3, USUAL).probability < 1.0


def test_refunds_alone_are_no_deals():
    found = forecast_money(-2 * X, 3 * X, None, 10, 10, 0.3, USUAL)
    assert found.mean == pytest.approx(forecast(0, 3, 10, 10, 0.3).mean * X)
    assert found.low == -2 * X


def test_when_no_day_is_left_it_ends_as_it_is():
    missed = forecast_money(3 * X, 4 * X, 3, 20, 0, 0.3, USUAL)
    assert (missed.probability, missed.mean, missed.variance) == (0.0, 0.0, 0.0)
    assert missed.low == missed.median == missed.high == 3 * X
    assert forecast_money(4 * X, 4 * X, 4, 20, 0, 0.3, USUAL).probability == 1.0


def test_a_teams_good_month_is_believed_of_the_member():
    alone = forecast_money(0, 5 * X, 2, 10, 10, 0.3, USUAL)
    with_team = forecast_money(0, 5 * X, 2, 10, 10, 0.3, USUAL, peers_done=60, peers_expected=30)
    assert with_team.probability > alone.probability


rows = st.tuples(amounts, amounts, deals, worked, remaining, baselines, sizes, variations)


@given(st.lists(rows, min_size=1, max_size=12), st.booleans())
@settings(max_examples=80, deadline=None)
def test_many_at_once_are_what_each_is_alone(cases, only_amounts):
    done, target, won, *rest = (np.array(column) for column in zip(*cases, strict=True))
    many = forecast_money_many(done, target, None if only_amounts else won, *rest)
    for at, (d, t, w, past, left, baseline, size, c2) in enumerate(cases):
        one = forecast_money(d, t, None if only_amounts else w, past, left, baseline, DealSize(size, c2))
        assert one.probability == pytest.approx(many.probability[at], abs=1e-9)
        assert one.mean == pytest.approx(many.mean[at], rel=1e-9)
        assert one.variance == pytest.approx(many.variance[at], rel=1e-9)
        assert (one.low, one.median, one.high) == (many.low[at], many.median[at], many.high[at])


@given(
    st.integers(-(2**53), 2**53),
    st.integers(-(2**53), 2**53),
    st.none() | st.floats(0, 1e6),
    st.floats(0, 1e5),
    st.floats(0, 1e5),
    st.floats(0, 1e4),
    st.floats(1, 2.0**53),
    st.floats(0, 1e6),
)
@settings(max_examples=250, deadline=None)
def test_no_finite_input_makes_a_figure_that_is_not_a_number(done, target, won, past, left, baseline, size, c2):
    found = forecast_money(done, target, won, past, left, baseline, DealSize(size, c2))
    assert 0 <= found.probability <= 1
    assert math.isfinite(found.mean)
    assert math.isfinite(found.variance)
    assert min(done, 2**62) <= found.low <= found.median <= found.high


def test_a_new_member_sells_deals_of_the_teams_size():
    team = [100_00, 200_00, 300_00]
    size = size_deals([], team)
    assert size is not None
    assert size.mean == pytest.approx(np.minimum(team, np.quantile(team, 0.99)).mean())


def test_ones_own_deals_count_more_the_more_there_are():
    team = [1000] * 90
    few, many = size_deals([500] * 2, team), size_deals([500] * 90, team)
    assert few is not None
    assert many is not None
    assert few.mean == pytest.approx((2 * 500 + 10 * 1000) / 12)
    assert many.mean == pytest.approx((90 * 500 + 10 * 1000) / 100)


def test_variation_is_the_teams_with_the_weight_of_twenty_deals():
    team, own = [100, 300] * 50, [200, 400]
    size = size_deals(own, team)
    assert size is not None
    # Cut at 300, the team's 99th percentile, one's own deals are 200 and 300.
    assert size.variation == pytest.approx((20 * 0.25 + 2 * (50**2 / 250**2)) / 22)


def test_one_giant_does_not_plan_the_year():
    ordinary = [10_000] * 200
    with_giant = size_deals([10_000_000], [*ordinary, 10_000_000])
    assert with_giant is not None
    assert with_giant.mean == pytest.approx(10_000)


def test_deals_of_one_size_have_no_variation_at_all():
    size = size_deals([33] * 7, [33] * 30)
    assert size == DealSize(33.0, 0.0)


def test_refunds_and_gifts_are_no_deals_size():
    assert size_deals([-50, 0, 100], [100] * 10) == size_deals([100], [100] * 10)


def test_without_any_deal_there_is_no_size():
    assert size_deals([], []) is None
    assert size_deals([-3], [0]) is None


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: DealSize(0.0, 0.5), "1 to 2.53"),
        (lambda: DealSize(math.nan, 0.5), "1 to 2.53"),
        (lambda: DealSize(100.0, -0.1), "0 to a million"),
        (lambda: size_deals([math.nan], [1]), "finite"),
        (lambda: forecast_money(2**54, 1, 1, 1, 1, 1, USUAL), "minor units"),
        (lambda: forecast_money(0, 1, 1, -1, 1, 1, USUAL), "zero or more"),
        (lambda: forecast_money(0, 1, math.nan, 1, 1, 1, USUAL), "finite"),
    ],
)
def test_what_is_no_money_is_refused_with_a_sentence(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_the_quantiles_are_those_of_the_gamma_beyond_the_atom():
    counts = forecast(6, 7, 10, 12, 0.6)
    found = forecast_money(0, 1, 6, 10, 12, 0.6, USUAL)
    some = counts.probability
    mean = counts.mean * X / some
    variance = (counts.mean * 0.5 + counts.variance + counts.mean**2) * X**2 / some - mean**2
    at = special.gammainc(mean**2 / variance, found.high / (variance / mean))
    assert (1 - some) + some * at == pytest.approx(0.9, abs=1e-6)
