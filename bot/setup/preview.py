"""What reps would get on the next working morning, shown to an admin only."""

import datetime as dt
import secrets
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.content import Content
from bot.core.failures import Failure
from bot.core.members import local_date
from bot.core.message_kinds import NUDGE
from bot.core.permissions import Action, Subject, Viewer, require
from bot.leave.calendars import load_calendars
from bot.nudges.attention import PlannedNudge
from bot.targets.holding import held_goals
from storage import deliveries, memberships, people
from storage.tables import Delivery, Member, TeamRole, Workspace

PREVIEW = "preview"
SHOWN = 3
AHEAD = 7


class NothingToPreview(Failure):
    """No rep would get a message in the next week; the message says why."""


class PreviewOf(Content):
    """The rep (a member's id) whose nudge is shown."""

    member: int


@dataclass(frozen=True)
class Previewed:
    """So many of the `all` messages of the morning of `date` are on their way to the admin."""

    shown: int
    all: int
    date: dt.date


def plan_preview(
    session: Session, *, workspace: Workspace, viewer: Viewer, admin: Member, now: dt.datetime
) -> Previewed:
    """Plan up to three of the messages of the next morning on which any rep works, to the admin alone.

    Raises NotAllowed, NothingToPreview.
    """
    require(viewer, Action.CHANGE_TEAMS, Subject())
    tomorrow = local_date(admin, workspace, now) + dt.timedelta(days=1)
    date, due = _next_morning(session, workspace, tomorrow)
    rows = [
        deliveries.new_row(
            workspace_id=workspace.id,
            kind=PREVIEW,
            recipient=admin.slack_user_id,
            key=f"{member.id}:{date}:{now.isoformat()}",
            member_id=admin.id,
            local_date=date,
            content=PreviewOf(member=member.id).stored(),
            due_at=now,
            expires_at=now + dt.timedelta(hours=1),
            token=secrets.token_hex(16),
        )
        for member in due[:SHOWN]
    ]
    deliveries.plan(session, rows=rows)
    return Previewed(len(rows), len(due), date)


def shown_in_preview(_session: Session, row: Delivery) -> set[int]:
    """Whose figures a preview shows."""
    return {PreviewOf.of_row(row).member}


def as_nudge(row: Delivery, rep: Member) -> Delivery:
    """The preview as the delivery that the rep would get."""
    return Delivery(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=NUDGE,
        recipient=rep.slack_user_id,
        key=row.key,
        member_id=rep.id,
        local_date=row.local_date,
        content=PlannedNudge().stored(),
        due_at=row.due_at,
        expires_at=row.expires_at,
        next_attempt_at=row.next_attempt_at,
        token=row.token,
    )


def _next_morning(session: Session, workspace: Workspace, tomorrow: dt.date) -> tuple[dt.date, list[Member]]:
    """The first date from tomorrow on on which a rep with a goal works, and those who do; of each team one first."""
    rows = memberships.in_teams_on(session, workspace_id=workspace.id, date=tomorrow, team_role=TeamRole.REP)
    members = people.members_by_id(session, ids={row.member_id for row in rows})
    reps = [member for member in members.values() if member.active and not member.guest]
    if not reps:
        raise NothingToPreview("No reps yet. Add people to a team first.")
    ids = [member.id for member in reps]
    calendars = load_calendars(
        session, workspace=workspace, members=reps, starts=tomorrow, ends=tomorrow + dt.timedelta(days=AHEAD)
    )
    teams = {row.member_id: row.team_id for row in rows}
    for date in (tomorrow + dt.timedelta(days=ahead) for ahead in range(AHEAD)):
        held = held_goals(session, workspace=workspace, member_ids=ids, date=date)
        due = [m for m in reps if held[m.id] and calendars[m.id].is_working_day(date)]
        if due:
            return date, _one_of_each_first(due, teams)
    raise NothingToPreview("No rep with a goal works in the next week. Set a goal first.")


def _one_of_each_first(members: list[Member], teams: dict[int, int]) -> list[Member]:
    by_name = sorted(members, key=lambda member: member.name)
    first, seen = [], set()
    for member in by_name:
        if (team := teams.get(member.id)) not in seen:
            seen.add(team)
            first.append(member)
    return [*first, *(member for member in by_name if member not in first)]
