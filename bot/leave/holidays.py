"""Which days are off for whom: public holidays by country, and the days of the workspace's and the teams' own."""

import datetime as dt
import functools
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import holidays
from sqlmodel import Session

from bot.core.places import country_of_zone
from storage import absences, memberships
from storage.memberships import TimeInTeam
from storage.tables import Member, Team, Workspace

NONE = "none"
"""The country of who wants no public holidays."""
_DAY = dt.timedelta(days=1)


class Country(NamedTuple):
    """Whose public holidays: a country, and a part of it where it has holidays of its own; both may be empty."""

    code: str
    part: str = ""


@dataclass(frozen=True)
class OffDates:
    """Dates in a range: those that are off, and those of which half is."""

    whole: frozenset[dt.date] = frozenset()
    half: frozenset[dt.date] = frozenset()


@functools.lru_cache(maxsize=2048)
def public_holidays(country: Country, year: int) -> Mapping[dt.date, str]:
    """The public holidays of a country in a year, by date, with their names; none of an unknown or empty country."""
    if country.code in ("", NONE) or country.code not in known_countries():
        return {}
    part = country.part if country.part in known_countries()[country.code] else None
    found = holidays.country_holidays(country.code, subdiv=part, years=year, expand=False, language="en_US")
    return dict(sorted(found.items()))


@functools.lru_cache(maxsize=2048)
def holiday_names(country: Country, year: int, language: str) -> Mapping[dt.date, str]:
    """What these holidays are called in a language (its two letters), where the country's are known in it."""
    english = public_holidays(country, year)
    spoken = english and _spoken(country.code, language)
    if not spoken:
        return {}
    part = country.part if country.part in known_countries()[country.code] else None
    found = holidays.country_holidays(country.code, subdiv=part, years=year, expand=False, language=spoken)
    return {date: name for date, name in sorted(found.items()) if date in english}


@functools.lru_cache(maxsize=512)
def _spoken(code: str, language: str) -> str:
    """The language as the list of a country names it; empty where the country's holidays are not known in it."""
    known = holidays.country_holidays(code).supported_languages
    return next((each for each in known if each.partition("_")[0] == language), "")


@functools.lru_cache(maxsize=1)
def known_countries() -> Mapping[str, Sequence[str]]:
    """The countries whose public holidays are known, by ISO code, each with the codes of its parts."""
    return holidays.list_supported_countries(include_aliases=False)


@functools.lru_cache(maxsize=512)
def parts_of(code: str) -> Mapping[str, str]:
    """The parts of a known country by what they are called, folded: codes, names, and short forms such as KUL."""
    named = holidays.country_holidays(code).subdivisions_aliases
    return {
        said.casefold(): part for said, part in [*named.items(), *((each, each) for each in known_countries()[code])]
    }


@functools.lru_cache(maxsize=512)
def part_names(code: str) -> Sequence[str]:
    """What the parts of a known country are called, one name each, in their order; the code where there is no name."""
    named = holidays.country_holidays(code).get_subdivision_aliases()
    return [next(iter(named.get(part) or (part,))) for part in known_countries()[code]]


def country_of(member: Member, team: Team | None, workspace: Workspace) -> Country:
    """Whose public holidays the member has now: those of the country that they chose, else of the one that their zone
    is in, else their team's, else the workspace's. Nobody has any where neither they, their team nor the workspace
    chose a country: whether there are public holidays is somebody's decision.
    """
    return _resolved(_own(member), team, workspace)


class _Own(NamedTuple):
    """What a member themself says of their country: what they chose, or else their zone's."""

    country: Country
    chosen: bool


def _own(member: Member) -> _Own:
    if member.country:
        return _Own(Country(member.country, member.subdivision), chosen=True)
    return _Own(Country(country_of_zone(member.timezone)), chosen=False)


def own_country(member: Member) -> Country:
    """The country that the member chose, else that of their zone; empty where neither says one."""
    return _own(member).country


def country_of_team(team: Team | None, workspace: Workspace) -> Country:
    """The country of a team: its own, else the workspace's."""
    if team is not None and team.country:
        return Country(team.country, team.subdivision)
    return Country(workspace.country, workspace.subdivision)


def _resolved(own: _Own, team: Team | None, workspace: Workspace) -> Country:
    if own.chosen:
        return own.country
    wider = country_of_team(team, workspace)
    if not wider.code or own.country.code in ("", wider.code):
        return wider
    # Whoever is in the workspace's country is in its part of it, whatever their team's is.
    return country_of_team(None, workspace) if own.country.code == workspace.country else own.country


