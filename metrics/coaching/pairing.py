"""Who meets whom: pairs of colleagues, drawn by lot but for what is certain.

A meeting of two who sell alike raised sales whoever met whom (Sandvik, Saouma, Seegert and Stanton, Quarterly Journal
of Economics 135, 2020), so chance is good enough; where one is certainly strong in what the other is certainly weak in,
they are put together first.
"""

import random
from collections.abc import Collection, Mapping, Sequence

TRIES = 24
"""Orders of which the best is taken."""
LATELY = 3
"""Rounds within which two who met are put together again only where nobody else is left."""
NEVER = 1_000
"""Rounds, for who had no pair yet."""

Two = frozenset[int]


def draw_pairs(
    members: Sequence[int],
    *,
    can_meet: Collection[Two],
    complementary: Collection[Two] = (),
    met: Mapping[Two, int] | None = None,
    waited: Mapping[int, int] | None = None,
    seed: int,
) -> tuple[Two, ...]:
    """Pairs of `members`, each in one at most; the same seed gives the same pairs.

    Of those who `can_meet`, as many as can be; then who waited longest (`waited`: rounds since their last pair), then
    as few as can be who met lately (`met`: rounds since they did), then the `complementary` ones, else by lot.
    """
    met, waited = met or {}, waited or {}
    lot = random.Random(seed)
    best: tuple[Two, ...] = ()
    most: tuple[float, ...] = ()
    for _ in range(TRIES):
        found = _draw(members, can_meet, complementary, met, waited, lot)
        in_pair = {member for two in found for member in two}
        score = (
            len(found),
            sum(waited.get(member, NEVER) for member in in_pair),
            -sum(_again(two, met) for two in found),
            sum(two in complementary for two in found),
        )
        if score > most:
            best, most = found, score
    return tuple(sorted(best, key=sorted))


def _draw(
    members: Sequence[int],
    can_meet: Collection[Two],
    complementary: Collection[Two],
    met: Mapping[Two, int],
    waited: Mapping[int, int],
    lot: random.Random,
) -> tuple[Two, ...]:
    order = {member: lot.random() for member in sorted(members)}
    left = sorted(members, key=lambda member: (-waited.get(member, NEVER), order[member]))
    found: list[Two] = []
    while left:
        one = left.pop(0)
        others = [other for other in left if frozenset((one, other)) in can_meet]
        if not others:
            continue
        chance = {other: lot.random() for other in others}

        def rank(other: int, one: int = one, chance: Mapping[int, float] = chance) -> tuple[float, bool, float]:
            two = frozenset((one, other))
            return _again(two, met), two not in complementary, chance[other]

        partner = min(others, key=rank)
        left.remove(partner)
        found.append(frozenset((one, partner)))
    return tuple(found)


def _again(two: Two, met: Mapping[Two, int]) -> float:
    """How much is against it because they met lately: 1 for the last round, 0 where it is long ago or never was."""
    rounds = met.get(two, NEVER)
    return 1.0 / max(1, rounds) if rounds <= LATELY else 0.0
