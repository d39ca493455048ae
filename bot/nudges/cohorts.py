"""The members of one time zone whose evening has come, a portion in each transaction, once for each local date."""

import datetime as dt
import itertools
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.core.due import Due, due_now
from bot.core.members import zone_of
from bot.leave.away import half_days_on
from storage import cohorts, deliveries
from storage.tables import Member, Workspace
from storage.workspaces import take_receipt

PORTION = 100


@dataclass(frozen=True)
class Cohort:
    """Members who want nudges, and the occurrence of the local time that is due for them."""

    due: Due
    members: Sequence[Member]


def zones(session: Session, *, workspace: Workspace) -> dict[str, ZoneInfo]:
    """The time zones of the workspace's members, by the name that is stored."""
    return {
        name: zone_of(Member(workspace_id=workspace.id, slack_user_id="", timezone=name), workspace)
        for name in cohorts.zones_of_members(session, workspace_id=workspace.id)
    }


def next_cohort(
    session: Session,
    *,
    workspace: Workspace,
    name: str,
    time: dt.time,
    window: dt.timedelta,
    evening: bool,
    now: dt.datetime,
    comes_on: Callable[[str, dt.date], bool] = lambda _timezone, _date: True,
) -> Cohort | None:
    """The next portion of members for whom `time` is due at `now`; each is given once. None when there is no more.

    `name` is what it is for: the receipts under it make it once, whoever asks. `evening` as in `members_in_zone`;
    `comes_on` says whether it comes to anybody of a zone on a local date.
    """
    for timezone, zone in zones(session, workspace=workspace).items():
        due = due_now(now, time, zone, window=window)
        if due is None or not comes_on(timezone, due.local_date):
            continue
        for portion in itertools.count():
            key = f"{name}:{due.local_date}:{timezone}:{portion}"
            members = cohorts.members_in_zone(
                session,
                workspace_id=workspace.id,
                timezone=timezone,
                evening=evening,
                offset=portion * PORTION,
                limit=PORTION,
            )
            if not members:
                break
            if take_receipt(session, workspace_id=workspace.id, key=key, now=now):
                return Cohort(due, members)
    return None


def plan_for(
    session: Session, *, workspace: Workspace, cohort: Cohort, kind: str, key: str, wants: Callable[[Member], bool]
) -> None:
    """Plan one message of this kind and key to each of the cohort who `wants` it and can be written to.

    Not to those who are unreachable, snoozed, or away this afternoon.
    """
    date = cohort.due.local_date
    ids = [member.id for member in cohort.members]
    gone = half_days_on(session, workspace=workspace, member_ids=ids, date=date, part="pm")
    rows = [
        deliveries.new_row(
            workspace_id=workspace.id,
            kind=kind,
            recipient=member.slack_user_id,
            key=key,
            member_id=member.id,
            local_date=date,
            due_at=cohort.due.at,
            expires_at=cohort.due.expires_at,
            token=secrets.token_hex(16),
        )
        for member in cohort.members
        if member.id not in gone
        and not member.unreachable
        and not (member.snoozed_until is not None and date < member.snoozed_until)
        and wants(member)
    ]
    deliveries.plan(session, rows=rows)
