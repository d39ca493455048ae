"""What coaching asks of a rep beside their day: one thing a morning, at most."""

from collections.abc import Mapping, Sequence

from bot.core.work import Work
from bot.people.coaching_parts import CoachingPart, is_on, teams_by_member
from bot.people.pairs import PairSaid, pairs_to_say
from storage.tables import Member, Team

Ask = PairSaid


def asks_to_say(work: Work, *, members: Sequence[Member], teams: Mapping[int, Team] | None = None) -> Mapping[int, Ask]:
    """The one thing that each of these reps is asked or told this morning, where their team has that part."""
    pairs = pairs_to_say(work, members=members)
    if not pairs:
        return {}
    teams = teams if teams is not None else teams_by_member(work, members=members)
    return {who: said for who, said in pairs.items() if is_on(teams.get(who), CoachingPart.PAIRS)}
