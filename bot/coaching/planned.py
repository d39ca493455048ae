"""When 1:1s are spoken of: the brief on the working day before, and the question about one that was missed."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.coaching.beside_nudge import AFTER_NUDGE, after_nudge, nudged_today
from bot.coaching.brief import Brief, briefs_of
from bot.coaching.meetings import next_by_rhythm
from bot.coaching.people import may_coach, viewer_in
from bot.coaching.restraint import AboutCoaching, Topic, plan_for_rep
from bot.coaching.to_managers import is_welcome
from bot.core.content import Content
from bot.core.due import instant_of, nudge_time_of
from bot.core.members import latest_date, zone_of
from bot.core.permissions import Viewer
from bot.core.work import Work
from bot.people.coaching_parts import CoachingPart, doing_without
from bot.people.one_on_ones import Meeting, calendars_of, load_meetings, starts_at, workday_before
from metrics.calendar import MemberCalendar
from storage import coaching, deliveries, people
from storage.tables import Delivery, MeetingState, Member, OneOnOne, Workspace

BRIEF, MISSED, CALENDAR_FILE = "brief", "missed 1:1", "1:1 file"
EARLIEST = dt.timedelta(days=16)
"""So long before a 1:1 its brief may come at most: over a long leave of who gets it."""
USEFUL = dt.timedelta(days=3)
PORTION = 100


class AboutMeeting(Content):
    """Which 1:1 a message is about."""

    meeting: int


@dataclass(frozen=True)
class MissedMeeting:
    """A 1:1 that nobody noted, for the manager; `following` is the next one, planned by the rhythm."""

    meeting: Meeting
    following: OneOnOne | None


@dataclass(frozen=True)
class MeetingFile:
    """A 1:1 as a calendar entry."""

    meeting: Meeting
    starts: dt.datetime
    made: dt.datetime


def plan_meeting_messages(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan what is due of 1:1s at `now`: briefs, what a rep is told, and what was missed; whether there may be more."""
    if workspace.paused:
        return False
    work = Work(session, workspace, now)
    told = coaching.meetings_to_tell(
        session, workspace_id=workspace.id, until=latest_date(now) + EARLIEST, limit=10 * PORTION
    )
    planned = _tell(work, told)
    missed = [
        row
        for row in coaching.planned_before(session, workspace_id=workspace.id, date=latest_date(now), limit=PORTION)
        if _miss(work, row)
    ]
    return planned >= PORTION or len(missed) >= PORTION


def meeting_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which a brief may be due, or a 1:1 have been missed."""
    if coaching.first_planned(session, workspace_id=workspace.id) is None:
        return set()
    found: set[tuple[ZoneInfo, dt.time]] = set()
    for member in people.list_members(session, workspace_id=workspace.id):
        zone, nudge = zone_of(member, workspace), nudge_time_of(member, workspace)
        found |= {(zone, nudge), (zone, after_nudge(nudge))}
    return found


def briefs_for(work: Work, *, rows: Sequence[Delivery]) -> dict[int, Brief | None]:
    """The briefs of these planned messages to managers, true now; None for a 1:1 that was moved or is over."""
    meetings = load_meetings(work, ids={AboutMeeting.of_row(row).meeting for row in rows})
    viewers: dict[int, Viewer] = {}
    wanted: dict[int, Meeting] = {}
    for row in rows:
        meeting = meetings.get(AboutMeeting.of_row(row).meeting)
        if meeting is None or meeting.stored.state is not MeetingState.PLANNED or row.member_id != meeting.manager.id:
            continue
        manager = meeting.manager
        if manager.id not in viewers:
            viewers[manager.id] = viewer_in(work, manager)
        if may_coach(work, viewer=viewers[manager.id], member=meeting.member):
            wanted[row.id] = meeting
    briefs = briefs_of(work, meetings=[(meeting, meeting.manager) for meeting in wanted.values()])
    return {row.id: None for row in rows} | dict(zip(wanted, briefs, strict=True))


def shown_in_brief(session: Session, row: Delivery) -> set[int]:
    """Whose figures a manager's brief shows."""
    meeting = coaching.meetings_by_id(session, ids={AboutMeeting.of_row(row).meeting})
    return {each.member_id for each in meeting.values()}


def missed_for(work: Work, *, rows: Sequence[Delivery]) -> dict[int, MissedMeeting | None]:
    """The questions about 1:1s that were missed; None where it was said meanwhile."""
    meetings = load_meetings(work, ids={AboutMeeting.of_row(row).meeting for row in rows})
    following = coaching.planned_meetings(work.session, member_ids={each.member.id for each in meetings.values()})
    found: dict[int, MissedMeeting | None] = {}
    for row in rows:
        meeting = meetings.get(AboutMeeting.of_row(row).meeting)
        missed = meeting is not None and meeting.stored.state is MeetingState.MISSED
        found[row.id] = MissedMeeting(meeting, following.get(meeting.member.id)) if meeting and missed else None
    return found


