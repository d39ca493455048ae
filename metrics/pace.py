"""Pace: what should be done by now, by working days passed, and what that asks of today."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
FloatLike = float | Floats

EARLY_DAYS = 1.0
"""Before one standard working day is over a ratio says nothing."""


@dataclass(frozen=True)
class Pace:
    """Where a goal stands against its plan. Quantities in units of the metric.

    `expected` by now; `gap` is done beyond it (below zero: behind), the figure to show. `pace` is done / expected, None
    when that is too early to say (`too_early`) or nothing was expected yet. `need` is what is left, `required` that a
    standard working day, None when something is left and no day is. `ask` is today's part, a whole number.
    """

    expected: float
    gap: float
    pace: float | None
    need: float
    required: float | None
    ask: int
    too_early: bool
    reached: bool


@dataclass(frozen=True)
class Paces:
    """The same as Pace, an array of each; `pace` and `required` are 0 where `has_pace`, `has_required` say None."""

    expected: Floats
    gap: Floats
    pace: Floats
    has_pace: Bools
    need: Floats
    required: Floats
    has_required: Bools
    ask: Floats
    too_early: Bools
    reached: Bools


def pace_of(
    done: float, target: float, worked: float, remaining: float, today: float, *, expected: float | None = None
) -> Pace:
    """The pace of one goal.

    `done` (refunds may make it negative) and the effective `target` in units; `worked`, `remaining` and the weight of
    `today`, which is part of what remains, in standard working days. `expected` is what a `GoalShare` expects by today
    where its dates are not asked for evenly (a ramp, a change of team); else it follows from the days. A target of 0
    is no goal: no pace and no ask, and "reached" is not said. Raises ValueError for a negative target or count of days,
    or a value that is not finite.
    """
    many = paces_of(done, target, worked, remaining, today, expected=expected)
    return Pace(
        expected=float(many.expected[0]),
        gap=float(many.gap[0]),
        pace=float(many.pace[0]) if many.has_pace[0] else None,
        need=float(many.need[0]),
        required=float(many.required[0]) if many.has_required[0] else None,
        ask=int(many.ask[0]),
        too_early=bool(many.too_early[0]),
        reached=bool(many.reached[0]),
    )


def paces_of(
    done: FloatLike,
    target: FloatLike,
    worked: FloatLike,
    remaining: FloatLike,
    today: FloatLike,
    *,
    expected: FloatLike | None = None,
) -> Paces:
    """The paces of many goals; the arguments as for `pace_of`, arrays of one length or numbers for all."""
    given = (
        (done, target, worked, remaining, today)
        if expected is None
        else (done, target, worked, remaining, today, expected)
    )
    arrays = np.broadcast_arrays(*(np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in given))
    _require_sound(arrays)
    so_far, goal, past, left, weight = arrays[:5]
    # Ratios of days come first: they lie between 0 and 1, so that no finite input overflows on the way.
    with np.errstate(over="ignore"):
        by_now = arrays[5] if expected is not None else goal * _ratio(past, past + left)
        need = np.where(goal > 0, np.clip(goal - so_far, 0.0, np.finfo(np.float64).max), 0.0)
        part = need * np.minimum(_ratio(weight, left), 1.0)
        has_pace = (past >= EARLY_DAYS) & (by_now > 0)
        return Paces(
            expected=by_now,
            gap=so_far - by_now,
            pace=np.where(has_pace, _ratio(so_far, by_now), 0.0),
            has_pace=has_pace,
            need=need,
            required=_ratio(need, left),
            has_required=(left > 0) | (need <= 0),
            # Rounding noise must not ask for one more: 3.0000000001 is 3.
            ask=np.maximum(np.ceil(part - np.maximum(1e-9, 1e-15 * part)), 0.0),
            too_early=(goal > 0) & (past < EARLY_DAYS),
            reached=(goal > 0) & (so_far >= goal),
        )


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _require_sound(arrays: tuple[Floats, ...]) -> None:
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("A pace needs finite numbers.")
    if (arrays[1] < 0).any():
        raise ValueError("A target is zero or more.")
    if any((array < 0).any() for array in arrays[2:5]):
        raise ValueError("Days worked, remaining and today's weight are zero or more.")
