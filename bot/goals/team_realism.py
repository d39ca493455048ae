"""Whether a team's goals fit its reps, and which goal would: what managers are told, and set with one click."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.failures import Failure
from bot.core.permissions import Viewer
from bot.core.work import Work
from bot.goals.editing import GoalSet, set_goal
from bot.goals.past_periods import PastPeriod, past_periods
from bot.goals.terms import goal_ahead, suiting_target
from bot.leave.calendars import load_calendars
from bot.people.goal_owners import RoleGroup
from bot.people.sales_roles import list_sales_roles
from bot.standings.standings import LOOKBACK, GoalFigures, figures_on
from metrics.periods import PeriodKind
from metrics.realism import FEWEST, MOST, GoalAhead, TeamRealism, TeamVerdict, judge_team
from storage import catalogue, goals, memberships, people
from storage.goals import Owner, owner_of
from storage.tables import Metric, SalesRole, Team, TeamRole

LEAST_REPS = 3
"""Reps who hold a goal below which a share of them says nothing of the goal."""


class NoSuchProposal(Failure):
    """A proposal speaks of a team or a goal that is not there."""

    def __init__(self) -> None:
        super().__init__("That goal was deleted. `/goal` shows what's set now.")


@dataclass(frozen=True)
class TeamGoal:
    """A goal of each rep of a team, or of those of a sales `role` there. Rates in units a standard working day and rep.

    `required` is what the reps who are below it need from now on, `usual` what they usually do. `proposed` is a target
    that 60 % can be expected to reach, where the present one is too hard or too easy; `coming` what is set already
    from `next_start`, the first day of the next period, on.
    """

    team_id: int
    role: SalesRole | None
    metric: Metric
    period: PeriodKind
    target: int
    reps: int
    required: float
    usual: float
    realism: TeamRealism
    proposed: int | None
    next_start: dt.date
    coming: int | None

    @property
    def role_id(self) -> int | None:
        """The sales role's id, None where it is no role's."""
        return self.role.id if self.role is not None else None

    @property
    def reference(self) -> str:
        """What the button that adopts the proposed target carries."""
        role = self.role_id or ""
        return f"{self.team_id}:{self.metric.key}:{self.period.value}:{self.proposed}:{role}"


def team_goals(work: Work, *, team: Team, date: dt.date) -> list[TeamGoal]:
    """The team's own goals, each judged by the histories of the reps who hold it."""
    reps = memberships.in_teams_on(
        work.session, workspace_id=work.workspace_id, date=date, team_role=TeamRole.REP, team_id=team.id
    )
    members = people.members_by_id(work.session, ids={row.member_id for row in reps})
    figures = figures_on(
        work.session,
        workspace=work.workspace,
        members=[member for member in members.values() if member.active],
        date=date,
        with_today=True,
    )
    return judge_team_goals(work, team=team, figures=figures, date=date)


def judge_team_goals(work: Work, *, team: Team, figures: Sequence[GoalFigures], date: dt.date) -> list[TeamGoal]:
    """The same from the reps' figures of `date`, where they are known already."""
    groups: dict[tuple[int, PeriodKind, Owner], list[GoalFigures]] = {}
    for item in figures:
        if item.goal.inherited and item.period.kind is not PeriodKind.DAY:
            groups.setdefault((item.goal.metric_id, item.goal.period, item.goal.owner), []).append(item)
    roles = {role.id: role for role in list_sales_roles(work.session, workspace=work.workspace)}
    return [
        _judge(work, team, roles.get(owner.sales_role_id or 0), some, date) for (_, _, owner), some in groups.items()
    ]


def goals_that_do_not_fit(
    work: Work,
    *,
    team: Team,
    figures: Sequence[GoalFigures],
    date: dt.date,
    ended: Mapping[tuple[int, PeriodKind, int | None], tuple[int, int]],
) -> list[TeamGoal]:
    """The team's goals that too few or too many can be expected to reach, and did so in the period that has ended.

    `ended` says of that period, by metric, kind and the sales role whose goal it was (None of no role's), how many
    reached it and how many had it. It takes both: what was expected and did not happen is no reason for another goal,
    and neither is one period of bad luck.
    """
    judged = judge_team_goals(work, team=team, figures=figures, date=date)
    return [
        goal for goal in judged if _does_not_fit(goal, *ended.get((goal.metric.id, goal.period, goal.role_id), (0, 0)))
    ]


