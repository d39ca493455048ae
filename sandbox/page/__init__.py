"""The sandbox's browser page: one HTML document and plain ES modules, nothing loaded from elsewhere.

The page holds no state of its own beyond what a person picked; it reads and acts through the control API,
so whatever it can do a test can do over HTTP as well.
"""

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

HERE = Path(__file__).parent

WORKSPACE_TITLE = "Sandbox workspace"

# Messages are written by whoever holds a token. Even if the page had a mistake, the browser then runs no
# script but ours and fetches nothing from another host.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

PAGE_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",
}


@functools.cache
def _template() -> Template:
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), trim_blocks=True
    )
    return templates.get_template("page.html")


def routes(*, title: str = WORKSPACE_TITLE) -> list[BaseRoute]:
    """The page at `/` and its files under `/static/`, under the workspace's name.

    Needs the control API on the same origin.
    """
    document = _template().render(title=title)

    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(document, headers=PAGE_HEADERS)

    return [
        Route("/", page, methods=["GET"], name="page"),
        Mount("/static", app=StaticFiles(directory=HERE / "static"), name="static"),
    ]
