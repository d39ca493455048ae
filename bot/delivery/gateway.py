"""The one place that sends messages to Slack, and what can come of it."""

import datetime as dt
import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler

from bot.core.retry_after import seconds_to_wait
from bot.core.settings import Settings
from bot.core.words.message import Attachment, Message
from bot.delivery.files import NotUploaded, blocks_with_picture, carries_token, share_file
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from bot.delivery.slack_time import SlackTime

METADATA_TYPE = "pacer_delivery"
REVOKED = frozenset({"token_revoked", "invalid_auth", "not_authed", "account_inactive", "token_expired"})
READ_BY_FORM = frozenset(
    {
        "conversations.history",
        "conversations.info",
        "conversations.members",
        "files.getUploadURLExternal",
        "files.info",
        "usergroups.list",
        "users.profile.get",
    }
)
MOST_READERS = 100
"""So many of who is in a channel are asked for: more than that is not a channel of managers."""
MAY_HAVE_HAPPENED = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})


OUTCOMES: dict[type[Exception], str] = {
    Refused: "refused",
    TokenRevoked: "revoked",
    Throttled: "throttled",
    OutcomeUnknown: "unknown",
    NotDone: "not done",
}


@dataclass(frozen=True)
class Posted:
    """Where a message is."""

    channel: str
    ts: str


@dataclass(frozen=True)
class ChannelSeen:
    """What Slack says of a channel: private, public or shared with another organisation; whether Pacer is `inside`.

    `readers` are the first of the `count` people and apps in a private one, Pacer among them.
    """

    audience: str
    inside: bool
    readers: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class GroupSeen:
    """A user group of Slack and who is in it."""

    slack_id: str
    handle: str
    name: str
    people: tuple[str, ...]


class Gateway(Protocol):
    """What the worker needs of Slack."""

    def open_conversation(self, user: str) -> str:
        """The channel of direct messages with this user."""

    def post(self, channel: str, message: Message, token: str) -> Posted:
        """Post a message that carries `token` in its metadata."""

    def update(self, posted: Posted, message: Message) -> None:
        """Put another message in the place of a posted one."""

    def look_up(self, channel: str, token: str, since: dt.datetime) -> Posted | None:
        """The message with this token, posted at `since` by Slack's clock or later; None when Slack has none."""

    def look_at_channel(self, channel: str) -> ChannelSeen:
        """Who reads a channel."""

    def user_groups(self) -> list[GroupSeen]:
        """The workspace's user groups that are not disabled."""

    def profile(self, user: str) -> dict[str, Any]:
        """A user's profile, with their status."""

    def token_works(self) -> bool:
        """Whether Slack takes the bot's token."""

    @property
    def slack_time(self) -> SlackTime:
        """Slack's clock, as far as it is known."""


