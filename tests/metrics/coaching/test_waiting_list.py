"""By lot: what a training without effect is credited with is chance, and a real gain is found as often as is said."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from metrics.coaching.matching import Cases, compare
from metrics.coaching.waiting_list import POWER, compare_halves, contrast, draw_halves

Floats = npt.NDArray[np.float64]
RUNS = 1000
BEFORE, WAITING, WEEK = 12, 4, 5.0


def simulate(reps: int, *, seed: int, weeks: int, runs: int = RUNS) -> tuple[Floats, Floats, np.random.Generator]:
    """(rates a week, what was done in each week) of `reps` in each of the runs: runs x reps x weeks.

    Rates differ between reps (gamma, 4 units a day) and wander from week to week; days are as noisy as the forecast
    takes them to be (negative binomial, r = 1).
    """
    random = np.random.default_rng(seed)
    wander = np.empty((runs, reps, weeks))
    for week in range(weeks):
        before = wander[..., week - 1] * 0.9 if week else 0.0
        wander[..., week] = before + random.normal(0.0, 0.3 * (1.0 if not week else 0.19**0.5), (runs, reps))
    rates = WEEK * random.gamma(4.0, 1.0, size=(runs, reps, 1)) * np.exp(wander - 0.045)
    return rates, _done(rates, random), random


def _done(rates: Floats, random: np.random.Generator) -> Floats:
    return random.poisson(rates * random.gamma(WEEK, 1.0 / WEEK, size=rates.shape)).astype(np.float64)


def usual_of(done: Floats) -> Floats:
    """A day's usual from the weeks before, discounted and shrunk a little to everybody's."""
    fade = 0.5 ** (np.arange(done.shape[-1])[::-1] * WEEK / 80.0)
    return np.asarray(((done * fade).sum(-1) + 2.0 * 4.0) / (WEEK * fade.sum() + 2.0))


def found_by_lot(half: int, effect: float, seed: int) -> float:
    """The share of runs in which a waiting list of two such halves is reported to show an effect."""
    rates, done, random = simulate(2 * half, seed=seed, weeks=BEFORE + WAITING)
    rates[:, :half, BEFORE:] *= 1.0 + effect
    after = _done(rates[..., BEFORE:], random).sum(-1)
    usual = usual_of(done[..., :BEFORE]) * WEEK * WAITING
    _, low, high = contrast(after[:, :half], usual[:, :half], after[:, half:], usual[:, half:])
    return float(((low > 0.0) | (high < 0.0)).mean())


@pytest.mark.parametrize("half", [5, 10, 30])
def test_a_training_without_effect_by_waiting_list_is_credited_with_one_in_a_twentieth_of_runs_at_most(
    half: int,
) -> None:
    assert found_by_lot(half, 0.0, seed=half) <= 0.05


def test_a_gain_of_thirty_percent_is_found_as_often_as_managers_are_told() -> None:
    (few, of_few), (many, of_many) = POWER
    assert found_by_lot(few, 0.3, seed=1) == pytest.approx(of_few, abs=0.05)
    # Managers are told the lower figure of real teams, which are noisier than these.
    assert of_many - 0.05 <= found_by_lot(many, 0.3, seed=2) <= of_many + 0.15


def test_a_training_without_effect_given_to_the_worst_fifth_is_credited_with_one_in_a_twentieth_of_runs_at_most() -> (
    None
):
    """Looked at after 30, 60, 90 and 120 days, each time beside peers whose month was as bad."""
    seen = [look_at(one) for seed in range(10) for one in worst_fifth(seed, runs=RUNS // 10)]
    assert len(seen) == RUNS
    assert np.mean([each.looked_better for each in seen]) > 0.2, "what most would report"
    assert sum(each.compared for each in seen) >= RUNS // 2, "or it was never put to the test"
    assert sum(each.reported for each in seen) <= 0.05 * RUNS


@dataclass(frozen=True)
class Seen:
    """What others would report of a training of no effect, as a share, and what is reported here."""

    looked_better: float
    compared: bool
    reported: bool


def worst_fifth(seed: int, *, runs: int) -> Iterator[tuple[list[Cases], list[Cases], float]]:
    """60 of 300 reps, those who fell furthest short of their usual: (trained, peers) at each look, and their gain."""
    reps, weeks, windows = 300, 4, 4
    _, done, _ = simulate(reps, seed=seed, weeks=BEFORE + weeks * (1 + windows), runs=runs)
    usual = usual_of(done[..., :BEFORE])
    months = done[..., BEFORE:].reshape(runs, reps, 1 + windows, weeks).sum(-1)
    shortfall = np.maximum(-1.0, 1.0 - months[..., 0] / (usual * WEEK * weeks))
    order = np.argsort(-shortfall, axis=1)
    for run in range(runs):
        groups = order[run, : reps // 5], order[run, reps // 5 :]
        gains = [months[run, some, 1].sum() / months[run, some, 0].sum() for some in groups]
        cases = [
            [_cases(some, shortfall[run], usual[run], months[run, :, 1 + look]) for look in range(windows)]
            for some in groups
        ]
        yield cases[0], cases[1], float(gains[0] / gains[1] - 1.0)


def look_at(one: tuple[list[Cases], list[Cases], float]) -> Seen:
    trained, peers, gain = one
    looks = [look for look in map(compare, trained, peers) if look is not None]
    return Seen(gain, bool(looks), any(look.low > 0.0 or look.high < 0.0 for look in looks))


def _cases(members: npt.NDArray[np.int64], shortfall: Floats, usual: Floats, after: Floats) -> Cases:
    return Cases(
        member=members,
        date=np.zeros(len(members), dtype=np.int64),
        shortfall=shortfall[members],
        baseline=usual[members],
        done=after[members],
        worked=np.full(len(members), WEEK * 4),
    )


def test_the_same_draw_gives_the_same_halves_for_ever() -> None:
    first, waiting = draw_halves("4711", [5, 3, 1, 2, 4])
    assert (first, waiting) == draw_halves("4711", [1, 2, 3, 4, 5])
    assert sorted(first + waiting) == [1, 2, 3, 4, 5]
    assert (len(first), len(waiting)) == (3, 2)
    assert draw_halves("4711", range(1, 9)) == ((1, 2, 5, 6), (3, 4, 7, 8))


def test_everybody_is_as_often_in_either_half() -> None:
    firsts = [set(draw_halves(str(draw), range(10))[0]) for draw in range(400)]
    shares = [sum(member in first for first in firsts) / 400 for member in range(10)]
    assert all(0.4 <= share <= 0.6 for share in shares)


def test_of_one_there_are_no_halves() -> None:
    with pytest.raises(ValueError, match="fewer than two"):
        draw_halves("x", [1, 1])


def alike(members: int, ratio: float) -> tuple[Floats, Floats]:
    usual = np.full(members, 40.0)
    done = ratio * usual + np.where(np.arange(members) % 2, 4.0, -4.0)
    return done, usual


def test_more_in_the_first_half_is_told_with_its_interval() -> None:
    found = compare_halves(*alike(10, 1.3), *alike(10, 1.0))
    assert found is not None
    assert found.difference == pytest.approx(0.3, abs=0.01)
    assert 0.0 < found.low < found.difference < found.high
    assert (found.first, found.waiting) == (10, 10)


def test_a_season_that_lifts_both_is_no_effect() -> None:
    found = compare_halves(*alike(8, 1.6), *alike(8, 1.6))
    assert found is not None
    assert found.low < 0.0 < found.high


@pytest.mark.parametrize(("first", "waiting"), [(4, 9), (9, 4), (0, 5)])
def test_with_fewer_than_five_in_a_half_nothing_is_compared(first: int, waiting: int) -> None:
    assert compare_halves(*alike(first, 2.0), *alike(waiting, 1.0)) is None


def test_who_does_nothing_or_the_same_leaves_numbers() -> None:
    usual = np.full(5, 10.0)
    found = compare_halves(np.zeros(5), usual, np.full(5, 10.0), usual)
    assert found is not None
    assert -1.0 < found.low <= found.high < 0.0
    with pytest.raises(ValueError, match="above zero"):
        compare_halves(usual, np.zeros(5), usual, usual)
