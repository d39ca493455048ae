"""Who reads a team's alerts: the channel while it is the managers' own, else the managers one by one."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.leave.calendars import load_calendars
from storage import memberships, people
from storage.tables import Member, Team, TeamRole, Workspace

PRIVATE = "private"


class Instead(enum.Enum):
    """Why somebody else reads what is for the team's managers."""

    NO_MANAGER = "no manager"
    AWAY = "away"


@dataclass(frozen=True)
class Readers:
    """Where a team's alerts go on a date.

    `channel` may read names, `counts_channel` only how many; either is empty where there is none. `members` get direct
    messages; `instead` says why, where they stand in for the team's managers.
    """

    channel: str
    counts_channel: str
    members: tuple[Member, ...]
    instead: Instead | None = None


def readers_of(session: Session, *, workspace: Workspace, team: Team, date: dt.date) -> Readers:
    """Who is told of the team's reps by name on `date`.

    A private channel is, unless the team wants direct messages; in any other one only counts are posted. A manager who
    is away hears nothing; when all are, or there is none, an admin stands in. Where nobody is there today, those who
    are not are told all the same: an alert is never dropped.
    """
    managers = managers_of(session, workspace=workspace, team=team, date=date)
    present = _present(session, workspace, managers, date)
    instead: Instead | None = None
    told: Sequence[Member] = present
    if not present:
        instead = Instead.AWAY if managers else Instead.NO_MANAGER
        admins = _admins(session, workspace)
        told = (_present(session, workspace, admins, date) or list(managers) or admins)[:1]
        if told and told[0] in managers:
            instead = None
    usable = "" if team.alerts_by_dm or team.channel_trouble else team.alert_channel
    if usable and team.channel_audience == PRIVATE:
        return Readers(usable, "", () if instead is None else tuple(told), instead)
    return Readers("", usable, tuple(told), instead)


def alerts_rest(team: Team, date: dt.date) -> bool:
    """Whether the team's alerts are paused on `date`."""
    return team.alerts_paused_until is not None and date < team.alerts_paused_until


def reads_somebody(session: Session, *, workspace: Workspace, team: Team, date: dt.date) -> bool:
    """Whether an alert of the team that came on `date` would reach anybody by name."""
    readers = readers_of(session, workspace=workspace, team=team, date=date)
    return bool(readers.channel or readers.members)


def managers_of(session: Session, *, workspace: Workspace, team: Team, date: dt.date) -> list[Member]:
    """The team's managers on `date` who can be reached, by name."""
    rows = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.MANAGER, team_id=team.id
    )
    members = people.members_by_id(session, ids={row.member_id for row in rows}).values()
    return sorted(filter(_reachable, members), key=lambda member: (member.name, member.id))


def assignable(session: Session, *, workspace: Workspace, team: Team, date: dt.date) -> list[Member]:
    """Who may be asked to look after the team's reps: its managers, then the admins."""
    managers = managers_of(session, workspace=workspace, team=team, date=date)
    return [*managers, *(admin for admin in _admins(session, workspace) if admin not in managers)]


def _admins(session: Session, workspace: Workspace) -> list[Member]:
    return [member for member in people.list_admins(session, workspace_id=workspace.id) if _reachable(member)]


def _reachable(member: Member) -> bool:
    return member.active and not member.guest and not member.unreachable


def _present(session: Session, workspace: Workspace, members: Sequence[Member], date: dt.date) -> list[Member]:
    calendars = load_calendars(
        session, workspace=workspace, members=members, starts=date, ends=date + dt.timedelta(days=1)
    )
    return [member for member in members if calendars[member.id].is_working_day(date)]
