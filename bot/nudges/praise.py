"""What a nudge praises: a deal that was won, a goal that was reached, being ahead. Each is said when it is news."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.due import Outcome
from bot.leave.calendars import load_calendars
from bot.standings.goal_lines import GoalLine, GoalLines
from metrics.episodes import Status
from metrics.periods import PeriodKind
from storage import deals, standings
from storage.standings import PastMorning
from storage.tables import Deal, Member, Workspace

AHEAD = 0.05
"""By so much of its target, and by one at least, a goal is called ahead."""
BACK = dt.timedelta(days=14)
"""So far back the last working day is looked for, and how long a goal has been ahead."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Praise:
    """The accounts of the deals that were won since the last working morning (empty: a deal without a name), the goal
    that was reached since then, and one that is ahead.
    """

    won: tuple[str, ...] = ()
    reached: GoalLine | None = None
    ahead: GoalLine | None = None


def praises(
    session: Session, *, workspace: Workspace, members: Sequence[Member], lines: GoalLines, date: dt.date
) -> dict[int, Praise]:
    """What is praised on the morning of `date`, by member; members without anything are left out.

    A won deal and a reached goal are news on the first working morning after, to those who want to hear of such things.
    A goal that stays ahead is told of on every second morning, so that no praise is said two mornings running.
    """
    wanting = [member for member in members if member.celebrate_on]
    won = _won(session, workspace, wanting, date)
    ahead = {member.id: _ahead_now(lines.lines.get(member.id, ())) for member in members}
    reached = {
        member.id: [line for line in lines.lines.get(member.id, ()) if line.status is Status.REACHED]
        for member in wanting
    }
    concerned = sorted({who for found in (ahead, reached) for who, some in found.items() if some})
    past = _past(session, concerned, date) if concerned else {}
    found: dict[int, Praise] = {}
    for member in members:
        made = Praise(
            won=won.get(member.id, ()),
            reached=_newly_reached(reached.get(member.id, ()), past.get(member.id, {})),
            ahead=_ahead_again(ahead[member.id], past.get(member.id, {})),
        )
        if made != Praise():
            found[member.id] = made
    return found


_Past = Mapping[tuple[int, PeriodKind], Sequence[PastMorning]]
"""Of one member, by metric and kind of period, the newest first."""


def _past(
    session: Session, member_ids: Sequence[int], date: dt.date
) -> dict[int, dict[tuple[int, PeriodKind], list[PastMorning]]]:
    found: dict[int, dict[tuple[int, PeriodKind], list[PastMorning]]] = {}
    # Only of mornings on which something was said.
    for row in standings.past_mornings(
        session, member_ids=member_ids, starts=date - BACK, ends=date, outcome=Outcome.NUDGE.value
    ):
        found.setdefault(row.member_id, {}).setdefault((row.metric_id, row.period), []).append(row)
    return found


def _won(
    session: Session, workspace: Workspace, members: Sequence[Member], date: dt.date
) -> dict[int, tuple[str, ...]]:
    """The accounts of the deals won from the last working day before `date` on, by member."""
    ids = [member.id for member in members]
    closed = [
        deal
        for deal in deals.closed_deals(session, member_ids=ids, since=date - BACK)
        if deal.won_on is not None and deal.won_on < date and deal.quantity > 0
    ]
    if not closed:
        return {}
    owners = {deal.member_id for deal in closed}
    calendars = load_calendars(
        session,
        workspace=workspace,
        members=[member for member in members if member.id in owners],
        starts=date - BACK,
        ends=date,
    )
    by_member: dict[int, list[Deal]] = {}
    for deal in closed:
        worked = calendars[deal.member_id].weights(date - BACK, date).nonzero()[0]
        since = date - BACK + int(worked[-1]) * _DAY if len(worked) else date - BACK
        if deal.won_on is not None and deal.won_on >= since:
            by_member.setdefault(deal.member_id, []).append(deal)
    return {who: tuple(deal.account for deal in some) for who, some in by_member.items()}


def _newly_reached(lines: Sequence[GoalLine], past: _Past) -> GoalLine | None:
    """The longest goal that no earlier morning of its period found reached. A day's goal is no news by itself."""
    fresh = [
        line
        for line in lines
        if line.period.kind is not PeriodKind.DAY
        and not any(row.status == Status.REACHED.value for row in _of_period(line, past))
    ]
    return max(fresh, key=lambda line: line.period.days, default=None)


def _ahead_now(lines: Sequence[GoalLine]) -> list[GoalLine]:
    """The goals that are ahead, the furthest first. No metric is praised that is in doubt over another period."""
    doubted = {line.metric.key for line in lines if line.status in (Status.AT_RISK, Status.WATCH)}
    found = [
        line
        for line in lines
        if line.status is Status.ON_TRACK
        and line.period.kind is not PeriodKind.DAY
        and line.metric.key not in doubted
        and _is_ahead(line.gap, line.target)
    ]
    return sorted(found, key=lambda line: -line.gap / line.target)


def _ahead_again(lines: Sequence[GoalLine], past: _Past) -> GoalLine | None:
    """The first of these that was not told of on the morning before: on the first of a run, the third, and so on."""
    return next((line for line in lines if _mornings_ahead(line, past) % 2 == 0), None)


def _mornings_ahead(line: GoalLine, past: _Past) -> int:
    """For how many mornings in a row, up to the last one, this goal was ahead."""
    run = 0
    for row in _of_period(line, past):
        if row.status != Status.ON_TRACK.value or not _is_ahead(row.gap, line.target):
            break
        run += 1
    return run


def _of_period(line: GoalLine, past: _Past) -> list[PastMorning]:
    rows = past.get((line.metric.id, line.period.kind), ())
    return [row for row in rows if row.period_start == line.period.start]


def _is_ahead(gap: float, target: float) -> bool:
    return gap >= max(1.0, AHEAD * target)
