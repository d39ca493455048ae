"""How realistic a goal would be, before it is set: its chance from history, and what it asks beside the best period."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.work import Work
from bot.core.workspace_periods import period_after, period_in
from bot.goals.editing import known_metric
from bot.goals.outlook import COMPARED, MemberOutlook, Outlook
from bot.goals.past_periods import PastPeriod, past_periods, today_of
from bot.goals.terms import easy_number, goal_ahead, suiting_target
from bot.leave.calendars import load_calendars
from bot.people.goal_owners import GoalOwner, members_of, owner_id
from bot.standings.cases import Forecasting, Judged, Judging, judge
from bot.standings.fits import load_learned
from bot.standings.profiles import Holder
from bot.standings.standings import LOOKBACK
from bot.targets.holding import held_goals, teams_of
from bot.targets.inheriting import HeldGoal, TargetSpan, nearer
from bot.targets.shares import ShareOnMorning, share_of
from metrics.blend import Blend
from metrics.calendar import MemberCalendar
from metrics.history import Known
from metrics.leave_policy import LeavePolicy
from metrics.periods import Period, PeriodKind
from metrics.realism import GoalAhead, GoalRealism, TeamRealism, judge_goals, judge_team
from storage import memberships
from storage.goals import Owner
from storage.tables import Member, Metric, Workspace


def realism_of(
    work: Work,
    *,
    subject: GoalOwner,
    metric_key: str,
    period: PeriodKind,
    target: int,
    starts: dt.date,
    leave: LeavePolicy = LeavePolicy.KEEP,
    dates: Period | None = None,
) -> Outlook:
    """Judge a goal of a member, or of each rep of a team or sales role, that would hold from `starts` on. Nothing is
    stored.

    History counts up to today, or up to the period's start where that is past. Raises WrongGoal for a metric that is
    not there.
    """
    metric = known_metric(work, key=metric_key)
    today = today_of(subject, work.workspace, work.now)
    span = dates or first_whole_period(work.workspace, period, starts)
    peers = _peers(work, subject, today)
    goal = HeldGoal(0, metric.id, period, starts, "", owner_id(subject), (TargetSpan(target),), leave, dates)
    own = _nearer_goals(work, peers, goal, span) if goal.inherited else set()
    wanted = {m.id: goal for m in peers if m.id not in own and (goal.inherited or m.id == goal.owner.member_id)}
    # Of a group one target is proposed for all.
    found, ahead, blend = _judge_each(work, metric, peers, goal, wanted, span, today, propose=not goal.inherited)
    team = judge_team(ahead, blend=blend) if goal.inherited and peers else None
    return Outlook(
        metric=metric,
        kind=period,
        target=target,
        period=span,
        members=found,
        keep_own=tuple(member for member in peers if member.id in own),
        team=team,
        proposed=_proposed(target, team, found),
    )


def realism_of_each(
    work: Work,
    *,
    targets: Mapping[int, int],
    members: Sequence[Member],
    metric: Metric,
    period: PeriodKind,
    starts: dt.date,
    leave: LeavePolicy = LeavePolicy.KEEP,
    dates: Period | None = None,
) -> dict[int, MemberOutlook]:
    """Judge a goal of each one's own, with a target by member id, all at once; `members` are those and their peers.

    No other targets are proposed.
    """
    if not targets:
        return {}
    span = dates or first_whole_period(work.workspace, period, starts)
    wanted = {
        member_id: HeldGoal(
            0, metric.id, period, starts, "", Owner(member_id=member_id), (TargetSpan(target),), leave, dates
        )
        for member_id, target in targets.items()
    }
    today = today_of(members[0], work.workspace, work.now)
    some = next(iter(wanted.values()))
    found, _, _ = _judge_each(work, metric, members, some, wanted, span, today, propose=False)
    return {outlook.member.id: outlook for outlook in found}


def _judge_each(
    work: Work,
    metric: Metric,
    members: Sequence[Member],
    usual: HeldGoal,
    wanted: Mapping[int, HeldGoal],
    span: Period,
    today: dt.date,
    *,
    propose: bool,
) -> tuple[tuple[MemberOutlook, ...], list[GoalAhead], Blend]:
    """The outlook of each member with a goal in `wanted`; the others are their peers, as if they had the `usual`."""
    as_of = min(today, span.start)
    forecasting = load_learned(work.session, workspace=work.workspace).of(metric, span.kind)
    calendars = load_calendars(
        work.session, workspace=work.workspace, members=members, starts=as_of - LOOKBACK, ends=span.end
    )
    goals = {member.id: wanted.get(member.id, usual) for member in members}
    holders = _holders(work, goals, span, calendars, today)
    if not holders:
        return (), [], forecasting.blend
    judged = _judge(work, metric, holders, Period(as_of, span.end, span.kind), forecasting)
    places = [at for at, holder in enumerate(holders) if holder.member_id in wanted]
    # What was done in weeks before compares with no range of its own length.
    past = (
        {}
        if span.kind is PeriodKind.CUSTOM
        else past_periods(
            work,
            metric_id=usual.metric_id,
            kind=span.kind,
            calendars={holders[at].member_id: holders[at].calendar for at in places},
            before=as_of,
            most=None if propose else COMPARED,
        )
    )
    ahead = [_ahead(at, holders[at], judged, past.get(holders[at].member_id, ())) for at in places]
    verdicts = judge_goals(ahead, blend=forecasting.blend, propose=propose)
    by_id = {member.id: member for member in members}
    found = tuple(
        _outlook(by_id[holders[at].member_id], holders[at], one, verdict, past)
        for at, one, verdict in zip(places, ahead, verdicts, strict=True)
    )
    return found, ahead, forecasting.blend


def first_whole_period(workspace: Workspace, kind: PeriodKind, starts: dt.date) -> Period:
    """The first period of this kind that a goal from `starts` on holds for in whole; a day goal's is a week."""
    span = period_in(workspace, PeriodKind.WEEK if kind is PeriodKind.DAY else kind, starts)
    return span if starts <= span.start else period_after(workspace, span)