def _does_not_fit(goal: TeamGoal, reached: int, had: int) -> bool:
    if (goal.proposed is None and goal.coming is None) or min(goal.reps, had) < LEAST_REPS:
        return False
    return reached / had < FEWEST if goal.realism.verdict is TeamVerdict.TOO_HARD else reached / had > MOST


def _judge(work: Work, team: Team, role: SalesRole | None, figures: Sequence[GoalFigures], date: dt.date) -> TeamGoal:
    first = figures[0]
    past = _records(work, figures, date)
    realism = judge_team([_ahead(item, past.get(item.member_id, ())) for item in figures], blend=first.blend)
    target = first.goal.target
    below = [item for item in figures if item.done < item.target] or list(figures)
    kind = first.goal.period
    # What comes after dates of its own is for whoever plans them: no next period is there to propose for.
    own_dates = first.goal.dates is not None
    next_start = first.period.end if own_dates else work.period(kind, date).end
    return TeamGoal(
        team_id=team.id,
        role=role,
        metric=first.metric,
        period=kind,
        target=target,
        reps=len(figures),
        required=sum(item.required for item in below) / len(below),
        usual=sum(item.baseline for item in below) / len(below),
        realism=realism,
        proposed=None if own_dates else suiting_target(target, realism),
        next_start=next_start,
        coming=None
        if own_dates
        else _coming(
            work, Owner(team_id=team.id, sales_role_id=role.id if role is not None else None), first, next_start
        ),
    )


def adopt(work: Work, *, viewer: Viewer, reference: str, now_date: dt.date) -> GoalSet:
    """Set a proposed target (a TeamGoal's `reference`) from the next period on: what runs now is judged by what was
    agreed. A goal that a role has in the whole workspace is set for the role in this team.

    Raises NotAllowed, WrongGoal and NoSuchProposal.
    """
    try:
        team_id, metric_key, said_period, said_target, role_id = f"{reference}:".split(":")[:5]
        period, target = PeriodKind(said_period), int(said_target)
        team = memberships.find_team_by_id(work.session, workspace_id=work.workspace_id, team_id=int(team_id))
        role = role_id and next(
            r for r in list_sales_roles(work.session, workspace=work.workspace) if r.id == int(role_id)
        )
    except (ValueError, StopIteration):
        raise NoSuchProposal from None
    if team is None or catalogue.find_metric(work.session, workspace_id=work.workspace_id, key=metric_key) is None:
        raise NoSuchProposal
    if period is PeriodKind.CUSTOM:
        raise NoSuchProposal
    starts = work.period(period, now_date).end
    return set_goal(
        work,
        viewer=viewer,
        subject=RoleGroup(role, team) if role else team,
        metric_key=metric_key,
        period=period,
        target=target,
        starts=starts,
        reason="",
    )


def _records(work: Work, figures: Sequence[GoalFigures], date: dt.date) -> dict[int, tuple[PastPeriod, ...]]:
    """The closed periods of who holds the goal, as the form of goals looks at them."""
    first = figures[0]
    if first.period.kind is PeriodKind.CUSTOM:
        return {}  # what was done in weeks before compares with no range of its own length
    members = people.members_by_id(work.session, ids={item.member_id for item in figures})
    calendars = load_calendars(
        work.session,
        workspace=work.workspace,
        members=list(members.values()),
        starts=date - LOOKBACK,
        ends=first.period.end,
    )
    return past_periods(
        work,
        metric_id=first.goal.metric_id,
        kind=first.period.kind,
        calendars=calendars,
        before=min(date, first.period.start),
    )


def _ahead(item: GoalFigures, record: Sequence[PastPeriod]) -> GoalAhead:
    return goal_ahead(
        target=float(item.target),
        days=item.worked + item.remaining,
        usual=item.baseline,
        goal_only=item.goal_only,
        known=item.known_at_start,
        size=item.deal_size,
        record=record,
    )


def _coming(work: Work, owner: Owner, item: GoalFigures, next_start: dt.date) -> int | None:
    for goal in goals.goals_on(work.session, workspace_id=work.workspace_id, date=next_start):
        alike = (owner_of(goal), goal.metric_id, goal.period) == (owner, item.goal.metric_id, item.goal.period)
        if alike and goal.target != item.goal.target:
            return goal.target
    return None
