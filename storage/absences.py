"""Leave, past working weeks and countries, own days off, and days on which a member had nothing to log."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_ignore, insert_or_replace, portions, table_of
from storage.tables import DayOff, PastCountry, PastWeek, QuietDay, TeamDayOff, TimeOff, WorkedHoliday


def time_off_between(
    session: Session,
    *,
    workspace_id: int,
    starts: dt.date,
    ends: dt.date,
    member_ids: Collection[int] | None = None,
) -> Sequence[TimeOff]:
    """Leave that is not cancelled and touches [starts, ends)."""
    query = select(TimeOff).where(
        TimeOff.workspace_id == workspace_id,
        col(TimeOff.cancelled_at).is_(None),
        col(TimeOff.starts) < ends,
        col(TimeOff.ends) > starts,
    )
    if member_ids is None:
        return session.exec(query).all()
    return [row for some in portions(member_ids) for row in session.exec(query.where(col(TimeOff.member_id).in_(some)))]


def cancel_time_off(session: Session, *, row: TimeOff, now: dt.datetime) -> None:
    """Mark leave as cancelled; the row stays."""
    row.cancelled_at = now
    session.add(row)
    session.flush()


def past_weeks(
    session: Session, *, workspace_id: int, member_ids: Collection[int], after: dt.date
) -> dict[int, list[tuple[dt.date, str]]]:
    """The working weeks of these members that ended later than `after`: (its end, its shares), the oldest first."""
    week = table_of(PastWeek).c
    query = (
        sa.select(week.member_id, week.ends, week.week_shares)
        .where(week.workspace_id == workspace_id, week.ends > after)
        .order_by(week.ends)
    )
    found: dict[int, list[tuple[dt.date, str]]] = {}
    for some in portions(member_ids):
        for member_id, ends, shares in session.execute(query.where(week.member_id.in_(some))):
            found.setdefault(member_id, []).append((ends, shares))
    return found


def replace_past_weeks(
    session: Session, *, workspace_id: int, member_id: int, weeks: Collection[tuple[dt.date, str]]
) -> None:
    """Let these be the member's past working weeks: (its end, its shares)."""
    session.execute(sa.delete(table_of(PastWeek)).where(table_of(PastWeek).c.member_id == member_id))
    insert_or_ignore(
        session,
        PastWeek,
        [
            {"member_id": member_id, "ends": ends, "workspace_id": workspace_id, "week_shares": shares}
            for ends, shares in weeks
        ],
    )


def note_quiet_days(
    session: Session, *, workspace_id: int, member_id: int, dates: Collection[dt.date], now: dt.datetime
) -> None:
    """Note that the member had nothing to log on these dates; saying so twice changes nothing."""
    rows = [{"member_id": member_id, "date": date, "workspace_id": workspace_id, "said_at": now} for date in dates]
    insert_or_ignore(session, QuietDay, rows)


def add_time_off(session: Session, *, time_off: TimeOff) -> TimeOff:
    """Store leave; it has its id afterwards."""
    session.add(time_off)
    session.flush()
    return time_off


class OwnDay(NamedTuple):
    """A day off of a team's own (0: of the whole workspace), with what is off of it: 1, or 0.5."""

    team_id: int
    date: dt.date
    portion: float
    name: str


def own_days(session: Session, *, workspace_id: int, starts: dt.date, ends: dt.date) -> list[OwnDay]:
    """The days off of the workspace's and of the teams' own in [starts, ends), in order."""
    day, of_team = table_of(DayOff).c, table_of(TeamDayOff).c
    found = [
        OwnDay(*row)
        for query in (
            sa.select(sa.literal(0), day.date, day.portion, day.name).where(
                day.workspace_id == workspace_id, day.date >= starts, day.date < ends
            ),
            sa.select(of_team.team_id, of_team.date, of_team.portion, of_team.name).where(
                of_team.workspace_id == workspace_id, of_team.date >= starts, of_team.date < ends
            ),
        )
        for row in session.execute(query)
    ]
    return sorted(found, key=lambda each: (each.date, each.team_id))