def _peers(work: Work, subject: GoalOwner, date: dt.date) -> list[Member]:
    """Whom the goal would reach; of a member, they and the other reps of their team."""
    if not isinstance(subject, Member):
        return members_of(work.session, workspace=work.workspace, about=subject, date=date)
    team_id = teams_of(work.session, workspace=work.workspace, member_ids=[subject.id], date=date).get(subject.id)
    team = (
        None
        if team_id is None
        else memberships.find_team_by_id(work.session, workspace_id=work.workspace_id, team_id=team_id)
    )
    peers = [] if team is None else members_of(work.session, workspace=work.workspace, about=team, date=date)
    return peers if subject in peers else [*peers, subject]


def _holders(
    work: Work, goals: Mapping[int, HeldGoal], span: Period, calendars: Mapping[int, MemberCalendar], date: dt.date
) -> list[Holder]:
    teams = teams_of(work.session, workspace=work.workspace, member_ids=list(goals), date=date)
    return [
        Holder(
            member_id=member_id,
            team_id=teams.get(member_id),
            goal=goal,
            calendar=calendars[member_id],
            share=ShareOnMorning(share_of(goal, span, calendars[member_id], work.workspace), min(date, span.start)),
        )
        for member_id, goal in goals.items()
    ]


def _nearer_goals(work: Work, members: Sequence[Member], goal: HeldGoal, span: Period) -> set[int]:
    """Who of these has a goal on the same metric and period that comes before this one, which does not reach them."""
    ids = [member.id for member in members]
    held = held_goals(work.session, workspace=work.workspace, member_ids=ids, date=span.start)
    return {
        member_id
        for member_id, mine in held.items()
        for each in mine
        if (each.metric_id, each.period) == (goal.metric_id, goal.period) and nearer(each.owner, goal.owner)
    }


def _judge(work: Work, metric: Metric, holders: Sequence[Holder], span: Period, forecasting: Forecasting) -> Judged:
    return judge(
        Judging(
            session=work.session,
            workspace=work.workspace,
            metric=metric,
            metrics={m.id: m for m in work.metrics()},
            holders=holders,
            span=span,
            date=span.start,
            until=span.start,
            # No day of the period is over: its profile changes nothing yet.
            forecasting=replace(forecasting, profiles={}),
            keep_histories=False,
        )
    )


def _ahead(at: int, holder: Holder, judged: Judged, record: Sequence[PastPeriod]) -> GoalAhead:
    return goal_ahead(
        target=float(holder.share.share.whole_target),
        days=holder.share.remaining,
        usual=float(judged.assessment.baseline[at]),
        goal_only=bool(judged.assessment.goal_only[at]),
        known=Known(judged.assessment.usual, at),
        size=judged.sizes[at] if judged.sizes is not None else None,
        record=record,
    )


def _outlook(
    member: Member,
    holder: Holder,
    ahead: GoalAhead,
    verdict: GoalRealism,
    past: Mapping[int, Sequence[PastPeriod]],
) -> MemberOutlook:
    worth = ahead.size.mean if ahead.size is not None else 1.0
    proposed = None
    if verdict.proposed is not None and ahead.target > 0:
        # Of a new member less is asked than the goal says: propose what the goal would have to say.
        proposed = easy_number(verdict.proposed * holder.goal.target / ahead.target)
    return MemberOutlook(
        member=member,
        realism=verdict,
        asked=int(ahead.target),
        days=ahead.days,
        usual=None if ahead.baseline is None else ahead.baseline * worth,
        past=tuple(past.get(holder.member_id, ())),
        proposed=proposed,
    )


def _proposed(target: int, team: TeamRealism | None, found: Sequence[MemberOutlook]) -> int | None:
    if team is not None:
        return suiting_target(target, team)
    proposed = found[0].proposed if found else None
    return None if proposed == target else proposed
