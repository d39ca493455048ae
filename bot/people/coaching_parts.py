"""The parts of coaching, each of which a team can do without."""

import enum
from collections.abc import Mapping, Sequence

from bot.core.members import by_local_date
from bot.core.work import Work
from bot.targets.holding import teams_of
from storage import memberships
from storage.tables import Member, Team


class CoachingPart(enum.Enum):
    """What a team can switch off; the values are stored."""

    MEETINGS = "meetings"
    """Briefs before 1:1s, and the question about one that was missed."""
    COMMITMENTS = "commitments"
    """What the morning message says of them."""
    PAIRS = "pairs"
    """Proposals to meet a colleague, and what follows from them."""
    TRAININGS = "trainings"
    """That reps are told of trainings."""
    PACK = "pack"
    """The managers' monthly pack for the team's meeting."""
    SURVEYS = "surveys"
    """Anonymous surveys, and what they showed."""


def is_on(team: Team | None, part: CoachingPart) -> bool:
    """Whether the team wants this part; who has no team does."""
    return team is None or part.value not in team.coaching_off.split()


def doing_without(work: Work, *, members: Sequence[Member], part: CoachingPart) -> set[int]:
    """Who of these is today a rep of a team that does without this part, or whose messages are paused."""
    teams = teams_by_member(work, members=members)
    return {member_id for member_id, team in teams.items() if team.paused or not is_on(team, part)}


def teams_by_member(work: Work, *, members: Sequence[Member]) -> Mapping[int, Team]:
    """The team that each of these members is a rep of today; who is in none is left out."""
    teams = {team.id: team for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)}
    found: dict[int, Team] = {}
    for date, some in by_local_date(members, work.workspace, work.now).items():
        ids = [member.id for member in some]
        in_team = teams_of(work.session, workspace=work.workspace, member_ids=ids, date=date)
        found.update({member_id: teams[team_id] for member_id, team_id in in_team.items()})
    return found
