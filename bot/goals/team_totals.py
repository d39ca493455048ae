"""Setting, ending and taking back a team's goal as one total, whatever door it comes from."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.work import Work
from bot.core.workspace_periods import period_before
from bot.goals.drafts import TEAM, TOTAL, GoalDraft, group_of
from bot.goals.editing import LONGEST_DATES, known_metric, read_target, require_whole
from bot.goals.text import LONGEST_REASON, read_percent
from bot.people.goal_owners import WrongGoal
from bot.standings.team_totals import dates_of_total, done_together
from metrics.periods import Period, PeriodKind
from storage import team_totals
from storage.tables import Metric, Team, TeamTotal

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class TotalSet:
    """What was changed; `last` is what the team did in the last whole period, in units (None of one by its own dates).

    `ended` are the totals that end by it, with when each ended before.
    """

    team: Team
    metric: Metric
    period: PeriodKind
    target: int | None
    before: int | None
    starts: dt.date
    dates: Period | None = None
    last: int | None = None
    total_id: int | None = None
    ended: tuple[tuple[int, dt.date | None], ...] = ()


def set_team_total(
    work: Work,
    *,
    viewer: Viewer | None,
    team: Team,
    metric_key: str,
    period: PeriodKind,
    target: int | None,
    starts: dt.date | None = None,
    dates: Period | None = None,
    reason: str = "",
) -> TotalSet:
    """Let a team have a goal as one total from `starts` on (None: today); target None ends it.

    `viewer` None is the operator. Raises NotAllowed, and WrongGoal for an unknown metric, a target that is not
    positive, or dates that are over, too long, or overlap another's.
    """
    if viewer is not None:
        require(viewer, Action.SET_GOAL, Subject(team_ids=frozenset({team.id})))
    metric = known_metric(work, key=metric_key)
    require_whole(target, period, dates)
    today = work.today_of(None)
    begins = starts or today
    if target is not None and dates is not None:
        begins = _check_dates(work, team, metric, dates)
    lasting = team_totals.totals_lasting(work.session, team_id=team.id, metric_id=metric.id, period=period, date=begins)
    lasted = [(row.id, row.ends) for row in lasting]
    new: TeamTotal | None = None
    if target is None:
        before = team_totals.end_total(work.session, team_id=team.id, metric_id=metric.id, period=period, ends=begins)
    else:
        new = TeamTotal(
            workspace_id=work.workspace_id,
            team_id=team.id,
            metric_id=metric.id,
            period=period,
            target=target,
            starts=begins,
            ends=dates.end if dates is not None else None,
            period_starts=dates.start if dates is not None else None,
            period_ends=dates.end if dates is not None else None,
            reason=reason[:LONGEST_REASON],
            set_by=viewer.member_id if viewer else None,
            set_at=work.now,
        )
        before = team_totals.set_total(work.session, total=new)
    work.audit(
        actor_id=viewer.member_id if viewer else None,
        action="goal",
        detail=f"team {team.id} in all: {metric.key} {period.value} {target or 'off'} from {begins}",
    )
    return TotalSet(
        team=team,
        metric=metric,
        period=period,
        target=target,
        before=before.target if before else None,
        starts=begins,
        dates=dates,
        last=_last(work, team, metric, period, begins) if target is not None else None,
        total_id=new.id if new is not None else None,
        ended=tuple((row_id, ends) for row, (row_id, ends) in zip(lasting, lasted, strict=True) if row.ends != ends),
    )


def save_total_draft(work: Work, *, viewer: Viewer, draft: GoalDraft) -> TotalSet:
    """Set the total that was filled in. Raises as `set_team_total` does, with the field of the form."""
    team = team_of_total(work, whose=draft.whose)
    if read_percent(draft.target) is not None:
        raise WrongGoal("For a team's total, write a number instead of a percentage.", field="target")
    metric = known_metric(work, key=draft.metric_key)
    starts = draft.starts or work.today_of(None)
    return set_team_total(
        work,
        viewer=viewer,
        team=team,
        metric_key=metric.key,
        period=draft.period,
        target=read_target(work, metric=metric, text=draft.target),
        starts=starts,
        dates=draft.dates(starts),
        reason=draft.reason,
    )


def team_of_total(work: Work, *, whose: str) -> Team:
    """The team whose total a form's `whose` names. Raises WrongGoal."""
    team = group_of(work, whose=TEAM + whose.removeprefix(TOTAL))
    assert isinstance(team, Team)
    return team


