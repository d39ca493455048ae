"""When a rep means to do the first thing of a nudge: one quiet reminder at the time that they chose themselves."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.content import Content
from bot.core.due import instant_of
from bot.core.failures import Failure
from bot.core.members import local_date, zone_of
from bot.core.work import Work
from bot.leave.away import half_days_on
from bot.leave.calendars import load_calendars
from storage import catalogue, day_totals, deliveries, people
from storage.tables import Delivery, DeliveryState, Member, Metric, Workspace

PLANNED_STEP = "planned step"
USEFUL = dt.timedelta(hours=2)
"""A reminder that could not be sent for so long is not sent."""
TEN, AFTER_LUNCH = dt.time(10, 0), dt.time(13, 0)
NOON = dt.time(12, 0)
_DAY = dt.timedelta(days=1)


class StepContent(Content):
    """How much of which metric is to be done at what time; `before` was logged already when it was chosen."""

    metric: str
    number: int
    time: dt.time
    before: int = 0


class WrongTime(Failure):
    """A reminder cannot come then; the message says why and what to do."""


@dataclass(frozen=True)
class StepPlanned:
    """That `number` of `metric` is to be done at `time` of the member's day."""

    metric: Metric
    number: int
    time: dt.time


@dataclass(frozen=True)
class PlannedStep:
    """What the reminder says: so much is `left` of the number that was planned, and `today` of its metric is logged."""

    member: Member
    date: dt.date
    metric: Metric
    left: int
    today: int
    time: dt.time


def plan_step(work: Work, *, member: Member, metric_key: str, number: int, date: dt.date, time: dt.time) -> StepPlanned:
    """Remind the member once, at this local time of `date`, which must be today. Another time moves the reminder.

    Raises WrongTime.
    """
    today, metric = work.today_of(member), _metric(work, metric_key)
    if date != today:
        raise WrongTime("That message is from {day}. Pick a time in today's message.", day=date)
    if not member.plan_on:
        raise WrongTime("Reminders are off in your settings. Turn them on there first.")
    calendar = load_calendars(
        work.session, workspace=work.workspace, members=[member], starts=today, ends=today + _DAY
    )[member.id]
    if not calendar.is_working_day(today):
        raise WrongTime("You're off today, so there's no reminder.")
    at = instant_of(today, time, zone_of(member, work.workspace))
    if at is None or at <= work.now:
        raise WrongTime("{time} has passed. Pick a later time.", time=f"{time:%H:%M}", field="time")
    row = _row(work.session, work.workspace, member, today)
    if row is not None and row.state not in (DeliveryState.PLANNED, DeliveryState.CANCELLED):
        raise WrongTime("You've had today's reminder already. It comes once a day.")
    before = _done(work.session, member, metric, today)
    content = StepContent(metric=metric.key, number=number, time=time, before=before).stored()
    if row is None:
        planned = deliveries.new_row(
            workspace_id=work.workspace_id,
            kind=PLANNED_STEP,
            recipient=member.slack_user_id,
            key=today.isoformat(),
            member_id=member.id,
            local_date=today,
            content=content,
            due_at=at,
            expires_at=at + USEFUL,
            token=secrets.token_hex(16),
        )
        deliveries.plan(work.session, rows=[planned])
    else:
        row.content, row.state, row.error = content, DeliveryState.PLANNED, ""
        row.due_at = row.next_attempt_at = at
        row.expires_at = at + USEFUL
        work.session.add(row)
    return StepPlanned(metric, number, time)


def start_now(work: Work, *, member: Member, metric_key: str, number: int) -> StepPlanned:
    """They begin at once: a reminder that was planned for today does not come."""
    row = _row(work.session, work.workspace, member, work.today_of(member))
    if row is not None and row.state is DeliveryState.PLANNED:
        row.state, row.error = DeliveryState.CANCELLED, "begun at once"
        work.session.add(row)
    return StepPlanned(_metric(work, metric_key), number, work.now.astimezone(zone_of(member, work.workspace)).time())


def planned_times(
    session: Session, *, workspace: Workspace, members: Sequence[Member], date: dt.date
) -> dict[int, tuple[str, dt.time]]:
    """For whom of these members a reminder waits on `date`: the key of its metric, and its local time."""
    found = {}
    for row in _rows(session, workspace, members, date):
        if row.state is DeliveryState.PLANNED and row.member_id is not None:
            step = StepContent.of_row(row)
            found[row.member_id] = (step.metric, step.time)
    return found


def reminded_on(session: Session, *, workspace: Workspace, members: Sequence[Member], date: dt.date) -> set[int]:
    """Who of these members chose a reminder for `date`, and did not take it back: they hear no more that evening."""
    return {
        row.member_id
        for row in _rows(session, workspace, members, date)
        if row.member_id is not None and row.error != "begun at once"
    }


def planned_steps_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, PlannedStep | None]:
    """The content of these reminders by delivery id; None where it is done by now, they are off, or wanted no more."""
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    metrics = {m.key: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    return {row.id: _content(session, workspace, row, members, metrics, now) for row in rows}


def _content(
    session: Session,
    workspace: Workspace,
    row: Delivery,
    members: Mapping[int, Member],
    metrics: Mapping[str, Metric],
    now: dt.datetime,
) -> PlannedStep | None:
    member, step = members.get(row.member_id or 0), StepContent.of_row(row)
    metric, date = metrics.get(step.metric), row.local_date
    if member is None or metric is None or date is None or not _wants_it(session, workspace, member, date, now):
        return None
    done = _done(session, member, metric, date)
    # Of what is written in the menu some may have been logged before it was chosen.
    left = step.number - (done - step.before)
    return PlannedStep(member, date, metric, left, done, step.time) if left > 0 else None


def _done(session: Session, member: Member, metric: Metric, date: dt.date) -> int:
    return day_totals.total_between(
        session, member_id=member.id, metric_id=metric.id, starts=date, ends=date + _DAY
    ).quantity


def _wants_it(session: Session, workspace: Workspace, member: Member, date: dt.date, now: dt.datetime) -> bool:
    if not member.plan_on or not member.active or (member.snoozed_until is not None and date < member.snoozed_until):
        return False
    if local_date(member, workspace, now) != date:
        return False
    calendar = load_calendars(session, workspace=workspace, members=[member], starts=date, ends=date + _DAY)[member.id]
    half = "am" if now.astimezone(zone_of(member, workspace)).time() < NOON else "pm"
    away = half_days_on(session, workspace=workspace, member_ids=[member.id], date=date, part=half)
    return calendar.is_working_day(date) and not away


def _metric(work: Work, key: str) -> Metric:
    metric = next((each for each in work.metrics(retired=True) if each.key == key), None)
    if metric is None:
        raise WrongTime("That metric isn't used here anymore.")
    return metric


def _row(session: Session, workspace: Workspace, member: Member, date: dt.date) -> Delivery | None:
    return deliveries.find(
        session,
        workspace_id=workspace.id,
        kind=PLANNED_STEP,
        recipient=member.slack_user_id,
        key=date.isoformat(),
    )


def _rows(session: Session, workspace: Workspace, members: Sequence[Member], date: dt.date) -> list[Delivery]:
    ids = {member.id for member in members}
    rows = deliveries.of_kind(session, workspace_id=workspace.id, kind=PLANNED_STEP, key=date.isoformat())
    return [row for row in rows if row.member_id in ids]
