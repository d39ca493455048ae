"""The first working day after a bad period: what the figures say, what was not in the rep's hands, one thing to try."""

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.workspace_periods import period_before, period_in
from bot.standings.standings import GoalFigures
from bot.targets.holding import teams_of
from metrics.look_back import PastGoal, slow_team, was_bad
from metrics.periods import Period, PeriodKind
from storage import day_totals, memberships, standings
from storage.tables import Metric, TeamRole, Workspace

SPOKEN_OF = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
"""A week is recapped when it ends, and one bad day is no matter."""
FIRST_DAYS = 12
"""Calendar days into a period within which its first working day is looked for."""
LAST_DAYS = dt.timedelta(days=10)
"""The last morning of a period is looked for in so many days."""


@dataclass(frozen=True)
class PastLine:
    """One goal of the period that is over: done and target in units."""

    metric: Metric
    done: int
    target: int


@dataclass(frozen=True)
class LookBack:
    """A period that went badly.

    `best` was reached or came closest to it (None where nothing did well); `missed` fell furthest short. `team_share`
    is what the rest of the team did of its usual amount, where that was slow too. `step` is one thing to try: so much
    of `step_metric` until `step_ends` (the last date of the week), its part of the goal of the period that begins.
    """

    period: Period
    missed: PastLine
    best: PastLine | None
    team_share: float | None
    step_metric: Metric | None
    step: int
    step_ends: dt.date | None


def look_backs(
    session: Session, *, workspace: Workspace, figures: Sequence[GoalFigures], date: dt.date
) -> dict[int, LookBack]:
    """What to say of the period before, to those of whom `date` is the first working day of a new one."""
    found: dict[int, LookBack] = {}
    # The longest first: a year that begins is not spoken of as a month.
    for kind in reversed(SPOKEN_OF):
        fresh = [each for each in figures if each.period.kind is kind and _begins(each, date)]
        if fresh:
            found = {**_of_kind(session, workspace, fresh, date), **found}
    return found


def _begins(item: GoalFigures, date: dt.date) -> bool:
    return (date - item.period.start).days <= FIRST_DAYS and item.worked <= 0 and item.weight_today > 0


def _of_kind(
    session: Session, workspace: Workspace, fresh: Sequence[GoalFigures], date: dt.date
) -> dict[int, LookBack]:
    before = period_before(workspace, fresh[0].period)
    members = {item.member_id for item in fresh}
    teams = teams_of(session, workspace=workspace, member_ids=sorted(members), date=date)
    peers = _reps_of(session, workspace, set(teams.values()), date)
    everybody = members | {member_id for some in peers.values() for member_id in some}
    past = _past_goals(session, before, everybody, {item.metric.id for item in fresh})
    known: dict[int, list[GoalFigures]] = {}
    for item in fresh:
        if (item.member_id, item.metric.id) in past:
            known.setdefault(item.member_id, []).append(item)
    found: dict[int, LookBack] = {}
    for member_id, mine in known.items():
        others = peers.get(teams.get(member_id, 0), set()) - {member_id}
        told = _tell(before, mine, past, others, workspace, date)
        if told is not None:
            found[member_id] = told
    return found


def _past_goals(
    session: Session, before: Period, member_ids: Collection[int], metric_ids: Collection[int]
) -> dict[tuple[int, int | None], PastGoal]:
    last = standings.last_standings(
        session, member_ids=member_ids, period=before.kind, starts=before.end - LAST_DAYS, ends=before.end
    )
    found: dict[tuple[int, int | None], PastGoal] = {}
    for metric_id in metric_ids:
        holders = sorted(member_id for member_id, metric in last if metric == metric_id)
        sums = day_totals.sums_between(
            session, member_ids=holders, metric_id=metric_id, starts=before.start, ends=before.end
        )
        for member_id in holders:
            row = last[(member_id, metric_id)]
            found[(member_id, metric_id)] = PastGoal(
                done=sums.get(member_id, 0), target=row.target, usual=row.baseline * row.days
            )
    return found


def _tell(
    before: Period,
    mine: Sequence[GoalFigures],
    past: Mapping[tuple[int, int | None], PastGoal],
    others: Collection[int],
    workspace: Workspace,
    date: dt.date,
) -> LookBack | None:
    by_share = sorted(mine, key=lambda item: past[(item.member_id, item.metric.id)].share)
    worst, best = by_share[0], by_share[-1]
    missed = past[(worst.member_id, worst.metric.id)]
    if not was_bad(missed):
        return None
    done_well = past[(best.member_id, best.metric.id)]
    of_others = [past[(other, worst.metric.id)] for other in others if (other, worst.metric.id) in past]
    step = next((item for item in by_share if item.metric.leading), None)
    amount, ends = _step(step, workspace, date) if step is not None else (0, None)
    return LookBack(
        period=before,
        missed=PastLine(worst.metric, round(missed.done), round(missed.target)),
        best=None if was_bad(done_well) else PastLine(best.metric, round(done_well.done), round(done_well.target)),
        team_share=slow_team(of_others),
        step_metric=step.metric if step is not None and amount > 0 else None,
        step=amount,
        step_ends=ends,
    )


def _step(item: GoalFigures, workspace: Workspace, date: dt.date) -> tuple[int, dt.date | None]:
    """What this week's working days are of the new goal, and the last of them."""
    week = period_in(workspace, PeriodKind.WEEK, date)
    share = item.share.share
    ends = min(week.end, share.period.end)
    days = [day for day in (date + dt.timedelta(days=n) for n in range((ends - date).days)) if share.expected_on(day)]
    return math.ceil(sum(share.expected_on(day) for day in days) - 1e-9), days[-1] if days else None


def _reps_of(session: Session, workspace: Workspace, team_ids: Collection[int], date: dt.date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for row in memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_ids=team_ids
    ):
        found.setdefault(row.team_id, set()).add(row.member_id)
    return found
