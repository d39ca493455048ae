"""`/team`: a team at a glance, and the menus and buttons below it."""

import re
from typing import Any

from slack_bolt import Ack, App

from bot.alerts.open_alerts import open_alerts
from bot.alerts.words.open_alerts import OPEN_ALERTS, open_alerts_message
from bot.core.doors.answering import Visit, answer_click, answer_command, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.typed import Typable
from bot.core.members import find_meant, viewer_of
from bot.core.permissions import Viewer
from bot.core.words.answers import plain_message
from bot.core.words.help import team_help
from bot.core.words.message import Message
from bot.deals.team_deals import deals_of_member, deals_of_team
from bot.deals.words.team_deals import OPEN_DEALS, member_deals_message, team_deals_message
from bot.standings.member_view import view_of_member
from bot.standings.words.cards import CLOSER
from bot.teams.export import ask_for_file
from bot.teams.quality import quality_of_rep, quality_of_team
from bot.teams.text import parse_team
from bot.teams.view import NoTeam, find_rep, find_team_to_see, view_team
from bot.teams.words.member import member_message
from bot.teams.words.quality import quality_message, rep_quality_message
from bot.teams.words.view import ANY, FILE, FILTER, QUALITY, TEAM, team_message
from bot.teams.words.year import year_message
from bot.teams.year import year_of
from metrics.periods import PeriodKind
from storage.tables import Member, Team


def register(app: App, context: Context) -> None:
    """Register the command, its menus and its buttons."""

    @app.command(context.settings.pacer_team_command)
    def team_command(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer_command(context, command, lambda here: answer(here, command.get("text", "")), reads=True))

    @app.action(re.compile(f"^{FILTER}:"))
    def choose(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        value = str(action["selected_option"]["value"])
        answer_click(context, body, lambda here: _chosen(here, value), replaces=True)

    @app.action(re.compile(f"^{CLOSER}(:one)?$"))
    def closer(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        value = str((action.get("selected_option") or action)["value"])
        answer_click(context, body, lambda here: _closer(here, value))

    @app.action(TEAM)
    def team(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _chosen(here, str(action["value"])))

    @app.action(OPEN_ALERTS)
    def alerts(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _alerts(here, team_id=_id(action["value"])))

    @app.action(QUALITY)
    def quality(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _quality(here, team_id=_id(action["value"])))

    @app.action(OPEN_DEALS)
    def open_deals(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _closer_deals(here, str(action["value"])))

    @app.action(FILE)
    def file(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _file(here, _id(action["value"]), receipt_of(body)))


def typable() -> Typable:
    """What can be typed of it without the command."""
    return Typable(
        command="team", also=frozenset({"pasukan"}), answer=lambda here, text, _receipt: answer(here, text), reads=True
    )


def answer(here: Visit, text: str) -> Message:
    """What is answered to a text after `/team`. Raises NoTeam, NotAllowed."""
    asked, viewer = parse_team(text), _viewer(here)
    if asked.person:
        member = find_meant(here.session, workspace=here.workspace, slack_user_id=asked.person)
        if asked.year:
            return _year(here, viewer, None, member)
        show = _rep_quality if asked.quality else _open_deals if asked.deals else _look
        return show(here, viewer, member)
    if asked.quality:
        return _quality(here, name=asked.name)
    if asked.help:
        return team_help(here.language)
    if asked.alerts:
        return _alerts(here, name=asked.name)
    team = find_team_to_see(here.session, workspace=here.workspace, viewer=viewer, name=asked.name)
    if asked.year:
        return _year(here, viewer, team, None)
    if asked.deals:
        found = deals_of_team(here, viewer=viewer, team=team)
        return team_deals_message(found, here.language)
    view = view_team(here.session, workspace=here.workspace, viewer=viewer, team=team, now=here.now)
    return team_message(view, here.language)


def _year(here: Visit, viewer: Viewer, team: Team | None, member: Member | None) -> Message:
    year = year_of(here.session, workspace=here.workspace, viewer=viewer, team=team, member=member, now=here.now)
    return year_message(year, here.language)


def _chosen(here: Visit, value: str) -> Message:
    team_id, metric, period = ([*value.split("|"), ANY, ANY])[:3]
    viewer = _viewer(here)
    kinds = {kind.value: kind for kind in PeriodKind}
    team = find_team_to_see(here.session, workspace=here.workspace, viewer=viewer, team_id=_id(team_id))
    view = view_team(
        here.session,
        workspace=here.workspace,
        viewer=viewer,
        team=team,
        metric_key=None if metric == ANY else metric,
        period=kinds.get(period),
        now=here.now,
    )
    return team_message(view, here.language)


def _closer(here: Visit, value: str) -> Message:
    return _look(here, _viewer(here), find_rep(here.session, workspace=here.workspace, member_id=_id(value)))


def _closer_deals(here: Visit, value: str) -> Message:
    return _open_deals(here, _viewer(here), find_rep(here.session, workspace=here.workspace, member_id=_id(value)))


def _look(here: Visit, viewer: Viewer, member: Member) -> Message:
    view = view_of_member(here.session, workspace=here.workspace, viewer=viewer, member=member, now=here.now)
    return member_message(view, here.language)


def _rep_quality(here: Visit, viewer: Viewer, member: Member) -> Message:
    found = quality_of_rep(here.session, workspace=here.workspace, viewer=viewer, member=member, now=here.now)
    return rep_quality_message(found, here.language)


def _open_deals(here: Visit, viewer: Viewer, member: Member) -> Message:
    found = deals_of_member(here, viewer=viewer, member=member)
    return member_deals_message(found, member, here.language)


def _quality(here: Visit, *, name: str = "", team_id: int | None = None) -> Message:
    viewer = _viewer(here)
    team = find_team_to_see(here.session, workspace=here.workspace, viewer=viewer, name=name, team_id=team_id)
    found = quality_of_team(here.session, workspace=here.workspace, viewer=viewer, team=team, now=here.now)
    return quality_message(found, here.language)


def _alerts(here: Visit, *, name: str = "", team_id: int | None = None) -> Message:
    viewer = _viewer(here)
    team = find_team_to_see(here.session, workspace=here.workspace, viewer=viewer, name=name, team_id=team_id)
    return open_alerts_message(open_alerts(here, viewer=viewer, team=team), here.language)


def _file(here: Visit, team_id: int, receipt: str) -> Message:
    ask_for_file(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        member=here.member,
        team_id=team_id,
        receipt=receipt,
        now=here.now,
    )
    return plain_message(here.language("The file is on its way to you, in our direct messages."))


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)


def _id(said: object) -> int:
    """An id in a value; whoever clicks may have changed it. Raises NoTeam."""
    try:
        return int(str(said))
    except ValueError:
        raise NoTeam("I don't know that team.") from None
