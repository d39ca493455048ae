"""How a goal changed: who set what, from when until when, and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.permissions import Action, Viewer, require
from bot.core.work import Work
from bot.goals.editing import known_metric
from bot.goals.past_periods import today_of
from bot.people.goal_owners import GoalOwner, owner_id, subject_of
from storage import goals, people, team_totals
from storage.tables import Goal, Member, Metric, Team, TeamTotal

SHOWN = 20


@dataclass(frozen=True)
class GoalChange:
    """One goal that was set, of each rep or of a team as one total, and by whom; nobody when the operator did."""

    goal: Goal | TeamTotal
    metric: Metric
    by: Member | None
    set_on: dt.date
    """The day on which it was set, where its owner is."""


def goal_history(
    work: Work, *, viewer: Viewer, subject: GoalOwner, metric_key: str | None, today: dt.date
) -> Sequence[GoalChange]:
    """The goals that were set for a member, a team or a sales role, of one metric or all, the newest first, at most 20;
    of a team its totals are among them.

    Raises NotAllowed where the viewer may not see the subject's figures, and WrongGoal for an unknown metric.
    """
    require(viewer, Action.SEE, subject_of(work.session, workspace=work.workspace, about=subject, date=today))
    metric = known_metric(work, key=metric_key) if metric_key else None
    metric_id = metric.id if metric else None
    rows: list[Goal | TeamTotal] = [
        *goals.goals_set(
            work.session,
            workspace_id=work.workspace_id,
            owner=owner_id(subject),
            metric_id=metric_id,
            limit=SHOWN,
        )
    ]
    if isinstance(subject, Team):
        rows += team_totals.totals_set(
            work.session, workspace_id=work.workspace_id, team_id=subject.id, metric_id=metric_id, limit=SHOWN
        )
        rows = sorted(rows, key=lambda row: row.set_at, reverse=True)[:SHOWN]
    metrics = {m.id: m for m in work.metrics(retired=True)}
    by = people.members_by_id(work.session, ids={row.set_by for row in rows if row.set_by is not None})
    return [
        GoalChange(
            row, metrics[row.metric_id], by.get(row.set_by or 0), set_on=today_of(subject, work.workspace, row.set_at)
        )
        for row in rows
    ]
