"""Why a team's figures are as they are: how its deals move, how leads are answered, what a customer is worth."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.looks import note_looks
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.work import Work
from bot.deals.customer_value import CustomerValue, customer_value
from bot.people.teams import reps_of
from bot.pipeline.conversion import ConversionFigures, conversion_of, team_conversion
from bot.standings.member_view import require_sight
from storage import people
from storage.tables import Member, Team, Workspace


@dataclass(frozen=True)
class TeamQuality:
    """A team's conversion, leads and sources, and what a customer is worth.

    `members` are the reps by id: the weak stages name them.
    """

    team: Team
    figures: ConversionFigures
    customer: CustomerValue
    members: dict[int, Member]


@dataclass(frozen=True)
class RepQuality:
    """A rep's conversion and leads, the same figures that the rep sees."""

    member: Member
    figures: ConversionFigures


def quality_of_rep(
    session: Session, *, workspace: Workspace, viewer: Viewer, member: Member, now: dt.datetime
) -> RepQuality:
    """How the rep's deals and leads go, over a year. Raises NotAllowed. It is a look at them, and noted."""
    require_sight(session, workspace=workspace, viewer=viewer, member=member, now=now)
    return RepQuality(member, conversion_of(session, workspace=workspace, member=member, now=now))


def quality_of_team(
    session: Session, *, workspace: Workspace, viewer: Viewer, team: Team, now: dt.datetime
) -> TeamQuality:
    """How the team's deals and leads go, over a year. Raises NotAllowed. It is a look at those whom it names."""
    require(viewer, Action.SEE, Subject(team_ids=frozenset({team.id})))
    figures = team_conversion(session, workspace=workspace, team=team, now=now)
    reps = reps_of(session, workspace=workspace, team=team, date=figures.date)
    ids = [member.id for member in reps]
    customer = customer_value(Work(session, workspace, now), member_ids=ids, today=figures.date)
    members = people.members_by_id(session, ids=set(ids))
    named = [members[weak.member_id] for weak in figures.weak if weak.member_id in members]
    note_looks(session, workspace=workspace, viewer=viewer, members=named, now=now)
    return TeamQuality(team, figures, customer, members)
