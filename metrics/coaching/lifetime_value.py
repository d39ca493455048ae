"""What a customer is worth over time, with everything that was assumed stated beside it."""

import math
from dataclasses import dataclass

LONGEST_HORIZON = 1200
"""In periods: a hundred years of months."""


@dataclass(frozen=True)
class Assumptions:
    """What a lifetime value rests on, for people to read beside it.

    `retention` is the share of customers kept from a period to the next, `horizon` the last period that counts (H; the
    first is 0), `discount` what money loses in value a period (d; 0.01 is 1 %), `period` the name of a period ("month",
    "year") and `source` where these come from ("last year's renewals; discount set by finance"). Raises ValueError, in
    words, for what makes no sense or is not stated.
    """

    retention: float
    horizon: int
    discount: float
    period: str
    source: str

    def __post_init__(self) -> None:
        if not 0.0 <= self.retention <= 1.0:
            raise ValueError(f"Retention is a share between 0 and 1; {self.retention} is not.")
        if not 0 <= self.horizon <= LONGEST_HORIZON:
            raise ValueError(f"The horizon is 0 to {LONGEST_HORIZON} periods; {self.horizon} is not.")
        if not (math.isfinite(self.discount) and self.discount >= 0.0):
            raise ValueError(f"The discount is a rate a period, zero or more; {self.discount} is not.")
        if not self.period.strip() or not self.source.strip():
            raise ValueError("State the period and where retention, horizon and discount come from.")


@dataclass(frozen=True)
class LifetimeValue:
    """`amount` and `margin` (of one customer a period) in minor units; `multiple` = amount / margin before rounding."""

    amount: int
    margin: int
    multiple: float
    assumptions: Assumptions


def value_customer(margin: int, assumptions: Assumptions) -> LifetimeValue:
    """margin x sum over t = 0 … H of retention^t / (1 + d)^t, rounded to a minor unit.

    `margin` is what a customer brings a period after its own costs, in minor units; it may be negative. The formula is
    Gupta and Lehmann's (Journal of Interactive Marketing 17, 2003), ended at H, with the first margin at once.
    """
    kept = assumptions.retention / (1.0 + assumptions.discount)
    multiple = math.fsum(kept**t for t in range(assumptions.horizon + 1))
    return LifetimeValue(round(margin * multiple), margin, multiple, assumptions)
