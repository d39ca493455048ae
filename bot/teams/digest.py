"""The managers' weekly digest and the reviews of a month, a quarter and a year: when they come, and about what."""

import datetime as dt
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.core.content import Content
from bot.core.due import Due, due_now, nudge_time_of
from bot.core.members import zone_of
from bot.core.workspace_periods import period_before, period_in
from bot.leave.calendars import load_calendars
from bot.people.alert_readers import readers_of
from bot.teams.closed_period import TeamReview, review_team
from bot.teams.view import ids_of_reps
from bot.teams.year import TeamYear, team_year
from metrics.calendar import MemberCalendar
from metrics.periods import Period, PeriodKind
from storage import deliveries, memberships, people
from storage.tables import Delivery, Member, Role, Team, TeamRole, Workspace

DIGEST = "digest"
WINDOW = dt.timedelta(hours=8)
SPANS = (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.WEEK)
"""The longest period that has just ended is reviewed; a shorter one that ended with it is a part of it."""


class ClosedPeriod(Content):
    """The period that a digest is of: its kind, its first date, and the one after its last."""

    kind: PeriodKind
    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class Digest:
    """What one manager reads of one team's closed period; the year beside it where a year has ended."""

    reader: Member
    review: TeamReview
    year: TeamYear | None


def reads_digests(session: Session, *, workspace: Workspace, member: Member) -> bool:
    """Whether digests are for somebody in the member's place, whatever they chose."""
    return _may_read(member, memberships.ids_of_managers(session, workspace_id=workspace.id))


def digest_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which somebody's digest may come."""
    return {
        (zone_of(reader, workspace), nudge_time_of(reader, workspace)) for reader in _all_readers(session, workspace)
    }


def digest_ends(session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]:
    """When a digest is too late, while digests of two dates are due: whose teams they are is told by the first date."""
    times = digest_times(session, workspace=workspace)
    due = [each for zone, time in times if (each := due_now(now, time, zone, window=WINDOW)) is not None]
    return [each.expires_at for each in due] if len({each.local_date for each in due}) > 1 else []


def plan_due_digests(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan the digests that are due at `now`; never more to do. Any number of processes may.

    Each manager's comes on their own first working day of a week, month, quarter or year, at the time of their
    morning message.
    """
    if workspace.paused:
        return False
    due_here: list[tuple[Member, Due]] = []
    for reader in _all_readers(session, workspace):
        due = due_now(now, nudge_time_of(reader, workspace), zone_of(reader, workspace), window=WINDOW)
        if due is not None:
            due_here.append((reader, due))
    if not due_here:
        return False
    date = min(due.local_date for _, due in due_here)
    calendars = load_calendars(
        session,
        workspace=workspace,
        members=[reader for reader, _ in due_here],
        starts=date - dt.timedelta(days=370),
        ends=date + dt.timedelta(days=2),
    )
    # Most days begin no period for anybody: the teams are asked for only where one does.
    begins = {
        reader.id: (due, closed)
        for reader, due in due_here
        if (closed := closed_period(workspace, calendars[reader.id], due.local_date)) is not None
    }
    if not begins:
        return False
    managers = _managers_by_team(session, workspace, date)
    rows = [
        _row(workspace, team, reader, closed, due.local_date, due.at, due.expires_at)
        for team in memberships.list_teams(session, workspace_id=workspace.id)
        if not team.paused
        for reader in managers.get(team.id) or readers_of(session, workspace=workspace, team=team, date=date).members
        if reader.id in begins
        for due, closed in [begins[reader.id]]
    ]
    deliveries.plan(session, rows=rows)
    return False


def closed_period(workspace: Workspace, calendar: MemberCalendar, date: dt.date) -> Period | None:
    """The longest period that has ended before `date`, where `date` is the reader's first working day since."""
    if not calendar.is_working_day(date):
        return None
    for kind in SPANS:
        running = period_in(workspace, kind, date)
        if not calendar.weights(running.start, date).any():
            return period_before(workspace, running)
    return None


def digests_for(session: Session, *, workspace: Workspace, rows: Sequence[Delivery]) -> dict[int, Digest | None]:
    """The content of these digests by delivery id; None where there is nothing to say.

    It is as of when it was due, so that a later look at the same message shows the same figures.
    """
    readers = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    known: dict[tuple[object, ...], tuple[TeamReview, TeamYear | None] | None] = {}
    found: dict[int, Digest | None] = {}
    for row in rows:
        closed = ClosedPeriod.of_row(row)
        key = (row.team_id, closed, row.local_date, row.due_at)
        if key not in known:
            known[key] = _content(session, workspace, row, closed)
        content = known[key]
        reader = readers.get(row.member_id or 0)
        found[row.id] = None if content is None or reader is None else Digest(reader, *content)
    return found


def shown_in_digest(session: Session, row: Delivery) -> set[int]:
    """Whose figures a digest shows: the picture has each rep's share."""
    return ids_of_reps(session, row, row.team_id or 0)


def _content(
    session: Session, workspace: Workspace, row: Delivery, closed: ClosedPeriod
) -> tuple[TeamReview, TeamYear | None] | None:
    team = memberships.find_team_by_id(session, workspace_id=row.workspace_id, team_id=row.team_id or 0)
    if team is None or row.local_date is None:
        return None
    period = Period(closed.start, closed.end, closed.kind)
    review = review_team(session, workspace=workspace, team=team, period=period, date=row.local_date, now=row.due_at)
    if not review.says_something:
        return None
    year = None
    if period.kind is PeriodKind.YEAR:
        year = team_year(session, workspace=workspace, team=team, year=period, date=row.local_date, now=row.due_at)
    return review, year


def _all_readers(session: Session, workspace: Workspace) -> Iterator[Member]:
    """Managers of teams, and admins, who stand in where a team has no manager; without those who want no digest."""
    managers = memberships.ids_of_managers(session, workspace_id=workspace.id)
    found = people.members_by_id(session, ids=managers)
    found |= {admin.id: admin for admin in people.list_admins(session, workspace_id=workspace.id)}
    for member in found.values():
        if member.active and member.digest_on and _may_read(member, managers):
            yield member


def _may_read(member: Member, managers: Collection[int]) -> bool:
    return not member.guest and (member.role is Role.ADMIN or member.id in managers)


def _managers_by_team(session: Session, workspace: Workspace, date: dt.date) -> dict[int | None, list[Member]]:
    """The managers of each team, those who are away on `date` too: theirs comes when they are back. Where a team has
    none, somebody stands in.
    """
    rows = memberships.in_teams_on(session, workspace_id=workspace.id, date=date, team_role=TeamRole.MANAGER)
    members = people.members_by_id(session, ids={row.member_id for row in rows})
    found: dict[int | None, list[Member]] = {}
    for row in rows:
        member = members[row.member_id]
        if member.active and not member.guest:
            found.setdefault(row.team_id, []).append(member)
    return found


def _row(
    workspace: Workspace,
    team: Team,
    reader: Member,
    closed: Period,
    date: dt.date,
    at: dt.datetime,
    expires_at: dt.datetime,
) -> dict[str, object]:
    return deliveries.new_row(
        workspace_id=workspace.id,
        kind=DIGEST,
        recipient=reader.slack_user_id,
        key=f"{closed.kind.value}:{closed.start.isoformat()}:{team.id}",
        member_id=reader.id,
        team_id=team.id,
        local_date=date,
        content=ClosedPeriod(kind=closed.kind, start=closed.start, end=closed.end).stored(),
        due_at=at,
        expires_at=expires_at,
        token=secrets.token_hex(16),
    )
