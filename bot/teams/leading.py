"""A leading warning: what leads to an outcome has fallen for many of a team, and the outcome will probably follow."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.core.workspace_periods import period_in
from bot.leave.calendars import load_calendars
from bot.standings.standings import GoalFigures
from metrics.coaching.drop import MemberWeeks, find_drops, fit_theta
from metrics.periods import PeriodKind
from storage import day_totals, people
from storage.dialect import portions
from storage.tables import Member, Metric, TimeOff, Workspace

WEEKS = 52
MOST_MEMBERS = 500
"""More members say no more of what is usual; it bounds the time of a digest."""
RECENT_WEEKS = 2
LEAST_REPS = 2
PART = 3
"""A third of the reps, and at least LEAST_REPS: one rep's drop is theirs, not the team's outcome."""
FAR = 0.7
"""Above this part of what is usual a drop may be unusual for very steady people, and is no news of an outcome."""
NEAR = 1.5
"""Only a metric that counts for more than a call is near enough to an outcome to warn of it."""


@dataclass(frozen=True)
class Leading:
    """So many of a team's reps did far less of `metric` than they usually do; `outcome` is the goal that follows."""

    metric: Metric
    outcome: Metric
    reps: int
    of: int


def leading_warning(
    session: Session,
    *,
    workspace: Workspace,
    members: Sequence[Member],
    figures: Sequence[GoalFigures],
    date: dt.date,
) -> Leading | None:
    """What has fallen for a third of these reps over the last two complete weeks; the most widespread only.

    Nothing where the workspace records no leave (an absence that nobody recorded looks like a drop), where the team has
    no goal on an outcome, or where the workspace's own past is too short to say what is unusual.
    """
    outcomes = [item.metric for item in figures if not item.metric.leading]
    metrics = {item.metric.id: item.metric for item in figures if item.metric.leading}
    near = [metric for metric in metrics.values() if metric.action_weight >= NEAR]
    week = period_in(workspace, PeriodKind.WEEK, date).start
    first = week - WEEKS * dt.timedelta(days=7)
    if not (members and outcomes and near) or not _records_leave(session, workspace, first):
        return None
    everybody = people.list_members(session, workspace_id=workspace.id)
    own = {member.id for member in members}
    others = [member for member in everybody if member.id not in own]
    known = [*members, *others[:: max(1, -(-len(others) // MOST_MEMBERS))]]
    calendars = load_calendars(session, workspace=workspace, members=known, starts=first, ends=week)
    worked, full = (
        {
            member.id: calendar.weights(first, week).reshape(WEEKS, 7).sum(axis=1)
            for member in known
            for calendar in (calendars[member.id] if plain else calendars[member.id].without_leave(),)
        }
        for plain in (True, False)
    )
    found: list[Leading] = []
    for metric in near:
        weekly = _weekly(session, metric, [member.id for member in known], first, week)
        weeks = [MemberWeeks(m.id, weekly[m.id], worked[m.id], full[m.id]) for m in known]
        before = [
            MemberWeeks(w.member, w.quantities[:-RECENT_WEEKS], w.worked[:-RECENT_WEEKS], w.full[:-RECENT_WEEKS])
            for w in weeks
        ]
        theta = fit_theta(before)
        mine = [each for each in weeks if each.member in own]
        drops = find_drops(mine, min(theta, FAR)) if theta is not None else ()
        if len(drops) >= max(LEAST_REPS, -(-len(members) // PART)):
            found.append(Leading(metric, outcomes[0], len(drops), len(members)))
    return max(found, key=lambda each: each.reps, default=None)


def _records_leave(session: Session, workspace: Workspace, since: dt.date) -> bool:
    query = sa.select(col(TimeOff.id)).where(col(TimeOff.workspace_id) == workspace.id, col(TimeOff.ends) > since)
    return session.execute(query.limit(1)).first() is not None


def _weekly(
    session: Session, metric: Metric, member_ids: Sequence[int], first: dt.date, ends: dt.date
) -> Mapping[int, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    found = {member_id: np.zeros(WEEKS) for member_id in member_ids}
    for some in portions(member_ids):
        for member_id, date, quantity in day_totals.days_of_metric(
            session, member_ids=some, metric_id=metric.id, starts=first, ends=ends
        ):
            found[member_id][(date - first).days // 7] += quantity
    return found
