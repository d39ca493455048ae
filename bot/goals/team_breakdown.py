"""From a group's outcome goal to each rep's share of it and the activities that lead there, adopted together."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.permissions import Action, Viewer, require
from bot.core.work import Work
from bot.goals.adoption import OutcomeGoal, StepToGoal, WayToGoal, adopt_way, plan_way
from bot.goals.editing import GoalSet, set_goal
from bot.goals.outlook import MemberOutlook
from bot.goals.past_periods import today_of
from bot.goals.realism import realism_of, realism_of_each
from bot.people.goal_owners import GoalOwner, WrongGoal, members_of, owner_id, subject_of
from bot.pipeline.outcome_metrics import WAYS, Outcome, outcome_of, outcomes
from bot.targets.inheriting import dates_of
from metrics.periods import Period, PeriodKind
from storage import goals
from storage.goals import owner_of
from storage.tables import Member


@dataclass(frozen=True)
class RepPart:
    """One rep's `share` of the group's goal in a period, the chance of reaching it, and the way there."""

    member: Member
    share: int
    chance: float | None
    way: WayToGoal


@dataclass(frozen=True)
class TeamWay:
    """What a goal of each rep comes to for the whole group, shared out by what each can do, in `period`.

    `total` is what all of them were to reach; the parts' shares add up to it. `keep_own` have a goal of their own.
    """

    owner: GoalOwner
    outcome: Outcome
    goal: OutcomeGoal
    period: Period
    total: int
    parts: tuple[RepPart, ...]
    keep_own: tuple[Member, ...]

    @property
    def adoptable(self) -> bool:
        """Whether there is anything to share out."""
        return bool(self.parts)

    @property
    def too_much(self) -> tuple[RepPart, ...]:
        """The reps of whom it asks more than is realistic: nobody is to adopt that for them."""
        return tuple(part for part in self.parts if part.way.too_much)

    @property
    def safe_too_much(self) -> bool:
        """Whether being safe asks more of any rep than is realistic: then only an even chance is offered."""
        return any(part.way.safe_too_much for part in self.parts)


def way_of_group(work: Work, *, viewer: Viewer, owner: GoalOwner, goal: OutcomeGoal | None = None) -> TeamWay:
    """The way to an outcome goal of a team or a sales role: to `goal`, or to the one that it has.

    Raises NotAllowed, and WrongGoal where it has none, or there is nobody to share it.
    """
    today = today_of(owner, work.workspace, work.now)
    require(viewer, Action.SET_GOAL, subject_of(work.session, workspace=work.workspace, about=owner, date=today))
    goal = goal or _held(work, owner, today)
    outcome = outcome_of(work.session, workspace=work.workspace, key=goal.key)
    outlook = realism_of(
        work,
        subject=owner,
        metric_key=goal.key,
        period=goal.kind,
        target=goal.target,
        starts=goal.starts,
        dates=goal.dates,
    )
    able = [each for each in outlook.members if each.asked > 0 and each.days > 0]
    if not able:
        raise WrongGoal("No one is here to share this goal yet.")
    total = goal.target * len(able)
    shares = dict(zip((each.member.id for each in able), share_out(total, _capacities(able, goal)), strict=True))
    chances = realism_of_each(
        work,
        targets={member_id: share for member_id, share in shares.items() if share > 0},
        members=members_of(work.session, workspace=work.workspace, about=owner, date=today),
        metric=outcome.metric,
        period=goal.kind,
        starts=goal.starts,
        dates=goal.dates,
    )
    parts = _with_chances(work, owner, [_part(work, each.member, shares, chances, goal) for each in able])
    return TeamWay(
        owner, outcome, goal, parts[0].way.period, total, tuple(p for p in parts if p.share > 0), outlook.keep_own
    )


def adopt_for_group(work: Work, *, viewer: Viewer, way: TeamWay, safe: bool, reason: str) -> list[GoalSet]:
    """Give each rep their share as a goal of their own, and the activities of a week that lead there. Raises as
    `adopt_way`, but that a rep whose activities cannot be planned gets the share alone.
    """
    if way.too_much or (safe and way.safe_too_much):
        raise WrongGoal("This plan asks for more than is realistic. Lower the goal, then plan it again.")
    done = []
    for part in way.parts:
        done.append(
            set_goal(
                work,
                viewer=viewer,
                subject=part.member,
                metric_key=way.outcome.metric.key,
                period=way.goal.kind,
                target=part.share,
                starts=max(way.goal.starts, today_of(part.member, work.workspace, work.now)),
                reason=reason,
                dates=way.goal.dates,
            )
        )
        if part.way.asks(safe=safe):
            done += adopt_way(work, viewer=viewer, way=part.way, safe=safe, reason=reason)
    return done


def share_out(total: int, capacities: Sequence[float]) -> list[int]:
    """A total in shares like these capacities, in round numbers that add up to it; alike where nothing is known."""
    whole = sum(capacities)
    exact = [total * each / whole if whole > 0 else total / len(capacities) for each in capacities]
    step = max(1, 10 ** (len(str(total // max(1, len(capacities)))) - 2))
    shares = [int(each // step) * step for each in exact]
    # What rounding left goes to those who lost most by it, a step each; the first takes what is less than a step.
    for at in sorted(range(len(exact)), key=lambda at: shares[at] - exact[at]):
        more = min(step, total - sum(shares))
        shares[at] += more
    return shares


def _capacities(able: Sequence[MemberOutlook], goal: OutcomeGoal) -> list[float]:
    """What each usually does in their days of the period, less on a ramp; of somebody unknown, as the others do."""
    known = [each.usual for each in able if each.usual]
    usual = sum(known) / len(known) if known else 1.0
    # What is asked of the target knows ramp and leave.
    return [(each.usual or usual) * each.days * each.asked / goal.target for each in able]


def _part(
    work: Work, member: Member, shares: Mapping[int, int], chances: Mapping[int, MemberOutlook], goal: OutcomeGoal
) -> RepPart:
    share = shares[member.id]
    own = OutcomeGoal(goal.key, share, goal.kind, goal.starts, goal.dates)
    found = chances.get(member.id)
    return RepPart(
        member=member,
        share=share,
        chance=found.realism.probability if found is not None else None,
        way=plan_way(work, member=member, goal=own),
    )


def _with_chances(work: Work, owner: GoalOwner, parts: Sequence[RepPart]) -> tuple[RepPart, ...]:
    """How likely each rep does what the plan asks of a week, activity by activity, for all reps at once."""
    today = today_of(owner, work.workspace, work.now)
    members = members_of(work.session, workspace=work.workspace, about=owner, date=today)
    metrics = {step.metric.id: step.metric for part in parts for step in part.way.steps}

    def chances(at: int) -> dict[tuple[int, int], float | None]:
        """By metric and member: of what a week asks for an even chance (0) or a safe one (1)."""
        asked: dict[int, dict[int, int]] = {}
        for part in parts:
            for step in part.way.steps:
                if step.a_week is not None and step.a_week[at] > 0:
                    asked.setdefault(step.metric.id, {})[part.member.id] = step.a_week[at]
        return {
            (metric_id, member_id): found.realism.probability
            for metric_id, targets in asked.items()
            for member_id, found in realism_of_each(
                work,
                targets=targets,
                members=members,
                metric=metrics[metric_id],
                period=PeriodKind.WEEK,
                starts=today,
            ).items()
        }

    even, safe = chances(0), chances(1)

    def judge(step: StepToGoal, member: Member) -> StepToGoal:
        key = step.metric.id, member.id
        return replace(step, chance=even.get(key), safe_chance=safe.get(key))

    return tuple(
        replace(part, way=replace(part.way, steps=tuple(judge(step, part.member) for step in part.way.steps)))
        for part in parts
    )


def _held(work: Work, owner: GoalOwner, today: dt.date) -> OutcomeGoal:
    known = {each.metric.id: key for key, each in outcomes(work.session, workspace=work.workspace).items()}
    mine = [
        goal
        for goal in goals.goals_on(work.session, workspace_id=work.workspace_id, date=today)
        if owner_of(goal) == owner_id(owner) and goal.metric_id in known and goal.period is not PeriodKind.DAY
    ]
    if not mine:
        raise WrongGoal(
            "{who} has no goal on revenue, deals, pipeline or opportunities to plan for. Set one first.",
            who=owner.name,
        )
    order, keys = list(PeriodKind), list(WAYS)
    best = min(mine, key=lambda goal: (keys.index(known[goal.metric_id]), -order.index(goal.period)))
    return OutcomeGoal(known[best.metric_id], best.target, best.period, best.starts, dates_of(best))
