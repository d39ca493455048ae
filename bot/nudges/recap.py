"""The week's recap, on the last working day of the week: what was done, beside the week before."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.core.due import instant_of
from bot.core.members import earliest_date, latest_date
from bot.core.workspace_periods import period_before, period_in
from bot.leave.calendars import load_calendars
from bot.nudges.attention import Rhythm, rhythm_of
from bot.nudges.cohorts import next_cohort, plan_for, zones
from bot.standings.goal_lines import GoalLine, goal_lines
from bot.standings.streaks import LOOKBACK, GoalStreak, streaks_of
from metrics.calendar import MemberCalendar
from metrics.periods import Period, PeriodKind
from storage import catalogue, cohorts, day_totals, people
from storage.tables import Delivery, Member, Metric, Workspace

RECAP = "recap"
TIME = dt.time(16, 0)
WINDOW = dt.timedelta(hours=3)
AHEAD = dt.timedelta(days=60)
"""So far ahead the next working day is looked for."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class WeekLine:
    """One metric: the week's units and those of the week before; the best day of the week, where it stands out."""

    metric: Metric
    this: int
    before: int
    best: tuple[dt.date, int] | None


@dataclass(frozen=True)
class Recap:
    """A rep's week. `days` of the `worked` working days have an entry; `before_days` were worked the week before."""

    member: Member
    week: Period
    lines: tuple[WeekLine, ...]
    goals: tuple[GoalLine, ...]
    days: int
    worked: float
    before_worked: float
    streak: GoalStreak | None = None
    """Their longest running streak, where they want to hear of such things."""
    back_on: dt.date | None = None
    """Their next working day, where it is near."""


def recap_instants(session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]:
    """For each zone the first instant after `now` at which somebody's recap comes, within a week or so."""
    named = zones(session, workspace=workspace)
    starts, ends = earliest_date(now) - 7 * _DAY, latest_date(now) + 15 * _DAY
    calendars = _different_calendars(session, workspace, named, starts, ends)
    return [
        at
        for timezone, zone in named.items()
        if (at := _next_in(workspace, calendars[timezone], zone, now)) is not None
    ]


def _next_in(
    workspace: Workspace, calendars: Sequence[MemberCalendar], zone: ZoneInfo, now: dt.datetime
) -> dt.datetime | None:
    today = now.astimezone(zone).date()
    for day in (today + ahead * _DAY for ahead in range(-1, 8)):
        at = instant_of(day, TIME, zone)
        if at is not None and at > now and _ends_for_any(calendars, workspace, day):
            return at
    return None


def _different_calendars(
    session: Session, workspace: Workspace, timezones: Collection[str], starts: dt.date, ends: dt.date
) -> dict[str, list[MemberCalendar]]:
    """The different calendars, in [starts, ends), of each of these zones. Most people in a team and a country work one
    of a few weeks: only who is away, leaves or works another week by then is looked at one by one.
    """
    alike = cohorts.one_of_each_calendar(session, workspace_id=workspace.id, timezones=timezones)
    others = cohorts.with_other_days(session, workspace_id=workspace.id, timezones=timezones, starts=starts, ends=ends)
    who = list({member.id: member for member in (*alike, *others)}.values())
    calendars = load_calendars(session, workspace=workspace, members=who, starts=starts, ends=ends)
    found: dict[str, list[MemberCalendar]] = {timezone: [] for timezone in timezones}
    for member in alike:
        # Those alike are told by what they have in common.
        usual = calendars[member.id].without_leave().without_employment()
        found[member.timezone].append(replace(usual, past_weeks=()))
    for member in others:
        found[member.timezone].append(calendars[member.id])
    return found


def _ends_for_any(calendars: Sequence[MemberCalendar], workspace: Workspace, date: dt.date) -> bool:
    week = period_in(workspace, PeriodKind.WEEK, date)
    return any(_is_last_day(each, date, week) for each in calendars)