class SlackGateway:
    """Slack's Web API. `observe` is told the method and the outcome of every call, for the figures.

    `slack_time` learns from each answer what time it is there.
    """

    def __init__(
        self,
        settings: Settings,
        observe: Callable[[str, str], None] = lambda _method, _outcome: None,
        *,
        slack_time: SlackTime | None = None,
    ) -> None:
        self._observe, self._api_url = observe, settings.slack_api_url
        self._slack_time = slack_time or SlackTime()
        # A post that is repeated by the client after a dropped connection arrives twice: no retries for those.
        self._writing = WebClient(
            token=settings.slack_bot_token, base_url=settings.slack_api_url, timeout=10, retry_handlers=[]
        )
        self._reading = WebClient(
            token=settings.slack_bot_token,
            base_url=settings.slack_api_url,
            timeout=10,
            retry_handlers=[ConnectionErrorRetryHandler(max_retry_count=1)],
        )

    @property
    def slack_time(self) -> SlackTime:
        """Slack's clock, by its answers."""
        return self._slack_time

    def open_conversation(self, user: str) -> str:
        """The channel of direct messages with this user. Safe to repeat."""
        return str(self._ask(self._reading, "conversations.open", users=user)["channel"]["id"])

    def post(self, channel: str, message: Message, token: str) -> Posted:
        """Post a message. Raises one of the exceptions of troubles.py."""
        if message.attachment is not None:
            return self._share(channel, message.text, message.attachment, token)
        said = self._ask(
            self._writing,
            "chat.postMessage",
            channel=channel,
            text=message.text,
            blocks=blocks_with_picture(self._ask_to_write, self._api_url, message),
            thread_ts=message.thread_ts,
            metadata={"event_type": METADATA_TYPE, "event_payload": {"id": token}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(str(said["channel"]), str(said["ts"]))

    def update(self, posted: Posted, message: Message) -> None:
        """Update a message in place. Safe to repeat."""
        self._ask(
            self._writing,
            "chat.update",
            channel=posted.channel,
            ts=posted.ts,
            text=message.text,
            blocks=blocks_with_picture(self._ask_to_write, self._api_url, message),
        )

    def look_up(self, channel: str, token: str, since: dt.datetime) -> Posted | None:
        """Search the channel's history from a minute before `since` on for the token."""
        cursor = ""
        oldest = f"{(since - dt.timedelta(minutes=1)).timestamp():.6f}"
        while True:
            page = self._ask(
                self._reading,
                "conversations.history",
                channel=channel,
                include_all_metadata=True,
                oldest=oldest,
                limit=200,
                cursor=cursor,
            )
            for message in page.get("messages", []):
                found = (message.get("metadata") or {}).get("event_payload", {}).get("id") == token
                if found or carries_token(message, token):
                    return Posted(channel, str(message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None

    def look_at_channel(self, channel: str) -> ChannelSeen:
        """Ask conversations.info and, of a private one, conversations.members. Safe to repeat."""
        said = self._ask(self._reading, "conversations.info", channel=channel, include_num_members=True)["channel"]
        if said.get("is_archived"):
            raise Refused("is_archived")
        inside = bool(said.get("is_member"))
        if any(said.get(name) for name in ("is_ext_shared", "is_shared", "is_pending_ext_shared", "is_org_shared")):
            return ChannelSeen("shared", inside)
        if not said.get("is_private"):
            return ChannelSeen("public", inside)
        page = self._ask(self._reading, "conversations.members", channel=channel, limit=MOST_READERS)
        readers = tuple(str(reader) for reader in page.get("members") or ())
        return ChannelSeen("private", inside, readers, max(int(said.get("num_members") or 0), len(readers)))

    def user_groups(self) -> list[GroupSeen]:
        """Ask usergroups.list, which has no pages. Safe to repeat."""
        said = self._ask(self._reading, "usergroups.list", include_users=True)
        return [
            GroupSeen(
                slack_id=str(group["id"]),
                handle=str(group.get("handle") or group["id"]),
                name=str(group.get("name") or ""),
                people=tuple(str(user) for user in group.get("users") or ()),
            )
            for group in said.get("usergroups") or ()
            if not group.get("date_delete")
        ]

    def profile(self, user: str) -> dict[str, Any]:
        """Ask users.profile.get, which needs users.profile:read. Safe to repeat."""
        found: dict[str, Any] = self._ask(self._reading, "users.profile.get", user=user).get("profile") or {}
        return found

    def file(self, slack_file_id: str) -> dict[str, Any]:
        """Ask files.info, which needs files:read. Safe to repeat."""
        found: dict[str, Any] = self._ask(self._reading, "files.info", file=slack_file_id).get("file") or {}
        return found

    def token_works(self) -> bool:
        """Whether auth.test succeeds."""
        try:
            self._ask(self._reading, "auth.test")
        except (TokenRevoked, Refused, Throttled, OutcomeUnknown, NotDone):
            return False
        return True

    def _share(self, channel: str, text: str, attachment: Attachment, token: str) -> Posted:
        # A file is shared with a conversation, not with a user.
        where = self.open_conversation(channel) if channel.startswith("U") else channel
        try:
            share_file(self._ask_to_write, self._api_url, where, attachment, token, text)
        except NotUploaded as error:
            raise NotDone(str(error)) from error
        return Posted(where, "")

    def _ask_to_write(self, method: str, **arguments: Any) -> dict[str, Any]:
        return self._ask(self._writing, method, **arguments)

    def _ask(self, client: WebClient, method: str, **arguments: Any) -> dict[str, Any]:
        outcome = "ok"
        try:
            return _call(client, self._slack_time, method, **arguments)
        except (Refused, TokenRevoked, Throttled, OutcomeUnknown, NotDone) as failure:
            outcome = OUTCOMES[type(failure)]
            raise
        finally:
            self._observe(method, outcome)


def _call(client: WebClient, slack_time: SlackTime, method: str, **arguments: Any) -> dict[str, Any]:
    began = time.monotonic()
    given = {name: value for name, value in arguments.items() if value not in ("", None)}
    try:
        answer = (
            client.api_call(method, json=given)
            if method not in READ_BY_FORM
            # These take no JSON.
            else client.api_call(method, params={name: _formed(value) for name, value in given.items()})
        )
    except SlackApiError as error:
        if error.response.status_code < 500:  # what Slack did not answer itself may have another's clock
            slack_time.learn_from(error.response.headers, None, time.monotonic() - began)
        raise _meaning(error) from error
    except ConnectionRefusedError as error:
        raise NotDone("connection refused") from error
    except (OSError, http.client.HTTPException) as error:
        raise _of_connection(error) from error
    found: dict[str, Any] = answer.data if isinstance(answer.data, dict) else {}
    posted = str(found.get("ts", "")) if method == "chat.postMessage" else None
    slack_time.learn_from(answer.headers, posted, time.monotonic() - began)
    return found


def _formed(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _of_connection(error: Exception) -> Exception:
    reason = getattr(error, "reason", None)
    if isinstance(reason, ConnectionRefusedError):
        return NotDone("connection refused")
    return OutcomeUnknown(type(error).__name__)


def _meaning(error: SlackApiError) -> Exception:
    response = error.response
    status = response.status_code
    code = str(response.get("error", "")) if isinstance(response.data, dict) else ""
    if status == 429 or code == "ratelimited":
        return Throttled(seconds_to_wait(response.headers or {}))
    if code in REVOKED:
        return TokenRevoked(code)
    if status >= 500 or code in MAY_HAVE_HAPPENED:
        return OutcomeUnknown(code or f"status {status}")
    return Refused(code or f"status {status}")
