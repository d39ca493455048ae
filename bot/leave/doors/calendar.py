"""Days off and calendars, for admins and for managers of teams: the list, its switches, and the forms."""

import datetime as dt
import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, change_modal, show_modal, take_submission
from bot.core.failures import Failure
from bot.core.members import viewer_of
from bot.core.permissions import Action, NotAllowed, Subject, Viewer
from bot.core.places import country_of_zone
from bot.core.words.message import Block
from bot.leave.calendars import shares_of, usual_week_of
from bot.leave.company_calendar import propose_week, set_country, set_usual_week, set_year
from bot.leave.company_days import add_days, list_days, may_change_days, remove_day, require_days, switch_holiday
from bot.leave.holidays import NONE, Country
from bot.leave.words import calendar_forms as words
from storage import memberships
from storage.tables import Team

YEAR = dt.timedelta(days=366)


class GoneTeam(Failure):
    """A form is of a team that is not there."""

    def __init__(self) -> None:
        super().__init__("That team was deleted. Open the form again.")


def register(app: App, context: Context) -> None:
    """Register the buttons and the forms; only who may change a calendar gets past them."""

    @app.action(words.DAYS)
    def open_days(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: _days(here, "", words.EVERYWHERE))

    @app.action(words.SCOPE)
    def other_scope(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        chosen = str(action["selected_option"]["value"])
        change_modal(context, client, body, lambda here: _days(here, chosen, words.EVERYWHERE))

    @app.action(words.ONLY)
    def other_country(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        carried, chosen = carried_by(body.get("view") or {}), str(action["selected_option"]["value"])
        change_modal(context, client, body, lambda here: _days(here, str(carried.get("team") or ""), chosen))

    @app.action(words.SWITCH)
    def switch(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        carried = carried_by(body.get("view") or {})
        change_modal(context, client, body, lambda here: _switch(here, carried, str(action["value"])))

    @app.action(words.REMOVE)
    def remove(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        carried = carried_by(body.get("view") or {})
        change_modal(context, client, body, lambda here: _remove(here, carried, str(action["value"])))

    @app.action(words.ADD)
    def open_add(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        carried = carried_by(body.get("view") or {})
        show_modal(
            context,
            client,
            body,
            lambda here: words.add_form(_scope(here, str(carried.get("team") or "")), here.today, here.language),
        )

    @app.view(words.ADD_FORM)
    def add(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _add, first_field="first")

    @app.action(re.compile(f"^{words.SETTINGS}:"))
    def open_settings(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        team_id = str(action["action_id"]).rpartition(":")[2]
        show_modal(context, client, body, lambda here: _settings(here, team_id))

    @app.view(words.SETTINGS_FORM)
    def save_settings(ack: Ack, body: dict[str, Any]) -> None:
        team_id = str(carried_by(body.get("view") or {}).get("team") or "")
        take_submission(context, ack, body, lambda here, values: _save(here, team_id, values), first_field="week")


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)


def _team(here: Visit, team_id: str) -> Team | None:
    """The team with the id that a form carries; None where it is of everybody."""
    if team_id in ("", words.EVERYBODY):
        return None
    found = memberships.find_team_by_id(
        here.session, workspace_id=here.workspace_id, team_id=int(team_id) if team_id.isdecimal() else 0
    )
    if found is None:
        raise GoneTeam
    return found


def _scope(here: Visit, team_id: str) -> words.Scope:
    viewer = _viewer(here)
    teams = tuple(
        team
        for team in memberships.list_teams(here.session, workspace_id=here.workspace_id)
        if may_change_days(viewer, team)
    )
    everybody = may_change_days(viewer, None)
    if not everybody and not teams:
        raise NotAllowed(Action.CHANGE_TEAMS, Subject())
    team = _team(here, team_id)
    if team is None and not everybody:
        team = teams[0]
    require_days(viewer, team)
    return words.Scope(team, teams, everybody)


def _days(here: Visit, team_id: str, only: str) -> Block:
    scope = _scope(here, team_id)
    country = "" if only == words.EVERYWHERE else only
    found = list_days(here, team=scope.team, starts=here.today, ends=here.today + YEAR, country=country)
    whole = list_days(here, team=scope.team, starts=here.today, ends=here.today + dt.timedelta(days=1))
    return words.days_view(
        type(found)(found.starts, found.ends, found.days, whole.countries, scope.team), scope, only, here.language
    )


def _switch(here: Visit, carried: Values, value: str) -> Block:
    country, date, wanted = value.split(":")
    scope = _scope(here, str(carried.get("team") or ""))
    switch_holiday(
        here,
        viewer=_viewer(here),
        team=scope.team,
        date=dt.date.fromisoformat(date),
        country=country,
        worked=wanted == "worked",
    )
    return _days(here, scope.id, str(carried.get("only") or words.EVERYWHERE))


def _remove(here: Visit, carried: Values, value: str) -> Block:
    team_id, _, date = value.partition(":")
    remove_day(here, viewer=_viewer(here), team=_team(here, team_id), date=dt.date.fromisoformat(date))
    return _days(here, str(carried.get("team") or ""), str(carried.get("only") or words.EVERYWHERE))


def _add(here: Visit, values: Values) -> Block:
    team = _team(here, str(values.get("whose") or ""))
    first = dt.date.fromisoformat(str(values["first"]))
    add_days(
        here,
        viewer=_viewer(here),
        team=team,
        first=first,
        last=dt.date.fromisoformat(str(values["last"])) if values.get("last") else first,
        name=str(values.get("name") or ""),
        half=values.get("part") == words.HALF,
    )
    return _days(here, str(team.id) if team is not None else words.EVERYBODY, words.EVERYWHERE)


def _settings(here: Visit, team_id: str) -> Block:
    team = _team(here, team_id)
    require_days(_viewer(here), team)
    stored = team.week_shares if team is not None else here.workspace.week_shares
    own = Country(team.country, team.subdivision) if team is not None else Country(here.workspace.country)
    now = words.CalendarNow(
        workspace=here.workspace,
        team=team,
        week=shares_of(usual_week_of(team, here.workspace)),
        chosen=stored not in ("", "1 1 1 1 1 0 0"),
        country=own,
        proposal=propose_week(here, team=team),
        zone_country=country_of_zone(here.workspace.timezone),
    )
    return words.settings_form(now, here.today, here.language)


def _save(here: Visit, team_id: str, values: Values) -> None:
    viewer, team = _viewer(here), _team(here, team_id)
    require_days(viewer, team)
    before = shares_of(usual_week_of(team, here.workspace))
    on = {str(day) for day in values.get("week") or ()}
    # A day that is worked stays as much of a day as it was.
    week = tuple((before[day] or 1.0) if str(day) in on else 0.0 for day in range(7))
    if week != before:
        starts = dt.date.fromisoformat(str(values["starts"])) if values.get("starts") else here.today
        set_usual_week(here, viewer=viewer, team=team, week=week, starts=starts)
    country = str(values.get("country") or "")
    code = "" if country in (words.USUAL, NONE) else country
    of = team if team is not None else here.workspace
    if code != of.country:
        set_country(here, viewer=viewer, team=team, country=code)
    if team is None:
        set_year(
            here,
            viewer=viewer,
            fiscal_month=int(values.get("fiscal_month") or here.workspace.fiscal_year_start_month),
            week_start=int(values.get("week_start") or 0),
        )
