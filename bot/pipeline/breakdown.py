"""A plan for an outcome goal: how many deals or opportunities it takes, and how many activities lead to so many."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import local_date
from bot.core.presets import DEAL_KEY, REVENUE_KEY
from bot.leave.calendars import load_calendars
from bot.pipeline.funnel import activity_steps, stage_flows
from bot.pipeline.outcome_metrics import Outcome, outcome_of
from bot.targets.holding import teams_of
from metrics.breakdown import MOST, Breakdown, Step, break_down, deals_for
from metrics.conversion import RateBelief, StageCount, believe, count_mature, lags_of, usual_lag
from metrics.money import DealSize, size_deals
from metrics.periods import Period
from storage import day_totals, deals, memberships
from storage.tables import Member, TeamRole, Workspace

DEALS_LOOKBACK = dt.timedelta(days=365)


@dataclass(frozen=True)
class GoalPlan:
    """What an outcome goal asks of a member from today on: `target` and `done` in units of its metric.

    `activities` goes back from deals (or opportunities) to calls, its steps named by metric keys; `stages` back through
    the sales process, named by stage keys, open deals counted as waiting. Either is None where it has no step or the
    period is over; both and `size` are None where a goal of money has nothing yet to take a size from.
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
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    target: int,
    period: Period,
    now: dt.datetime,
    outcome: Outcome | None = None,
) -> GoalPlan:
    """The plan for so much of an outcome (revenue if left out) in this period; what came of it before now is done.

    Raises WrongGoal where there is no such outcome.
    """
    today = local_date(member, workspace, now)
    outcome = outcome or outcome_of(session, workspace=workspace, key=REVENUE_KEY)
    done = day_totals.total_between(
        session, member_id=member.id, metric_id=outcome.metric.id, starts=period.start, ends=period.end
    ).quantity
    team = _team(session, workspace, member.id, today)
    size = _size(session, outcome, member.id, team, today) if outcome.of_money else None
    start = max(today, period.start)
    missing = max(0, target - done)
    need = missing if not outcome.of_money else 0 if size is None else deals_for(missing, size)
    if (outcome.of_money and size is None) or start >= period.end or need > MOST:
        return GoalPlan(target, done, size, None, None)
    calendar = load_calendars(session, workspace=workspace, members=[member], starts=start, ends=period.end)[member.id]
    weights = [float(weight) for weight in calendar.weights(start, period.end)]
    from_activities = _activity_steps(session, workspace, member.id, team, today, outcome)
    of_deals = outcome.counted.key == DEAL_KEY
    from_stages = _stage_steps(session, workspace, member.id, team, today) if of_deals else []
    return GoalPlan(
        target=target,
        done=done,
        size=size,
        activities=break_down(need, from_activities, weights) if from_activities else None,
        stages=break_down(need, from_stages, weights) if from_stages else None,
    )


def _team(session: Session, workspace: Workspace, member_id: int, today: dt.date) -> list[int]:
    team_id = teams_of(session, workspace=workspace, member_ids=[member_id], date=today).get(member_id)
    if team_id is None:
        return [member_id]
    rows = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=today, team_role=TeamRole.REP, team_id=team_id
    )
    return sorted({row.member_id for row in rows} | {member_id})


def _size(session: Session, outcome: Outcome, member_id: int, team: list[int], today: dt.date) -> DealSize | None:
    """What a won deal brings, or what an opportunity is worth when it is opened."""
    if outcome.counted.key == DEAL_KEY:
        amounts = deals.amounts_won(
            session, member_ids=team, starts=today - DEALS_LOOKBACK, ends=today + dt.timedelta(days=1)
        )
    else:
        amounts = {}
        for deal in deals.deals_seen_since(session, member_ids=team, since=today - DEALS_LOOKBACK):
            if deal.amount_minor > 0 and deal.opened_on is not None and deal.opened_on >= today - DEALS_LOOKBACK:
                amounts.setdefault(deal.member_id, []).append(deal.amount_minor)
    return size_deals(amounts.get(member_id, ()), [amount for some in amounts.values() for amount in some])


def _activity_steps(
    session: Session, workspace: Workspace, member_id: int, team: list[int], today: dt.date, outcome: Outcome
) -> list[Step]:
    steps = activity_steps(
        session,
        workspace=workspace,
        member_id=member_id,
        team_ids=team,
        today=today,
        funnel=outcome.funnel,
        end=outcome.counted.key,
    )
    return [Step(each.metric.key, _belief(each.own, each.team, apart=each.apart), each.lags) for each in steps]


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
