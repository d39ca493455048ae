"""A rep says that the numbers of a nudge are wrong: what they stand on, and who can change the goal."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import local_date
from bot.standings.progress import NoSuchGoal
from bot.standings.standings import figures_on
from bot.standings.why import Why, explain_figures
from metrics.periods import PeriodKind
from storage import memberships, people
from storage.tables import Member, TeamRole, Workspace
from storage.workspaces import record_audit

OPENED = 2
"""So many goals are opened: the least likely ones. `/progress why` opens any."""


@dataclass(frozen=True)
class Doubt:
    """How the figures of the least likely goals came about, and the managers of the rep's team."""

    whys: tuple[Why, ...]
    managers: tuple[Member, ...]


def doubt_figures(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> Doubt:
    """Open the figures that the member doubts, and note that they did. Raises NoSuchGoal."""
    date = local_date(member, workspace, now)
    figures = figures_on(session, workspace=workspace, members=[member], date=date, with_today=True)
    judged = sorted(
        (item for item in figures if item.period.kind is not PeriodKind.DAY), key=lambda item: item.probability
    )
    if not judged:
        raise NoSuchGoal("You don't have a goal yet. Your manager can set one with `/goal`.")
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=member.id,
        action="doubt",
        subject_id=member.id,
        detail=", ".join(item.metric.key for item in judged[:OPENED]),
    )
    return Doubt(
        whys=tuple(explain_figures(session, item, date) for item in judged[:OPENED]),
        managers=tuple(managers_of(session, workspace=workspace, member=member, date=date)),
    )


def managers_of(session: Session, *, workspace: Workspace, member: Member, date: dt.date) -> Sequence[Member]:
    """The managers, on `date`, of the teams that the member is a rep of; themselves left out."""
    teams = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, member_ids=[member.id]
    )
    ids = {
        row.member_id
        for team in teams
        for row in memberships.in_teams_on(
            session, workspace_id=workspace.id, date=date, team_role=TeamRole.MANAGER, team_id=team.team_id
        )
    }
    found = people.members_by_id(session, ids=ids - {member.id})
    return sorted((each for each in found.values() if each.active), key=lambda each: each.name)
