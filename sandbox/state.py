"""The workspace that the sandbox keeps: people, conversations, messages, views, files."""

import asyncio
import datetime as dt
import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.clock import MovableClock

Json = dict[str, Any]
STATUS_FIELDS: dict[str, type] = {"status_text": str, "status_emoji": str, "status_expiration": int}
"""A person's status, as it is in their profile. It expires at an instant in seconds since 1970; 0: never."""
ACK_SECONDS = 3.0
NO_ZONE = "America/Los_Angeles"
"""Where Slack takes somebody to be of whom it knows no zone."""
BOT_ID, APP_ID = "B0PACERBOT", "A0PACERAPP"


@dataclass
class Conversation:
    """A channel or a direct conversation, with its messages in order."""

    id: str
    name: str = ""
    is_private: bool = False
    is_im: bool = False
    user: str = ""
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    is_ext_shared: bool = False
    """Whether people of another organisation are in it."""
    messages: dict[str, Json] = field(default_factory=dict)
    """By ts, oldest first."""
    last_ts: float = 0.0


@dataclass
class OpenView:
    """A modal that somebody sees."""

    view: Json
    user: str


@dataclass
class ResponseUrl:
    """Where an app may still answer an interaction."""

    channel: str
    user: str
    ts: str | None
    expires: float
    uses: int = 0


