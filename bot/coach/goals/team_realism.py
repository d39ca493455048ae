"""Whether a team's goals fit its reps, and which goal would: what managers are told, and set with one click."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.figures.standings import GoalFigures, figures_on
from bot.coach.goals.held import GoalSet, set_goal
from bot.coach.people.permissions import Viewer
from bot.failures import Failure
from metrics.periods import PeriodKind, period_of
from metrics.realism import GoalAhead, TeamRealism, TeamVerdict, judge_team
from storage import catalogue, goals, memberships, people
from storage.tables import Metric, Team, TeamRole, Workspace


class NoSuchProposal(Failure):
    """A proposal speaks of a team or a goal that is not there."""

    def __init__(self) -> None:
        super().__init__("This goal is not there any more. `/goal` shows what is set now.")


@dataclass(frozen=True)
class TeamGoal:
    """A goal of each rep of a team. Rates in units a standard working day and rep.

    `required` is what the reps who are below it need from now on, `usual` what they usually do. `proposed` is a target
    that 60 % can be expected to reach, where the present one is too hard or too easy; `coming` what is set already
    from `next_start`, the first day of the next period, on.
    """

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


def team_goals(session: Session, *, workspace: Workspace, team: Team, date: dt.date) -> list[TeamGoal]:
    """The team's own goals, each judged by the histories of the reps who hold it."""
    assert workspace.id is not None
    reps = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_id=team.id
    )
    members = people.members_by_id(session, ids={row.member_id for row in reps})
    figures = figures_on(
        session,
        workspace=workspace,
        members=[member for member in members.values() if member.active],
        date=date,
        with_today=True,
    )
    return judge_team_goals(session, workspace=workspace, team=team, figures=figures, date=date)


def judge_team_goals(
    session: Session, *, workspace: Workspace, team: Team, figures: Sequence[GoalFigures], date: dt.date
) -> list[TeamGoal]:
    """The same from the reps' figures of `date`, where they are known already."""
    groups: dict[tuple[int, PeriodKind], list[GoalFigures]] = {}
    for item in figures:
        if item.goal.inherited and item.period.kind is not PeriodKind.DAY:
            groups.setdefault((item.goal.metric_id, item.goal.period), []).append(item)
    return [_judge(session, workspace, team, some, date) for some in groups.values()]


def _judge(
    session: Session, workspace: Workspace, team: Team, figures: Sequence[GoalFigures], date: dt.date
) -> TeamGoal:
    first = figures[0]
    realism = judge_team([_ahead(item) for item in figures], k=first.constants.k, r=first.constants.r)
    target = first.goal.target
    below = [item for item in figures if item.done < item.target] or list(figures)
    kind = first.goal.period
    next_start = period_of(
        kind, date, week_start=workspace.week_start, fiscal_year_start_month=workspace.fiscal_year_start_month
    ).end
    return TeamGoal(
        metric=first.metric,
        period=kind,
        target=target,
        reps=len(figures),
        required=sum(item.required for item in below) / len(below),
        usual=sum(item.baseline for item in below) / len(below),
        realism=realism,
        proposed=propose(target, realism),
        next_start=next_start,
        coming=_coming(session, workspace, team, first, next_start),
    )


def propose(target: int, realism: TeamRealism) -> int | None:
    """A round target that 60 % can be expected to reach; None where the present one is fine or nothing is known."""
    if realism.factor is None:
        return None
    found = _round_down(target * realism.factor)
    better = found < target if realism.verdict is TeamVerdict.TOO_HARD else found > target
    return found if better and found > 0 else None


def adopt(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    team_id: int,
    metric_key: str,
    period: PeriodKind,
    target: int,
    now_date: dt.date,
    now: dt.datetime,
) -> GoalSet:
    """Set a proposed target for the team from its next period on: what runs now is judged by what was agreed.

    Raises NotAllowed, WrongGoal and NoSuchProposal.
    """
    assert workspace.id is not None
    team = memberships.find_team_by_id(session, workspace_id=workspace.id, team_id=team_id)
    if team is None or catalogue.find_metric(session, workspace_id=workspace.id, key=metric_key) is None:
        raise NoSuchProposal
    starts = period_of(
        period, now_date, week_start=workspace.week_start, fiscal_year_start_month=workspace.fiscal_year_start_month
    ).end
    return set_goal(
        session,
        workspace=workspace,
        viewer=viewer,
        subject=team,
        metric_key=metric_key,
        period=period,
        target=target,
        starts=starts,
        now=now,
        reason="",
    )


def _ahead(item: GoalFigures) -> GoalAhead:
    known = not item.goal_only
    usual = item.baseline / item.deal_size.mean if item.deal_size is not None else item.baseline
    return GoalAhead(
        target=float(item.target),
        days=item.worked + item.remaining,
        baseline=usual if known else None,
        history_weight=item.history.weight,
        size=item.deal_size,
    )


def _coming(session: Session, workspace: Workspace, team: Team, item: GoalFigures, next_start: dt.date) -> int | None:
    assert workspace.id is not None
    for goal in goals.goals_on(session, workspace_id=workspace.id, date=next_start):
        alike = (goal.team_id, goal.metric_id, goal.period) == (team.id, item.goal.metric_id, item.goal.period)
        if alike and goal.target != item.goal.target:
            return goal.target
    return None


def _round_down(value: float) -> int:
    """Two digits and a half: 147 is 145, 5,234,567 is 5,200,000."""
    step = max(1, 10 ** (len(str(int(value))) - 2) // 2)
    return int(value // step * step)
