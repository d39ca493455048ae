"""What a manager's Home says of their teams: who needs help today, who does well, and the alerts that are open."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.alerts.open_alerts import OpenAlerts, open_alerts
from bot.core.members import viewer_of
from bot.core.work import Work
from bot.standings.team_totals import TeamTotalNow
from bot.teams.view import RepRow, view_team
from metrics.episodes import Status
from storage import memberships
from storage.tables import Member, Team

TEAMS_SHOWN, NEEDS_SHOWN, WELL_SHOWN = 2, 3, 3


@dataclass(frozen=True)
class TeamAtAGlance:
    """A team today: at most three who need help, most in need first, and at most three who do well, by name."""

    team: Team
    reps: int
    needs: tuple[RepRow, ...]
    well: tuple[RepRow, ...]
    alerts: OpenAlerts
    totals: tuple[TeamTotalNow, ...] = ()
    """Its goals as one total."""


def teams_at_a_glance(work: Work, *, member: Member) -> tuple[TeamAtAGlance, ...]:
    """The first teams that the member manages. It is a look at their reps, and noted as one."""
    viewer = viewer_of(work.session, workspace=work.workspace, member=member, now=work.now)
    managed = [
        team
        for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)
        if team.id in viewer.managed_team_ids
    ]
    found = []
    for team in managed[:TEAMS_SHOWN]:
        view = view_team(work.session, workspace=work.workspace, viewer=viewer, team=team, now=work.now)
        found.append(
            TeamAtAGlance(
                team=team,
                reps=len(view.rows),
                needs=tuple(row for row in view.rows if row.status is Status.AT_RISK and not row.away)[:NEEDS_SHOWN],
                well=_doing_well(view.rows),
                alerts=open_alerts(work, viewer=viewer, team=team),
                totals=view.totals,
            )
        )
    return tuple(found)


def _doing_well(rows: Sequence[RepRow]) -> tuple[RepRow, ...]:
    """Who reached a goal and is behind with none, by name: it is no ranking."""
    well = [
        row
        for row in rows
        if row.status in (Status.ON_TRACK, Status.REACHED)
        and any(cell.line.status is Status.REACHED or cell.line.gap >= 1 for cell in row.cells)
    ]
    return tuple(sorted(well, key=lambda row: row.member.name.casefold())[:WELL_SHOWN])
