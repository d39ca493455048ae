"""A drop is unusual for this workspace, and an absence is no drop."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from metrics.coaching.drop import MemberWeeks, find_drops, fit_theta


def weeks(*quantities: float, member: int = 1, worked: dict[int, float] | None = None) -> MemberWeeks:
    """Weeks of five days, of which those in `worked` (by their place) had fewer."""
    days = np.full(len(quantities), 5.0)
    for place, number in (worked or {}).items():
        days[place] = number
    return MemberWeeks(member, np.array(quantities, dtype=np.float64), days, np.full(len(quantities), 5.0))


USUAL = (50.0,) * 8


def test_two_weeks_at_half_the_usual_are_a_drop_below_six_tenths() -> None:
    (drop,) = find_drops([weeks(*USUAL, 25, 25)], 0.6)
    assert (drop.recent, drop.usual, drop.ratio, drop.new) == (5.0, 10.0, 0.5, True)


def test_one_bad_week_is_no_drop() -> None:
    assert find_drops([weeks(*USUAL, 50, 20)], 0.6) == ()


def test_a_ratio_at_theta_is_no_drop() -> None:
    assert find_drops([weeks(*USUAL, 25, 25)], 0.5) == ()


def test_a_short_week_is_judged_by_its_days() -> None:
    assert find_drops([weeks(*USUAL, 30, 30, worked={8: 3.0, 9: 3.0})], 0.9) == ()


def test_a_week_of_leave_is_no_drop_and_is_skipped_afterwards() -> None:
    assert find_drops([weeks(*USUAL, 50, 0, worked={9: 0.0})], 0.9) == ()
    assert find_drops([weeks(*USUAL, 50, 0, 50, worked={9: 0.0})], 0.9) == ()
    (drop,) = find_drops([weeks(*USUAL, 20, 0, 20, worked={9: 0.0})], 0.9)
    assert drop.ratio == pytest.approx(0.4)


def test_a_week_mostly_away_says_nothing() -> None:
    assert find_drops([weeks(*USUAL, 20, 20, 0, worked={10: 2.0})], 0.9) == ()


def test_two_weeks_with_a_long_leave_between_them_are_not_one_mean() -> None:
    away = dict.fromkeys(range(9, 13), 0.0)
    assert find_drops([weeks(*USUAL, 10, 0, 0, 0, 0, 10, worked=away)], 0.9) == ()


def test_part_time_is_a_full_week_of_its_own() -> None:
    half = MemberWeeks(1, np.array([20.0] * 8 + [5.0] * 2), np.full(10, 2.0), np.full(10, 2.0))
    assert len(find_drops([half], 0.6)) == 1


def test_nine_weeks_are_too_few_to_judge() -> None:
    assert find_drops([weeks(*USUAL, 0)], 0.9) == ()


def test_nothing_where_next_to_nothing_is_usual_is_no_drop() -> None:
    assert find_drops([weeks(*(2.0,) * 8, 0, 0)], 0.9) == ()
    assert len(find_drops([weeks(*(3.0,) * 8, 0, 0)], 0.9)) == 1


def test_a_drop_that_goes_on_is_not_new() -> None:
    (drop,) = find_drops([weeks(*USUAL, 20, 20, 20)], 0.6)
    assert not drop.new


def test_the_largest_drop_comes_first() -> None:
    found = find_drops([weeks(*USUAL, 25, 25, member=1), weeks(*USUAL, 5, 5, member=2)], 0.9)
    assert [drop.member for drop in found] == [2, 1]


def test_theta_needs_a_hundred_member_weeks() -> None:
    member = weeks(*(50.0,) * 19)
    assert fit_theta([member] * 9) is None
    assert fit_theta([member] * 10) == 1.0
    assert fit_theta([]) is None


def simulated(seed: int, noise: float, count: int = 120) -> list[MemberWeeks]:
    """Reps of a steady rate, whose days vary by the negative binomial with `noise` (small is noisy)."""
    random = np.random.default_rng(seed)
    rates = random.gamma(4.0, 2.0, size=(60, 1, 1))
    days = random.poisson(rates * random.gamma(noise, 1.0 / noise, size=(60, count, 5))).sum(axis=2)
    five = np.full(count, 5.0)
    return [MemberWeeks(n, row.astype(np.float64), five, five) for n, row in enumerate(days)]


def cut(workspace: list[MemberWeeks], stop: int) -> list[MemberWeeks]:
    return [MemberWeeks(m.member, m.quantities[:stop], m.worked[:stop], m.full[:stop]) for m in workspace]


@pytest.mark.parametrize("noise", [0.3, 1.0, 5.0])
def test_whatever_the_noise_about_five_flags_come_in_a_hundred_weeks_to_come(noise: float) -> None:
    workspace = simulated(7, noise)
    theta = fit_theta(cut(workspace, 60))
    assert theta is not None
    flags = sum(len(find_drops(cut(workspace, week), theta)) for week in range(61, 120))
    assert 0.03 < flags / (60 * 59) < 0.07


def test_a_noisy_workspace_has_a_lower_theta_than_a_steady_one() -> None:
    noisy, steady = fit_theta(simulated(1, 0.3, 40)), fit_theta(simulated(1, 5.0, 40))
    assert noisy is not None
    assert steady is not None
    assert noisy < 0.5 < steady


@pytest.mark.parametrize("theta", [-0.1, 1.1, float("nan")])
def test_theta_is_a_share(theta: float) -> None:
    with pytest.raises(ValueError, match="Theta"):
        find_drops([], theta)


def test_weeks_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="Each week"):
        MemberWeeks(1, np.zeros(3), np.zeros(3), np.zeros(2))


@st.composite
def any_weeks(draw) -> MemberWeeks:
    size = draw(st.integers(0, 30))
    days = st.sampled_from([0.0, 0.5, 2.5, 5.0])
    return MemberWeeks(
        draw(st.integers(1, 9)),
        draw(hnp.arrays(np.float64, size, elements=st.floats(-20, 1e6))),
        draw(hnp.arrays(np.float64, size, elements=days)),
        draw(hnp.arrays(np.float64, size, elements=days)),
    )


@given(st.lists(any_weeks(), max_size=12))
@settings(max_examples=60, deadline=None)
def test_at_most_five_in_a_hundred_of_its_own_weeks_lie_under_theta(members: list[MemberWeeks]) -> None:
    workspace = [member for member in members for _ in range(10)]
    theta = fit_theta(workspace)
    if theta is None:
        return
    assert 0.0 <= theta <= 1.0
    weeks_so_far = [cut([member], length) for member in workspace for length in range(member.quantities.size + 1)]
    flagged = sum(len(find_drops(each, theta)) for each in weeks_so_far)
    possible = sum(max(0, member.quantities.size - 9) for member in workspace)
    assert flagged <= 0.05 * possible


@given(any_weeks(), st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_a_drop_is_below_theta_and_made_of_numbers(member: MemberWeeks, theta: float) -> None:
    for drop in find_drops([member], theta):
        assert 0.0 <= drop.ratio < theta
        assert 0.0 <= drop.recent < drop.usual
        assert drop.ratio == pytest.approx(drop.recent / drop.usual)
