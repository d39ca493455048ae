"""What the messages of coaching to a rep say: one kind of message for all, because they share two places a week."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coaching.restraint import AboutCoaching, Topic
from bot.core.work import Work
from bot.people.one_on_ones import Meeting, load_meetings, starts_at
from storage.tables import Delivery, MeetingState


@dataclass(frozen=True)
class MeetingAhead:
    """The rep's 1:1 is near."""

    meeting: Meeting
    today: dt.date


ToRep = MeetingAhead


def told_to_reps(work: Work, *, rows: Sequence[Delivery]) -> dict[int, ToRep | None]:
    """What each of these planned messages says, true now; None where there is nothing to say any more."""
    about = {row.id: AboutCoaching.of_row(row) for row in rows}
    meetings = load_meetings(work, ids={each.id for each in about.values() if each.topic is Topic.MEETING})
    found: dict[int, ToRep | None] = {}
    for row in rows:
        meeting = meetings.get(about[row.id].id)
        ahead = (
            meeting is not None
            and meeting.stored.state is MeetingState.PLANNED
            and meeting.member.id == row.member_id
            and starts_at(work, meeting) > work.now
        )
        found[row.id] = MeetingAhead(meeting, work.today_of(meeting.member)) if meeting and ahead else None
    return found
