"""Where a member stands now."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.nudge import GoalLine, goal_lines
from bot.coach.people import local_date
from storage.tables import Member, Workspace


@dataclass(frozen=True)
class Progress:
    """A member's goals today, with what is logged so far."""

    date: dt.date
    goals: tuple[GoalLine, ...]


def progress_of(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> Progress:
    """The member's goals at `now`, the entries of today included."""
    assert member.id is not None
    date = local_date(member, workspace, now)
    lines = goal_lines(session, workspace=workspace, members=[member], date=date, now=now)
    return Progress(date=date, goals=lines.lines.get(member.id, ()))
