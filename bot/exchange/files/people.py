"""People from a file: their teams and managers, their roles, when they joined, and the names that others have for them.

Who is there comes from Slack; a file says the rest.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session

from bot.core.members import local_date
from bot.exchange.dates import Dates
from bot.exchange.problems import WrongLine
from bot.exchange.reading import PLAINLY, Imported, Options, read_rows
from bot.exchange.table import Column, Line
from bot.exchange.who import Directory
from bot.leave.ramps import WrongRamp, read_ramp
from bot.leave.working_week import set_week
from bot.people import teams
from bot.people.sales_roles import WrongSalesRole, find_sales_role
from bot.people.selling import give_ramp, give_sales_role
from metrics.calendar import WorkingWeek
from storage import memberships, people
from storage.tables import Member, Role, SalesRole, Team, TeamRole, Workspace

NONE, USUAL = "none", "usual"
Chosen = TypeVar("Chosen", Role, TeamRole)
COLUMNS = (
    Column("member", needed=True),
    Column("role", longest=20),
    Column("team", longest=80),
    Column("team role", longest=20),
    Column("from", longest=20),
    Column("joined", longest=20),
    Column("working week", longest=64),
    Column("also known as", longest=1000),
    Column("sales role", longest=40),
    Column("ramp", longest=80),
    Column("ramp from", longest=20),
)


@dataclass(frozen=True)
class Person:
    """What a line says of one member; None and empty say nothing. With `takes_role` the sales role is said, or none."""

    member: Member
    role: Role | None
    team: str
    team_role: TeamRole
    starts: dt.date
    joined: dt.date | None
    week: WorkingWeek | None
    aliases: tuple[str, ...]
    sales_role: SalesRole | None
    takes_role: bool
    ramp: str | None
    ramp_starts: dt.date | None


def import_people(
    session: Session, *, workspace: Workspace, lines: Iterable[str], now: dt.datetime, options: Options = PLAINLY
) -> Imported:
    """Take over what a CSV file says of members. Raises WrongFile with every bad line; then nothing is stored.

    Columns: member, and optionally role, team, team role (rep or manager), from, joined, working week (shares of a
    full day, `1 1 1 1 0.5 0 0`), also known as (separated by semicolons), sales role (or none), ramp (the percent of
    each month, 25 50 75 100; usual for the workspace's) and ramp from. A team that does not exist is made.
    """
    reader = _Reader(session, workspace, now, options)
    read = read_rows(lines, columns=COLUMNS, read=reader.read, options=options)
    made: dict[str, Team] = {}
    known = {alias.alias for alias in people.list_aliases(session, workspace_id=workspace.id)}
    changed = sum(_take_over(session, workspace, person, made, known, now) for person in read.rows)
    return Imported(
        new=0,
        changed=changed,
        known=len(read.rows) - changed,
        refused=read.refused,
        left_out=len(read.refused),
        reasons=read.reasons,
        unused=read.unused,
    )


def add_alias(session: Session, *, workspace: Workspace, member: Member, alias: str) -> None:
    """Let files and other programs name the member so; nobody else is named so any more."""
    people.set_alias(session, workspace_id=workspace.id, member_id=member.id, alias=alias.strip().casefold())


class _Reader:
    def __init__(self, session: Session, workspace: Workspace, now: dt.datetime, options: Options) -> None:
        self._session, self._workspace, self._now = session, workspace, now
        self._directory = Directory(session, workspace)
        self._dates = Dates(now, workspace, order=options.dates, timezone=options.timezone)

    def read(self, line: Line) -> Person:
        member = self._directory.find(line["member"])
        starts = self._dates.any(line["from"]) if line["from"] else local_date(member, self._workspace, self._now)
        if len(line["team"]) > 80:
            raise WrongLine("a team's name has 1 to 80 characters.")
        return Person(
            member=member,
            role=_one_of(Role, line["role"]),
            team=line["team"],
            team_role=_one_of(TeamRole, line["team role"]) or TeamRole.REP,
            starts=starts,
            joined=self._dates.any(line["joined"]) if line["joined"] else None,
            week=_week(line["working week"]),
            aliases=tuple(filter(None, (name.strip() for name in line["also known as"].split(";")))),
            sales_role=self._sales_role(line["sales role"]),
            takes_role=bool(line["sales role"]),
            ramp=_ramp(line["ramp"]),
            ramp_starts=self._dates.any(line["ramp from"]) if line["ramp from"] else None,
        )

    def _sales_role(self, said: str) -> SalesRole | None:
        if not said or said.casefold() == NONE:
            return None
        try:
            return find_sales_role(self._session, workspace=self._workspace, name=said)
        except WrongSalesRole as error:
            raise WrongLine(str(error), field="sales role") from None


def _ramp(said: str) -> str | None:
    if not said:
        return None
    try:
        return "" if said.casefold() == USUAL else read_ramp(said)
    except WrongRamp as error:
        raise WrongLine(str(error), field="ramp") from None


def _one_of(kind: type[Chosen], text: str) -> Chosen | None:
    if not text:
        return None
    try:
        return kind(text.casefold())
    except ValueError:
        raise WrongLine(f"{text!r} is none of: {', '.join(each.value for each in kind)}.") from None


def _week(text: str) -> WorkingWeek | None:
    if not text:
        return None
    try:
        return WorkingWeek(float(part) for part in text.split())
    except ValueError:
        raise WrongLine(f"{text!r} isn't a work week like 1 1 1 1 0.5 0 0.") from None


def _take_over(
    session: Session,
    workspace: Workspace,
    person: Person,
    made: dict[str, Team],
    known: Collection[str],
    now: dt.datetime,
) -> bool:
    """Take over what is said of one person; whether that changed anything. `known` are the names there were before."""
    member = person.member
    before = _said_of(member)
    member.role = person.role or member.role
    give_ramp(
        session,
        workspace=workspace,
        viewer=None,
        member=member,
        shares=person.ramp,
        starts=person.ramp_starts or member.ramp_starts,
        joined=person.joined or member.joined_on,
        now=now,
    )
    other_week = False
    if person.week is not None:
        # While it is set up, a file says how they have always worked; later it says what changes.
        starts = local_date(member, workspace, now) if workspace.live else None
        other_week = set_week(session, workspace=workspace, member=member, week=person.week, starts=starts, now=now)
    for alias in person.aliases:
        add_alias(session, workspace=workspace, member=member, alias=alias)
    changed = other_week or before != _said_of(member) or any(alias.casefold() not in known for alias in person.aliases)
    if person.takes_role:
        changed |= give_sales_role(
            session, workspace=workspace, viewer=None, member=member, role=person.sales_role, now=now
        )
    return _into_team(session, workspace, person, made) or changed


def _said_of(member: Member) -> tuple[object, ...]:
    return member.role, member.joined_on, member.ramp, member.ramp_starts


def _into_team(session: Session, workspace: Workspace, person: Person, made: dict[str, Team]) -> bool:
    if not person.team:
        return False
    name = person.team.casefold()
    team = made.get(name) or memberships.find_team(session, workspace_id=workspace.id, name=person.team)
    team = made[name] = team or teams.add_team(session, workspace=workspace, name=person.team)
    now_in = memberships.in_teams_on(
        session,
        workspace_id=workspace.id,
        date=person.starts,
        team_role=person.team_role,
        member_ids=[person.member.id],
        team_id=team.id,
    )
    teams.join(
        session,
        workspace=workspace,
        team=team,
        member=person.member,
        team_role=person.team_role,
        starts=person.starts,
    )
    return not now_in
