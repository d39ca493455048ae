"""What `pacer doctor` asks Slack: who we are, what we may, what time it is there, and whether alert channels are
open to us."""

import datetime as dt
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.settings import Settings
from bot.setup.checkup import Finding, Verdict, check_clock, check_groups_scope, check_scopes, check_status_scope
from bot.setup.directory import reading_client
from bot.setup.scopes import BOT_SCOPES, GROUPS_SCOPE, OPTIONAL_SCOPES, STATUS_SCOPE
from storage.tables import Team

INVITE = "Type /invite @Pacer in the channel."


def ask_slack(settings: Settings, *, teams: Sequence[Team], status_leave: bool, now: dt.datetime) -> Iterator[Finding]:
    """The findings of the connection to Slack. Nothing is changed there. `status_leave`: leave is noted by status."""
    client = reading_client(settings)
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        yield Finding(
            "Slack",
            Verdict.FAILED,
            f"rejects SLACK_BOT_TOKEN: {error.response.get('error')}",
            "Copy the token again from the app's page, or reinstall the app.",
        )
        return
    except (URLError, OSError) as error:
        yield Finding(
            "Slack",
            Verdict.FAILED,
            f"can't be reached at {settings.slack_api_url}: {error}",
            "Check this machine's network and SLACK_API_URL.",
        )
        return
    yield Finding("Slack", Verdict.FINE, f"workspace {answer.get('team')}, bot {answer.get('user')}")
    headers = {name.lower(): value for name, value in (answer.headers or {}).items()}
    granted = str(headers.get("x-oauth-scopes", ""))
    if granted:
        scopes = {scope.strip() for scope in granted.split(",")}
        yield check_scopes(scopes, BOT_SCOPES, OPTIONAL_SCOPES)
        if status_leave:
            yield check_status_scope(scopes, STATUS_SCOPE)
        yield check_groups_scope(scopes, GROUPS_SCOPE)
    said = headers.get("date")
    if said:
        yield check_clock(now, parsedate_to_datetime(str(said)))
    for team in teams:
        if team.alert_channel:
            yield _channel(client, team)


def _channel(client: WebClient, team: Team) -> Finding:
    about = f"channel of {team.name}"
    try:
        found = client.conversations_info(channel=team.alert_channel)["channel"]
    except SlackApiError as error:
        code = str(error.response.get("error"))
        return Finding(
            about,
            Verdict.FAILED,
            f"{team.alert_channel}: {code}",
            "Invite Pacer: type /invite @Pacer in the channel.",
        )
    if not found.get("is_member", False):
        return Finding(about, Verdict.FAILED, f"{team.alert_channel}: Pacer isn't in it", INVITE)
    if not found.get("is_private", False) or found.get("is_ext_shared", False):
        return Finding(
            about,
            Verdict.LOOK,
            f"{team.alert_channel} isn't private, so alerts there don't name anyone",
            "Create a private channel for the managers, then run: pacer teams channel",
        )
    return Finding(about, Verdict.FINE, "private, and Pacer is in it")
