"""A plan for a revenue goal: how many deals it takes, and how many activities lead to so many."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.deals.funnel import activity_steps, stage_flows
from bot.coach.goals.held import teams_of
from bot.coach.people.calendars import load_calendars
from bot.coach.people.members import local_date
from bot.coach.setup.catalogue import REVENUE_KEY
from metrics.breakdown import MOST, Breakdown, Step, break_down, deals_for
from metrics.conversion import RateBelief, StageCount, believe, count_mature, lags_of, usual_lag
from metrics.money import DealSize, size_deals
from metrics.periods import Period
from storage import catalogue, day_totals, deals, memberships
from storage.tables import Member, TeamRole, Workspace

DEALS_LOOKBACK = dt.timedelta(days=365)


@dataclass(frozen=True)
class GoalPlan:
    """What a revenue goal asks of a member from today on; amounts in minor units.

    `activities` goes back from deals to calls, its steps named by metric keys; `stages` back through the sales process,
    named by stage keys, open deals counted as waiting. Either is None where it has no step or the period is over; both
    and `size` are None where no deal was won yet by the member or their team.
    """

    target: int
    done: int
    size: DealSize | None
    activities: Breakdown | None
    stages: Breakdown | None

    @property
    def need(self) -> int:
        """What is still missing."""
        return max(0, self.target - self.done)


def breakdown_of(
    session: Session, *, workspace: Workspace, member: Member, target_minor: int, period: Period, now: dt.datetime
) -> GoalPlan:
    """The plan for revenue of `target_minor` in this period; what was won in it before now is done already."""
    assert workspace.id is not None
    assert member.id is not None
    today = local_date(member, workspace, now)
    revenue = catalogue.find_metric(session, workspace_id=workspace.id, key=REVENUE_KEY)
    done = 0
    if revenue is not None and revenue.id is not None:
        done = day_totals.total_between(
            session, member_id=member.id, metric_id=revenue.id, starts=period.start, ends=period.end
        ).quantity
    team = _team(session, workspace, member.id, today)
    size = _deal_size(session, member.id, team, today)
    start = max(today, period.start)
    need = 0 if size is None else deals_for(max(0, target_minor - done), size)
    if size is None or start >= period.end or need > MOST:
        return GoalPlan(target_minor, done, size, None, None)
    calendar = load_calendars(session, workspace=workspace, members=[member], starts=start, ends=period.end)[member.id]
    weights = [float(weight) for weight in calendar.weights(start, period.end)]
    from_activities = _activity_steps(session, workspace, member.id, team, today)
    from_stages = _stage_steps(session, workspace, member.id, team, today)
    return GoalPlan(
        target=target_minor,
        done=done,
        size=size,
        activities=break_down(need, from_activities, weights) if from_activities else None,
        stages=break_down(need, from_stages, weights) if from_stages else None,
    )


def _team(session: Session, workspace: Workspace, member_id: int, today: dt.date) -> list[int]:
    assert workspace.id is not None
    team_id = teams_of(session, workspace=workspace, member_ids=[member_id], date=today).get(member_id)
    if team_id is None:
        return [member_id]
    rows = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=today, team_role=TeamRole.REP, team_id=team_id
    )
    return sorted({row.member_id for row in rows} | {member_id})


def _deal_size(session: Session, member_id: int, team: list[int], today: dt.date) -> DealSize | None:
    amounts = deals.amounts_won(
        session, member_ids=team, starts=today - DEALS_LOOKBACK, ends=today + dt.timedelta(days=1)
    )
    return size_deals(amounts.get(member_id, ()), [amount for some in amounts.values() for amount in some])


def _activity_steps(
    session: Session, workspace: Workspace, member_id: int, team: list[int], today: dt.date
) -> list[Step]:
    return [
        Step(each.metric.key, _belief(each.own, each.team, apart=each.apart), each.lags)
        for each in activity_steps(session, workspace=workspace, member_id=member_id, team_ids=team, today=today)
    ]


def _stage_steps(session: Session, workspace: Workspace, member_id: int, team: list[int], today: dt.date) -> list[Step]:
    steps = []
    for flow in stage_flows(session, workspace=workspace, member_ids=team, today=today):
        everybody = flow.everybody()
        lag = usual_lag(everybody, today)
        belief = _belief(
            count_mature(flow.entrants.get(member_id, ()), today, lag), count_mature(everybody, today, lag)
        )
        if belief is not None:
            steps.append(Step(flow.stage.key, belief, lags_of(everybody, today), flow.waiting.get(member_id, 0)))
    return steps


def _belief(own: StageCount, team: StageCount, *, apart: float = 1.0) -> RateBelief | None:
    if team.entrants <= 0:
        return None
    return believe(own, team.advanced / team.entrants, apart=apart)
