"""Reading what somebody sends over HTTP, who need not be known yet: not more of it and no longer than it takes."""

import asyncio

from starlette.requests import ClientDisconnect, Request


class BodyNotRead(Exception):
    """The body is not taken; `status` is what to answer."""

    def __init__(self, status: int, why: str) -> None:
        self.status = status
        super().__init__(why)


async def read_body(request: Request, *, most: int, seconds: float) -> bytes:
    """A request's body. One that says that it is longer than `most` bytes is not read at all.

    Raises BodyNotRead: with 413 when it is longer, with 408 when it is not there within `seconds`, with 400 when
    whoever sends it hangs up.
    """
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and (len(said) > 18 or int(said) > most):
        raise BodyNotRead(413, f"the body is longer than {most} bytes")
    parts, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise BodyNotRead(413, f"the body is longer than {most} bytes")
                parts.append(part)
    except TimeoutError as error:
        raise BodyNotRead(408, f"the body did not come within {seconds:g} seconds") from error
    except ClientDisconnect as error:
        raise BodyNotRead(400, "the connection was closed before the end of the body") from error
    return b"".join(parts)
