"""What every request goes through: size, token, limit, form, and its answer in one transaction."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
import structlog
from pydantic import BaseModel, ValidationError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as WebRequest
from starlette.responses import Response

from bot.core.bodies import BodyNotRead, read_body
from bot.core.clock import Clock
from bot.core.failures import Failure
from bot.core.refusals import note_api_refusal, note_stranger
from bot.core.settings import Settings
from bot.exchange.api.limits import Buckets
from bot.exchange.api.operations import Answer, Call, Operation, Request
from bot.exchange.api.problems import Problem
from bot.exchange.api.tokens import Bearer, find_bearer, name_of_revoked
from bot.exchange.items import WrongItems
from storage.database_errors import sentence_of
from storage.engine import Database
from storage.tables import Workspace
from storage.tokens import note_use
from storage.workspaces import find_receipt, find_workspace, keep_answer, take_receipt
from storage.write_queue import DatabaseBusy

log = structlog.get_logger(__name__)

LARGEST_BODY = 1_000_000
BODY_SECONDS = 30.0
"""So long a body may take to come."""
LONGEST_KEY = 200
KEY_PATTERN = r"^[\x21-\x7e]+$"
BUSY_SECONDS = 5
IDEMPOTENCY = "idempotency-key"
NO_DATABASE = "Nothing was saved, because Pacer's database isn't available. Send it again later."
RETRY_SECONDS = 60


class Guard:
    """Lets requests in and answers them."""

    def __init__(self, database: Database, clock: Clock, settings: Settings, buckets: Buckets) -> None:
        self._database, self._clock, self._settings, self._buckets = database, clock, settings, buckets

    async def answer(self, operation: Operation, web: WebRequest) -> Response:
        """The answer to a request, or a problem that says what to do."""
        try:
            body = await _read(web)
            request = Request(
                method=web.method,
                url=self._public_url(web),
                body=body,
                headers={name.lower(): value for name, value in web.headers.items()},
                path=dict(web.path_params),
                now=self._clock.now(),
            )
            return await run_in_threadpool(self._answer, operation, request)
        except DatabaseBusy:
            log.warning("request found the database busy", path=operation.path)
            busy = Problem(
                503,
                "The database is busy, so nothing was saved. Send the same again in a few seconds.",
                headers={"Retry-After": str(BUSY_SECONDS)},
            )
            return busy.response()
        except Problem as problem:
            return problem.response()
        except sa.exc.SQLAlchemyError as error:
            if not (why := sentence_of(error)):
                raise
            log.error("nothing saved", why=why, error=type(error).__name__)
            return Problem(503, NO_DATABASE, headers={"Retry-After": str(RETRY_SECONDS)}).response()

    def _answer(self, operation: Operation, request: Request) -> Response:
        bearer = self._admit(operation, request)
        self._limit(operation, bearer)
        said = _form(operation, request)
        key = _row_id(request.path.get("id"))
        try:
            with self._database.writing() as session:
                workspace = _met(find_workspace(session))
                call = Call(session, workspace, request.now, bearer, request.body, request.headers, self._settings, key)
                if bearer is not None and bearer.stale:
                    note_use(session, token_id=bearer.token_id, now=request.now)
                return _once(session, workspace, operation, call, said)
        except Problem as problem:
            for member_id in dict.fromkeys(problem.forbidden):
                self._refuse(operation, request, bearer, subject_id=member_id)
            raise

    def _limit(self, operation: Operation, bearer: Bearer | None) -> None:
        if bearer is not None:
            wait = self._buckets.take(bearer.workspace_id, f"token {bearer.token_id}")
        else:
            with self._database.reading() as session:
                workspace = _met(find_workspace(session))
            wait = self._buckets.take(workspace.id, operation.path)
        if wait:
            raise Problem(
                429,
                f"Too many requests. Ask again in {wait} s, and send many items at once.",
                headers={"Retry-After": str(wait)},
            )

    def _admit(self, operation: Operation, request: Request) -> Bearer | None:
        """Who may send this. Raises Problem, and whoever was turned away is noted."""
        tried: list[str] = []

        def find(secret: str) -> Bearer | None:
            tried.append(secret)
            return self._bearer(secret, request)

        try:
            bearer = operation.admit(request, self._settings, find) if operation.admit else _by_header(request, find)
        except Problem:
            self._note_stranger(operation, request, tried[-1] if tried else "")
            raise
        if bearer is None:
            return None
        with self._database.reading() as session:
            workspace = _met(find_workspace(session))
        if bearer.workspace_id != workspace.id:
            self._refuse(operation, request, bearer)
            raise Problem(403, f"The token {bearer.name} is of another workspace: make one for this one.")
        if operation.scope and operation.scope not in bearer.scopes:
            self._refuse(operation, request, bearer)
            raise Problem(403, f"The token {bearer.name} may not use {operation.scope}: make one that may.")
        return bearer

    def _refuse(
        self, operation: Operation, request: Request, bearer: Bearer | None, *, subject_id: int | None = None
    ) -> None:
        with self._database.writing() as session:
            workspace = _met(find_workspace(session))
            note_api_refusal(
                session,
                workspace_id=workspace.id,
                who=f"token {bearer.name}" if bearer is not None else "a hook",
                what=f"{operation.method} {operation.path}",
                subject_id=subject_id,
                now=request.now,
            )

    def _note_stranger(self, operation: Operation, request: Request, secret: str) -> None:
        with self._database.writing() as session:
            workspace = find_workspace(session)
            if workspace is None:
                return
            revoked = name_of_revoked(session, secret=secret) if secret else None
            nobody = "an unknown token" if secret else "nobody"
            note_stranger(
                session,
                workspace_id=workspace.id,
                who=f"token {revoked}, which is revoked" if revoked is not None else nobody,
                what=f"{operation.method} {operation.path}",
                now=request.now,
            )

    def _bearer(self, secret: str, request: Request) -> Bearer | None:
        with self._database.reading() as session:
            return find_bearer(session, secret=secret, now=request.now) if secret else None

    def _public_url(self, web: WebRequest) -> str:
        # A vendor signs the address that it called, which a TLS proxy before us has changed.
        base = self._settings.pacer_api_url.rstrip("/")
        if not base:
            return str(web.url)
        query = f"?{web.url.query}" if web.url.query else ""
        return f"{base}{web.url.path}{query}"


def _by_header(request: Request, find: Callable[[str], Bearer | None]) -> Bearer:
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    bearer = find(secret.strip()) if kind.casefold() == "bearer" else None
    if bearer is None:
        raise Problem(
            401,
            "Send a valid token: Authorization: Bearer TOKEN. To create one, run `pacer token create`.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return bearer


def _met(workspace: Workspace | None) -> Workspace:
    if workspace is None:
        raise Problem(503, "No Slack workspace connected yet. Run: pacer users sync")
    return workspace


async def _read(web: WebRequest) -> bytes:
    try:
        return await read_body(web, most=LARGEST_BODY, seconds=BODY_SECONDS)
    except BodyNotRead as refused:
        said = {
            413: f"The body is larger than {LARGEST_BODY} bytes. Send fewer items at once.",
            408: f"The body didn't arrive within {BODY_SECONDS:g} seconds. Send fewer items at once.",
        }
        detail = said.get(refused.status, "The body is incomplete.")
        raise Problem(refused.status, detail, headers={"Connection": "close"}) from refused


def _form(operation: Operation, request: Request) -> BaseModel | None:
    if operation.method == "POST":
        sent = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        allowed = {operation.body_type, "application/xml"} if "xml" in operation.body_type else {operation.body_type}
        if sent not in allowed:
            raise Problem(415, f"Send the body as {operation.body_type}, not as {sent or 'nothing'}.")
    if operation.takes is None:
        return None
    try:
        return operation.takes.model_validate_json(request.body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] == "json_invalid":
            raise Problem(400, f"The body isn't JSON: {first['msg']}.") from error
        errors = [_field_problem(each["loc"], each["msg"]) for each in error.errors(include_url=False)]
        raise Problem(422, "Nothing was saved. Fix what errors lists and send it again.", errors=errors) from error


def _field_problem(place: tuple[int | str, ...], said: str) -> dict[str, Any]:
    item = place[1] if len(place) > 1 and place[0] == "items" and isinstance(place[1], int) else None
    names = [str(part) for part in (place[2:] if item is not None else place)]
    return {"item": item, "field": ".".join(names) or "body", "detail": said}


def _row_id(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Problem(404, "Nothing has this ID.")
    return int(text)


def _once(session: Session, workspace: Workspace, operation: Operation, call: Call, said: BaseModel | None) -> Response:
    """The answer, and for a known Idempotency-Key the one that was given before."""
    key = call.headers.get(IDEMPOTENCY)
    if key is None or operation.takes is None or call.bearer is None:
        return _respond(_carry_out(operation, call, said))
    if len(key) > LONGEST_KEY or not re.fullmatch(KEY_PATTERN, key):
        raise Problem(400, f"An Idempotency-Key has 1 to {LONGEST_KEY} characters of ASCII, without blanks.")
    receipt = f"api:{call.bearer.token_id}:{hashlib.sha256(key.encode()).hexdigest()[:40]}"
    fingerprint = hashlib.sha256(operation.path.encode() + b"\0" + call.body).hexdigest()
    if take_receipt(session, workspace_id=workspace.id, key=receipt, now=call.now):
        answer = _carry_out(operation, call, said)
        kept = {"of": fingerprint, "status": answer.status, "said": _text(answer), "type": answer.media_type}
        keep_answer(session, workspace_id=workspace.id, key=receipt, answer=json.dumps(kept))
        return _respond(answer)
    kept = json.loads(find_receipt(session, workspace_id=workspace.id, key=receipt) or "{}")
    if kept.get("of") != fingerprint:
        raise Problem(409, "This Idempotency-Key was used for another request. Use a new key for each request.")
    return Response(kept["said"], kept["status"], media_type=kept["type"], headers={"Idempotent-Replayed": "true"})


def _carry_out(operation: Operation, call: Call, said: BaseModel | None) -> Answer:
    try:
        return operation.answer(call, said)
    except WrongItems as wrong:
        raise Problem(
            422,
            "Nothing was saved. Fix the items that errors lists, then send all of them again.",
            errors=[{"item": each.index, "field": each.field, "detail": each.why} for each in wrong.problems],
            forbidden=[each.forbidden for each in wrong.problems if each.forbidden is not None],
        ) from wrong
    except Failure as failure:
        raise Problem(422, str(failure)) from failure


def _text(answer: Answer) -> str:
    return answer.said if isinstance(answer.said, str) else answer.said.model_dump_json()


def _respond(answer: Answer, headers: Mapping[str, str] | None = None) -> Response:
    return Response(_text(answer), answer.status, media_type=answer.media_type, headers=dict(headers or {}))