class SlackState:
    """Everything that the workspace is. `on_change` subscribers hear of each change (the page's live events)."""

    def __init__(
        self,
        clock: MovableClock,
        *,
        bot_token: str,
        app_token: str,
        signing_secret: str,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self.clock, self.ack_seconds = clock, ack_seconds
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        self.team: Json = {"id": "T0SANDBOX", "name": "Sandbox", "domain": "sandbox"}
        self.bot_user = "U0PACERBOT"
        self.users: dict[str, Json] = {}
        self.conversations: dict[str, Conversation] = {}
        self.ims: dict[str, str] = {}
        self.ephemeral: dict[tuple[str, str], dict[str, Json]] = {}
        self.views: dict[str, list[OpenView]] = {}
        self.homes: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self.usergroups: dict[str, Json] = {}
        self.triggers: dict[str, tuple[str, float]] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.commands: list[Json] = []
        self.shortcuts: list[Json] = []
        self.scopes: frozenset[str] | None = None
        self.events: frozenset[str] | None = None
        self.subscribers: set[asyncio.Queue[Json]] = set()
        self.heard: Callable[[Json], None] = lambda _event: None
        """Is told of each event in a conversation that the app itself caused."""
        self.dirty = False
        self._numbers = itertools.count(1)
        self.add_user({"id": self.bot_user, "name": "pacer", "real_name": "Pacer", "is_bot": True})

    def changed(self, kind: str, **about: Any) -> None:
        """Tell the page what changed, and the disk that something did."""
        self.dirty = True
        for queue in self.subscribers:
            queue.put_nowait({"kind": kind, **about})

    def new_id(self, prefix: str) -> str:
        """An id as Slack makes them."""
        return f"{prefix}{secrets.token_hex(5).upper()}"

    def add_user(self, said: Json) -> Json:
        """Add or change a person; the user as Slack's API shows them."""
        known = self.users.get(str(said.get("id", "")), {})
        user_id = str(said.get("id") or self.new_id("U0"))
        name = str(said.get("real_name") or known.get("real_name") or said.get("name") or user_id)
        profile = {
            **known.get("profile", {}),
            "real_name": name,
            "display_name": str(said.get("display_name", known.get("profile", {}).get("display_name", ""))),
            "title": str(said.get("title", known.get("profile", {}).get("title", ""))),
            "email": str(said.get("email", known.get("profile", {}).get("email", ""))),
            **{
                name: kind(said.get(name, known.get("profile", {}).get(name, kind())))
                for name, kind in STATUS_FIELDS.items()
            },
        }
        enterprise = said.get("enterprise_user", known.get("enterprise_user"))
        zone = said.get("tz", known.get("tz", "UTC"))
        user = {
            "id": user_id,
            "team_id": str(said.get("team_id", known.get("team_id", self.team["id"]))),
            "name": str(said.get("name", known.get("name", user_id.lower()))),
            "real_name": name,
            "deleted": bool(said.get("deleted", known.get("deleted", False))),
            "is_bot": bool(said.get("is_bot", known.get("is_bot", False))),
            "is_admin": bool(said.get("is_admin", known.get("is_admin", False))),
            "is_restricted": bool(said.get("is_restricted", known.get("is_restricted", False))),
            "is_stranger": bool(said.get("is_stranger", known.get("is_stranger", False))),
            "tz": None if zone is None else str(zone),
            "locale": str(said.get("locale", known.get("locale", "en-US"))),
            "profile": profile,
            "updated": int(self.clock.seconds()),
            **({"enterprise_user": enterprise} if enterprise else {}),
        }
        # Slack leaves out what it does not know of somebody, and says so of some by null.
        missing = said.get("missing", known.get("missing", ()))
        user["missing"] = [str(name) for name in missing or ()]
        self.users[user_id] = user
        self.changed("users")
        return user

    def expire_statuses(self) -> list[Json]:
        """Clear the statuses whose time is over, as Slack does; the people concerned."""
        now = self.clock.seconds()
        over = [user for user in self.users.values() if 0 < user["profile"].get("status_expiration", 0) <= now]
        cleared = {name: kind() for name, kind in STATUS_FIELDS.items()}
        return [self.add_user({"id": user["id"], **cleared}) for user in over]

    def add_channel(self, said: Json) -> Conversation:
        """Add or change a channel. The bot is a member unless `bot_is_member` is false."""
        channel_id = str(said.get("id") or self.new_id("C0"))
        found = self.conversations.get(channel_id) or Conversation(id=channel_id)
        found.name = str(said.get("name", found.name))
        found.is_private = bool(said.get("is_private", found.is_private))
        found.is_archived = bool(said.get("is_archived", found.is_archived))
        found.is_ext_shared = bool(said.get("is_ext_shared", found.is_ext_shared))
        members = [str(member) for member in said.get("members", found.members) if member != self.bot_user]
        if said.get("bot_is_member", True):
            members.append(self.bot_user)
        found.members = members
        self.conversations[channel_id] = found
        self.changed("channels")
        return found

    def add_usergroup(self, said: Json) -> Json:
        """Add or change a user group; the group as Slack's API shows it, with its users."""
        group_id = str(said.get("id") or self.new_id("S0"))
        known = self.usergroups.get(group_id, {})
        now = int(self.clock.seconds())
        users = [str(user) for user in said.get("users") or known.get("users") or ()]
        handle = str(said.get("handle", known.get("handle", group_id.lower()))).removeprefix("@")
        disabled = bool(said.get("disabled", known.get("date_delete", 0)))
        group = {
            "id": group_id,
            "team_id": self.team["id"],
            "is_usergroup": True,
            "is_subteam": True,
            "name": str(said.get("name", known.get("name", handle))),
            "description": str(said.get("description", known.get("description", ""))),
            "handle": handle,
            "is_external": False,
            "date_create": known.get("date_create", now),
            "date_update": now,
            "date_delete": now if disabled else 0,
            "auto_type": None,
            "created_by": next(iter(users), ""),
            "updated_by": next(iter(users), ""),
            "deleted_by": None,
            "prefs": {"channels": [], "groups": []},
            "users": users,
            "user_count": len(users),
        }
        self.usergroups[group_id] = group
        self.changed("usergroups")
        return group

    def open_im(self, user: str) -> Conversation:
        """The direct conversation of the bot with this user, made when there is none."""
        channel_id = self.ims.get(user)
        if channel_id is None:
            channel_id = f"D{user[1:]}"
            self.conversations[channel_id] = Conversation(
                id=channel_id, is_im=True, user=user, members=[user, self.bot_user]
            )
            self.ims[user] = channel_id
            self.changed("channels")
        return self.conversations[channel_id]

    def next_ts(self, conversation: Conversation) -> str:
        """A message's ts: the clock's time, later than all in this conversation."""
        instant = max(self.clock.seconds(), conversation.last_ts + 0.000_100)
        conversation.last_ts = round(instant, 6)
        return f"{conversation.last_ts:.6f}"

    def add_message(self, conversation: Conversation, message: Json) -> Json:
        """Store a message; it has its ts afterwards."""
        ts = self.next_ts(conversation)
        stored = {"type": "message", "ts": ts, "channel": conversation.id, **self._with_block_ids(message)}
        conversation.messages[ts] = stored
        self.changed("message", channel=conversation.id)
        return stored

    def add_ephemeral(self, conversation: Conversation, user: str, message: Json) -> Json:
        """Show a message to one person only."""
        ts = self.next_ts(conversation)
        stored = {
            "type": "message",
            "ts": ts,
            "channel": conversation.id,
            "ephemeral": True,
            **self._with_block_ids(message),
        }
        self.ephemeral.setdefault((conversation.id, user), {})[ts] = stored
        self.changed("ephemeral", channel=conversation.id, user=user)
        return stored

    def forget_ephemeral(self, user: str) -> None:
        """Drop what only this person saw, as their client does when it is loaded again."""
        for channel, viewer in list(self.ephemeral):
            if viewer == user:
                del self.ephemeral[channel, viewer]
                self.changed("ephemeral", channel=channel, user=user)

    def _with_block_ids(self, message: Json) -> Json:
        """The message with an id for each block, as Slack gives them."""
        if not message.get("blocks"):
            return message
        blocks = [{**block, "block_id": block.get("block_id") or self.new_id("b")} for block in message["blocks"]]
        return {**message, "blocks": blocks}

    def visible(self, channel: str, viewer: str) -> list[Json]:
        """What somebody sees in a conversation, oldest first."""
        conversation = self.conversations[channel]
        own = self.ephemeral.get((channel, viewer), {})
        return sorted([*conversation.messages.values(), *own.values()], key=lambda message: float(message["ts"]))

    def new_trigger(self, user: str) -> str:
        """A trigger_id: good once, as long as an acknowledgement is waited for."""
        trigger = f"{next(self._numbers)}.{secrets.token_hex(8)}"
        self.triggers[trigger] = (user, self.clock.seconds() + self.ack_seconds)
        if len(self.triggers) > 2000:
            now = self.clock.seconds()
            self.triggers = {key: value for key, value in self.triggers.items() if value[1] > now}
        return trigger

    def new_response_url(self, channel: str, user: str, ts: str | None) -> str:
        """The path of a response_url: five uses in thirty minutes."""
        key = secrets.token_hex(12)
        self.response_urls[key] = ResponseUrl(channel, user, ts, self.clock.seconds() + 1800.0)
        return f"/response/{key}"

    def user_view(self, user: Json, *, with_locale: bool) -> Json:
        """A user as users.list shows them: with the zone's present offset, and without what is unknown of them.

        Of an app, of somebody who was deactivated and of some in an organisation Slack knows no zone: `tz` is null, and
        the label and offset are of its own, the Pacific coast's.
        """
        zone = _zone(user["tz"])
        offset = self.clock.now().astimezone(zone).utcoffset() or dt.timedelta()
        shown = {**user, "tz_offset": int(offset.total_seconds()), "tz_label": user["tz"] or "Pacific Standard Time"}
        shown["profile"] = {name: value for name, value in user["profile"].items() if name not in user["missing"]}
        for name in ("missing", *user["missing"], *(() if with_locale else ("locale",))):
            shown.pop(name, None)
        return shown

    def channel_view(self, conversation: Conversation) -> Json:
        """A conversation as Slack's API shows it, with its members."""
        return {
            "id": conversation.id,
            "name": conversation.name,
            "is_channel": not conversation.is_im,
            "is_im": conversation.is_im,
            "is_private": conversation.is_private or conversation.is_im,
            "is_archived": conversation.is_archived,
            "is_shared": conversation.is_ext_shared,
            "is_ext_shared": conversation.is_ext_shared,
            "is_member": self.bot_user in conversation.members,
            "num_members": len(conversation.members),
            "members": conversation.members,
            **({"user": conversation.user} if conversation.is_im else {}),
        }


def _zone(name: str | None) -> ZoneInfo:
    """The zone in which Slack counts somebody's offset: one that it does not know is its own."""
    try:
        return ZoneInfo(name or NO_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(NO_ZONE)
