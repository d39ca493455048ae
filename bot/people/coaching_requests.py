"""What coaching asks of a rep beside their day: one thing a morning, at most."""

from collections.abc import Mapping, Sequence

from bot.core.work import Work
from bot.people.coaching_parts import CoachingPart, is_on, teams_by_member
from bot.people.pairs import PairSaid, pairs_to_say
from bot.people.surveys import SurveySaid, surveys_to_say
from storage.tables import Member, PairMoment, Team

Ask = PairSaid | SurveySaid


def asks_to_say(work: Work, *, members: Sequence[Member], teams: Mapping[int, Team] | None = None) -> Mapping[int, Ask]:
    """The one thing that each of these reps is asked or told this morning, where their team has that part.

    An invitation comes first, because a colleague waits; then a survey; and the question how a pair went.
    """
    pairs = pairs_to_say(work, members=members)
    surveys = surveys_to_say(work, members=members)
    if not pairs and not surveys:
        return {}
    teams = teams if teams is not None else teams_by_member(work, members=members)
    found: dict[int, Ask] = {}
    for member in members:
        team = teams.get(member.id)
        pair = pairs.get(member.id) if is_on(team, CoachingPart.PAIRS) else None
        survey = surveys.get(member.id) if is_on(team, CoachingPart.SURVEYS) else None
        waits = pair is not None and pair.moment is not PairMoment.FOLLOW_UP
        ask = (pair or survey) if waits else (survey or pair)
        if ask is not None:
            found[member.id] = ask
    return found
