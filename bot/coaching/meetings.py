"""1:1s: planned, moved, held, missed and planned again by their rhythm; topics for them and notes from them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coaching.commitments import Promise, add_commitment, carry_forward, end_commitment
from bot.coaching.people import (
    WrongCoaching,
    find_coached,
    may_coach,
    require_coach,
    require_own_or_coach,
    viewer_in,
)
from bot.core.due import instant_of
from bot.core.members import zone_of
from bot.core.permissions import Viewer
from bot.core.text.errors import harmless
from bot.core.work import Work
from bot.people.one_on_ones import AHEAD, Meeting, calendars_around
from storage import coaching, people
from storage.tables import CoachingNote, MeetingState, Member, NoteKind

RHYTHMS = (1, 2, 4, 0)
"""Weeks from one 1:1 to the next; 0: there is no next."""
FARTHEST = dt.timedelta(days=92)
LONGEST_NOTE = 1000
LONGEST_TOPIC = 300
MOST_TOPICS = 10
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Afterwards:
    """What came of a 1:1: notes for both, notes for who writes them alone, what became of the commitments, new ones.

    `kept`, `carried` and `let_go` are ids of open commitments; those that are not named stay open.
    """

    shared: str = ""
    private: str = ""
    kept: Sequence[int] = ()
    carried: Sequence[int] = ()
    let_go: Sequence[int] = ()
    promises: Sequence[Promise] = ()


def plan_meeting(
    work: Work,
    *,
    viewer: Viewer | None,
    manager: Member,
    member: Member,
    date: dt.date,
    at: dt.time,
    every_weeks: int = 1,
) -> Meeting:
    """Plan the next 1:1 of a rep; one that is planned already is moved. `viewer` None is the operator.

    Raises NotAllowed, and WrongCoaching for a date that is over, too far, or a day off of one of the two.
    """
    if viewer is not None:
        require_coach(work, viewer=viewer, member=member)
    if not may_coach(work, viewer=viewer_in(work, manager), member=member):
        raise WrongCoaching("A 1:1 is between a rep and someone who manages their team, or an admin.", field="manager")
    if every_weeks not in RHYTHMS:
        raise WrongCoaching("A 1:1 comes every week, every two or four weeks, or once.", field="rhythm")
    _require_free(work, manager, member, date, at)
    row = {
        "workspace_id": work.workspace_id,
        "member_id": member.id,
        "manager_id": manager.id,
        "date": date,
        "at": at,
        "every_weeks": every_weeks,
        "state": MeetingState.PLANNED,
        "planned_at": work.now,
        "planned_by": viewer.member_id if viewer is not None else None,
        "manager_told": False,
        "rep_told": False,
    }
    known = coaching.planned_meetings(work.session, member_ids=[member.id]).get(member.id)
    if known is None and not coaching.add_meeting(work.session, row=row):
        # Somebody else planned it in this moment: the later one moves it.
        known = coaching.planned_meetings(work.session, member_ids=[member.id])[member.id]
    if known is not None:
        for name, value in row.items():
            setattr(known, name, value)
        work.session.add(known)
        work.session.flush()
    stored = coaching.planned_meetings(work.session, member_ids=[member.id])[member.id]
    work.audit(
        actor_id=viewer.member_id if viewer is not None else None,
        action="1:1",
        subject_id=member.id,
        detail=f"planned {date.isoformat()} {at:%H:%M}",
    )
    return Meeting(stored, member, manager)


def access_meeting(work: Work, *, viewer: Viewer | None, meeting_id: int) -> Meeting:
    """A 1:1 that is the viewer's own, or of somebody whom they coach. Raises NotAllowed, WrongCoaching."""
    stored = coaching.find_meeting(work.session, workspace_id=work.workspace_id, meeting_id=meeting_id)
    if stored is None:
        raise WrongCoaching("That 1:1 was cancelled.")
    found = people.members_by_id(work.session, ids={stored.member_id, stored.manager_id})
    meeting = Meeting(stored, found[stored.member_id], found[stored.manager_id])
    if viewer is not None:
        require_own_or_coach(work, viewer=viewer, member=meeting.member)
    return meeting