class Calendars:
    """What is off for whom in [starts, ends), read once for many members."""

    def __init__(self, session: Session, *, workspace: Workspace, starts: dt.date, ends: dt.date) -> None:
        self._session, self._workspace = session, workspace
        self._starts, self._ends = starts, ends
        self._own = absences.own_days(session, workspace_id=workspace.id, starts=starts, ends=ends)
        self._worked = absences.worked_holidays(session, workspace_id=workspace.id, starts=starts, ends=ends)
        self._teams = {team.id: team for team in memberships.list_teams(session, workspace_id=workspace.id)}
        of_teams = {team_id for team_id, *_ in (*self._own, *self._worked) if team_id}
        self._special = of_teams | {team.id for team in self._teams.values() if team.country}
        self._known: dict[tuple[Country, int, dt.date, dt.date], OffDates] = {}
        self._joined: dict[tuple[tuple[Country, int, dt.date, dt.date], ...], OffDates] = {}

    def of_members(self, members: Sequence[Member]) -> dict[int, OffDates]:
        """What is off for each of these members. What was theirs before they moved, changed teams or chose another
        country stays as it was.
        """
        ids = [member.id for member in members]
        times = self._times(ids) if self._special else {}
        stored = absences.past_countries(
            self._session, workspace_id=self._workspace.id, member_ids=ids, after=self._starts
        )
        past = {
            who: [(ends, _Own(Country(code, part), chosen)) for ends, code, part, chosen in rows]
            for who, rows in stored.items()
        }
        return {
            member.id: self._of_pieces(tuple(self._pieces(member, past.get(member.id, ()), times.get(member.id, ()))))
            for member in members
        }

    def of_team(self, team: Team | None) -> OffDates:
        """What is off for a team as such; of no team, for the workspace."""
        country = country_of_team(team, self._workspace)
        return self._off(country, team.id if team is not None else 0, self._starts, self._ends)

    def _times(self, member_ids: Collection[int]) -> dict[int, list[TimeInTeam]]:
        found: dict[int, list[TimeInTeam]] = {}
        for row in memberships.times_as_rep(
            self._session,
            workspace_id=self._workspace.id,
            after=self._starts,
            until=self._ends,
            member_ids=member_ids,
        ):
            if row.team_id in self._special:
                found.setdefault(row.member_id, []).append(row)
        return found

    def _pieces(
        self, member: Member, past: Sequence[tuple[dt.date, "_Own"]], times: Sequence[TimeInTeam]
    ) -> Iterator[tuple[Country, int, dt.date, dt.date]]:
        """The time cut where the member's country or team changed."""
        cuts = {self._starts, self._ends, *(ends for ends, _ in past)}
        cuts |= {at for row in times for at in (row.starts, row.ends) if at is not None}
        ordered = sorted(at for at in cuts if self._starts <= at <= self._ends)
        for start, end in itertools.pairwise(ordered):
            own = next((country for ends, country in past if start < ends), None) or _own(member)
            team_id = next((row.team_id for row in times if row.starts <= start < (row.ends or dt.date.max)), 0)
            yield _resolved(own, self._teams.get(team_id), self._workspace), team_id, start, end

    def _of_pieces(self, pieces: tuple[tuple[Country, int, dt.date, dt.date], ...]) -> OffDates:
        if len(pieces) == 1:
            return self._off(*pieces[0])
        # Most members of a team share their pieces, and what follows from equal sets is kept by them.
        if pieces not in self._joined:
            found = [self._off(*piece) for piece in pieces]
            self._joined[pieces] = OffDates(
                frozenset().union(*(each.whole for each in found)), frozenset().union(*(each.half for each in found))
            )
        return self._joined[pieces]

    def _off(self, country: Country, team_id: int, starts: dt.date, ends: dt.date) -> OffDates:
        key = (country, team_id, starts, ends)
        if key not in self._known:
            self._known[key] = self._made(country, team_id, starts, ends)
        return self._known[key]

    def _made(self, country: Country, team_id: int, starts: dt.date, ends: dt.date) -> OffDates:
        here = (0, team_id)
        worked = {date for of_team, code, date in self._worked if of_team in here and code == country.code}
        public = frozenset(
            date
            for year in range(starts.year, (ends - _DAY).year + 1)
            for date in public_holidays(country, year)
            if starts <= date < ends and date not in worked
        )
        own = [(date, portion) for of_team, date, portion, _ in self._own if of_team in here and starts <= date < ends]
        whole = public | {date for date, portion in own if portion >= 1}
        return OffDates(whole, frozenset(date for date, portion in own if portion < 1) - whole)
