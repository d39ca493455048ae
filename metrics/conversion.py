"""How many of those that enter a stage go on: rates over entrants old enough, with luck of few taken out.

A rate is shrunk to the team's as the mean of a Beta posterior (Gelman et al., Bayesian Data Analysis, 3rd edition,
section 5.3): (s/D + c p) / (n/D + c), s of n entrants having gone on, p the team's rate, c the weight of the team in
entrants, D how many entrants tell as much as one that is independent.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]

OLD_ENOUGH = 0.8
"""An entrant counts once this share of those that went on took no longer than its age."""
TEAM_ENTRANTS = 12.0
"""c, unless it can be fitted."""
DEALS_APART = 1.0
TOUCHES_APART = 5.0
"""D of calls and e-mails: five calls to one account are not five chances."""
NO_DIFFERENCE = 1000.0
"""From this fitted c on, the members cannot be told from one another."""
MEMBERS_TO_FIT = 8
_WEIGHTS = np.geomspace(0.5, 10_000.0, 200)
_SURE = 1e-9
"""A Beta distribution needs something of either side."""


@dataclass(frozen=True)
class Entrant:
    """One that entered a stage, by local dates: when, and when it went on to the next (None: not so far)."""

    entered_on: dt.date
    advanced_on: dt.date | None = None


@dataclass(frozen=True)
class StageCount:
    """Of `entrants` old enough, `advanced` went on; `too_young` others still have time. Raises ValueError otherwise."""

    entrants: int
    advanced: int
    too_young: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.advanced <= self.entrants or self.too_young < 0:
            raise ValueError(f"Of {self.entrants} entrants none to all go on, not {self.advanced}.")


@dataclass(frozen=True)
class RateBelief:
    """What is believed of a rate: the Beta distribution of so many successes and failures, both above zero."""

    successes: float
    failures: float

    def __post_init__(self) -> None:
        if not (0.0 < self.successes < np.inf and 0.0 < self.failures < np.inf):
            raise ValueError("A belief in a rate needs a finite number above zero on either side.")

    @property
    def mean(self) -> float:
        """The shrunk rate."""
        return self.successes / (self.successes + self.failures)

    def below(self, rate: float) -> float:
        """The probability that the rate is below `rate`."""
        return float(special.betainc(self.successes, self.failures, min(max(rate, 0.0), 1.0)))


class Difference(enum.Enum):
    """What is known of how much members differ."""

    ASSUMED = "assumed"
    """Too few members to say: the usual weight stands."""
    MEASURED = "measured"
    NOT_MEASURABLE = "no measurable difference between reps"


@dataclass(frozen=True)
class Conversion:
    """A stage's rates: `team`, the plain share of all, and the members' shrunk ones, in the order of their counts.

    All are None while nobody has an entrant old enough. `weight` is c, `difference` where it comes from.
    """

    team: float | None
    rates: tuple[float | None, ...]
    weight: float
    difference: Difference


def usual_lag(entrants: Iterable[Entrant], today: dt.date) -> int | None:
    """L: the 80th percentile of the days that those took which had gone on before `today`; None when none had.

    The days are whole, and so is L: the first number by which that share had gone on. Hand over a history several times
    as long as the stage takes, the whole team's: in a short one only quick ones can have gone on.
    """
    days = lags_of(entrants, today)
    return int(np.quantile(days, OLD_ENOUGH, method="inverted_cdf")) if days else None


def lags_of(entrants: Iterable[Entrant], today: dt.date) -> tuple[int, ...]:
    """The days that each took which had gone on before `today`; one dated before it entered took none."""
    return tuple(
        max(0, (each.advanced_on - each.entered_on).days)
        for each in entrants
        if each.advanced_on is not None and each.advanced_on < today
    )


def count_mature(entrants: Iterable[Entrant], today: dt.date, lag: int | None) -> StageCount:
    """Count those that entered at least `lag` days before `today`, and which of them had gone on before it.

    Young ones would be counted as failures that merely had no time: a rate "so far" reads about half of the final one.
    Without a lag (nobody ever went on) no age is too young.
    """
    past = [each for each in entrants if each.entered_on < today]
    mature = [each for each in past if (today - each.entered_on).days >= (lag or 0)]
    advanced = sum(each.advanced_on is not None and each.advanced_on < today for each in mature)
    return StageCount(len(mature), advanced, len(past) - len(mature))


def count_totals(
    entered: Mapping[dt.date, int], advanced: Mapping[dt.date, int], start: dt.date, today: dt.date, lag: int
) -> StageCount:
    """The same for activities that are only counted, such as calls and demos: units by local date.

    What was entered from `start` until `lag` days before `today` is compared with what came of it, the next stage's
    units so many days later. No more can go on than have entered: demos that no call led to do not count.
    """
    shift = dt.timedelta(days=max(0, lag))
    entrants = sum(units for date, units in entered.items() if start <= date < today - shift)
    too_young = sum(units for date, units in entered.items() if max(start, today - shift) <= date < today)
    came = sum(units for date, units in advanced.items() if start + shift <= date < today)
    entrants, came = max(0, entrants), max(0, came)
    return StageCount(entrants, min(entrants, came), max(0, too_young))


def measure_conversion(counts: Sequence[StageCount], *, apart: float = DEALS_APART) -> Conversion:
    """The rates of a team's members at one stage; `apart` is D.

    c is fitted by likelihood where enough members have entrants. Where the fit exceeds 1000 nobody's rate can be told
    from the team's: say so, rather than naming the best and the worst. Raises ValueError for a D below one.
    """
    entrants, advanced = _independent(counts, apart)
    if entrants.sum() <= 0:
        return Conversion(None, (None,) * len(counts), TEAM_ENTRANTS, Difference.ASSUMED)
    team = float(advanced.sum() / entrants.sum())
    weight, difference = _fit_weight(entrants, advanced, team)
    rates = (advanced + weight * team) / (entrants + weight)
    return Conversion(team, tuple(float(rate) for rate in rates), weight, difference)


def believe(own: StageCount, team: float, *, apart: float = DEALS_APART, weight: float = TEAM_ENTRANTS) -> RateBelief:
    """What a member's count and the team's rate make one believe of the member's rate; its mean is the shrunk rate.

    Raises ValueError for a team's rate outside 0 … 1, a D below one or a weight that is not above zero.
    """
    if not 0.0 <= team <= 1.0 or not 0.0 < weight < np.inf:
        raise ValueError("A team's rate is between 0 and 1, and its weight above zero.")
    (entrants,), (advanced,) = _independent([own], apart)
    return RateBelief(
        successes=max(float(advanced + weight * team), _SURE),
        failures=max(float(entrants - advanced + weight * (1.0 - team)), _SURE),
    )


def _independent(counts: Sequence[StageCount], apart: float) -> tuple[Floats, Floats]:
    """Entrants and advanced, each divided by D."""
    if not 1.0 <= apart < np.inf:
        raise ValueError("D, the entrants that tell as much as one, is one or more.")
    return (
        np.array([each.entrants for each in counts], dtype=np.float64) / apart,
        np.array([each.advanced for each in counts], dtype=np.float64) / apart,
    )


def _fit_weight(entrants: Floats, advanced: Floats, team: float) -> tuple[float, Difference]:
    """c of the greatest beta-binomial likelihood, the team's rate given."""
    known = entrants >= 1.0
    if known.sum() < MEMBERS_TO_FIT or not 0.0 < team < 1.0:
        return TEAM_ENTRANTS, Difference.ASSUMED
    n, s = entrants[known][:, None], advanced[known][:, None]
    successes, failures = _WEIGHTS * team, _WEIGHTS * (1.0 - team)
    likelihoods = special.betaln(s + successes, n - s + failures) - special.betaln(successes, failures)
    best = float(_WEIGHTS[int(np.argmax(likelihoods.sum(axis=0)))])
    return best, Difference.NOT_MEASURABLE if best > NO_DIFFERENCE else Difference.MEASURED