def cancel_meeting(work: Work, *, viewer: Viewer, meeting_id: int) -> Meeting:
    """Cancel a planned 1:1, and with it the rhythm. Raises NotAllowed, WrongCoaching."""
    meeting = access_meeting(work, viewer=viewer, meeting_id=meeting_id)
    require_coach(work, viewer=viewer, member=meeting.member)
    if not coaching.end_meeting(work.session, meeting_id=meeting_id, state=MeetingState.CANCELLED, now=work.now):
        raise WrongCoaching("That 1:1 isn't planned anymore.")
    work.audit(actor_id=viewer.member_id, action="1:1", subject_id=meeting.member.id, detail="cancelled")
    return meeting


def hold_meeting(work: Work, *, viewer: Viewer, meeting_id: int, afterwards: Afterwards) -> Meeting:
    """Note that a 1:1 took place and what came of it, all or nothing; the next one is planned by its rhythm.

    Who coaches the rep does; the rep adds notes of their own. Raises NotAllowed, WrongCoaching, TwoAlready.
    """
    meeting = access_meeting(work, viewer=viewer, meeting_id=meeting_id)
    if viewer.member_id != meeting.member.id:
        _hold(work, viewer, meeting, afterwards)
    _note(work, viewer, meeting, afterwards.private, shared=False)
    _note(work, viewer, meeting, afterwards.shared, shared=True)
    return meeting


def next_by_rhythm(work: Work, *, meeting: Meeting) -> Meeting | None:
    """Plan the 1:1 that follows by the rhythm: so many weeks later, or the next day after it that both work.

    None where there is no rhythm, one is planned already, or one of the two has left.
    """
    stored = meeting.stored
    both = (meeting.member, meeting.manager)
    if not stored.every_weeks or not all(each.active and not each.guest for each in both):
        return None
    if not may_coach(work, viewer=viewer_in(work, meeting.manager), member=meeting.member):
        return None
    step, today = dt.timedelta(weeks=stored.every_weeks), work.today_of(meeting.manager)
    date = stored.date + step
    while date <= today:
        date += step
    calendars = calendars_around(work, members=both, starts=date, ends=date)
    days = (date + ahead * _DAY for ahead in range(AHEAD.days))
    free = next((day for day in days if all(each.is_working_day(day) for each in calendars.values())), date)
    row = {
        "workspace_id": work.workspace_id,
        "member_id": meeting.member.id,
        "manager_id": meeting.manager.id,
        "date": free,
        "at": stored.at,
        "every_weeks": stored.every_weeks,
        "state": MeetingState.PLANNED,
        "planned_at": work.now,
        "planned_by": None,
        "manager_told": False,
        "rep_told": False,
    }
    if not coaching.add_meeting(work.session, row=row):
        return None
    return Meeting(coaching.planned_meetings(work.session, member_ids=[meeting.member.id])[meeting.member.id], *both)


def add_topic(work: Work, *, viewer: Viewer, member: Member, words: str, help_wanted: bool = False) -> CoachingNote:
    """Add a topic to the rep's next 1:1: by the rep, or by who coaches them. Raises NotAllowed, WrongCoaching."""
    require_own_or_coach(work, viewer=viewer, member=member)
    plain = " ".join(words.split())
    if not plain:
        raise WrongCoaching("What would you like to talk about? Write it after the word topic.", field="words")
    if len(plain) > LONGEST_TOPIC:
        raise WrongCoaching("Please keep it to {most} characters.", field="words", most=LONGEST_TOPIC)
    waiting = coaching.open_topics(work.session, about_ids=[member.id]).get(member.id, [])
    if len(waiting) >= MOST_TOPICS:
        raise WrongCoaching("{most} topics are waiting already. Take one back first.", field="words", most=MOST_TOPICS)
    return coaching.add_note(
        work.session,
        note=CoachingNote(
            workspace_id=work.workspace_id,
            about_id=member.id,
            author_id=viewer.member_id,
            reader_id=member.id if viewer.member_id != member.id else None,
            kind=NoteKind.HELP if help_wanted else NoteKind.TOPIC,
            words=plain,
            written_at=work.now,
        ),
    )


