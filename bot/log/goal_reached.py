"""The moment in which a goal is reached: said once, and one a day, so that it keeps its worth."""

from bot.core.work import Work
from bot.log.answer import Logged, Moment
from bot.standings.today import Progress
from storage.tables import Member, Metric


def moment_of(work: Work, *, member: Member, said: Logged) -> Moment | None:
    """The goal that these new entries have reached, of several the one of the longest period; None where there is
    none, where the member wants none, and when they had one today.
    """
    moment = reached_by(member, said)
    return moment if moment is not None and take_moment(work, said=said, member=member) else None


def reached_by(member: Member, said: Logged) -> Moment | None:
    """The same, whether or not they had one today."""
    if not member.celebrate_on:
        return None
    crossed = [
        Moment(each.metric, goal)
        for each in said.metrics
        for goal in each.goals
        if goal.done >= goal.target > goal.done - _new(said, each.metric, goal)
    ]
    return crossed[-1] if crossed else None


def take_moment(work: Work, *, member: Member, said: Logged) -> bool:
    """Whether this is the member's first moment of the day."""
    key = f"moment:{member.id}:{said.today}"
    return work.once(key)


def _new(said: Logged, metric: Metric, goal: Progress) -> int:
    return sum(entry.quantity for entry in said.entries if entry.metric.id == metric.id and entry.date >= goal.starts)
