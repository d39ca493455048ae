"""A lifetime value is a formula with its assumptions beside it."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.coaching.lifetime_value import Assumptions, value_customer


def assume(**more: Any) -> Assumptions:
    values: dict[str, Any] = {
        "retention": 0.8,
        "horizon": 2,
        "discount": 0.1,
        "period": "year",
        "source": "renewals of last year; discount set by finance",
        **more,
    }
    return Assumptions(**values)


@pytest.mark.parametrize(
    ("assumptions", "amount"),
    [
        (assume(), 22562),  # 10,000 x (1 + 0.8/1.1 + (0.8/1.1)^2)
        (assume(horizon=0), 10000),
        (assume(retention=0.0, horizon=50), 10000),
        (assume(retention=1.0, discount=0.0, horizon=11), 120000),
        (assume(retention=0.5, discount=0.0, horizon=1200), 20000),
        (assume(discount=0.0), 24400),
    ],
)
def test_it_is_margin_times_what_is_kept_and_discounted(assumptions: Assumptions, amount: int) -> None:
    assert value_customer(10000, assumptions).amount == amount


def test_its_assumptions_and_their_source_come_with_it() -> None:
    value = value_customer(10000, assume())
    assert (value.assumptions.horizon, value.assumptions.discount) == (2, 0.1)
    assert value.assumptions.source == "renewals of last year; discount set by finance"
    assert value.margin == 10000


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"retention": 1.1}, "Retention"),
        ({"retention": -0.1}, "Retention"),
        ({"retention": math.nan}, "Retention"),
        ({"horizon": -1}, "horizon"),
        ({"horizon": 1201}, "horizon"),
        ({"discount": -0.1}, "discount"),
        ({"discount": math.inf}, "discount"),
        ({"source": "  "}, "State"),
        ({"period": ""}, "State"),
    ],
)
def test_what_makes_no_sense_or_is_not_stated_is_refused_in_words(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        assume(**wrong)


def test_a_customer_who_costs_more_than_they_bring_is_worth_less_than_nothing() -> None:
    assert value_customer(-100, assume(horizon=0)).amount == -100


@given(
    margin=st.integers(0, 10**12),
    retention=st.floats(0, 1),
    discount=st.floats(0, 1e6),
    horizon=st.integers(0, 1199),
)
def test_it_lies_between_one_margin_and_all_of_them_and_grows_with_the_horizon(
    margin: int, retention: float, discount: float, horizon: int
) -> None:
    value = value_customer(margin, assume(retention=retention, discount=discount, horizon=horizon))
    longer = value_customer(margin, assume(retention=retention, discount=discount, horizon=horizon + 1))
    assert 1.0 <= value.multiple <= horizon + 1
    assert margin <= value.amount <= longer.amount
