"""Who meets whom: as many as can, the same for the same seed, nobody twice, and not the same two again and again."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from metrics.coaching.pairing import LATELY, Two, draw_pairs


def two(one: int, other: int) -> Two:
    return frozenset((one, other))


def everybody(members: range) -> set[Two]:
    return {two(*each) for each in itertools.combinations(members, 2)}


@given(
    st.integers(0, 12),
    st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda each: each[0] != each[1])),
    st.integers(0, 10**9),
)
def test_each_is_in_one_pair_at_most_with_somebody_whom_they_can_meet(
    size: int, allowed: set[tuple[int, int]], seed: int
) -> None:
    members = range(size)
    can_meet = {two(*each) for each in allowed} & everybody(members)
    drawn = draw_pairs(members, can_meet=can_meet, seed=seed)
    inside = [member for each in drawn for member in each]
    assert len(inside) == len(set(inside))
    assert set(drawn) <= can_meet
    left = set(members) - set(inside)
    assert not any(two(*each) in can_meet for each in itertools.combinations(left, 2)), "nobody is left out for nothing"


@given(st.integers(2, 12), st.integers(0, 10**9))
def test_the_same_seed_gives_the_same_pairs_in_whatever_order_people_come(size: int, seed: int) -> None:
    members = range(size)
    drawn = draw_pairs(members, can_meet=everybody(members), seed=seed)
    assert drawn == draw_pairs(list(reversed(members)), can_meet=everybody(members), seed=seed)
    assert len(drawn) == size // 2


def test_who_complement_each_other_are_put_together_first_and_the_others_by_lot() -> None:
    members = range(8)
    others = set()
    for seed in range(40):
        drawn = draw_pairs(members, can_meet=everybody(members), complementary={two(0, 7)}, seed=seed)
        assert two(0, 7) in drawn
        others.update(set(drawn) - {two(0, 7)})
    assert len(others) == 15, "the six others meet in every way"


def test_the_same_two_do_not_meet_again_while_anybody_else_is_there() -> None:
    members, met, waited = range(6), dict[Two, int](), dict[int, int]()
    history: list[set[Two]] = []
    for turn in range(12):
        drawn = draw_pairs(
            members,
            can_meet=everybody(members),
            complementary={two(0, 5)},
            met=met,
            waited=waited,
            seed=turn,
        )
        history.append(set(drawn))
        met = {each: back for back in range(LATELY, 0, -1) for each in (history[-back] if back <= len(history) else ())}
        assert len(history) < 2 or not history[-1] & history[-2]
    assert sum(two(0, 5) in each for each in history) >= 3, "and still those who complement each other meet at times"


def test_with_an_odd_number_another_one_waits_each_time() -> None:
    members, waited = range(5), dict.fromkeys(range(5), 1)
    out = []
    for turn in range(5):
        drawn = draw_pairs(members, can_meet=everybody(members), waited=waited, seed=turn)
        (left,) = set(members) - {member for each in drawn for member in each}
        waited = {member: waited[member] + 1 if member == left else 1 for member in members}
        out.append(left)
    assert all(one != other for one, other in itertools.pairwise(out))


def test_two_who_are_the_only_ones_meet_again() -> None:
    assert draw_pairs([1, 2], can_meet={two(1, 2)}, met={two(1, 2): 1}, seed=3) == (two(1, 2),)
