"""What a member usually does: discounted sums of their days, carried on day by day, and the rates that follow.

Formulas and measurements: docs/forecast.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

HALF_LIVES = (20.0, 40.0, 80.0)
"""Of the usual rates, in standard working days."""
RECENT_HALF_LIVES = (3.0, 6.0, 12.0)
"""Of the recent days, in standard working days."""
SHOWN = HALF_LIVES.index(40.0)
"""The half-life of the usual rate that people see, of the peers' mean and of the team's shock."""
SPREAD_HALF_LIFE = 80.0
SPREAD_PRIOR_DAYS = 20.0
"""Weight of the usual dispersion in a member's own, in days."""
LEAST_SPREAD = 0.2
"""A variance below this part of the mean is taken for chance."""
KAPPA = 2.0
"""Weight of the peers' mean rate, in standard working days."""
PSEUDO_MEMBERS = 2.0
"""Weight of the workspace's mean in a team's mean, in members."""
SMALLEST_BASELINE = 1e-3

_H, _R = len(HALF_LIVES), len(RECENT_HALF_LIVES)
_AMOUNTS, _DAYS = slice(0, _H), slice(_H, 2 * _H)
_RECENT_AMOUNTS, _RECENT_DAYS = slice(2 * _H, 2 * _H + _R), slice(2 * _H + _R, 2 * (_H + _R))
_SPREAD = slice(2 * (_H + _R), 2 * (_H + _R) + 3)
SUMS = 2 * (_H + _R) + 3
"""How many sums are kept of a member."""
_DECAYS = np.array([*HALF_LIVES, *HALF_LIVES, *RECENT_HALF_LIVES, *RECENT_HALF_LIVES, *[SPREAD_HALF_LIFE] * 3])


@dataclass(frozen=True, eq=False)
class Histories:
    """The discounted sums of members' days before a date: a row of SUMS for each member.

    For each of HALF_LIVES the quantity (HS) and the standard working days (HW), for each of RECENT_HALF_LIVES the same,
    and of the worked days their number, their sum and the sum of their squares. Days off age nothing.
    """

    sums: Floats

    @classmethod
    def none(cls, members: int) -> "Histories":
        """Of members of whom nothing is known."""
        return cls(np.zeros((members, SUMS)))

    def __len__(self) -> int:
        """How many members."""
        return len(self.sums)

    @property
    def amounts(self) -> Floats:
        """HS: a row for each of HALF_LIVES, a column for each member."""
        return self.sums[:, _AMOUNTS].T

    @property
    def days(self) -> Floats:
        """HW, in the same order."""
        return self.sums[:, _DAYS].T

    @property
    def recent_amounts(self) -> Floats:
        """What was done lately: a row for each of RECENT_HALF_LIVES."""
        return self.sums[:, _RECENT_AMOUNTS].T

    @property
    def recent_days(self) -> Floats:
        """The days in which it was done, in the same order."""
        return self.sums[:, _RECENT_DAYS].T

    def of(self, places: npt.ArrayLike) -> "Histories":
        """Those of some of the members."""
        return Histories(self.sums[np.asarray(places)])

    def scaled(self, factors: Floats) -> "Histories":
        """The same in another unit: quantities times a factor for each member."""
        sums = self.sums.copy()
        for columns, power in ((_AMOUNTS, 1), (_RECENT_AMOUNTS, 1)):
            sums[:, columns] *= factors[:, None] ** power
        sums[:, _SPREAD] *= np.stack([np.ones_like(factors), factors, factors**2], axis=1)
        return Histories(sums)

    def carry_on(self, quantities: Floats, weights: Floats) -> "Histories":
        """The histories some days later: members x days, quantity and standard working days of each.

        Of somebody without any history the days before the first quantity do not count: they were not on this yet.
        """
        if not quantities.size:
            return self
        known = (self.sums[:, _DAYS.start] > 0) | (self.sums[:, _AMOUNTS.start] != 0)
        weights = _since_first(quantities, weights, known)
        later = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1] - weights
        whole = weights.sum(axis=1, keepdims=True)
        sums = self.sums * 0.5 ** (whole / _DECAYS)
        worked = weights > 0
        # exp of a product is far faster than a power.
        for at, half_life in enumerate(HALF_LIVES):
            factors = np.exp(later * (-np.log(2.0) / half_life))
            sums[:, _AMOUNTS.start + at] += np.einsum("ij,ij->i", factors, quantities)
            sums[:, _DAYS.start + at] += np.einsum("ij,ij->i", factors, weights)
            if half_life == SPREAD_HALF_LIFE:
                factors = factors * worked
                sums[:, _SPREAD.start] += factors.sum(axis=1)
                sums[:, _SPREAD.start + 1] += np.einsum("ij,ij->i", factors, quantities)
                sums[:, _SPREAD.start + 2] += np.einsum("ij,ij,ij->i", factors, quantities, quantities)
        for at, half_life in enumerate(RECENT_HALF_LIVES):
            factors = np.exp(later * (-np.log(2.0) / half_life))
            sums[:, _RECENT_AMOUNTS.start + at] += np.einsum("ij,ij->i", factors, quantities)
            sums[:, _RECENT_DAYS.start + at] += np.einsum("ij,ij->i", factors, weights)
        return Histories(sums)

    def spread(self) -> tuple[Floats, Floats]:
        """The worked days that tell how much a member's days vary (0 where too few do), and variance over mean."""
        n, first, second = self.sums[:, _SPREAD].T
        mean = first / np.maximum(n, 1e-9)
        variance = (second / np.maximum(n, 1e-9) - mean**2) * n / np.maximum(n - 1.0, 1.0)
        known = (mean > 0) & (n > 2.0)
        ratio = np.maximum(variance, LEAST_SPREAD * mean) / np.where(known, mean, 1.0)
        return np.where(known, n, 0.0), np.where(known, ratio, 1.0)


