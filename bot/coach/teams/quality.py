"""Why a team's figures are as they are: how its deals move, how leads are answered, what a customer is worth."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.deals.conversion import ConversionFigures, team_conversion
from bot.coach.people.permissions import Action, Subject, Viewer, require
from bot.coach.teams.view import reps_of
from metrics.coaching.lifetime_value import Assumptions, LifetimeValue, value_customer
from storage import deals, people
from storage.tables import Member, Team, Workspace

LOOKBACK = dt.timedelta(days=365)
LEAST_DEALS = 10
"""Won deals below which an average says nothing of a customer."""
YEARLY = Assumptions(
    retention=0.8,
    horizon=5,
    discount=0.1,
    period="year",
    source="usual figures of the trade, not this workspace's own",
)
"""What is assumed of a customer as long as nobody says better."""


@dataclass(frozen=True)
class TeamQuality:
    """A team's conversion, leads and sources, and a customer's worth (None while too few deals were won).

    `members` are the reps by id: the weak stages name them.
    """

    team: Team
    figures: ConversionFigures
    customer: LifetimeValue | None
    deals_won: int
    members: dict[int, Member]


def quality_of_team(
    session: Session, *, workspace: Workspace, viewer: Viewer, team: Team, now: dt.datetime
) -> TeamQuality:
    """How the team's deals and leads go, over a year. Raises NotAllowed.

    A customer's yearly margin is taken to be the mean of the team's won deals; what else is assumed is said beside it.
    """
    require(viewer, Action.SEE, Subject(team_ids=frozenset({team.id or 0})))
    figures = team_conversion(session, workspace=workspace, team=team, now=now)
    reps = reps_of(session, workspace=workspace, team=team, date=figures.date)
    ids = [member.id for member in reps if member.id is not None]
    won = deals.amounts_won(
        session, member_ids=ids, starts=figures.date - LOOKBACK, ends=figures.date + dt.timedelta(days=1)
    )
    amounts = [amount for some in won.values() for amount in some]
    customer = None
    if len(amounts) >= LEAST_DEALS:
        customer = value_customer(round(sum(amounts) / len(amounts)), YEARLY)
    return TeamQuality(team, figures, customer, len(amounts), people.members_by_id(session, ids=set(ids)))
