"""`pacer calendar`: the working week, the country, and when weeks and years begin."""

import datetime as dt
from typing import Annotated

import typer
from babel.dates import get_month_names

from bot.cli.session import day_of, present, say, writing_workspace
from bot.core.text.dates import MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from bot.core.text.vocabulary import fold
from bot.core.words.language import Language, language_for
from bot.core.work import Work
from bot.leave.calendars import shares_of, usual_week_of
from bot.leave.company_calendar import (
    WrongCalendar,
    propose_week,
    set_country,
    set_own_country,
    set_usual_week,
    set_year,
    settle_weeks,
)
from bot.leave.company_days import countries_of
from bot.leave.holidays import country_of_team, own_country
from bot.leave.words.company_days import scope_words, week_words
from bot.leave.working_week import set_week
from bot.people import teams
from metrics.calendar import WorkingWeek
from storage.tables import Member, Team

AS_BEFORE = "usual"
_MONDAY = dt.date(2026, 11, 16)


def calendar(
    team: Annotated[str, typer.Option(help="Only this team. Default: everyone.")] = "",
    member: Annotated[str, typer.Option(help="One person: email address or Slack ID.")] = "",
    week: Annotated[
        str, typer.Option(help="Workdays: mon-fri, sun-thu, 'mon tue thu', seven shares, or usual to reset.")
    ] = "",
    starts: Annotated[
        dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="When it starts. Default: today.")
    ] = None,
    country: Annotated[str, typer.Option(help="Country for public holidays: US, MY, none, or usual to reset.")] = "",
    subdivision: Annotated[str, typer.Option(help="State or region with its own holidays: CA, KUL.")] = "",
    fiscal_year: Annotated[str, typer.Option(help="Month your fiscal year starts: april, or 4.")] = "",
    week_starts: Annotated[str, typer.Option(help="Day your week starts: monday or sunday.")] = "",
) -> None:
    """Show or set work weeks, holiday countries and fiscal years."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        if team and member:
            raise WrongCalendar("Use --team or --member, not both.")
        of = teams.find_team(session, workspace=workspace, name=team) if team else None
        who = teams.find_person(session, workspace=workspace, who=member) if member else None
        if (of or who) and (fiscal_year or week_starts):
            raise WrongCalendar("Weeks and years start on the same day for everyone. Leave out --team and --member.")
        if week or starts:
            _set_week(work, of, who, week, starts)
        if country or subdivision:
            _set_country(work, of, who, country, subdivision)
        if fiscal_year or week_starts:
            set_year(
                work,
                viewer=None,
                fiscal_month=read_month(fiscal_year) if fiscal_year else None,
                week_start=read_weekday(week_starts) if week_starts else None,
            )
        language = language_for(locale="en", currency=workspace.currency)
        lines = _of_member(who, language) if who is not None else _as_it_is(work, of, language)
    for line in lines:
        say(line)


def read_week(typed: str) -> tuple[float, ...]:
    """mon-fri, sun to thu, mon,tue,thu, or seven shares, Monday first. Raises WrongCalendar."""
    words = fold(typed).replace(",", " ").replace("–", "-").split()
    try:
        if len(words) == 7 and not any(word[0].isalpha() for word in words):
            return WorkingWeek(float(word) for word in words)
    except ValueError as error:
        raise WrongCalendar("Write a week as seven shares between 0 and 1, Monday first.") from error
    joined = " ".join(words).replace(" to ", "-").replace(" - ", "-")
    on: set[int] = set()
    for part in joined.split():
        first, dash, last = part.partition("-")
        begins, ends = read_weekday(first), read_weekday(last) if dash else read_weekday(first)
        on |= {(begins + n) % 7 for n in range((ends - begins) % 7 + 1)}
    return WorkingWeek(1.0 if day in on else 0.0 for day in range(7))


def read_weekday(typed: str) -> int:
    """A day of the week, 0 is Monday. Raises WrongCalendar."""
    word = fold(typed).strip(".")
    for day, names in enumerate(WEEKDAYS):
        if word in names or word == SHORT_WEEKDAYS[day]:
            return day
    raise WrongCalendar("{said} isn't a day of the week. Try mon or sunday.", said=repr(typed))


def read_month(typed: str) -> int:
    """A month, 1 is January. Raises WrongCalendar."""
    word = fold(typed).strip(".")
    if word.isdecimal() and 1 <= int(word) <= 12:
        return int(word)
    for number, names in enumerate(MONTHS, start=1):
        if word in names:
            return number
    raise WrongCalendar("{said} isn't a month. Try april or 4.", said=repr(typed))


def _set_week(work: Work, team: Team | None, who: Member | None, week: str, starts: dt.datetime | None) -> None:
    usual = fold(week) == AS_BEFORE
    first = day_of(starts) if starts is not None else None
    if not week:
        raise WrongCalendar("Add the workdays, like --week sun-thu.")
    if who is None:
        if usual and team is None:
            raise WrongCalendar("Write the workdays, like --week mon-fri.")
        set_usual_week(work, viewer=None, team=team, week=None if usual else read_week(week), starts=first)
        return
    date = first or work.today_of(who)
    if usual:
        who.week_own = False
        settle_weeks(work.session, workspace=work.workspace, members=[who], starts=date)
    else:
        shares = WorkingWeek(read_week(week))
        set_week(work.session, workspace=work.workspace, member=who, week=shares, starts=date, now=work.now)


def _set_country(work: Work, team: Team | None, who: Member | None, country: str, subdivision: str) -> None:
    if who is not None:
        code = "" if fold(country) == AS_BEFORE else country or own_country(who).code
        set_own_country(work, member=who, actor_id=None, country=code, subdivision=subdivision)
        return
    code = "" if fold(country) == AS_BEFORE else country or country_of_team(team, work.workspace).code
    set_country(work, viewer=None, team=team, country=code, subdivision=subdivision)


def _as_it_is(work: Work, team: Team | None, language: Language) -> list[str]:
    workspace, week = work.workspace, shares_of(usual_week_of(team, work.workspace))
    lines = [f"Calendar for {scope_words(team, language)}", f"  Work week: {week_words(week, language)}"]
    proposed = propose_week(work, team=team)
    if proposed is not None:
        days = week_words(proposed.week, language)
        where = f"{proposed.people} of {proposed.all} people are in {', '.join(proposed.countries)}"
        lines.append(f"    {where}, where most people work {days}. To use it, add --week.")
    chosen = country_of_team(team, workspace)
    named = ", ".join(" ".join(each).strip() for each in countries_of(work, team=team))
    lines.append(f"  Public holidays: {named or 'none'}")
    if chosen.code:
        lines.append(f"    By each person's time zone. If that has no country: {' '.join(chosen).strip()}")
    if team is None:
        months = get_month_names("wide", locale=language.locale)
        lines.append(f"  Fiscal year starts in: {months[workspace.fiscal_year_start_month]}")
        lines.append(f"  Weeks start on: {language.weekday(_MONDAY + dt.timedelta(days=workspace.week_start))}")
    return lines


def _of_member(who: Member, language: Language) -> list[str]:
    own = own_country(who)
    source = "chosen" if who.country else "by time zone"
    return [
        f"Calendar for {who.name}",
        f"  Work week: {week_words(shares_of(who.week_shares), language)}"
        + ("" if who.week_own else " (same as the team)"),
        f"  Public holidays: {' '.join(own).strip() or 'same as the team'}" + (f" ({source})" if own.code else ""),
    ]
