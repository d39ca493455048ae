"""Nothing that surveys report, added up and subtracted in whatever way, speaks of fewer than five people."""

import itertools
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.coaching.anonymity import LEAST, Group, Level, can_report, choose_asked, form_groups, levels_of

COUNTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 9), min_size=1)


@given(COUNTS)
def test_below_five_answers_nothing_is_said(counts: dict[str, int]) -> None:
    assert (levels_of(counts) is None) == (sum(counts.values()) < LEAST)


@given(COUNTS, st.sampled_from("abcdefg"), st.sampled_from("abcdefg"))
def test_a_lone_answer_is_never_seen(counts: dict[str, int], lone: str, other: str) -> None:
    others = {option: count for option, count in counts.items() if option != lone}
    others[other] = others.get(other, 0) + 1
    without = levels_of({**others, lone: 0})
    moved = levels_of({**others, other: others[other] - 1, lone: 1}) if other != lone else None
    if without is not None and moved is not None:
        assert without[lone] is moved[lone] is Level.FEW


@given(st.integers(LEAST, 60))
def test_one_who_differs_from_all_others_is_not_seen_either(total: int) -> None:
    all_but_one, everybody = levels_of({"a": total - 1, "b": 1}), levels_of({"a": total, "b": 0})
    assert all_but_one == everybody == {"a": Level.NEARLY_ALL, "b": Level.FEW}


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 9), max_size=9))
def test_groups_are_of_five_or_more_each_team_in_one_at_most(sizes: dict[int, int]) -> None:
    teams = {team: range(size) for team, size in sizes.items()}
    groups = form_groups(teams)
    assert all(sum(sizes[team] for team in group) >= LEAST for group in groups)
    inside = [team for group in groups for team in group]
    assert len(inside) == len(set(inside))
    assert {team for team, size in sizes.items() if size >= LEAST} <= set(inside)


def speaks_of_few(reports: Sequence[Group]) -> bool:
    """Whether some sum of the reports, each taken any number of times, is about one to four people. By linear algebra:
    it is where leaving them out lowers the rank, and so without any notion of classes."""
    people = sorted(frozenset().union(*reports))
    if not people:
        return False
    counted = np.array([[float(each in report) for each in people] for report in reports])
    rank = np.linalg.matrix_rank(counted)
    return any(
        np.linalg.matrix_rank(np.delete(counted, few, axis=1)) < rank
        for size in range(1, min(LEAST, len(people) + 1))
        for few in itertools.combinations(range(len(people)), size)
    )


GROUPS = st.frozensets(st.integers(0, 12), min_size=0, max_size=13)


@settings(deadline=None, max_examples=60)
@given(st.lists(GROUPS, max_size=4))
def test_what_may_be_reported_beside_what_was_gives_nobody_away(drawn: list[Group]) -> None:
    reported: list[Group] = []
    for group in drawn:
        if group and can_report(group, reported):
            reported.append(group)
    assert not reported or not speaks_of_few(reported)


def test_the_attack_that_it_is_about_is_one() -> None:
    eight, seven = frozenset(range(8)), frozenset(range(7))
    assert speaks_of_few([eight, seven]), "who left said what the difference is"
    assert not can_report(seven, [eight])
    assert not can_report(eight, [seven])
    assert can_report(eight, [eight]), "the same people can be asked again"
    assert can_report(frozenset(range(13)), [eight]), "and so can they with five new ones"


CHANGES = st.lists(
    st.lists(st.tuples(st.integers(0, 13), st.integers(0, 3)), max_size=5),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=14, max_size=14), CHANGES)
def test_however_people_come_leave_and_change_teams_between_surveys(
    begin: list[int], changes: list[list[tuple[int, int]]]
) -> None:
    team_of, reported = dict(enumerate(begin)), list[Group]()
    for some in changes:
        team_of.update(some)  # team 0: they are in none
        teams = {team: {who for who, its in team_of.items() if its == team} for team in (1, 2, 3)}
        now: list[Group] = []
        for group in form_groups(teams):
            people = frozenset().union(*(teams[team] for team in group))
            asked, questions = choose_asked(people, questions=["goal"], earlier={"goal": reported})
            assert asked <= people
            if questions:
                now.append(asked)
        reported += now
        assert not reported or not speaks_of_few(reported)


def test_a_team_that_grows_by_one_goes_on_with_those_who_were_asked_before() -> None:
    before, now = frozenset(range(6)), frozenset(range(7))
    assert choose_asked(now, questions=["goal"], earlier={"goal": [before]}) == (before, ("goal",))
    assert choose_asked(now, questions=["goal", "helps"], earlier={"goal": [before]}) == (before, ("goal", "helps"))
    ten = frozenset(range(11))
    assert choose_asked(ten, questions=["goal"], earlier={"goal": [before]}) == (ten, ("goal",)), "five are new"


def test_a_team_that_somebody_left_is_not_asked_the_same_again() -> None:
    before, now = frozenset(range(6)), frozenset(range(5))
    assert choose_asked(now, questions=["goal"], earlier={"goal": [before]}) == (frozenset(), ())
    assert choose_asked(now, questions=["goal", "helps"], earlier={"goal": [before]}) == (now, ("helps",))
