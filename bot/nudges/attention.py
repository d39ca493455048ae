"""Whether a rep reads their nudges, and how often these come: an ignored message asks once whether to come less."""

import datetime as dt
import enum
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session

from bot.core.content import Content
from bot.core.members import local_date
from bot.leave.calendars import week_of
from storage import people
from storage.tables import Member, Workspace
from storage.workspaces import record_audit

IGNORED = 5
"""So many nudges in a row without any click, command or entry: then it is asked."""
DAILY = "1111111"


class Rhythm(enum.Enum):
    """How often the morning nudge comes."""

    DAILY = "daily"
    TWICE = "twice"
    ONCE = "once"
    CHOSEN = "chosen"
    """On days of the member's own choice."""
    OFF = "off"


class PlannedNudge(Content):
    """How many nudges were planned for the rep before, which days to ask about, and whether to offer fewer messages."""

    opening: int = 0
    missing: tuple[dt.date, ...] = ()
    less: bool = False


def note_planned(
    session: Session,
    *,
    members: Sequence[Member],
    active: Collection[int],
    missing: Mapping[int, Sequence[dt.date]],
    date: dt.date,
) -> dict[int, str]:
    """Count one nudge more for each of these members; what each is to contain, as it is stored, by member.

    `active` logged something on their last working day. `missing` are the days to ask about.
    """
    rows, found = [], {}
    for member in members:
        unanswered = 0 if member.id in active else member.unanswered
        asks = unanswered >= IGNORED and member.asked_less_on is None
        found[member.id] = PlannedNudge(
            opening=member.nudges_planned, missing=tuple(missing.get(member.id, ())), less=asks
        ).stored()
        rows.append(
            {
                "id": member.id,
                "nudges_planned": member.nudges_planned + 1,
                "unanswered": unanswered + 1,
                "asked_less_on": date if asks else member.asked_less_on,
            }
        )
    people.update_members(session, rows=rows)
    return found


def rhythm_of(member: Member, workspace: Workspace) -> Rhythm:
    """How often the member's nudge comes. A manager may know it: that it is off, and no more."""
    if not member.nudges_on:
        return Rhythm.OFF
    if member.nudge_days == DAILY:
        return Rhythm.DAILY
    for rhythm in (Rhythm.TWICE, Rhythm.ONCE):
        if member.nudge_days == days_of(rhythm, member, workspace):
            return rhythm
    return Rhythm.CHOSEN


def days_of(rhythm: Rhythm, member: Member, workspace: Workspace) -> str:
    """The weekdays of a rhythm, as Member.nudge_days has them: of the member's own working week."""
    if rhythm is Rhythm.DAILY:
        return DAILY
    week = week_of(member)
    worked = [day % 7 for day in range(workspace.week_start, workspace.week_start + 7) if week[day % 7] > 0] or [0]
    chosen = {worked[0]} if rhythm is Rhythm.ONCE else {worked[0], worked[(len(worked) + 1) // 2 % len(worked)]}
    return "".join("1" if day in chosen else "0" for day in range(7))


def choose_rhythm(
    session: Session, *, workspace: Workspace, member: Member, rhythm: Rhythm, now: dt.datetime
) -> tuple[dt.date, ...]:
    """Let the morning nudge come as often as the member says; nothing else changes. The next dates of its weekdays."""
    member.nudges_on = rhythm is not Rhythm.OFF
    if rhythm not in (Rhythm.OFF, Rhythm.CHOSEN):
        member.nudge_days = days_of(rhythm, member, workspace)
    session.add(member)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=member.id,
        action="nudges",
        subject_id=member.id,
        detail=rhythm.value,
    )
    if not member.nudges_on:
        return ()
    today = local_date(member, workspace, now)
    week = (today + dt.timedelta(days=ahead) for ahead in range(1, 8))
    return tuple(sorted((day for day in week if member.nudge_days[day.weekday()] == "1"), key=dt.date.weekday))