def plan_recaps(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan the recaps that are due at `now`, a portion at a time; whether there may be more.

    To each rep on the last day of the week on which they work, unless they turned it off or want fewer messages.
    """

    def somebodys_week_ends(timezone: str, date: dt.date) -> bool:
        calendars = _different_calendars(session, workspace, [timezone], date - 7 * _DAY, date + 7 * _DAY)
        return _ends_for_any(calendars[timezone], workspace, date)

    cohort = next_cohort(
        session,
        workspace=workspace,
        name=RECAP,
        time=TIME,
        window=WINDOW,
        evening=False,
        now=now,
        comes_on=somebodys_week_ends,
    )
    if cohort is None:
        return False
    date = cohort.due.local_date
    week = period_in(workspace, PeriodKind.WEEK, date)
    calendars = load_calendars(session, workspace=workspace, members=cohort.members, starts=week.start, ends=week.end)

    def ends_the_week(member: Member) -> bool:
        last = _is_last_day(calendars[member.id], date, week)
        return last and rhythm_of(member, workspace) is not Rhythm.ONCE

    plan_for(session, workspace=workspace, cohort=cohort, kind=RECAP, key=week.start.isoformat(), wants=ends_the_week)
    return True


def _is_last_day(calendar: MemberCalendar, date: dt.date, week: Period) -> bool:
    return calendar.is_working_day(date) and calendar.weight_between(date + _DAY, week.end) <= 0


def recaps_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Recap | None]:
    """The content of these recaps by delivery id; None without goals, or where the log does not tell of the week."""
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id)}
    found: dict[int, Recap | None] = {row.id: None for row in rows}
    for date in {row.local_date for row in rows if row.local_date is not None}:
        some = [row for row in rows if row.local_date == date and row.member_id in members]
        who = [members[row.member_id] for row in some if row.member_id is not None]
        week = period_in(workspace, PeriodKind.WEEK, date)
        before = period_before(workspace, week)
        lines = goal_lines(session, workspace=workspace, members=who, date=date, now=now)
        calendars = load_calendars(session, workspace=workspace, members=who, starts=before.start, ends=date + AHEAD)
        totals: dict[int, list[tuple[int, dt.date, int]]] = {}
        for member_id, metric_id, day, total in day_totals.day_totals_between(
            session, member_ids=sorted(members), starts=before.start, ends=week.end
        ):
            totals.setdefault(member_id, []).append((metric_id, day, total))
        for row in some:
            member = members[row.member_id or 0]
            goals = lines.lines.get(member.id, ())
            mine = totals.get(member.id, [])
            calendar = calendars[member.id]
            if goals and member.recap_on and _is_told(mine, calendar, week):
                found[row.id] = Recap(
                    member=member,
                    week=week,
                    lines=tuple(_week_lines(mine, metrics, week)),
                    goals=tuple(line for line in goals if line.period.kind is not PeriodKind.DAY and line.done > 0),
                    days=len({day for _, day, total in mine if day in week and total}),
                    worked=calendar.weight_between(week.start, week.end),
                    before_worked=calendar.weight_between(before.start, before.end),
                    streak=_streak(session, workspace, member, goals, date),
                    back_on=_next_working_day(calendar, date),
                )
    return found


def _next_working_day(calendar: MemberCalendar, date: dt.date) -> dt.date | None:
    later = (date + ahead * _DAY for ahead in range(1, AHEAD.days))
    return next((day for day in later if calendar.is_working_day(day)), None)


def _streak(
    session: Session, workspace: Workspace, member: Member, goals: Sequence[GoalLine], date: dt.date
) -> GoalStreak | None:
    if not member.celebrate_on or not any(line.period.kind in LOOKBACK for line in goals):
        return None
    metrics = list({line.metric.key: line.metric for line in goals}.values())
    return next(iter(streaks_of(session, workspace=workspace, member=member, metrics=metrics, today=date)), None)


def _is_told(totals: Sequence[tuple[int, dt.date, int]], calendar: MemberCalendar, week: Period) -> bool:
    """Whether the log tells of the week: on half of its working days. A recap of what is not there would only hurt."""
    logged = {day for _, day, total in totals if day in week and total}
    worked = [day.date for day in calendar.describe(week.start, week.end) if day.weight > 0]
    return bool(logged) and 2 * len(logged) >= len(worked)


def _week_lines(totals: Sequence[tuple[int, dt.date, int]], metrics: dict[int, Metric], week: Period) -> list[WeekLine]:
    found = []
    for metric_id, metric in metrics.items():
        days = {day: total for each, day, total in totals if each == metric_id and day in week and total > 0}
        before = sum(total for each, day, total in totals if each == metric_id and day not in week)
        if days:
            best = max(days.items(), key=lambda pair: pair[1]) if len(days) > 1 and metric.leading else None
            found.append(WeekLine(metric, sum(days.values()), before, best))
    return sorted(found, key=lambda line: line.metric.position)
