"""Where a member stands now, and what came of it since the morning before."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.nudge import GoalLine, goal_lines
from bot.coach.people import local_date
from metrics.episodes import Status
from metrics.periods import PeriodKind
from storage import standings
from storage.tables import Member, Workspace


@dataclass(frozen=True)
class Change:
    """How a goal's standing differs from that of an earlier morning in the same period. `more` in units."""

    goal: GoalLine
    since: dt.date
    """The morning that is compared with: its figures are those before that day's work."""
    more: int
    probability: float | None
    """The chance that it had then; None where it had none."""
    status: Status


@dataclass(frozen=True)
class Progress:
    """A member's goals today, with what is logged so far."""

    date: dt.date
    goals: tuple[GoalLine, ...]
    changes: tuple[Change, ...] = ()
    """Since the last morning before today; goals of a day, and periods that began since, have none."""


def progress_of(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> Progress:
    """The member's goals at `now`, the entries of today included."""
    assert member.id is not None
    date = local_date(member, workspace, now)
    lines = goal_lines(session, workspace=workspace, members=[member], date=date, now=now).lines.get(member.id, ())
    return Progress(date=date, goals=lines, changes=_changes(session, member.id, lines, date))


def _changes(session: Session, member_id: int, lines: Sequence[GoalLine], date: dt.date) -> tuple[Change, ...]:
    before = {
        (row.metric_id, row.period, row.period_start): row
        for row in standings.standings_before(session, member_id=member_id, date=date)
    }
    found = []
    for line in lines:
        row = before.get((line.metric.id or 0, line.period.kind, line.period.start))
        if row is not None and line.period.kind is not PeriodKind.DAY:
            found.append(Change(line, row.date, line.done - row.done, row.probability, Status(row.status)))
    return tuple(found)
