"""A team's standings as a CSV file, for whoever may see them."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

from babel.numbers import get_currency_precision
from sqlmodel import Session

from bot.core.content import Content
from bot.core.csv_rows import write_table
from bot.core.members import viewer_of
from bot.core.permissions import NotAllowed, Viewer
from bot.core.requested_files import plan_file
from bot.teams.view import RepRow, TeamView, find_team_to_see, ids_of_reps, view_team
from storage import people
from storage.tables import Delivery, Member, Metric, Unit, Workspace

TEAM_FILE = "team file"
COLUMNS = (
    "rep",
    "email",
    "team",
    "metric",
    "period",
    "from",
    "done",
    "target",
    "gap to plan",
    "chance in percent",
    "likely low",
    "likely high",
    "status",
    "away today",
    "morning messages",
)


class OfTeam(Content):
    """The team (its id) whose standings a file has."""

    team: int


@dataclass(frozen=True)
class TeamFile:
    """The file, and of what it is."""

    view: TeamView
    content: bytes


def ask_for_file(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    member: Member,
    team_id: int,
    receipt: str,
    now: dt.datetime,
) -> None:
    """Plan to send the team's file to the member who asks. Raises NotAllowed, NoTeam."""
    team = find_team_to_see(session, workspace=workspace, viewer=viewer, team_id=team_id)
    plan_file(
        session,
        workspace=workspace,
        kind=TEAM_FILE,
        member=member,
        about=OfTeam(team=team.id),
        receipt=receipt,
        now=now,
    )


def file_for(session: Session, *, workspace: Workspace, row: Delivery, now: dt.datetime) -> TeamFile | None:
    """The file of a planned delivery, true at `now`; None where who asked may not see the team any more."""
    member = people.members_by_id(session, ids={row.member_id or 0}).get(row.member_id or 0)
    if member is None:
        return None
    viewer = viewer_of(session, workspace=workspace, member=member, now=now)
    try:
        team = find_team_to_see(session, workspace=workspace, viewer=viewer, team_id=OfTeam.of_row(row).team)
        view = view_team(session, workspace=workspace, viewer=viewer, team=team, noting=False, now=now)
    except NotAllowed:
        return None
    return TeamFile(view, write_view(view, currency=workspace.currency))


def shown_in_file(session: Session, row: Delivery) -> set[int]:
    """Whose figures the file shows."""
    return ids_of_reps(session, row, OfTeam.of_row(row).team)


def write_view(view: TeamView, *, currency: str) -> bytes:
    """A line for each goal of each rep; money in units of the currency, not in minor ones."""
    decimals = get_currency_precision(currency)
    out = io.StringIO(newline="")
    write_table(out, COLUMNS, (line for row in view.rows for line in _lines(view, row, decimals)))
    # The mark by which spreadsheets know UTF-8.
    return ("\ufeff" + out.getvalue()).encode()


def _lines(view: TeamView, row: RepRow, decimals: int) -> Iterator[dict[str, object]]:
    rep: dict[str, object] = {
        "rep": row.member.name,
        "email": row.member.email,
        "team": view.team.name,
        "away today": "yes" if row.away else "no",
        "morning messages": "off" if row.nudges_off else "on",
    }
    if not row.cells:
        yield rep
    for cell in row.cells:
        line = cell.line
        yield {
            **rep,
            "metric": line.metric.key,
            "period": line.period.kind.value,
            "from": line.period.start.isoformat(),
            "done": _number(line.metric, line.done, decimals),
            "target": _number(line.metric, line.target, decimals),
            "gap to plan": _number(line.metric, line.gap, decimals),
            "chance in percent": round(100 * line.probability),
            "likely low": _number(line.metric, line.low, decimals),
            "likely high": _number(line.metric, line.high, decimals),
            "status": line.status.value,
        }


def _number(metric: Metric, quantity: float, decimals: int) -> float:
    return round(quantity / 10**decimals, decimals) if metric.unit is Unit.MONEY else round(quantity, 1)
