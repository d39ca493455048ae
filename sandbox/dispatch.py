"""Sends interactions and events to the app: through Socket Mode, or as signed HTTP requests."""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.connection import stop_reading
from sandbox.state import Json, SlackState

RESENDS = 3
MOST_CONNECTIONS = 10
HTTP_WAITS = (0.0, 60.0, 300.0)
"""Events over HTTP that fail are sent again at once, after a minute and after five."""


@dataclass(eq=False)
class Connection:
    """One open Socket Mode connection."""

    socket: WebSocket
    number: int
    open: bool = True
    stalled: bool = False


@dataclass
class Waiting:
    """An envelope that was sent and not acknowledged yet."""

    answered: "asyncio.Future[Json]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Dispatcher:
    """Knows how the app is reached."""

    def __init__(self, state: SlackState, *, request_url: str | None) -> None:
        self._state, self._request_url = state, request_url
        self._tickets: set[str] = set()
        self._waiting: dict[str, Waiting] = {}
        self._turn = 0
        self._numbers = 0
        self.connections: list[Connection] = []
        self.base_url = ""
        self.sent = 0

    def open_socket(self) -> str:
        """A new address for a Socket Mode connection, good once."""
        ticket = secrets.token_hex(12)
        self._tickets.add(ticket)
        return f"{self.base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id=A0PACERAPP"

    async def serve(self, socket: WebSocket) -> None:
        """Serve one Socket Mode connection until it closes."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets or len(self.connections) >= MOST_CONNECTIONS:
            await socket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        self._numbers += 1
        connection = Connection(socket, self._numbers)
        self.connections.append(connection)
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.connections),
                "connection_info": {"app_id": "A0PACERAPP"},
                "debug_info": {"host": "sandbox", "approximate_connection_time": 3600},
            }
        )
        try:
            while True:
                self._take_answer(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            connection.open = False
            self.connections.remove(connection)

    async def deliver(self, kind: str, payload: Json, *, wants_answer: bool) -> Json | None:
        """Send one payload; the app's answer ({} when it acknowledged without one), or None without an ack.

        `kind` is slash_commands, interactive or events_api. Without an ack in three seconds, events are sent
        again; commands and clicks are not: the person sees that it took too long.
        """
        self.sent += 1
        if self._request_url is not None:
            return await self._over_http(kind, payload)
        if kind == "events_api" and not self._numbers:
            return None  # no app was ever there to hear of it
        attempts = RESENDS + 1 if kind == "events_api" else 1
        envelope_id = secrets.token_hex(16)
        for attempt in range(attempts):
            answer = await self._over_socket(envelope_id, kind, payload, attempt, wants_answer=wants_answer)
            if answer is not None:
                return answer
        return None

    async def disconnect(self, reason: str, *, close: bool = True) -> int:
        """Tell all connections to go (refresh_requested, warning), and close them; how many."""
        gone = list(self.connections)
        for connection in gone:
            await connection.socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
            )
            if close:
                await connection.socket.close()
        return len(gone)

    def stall(self) -> int:
        """Let all connections go silent: open, but no ping is answered and no payload comes; how many."""
        for connection in self.connections:
            connection.stalled = True
            stop_reading(connection.socket.scope)
        return len(self.connections)

    async def _over_socket(
        self, envelope_id: str, kind: str, payload: Json, attempt: int, *, wants_answer: bool
    ) -> Json | None:
        connection = await self._next_connection()
        if connection is None or connection.stalled:
            return None
        waiting = self._waiting[envelope_id] = Waiting()
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": wants_answer,
            **(
                {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""} if kind == "events_api" else {}
            ),
        }
        try:
            await connection.socket.send_json(envelope)
            return await asyncio.wait_for(waiting.answered, self._state.ack_seconds)
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            return None
        finally:
            self._waiting.pop(envelope_id, None)

    async def _next_connection(self) -> Connection | None:
        end = time.monotonic() + self._state.ack_seconds
        while not self.connections:
            # The app may be reconnecting; Slack waits as long as a person would.
            if time.monotonic() > end:
                return None
            await asyncio.sleep(0.02)
        self._turn += 1
        return self.connections[self._turn % len(self.connections)]

    def _take_answer(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(str(said.get("envelope_id", "")))
        if waiting is not None and not waiting.answered.done():
            waiting.answered.set_result(said.get("payload") or {})

    async def _over_http(self, kind: str, payload: Json) -> Json | None:
        if kind == "slash_commands":
            body, content_type = urlencode(payload), "application/x-www-form-urlencoded"
        elif kind == "interactive":
            body, content_type = urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
        else:
            body, content_type = json.dumps(payload), "application/json"
        answer = await self._request(body, content_type, {})
        if answer is None and kind == "events_api":
            for attempt, wait in enumerate(HTTP_WAITS, start=1):
                await asyncio.sleep(wait)
                retry = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": "http_error"}
                answer = await self._request(body, content_type, retry)
                if answer is not None:
                    break
        return answer

    async def _request(self, body: str, content_type: str, extra: dict[str, str]) -> Json | None:
        stamp = str(int(time.time()))
        base = f"v0:{stamp}:{body}".encode()
        signature = hmac.new(self._state.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={signature}",
            **extra,
        }
        assert self._request_url is not None
        try:
            async with httpx.AsyncClient(timeout=self._state.ack_seconds) as client:
                answer = await client.post(self._request_url, content=body.encode(), headers=headers)
        except httpx.HTTPError:
            return None
        if not answer.is_success:
            return None
        return _json_or_text(answer)


def _json_or_text(answer: httpx.Response) -> Json:
    if not answer.content:
        return {}
    try:
        said: Any = answer.json()
    except ValueError:
        return {"text": answer.text}
    return said if isinstance(said, dict) else {}