def add_own_day(session: Session, *, workspace_id: int, team_id: int, date: dt.date, name: str, portion: float) -> None:
    """Let the date be off for the team (0: the workspace), or be otherwise than it was."""
    values = {"workspace_id": workspace_id, "date": date, "name": name, "portion": portion}
    if team_id:
        insert_or_replace(session, TeamDayOff, [{**values, "team_id": team_id}], key=("team_id", "date"))
    else:
        insert_or_replace(session, DayOff, [values], key=("workspace_id", "date"))


def remove_own_day(session: Session, *, workspace_id: int, team_id: int, date: dt.date) -> bool:
    """Take an own day off back; whether there was one."""
    query = (
        sa.delete(TeamDayOff).where(col(TeamDayOff.team_id) == team_id, col(TeamDayOff.date) == date)
        if team_id
        else sa.delete(DayOff).where(col(DayOff.workspace_id) == workspace_id, col(DayOff.date) == date)
    )
    gone = session.execute(query, execution_options={"synchronize_session": False})
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def worked_holidays(
    session: Session, *, workspace_id: int, starts: dt.date, ends: dt.date
) -> list[tuple[int, str, dt.date]]:
    """The public holidays in [starts, ends) on which is worked: (team, 0 for all; country; date)."""
    worked = table_of(WorkedHoliday).c
    rows = session.execute(
        sa.select(worked.team_id, worked.country, worked.date).where(
            worked.workspace_id == workspace_id, worked.date >= starts, worked.date < ends
        )
    )
    return [(team_id, country, date) for team_id, country, date in rows]


def switch_holiday(
    session: Session, *, workspace_id: int, team_id: int, country: str, date: dt.date, worked: bool
) -> bool:
    """Let a public holiday be worked by the team (0: the workspace), or off again; whether that changed anything."""
    if worked:
        values = {"workspace_id": workspace_id, "team_id": team_id, "country": country, "date": date}
        return insert_or_ignore(session, WorkedHoliday, [values]) == 1
    gone = session.execute(
        sa.delete(WorkedHoliday).where(
            col(WorkedHoliday.workspace_id) == workspace_id,
            col(WorkedHoliday.team_id) == team_id,
            col(WorkedHoliday.country) == country,
            col(WorkedHoliday.date) == date,
        ),
        execution_options={"synchronize_session": False},
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def past_countries(
    session: Session, *, workspace_id: int, member_ids: Collection[int], after: dt.date
) -> dict[int, list[tuple[dt.date, str, str, bool]]]:
    """The countries of these members that ended later than `after`, the oldest first: (its end, its code, its part,
    whether it was chosen).
    """
    past = table_of(PastCountry).c
    query = (
        sa.select(past.member_id, past.ends, past.country, past.subdivision, past.chosen)
        .where(past.workspace_id == workspace_id, past.ends > after)
        .order_by(past.ends)
    )
    found: dict[int, list[tuple[dt.date, str, str, bool]]] = {}
    for some in portions(member_ids):
        for member_id, *country in session.execute(query.where(past.member_id.in_(some))):
            found.setdefault(member_id, []).append(tuple(country))
    return found


def note_past_country(
    session: Session,
    *,
    workspace_id: int,
    member_id: int,
    ends: dt.date,
    country: str,
    subdivision: str = "",
    chosen: bool = False,
) -> None:
    """Note that the member had the holidays of this country until `ends`; the first of several changes on a day counts,
    and on the day before for who goes back over the date line.

    An empty country is that of their team or workspace.
    """
    later = sa.select(col(PastCountry.ends)).where(
        col(PastCountry.member_id) == member_id, col(PastCountry.ends) >= ends
    )
    if session.execute(later.limit(1)).first() is not None:
        return
    values = {"member_id": member_id, "ends": ends, "country": country, "subdivision": subdivision, "chosen": chosen}
    insert_or_ignore(session, PastCountry, [{**values, "workspace_id": workspace_id}])
