"""What can be said of answers so that nobody's can be found out: fixed groups of five or more, in words, at the end.

Three things give an answer away although no name stands beside it. A small group does, and so does a lone answer in a
larger one: so groups have five or more, and shares are told in four words, none of which one answer can change from
none or from all. The third is a difference: the same group with one person more or less, or a part of it beside the
whole. So people are kept in classes: two people are in one class while every report either counts both or neither, and
each class has five or more. Whatever is added up and subtracted, of however many reports, is then constant over
classes, and speaks of five or of nobody.
"""

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence

LEAST = 5
"""People, and answers."""

Group = frozenset[int]


class Level(enum.Enum):
    """How many chose an option, in a word. Of five or more, one is among the few, and all but one are nearly all."""

    FEW = "few or none"
    SOME = "some"
    MOST = "most"
    NEARLY_ALL = "nearly all"


def levels_of(counts: Mapping[str, int]) -> dict[str, Level] | None:
    """The level of each option, by how many chose it; None where fewer than five answered."""
    total = sum(counts.values())
    if total < LEAST:
        return None
    return {option: _level(count, total) for option, count in counts.items()}


def _level(count: int, total: int) -> Level:
    if 4 * count <= total:
        return Level.FEW
    if 2 * count <= total:
        return Level.SOME
    return Level.MOST if 4 * count <= 3 * total else Level.NEARLY_ALL


def form_groups(teams: Mapping[int, Collection[int]]) -> tuple[tuple[int, ...], ...]:
    """Which teams are a group of their own, and which are pooled: those of fewer than five people, all in one group.

    Each member is in one team. Where the small ones have fewer than five people together, they are in no group.
    """
    small = tuple(sorted(team for team, people in teams.items() if 0 < len(people) < LEAST))
    alone = [(team,) for team, people in sorted(teams.items()) if len(people) >= LEAST]
    pooled = sum(len(teams[team]) for team in small)
    return (*alone, small) if pooled >= LEAST else tuple(alone)


def can_report(group: Group, earlier: Iterable[Group]) -> bool:
    """Whether a report on this group leaves every class with five people or more, beside the reports on `earlier`."""
    signatures: dict[int, list[int]] = {}
    for number, each in enumerate([*earlier, group]):
        for member in each:
            signatures.setdefault(member, []).append(number)
    classes: dict[tuple[int, ...], int] = {}
    for found in signatures.values():
        classes[tuple(found)] = classes.get(tuple(found), 0) + 1
    return all(size >= LEAST for size in classes.values())


def choose_asked(
    people: Group, *, questions: Sequence[str], earlier: Mapping[str, Sequence[Group]]
) -> tuple[Group, tuple[str, ...]]:
    """Who of a group is asked, and which questions: everybody, or where that would give somebody away those who were
    asked before and are all still there. Nobody and nothing where neither can be.

    `earlier` are the groups that each question was reported on.
    """
    again = {before for some in earlier.values() for before in some if before <= people and before != people}
    best: tuple[Group, tuple[str, ...]] = (frozenset(), ())
    for group in [people, *sorted(again, key=lambda each: (-len(each), sorted(each)))]:
        allowed = tuple(each for each in questions if can_report(group, earlier.get(each, ())))
        if len(allowed) > len(best[1]):
            best = group, allowed
    return best