def carried_total(value: str) -> tuple[int | None, list[tuple[int, dt.date | None]]]:
    """What Undo carries: the total that was set, and those that ended by it. Raises WrongGoal where it is none."""
    try:
        said = json.loads(value)
        ended = [(int(row_id), dt.date.fromisoformat(ends) if ends else None) for row_id, ends in said["e"]]
        return int(said["g"]) if said["g"] else None, ended
    except (ValueError, KeyError, TypeError) as error:
        raise WrongGoal("This is out of date. Set the goal anew.") from error


def undo_total(
    work: Work, *, viewer: Viewer, total_id: int | None, ended: Sequence[tuple[int, dt.date | None]]
) -> None:
    """Take back what was set or ended. Raises NotAllowed, and WrongGoal where it was changed since."""
    ids = [*([total_id] if total_id else []), *(each for each, _ in ended)]
    found = team_totals.totals_by_id(work.session, workspace_id=work.workspace_id, ids=ids)
    rows = [found[each] for each in ids if each in found]
    if not rows or len(rows) != len(ids) or len({(row.team_id, row.metric_id, row.period) for row in rows}) > 1:
        raise WrongGoal("That goal was deleted.")
    first = rows[0]
    require(viewer, Action.SET_GOAL, Subject(team_ids=frozenset({first.team_id})))
    later = team_totals.totals_lasting(
        work.session, team_id=first.team_id, metric_id=first.metric_id, period=first.period, date=dt.date.min
    )
    if (total_id and first.ends == first.starts) or any(row.id > max(ids) for row in later):
        raise WrongGoal("That goal has changed since, so it stays as is.")
    if total_id:
        first.ends = first.starts
    for row, (_, ends) in zip(rows[1 if total_id else 0 :], ended, strict=True):
        row.ends = ends
    work.session.add_all(rows)
    work.session.flush()
    work.audit(actor_id=viewer.member_id, action="goal", detail=f"undone: team total {first.id}")


def _check_dates(work: Work, team: Team, metric: Metric, dates: Period) -> dt.date:
    today = work.today_of(None)
    if dates.end <= today:
        raise WrongGoal("Those days are over. Choose a last day that's still to come.", field="ends")
    if dates.days > LONGEST_DATES:
        raise WrongGoal("A goal by dates lasts a year at most. Choose a nearer last day.", field="ends")
    for row in team_totals.totals_lasting(
        work.session,
        team_id=team.id,
        metric_id=metric.id,
        period=PeriodKind.CUSTOM,
        date=min(dates.start, today),
    ):
        other = dates_of_total(row)
        if other is not None and other != dates and other.start < dates.end and dates.start < other.end:
            raise WrongGoal(
                "There's already a goal on {metric} from {first} to {last}. End it first, or choose other days.",
                field="starts",
                metric=metric.plural,
                first=other.start,
                last=other.end - _DAY,
            )
    return max(dates.start, today)


def _last(work: Work, team: Team, metric: Metric, period: PeriodKind, starts: dt.date) -> int | None:
    """What the team did together in the last whole period before the total begins."""
    if period is PeriodKind.CUSTOM:
        return None
    running = work.period(period, min(starts, work.today_of(None)))
    before = period_before(work.workspace, running)
    return done_together(work, team=team, metric=metric, period=before).done
