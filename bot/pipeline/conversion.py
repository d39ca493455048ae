"""Why, not only what: how deals go from stage to stage, how leads are answered, and what has led to deals."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import local_date, team_date
from bot.pipeline.activity_effects import ActivityEffect, effects_of
from bot.pipeline.breakdown import GoalPlan, breakdown_of
from bot.pipeline.funnel import StageFlow, stage_flows
from bot.pipeline.lead_figures import leads_of, response_of, sources_of
from bot.pipeline.stages import StageName
from bot.targets.holding import teams_of
from metrics.coaching.lead_quality import LeadQuality
from metrics.coaching.lead_response import LeadResponse
from metrics.conversion import Difference, StageCount, count_mature, measure_conversion, usual_lag
from metrics.weakest_stage import (
    TO_MANAGERS,
    TO_MEMBER,
    MemberStage,
    StageJudgement,
    find_weakest,
    is_stronger,
)
from storage import memberships, people
from storage.tables import Member, Team, TeamRole, Workspace

__all__ = [
    "ActivityEffect",
    "ConversionFigures",
    "GoalPlan",
    "MemberStages",
    "StageRate",
    "WeakStage",
    "breakdown_of",
    "conversion_of",
    "stages_of_members",
    "team_conversion",
]


@dataclass(frozen=True)
class StageRate:
    """How many go on from one stage. Deals that entered within the last year and are old enough count.

    `rate` is the member's, shrunk to the team's, or of a team the plain share; `team_rate` the plain share of all of
    the team; both None while nobody's deal is old enough. `usual_days` is the time within which four in five of those
    that went on did so (None: nobody did), `open_now` the deals that stand there now. `difference` says whether the
    team's members can be told from one another at all.
    """

    stage: StageName
    count: StageCount
    rate: float | None
    team_rate: float | None
    usual_days: int | None
    open_now: int
    difference: Difference


@dataclass(frozen=True)
class WeakStage:
    """The one stage at which a member loses the most deals, where that is next to certain."""

    member_id: int
    stage: StageName
    judgement: StageJudgement


@dataclass(frozen=True)
class ConversionFigures:
    """The figures of a member, or of a team, on the morning of `date`.

    `weak` has of a member at most their own weakest stage, of a team those that managers may hear of. `led_to_deals`
    is of the whole team, the surest first, and empty where the figures cannot tell.
    """

    date: dt.date
    stages: tuple[StageRate, ...]
    weak: tuple[WeakStage, ...]
    response: LeadResponse
    sources: LeadQuality
    led_to_deals: tuple[ActivityEffect, ...]

    @property
    def known(self) -> bool:
        """Whether there is anything to show: a deal that entered a stage, or a lead."""
        return self.response.leads > 0 or any(
            rate.count.entrants or rate.count.too_young or rate.open_now for rate in self.stages
        )


def conversion_of(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> ConversionFigures:
    """The member's figures, shrunk to and compared with those of the team that they are a rep of today."""
    today = local_date(member, workspace, now)
    everybody = peers_of(session, workspace=workspace, member=member, today=today)
    flows = stage_flows(session, workspace=workspace, member_ids=[m.id for m in everybody], today=today)
    rates = tuple(_rate_of(flow, member.id, everybody, today) for flow in flows)
    own_leads = leads_of(session, [member], now)
    return ConversionFigures(
        date=today,
        stages=rates,
        weak=tuple(_weak(flows, member.id, today, TO_MEMBER)),
        response=response_of(session, workspace, [member], own_leads, now),
        sources=sources_of(session, workspace, [member], own_leads, today),
        led_to_deals=effects_of(session, workspace, everybody, today),
    )


def team_conversion(session: Session, *, workspace: Workspace, team: Team, now: dt.datetime) -> ConversionFigures:
    """The figures of all who are reps of the team today."""
    today = team_date(team, workspace, now)
    rows = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=today, team_role=TeamRole.REP, team_id=team.id
    )
    members = _active(session, [row.member_id for row in rows])
    ids = [m.id for m in members]
    flows = stage_flows(session, workspace=workspace, member_ids=ids, today=today)
    own_leads = leads_of(session, members, now)
    return ConversionFigures(
        date=today,
        stages=tuple(_rate_of(flow, None, members, today) for flow in flows),
        weak=tuple(found for member_id in ids for found in _weak(flows, member_id, today, TO_MANAGERS)),
        response=response_of(session, workspace, members, own_leads, now),
        sources=sources_of(session, workspace, members, own_leads, today),
        led_to_deals=effects_of(session, workspace, members, today),
    )


