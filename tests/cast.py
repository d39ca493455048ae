"""A small cast for tests: two teams, their managers, an admin and a guest, in one workspace."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.presets import ensure_presets
from bot.people.sales_roles import ensure_sales_roles
from storage.engine import Database
from storage.tables import Member, Membership, Role, Team, TeamRole, Workspace

NOON = dt.datetime(2026, 11, 17, 12, 0, tzinfo=dt.UTC)
"""A Tuesday."""


@dataclass(frozen=True)
class Cast:
    """Ids of the people and teams."""

    workspace: int
    north: int
    south: int
    ana: int
    ben: int
    cleo: int
    north_manager: int
    south_manager: int
    admin: int
    guest: int


def assemble(database: Database, *, timezone: str = "Europe/London") -> Cast:
    """Store the cast: Ana and Ben are reps of North, Cleo of South."""
    with database.writing() as session:
        workspace = Workspace(slack_team_id="T0TEST", name="Test", timezone=timezone, created_at=NOON)
        session.add(workspace)
        session.flush()
        ensure_presets(session, workspace=workspace)
        ensure_sales_roles(session, workspace=workspace)
        people = {
            name: _member(session, workspace.id, name, role, guest=name == "guest")
            for name, role in [
                ("ana", Role.REP),
                ("ben", Role.REP),
                ("cleo", Role.REP),
                ("north_manager", Role.MANAGER),
                ("south_manager", Role.MANAGER),
                ("admin", Role.ADMIN),
                ("guest", Role.REP),
            ]
        }
        teams = {name: _team(session, workspace.id, name) for name in ("North", "South")}
        for team, name, team_role in [
            ("North", "ana", TeamRole.REP),
            ("North", "ben", TeamRole.REP),
            ("South", "cleo", TeamRole.REP),
            ("North", "north_manager", TeamRole.MANAGER),
            ("South", "south_manager", TeamRole.MANAGER),
        ]:
            session.add(
                Membership(
                    workspace_id=workspace.id,
                    team_id=teams[team],
                    member_id=people[name],
                    team_role=team_role,
                    starts=dt.date(2026, 1, 1),
                )
            )
        return Cast(workspace=workspace.id, north=teams["North"], south=teams["South"], **people)


def slack_id(name: str) -> str:
    """The Slack user id of one of the cast."""
    return "U0" + name.upper().replace("_", "")


def _member(session: Session, workspace_id: int, name: str, role: Role, *, guest: bool) -> int:
    member = Member(
        workspace_id=workspace_id,
        slack_user_id=slack_id(name),
        name=name.replace("_", " ").title(),
        email=f"{name}@example.com",
        timezone="Europe/London",
        role=role,
        guest=guest,
    )
    session.add(member)
    session.flush()
    return member.id


def _team(session: Session, workspace_id: int, name: str) -> int:
    team = Team(workspace_id=workspace_id, name=name, alert_channel=f"C0{name.upper()}", timezone="Europe/London")
    session.add(team)
    session.flush()
    return team.id