def files_for(work: Work, *, rows: Sequence[Delivery]) -> dict[int, MeetingFile | None]:
    """The calendar entries that somebody asked for; None for a 1:1 that is not ahead any more."""
    meetings = load_meetings(work, ids={AboutMeeting.of_row(row).meeting for row in rows})
    found: dict[int, MeetingFile | None] = {}
    for row in rows:
        meeting = meetings.get(AboutMeeting.of_row(row).meeting)
        ahead = meeting is not None and meeting.stored.state is MeetingState.PLANNED
        mine = meeting is not None and row.member_id in (meeting.member.id, meeting.manager.id)
        found[row.id] = (
            MeetingFile(meeting, starts_at(work, meeting), meeting.stored.planned_at)
            if meeting and ahead and mine
            else None
        )
    return found


def _tell(work: Work, rows: Sequence[OneOnOne]) -> int:
    """Plan what is due of these; how much was."""
    meetings = load_meetings(work, ids={row.id for row in rows})
    if not meetings:
        return 0
    calendars = calendars_of(work, meetings=list(meetings.values()))
    reps = [meeting.member for meeting in meetings.values()]
    off = doing_without(work, members=reps, part=CoachingPart.MEETINGS)
    nudged = nudged_today(work, reps)
    planned = 0
    for meeting in meetings.values():
        begins = starts_at(work, meeting)
        if begins <= work.now or planned >= PORTION:
            continue
        wanted = meeting.member.id not in off
        for_manager = not meeting.stored.manager_told and _is_due(
            work, meeting, meeting.manager, calendars, later=False
        )
        for_rep = not meeting.stored.rep_told and _is_due(work, meeting, meeting.member, calendars, later=True)
        if not meeting.stands or ((for_manager or for_rep) and not _coaches(work, meeting)):
            # One of them left, or the rep has another manager, who plans anew.
            coaching.end_meeting(work.session, meeting_id=meeting.stored.id, state=MeetingState.CANCELLED, now=work.now)
            planned += 1
            continue
        if for_manager:
            first = coaching.note_told(work.session, meeting_id=meeting.stored.id, rep=False)
            planned += first
            if first and wanted and not meeting.manager.unreachable:
                _send(work, BRIEF, meeting, key=f"{meeting.stored.id}:{meeting.stored.date}", expires_at=begins)
        if for_rep:
            first = coaching.note_told(work.session, meeting_id=meeting.stored.id, rep=True)
            planned += first
            if first and wanted and meeting.member.id not in nudged:
                plan_for_rep(
                    work, member=meeting.member, about=AboutCoaching(topic=Topic.MEETING, id=meeting.stored.id)
                )
    work.session.expire_all()
    return planned


def _coaches(work: Work, meeting: Meeting) -> bool:
    return may_coach(work, viewer=viewer_in(work, meeting.manager), member=meeting.member)


def _miss(work: Work, row: OneOnOne) -> bool:
    """Note that a planned 1:1 was missed, where its day is over for the manager; ask them about it on the next."""
    meeting = load_meetings(work, ids={row.id})[row.id]
    if work.today_of(meeting.manager) <= row.date:
        return False
    if meeting.manager.active and not is_welcome(work, member=meeting.manager):
        return False
    if not coaching.end_meeting(work.session, meeting_id=row.id, state=MeetingState.MISSED, now=work.now):
        return False
    next_by_rhythm(work, meeting=meeting)
    off = doing_without(work, members=[meeting.member], part=CoachingPart.MEETINGS)
    if not off and meeting.stands and _coaches(work, meeting):
        _send(work, MISSED, meeting, key=str(row.id), expires_at=work.now + USEFUL)
    return True


def _is_due(work: Work, meeting: Meeting, who: Member, calendars: dict[int, MemberCalendar], *, later: bool) -> bool:
    """Whether the morning message of the working day before the 1:1 has come where this one is."""
    day = workday_before(calendars[who.id], meeting.stored.date)
    time = nudge_time_of(who, work.workspace)
    at = instant_of(day, time, zone_of(who, work.workspace))
    return at is not None and work.now >= (at + AFTER_NUDGE if later else at)


def _send(work: Work, kind: str, meeting: Meeting, *, key: str, expires_at: dt.datetime) -> None:
    row = deliveries.new_row(
        workspace_id=work.workspace_id,
        kind=kind,
        recipient=meeting.manager.slack_user_id,
        key=key,
        member_id=meeting.manager.id,
        local_date=work.today_of(meeting.manager),
        content=AboutMeeting(meeting=meeting.stored.id).stored(),
        due_at=work.now,
        expires_at=expires_at,
        token=secrets.token_hex(16),
    )
    deliveries.plan(work.session, rows=[row])
