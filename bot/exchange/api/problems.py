"""What goes wrong, as application/problem+json (RFC 9457), and what to do about it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse

PROBLEM_JSON = "application/problem+json"


class Problem(Exception):
    """A request cannot be answered as it is; `detail` says what to do. `errors` name items and fields.

    `forbidden` are the members (ids) for whom nothing may be written: that it was tried is noted.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        forbidden: Sequence[int] = (),
    ) -> None:
        self.forbidden = tuple(forbidden)
        self.status, self.detail, self.errors, self.headers = status, detail, tuple(errors), dict(headers or {})
        super().__init__(detail)

    def response(self) -> JSONResponse:
        """The problem as an answer."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = [dict(each) for each in self.errors]
        return JSONResponse(body, self.status, headers=self.headers, media_type=PROBLEM_JSON)
