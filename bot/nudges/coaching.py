"""What the morning says of coaching: commitments, a 1:1 or training that is near, and one thing that is asked of the
rep. It then needs no message of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.work import Work
from bot.people.coaching_parts import CoachingPart, is_on, teams_by_member
from bot.people.coaching_requests import Ask, asks_to_say
from bot.people.one_on_ones import Meeting, meetings_to_say
from bot.standings.commitments import CommitmentNow, commitments_to_say
from bot.standings.trainings import TrainingAhead, trainings_to_say
from storage.tables import Member


@dataclass(frozen=True)
class CoachingSaid:
    """What is said to one rep; `meeting` None where no 1:1 is near, `ask` None where nothing is asked."""

    commitments: tuple[CommitmentNow, ...] = ()
    meeting: Meeting | None = None
    ask: Ask | None = None
    trainings: tuple[TrainingAhead, ...] = ()


def coaching_said(work: Work, *, members: Sequence[Member]) -> Mapping[int, CoachingSaid]:
    """What there is to say to each of these reps, where their team has that part; those with nothing are left out."""
    commitments = commitments_to_say(work, members=members)
    meetings = meetings_to_say(work, members=members)
    asks = asks_to_say(work, members=members)
    trainings = trainings_to_say(work, members=members)
    if not commitments and not meetings and not asks and not trainings:
        return {}
    teams = teams_by_member(work, members=members)
    found: dict[int, CoachingSaid] = {}
    for member in members:
        team = teams.get(member.id)
        said = CoachingSaid(
            commitments.get(member.id, ()) if is_on(team, CoachingPart.COMMITMENTS) else (),
            meetings.get(member.id) if is_on(team, CoachingPart.MEETINGS) else None,
            asks.get(member.id),
            trainings.get(member.id, ()) if is_on(team, CoachingPart.TRAININGS) else (),
        )
        if said != CoachingSaid():
            found[member.id] = said
    return found
