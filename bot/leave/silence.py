"""Working days of which nothing is known: who is asked about them, and what they answer."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import local_date
from bot.leave.away import Leave, note_leave
from bot.leave.calendars import load_calendars
from metrics.calendar import MemberCalendar
from metrics.priorities import LOG_LOOKBACK, missing_from_log
from storage import absences, deliveries, refreshes, standings
from storage.tables import Member, Workspace

LOOKBACK = dt.timedelta(days=LOG_LOOKBACK)


class NotMissing(Failure):
    """A button speaks of a day that needs no answer any more."""

    def __init__(self) -> None:
        super().__init__("That day is already sorted, so nothing changed.")


def missing_days(
    calendars: Mapping[int, MemberCalendar], logged: Mapping[int, set[dt.date]], date: dt.date
) -> dict[int, tuple[dt.date, ...]]:
    """The last working days before `date` of which nothing is known, of the members who normally log.

    `logged` are the dates of the ten days before with an entry, or with the word that there was none.
    """
    found = {}
    for member_id, calendar in calendars.items():
        mine = logged.get(member_id, set())
        # Of most members the last working day is known: only for the others it is looked at day by day.
        if _last_worked(calendar, date) not in mine and (days := missing_from_log(calendar, mine, date)):
            found[member_id] = days
    return found


def missing_of(session: Session, *, workspace: Workspace, member: Member, date: dt.date) -> tuple[dt.date, ...]:
    """The same days of one member, on `date`."""
    logged = standings.logged_dates(session, member_ids=[member.id], starts=date - LOOKBACK, ends=date)
    calendars = load_calendars(session, workspace=workspace, members=[member], starts=date - LOOKBACK, ends=date)
    return missing_days(calendars, logged, date).get(member.id, ())


def _last_worked(calendar: MemberCalendar, date: dt.date) -> dt.date | None:
    worked = calendar.weights(date - LOOKBACK, date).nonzero()[0]
    return date - LOOKBACK + dt.timedelta(days=int(worked[-1])) if len(worked) else None


def still_missing(
    session: Session,
    *,
    workspace: Workspace,
    members: Sequence[Member],
    asked: Mapping[int, Sequence[dt.date]],
    date: dt.date,
) -> dict[int, tuple[dt.date, ...]]:
    """Of the days that the nudges of `date` were planned to ask about (by member), those of which still nothing is
    known.
    """
    who = [member for member in members if asked.get(member.id)]
    if not who:
        return {}
    ids = [member.id for member in who]
    logged = standings.logged_dates(session, member_ids=ids, starts=date - LOOKBACK, ends=date)
    calendars = load_calendars(session, workspace=workspace, members=who, starts=date - LOOKBACK, ends=date)
    return {
        member_id: left
        for member_id in ids
        if (
            left := tuple(
                day
                for day in asked[member_id]
                if day not in logged.get(member_id, set()) and calendars[member_id].is_working_day(day)
            )
        )
    }


def nothing_to_log(
    session: Session, *, workspace: Workspace, member: Member, days: Sequence[dt.date], now: dt.datetime
) -> tuple[dt.date, ...]:
    """Note that there was nothing to log on these days, and answer which ones. Raises NotMissing when none is open."""
    open_days = _open_days(session, workspace, member, days, now)
    absences.note_quiet_days(session, workspace_id=workspace.id, member_id=member.id, dates=open_days, now=now)
    refresh_nudge(session, workspace=workspace, member=member, now=now)
    return open_days


def was_off(
    session: Session, *, workspace: Workspace, member: Member, days: Sequence[dt.date], now: dt.datetime
) -> tuple[dt.date, ...]:
    """Make these days leave, and answer which ones. Raises NotMissing when none is open."""
    open_days = _open_days(session, workspace, member, days, now)
    for day in open_days:
        off = Leave(day, day + dt.timedelta(days=1))
        note_leave(session, workspace=workspace, member=member, asked=off, by=member, now=now)
    refresh_nudge(session, workspace=workspace, member=member, now=now)
    return open_days


def refresh_nudge(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> None:
    """Have the member's nudge of today written anew where it stands."""
    row = deliveries.find(
        session,
        workspace_id=workspace.id,
        kind="nudge",
        recipient=member.slack_user_id,
        key=local_date(member, workspace, now).isoformat(),
    )
    if row is not None and row.ts:
        refreshes.request_refresh(session, delivery_id=row.id, at=None)


def _open_days(
    session: Session, workspace: Workspace, member: Member, days: Sequence[dt.date], now: dt.datetime
) -> tuple[dt.date, ...]:
    """The days that are worked, past, not too long ago, and without any entry: a button can be old or made up."""
    today = local_date(member, workspace, now)
    starts = today - dt.timedelta(days=workspace.backdate_days)
    logged = standings.logged_dates(session, member_ids=[member.id], starts=starts, ends=today).get(member.id, set())
    calendar = load_calendars(session, workspace=workspace, members=[member], starts=starts, ends=today)[member.id]
    found = tuple(day for day in days if starts <= day < today and day not in logged and calendar.is_working_day(day))
    if not found:
        raise NotMissing
    return found
