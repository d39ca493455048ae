"""The health checks and the figures over HTTP, for whatever watches Pacer. docs/operate.md explains them."""

import contextlib
from collections.abc import Callable

import sqlalchemy as sa
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.core.counters import Figures
from bot.core.server_thread import ServerThread
from bot.runtime.health_checks import Health


def health_server(health: Health, figures: Figures, *, host: str, port: int) -> ServerThread:
    """The server of /livez, /readyz, /healthz and /metrics; nothing listens yet."""

    def check(troubles_of: Callable[[], list[str]]) -> Callable[[Request], Response]:
        def answer(_request: Request) -> Response:
            troubles = troubles_of()
            said = {"status": "trouble" if troubles else "ok", "troubles": troubles}
            return JSONResponse(said, status_code=503 if troubles else 200)

        return answer

    def metrics(_request: Request) -> Response:
        with contextlib.suppress(sa.exc.SQLAlchemyError):  # the counters are there without the database
            figures.take_queue(health.queue())
        figures.connected.set(health.connected())
        figures.take_failing()
        return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_LATEST)

    web = Starlette(
        routes=[
            Route("/livez", check(health.alive)),
            Route("/readyz", check(health.ready)),
            Route("/healthz", check(health.well)),
            Route("/metrics", metrics),
        ]
    )
    return ServerThread(web, host=host, port=port, name="health", setting="PACER_HEALTH_PORT", figures=figures)
