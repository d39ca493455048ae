"""What keeps a message to a rep from being sent now: their day off, the night, and enough messages for one day."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.due import QUIET, instant_of, nudge_time_of
from bot.core.members import local_date, zone_of
from bot.leave.calendars import load_calendars
from metrics.calendar import MemberCalendar
from storage import deliveries, people
from storage.tables import Delivery, Member, Workspace

BEFORE_NUDGE = dt.timedelta(minutes=30)
"""What waited for the morning comes so long before the nudge."""
AHEAD = 14
"""So many days ahead a working day is looked for."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class HeldBack:
    """A message is not sent now. It waits until an instant on a local date, or (None) is not sent at all."""

    reason: str
    until: dt.datetime | None = None
    date: dt.date | None = None


def hold_back(
    session: Session,
    *,
    workspace: Workspace,
    rows: Sequence[Delivery],
    counted: Collection[str],
    waiting: Collection[str],
    now: dt.datetime,
) -> dict[int, HeldBack]:
    """Which of these claimed deliveries may not be sent at `now`, by id.

    Kinds in `counted` are messages to a rep: at most workspace.messages_a_day of them on one local date, and none on a
    day off. Those in `waiting` can come later: at night, on a day off and when it is enough for a day they wait for
    the next working morning. The others come in time or not at all.
    """
    mine = [row for row in rows if row.kind in counted and row.member_id is not None]
    members = people.members_by_id(session, ids={row.member_id for row in mine if row.member_id is not None})
    if not members:
        return {}
    dates = {member_id: local_date(member, workspace, now) for member_id, member in members.items()}
    sent = deliveries.count_to_members(
        session,
        member_ids=sorted(members),
        dates=set(dates.values()),
        kinds=counted,
        besides=[row.id for row in mine],
    )
    calendars = load_calendars(
        session,
        workspace=workspace,
        members=list(members.values()),
        starts=min(dates.values()),
        ends=max(dates.values()) + AHEAD * _DAY,
    )
    found: dict[int, HeldBack] = {}
    for row in mine:
        member = members.get(row.member_id or 0)
        if member is None:
            continue
        date, calendar = dates[member.id], calendars[member.id]
        waits = row.kind in waiting
        reason = _reason(member, workspace, calendar, date, now, waits, sent.get((member.id, date), 0))
        if not reason:
            sent[member.id, date] = sent.get((member.id, date), 0) + 1
        elif waits:
            later = _next_morning(member, workspace, calendar, date, now)
            found[row.id] = HeldBack(reason, *later)
        else:
            found[row.id] = HeldBack(reason)
    return found


def _reason(
    member: Member,
    workspace: Workspace,
    calendar: MemberCalendar,
    date: dt.date,
    now: dt.datetime,
    waits: bool,
    sent: int,
) -> str:
    if not calendar.is_working_day(date):
        return "a day off"
    if waits and QUIET.hold(now.astimezone(zone_of(member, workspace)).time()):
        return "at night"
    if sent >= workspace.messages_a_day:
        return "enough messages for a day"
    return ""


def _next_morning(
    member: Member, workspace: Workspace, calendar: MemberCalendar, date: dt.date, now: dt.datetime
) -> tuple[dt.datetime, dt.date]:
    """When the member's next working morning begins, and its local date; two weeks on where there is none before."""
    zone = zone_of(member, workspace)
    nudge = dt.datetime.combine(date, nudge_time_of(member, workspace)) - BEFORE_NUDGE
    time = QUIET.move(nudge.time())
    for ahead in range(AHEAD):
        day = date + ahead * _DAY
        at = instant_of(day, time, zone)
        if at is not None and at > now and calendar.is_working_day(day):
            return at, day
    return now + AHEAD * _DAY, date + AHEAD * _DAY
