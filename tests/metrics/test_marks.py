"""Pacer's own words, marked: the bands of the words, and how careful it becomes where it was too sure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.chances import BANDS, Odds, Trust, odds_of, shown_chance
from metrics.marks import FEWEST, Mark, mark, trust_of


def goals(count: int, sureness: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Goals whose true chances are said `sureness` times as far from a half as they are."""
    chance = np.random.default_rng(seed)
    true = chance.uniform(0.5 - 0.45 / sureness, 0.5 + 0.45 / sureness, count)
    return 0.5 + sureness * (true - 0.5), chance.uniform(size=count) < true


def test_the_bands_of_the_words_leave_no_chance_without_a_word() -> None:
    edges = [edge for band in BANDS.values() for edge in band]
    assert edges[0] == 0.0
    assert edges[-1] == 1.0
    assert edges[1:-1:2] == edges[2::2]


@given(st.floats(0, 1))
def test_a_word_is_that_of_the_percent_beside_it(probability: float) -> None:
    low, high = BANDS[odds_of(probability)]
    assert low <= shown_chance(probability) < high or odds_of(probability) is Odds.VERY_LIKELY


def test_words_are_counted_as_they_were_told() -> None:
    found = mark(np.array([0.05, 0.05, 0.3, 0.95]), np.array([False, True, False, True]))
    assert found[Odds.VERY_UNLIKELY] == Mark(2, 1)
    assert found[Odds.UNLIKELY] == Mark(1, 0)
    assert found[Odds.VERY_LIKELY] == Mark(1, 1)
    careful = mark(np.array([0.05]), np.array([False]), Trust(0.5, 0.5))
    assert careful[Odds.UNLIKELY] == Mark(1, 0)


@pytest.mark.parametrize("seed", range(5))
def test_who_was_right_stays_as_sure_as_they_were(seed: int) -> None:
    assert trust_of(*goals(300, 1.0, seed)).share > 0.85


@pytest.mark.parametrize("seed", range(5))
def test_who_was_too_sure_becomes_more_careful(seed: int) -> None:
    found = trust_of(*goals(300, 2.2, seed))
    assert 0.3 < found.share < 0.75
    assert found.of(0.02) > 0.12
    assert found.of(0.98) < 0.88


def test_a_few_goals_change_no_word() -> None:
    said, came = goals(FEWEST - 1, 3.0)
    assert trust_of(said, came).share == 1.0


def test_more_care_never_turns_a_word_round() -> None:
    for usual in (0.2, 0.5, 0.8):
        told = [Trust(0.5, usual).of(each) for each in np.linspace(0, 1, 11)]
        assert told == sorted(told)