def take_back_topic(work: Work, *, viewer: Viewer, note_id: int) -> CoachingNote:
    """Delete a topic that still waits, by who wrote it. Raises WrongCoaching for another's."""
    note = coaching.find_note(work.session, workspace_id=work.workspace_id, note_id=note_id)
    if note is None or note.meeting_id is not None or note.kind is NoteKind.NOTE:
        raise WrongCoaching("That topic isn't waiting anymore.")
    if note.author_id != viewer.member_id:
        require_own_or_coach(work, viewer=viewer, member=find_coached(work, member_id=note.about_id))
        raise WrongCoaching("Only the person who added a topic can remove it.")
    coaching.remove_note(work.session, note=note)
    return note


def _hold(work: Work, viewer: Viewer, meeting: Meeting, afterwards: Afterwards) -> None:
    held = coaching.end_meeting(work.session, meeting_id=meeting.stored.id, state=MeetingState.HELD, now=work.now)
    if not held and meeting.stored.state is not MeetingState.HELD:
        raise WrongCoaching("That 1:1 was cancelled.")
    for ids, kept in ((afterwards.kept, True), (afterwards.let_go, False)):
        for commitment_id in ids:
            end_commitment(work, viewer=viewer, commitment_id=commitment_id, kept=kept)
    for commitment_id in afterwards.carried:
        carry_forward(work, viewer=viewer, commitment_id=commitment_id, meeting=meeting.stored)
    for promise in afterwards.promises:
        add_commitment(work, viewer=viewer, member=meeting.member, promise=promise, meeting=meeting.stored)
    if held:
        coaching.close_topics(work.session, about_id=meeting.member.id, meeting_id=meeting.stored.id)
        next_by_rhythm(work, meeting=meeting)
        work.audit(actor_id=viewer.member_id, action="1:1", subject_id=meeting.member.id, detail="held")


def _note(work: Work, viewer: Viewer, meeting: Meeting, words: str, *, shared: bool) -> None:
    if not words.strip():
        return
    if len(words) > LONGEST_NOTE:
        field = "shared" if shared else "private"
        raise WrongCoaching("Please keep it to {most} characters.", field=field, most=LONGEST_NOTE)
    other = meeting.manager.id if viewer.member_id == meeting.member.id else meeting.member.id
    coaching.add_note(
        work.session,
        note=CoachingNote(
            workspace_id=work.workspace_id,
            about_id=meeting.member.id,
            author_id=viewer.member_id,
            reader_id=other if shared else None,
            meeting_id=meeting.stored.id,
            kind=NoteKind.NOTE,
            words=words.strip(),
            written_at=work.now,
        ),
    )


def _require_free(work: Work, manager: Member, member: Member, date: dt.date, at: dt.time) -> None:
    today = work.today_of(manager)
    if date < today:
        raise WrongCoaching("{date} is over. Pick today or a later day.", field="date", date=date)
    if date > today + FARTHEST:
        raise WrongCoaching("{date} is more than three months ahead. Pick a nearer day.", field="date", date=date)
    starts = instant_of(date, at, zone_of(manager, work.workspace))
    if starts is None or starts < work.now:
        raise WrongCoaching("That time is over. Pick a later one.", field="at")
    calendars = calendars_around(work, members=[manager, member], starts=date, ends=date)
    for who in (member, manager):
        if not calendars[who.id].is_working_day(date):
            raise WrongCoaching(
                "{name} is off on {date}. Pick another day.", field="date", name=_harmless_name(who), date=date
            )


def _harmless_name(member: Member) -> str:
    return harmless(member.name or member.slack_user_id)
