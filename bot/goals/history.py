"""How a goal changed: who set what, from when until when, and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.permissions import Action, Viewer, require
from bot.core.work import Work
from bot.goals.editing import known_metric
from bot.goals.past_periods import today_of
from bot.people.goal_owners import GoalOwner, owner_id, subject_of
from storage import goals, people
from storage.tables import Goal, Member, Metric

SHOWN = 20


@dataclass(frozen=True)
class GoalChange:
    """One goal that was set, and by whom; nobody when the operator did."""

    goal: Goal
    metric: Metric
    by: Member | None
    set_on: dt.date
    """The day on which it was set, where its owner is."""


def goal_history(
    work: Work, *, viewer: Viewer, subject: GoalOwner, metric_key: str | None, today: dt.date
) -> Sequence[GoalChange]:
    """The goals that were set for a member, a team or a sales role, of one metric or all, the newest first, at most 20.

    Raises NotAllowed where the viewer may not see the subject's figures, and WrongGoal for an unknown metric.
    """
    require(viewer, Action.SEE, subject_of(work.session, workspace=work.workspace, about=subject, date=today))
    metric = known_metric(work, key=metric_key) if metric_key else None
    rows = goals.goals_set(
        work.session,
        workspace_id=work.workspace_id,
        owner=owner_id(subject),
        metric_id=metric.id if metric else None,
        limit=SHOWN,
    )
    metrics = {m.id: m for m in work.metrics(retired=True)}
    by = people.members_by_id(work.session, ids={row.set_by for row in rows if row.set_by is not None})
    return [
        GoalChange(
            row, metrics[row.metric_id], by.get(row.set_by or 0), set_on=today_of(subject, work.workspace, row.set_at)
        )
        for row in rows
    ]
