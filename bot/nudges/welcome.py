"""A rep's first message: what Pacer is, what managers see, how to log. Once, when they are in a team with goals."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.due import instant_of
from bot.core.members import by_local_date, local_date
from bot.nudges.cohorts import zones
from bot.nudges.doubt import managers_of
from bot.targets.holding import held_goals
from bot.targets.inheriting import HeldGoal
from storage import catalogue, cohorts, deliveries, people
from storage.tables import Delivery, Member, Metric, Workspace

WELCOME = "welcome"
NEW = dt.timedelta(days=7)
"""So long after joining somebody is new, in a workspace that was always live."""
USEFUL = dt.timedelta(days=14)
PORTION = 200


@dataclass(frozen=True)
class Welcome:
    """Whom it is for, who manages them, and the metrics of their goals that they can log with a click."""

    member: Member
    managers: tuple[Member, ...]
    metrics: tuple[Metric, ...]


def plan_welcomes(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan the welcome of everybody who is newly a rep of a team with goals; whether there may be more.

    At night and on days off it waits for the morning, and comes before the first nudge.
    """
    if workspace.paused:
        return False
    of_date: dict[dt.date, list[str]] = {}
    for timezone, zone in zones(session, workspace=workspace).items():
        of_date.setdefault(now.astimezone(zone).date(), []).append(timezone)
    # Each of them has its turn, also where one leaves more to do.
    more = [_plan_on(session, workspace, date, timezones, now) for date, timezones in of_date.items()]
    return any(more)


def _plan_on(session: Session, workspace: Workspace, date: dt.date, timezones: Sequence[str], now: dt.datetime) -> bool:
    """Plan the welcomes of those in these time zones, where it is `date`; whether there may be more."""
    # In a workspace that has just gone live everybody is new, however long ago the teams were formed.
    joined_after = dt.date.min if workspace.went_live_at is not None else date - NEW
    after_id = 0
    while True:
        new = cohorts.reps_without_welcome(
            session,
            workspace_id=workspace.id,
            kind=WELCOME,
            date=date,
            timezones=timezones,
            joined_after=joined_after,
            after_id=after_id,
            limit=PORTION,
        )
        ids = [member.id for member in new]
        held = held_goals(session, workspace=workspace, member_ids=ids, date=date) if ids else {}
        welcomed = [member for member in new if held[member.id] and not member.unreachable]
        if welcomed or len(new) < PORTION:
            planned = deliveries.plan(session, rows=[_welcome(workspace.id, member, date, now) for member in welcomed])
            return planned > 0 and len(new) == PORTION
        # None of these has a goal yet: they keep those behind them from nothing.
        after_id = ids[-1]


def _welcome(workspace_id: int, member: Member, date: dt.date, now: dt.datetime) -> dict[str, object]:
    return deliveries.new_row(
        workspace_id=workspace_id,
        kind=WELCOME,
        recipient=member.slack_user_id,
        key=WELCOME,
        member_id=member.id,
        local_date=date,
        due_at=now,
        expires_at=now + USEFUL,
        token=secrets.token_hex(16),
    )


def welcome_instants(session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]:
    """When the next date begins, where somebody is, on which they begin in a team or a goal begins to hold."""
    found: list[dt.datetime] = []
    for zone in set(zones(session, workspace=workspace).values()):
        today = now.astimezone(zone).date()
        date = cohorts.next_beginning(session, workspace_id=workspace.id, after=today)
        at = instant_of(date, dt.time(), zone) if date is not None else None
        found += [at] if at is not None else []
    return found


def welcomes_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Welcome | None]:
    """The content of these welcomes by delivery id; None where there is no goal any more."""
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    held: dict[int, Sequence[HeldGoal]] = {}
    for date, some in by_local_date(members.values(), workspace, now).items():
        ids = sorted(member.id for member in some)
        held |= held_goals(session, workspace=workspace, member_ids=ids, date=date)
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id)}
    found: dict[int, Welcome | None] = {}
    for row in rows:
        member = members.get(row.member_id or 0)
        goals = held.get(row.member_id or 0, [])
        loggable = {goal.metric_id: metrics[goal.metric_id] for goal in goals if goal.metric_id in metrics}
        found[row.id] = (
            Welcome(
                member=member,
                managers=tuple(
                    managers_of(session, workspace=workspace, member=member, date=local_date(member, workspace, now))
                ),
                metrics=tuple(metric for metric in loggable.values() if metric.leading),
            )
            if member is not None and goals
            else None
        )
    return found
