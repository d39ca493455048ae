"""Who is let in: programs of this machine and the sandbox's own page, never a page of another site.

A browser carries any page's requests to this machine. What such a page cannot help to say gives it away: the name under
which it reached us (a name of its own that was pointed at this machine), and where it comes from.
"""

import ipaddress

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

REFUSAL = "The sandbox answers its own page and the programs of this machine, not the pages of other sites.\n"
FROM_HERE = frozenset({"same-origin", "none"})
"""What browsers say of requests by our own page, and of an address that somebody typed."""


class OwnPageOnly:
    """Refuses requests and sockets that come from elsewhere, before anything is read of them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, socket or lifespan."""
        if scope["type"] == "lifespan" or is_from_here(Headers(scope=scope), opens_page=_opens_page(scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            await PlainTextResponse(REFUSAL, status_code=403)(scope, receive, send)


def is_from_here(headers: Headers, *, opens_page: bool = False) -> bool:
    """Whether these headers are of a program of this machine or of our own page.

    `opens_page` says that the request only opens the page in a browser's tab: a link elsewhere may do that.
    """
    host = headers.get("host", "")
    if not _is_this_machine(host):
        return False
    origin = headers.get("origin")
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return False
    site = headers.get("sec-fetch-site")
    return site is None or site in FROM_HERE or (opens_page and headers.get("sec-fetch-mode") == "navigate")


def is_json(content_type: str) -> bool:
    """Whether this is the type of a JSON body: a form cannot send it, and another site's page only when we allow it."""
    return content_type.partition(";")[0].strip().lower() == "application/json"


def _opens_page(scope: Scope) -> bool:
    return bool(scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == "/")


def _is_this_machine(host: str) -> bool:
    name = host[1:].partition("]")[0] if host.startswith("[") else host.rpartition(":")[0] or host
    if name.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
