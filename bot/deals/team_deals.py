"""The open deals of one's people, for those who may see their figures; each look is noted for the person."""

import datetime as dt
from dataclasses import dataclass

from bot.core.looks import note_looks
from bot.core.members import team_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.work import Work
from bot.people.teams import reps_of
from bot.pipeline.stages import StageName, stage_names
from bot.pipeline.views import DealList, DealView, list_deals, view_deals
from bot.standings.member_view import require_sight
from storage import deals
from storage.tables import Member, Team


@dataclass(frozen=True)
class StageTotal:
    """The open deals in one stage: how many, and what they come to in minor units."""

    stage: StageName
    deals: int
    total_minor: int


@dataclass(frozen=True)
class TeamDeals:
    """A team's open deals, those nearest to their end first, and those of each stage together."""

    team: Team
    date: dt.date
    deals: tuple[DealView, ...]
    stages: tuple[StageTotal, ...]

    @property
    def total_minor(self) -> int:
        """What all of them come to."""
        return sum(stage.total_minor for stage in self.stages)


def deals_of_member(work: Work, *, viewer: Viewer, member: Member) -> DealList:
    """The member's open deals as they see them. Raises NotAllowed; the session must be a writing one."""
    require_sight(work.session, workspace=work.workspace, viewer=viewer, member=member, now=work.now)
    return list_deals(work.session, workspace=work.workspace, member=member, now=work.now)


def deals_of_team(work: Work, *, viewer: Viewer, team: Team) -> TeamDeals:
    """The open deals of the team's reps. Raises NotAllowed; the session must be a writing one."""
    require(viewer, Action.SEE, Subject(team_ids=frozenset({team.id})))
    date = team_date(team, work.workspace, work.now)
    reps = reps_of(work.session, workspace=work.workspace, team=team, date=date)
    note_looks(work.session, workspace=work.workspace, viewer=viewer, members=reps, now=work.now)
    order = [name.key for name in stage_names(work.session, workspace=work.workspace, retired=True)]
    some = deals.open_deals(work.session, member_ids=[rep.id for rep in reps])
    some.sort(key=lambda deal: (-_place(deal.stage, order), deal.stage_since or date, deal.id))
    views = view_deals(work.session, workspace=work.workspace, some=some, today=date)
    stages = dict.fromkeys(view.stage for view in views)
    return TeamDeals(team, date, views, tuple(_total(stage, views) for stage in stages))


def _place(stage: str, order: list[str]) -> int:
    return order.index(stage) if stage in order else -1


def _total(stage: StageName, views: tuple[DealView, ...]) -> StageTotal:
    some = [view for view in views if view.stage == stage]
    return StageTotal(stage, len(some), sum(view.amount_minor for view in some))
