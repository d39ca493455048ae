"""The year's list of days off, and changing it: days and half days of one's own, public holidays that are worked."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.failures import Failure
from bot.core.permissions import Action, NotAllowed, Subject, Viewer, may
from bot.core.work import Work
from bot.leave.holidays import NONE, Country, country_of, country_of_team, holiday_names, public_holidays
from bot.leave.recalculation import changing_calendars
from storage import absences, memberships, people
from storage.tables import Team, TeamRole

LONGEST, LONGEST_NAME = 31, 80
BACK, AHEAD = dt.timedelta(days=366), dt.timedelta(days=800)
_DAY = dt.timedelta(days=1)


class WrongDay(Failure):
    """A day off cannot be added, removed or switched so; the message says what to do."""


@dataclass(frozen=True)
class ListedDay:
    """A date of the list. A public holiday has its `country`, an own day none; `team` None is the whole workspace.

    `off` is what is off of it: 1, 0.5 where the afternoon is, 0 for a public holiday that is worked.
    """

    date: dt.date
    name: str
    """Of a public holiday in English."""
    off: float
    country: str = ""
    team: Team | None = None
    decided: bool = False
    """In a team's list: it is so for the whole workspace, and no matter of the team's."""
    part: str = ""
    """The part of the country whose public holiday it is, where it has a list of its own."""

    def named(self, language: str) -> str:
        """What it is called in a language (its two letters): own days as they were named, public holidays in English
        where they have no name in it.
        """
        if not self.country:
            return self.name
        return holiday_names(Country(self.country, self.part), self.date.year, language).get(self.date, self.name)


@dataclass(frozen=True)
class DayList:
    """The days of [starts, ends) in order, and the countries of the people that it is of, those of most first."""

    starts: dt.date
    ends: dt.date
    days: tuple[ListedDay, ...]
    countries: tuple[Country, ...]
    team: Team | None = None


def list_days(work: Work, *, team: Team | None, starts: dt.date, ends: dt.date, country: str = "") -> DayList:
    """The days off in [starts, ends) of the workspace or a team: the public holidays of each country that somebody in
    it has (or of one `country`), and its own days. A team's list has the workspace's days too.
    """
    countries = countries_of(work, team=team)
    if country:
        countries = [each for each in countries if each.code == country] or [Country(country)]
    worked = set(absences.worked_holidays(work.session, workspace_id=work.workspace_id, starts=starts, ends=ends))
    of_teams = (0, team.id) if team is not None else (0,)
    public: dict[tuple[dt.date, str], ListedDay] = {}
    for each in countries:
        for year in range(starts.year, (ends - _DAY).year + 1):
            for date, name in public_holidays(each, year).items():
                if starts <= date < ends:
                    off = 0.0 if any((of_team, each.code, date) in worked for of_team in of_teams) else 1.0
                    decided = team is not None and (0, each.code, date) in worked
                    public.setdefault(
                        (date, each.code), ListedDay(date, name, off, each.code, decided=decided, part=each.part)
                    )
    teams = {each.id: each for each in memberships.list_teams(work.session, workspace_id=work.workspace_id)}
    own = [
        ListedDay(
            row.date,
            row.name,
            row.portion,
            team=teams.get(row.team_id),
            decided=team is not None and not row.team_id,
        )
        for row in absences.own_days(work.session, workspace_id=work.workspace_id, starts=starts, ends=ends)
        if team is None or row.team_id in of_teams
    ]
    days = sorted([*own, *public.values()], key=lambda day: (day.date, day.country, day.team.id if day.team else 0))
    return DayList(starts, ends, tuple(days), tuple(countries), team)


def countries_of(work: Work, *, team: Team | None) -> list[Country]:
    """Whose public holidays the reps of the team have, or everybody in the workspace; those of most people first."""
    rows = memberships.in_teams_on(
        work.session,
        workspace_id=work.workspace_id,
        date=work.today_of(None),
        team_role=TeamRole.REP,
        team_id=team.id if team is not None else None,
    )
    teams = {each.id: each for each in memberships.list_teams(work.session, workspace_id=work.workspace_id)}
    team_of = {row.member_id: teams[row.team_id] for row in rows}
    members = [
        member
        for member in people.list_members(work.session, workspace_id=work.workspace_id)
        if not member.guest and (team is None or member.id in team_of)
    ]
    counts = Counter(country_of(member, team_of.get(member.id), work.workspace) for member in members)
    counts[country_of_team(team, work.workspace)] += 0
    found = [each for each in counts if each.code not in ("", NONE)]
    return sorted(found, key=lambda each: (-counts[each], each))


def may_change_days(viewer: Viewer | None, team: Team | None) -> bool:
    """Whether they change the days of the team, or (None) of the workspace; `viewer` None is the operator.

    Admins do, and a team's managers its.
    """
    if viewer is None:
        return True
    if team is None:
        return may(viewer, Action.CHANGE_TEAMS, Subject())
    return may(viewer, Action.CHANGE_ALERTS, Subject(team_ids=frozenset({team.id})))


def require_days(viewer: Viewer | None, team: Team | None) -> None:
    """Raise NotAllowed unless they may change the calendar of the team, or of the workspace."""
    if not may_change_days(viewer, team):
        raise NotAllowed(
            Action.CHANGE_TEAMS, Subject(team_ids=frozenset({team.id}) if team is not None else frozenset())
        )


def add_days(
    work: Work,
    *,
    viewer: Viewer | None,
    team: Team | None,
    first: dt.date,
    last: dt.date,
    name: str,
    half: bool = False,
) -> tuple[dt.date, ...]:
    """Let the dates from `first` to `last`, both included, be off for the team or the workspace: whole days, or their
    afternoons. Answers the dates. Raises NotAllowed, WrongDay.
    """
    require_days(viewer, team)
    name, today = " ".join(name.split()), work.today_of(None)
    if last < first:
        raise WrongDay("The last day comes before the first. Swap them.", field="last")
    if (last - first).days >= LONGEST:
        raise WrongDay("That's more than a month. Add it in shorter stretches.", field="last")
    if first < today - BACK or last > today + AHEAD:
        raise WrongDay("Choose a day from a year ago to two years ahead.", field="first")
    if not name or len(name) > LONGEST_NAME:
        raise WrongDay("Give the day a name of up to {most} characters.", field="name", most=LONGEST_NAME)
    dates = tuple(first + n * _DAY for n in range((last - first).days + 1))
    with changing_calendars(work.session, workspace=work.workspace, now=work.now):
        for date in dates:
            absences.add_own_day(
                work.session,
                workspace_id=work.workspace_id,
                team_id=team.id if team is not None else 0,
                date=date,
                name=name,
                portion=0.5 if half else 1.0,
            )
    _note(work, viewer, team, f"{'half day' if half else 'day off'} {first} to {last}: {name}")
    return dates


def remove_day(work: Work, *, viewer: Viewer | None, team: Team | None, date: dt.date) -> None:
    """Take an own day off back. Raises NotAllowed, and WrongDay where there is none."""
    require_days(viewer, team)
    with changing_calendars(work.session, workspace=work.workspace, now=work.now):
        gone = absences.remove_own_day(
            work.session,
            workspace_id=work.workspace_id,
            team_id=team.id if team is not None else 0,
            date=date,
        )
    if not gone:
        raise WrongDay("No day off was added for {date}. To work on a public holiday, turn it off.", date=date)
    _note(work, viewer, team, f"no day off {date}")


def switch_holiday(
    work: Work, *, viewer: Viewer | None, team: Team | None, date: dt.date, country: str = "", worked: bool
) -> ListedDay:
    """Let a public holiday be worked by the team or the workspace, or be off again. Without a `country`: of the one
    country whose holiday it is. Raises NotAllowed, and WrongDay where it is of none, or of several.
    """
    require_days(viewer, team)
    country = country.strip().upper()
    of_day = list_days(work, team=team, starts=date, ends=date + _DAY, country=country).days
    found = [day for day in of_day if day.country]
    if not found:
        raise WrongDay("{date} isn't a public holiday here. `pacer holidays list` shows the year's.", date=date)
    if len(found) > 1:
        raise WrongDay(
            "{date} is a public holiday in several countries: {countries}. Which one?",
            date=date,
            countries=", ".join(day.country for day in found),
        )
    with changing_calendars(work.session, workspace=work.workspace, now=work.now):
        absences.switch_holiday(
            work.session,
            workspace_id=work.workspace_id,
            team_id=team.id if team is not None else 0,
            country=found[0].country,
            date=date,
            worked=worked,
        )
    _note(work, viewer, team, f"{found[0].country} {date} is {'worked' if worked else 'off'}")
    return found[0]


def _note(work: Work, viewer: Viewer | None, team: Team | None, detail: str) -> None:
    work.audit(
        actor_id=viewer.member_id if viewer is not None else None,
        action="calendar",
        detail=f"{team.name}: {detail}" if team is not None else detail,
    )


def day_off_on(days: Sequence[ListedDay], date: dt.date, country: str, team_id: int | None) -> ListedDay | None:
    """What is off on a date for somebody of a country and team; None where nothing is."""
    of_day = [day for day in days if day.date == date and day.off > 0]
    mine = [
        day for day in of_day if (day.country == country if day.country else day.team is None or day.team.id == team_id)
    ]
    return max(mine, key=lambda day: day.off, default=None)
