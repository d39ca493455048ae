"""What the morning says of coaching: commitments, a 1:1 or training that is near; they need no message of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.members import by_local_date
from bot.core.work import Work
from bot.people.coaching_parts import CoachingPart, is_on
from bot.people.one_on_ones import Meeting, meetings_to_say
from bot.standings.commitments import CommitmentNow, commitments_to_say
from bot.standings.trainings import TrainingAhead, trainings_to_say
from bot.targets.holding import teams_of
from storage import memberships
from storage.tables import Member


@dataclass(frozen=True)
class CoachingSaid:
    """What is said to one rep; `meeting` None where no 1:1 is near."""

    commitments: tuple[CommitmentNow, ...] = ()
    meeting: Meeting | None = None
    trainings: tuple[TrainingAhead, ...] = ()


def coaching_said(work: Work, *, members: Sequence[Member]) -> Mapping[int, CoachingSaid]:
    """What there is to say to each of these reps, where their team has that part; those with nothing are left out."""
    commitments = commitments_to_say(work, members=members)
    meetings = meetings_to_say(work, members=members)
    trainings = trainings_to_say(work, members=members)
    if not commitments and not meetings and not trainings:
        return {}
    teams = {team.id: team for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)}
    found: dict[int, CoachingSaid] = {}
    for date, some in by_local_date(members, work.workspace, work.now).items():
        ids = [member.id for member in some]
        in_team = teams_of(work.session, workspace=work.workspace, member_ids=ids, date=date)
        for member_id in ids:
            team = teams.get(in_team.get(member_id, 0))
            said = CoachingSaid(
                commitments.get(member_id, ()) if is_on(team, CoachingPart.COMMITMENTS) else (),
                meetings.get(member_id) if is_on(team, CoachingPart.MEETINGS) else None,
                trainings.get(member_id, ()) if is_on(team, CoachingPart.TRAININGS) else (),
            )
            if said.commitments or said.meeting is not None or said.trainings:
                found[member_id] = said
    return found
