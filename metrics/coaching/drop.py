"""Activity that dropped: two weeks far below a member's own usual, with "far" learned from the workspace itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RECENT_WEEKS, USUAL_WEEKS = 2, 8
FLAGS = 0.05
"""Flags a member-week."""
ENOUGH_MEMBER_WEEKS = 100
"""Judged member-weeks below which the workspace's history cannot say what is unusual."""
PRESENT_SHARE = 0.5
"""A week counts when at least this share of the member's own working week was worked."""
LEAST_EXPECTED = 5.0
"""Units usual in the two weeks; with fewer, none at all is nothing unusual."""
STALE_WEEKS = 4
"""Two weeks that lie further apart (a long leave between them) are no recent mean."""


@dataclass(frozen=True, eq=False)
class MemberWeeks:
    """One member's complete weeks of one metric, oldest first, without a gap; the last is the last complete week.

    `quantities` in units, `worked` in standard working days, `full` the standard working days of the member's own week
    without holidays or leave (0 before they joined). Late entries are in: hand over a week some days after its end.
    Raises ValueError for arrays of different lengths.
    """

    member: int
    quantities: Floats
    worked: Floats
    full: Floats

    def __post_init__(self) -> None:
        if not self.quantities.shape == self.worked.shape == self.full.shape:
            raise ValueError("Each week has a quantity, days worked and the days of a full week.")


@dataclass(frozen=True)
class Drop:
    """A member whose last two weeks are under theta of their usual. Rates in units a standard working day.

    `ratio` is recent / usual; `new` is False where the week before was flagged as well.
    """

    member: int
    recent: float
    usual: float
    ratio: float
    new: bool


def fit_theta(workspace: Sequence[MemberWeeks]) -> float | None:
    """The largest theta that flags at most 5 in 100 of the member-weeks; at most 1. None below 100 judged weeks.

    Hand over the weeks before those that are to be judged: theta must not have seen them.
    """
    judged = np.sort(np.concatenate([_ratios(weeks)[0] for weeks in workspace] or [np.zeros(0)]))
    judged = judged[np.isfinite(judged)]
    if judged.size < ENOUGH_MEMBER_WEEKS:
        return None
    # Flags are ratios strictly under theta, so those equal to it, however many, are none.
    return float(min(1.0, judged[int(FLAGS * judged.size)]))


def find_drops(workspace: Sequence[MemberWeeks], theta: float) -> tuple[Drop, ...]:
    """Whose last complete week ends a drop, largest drop first. Raises ValueError for a theta outside 0 … 1.

    A member who was away in the last week, has fewer than ten present weeks or next to no usual activity is not judged.
    """
    if not 0.0 <= theta <= 1.0:
        raise ValueError(f"Theta is a share between 0 and 1; {theta} is not.")
    drops = []
    for weeks in workspace:
        ratios, recent, usual = _ratios(weeks)
        if ratios.size and ratios[-1] < theta:
            new = not (ratios.size > 1 and ratios[-2] < theta)
            drops.append(Drop(weeks.member, float(recent[-1]), float(usual[-1]), float(ratios[-1]), new))
    return tuple(sorted(drops, key=lambda drop: (drop.ratio, drop.member)))


def _ratios(weeks: MemberWeeks) -> tuple[Floats, Floats, Floats]:
    """For each week the ratio, the recent and the usual rate as of its end; not a number where it cannot be judged."""
    ratios, recent, usual = (np.full(weeks.worked.shape, np.nan) for _ in range(3))
    present = np.flatnonzero((weeks.full > 0) & (weeks.worked >= PRESENT_SHARE * weeks.full) & (weeks.worked > 0))
    window = RECENT_WEEKS + USUAL_WEEKS
    if present.size < window:
        return ratios, recent, usual
    # A week of corrections alone is a week of nothing.
    done = np.maximum(weeks.quantities[present], 0.0)
    worked = weeks.worked[present]
    first, last = present[USUAL_WEEKS : 1 - RECENT_WEEKS], present[window - 1 :]
    recent_done, recent_worked = (_moving(each, RECENT_WEEKS)[USUAL_WEEKS:] for each in (done, worked))
    usual_done, usual_worked = (_moving(each, USUAL_WEEKS)[:-RECENT_WEEKS] for each in (done, worked))
    recent[last], usual[last] = recent_done / recent_worked, usual_done / usual_worked
    enough = usual[last] * recent_worked >= LEAST_EXPECTED
    judged = last[enough & (last - first < STALE_WEEKS)]
    ratios[judged] = recent[judged] / usual[judged]
    return ratios, recent, usual


def _moving(values: Floats, width: int) -> Floats:
    """The sums of `width` neighbours: element i is of values[i : i + width]."""
    return np.asarray(np.convolve(values, np.ones(width), mode="valid"), dtype=np.float64)
