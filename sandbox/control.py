"""The control API: all that a person could do in the workspace, as JSON over HTTP. docs/sandbox.md describes it."""

import asyncio
import base64
import datetime as dt
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.admission import is_json
from sandbox.chat import find_conversation
from sandbox.clock import CannotMove
from sandbox.dispatch import Dispatcher
from sandbox.faults import Faults, UnknownFault
from sandbox.interactions import Interactions, NotThere
from sandbox.rates import RateLimiter
from sandbox.rules import Refusal
from sandbox.state import Json, SlackState
from sandbox.web_api import WebApi

SETTLE_SECONDS = 0.25
"""So long an answer is waited for after the app acknowledged: buttons are answered through a response_url."""


class Wrong(Exception):
    """The request to the control API is wrong; the message says how."""


class Control:
    """The endpoints under /control/."""

    def __init__(
        self,
        state: SlackState,
        *,
        interactions: Interactions,
        dispatcher: Dispatcher,
        api: WebApi,
        rates: RateLimiter,
        faults: Faults,
    ) -> None:
        self._state, self._interactions, self._dispatcher = state, interactions, dispatcher
        self._api, self._rates, self._faults = api, rates, faults
        self.open_later: Callable[[], Awaitable[None]] | None = None
        """Opens the second port, where the sandbox has one."""

    def routes(self) -> list[Route]:
        """All endpoints."""
        table: list[tuple[str, str, Callable[[Request], Awaitable[Any]]]] = [
            ("POST", "command", self._command),
            ("POST", "click", self._click),
            ("POST", "submit", self._submit),
            ("POST", "close", self._close),
            ("POST", "shortcut", self._shortcut),
            ("POST", "message", self._message),
            ("POST", "message/edit", self._edit_message),
            ("POST", "message/delete", self._delete_message),
            ("POST", "file", self._file),
            ("POST", "file/delete", self._delete_file),
            ("POST", "event", self._event),
            ("POST", "reload", self._reload),
            ("POST", "home", self._open_home),
            ("GET", "home", self._home),
            ("GET", "views", self._views),
            ("GET", "messages", self._messages),
            ("GET", "users", self._users),
            ("POST", "users", self._change_user),
            ("POST", "status", self._set_status),
            ("GET", "channels", self._channels),
            ("POST", "channels", self._change_channel),
            ("GET", "usergroups", self._usergroups),
            ("POST", "usergroups", self._change_usergroup),
            ("GET", "commands", self._commands),
            ("GET", "clock", self._clock),
            ("POST", "clock", self._move_clock),
            ("POST", "clock/step", self._step_clock),
            ("GET", "faults", self._list_faults),
            ("POST", "faults", self._add_fault),
            ("DELETE", "faults", self._clear_faults),
            ("POST", "disconnect", self._disconnect),
            ("POST", "stall", self._stall),
            ("POST", "limits", self._limits),
            ("GET", "calls", self._calls),
            ("GET", "connections", self._connections),
            ("POST", "open", self._open),
        ]
        routes = [Route(f"/control/{path}", _endpoint(serve), methods=[method]) for method, path, serve in table]
        return [*routes, Route("/control/events", self._events, methods=["GET"])]

    async def _open(self, _request: Request) -> Json:
        if self.open_later is None:
            raise Refusal("no_later_port", "There is no second port; start with --later-port.")
        await self.open_later()
        return {"ok": True}

    async def _command(self, request: Request) -> Json:
        said = await _body(request, "user", "command")
        before = self._before(str(said["user"]))
        done = await self._interactions.command(
            str(said["user"]), str(said["command"]), str(said.get("text") or ""), said.get("channel")
        )
        return await self._after(done, str(said["user"]), before)

    async def _click(self, request: Request) -> Json:
        said = await _body(request, "user", "action_id")
        before = self._before(str(said["user"]))
        return await self._after(await self._interactions.click(said), str(said["user"]), before)

    async def _submit(self, request: Request) -> Json:
        said = await _body(request, "user", "view_id")
        before = self._before(str(said["user"]))
        done = await self._interactions.submit(str(said["user"]), str(said["view_id"]), said.get("values") or {})
        return await self._after(done, str(said["user"]), before)

    async def _close(self, request: Request) -> Json:
        said = await _body(request, "user", "view_id")
        return await self._interactions.close(str(said["user"]), str(said["view_id"]))

    async def _shortcut(self, request: Request) -> Json:
        said = await _body(request, "user", "callback_id")
        before = self._before(str(said["user"]))
        done = await self._interactions.shortcut(str(said["user"]), str(said["callback_id"]))
        return await self._after(done, str(said["user"]), before)

    async def _message(self, request: Request) -> Json:
        said = await _body(request, "user", "channel", "text")
        user, channel = str(said["user"]), str(said["channel"])
        before = self._before(user)
        posted = await self._interactions.say(user, channel, str(said["text"]), str(said.get("thread_ts") or ""))
        return {"ok": True, **await self._after(posted, user, before), "ts": posted["ts"]}

    async def _edit_message(self, request: Request) -> Json:
        said = await _body(request, "user", "channel", "ts", "text")
        user = str(said["user"])
        before = self._before(user)
        done = await self._interactions.edit(user, str(said["channel"]), str(said["ts"]), str(said["text"]))
        return await self._after(done, user, before)

    async def _delete_message(self, request: Request) -> Json:
        said = await _body(request, "user", "channel", "ts")
        user = str(said["user"])
        before = self._before(user)
        done = await self._interactions.delete(user, str(said["channel"]), str(said["ts"]))
        return await self._after(done, user, before)

    async def _file(self, request: Request) -> Json:
        said = await _body(request, "user", "channel", "files")
        user = str(said["user"])
        before = self._before(user)
        files = [_file_of(each) for each in said["files"]]
        done = await self._interactions.share(user, str(said["channel"]), files, str(said.get("text") or ""))
        return {"ok": True, **await self._after(done, user, before)}

    async def _delete_file(self, request: Request) -> Json:
        said = await _body(request, "user", "file")
        self._interactions.delete_file(str(said["user"]), str(said["file"]))
        return {"ok": True}

    async def _event(self, request: Request) -> Json:
        said = await _body(request, "payload")
        return {"acked": await self._interactions.redeliver(dict(said["payload"]))}

    async def _reload(self, request: Request) -> Json:
        said = await _body(request, "user")
        self._state.forget_ephemeral(self._interactions.person(str(said["user"])))
        return {"ok": True}

    async def _open_home(self, request: Request) -> Json:
        said = await _body(request, "user")
        user = str(said["user"])
        known = self._state.homes.get(user, {}).get("hash")
        done = await self._interactions.open_home(user)
        await self._until(lambda: self._state.homes.get(user, {}).get("hash") != known)
        return {**done, "view": self._state.homes.get(user)}

    async def _home(self, request: Request) -> Json:
        return {"view": self._state.homes.get(_query(request, "user"))}

    async def _views(self, request: Request) -> Json:
        return {"views": [shown.view for shown in self._state.views.get(_query(request, "user"), [])]}

    async def _messages(self, request: Request) -> Json:
        channel, viewer = _query(request, "channel"), request.query_params.get("viewer", "")
        if channel.startswith("U"):
            channel = find_conversation(self._state, channel).id
        if channel not in self._state.conversations:
            raise NotThere(f"There is no conversation {channel}.")
        return {"messages": self._state.visible(channel, viewer)}

    async def _users(self, _request: Request) -> Json:
        return {"users": [self._state.user_view(user, with_locale=True) for user in self._state.users.values()]}

    async def _change_user(self, request: Request) -> Json:
        said = await _body(request)
        new = str(said.get("id") or "") not in self._state.users
        user = self._state.add_user(said)
        shown = self._state.user_view(user, with_locale=True)
        await self._interactions.event({"type": "team_join" if new else "user_change", "user": shown})
        return {"user": shown}

    async def _set_status(self, request: Request) -> Json:
        said = await _body(request, "user")
        user = self._interactions.person(str(said["user"]))
        text, emoji = str(said.get("text") or ""), str(said.get("emoji") or "")
        if text and not emoji:
            emoji = ":speech_balloon:"  # as Slack does
        until = int(_instant(said["until"]).timestamp()) if said.get("until") else 0
        changed = self._state.add_user(
            {"id": user, "status_text": text, "status_emoji": emoji, "status_expiration": until}
        )
        return {"user": await self._tell_of(changed)}

    async def _tell_of(self, user: Json) -> Json:
        shown = self._state.user_view(user, with_locale=True)
        await self._interactions.event({"type": "user_change", "user": shown})
        return shown

    async def _channels(self, _request: Request) -> Json:
        return {"channels": [self._state.channel_view(one) for one in self._state.conversations.values()]}

    async def _change_channel(self, request: Request) -> Json:
        return {"channel": self._state.channel_view(self._state.add_channel(await _body(request)))}

    async def _usergroups(self, _request: Request) -> Json:
        return {"usergroups": list(self._state.usergroups.values())}

    async def _change_usergroup(self, request: Request) -> Json:
        return {"usergroup": self._state.add_usergroup(await _body(request))}

    async def _commands(self, _request: Request) -> Json:
        return {"commands": self._state.commands, "shortcuts": self._state.shortcuts}

    async def _clock(self, request: Request) -> Json:
        follower = request.query_params.get("follower")
        if follower:
            self._state.clock.heard_of(follower)
        else:
            self._state.clock.look_after()
        return self._clock_view()

    async def _move_clock(self, request: Request) -> Json:
        said = await _body(request)
        if "advance_seconds" in said:
            to = self._state.clock.now() + dt.timedelta(seconds=float(said["advance_seconds"]))
        else:
            to = _instant(said.get("now"))
        self._state.clock.move(to)
        await self._let_statuses_end()
        if said.get("wait"):
            await self._state.clock.arrived(float(said.get("timeout", 60)))
        return self._clock_view()

    async def _step_clock(self, request: Request) -> Json:
        said = await _body(request, "to")
        self._state.clock.heard_of(str(said.get("follower", "")))
        self._state.clock.step(_instant(said["to"]))
        await self._let_statuses_end()
        return self._clock_view()

    async def _let_statuses_end(self) -> None:
        for user in self._state.expire_statuses():
            await self._tell_of(user)

    def _clock_view(self) -> Json:
        clock = self._state.clock
        return {"now": clock.now().isoformat(), "target": clock.target.isoformat() if clock.target else None}

    async def _list_faults(self, _request: Request) -> Json:
        return {"faults": [asdict(rule) for rule in self._faults.rules]}

    async def _add_fault(self, request: Request) -> Json:
        return {"fault": asdict(self._faults.add(await _body(request)))}

    async def _clear_faults(self, _request: Request) -> Json:
        self._faults.rules.clear()
        return {"faults": []}

    async def _disconnect(self, request: Request) -> Json:
        said = await _body(request)
        return {"disconnected": await self._dispatcher.disconnect(str(said.get("reason", "refresh_requested")))}

    async def _stall(self, _request: Request) -> Json:
        return {"stalled": self._dispatcher.stall()}

    async def _limits(self, request: Request) -> Json:
        said = await _body(request)
        if "messages_a_minute" in said:
            self._rates.set_messages_a_minute(float(said["messages_a_minute"]))
        if "enabled" in said:
            self._rates.enabled = bool(said["enabled"])
        return {"enabled": self._rates.enabled}

    async def _calls(self, request: Request) -> Json:
        method = request.query_params.get("method")
        return {"calls": [call for call in self._api.transcript if method in (None, call["method"])]}

    async def _connections(self, _request: Request) -> Json:
        return {"connections": len(self._dispatcher.connections), "sent": self._dispatcher.sent}

    async def _events(self, _request: Request) -> Response:
        queue: asyncio.Queue[Json] = asyncio.Queue()

        async def stream() -> AsyncIterator[str]:
            self._state.subscribers.add(queue)
            try:
                yield ": live\n\n"
                while True:
                    try:
                        yield f"data: {json.dumps(await asyncio.wait_for(queue.get(), 15))}\n\n"
                    except TimeoutError:
                        yield ": still here\n\n"
            finally:
                self._state.subscribers.discard(queue)

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"cache-control": "no-store"})

    def _before(self, user: str) -> set[tuple[str, str, str]]:
        return {_version(message) for message in self._seen_by(user)}

    async def _after(self, done: Json, user: str, before: set[tuple[str, str, str]]) -> Json:
        """What the person then sees: the messages that are new or changed, and the modal on top."""

        def fresh() -> list[Json]:
            return [message for message in self._seen_by(user) if _version(message) not in before]

        if done.get("acked"):
            await self._until(lambda: bool(fresh()) or bool(self._state.views.get(user)))
        done.pop("payload", None)
        stack = self._state.views.get(user) or []
        return {**done, "messages": fresh(), "view": stack[-1].view if stack else None}

    async def _until(self, true: Callable[[], bool]) -> None:
        for _ in range(int(SETTLE_SECONDS / 0.01)):
            if true():
                return
            await asyncio.sleep(0.01)

    def _seen_by(self, user: str) -> list[Json]:
        found: list[Json] = []
        for conversation in self._state.conversations.values():
            if user in conversation.members:
                recent = list(conversation.messages.values())[-50:]
                found.extend([*recent, *self._state.ephemeral.get((conversation.id, user), {}).values()])
        return found


