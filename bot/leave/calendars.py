"""Members' calendars, put together from working weeks, holidays and leave."""

import datetime as dt
import functools
from collections.abc import Sequence

import holidays
from sqlmodel import Session

from bot.leave.ramps import ramp_of
from metrics.calendar import DaysOff, MemberCalendar
from storage import absences
from storage.tables import Member, Workspace


def load_calendars(
    session: Session, *, workspace: Workspace, members: Sequence[Member], starts: dt.date, ends: dt.date
) -> dict[int, MemberCalendar]:
    """The calendar of each of these members, true for the dates [starts, ends)."""
    ids = [member.id for member in members]
    leave: dict[int, list[DaysOff]] = {}
    for row in absences.time_off_between(session, workspace_id=workspace.id, starts=starts, ends=ends, member_ids=ids):
        leave.setdefault(row.member_id, []).append(DaysOff(row.starts, row.ends, row.portion))
    weeks = absences.past_weeks(session, workspace_id=workspace.id, member_ids=ids, after=starts)
    off = days_off(session, workspace=workspace, starts=starts, ends=ends)
    return {
        member.id: MemberCalendar(
            week=week_of(member),
            holidays=off,
            leave=tuple(leave.get(member.id, ())),
            joined=member.joined_on,
            left=member.left_on,
            past_weeks=tuple((end, shares_of(shares)) for end, shares in weeks.get(member.id, ())),
            ramp=ramp_of(member, workspace),
        )
        for member in members
    }


def days_off(session: Session, *, workspace: Workspace, starts: dt.date, ends: dt.date) -> frozenset[dt.date]:
    """The workspace's public holidays and its own days off in [starts, ends)."""
    own = frozenset(row.date for row in absences.own_holidays(session, workspace_id=workspace.id))
    public = _public_holidays(workspace.country, workspace.subdivision, starts.year, ends.year)
    return frozenset(date for date in own | public if starts <= date < ends)


def week_of(member: Member) -> tuple[float, ...]:
    """The shares of a full day that the member works now, Monday first."""
    return shares_of(member.week_shares)


def shares_of(stored: str) -> tuple[float, ...]:
    """A working week as it is stored, as seven shares."""
    return tuple(float(share) for share in stored.split())


@functools.lru_cache(maxsize=64)
def _public_holidays(country: str, subdivision: str, first_year: int, last_year: int) -> frozenset[dt.date]:
    if not country:
        return frozenset()
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=range(first_year, last_year + 1), expand=False
    )
    return frozenset(found)