@dataclass(frozen=True)
class MemberStages:
    """How a member's deals go from stage to stage, and their weakest stage where that is next to certain."""

    rates: tuple[StageRate, ...]
    weak: WeakStage | None


def stages_of_members(
    session: Session, *, workspace: Workspace, members: Sequence[Member], today: dt.date
) -> dict[int, MemberStages]:
    """What `conversion_of` says of these members' stages, read once for each team."""
    teams = teams_of(session, workspace=workspace, member_ids=[member.id for member in members], date=today)
    by_team: dict[tuple[int, int], list[Member]] = {}
    for member in members:
        # Who is on no team stands alone.
        by_team.setdefault((teams.get(member.id, 0), 0 if member.id in teams else member.id), []).append(member)
    found: dict[int, MemberStages] = {}
    for some in by_team.values():
        everybody = peers_of(session, workspace=workspace, member=some[0], today=today)
        known = {each.id for each in everybody}
        everybody += [each for each in some if each.id not in known]
        flows = stage_flows(session, workspace=workspace, member_ids=[each.id for each in everybody], today=today)
        for member in some:
            rates = tuple(_rate_of(flow, member.id, everybody, today) for flow in flows)
            found[member.id] = MemberStages(rates, next(iter(_weak(flows, member.id, today, TO_MEMBER)), None))
    return found


@dataclass(frozen=True)
class StageSides:
    """The stage at which somebody certainly loses more deals than the others do, and those at which certainly fewer."""

    weak: str | None
    strong: frozenset[str]


def sides_of(
    session: Session, *, workspace: Workspace, member_ids: Sequence[int], today: dt.date
) -> dict[int, StageSides]:
    """Where each of these members is certainly weak and strong among them, by the keys of stages; mostly nowhere."""
    flows = stage_flows(session, workspace=workspace, member_ids=member_ids, today=today)
    found = {}
    for member_id in member_ids:
        stages = _stages_of(flows, member_id, today)
        weak = find_weakest(stages, at_least=TO_MEMBER)
        strong = frozenset(stage.stage for stage in stages if is_stronger(stage, at_least=TO_MANAGERS))
        found[member_id] = StageSides(weak.stage if weak is not None else None, strong)
    return found


def peers_of(session: Session, *, workspace: Workspace, member: Member, today: dt.date) -> list[Member]:
    """The reps of the team that the member is a rep of on `today`, the member first; alone without a team."""
    team_id = teams_of(session, workspace=workspace, member_ids=[member.id], date=today).get(member.id)
    if team_id is None:
        return [member]
    rows = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=today, team_role=TeamRole.REP, team_id=team_id
    )
    return [member, *_active(session, [row.member_id for row in rows if row.member_id != member.id])]


def _active(session: Session, member_ids: Sequence[int]) -> list[Member]:
    return [member for member in people.members_by_id(session, ids=member_ids).values() if member.active]


def _rate_of(flow: StageFlow, member_id: int | None, everybody: Sequence[Member], today: dt.date) -> StageRate:
    lag = usual_lag(flow.everybody(), today)
    ids = [member.id for member in everybody]
    counts = [count_mature(flow.entrants.get(each, ()), today, lag) for each in ids]
    measured = measure_conversion(counts)
    if member_id is None:
        count = StageCount(
            sum(each.entrants for each in counts),
            sum(each.advanced for each in counts),
            sum(each.too_young for each in counts),
        )
        rate, open_now = measured.team, sum(flow.waiting.values())
    else:
        at = ids.index(member_id)
        count, rate, open_now = counts[at], measured.rates[at], flow.waiting.get(member_id, 0)
    return StageRate(flow.stage, count, rate, measured.team, lag, open_now, measured.difference)


def _stages_of(flows: Sequence[StageFlow], member_id: int, today: dt.date) -> list[MemberStage]:
    stages = []
    for flow in flows:
        lag = usual_lag(flow.everybody(), today)
        others = [each for who, some in flow.entrants.items() if who != member_id for each in some]
        stages.append(
            MemberStage(
                flow.stage.key,
                own=count_mature(flow.entrants.get(member_id, ()), today, lag),
                others=count_mature(others, today, lag),
            )
        )
    return stages


def _weak(flows: Sequence[StageFlow], member_id: int, today: dt.date, at_least: float) -> list[WeakStage]:
    judgement = find_weakest(_stages_of(flows, member_id, today), at_least=at_least)
    if judgement is None:
        return []
    stage = next(flow.stage for flow in flows if flow.stage.key == judgement.stage)
    return [WeakStage(member_id, stage, judgement)]
