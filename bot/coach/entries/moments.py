"""The moment in which a goal is reached: said once, and one a day, so that it keeps its worth."""

import datetime as dt

from sqlmodel import Session

from bot.coach.entries.logged import Logged, Moment, Progress
from storage.tables import Member, Metric, Workspace
from storage.workspaces import take_receipt


def moment_of(
    session: Session, *, workspace: Workspace, member: Member, said: Logged, now: dt.datetime
) -> Moment | None:
    """The goal that these new entries have reached, of several the one of the longest period; None where there is
    none, where the member wants none, and when they had one today.
    """
    assert workspace.id is not None
    if not member.celebrate_on:
        return None
    crossed = [
        Moment(each.metric, goal)
        for each in said.metrics
        for goal in each.goals
        if goal.done >= goal.target > goal.done - _new(said, each.metric, goal)
    ]
    if not crossed:
        return None
    key = f"moment:{member.id}:{said.today}"
    return crossed[-1] if take_receipt(session, workspace_id=workspace.id, key=key, now=now) else None


def _new(said: Logged, metric: Metric, goal: Progress) -> int:
    return sum(entry.quantity for entry in said.entries if entry.metric.id == metric.id and entry.date >= goal.starts)
