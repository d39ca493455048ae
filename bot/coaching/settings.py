"""Which parts of coaching a team has."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.coaching.pairs import RHYTHMS
from bot.coaching.people import WrongCoaching
from bot.core.permissions import Action, Subject, Viewer, may, require
from bot.core.work import Work
from bot.people.coaching_parts import CoachingPart, is_on
from storage import memberships
from storage.tables import Team


@dataclass(frozen=True)
class TeamParts:
    """A team and the parts that it has."""

    team: Team
    on: frozenset[CoachingPart]
    pairs_every: int = 2
    """Weeks from one proposal of pairs to the next."""
    survey_every: int | None = None
    """Weeks from one survey of the workspace to the next, for who may change that; 0: never."""


def parts_of(work: Work, *, viewer: Viewer | None, team_id: int) -> TeamParts:
    """Which parts the team has, for who may change them; `viewer` None is the operator. Raises NotAllowed."""
    if viewer is not None:
        require(viewer, Action.COACH, Subject(team_ids=frozenset({team_id})))
    team = memberships.find_team_by_id(work.session, workspace_id=work.workspace_id, team_id=team_id)
    if team is None:
        raise WrongCoaching("That team was deleted.")
    return TeamParts(
        team,
        frozenset(part for part in CoachingPart if is_on(team, part)),
        team.pairs_every,
        work.workspace.survey_every if viewer is None or may(viewer, Action.CHANGE_TEAMS, Subject()) else None,
    )


def set_parts(
    work: Work, *, viewer: Viewer | None, team_id: int, on: Collection[CoachingPart], pairs_every: int | None = None
) -> TeamParts:
    """Switch the parts of a team's coaching on and off, and say how often pairs are proposed, where that is given.

    Raises NotAllowed, WrongCoaching.
    """
    before = parts_of(work, viewer=viewer, team_id=team_id)
    if pairs_every is not None:
        if pairs_every not in RHYTHMS:
            raise WrongCoaching("Pairs come every week, every two or every four weeks.", field="pairs_every")
        before.team.pairs_every = pairs_every
    before.team.coaching_off = " ".join(part.value for part in CoachingPart if part not in on)
    work.session.add(before.team)
    work.session.flush()
    work.audit(
        actor_id=viewer.member_id if viewer is not None else None,
        action="coaching",
        detail=f"team {team_id}, off: {before.team.coaching_off or 'nothing'}, pairs every {before.team.pairs_every}",
    )
    return parts_of(work, viewer=viewer, team_id=team_id)
