"""`pacer holidays …`: the year's days off, and the days of one's own."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli.session import day_of, present, reading_workspace, say, writing_workspace
from bot.core.words.language import language_for
from bot.core.work import Work
from bot.leave.company_days import ListedDay, add_days, list_days, remove_day, switch_holiday
from bot.leave.words.company_days import day_line, scope_words
from bot.people import teams
from storage.tables import Team

app = typer.Typer(help="Public holidays and your own days off.", no_args_is_help=True)

Day = Annotated[dt.datetime, typer.Argument(formats=["%Y-%m-%d"], help="Date, like 2026-12-24.")]
OfTeam = Annotated[str, typer.Option("--team", help="Only this team. Default: everyone.")]
OfCountry = Annotated[
    str, typer.Option("--country", help="Country code, like US. Needed if several countries have a holiday that day.")
]


@app.command("list")
def show(
    year: Annotated[int | None, typer.Option(min=1990, max=2100, help="Default: this year.")] = None,
    team: OfTeam = "",
    country: OfCountry = "",
) -> None:
    """List a year's public holidays and your own days off."""
    with reading_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        starts = dt.date(year or work.today_of(None).year, 1, 1)
        found = list_days(
            work,
            team=_team(work, team),
            starts=starts,
            ends=starts.replace(year=starts.year + 1),
            country=country.strip().upper(),
        )
        language = language_for(locale="en", currency=workspace.currency)
        for line in [day_line(day, language) for day in found.days] or [
            "No days off yet. To add one, run: pacer holidays add"
        ]:
            say(line)


@app.command()
def add(
    day: Day,
    name: Annotated[str, typer.Argument(help="Its name, like 'Company retreat'.")],
    to: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day, if it's more than one.")
    ] = None,
    half: Annotated[bool, typer.Option("--half", help="Only the afternoon is off.")] = False,
    team: OfTeam = "",
) -> None:
    """Add a day off or a half day, for everyone or one team."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        of = _team(work, team)
        first = day_of(day)
        last = day_of(to) if to is not None else first
        dates = add_days(work, viewer=None, team=of, first=first, last=last, name=name, half=half)
        language = language_for(locale="en", currency=workspace.currency)
        said = [
            day_line(ListedDay(date, " ".join(name.split()), 0.5 if half else 1.0, team=of), language) for date in dates
        ]
    _say_all(said)


@app.command()
def remove(day: Day, team: OfTeam = "") -> None:
    """Remove a day off you added."""
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        of = _team(work, team)
        remove_day(work, viewer=None, team=of, date=day_of(day))
        whom = scope_words(of, language_for(locale="en", currency="USD"))
    say(f"{day_of(day)} is a normal workday again for {whom}.")


@app.command()
def off(day: Day, country: OfCountry = "", team: OfTeam = "") -> None:
    """Turn a public holiday off, so people work that day."""
    _switch(day, country, team, worked=True)


@app.command()
def on(day: Day, country: OfCountry = "", team: OfTeam = "") -> None:
    """Turn a public holiday back on."""
    _switch(day, country, team, worked=False)


def _switch(day: dt.datetime, country: str, team: str, *, worked: bool) -> None:
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, present())
        of = _team(work, team)
        found = switch_holiday(work, viewer=None, team=of, date=day_of(day), country=country, worked=worked)
        whom = scope_words(of, language_for(locale="en", currency=workspace.currency))
        what = "a normal workday" if worked else "a day off"
        said = f"{found.name} ({found.country}, {found.date}) is {what} for {whom}."
    say(said)


def _team(work: Work, name: str) -> Team | None:
    return teams.find_team(work.session, workspace=work.workspace, name=name) if name else None


def _say_all(lines: Sequence[str]) -> None:
    for line in lines:
        say(line)
