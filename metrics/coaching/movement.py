"""Whether more or less was done than usual, for as many working days: what a review says has moved."""

import math
from dataclasses import dataclass

CLEARLY = 0.25
"""A change of less than this part of the usual is no news of one member."""
NOTABLE = 0.10
"""The same of a whole team."""
LEAST_UNITS = 3
DEVIATIONS = 2.0
"""Counts vary by about the root of what is usual; a change of less than this many of those may be luck."""


@dataclass(frozen=True)
class Quantities:
    """What was done in a period of so many standard working days, and in the days before that it is compared with."""

    done: int
    days: float
    before: int
    days_before: float


@dataclass(frozen=True)
class Movement:
    """`usual` is what the days before would have brought in as many days as these; 0 where there were none.

    `share` is the change as a part of the usual: 0.25 is a quarter more; 0 where nothing is usual.
    """

    done: int
    usual: float
    share: float
    clearly_up: bool
    notable: bool


def judge_movement(quantities: Quantities, *, money: bool) -> Movement:
    """Compare a period with those before it. Of money only the share is looked at: its deals are few and uneven."""
    if quantities.days <= 0 or quantities.days_before <= 0:
        return Movement(quantities.done, 0.0, 0.0, clearly_up=False, notable=False)
    usual = quantities.before / quantities.days_before * quantities.days
    change = quantities.done - usual
    share = change / usual if usual > 0 else 0.0
    beyond_luck = money or abs(change) >= max(LEAST_UNITS, DEVIATIONS * math.sqrt(max(usual, 1.0)))
    return Movement(
        done=quantities.done,
        usual=usual,
        share=share,
        clearly_up=usual > 0 and share >= CLEARLY and beyond_luck,
        notable=usual > 0 and abs(share) >= NOTABLE and beyond_luck,
    )
