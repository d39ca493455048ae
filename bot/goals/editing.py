"""Setting a goal and ending it, whatever door it comes from."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.changes import refresh_checklists
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.text.errors import NotUnderstood, harmless
from bot.core.vocabulary import MetricsByWord, vocabulary_of
from bot.core.work import Work
from bot.goals.text import LONGEST_REASON, read_goal_target
from bot.people.goal_owners import GoalOwner, WrongGoal, owner_id, subject_of
from bot.targets.inheriting import dates_of
from metrics.leave_policy import LeavePolicy
from metrics.periods import Period, PeriodKind
from storage import goals, people
from storage.goals import Owner
from storage.tables import Goal, Member, Metric

LONGEST_DATES = 366
"""Days that a goal by dates of its own lasts at most."""


@dataclass(frozen=True)
class GoalSet:
    """What was changed: whose goal, on what, and the target that held before (None when there was none)."""

    subject_name: str
    metric: Metric
    period: PeriodKind
    target: int | None
    before: int | None
    starts: dt.date
    goal_id: int | None = None
    """The goal that was set; None where one was ended."""
    dates: Period | None = None
    """Of a goal by dates of its own: these."""
    ended: tuple[tuple[int, dt.date | None], ...] = ()
    """The goals that end by it, with when each ended before."""
    planned: tuple[Goal, ...] = ()
    """What is planned for later and stays; where a goal was ended, what ends with it."""


def require_whole(target: int | None, period: PeriodKind, dates: Period | None) -> None:
    """Raise WrongGoal for a target that is not above zero, and for own dates that are not said; None ends a goal."""
    if target is not None and target <= 0:
        raise WrongGoal("A goal needs a number above zero. To end a goal, write `off` instead.", field="target")
    if target is not None and period is PeriodKind.CUSTOM and dates is None:
        raise WrongGoal("Add the first and the last day, like `from 2 Nov to 6 Dec`.", field="starts")


def set_goal(
    work: Work,
    *,
    viewer: Viewer | None,
    subject: GoalOwner,
    metric_key: str,
    period: PeriodKind,
    target: int | None,
    starts: dt.date,
    reason: str = "",
    leave: LeavePolicy = LeavePolicy.KEEP,
    dates: Period | None = None,
) -> GoalSet:
    """Let a goal hold for a member, or for each rep of a team or sales role, from `starts` on; target None ends it.

    A custom period is its `dates`: the target is for all of them, and it holds from their first one, or from today
    where that is past.

    `viewer` None is the operator. Raises NotAllowed, and WrongGoal for an unknown metric or a target that is not
    positive.
    """
    if target is not None:
        require_here(subject)
    if viewer is not None:
        require(viewer, Action.SET_GOAL, subject_of(work.session, workspace=work.workspace, about=subject, date=starts))
    metric = known_metric(work, key=metric_key)
    require_whole(target, period, dates)
    owner = owner_id(subject)
    if dates is not None and target is not None:
        starts = require_dates(work, owner=owner, metric=metric, dates=dates)
    lasting = goals.goals_lasting(
        work.session, workspace_id=work.workspace_id, owner=owner, metric_id=metric.id, period=period, date=starts
    )
    lasted = [(row.id, row.ends) for row in lasting]
    new: Goal | None = None
    if target is None:
        before = goals.end_goal(
            work.session, workspace_id=work.workspace_id, owner=owner, metric_id=metric.id, period=period, ends=starts
        )
    else:
        new = Goal(
            workspace_id=work.workspace_id,
            metric_id=metric.id,
            **owner._asdict(),
            period=period,
            target=target,
            starts=starts,
            ends=dates.end if dates is not None else None,
            period_starts=dates.start if dates is not None else None,
            period_ends=dates.end if dates is not None else None,
            leave=leave,
            reason=reason[:LONGEST_REASON],
            set_by=viewer.member_id if viewer else None,
            set_at=work.now,
        )
        before = goals.set_goal(work.session, goal=new)
    work.audit(
        actor_id=viewer.member_id if viewer else None,
        action="goal",
        subject_id=owner.member_id,
        detail=f"{metric.key} {period.value} {target or 'off'} from {starts}",
    )
    if not work.workspace.live:
        refresh_checklists(work.session, workspace_id=work.workspace_id)
    return GoalSet(
        subject_name=subject.name,
        metric=metric,
        period=period,
        target=target,
        before=before.target if before else None,
        starts=starts,
        dates=dates,
        goal_id=new.id if new is not None else None,
        ended=tuple((goal_id, ends) for row, (goal_id, ends) in zip(lasting, lasted, strict=True) if row.ends != ends),
        planned=tuple(row for row in lasting if row.starts > starts),
    )


def require_dates(work: Work, *, owner: Owner, metric: Metric, dates: Period) -> dt.date:
    """From when a goal of this owner for these dates holds. Raises WrongGoal where they are over, too long, or overlap
    those of another.
    """
    today = work.today_of(None)
    if dates.end <= today:
        raise WrongGoal("Those days are over. Choose a last day that's still to come.", field="ends")
    if dates.days > LONGEST_DATES:
        raise WrongGoal("A goal with its own dates can last a year at most. Pick an earlier last day.", field="ends")
    lasting = goals.goals_lasting(
        work.session,
        workspace_id=work.workspace_id,
        owner=owner,
        metric_id=metric.id,
        period=PeriodKind.CUSTOM,
        date=min(dates.start, today),
    )
    for row in lasting:
        other = dates_of(row)
        if other is not None and other != dates and other.start < dates.end and dates.start < other.end:
            raise WrongGoal(
                "There's already a goal on {metric} from {first} to {last}. End it first, or choose other days.",
                field="starts",
                metric=metric.plural,
                first=other.start,
                last=other.end - dt.timedelta(days=1),
            )
    return max(dates.start, today)


def require_here(subject: GoalOwner) -> None:
    """Raise WrongGoal where it would be a goal of somebody who has left: only ending it makes sense then."""
    if isinstance(subject, Member) and not subject.active:
        raise WrongGoal(
            "{who} isn't here anymore, so they can't get a goal. Choose someone else.",
            field="person",
            who=subject.name,
        )


def undo_goal(work: Work, *, viewer: Viewer, goal_id: int | None, ended: Sequence[tuple[int, dt.date | None]]) -> None:
    """Take back what was set or ended, so that what held before holds again. Raises NotAllowed, and WrongGoal where the
    goal was changed since, or the values are none that belong together.
    """
    ids = [*([goal_id] if goal_id else []), *(each for each, _ in ended)]
    found = goals.goals_by_id(work.session, goal_ids=ids)
    rows = [found[each] for each in ids if each in found and found[each].workspace_id == work.workspace_id]
    if not rows or len(rows) != len(ids) or len({(goals.owner_of(row), row.metric_id, row.period) for row in rows}) > 1:
        raise WrongGoal("That goal was deleted.")
    first = rows[0]
    about = Subject(team_ids=frozenset({first.team_id})) if first.team_id else Subject()
    if first.member_id is not None:
        member = people.members_by_id(work.session, ids=[first.member_id])[first.member_id]
        about = subject_of(work.session, workspace=work.workspace, about=member, date=first.starts)
    require(viewer, Action.SET_GOAL, about)
    newest = goals.goals_set(
        work.session, workspace_id=work.workspace_id, owner=goals.owner_of(first), metric_id=first.metric_id, limit=20
    )
    of_period = [row for row in newest if row.period == first.period]
    overtaken = not of_period or of_period[0].id not in ([goal_id] if goal_id else ids)
    if overtaken or (goal_id and first.ends == first.starts):
        raise WrongGoal("That goal has changed since, so it stays as is.")
    if goal_id:
        first.ends = first.starts
    for row, (_, ends) in zip(rows[1 if goal_id else 0 :], ended, strict=True):
        row.ends = ends
    work.session.add_all(rows)
    work.session.flush()
    work.audit(
        actor_id=viewer.member_id,
        action="goal",
        subject_id=first.member_id,
        detail=f"undone: goal {first.id}",
    )
    if not work.workspace.live:
        refresh_checklists(work.session, workspace_id=work.workspace_id)


def known_metric(work: Work, *, key: str) -> Metric:
    """The metric with this key, or named by any of its words, in use. Raises WrongGoal with those that there are."""
    metrics = MetricsByWord(work.session, workspace=work.workspace)
    metric = metrics.find(key)
    if metric is not None:
        return metric
    known = ", ".join(metric.key for metric in metrics.metrics)
    raise WrongGoal(
        "No metric is called {key}. Metrics: {known}.", field="metric", key=repr(harmless(key)), known=known
    )


def read_target(work: Work, *, metric: Metric, text: str) -> int:
    """A target as somebody writes it: 60, 12.5k, RM 60,000; a count, or minor units of the workspace's currency.

    Raises NotUnderstood, with the field of the form that it is about.
    """
    vocabulary = vocabulary_of(work.session, workspace=work.workspace)
    words = next(each for each in vocabulary.metrics if each.key == metric.key)
    try:
        return read_goal_target(text.strip(), words, vocabulary)
    except NotUnderstood as unclear:
        unclear.field = "target"
        raise
