"""The sandbox put together: one ASGI application."""

import asyncio
import contextlib
import datetime as dt
import functools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from sandbox.admission import OwnPageOnly, is_json
from sandbox.clock import MovableClock
from sandbox.connection import HangsUp
from sandbox.control import Control
from sandbox.dispatch import Dispatcher
from sandbox.faults import Faults
from sandbox.interactions import Interactions, tell_of_own_messages, use_response_url
from sandbox.keeping import default_seed, kept_instant, plant, restore, save, take_manifest
from sandbox.opening import LaterPort
from sandbox.page import routes as page_routes
from sandbox.rates import MESSAGES_A_MINUTE, RateLimiter
from sandbox.rules import Refusal
from sandbox.state import ACK_SECONDS, Json, SlackState
from sandbox.web_api import WebApi

SAVE_SECONDS = 1.0


@dataclass(frozen=True)
class Options:
    """How a sandbox is set up. `seed` and `manifest` are their contents."""

    bot_token: str = "xoxb-sandbox"
    app_token: str = "xapp-sandbox"
    signing_secret: str = "sandbox-signing-secret"
    request_url: str | None = None
    now: dt.datetime | None = None
    seed: Json = field(default_factory=default_seed)
    manifest: Json | None = None
    state_file: Path | None = None
    messages_a_minute: float = MESSAGES_A_MINUTE
    limits: bool = True
    ack_seconds: float = ACK_SECONDS
    """How long an acknowledgement is waited for, and a trigger_id is good. Slack's is three seconds; more is for a slow
    machine and for debugging."""


@dataclass(frozen=True)
class Sandbox:
    """The parts that whoever starts it needs."""

    app: HangsUp
    state: SlackState
    dispatcher: Dispatcher
    control: Control

    def opens_later(self, port: LaterPort) -> None:
        """Serve this port too from when /control/open asks for it."""
        self.control.open_later = functools.partial(port.open, self.app)

    def listen_at(self, url: str) -> None:
        """Know the own address, which response_urls and sockets are under."""
        self.dispatcher.base_url = url
        self.state.team["url"] = url


def build_sandbox(options: Options) -> Sandbox:
    """Put a sandbox together; nothing listens yet."""
    kept = options.state_file if options.state_file is not None and options.state_file.exists() else None
    clock = MovableClock(kept_instant(kept) if kept else options.now)
    state = SlackState(
        clock,
        bot_token=options.bot_token,
        app_token=options.app_token,
        signing_secret=options.signing_secret,
        ack_seconds=options.ack_seconds,
    )
    if kept:
        restore(state, kept)
    else:
        plant(state, options.seed)
    if options.manifest is not None:
        take_manifest(state, options.manifest)
    clock.on_change = lambda: state.changed("clock")
    rates = RateLimiter(messages_a_minute=options.messages_a_minute, enabled=options.limits)
    faults = Faults()
    dispatcher = Dispatcher(state, request_url=options.request_url)
    interactions = Interactions(state, dispatcher)
    tell_of_own_messages(state, interactions)
    api = WebApi(state, rates=rates, faults=faults, open_socket=dispatcher.open_socket)
    control = Control(state, interactions=interactions, dispatcher=dispatcher, api=api, rates=rates, faults=faults)

    async def respond(request: Request) -> Response:
        if not is_json(request.headers.get("content-type", "")):
            return PlainTextResponse("an answer is JSON", status_code=415)
        try:
            use_response_url(state, interactions, str(request.path_params["key"]), await request.json())
        except Refusal as refusal:
            return JSONResponse({"ok": False, "error": refusal.error}, status_code=404)
        return PlainTextResponse("ok")

    async def upload(request: Request) -> Response:
        file = state.files.get(str(request.path_params["file"]))
        if file is None:
            return PlainTextResponse("no such file", status_code=404)
        form = request.headers.get("content-type", "").startswith("multipart/")
        content = await _first_file(request) if form else await request.body()
        file |= {"uploaded": True, "content": content.hex(), "size": len(content)}
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(request: Request) -> Response:
        file = state.files.get(str(request.path_params["file"]))
        if file is None or "content" not in file or file.get("user"):
            return PlainTextResponse("no such file", status_code=404)
        return Response(
            bytes.fromhex(file["content"]), media_type="image/png" if file["name"].endswith("png") else None
        )

    async def private(request: Request) -> Response:
        """A file that somebody shared: for who has the token and its scope, and for the page; else Slack's login."""
        whose = request.headers.get("authorization", "")
        may_read = state.scopes is None or "files:read" in state.scopes
        of_page = request.headers.get("sec-fetch-site") == "same-origin"
        if not of_page and (whose != f"Bearer {state.bot_token}" or not may_read):
            return Response(status_code=302, headers={"location": f"{state.team.get('url', '')}/?redir=files-pri"})
        file = state.files.get(str(request.path_params["file"]).partition("-")[2])
        if file is None or "content" not in file:
            return PlainTextResponse("no such file", status_code=404)
        return Response(bytes.fromhex(file["content"]), media_type=file["mimetype"])

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        keeper = asyncio.create_task(_keep(state, options.state_file)) if options.state_file else None
        yield
        if keeper is not None and options.state_file is not None:
            keeper.cancel()
            save(state, options.state_file)

    app = Starlette(
        routes=[
            Route("/api/{method}", api.answer, methods=["GET", "POST"]),
            Route("/response/{key}", respond, methods=["POST"]),
            Route("/upload/{file}", upload, methods=["POST"]),
            Route("/files/{file}", download, methods=["GET"]),
            Route("/files-pri/{file}/{name:path}", private, methods=["GET"]),
            WebSocketRoute("/link/", dispatcher.serve),
            *control.routes(),
            *page_routes(title=str(state.team["name"])),
        ],
        lifespan=lifespan,
    )
    return Sandbox(HangsUp(OwnPageOnly(app), clock.seconds), state, dispatcher, control)


async def _keep(state: SlackState, path: Path) -> None:
    while True:
        await asyncio.sleep(SAVE_SECONDS)
        if state.dirty:
            save(state, path)


async def _first_file(request: Request) -> bytes:
    async with request.form() as form:
        for value in form.values():
            if not isinstance(value, str):
                return await value.read()
    return b""
