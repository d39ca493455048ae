"""Asks Slack who it is and who is there."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from bot.core.members import SlackStatus, SlackUser
from bot.core.presets import ensure_presets
from bot.core.settings import Settings, WrongSettings
from bot.leave.status_leave import hear_of_users
from bot.people.sales_roles import ensure_sales_roles
from bot.people.user_groups import take_groups
from bot.pipeline.stages import ensure_stages
from storage.engine import Database
from storage.workspaces import ensure_workspace, find_workspace


@dataclass(frozen=True)
class Met:
    """What was learnt of the workspace."""

    workspace_id: int
    workspace_name: str
    bot_user_id: str
    members: int
    changed: int


def reading_client(settings: Settings) -> WebClient:
    """A client for calls that change nothing, which may therefore be repeated."""
    return WebClient(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=15,
        retry_handlers=[
            ConnectionErrorRetryHandler(max_retry_count=3),
            RateLimitErrorRetryHandler(max_retry_count=5),
        ],
    )


def meet_workspace(database: Database, *, settings: Settings, now: dt.datetime) -> Met:
    """Take the workspace and its people from Slack into the database.

    Raises WrongSettings when Slack refuses the token or cannot be reached.
    """
    client = reading_client(settings)
    try:
        who = client.auth_test()
        users = [slack_user(user) for user in _users(client)]
    except SlackApiError as error:
        raise WrongSettings(_what_slack_says(error)) from error
    except (URLError, OSError) as error:
        raise WrongSettings(f"Can't reach Slack at {settings.slack_api_url}: {error}") from error
    with database.writing() as session:
        workspace = ensure_workspace(
            session,
            slack_team_id=str(who["team_id"]),
            name=str(who.get("team", "")),
            bot_user_id=str(who["user_id"]),
            now=now,
        )
        workspace.commands = settings.renamed_commands
        ensure_presets(session, workspace=workspace)
        ensure_sales_roles(session, workspace=workspace)
        ensure_stages(session, workspace=workspace)
        changed = hear_of_users(session, workspace=workspace, users=users, now=now, first_admin=True)
        if workspace.created_at == now:
            # The first guess; the admin can choose another.
            workspace.timezone = next((user.timezone for user in users if user.admin and user.timezone), "UTC")
            session.add(workspace)
        return Met(
            workspace_id=workspace.id,
            workspace_name=workspace.name,
            bot_user_id=workspace.bot_user_id,
            members=sum(not user.bot and not user.deleted for user in users),
            changed=changed,
        )


def fetch_groups(database: Database, *, settings: Settings, now: dt.datetime) -> None:
    """Take the workspace's user groups, and who is in each, from Slack into the database.

    Raises WrongSettings when Slack refuses or cannot be reached.
    """
    client = reading_client(settings)
    try:
        found = client.usergroups_list(include_users=True).get("usergroups") or []
        rows = [
            {
                "slack_id": str(group["id"]),
                "handle": str(group.get("handle") or group["id"]),
                "name": str(group.get("name") or ""),
                "people": " ".join(str(user) for user in group.get("users") or ()),
            }
            for group in found
            if not group.get("date_delete")
        ]
    except SlackApiError as error:
        raise WrongSettings(_what_slack_says(error)) from error
    except (URLError, OSError) as error:
        raise WrongSettings(f"Can't reach Slack at {settings.slack_api_url}: {error}") from error
    with database.writing() as session:
        workspace = find_workspace(session)
        if workspace is not None:
            take_groups(session, workspace=workspace, rows=rows, now=now)


def slack_user(said: dict[str, Any]) -> SlackUser:
    """A user object of Slack's API or of a user event, as a value."""
    profile = said.get("profile") or {}
    return SlackUser(
        id=str(said["id"]),
        name=str(
            profile.get("display_name") or profile.get("real_name") or said.get("real_name") or said.get("name") or ""
        ),
        email=str(profile.get("email") or ""),
        timezone=str(said.get("tz") or ""),
        locale=str(said.get("locale") or ""),
        deleted=bool(said.get("deleted")),
        bot=bool(said.get("is_bot")) or said["id"] == "USLACKBOT",
        guest=bool(said.get("is_restricted") or said.get("is_ultra_restricted") or said.get("is_stranger")),
        admin=bool(said.get("is_admin") or said.get("is_owner")),
        workspaces=tuple(
            str(team)
            for team in (said.get("team_id"), *((said.get("enterprise_user") or {}).get("teams") or ()))
            if team
        ),
        status=slack_status(profile),
    )


def slack_status(profile: dict[str, Any]) -> SlackStatus | None:
    """The status in a profile, as a value; None where the profile has none, not even an empty one."""
    if "status_text" not in profile and "status_emoji" not in profile:
        return None
    until = int(profile.get("status_expiration") or 0)
    return SlackStatus(
        text=str(profile.get("status_text") or ""),
        emoji=str(profile.get("status_emoji") or ""),
        until=dt.datetime.fromtimestamp(until, dt.UTC) if until > 0 else None,
    )


def _users(client: WebClient) -> Iterator[dict[str, Any]]:
    for page in client.users_list(limit=200, include_locale=True):
        yield from page["members"]


def _what_slack_says(error: SlackApiError) -> str:
    code = str(error.response.get("error", error))
    if code in ("invalid_auth", "not_authed", "account_inactive", "token_revoked"):
        return (
            f"Slack rejects SLACK_BOT_TOKEN ({code}). Copy the token again from your app's page, or reinstall the app."
        )
    if code == "missing_scope":
        needed = error.response.get("needed", "")
        return f"The app is missing a scope ({needed}). Update it from manifest.yml and reinstall it."
    if code == "plan_upgrade_required":
        return "Your Slack plan doesn't have user groups. Add people individually with `pacer teams join`."
    return f"Slack answers {code}. Try again in a minute."
