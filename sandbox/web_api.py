"""The Web API: each call is checked, limited, carried out, and answered as Slack does."""

import asyncio
import json
from collections import deque
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.chat import CHAT
from sandbox.connection import Hangup
from sandbox.conversations import CONVERSATIONS
from sandbox.faults import Faults
from sandbox.files import FILES
from sandbox.people import PEOPLE
from sandbox.rates import RateLimiter
from sandbox.rules import Refusal
from sandbox.state import BOT_ID, Json, SlackState
from sandbox.views import VIEWS

Method = Callable[[SlackState, Json], Json]

SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.open": "im:write",
    "users.list": "users:read",
    "users.info": "users:read",
    "users.profile.get": "users.profile:read",
    "team.info": "team:read",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "reactions.add": "reactions:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
}


def _auth_test(state: SlackState, _arguments: Json) -> Json:
    return {
        "url": "http://127.0.0.1/",
        "team": state.team["name"],
        "team_id": state.team["id"],
        "user": "pacer",
        "user_id": state.bot_user,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def _api_test(_state: SlackState, _arguments: Json) -> Json:
    return {}


METHODS: dict[str, Method] = {
    "auth.test": _auth_test,
    "api.test": _api_test,
    **CHAT,
    **CONVERSATIONS,
    **PEOPLE,
    **VIEWS,
    **FILES,
}


class WebApi:
    """The endpoint /api/{method}."""

    def __init__(
        self,
        state: SlackState,
        *,
        rates: RateLimiter,
        faults: Faults,
        open_socket: Callable[[], str],
    ) -> None:
        self._state, self._rates, self.faults, self._open_socket = state, rates, faults, open_socket
        self.transcript: deque[Json] = deque(maxlen=50_000)

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        method = str(request.path_params["method"])
        arguments = await _arguments(request)
        fault = self.faults.take(method)
        if "delay" in fault:
            await asyncio.sleep(float(fault["delay"]))
        if "drop_before" in fault:
            self._note(method, arguments, "dropped before")
            return Hangup()
        if "status" in fault:
            self._note(method, arguments, f"status {fault['status']}")
            return Response("the sandbox was told to fail", status_code=int(fault["status"]))
        if "error" in fault:
            self._note(method, arguments, str(fault["error"]))
            return JSONResponse({"ok": False, "error": str(fault["error"])})
        response = await self._carry_out(method, arguments, request)
        if "drop_after" in fault:
            self._note(method, arguments, "dropped after")
            return Hangup()
        return response

    async def _carry_out(self, method: str, arguments: Json, request: Request) -> Response:
        error = self._refuse_token(method, _token(request, arguments))
        if error is not None:
            self._note(method, arguments, error)
            return JSONResponse({"ok": False, "error": error})
        channel = arguments.get("channel")
        wait = self._rates.admit(method, str(channel) if channel else None, self._state.clock.seconds())
        if wait is not None:
            self._note(method, arguments, "ratelimited")
            return JSONResponse(
                {"ok": False, "error": "ratelimited"}, status_code=429, headers={"Retry-After": str(int(wait))}
            )
        if method == "apps.connections.open":
            self._note(method, arguments, "ok")
            return JSONResponse({"ok": True, "url": self._open_socket()})
        carry_out = METHODS.get(method)
        if carry_out is None:
            self._note(method, arguments, "unknown_method")
            return JSONResponse({"ok": False, "error": "unknown_method", "req_method": method})
        try:
            result = carry_out(self._state, arguments)
        except Refusal as refusal:
            self._note(method, arguments, refusal.error)
            body: Json = {"ok": False, "error": refusal.error}
            if refusal.detail:
                body["response_metadata"] = {"messages": [refusal.detail]}
            return JSONResponse(body)
        self._note(method, arguments, "ok")
        scopes = self._state.scopes
        # Slack says with each answer what the token may.
        headers = {"X-OAuth-Scopes": ",".join(sorted(scopes))} if scopes is not None else None
        return JSONResponse({"ok": True, **result}, headers=headers)

    def _refuse_token(self, method: str, token: str) -> str | None:
        if not token:
            return "not_authed"
        if method == "apps.connections.open":
            return None if token == self._state.app_token else "not_allowed_token_type"
        if token != self._state.bot_token:
            return "invalid_auth"
        scope = SCOPES.get(method)
        if self._state.scopes is not None and scope is not None and scope not in self._state.scopes:
            return "missing_scope"
        return None

    def _note(self, method: str, arguments: Json, result: str) -> None:
        self.transcript.append(
            {
                "method": method,
                "at": self._state.clock.now().isoformat(),
                "channel": arguments.get("channel"),
                "result": result,
            }
        )


async def _arguments(request: Request) -> Json:
    if request.method == "GET":
        return _unpacked(dict(request.query_params))
    if "json" in request.headers.get("content-type", ""):
        said = json.loads(await request.body() or b"{}")
        return said if isinstance(said, dict) else {}
    form = await request.form()
    return _unpacked({**request.query_params, **{key: str(value) for key, value in form.items()}})


def _unpacked(form: Json) -> Json:
    # A form carries blocks, views and the like as JSON texts.
    for name in ("blocks", "view", "attachments", "metadata", "files"):
        if isinstance(form.get(name), str):
            try:
                form[name] = json.loads(form[name])
            except ValueError:
                form[name] = "not json"
    return form


def _token(request: Request, arguments: Json) -> str:
    header = request.headers.get("authorization", "")
    if header.lower().startswith("bearer "):
        return header[7:].strip()
    return str(arguments.get("token", ""))
