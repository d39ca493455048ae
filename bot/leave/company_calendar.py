"""The workspace's and the teams' calendars: working week, country, first day of the week, start of the fiscal year."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.permissions import Viewer
from bot.core.places import country_of_zone, usual_week
from bot.core.work import Work
from bot.leave.calendars import usual_week_of
from bot.leave.company_days import require_days
from bot.leave.holidays import NONE, known_countries, own_country, part_names, parts_of
from bot.leave.recalculation import changing_calendars
from bot.leave.working_week import follow_week, write_week
from metrics.calendar import WorkingWeek
from storage import absences, memberships, people
from storage.tables import Member, Team, TeamRole, Workspace


class WrongCalendar(Failure):
    """A calendar cannot be so; the message says why."""


@dataclass(frozen=True)
class Proposal:
    """A working week that `people` of `all` live by, by the countries of their zones, and that is not the one set."""

    week: WorkingWeek
    countries: tuple[str, ...]
    people: int
    all: int


def propose_week(work: Work, *, team: Team | None) -> Proposal | None:
    """The week of most people in the team or the workspace, by where they are; None where it is the one they have."""
    members = _concerned(work, team)
    places = [(country, usual_week(country)) for member in members if (country := country_of_zone(member.timezone))]
    if not places:
        return None
    week, count = Counter(week for _, week in places).most_common(1)[0]
    if 2 * count <= len(members) or write_week(week) == usual_week_of(team, work.workspace):
        return None
    countries = sorted({country for country, lives_by in places if lives_by == week})
    return Proposal(week, tuple(countries), count, len(members))


def set_usual_week(
    work: Work, *, viewer: Viewer | None, team: Team | None, week: Sequence[float] | None, starts: dt.date | None = None
) -> int:
    """Let the team (None: the workspace) work so from `starts` on, today where left out; a team with None works as the
    workspace. Answers for how many it changes something: not for who has a week of their own.

    Raises NotAllowed, WrongCalendar.
    """
    require_days(viewer, team)
    stored = ""
    if week is not None:
        try:
            made = WorkingWeek(week)
        except ValueError as error:
            raise WrongCalendar("Choose how much of each day counts as work.", field="week") from error
        if not any(made):
            raise WrongCalendar("Choose at least one day.", field="week")
        stored = write_week(made)
    if team is not None:
        team.week_shares = stored
        work.session.add(team)
    else:
        work.workspace.week_shares = stored or work.workspace.week_shares
        work.session.add(work.workspace)
    work.session.flush()
    date = starts or work.today_of(None)
    changed = 0
    who = people.list_members(work.session, workspace_id=work.workspace_id)
    with changing_calendars(work.session, workspace=work.workspace, now=work.now, members=who):
        changed = settle_weeks(work.session, workspace=work.workspace, members=who, starts=date)
    _note(work, viewer, team, f"working week: {stored or 'as the workspace'} from {date}")
    return changed


def settle_weeks(session: Session, *, workspace: Workspace, members: Sequence[Member], starts: dt.date) -> int:
    """Let each of these members who has no week of their own work as their team does on `starts`, from then on; how
    many work otherwise than before.
    """
    rows = memberships.in_teams_on(
        session,
        workspace_id=workspace.id,
        date=starts,
        team_role=TeamRole.REP,
        member_ids=[member.id for member in members],
    )
    teams = {team.id: team for team in memberships.list_teams(session, workspace_id=workspace.id)}
    team_of = {row.member_id: teams[row.team_id] for row in rows}
    return sum(
        follow_week(
            session,
            workspace=workspace,
            member=member,
            week=usual_week_of(team_of.get(member.id), workspace),
            starts=starts,
        )
        for member in members
        if not member.week_own
    )


def set_country(work: Work, *, viewer: Viewer | None, team: Team | None, country: str, subdivision: str = "") -> None:
    """Let the team (None: the workspace) have the public holidays of a country; empty: a team those of the workspace,
    a workspace none. Raises NotAllowed, WrongCalendar.
    """
    require_days(viewer, team)
    code, part = check_country(country, subdivision)
    of: Team | Workspace = team if team is not None else work.workspace
    with changing_calendars(work.session, workspace=work.workspace, now=work.now):
        of.country, of.subdivision = ("" if code == NONE and team is None else code), part
        work.session.add(of)
    _note(work, viewer, team, f"holidays of {code or 'nobody'} {part}".strip())


def set_own_country(work: Work, *, member: Member, actor_id: int | None, country: str, subdivision: str = "") -> None:
    """Let the member have the public holidays of this country from today on; empty: those of where they are; "none":
    none. What was before stays as it was. Raises WrongCalendar.
    """
    code, part = check_country(country, subdivision)
    if (code, part) == (member.country, member.subdivision):
        return
    before, chosen = own_country(member), bool(member.country)
    with changing_calendars(work.session, workspace=work.workspace, now=work.now, members=[member]):
        absences.note_past_country(
            work.session,
            workspace_id=work.workspace_id,
            member_id=member.id,
            ends=work.today_of(member),
            country=before.code,
            subdivision=before.part,
            chosen=chosen,
        )
        member.country, member.subdivision = code, part
        work.session.add(member)
    work.audit(
        actor_id=actor_id,
        action="settings",
        subject_id=member.id,
        detail=f"public holidays: {before.code or 'as the team'} -> {code or 'by zone'} {part}".strip(),
    )


def check_country(country: str, subdivision: str) -> tuple[str, str]:
    """The codes as they are stored. Raises WrongCalendar where no holidays of such a place are known."""
    code = country.strip().upper()
    if code.lower() == NONE:
        return NONE, ""
    if code and code not in known_countries():
        raise WrongCalendar(
            "I don't know {country}'s holidays. Use its two-letter code, like GB or MY.",
            field="country",
            country=code,
        )
    part = subdivision.strip()
    parts = parts_of(code) if code else {}
    if part and part.casefold() not in parts:
        raise WrongCalendar(
            "I don't know that part of {country}. Parts: {parts}.",
            field="subdivision",
            country=code or "-",
            parts=", ".join(part_names(code) if code else ()) or "-",
        )
    return code, parts.get(part.casefold(), "")


def set_year(
    work: Work, *, viewer: Viewer | None, fiscal_month: int | None = None, week_start: int | None = None
) -> None:
    """Let years and quarters begin in this month (1 is January), and weeks on this day (0 is Monday); None leaves them.

    Goals go on with the period that their date is in then. Raises NotAllowed, WrongCalendar.
    """
    require_days(viewer, None)
    if fiscal_month is not None and not 1 <= fiscal_month <= 12:
        raise WrongCalendar("Choose the month your year starts.", field="fiscal_month")
    if week_start is not None and not 0 <= week_start <= 6:
        raise WrongCalendar("Choose the day your week starts.", field="week_start")
    workspace = work.workspace
    before = (workspace.fiscal_year_start_month, workspace.week_start)
    if fiscal_month is not None:
        workspace.fiscal_year_start_month = fiscal_month
    if week_start is not None:
        workspace.week_start = week_start
    work.session.add(workspace)
    if before != (workspace.fiscal_year_start_month, workspace.week_start):
        _note(work, viewer, None, f"year from month {fiscal_month}, week from day {week_start}")


def _concerned(work: Work, team: Team | None) -> list[Member]:
    members = [m for m in people.list_members(work.session, workspace_id=work.workspace_id) if not m.guest]
    rows = memberships.in_teams_on(
        work.session,
        workspace_id=work.workspace_id,
        date=work.today_of(None),
        team_role=TeamRole.REP,
        team_id=team.id if team is not None else None,
    )
    reps = {row.member_id for row in rows}
    return [member for member in members if member.id in reps] or ([] if team is not None else members)


def _note(work: Work, viewer: Viewer | None, team: Team | None, detail: str) -> None:
    work.audit(
        actor_id=viewer.member_id if viewer is not None else None,
        action="calendar",
        detail=f"{team.name}: {detail}" if team is not None else detail,
    )