def _version(message: Json) -> tuple[str, str, str]:
    return message["channel"], message["ts"], json.dumps([message.get("text"), message.get("blocks")])


def _endpoint(serve: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.method == "POST" and not is_json(request.headers.get("content-type", "")):
            return JSONResponse({"error": "Send JSON, with content-type: application/json."}, status_code=415)
        try:
            return JSONResponse(await serve(request))
        except NotThere as missing:
            return JSONResponse({"error": str(missing)}, status_code=404)
        except (Wrong, CannotMove, UnknownFault, Refusal) as wrong:
            return JSONResponse({"error": str(wrong)}, status_code=400)

    return answer


async def _body(request: Request, *needed: str) -> Json:
    try:
        said = await request.json()
    except ValueError as error:
        raise Wrong("The body must be JSON.") from error
    if not isinstance(said, dict):
        raise Wrong("The body must be a JSON object.")
    for name in needed:
        if not said.get(name):
            raise Wrong(f"The body needs {name!r}.")
    return said


def _query(request: Request, name: str) -> str:
    value = request.query_params.get(name)
    if not value:
        raise Wrong(f"The address needs ?{name}=…")
    return value


def _file_of(said: Any) -> tuple[str, bytes, str]:
    """(name, content, type) of a file in the body of a request. Raises Wrong."""
    if not isinstance(said, dict) or not said.get("name"):
        raise Wrong("Each file needs a name, and its content as text or content_base64.")
    try:
        encoded = said.get("content_base64")
        content = base64.b64decode(encoded, validate=True) if encoded else str(said.get("content") or "").encode()
    except ValueError as error:
        raise Wrong("content_base64 is not base64.") from error
    return str(said["name"]), content, str(said.get("mimetype") or "")


def _instant(value: Any) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(str(value))
    except ValueError as error:
        raise Wrong("An instant is written like 2026-11-18T08:30:00+00:00.") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)
