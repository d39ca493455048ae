"""The API as a web application."""

import uuid
from collections.abc import Awaitable, Callable, Mapping

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request as WebRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.core.clock import Clock
from bot.core.counters import Figures
from bot.core.server_thread import ServerThread
from bot.core.settings import Settings
from bot.exchange.api import activities, coaching, deals, hooks, leads
from bot.exchange.api.guard import Guard
from bot.exchange.api.limits import Buckets, buckets_of
from bot.exchange.api.openapi import DOCUMENT_PATH, describe
from bot.exchange.api.operations import Operation
from bot.exchange.api.problems import Problem
from storage.engine import Database

log = structlog.get_logger(__name__)

OPERATIONS: tuple[Operation, ...] = (
    *activities.OPERATIONS,
    *deals.OPERATIONS,
    *leads.OPERATIONS,
    *coaching.OPERATIONS,
    *hooks.OPERATIONS,
)


def build_api(database: Database, clock: Clock, settings: Settings, buckets: Buckets | None = None) -> Starlette:
    """The application: every operation, and the document that describes them."""
    guard = Guard(database, clock, settings, buckets or buckets_of(database))
    document = describe(OPERATIONS)

    async def show(_request: WebRequest) -> Response:
        return JSONResponse(document)

    routes = [Route(DOCUMENT_PATH, show, methods=["GET"], name="describeApi")]
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in OPERATIONS:
        by_path.setdefault(operation.path, {})[operation.method] = operation
    # One route for each path: of several, the first alone would say which methods there are.
    routes += [
        Route(path, _endpoint(guard, some), methods=list(some), name=next(iter(some.values())).name)
        for path, some in by_path.items()
    ]
    return Starlette(
        routes=routes,
        exception_handlers={HTTPException: _refused, Exception: _unexpected},  # type: ignore[dict-item]
    )


def api_server(database: Database, clock: Clock, settings: Settings, figures: Figures) -> ServerThread | None:
    """The API in a server of its own, beside Slack's door; None where PACER_API_PORT is not set."""
    if not settings.pacer_api_port:
        return None
    return ServerThread(
        build_api(database, clock, settings),
        host=settings.pacer_api_host,
        port=settings.pacer_api_port,
        name="api",
        setting="PACER_API_PORT",
        figures=figures,
    )


def _endpoint(guard: Guard, by_method: Mapping[str, Operation]) -> Callable[[WebRequest], Awaitable[Response]]:
    async def endpoint(request: WebRequest) -> Response:
        # HEAD is taken where GET is.
        operation = by_method.get(request.method) or by_method["GET"]
        return await guard.answer(operation, request)

    return endpoint


async def _refused(_request: WebRequest, refused: HTTPException) -> Response:
    said = {404: f"There is nothing here. {DOCUMENT_PATH} says what there is.", 405: "You can't do that here."}
    detail = said.get(refused.status_code, refused.detail)
    return Problem(refused.status_code, detail, headers=refused.headers).response()


async def _unexpected(_request: WebRequest, error: Exception) -> Response:
    incident = uuid.uuid4().hex[:8]
    log.error("api failed", incident=incident, error=type(error).__name__, exc_info=error)
    return Problem(
        500, f"Something went wrong, and nothing was stored. Send it again; its number is {incident}."
    ).response()