def _since_first(quantities: Floats, weights: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    # Somebody whose first entry was on a day off has an amount and no days yet.
    new = ~known
    if not new.any():
        return weights
    anything = quantities != 0
    first = np.where(anything.any(axis=1), np.argmax(anything, axis=1), quantities.shape[1])
    before = np.arange(quantities.shape[1]) < np.where(new, first, 0)[:, None]
    return np.where(before, 0.0, weights)


def joined(parts: Sequence[Histories]) -> Histories:
    """Several members' histories in one."""
    return Histories(np.concatenate([part.sums for part in parts]) if parts else np.zeros((0, SUMS)))


@dataclass(frozen=True, eq=False)
class Usual:
    """What a forecast starts from; arrays with a column for each member.

    `rates` (mu) in units a standard working day and `days` (HW) behind them, a row for each of HALF_LIVES; `spread`,
    the variance of the member's own days over their mean, and the `spread_days` that it was measured over;
    `peer_spread`, what that ratio is with the peers over the usual one (peer_spreads), None where there are none; what
    was done in the `recent` days, a row for each of RECENT_HALF_LIVES, None where only the period's own days are known.
    """

    rates: Floats
    days: Floats
    spread: Floats
    spread_days: Floats
    recent_done: Floats | None = None
    recent_worked: Floats | None = None
    peer_spread: Floats | None = None

    @classmethod
    def steady(cls, rate: npt.ArrayLike, *, days: npt.ArrayLike = 1e9) -> "Usual":
        """Somebody of whom only a rate is known, as if over so many days."""
        rates, behind = np.broadcast_arrays(
            *(np.atleast_1d(np.asarray(each, dtype=np.float64)) for each in (rate, days))
        )
        size = (_H, rates.size)
        nothing = np.zeros(rates.size)
        return cls(np.broadcast_to(rates, size), np.broadcast_to(behind, size), nothing + 1.0, nothing)

    def __len__(self) -> int:
        """How many members."""
        return int(self.rates.shape[1])

    def of(self, places: npt.ArrayLike) -> "Usual":
        """That of some of the members."""
        at = np.asarray(places)
        return Usual(
            self.rates[:, at],
            self.days[:, at],
            self.spread[at],
            self.spread_days[at],
            None if self.recent_done is None else self.recent_done[:, at],
            None if self.recent_worked is None else self.recent_worked[:, at],
            None if self.peer_spread is None else self.peer_spread[at],
        )

    def after(self, done: Floats, worked: Floats) -> "Usual":
        """The same when so much more was done in so many days after the recent ones."""
        if self.recent_done is None or self.recent_worked is None:
            return self
        aged = 0.5 ** (worked[None, :] / np.array(RECENT_HALF_LIVES)[:, None])
        return Usual(
            self.rates,
            self.days,
            self.spread,
            self.spread_days,
            self.recent_done * aged + done,
            self.recent_worked * aged + worked,
            self.peer_spread,
        )


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of one member: a column of what is known of many."""

    whole: Usual
    place: int

    def alone(self) -> Usual:
        """The same of this member only."""
        return self.whole.of([self.place])


def gather(known: Sequence[Known]) -> Usual:
    """What is known of several members, in their order; all of them with recent days, or all without."""
    places: dict[int, tuple[Usual, list[int], list[int]]] = {}
    for at, each in enumerate(known):
        _, mine, theirs = places.setdefault(id(each.whole), (each.whole, [], []))
        mine.append(at)
        theirs.append(each.place)
    order = np.argsort(np.concatenate([mine for _, mine, _ in places.values()]), kind="stable")
    parts = [whole.of(theirs) for whole, _, theirs in places.values()]
    done = [part.recent_done for part in parts if part.recent_done is not None]
    worked = [part.recent_worked for part in parts if part.recent_worked is not None]
    peers = [np.ones(len(part)) if part.peer_spread is None else part.peer_spread for part in parts]
    return Usual(
        np.concatenate([part.rates for part in parts], axis=1)[:, order],
        np.concatenate([part.days for part in parts], axis=1)[:, order],
        np.concatenate([part.spread for part in parts])[order],
        np.concatenate([part.spread_days for part in parts])[order],
        np.concatenate(done, axis=1)[:, order] if len(done) == len(parts) else None,
        np.concatenate(worked, axis=1)[:, order] if len(worked) == len(parts) else None,
        np.concatenate(peers)[order],
    )


def peer_means(totals: Floats, weights: Floats, group: Ints) -> Floats:
    """m_team for each member: the mean rate of the others' group, pulled to the mean of all by two pseudo-members.

    `totals` and `weights` are the members' discounted quantity and days, `group` the number of each member's team. A
    member without any history counts for no mean. Returns units a standard working day.
    """
    rates = np.divide(totals, weights, out=np.zeros_like(totals), where=weights > 0)
    known = weights > 0
    overall = float(rates[known].mean()) if known.any() else 0.0
    size = int(group.max()) + 1 if group.size else 0
    counts = np.bincount(group, weights=known.astype(float), minlength=size)
    sums = np.bincount(group, weights=np.where(known, rates, 0.0), minlength=size)
    means = (sums + PSEUDO_MEMBERS * overall) / (counts + PSEUDO_MEMBERS)
    return np.asarray(means[group], dtype=np.float64)


def usual_spread(rates: Floats) -> Floats:
    """The variance of days over their mean that somebody with this rate has before more is known: 1 + mu."""
    return np.asarray(1.0 + rates, dtype=np.float64)


def peer_spreads(spread: Floats, days: Floats, rates: Floats, group: Ints) -> Floats:
    """For each member, how much the days of the others of their group vary over what is usual: a factor.

    `spread` is the variance of each one's days over their mean, measured over `days` of them, `rates` their usual
    rates; the mean of the logs, pulled to what is usual by SPREAD_PRIOR_DAYS. 1 for who is alone.
    """
    more = days * np.log(spread / usual_spread(rates))
    size = int(group.max()) + 1 if group.size else 0
    others = np.bincount(group, weights=more, minlength=size)[group] - more
    their_days = np.maximum(np.bincount(group, weights=days, minlength=size)[group] - days, 0.0)
    return np.asarray(np.exp(others / (their_days + SPREAD_PRIOR_DAYS)), dtype=np.float64)


def baselines(quantities: Floats, weights: Floats, peers: Floats, *, kappa: float = KAPPA) -> Floats:
    """mu, the usual rate in units a standard working day: one's own history, with two days of the peers' mean."""
    return np.asarray(np.maximum((quantities + kappa * peers) / (weights + kappa), SMALLEST_BASELINE), dtype=np.float64)


@dataclass(frozen=True)
class DiscountedHistory:
    """HS, the discounted quantity, and HW, the discounted standard working days, of one member at one half-life."""

    quantity: float
    weight: float


def discount(
    earlier: DiscountedHistory, quantities: Floats, weights: Floats, *, half_life: float = HALF_LIVES[SHOWN]
) -> DiscountedHistory:
    """The history some days later: `earlier` grows older, and the days since (quantity and weight of each) are added.

    A day's age is the standard working days from it to the end, so days off age nothing.
    """
    if quantities.size == 0:
        return earlier
    later = weights.sum() - np.cumsum(weights)
    factors = 0.5 ** (later / half_life)
    aged = 0.5 ** (float(weights.sum()) / half_life)
    return DiscountedHistory(
        quantity=earlier.quantity * aged + float((factors * quantities).sum()),
        weight=earlier.weight * aged + float((factors * weights).sum()),
    )
