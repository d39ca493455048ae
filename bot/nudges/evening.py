"""The evening wrap-up: asked for by the rep, and said only when something seems to be missing in their log."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.leave.calendars import load_calendars
from bot.nudges.cohorts import next_cohort, plan_for, zones
from bot.nudges.plan_of_day import reminded_on
from storage import catalogue, cohorts, day_totals, people
from storage.tables import Delivery, Member, Metric, Workspace

EVENING = "evening"
TIME = dt.time(17, 0)
WINDOW = dt.timedelta(hours=2)
LOOKBACK = dt.timedelta(days=28)
HABIT_DAYS = 10
"""The last working days from which it is taken what somebody usually logs."""
HABIT = 0.6
"""On at least this share of them a metric was logged: then it is missed."""
LEAST_DAYS = 5


@dataclass(frozen=True)
class Evening:
    """What is not in the log of `date` yet, though the member usually has some of it; with the usual amount a day."""

    member: Member
    date: dt.date
    missing: tuple[tuple[Metric, int], ...]
    logged: tuple[tuple[Metric, int], ...]


def evening_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and the local time at which the evening comes."""
    return {
        (zone, TIME)
        for timezone, zone in zones(session, workspace=workspace).items()
        if cohorts.members_in_zone(
            session, workspace_id=workspace.id, timezone=timezone, evening=True, offset=0, limit=1
        )
    }


def plan_evenings(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan the wrap-ups that are due at `now`, a portion at a time; whether there may be more.

    To those who asked for them and work this afternoon. Whether anything is missing is looked at when it is sent.
    """
    cohort = next_cohort(session, workspace=workspace, name=EVENING, time=TIME, window=WINDOW, evening=True, now=now)
    if cohort is None:
        return False
    date = cohort.due.local_date
    calendars = load_calendars(
        session, workspace=workspace, members=cohort.members, starts=date, ends=date + dt.timedelta(days=1)
    )
    plan_for(
        session,
        workspace=workspace,
        cohort=cohort,
        kind=EVENING,
        key=date.isoformat(),
        wants=lambda member: calendars[member.id].is_working_day(date),
    )
    return True


def evenings_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Evening | None]:
    """The content of these wrap-ups by delivery id; None where nothing seems to be missing, or Pacer was silenced."""
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id) if m.leading}
    found: dict[int, Evening | None] = {row.id: None for row in rows}
    for date in {row.local_date for row in rows if row.local_date is not None}:
        asked = {row.member_id: row for row in rows if row.local_date == date}
        who = [member for member_id, member in members.items() if member_id in asked and member.evening_on]
        # A reminder at a time of their own choice takes its place.
        reminded = reminded_on(session, workspace=workspace, members=who, date=date)
        who = [member for member in who if member.id not in reminded]
        days = _days(session, who, metrics, date)
        calendars = load_calendars(
            session, workspace=workspace, members=who, starts=date - LOOKBACK, ends=date + dt.timedelta(days=1)
        )
        for member in who:
            weights = calendars[member.id].weights(date - LOOKBACK, date)
            worked = [date - LOOKBACK + dt.timedelta(days=n) for n in range(len(weights)) if weights[n] > 0]
            snoozed = member.snoozed_until is not None and date < member.snoozed_until
            said = None if snoozed else _evening(member, date, worked[-HABIT_DAYS:], days.get(member.id, {}), metrics)
            found[asked[member.id].id] = said
    return found


_Days = dict[dt.date, dict[int, int]]


def _days(session: Session, members: Sequence[Member], metrics: dict[int, Metric], date: dt.date) -> dict[int, _Days]:
    found: dict[int, _Days] = {}
    ids = [member.id for member in members]
    for member_id, metric_id, day, total in day_totals.day_totals_between(
        session, member_ids=ids, starts=date - LOOKBACK, ends=date + dt.timedelta(days=1)
    ):
        if total > 0 and metric_id in metrics:
            found.setdefault(member_id, {}).setdefault(day, {})[metric_id] = total
    return found


def _evening(
    member: Member, date: dt.date, worked: Sequence[dt.date], days: _Days, metrics: dict[int, Metric]
) -> Evening | None:
    if len(worked) < LEAST_DAYS:
        return None
    today = days.get(date, {})
    missing = []
    for metric_id, metric in metrics.items():
        own = sorted(days[day][metric_id] for day in worked if metric_id in days.get(day, {}))
        if metric_id not in today and len(own) >= HABIT * len(worked):
            missing.append((metric, own[len(own) // 2]))
    if not missing:
        return None
    logged = [(metrics[metric_id], quantity) for metric_id, quantity in today.items()]
    return Evening(member, date, tuple(missing), tuple(sorted(logged, key=lambda pair: pair[0].position)))
