"""Members who had a training beside peers who had none and had fallen as far short of their usual.

Who is sent to a training has just had a bad month, and after a bad month comes a usual one, training or not. So the
usual rate is taken from before that month, and each member is compared with peers of the same date whose month was as
bad (matching on the selecting period; Rosenbaum and Rubin, The American Statistician 39, 1985, for the caliper).
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

CALIPER = 0.2
"""How far a peer's shortfall may lie from the member's, in standard deviations of everybody's on that date."""
LEVEL = 2.0
"""A peer's usual rate is at most this many times the member's, and at least one such part of it."""
FEWEST_PEERS = 3
"""A member with fewer peers in reach is left out of the comparison."""
ENOUGH_TREATED, ENOUGH_CONTROLS = 10, 20
LOOKS = 4
CONFIDENCE = 1.0 - 0.05 / LOOKS
"""A training is looked at four times; together the four are wrong about nothing once in twenty."""
MOST_DOUBT = 20.0
"""On the logarithm: an interval as wide as this says that nothing is known."""


@dataclass(frozen=True)
class Cases:
    """Members at a training's date; arrays of one length. Quantities in units, days in standard working days.

    `date` is any number that is the same for cases of one date; `shortfall` is the share of the usual that was missing
    in the selecting period (negative: more than usual); `baseline` the usual rate in units a day, from before that
    period; `done` and `worked` are of the window that is judged. Raises ValueError for a baseline or days of zero.
    """

    member: Ints
    date: Ints
    shortfall: Floats
    baseline: Floats
    done: Floats
    worked: Floats

    def __post_init__(self) -> None:
        if not ((self.baseline > 0).all() and (self.worked > 0).all()):
            raise ValueError("Cases are of members with a usual rate and days worked, both above zero.")

    @property
    def usual(self) -> Floats:
        """What the baseline would have done in the window, in units."""
        return self.baseline * self.worked


@dataclass(frozen=True)
class Comparison:
    """How much more (0.2 is 20 % more) the treated did than their matched peers, beside their usual; with its interval.

    `treated` and `controls` count members; `unmatched` treated ones had too few peers that had fallen as far short.
    The mean shortfalls of both sides show how like they were.
    """

    difference: float
    low: float
    high: float
    treated: int
    controls: int
    unmatched: int
    treated_shortfall: float
    control_shortfall: float


def compare(treated: Cases, controls: Cases) -> Comparison | None:
    """The comparison, or None where fewer than 10 treated members or 20 peers match, or either side did nothing.

    Each treated case is expected to do its usual times what its matched peers did of theirs. The difference is the sum
    of what was done over the sum of what was expected, less one. The interval (98.75 %, Student's t) is of its
    logarithm, linearised; cases of one member count as one observation, and so do a peer's in several matches.
    """
    matches = _match(treated, controls)
    kept = matches.sum(axis=1) >= FEWEST_PEERS
    chosen = matches[kept].astype(np.float64)
    members = np.unique(treated.member[kept]).size
    peers = np.unique(controls.member[matches[kept].any(axis=0)]).size
    if members < ENOUGH_TREATED or peers < ENOUGH_CONTROLS:
        return None
    usual, peers_usual = treated.usual[kept], chosen @ controls.usual
    factor = chosen @ controls.done / peers_usual
    expected, done = usual * factor, treated.done[kept]
    if done.sum() <= 0 or expected.sum() <= 0:
        return None
    ratio = float(done.sum() / expected.sum())
    # What each case moves the ratio by. A small set of peers fits itself too well, hence its count less one.
    count = chosen.sum(axis=1)
    share = chosen * (usual / peers_usual * np.sqrt(count / (count - 1.0)))[:, None]
    pull = (share * (controls.done - factor[:, None] * controls.usual)).sum(axis=0)
    # Who weighs much draws the ratio towards their own, which hides how far they are off; and of members who weigh
    # unlike, fewer decide than there are (Kish, Survey Sampling, 1965).
    weight = _by_member(treated.member[kept], expected) / expected.sum()
    off = _by_member(treated.member[kept], done - ratio * expected) / np.maximum(1.0 - weight, 0.1)
    spread = np.sqrt((off**2).sum() + ratio**2 * (_by_member(controls.member, pull) ** 2).sum()) / expected.sum()
    freedom = max(1.0, 1.0 / float((weight**2).sum()) - 1.0)
    # On the logarithm: a ratio of few is skewed, and a plain interval says "less" far more often than "more" by chance.
    reach = min(float(special.stdtrit(freedom, 0.5 + CONFIDENCE / 2.0) * spread) / ratio, MOST_DOUBT)
    return Comparison(
        difference=ratio - 1.0,
        low=ratio * math.exp(-reach) - 1.0,
        high=ratio * math.exp(reach) - 1.0,
        treated=members,
        controls=peers,
        unmatched=np.unique(treated.member).size - members,
        treated_shortfall=float(treated.shortfall[kept].mean()),
        control_shortfall=float((chosen @ controls.shortfall / count).mean()),
    )


def _match(treated: Cases, controls: Cases) -> Bools:
    """A row for each treated case: which controls lie in its reach. Whoever was treated is nobody's peer."""
    reach = np.zeros(len(treated.member))
    for date in np.unique(treated.date):
        now = treated.date == date
        everybody = np.concatenate((treated.shortfall[now], controls.shortfall[controls.date == date]))
        reach[now] = CALIPER * float(everybody.std())
    near = np.abs(treated.shortfall[:, None] - controls.shortfall) <= reach[:, None] + 1e-12
    ratio = controls.baseline / treated.baseline[:, None]
    alike = (ratio <= LEVEL) & (ratio >= 1.0 / LEVEL)
    same_date = treated.date[:, None] == controls.date
    return np.asarray(near & alike & same_date & ~np.isin(controls.member, treated.member))


def _by_member(member: Ints, influence: Floats) -> Floats:
    """What the cases of each member add up to."""
    _, place = np.unique(member, return_inverse=True)
    return np.asarray(np.bincount(place, weights=influence), dtype=np.float64)
