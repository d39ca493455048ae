"""`/api/v1/hooks/…`: what HubSpot, Pipedrive and Salesforce send by themselves."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from bot.core.refusals import note_api_refusal
from bot.core.settings import Settings
from bot.exchange.api.models import HookAnswer, Ignored, TakenItem
from bot.exchange.api.operations import Answer, Call, Operation, Request
from bot.exchange.api.problems import Problem
from bot.exchange.api.tokens import SCOPES, Bearer
from bot.exchange.crm import hubspot, pipedrive, salesforce
from bot.exchange.crm.apply import Applying
from bot.exchange.crm.events import Event, NotUnderstandable
from bot.exchange.problems import ForbiddenMember, WrongLine

log = structlog.get_logger(__name__)

FindBearer = Callable[[str], Bearer | None]


def take_events(call: Call, events: Sequence[Event]) -> HookAnswer:
    """Store what the events say; each that brings nothing is answered with the reason."""
    scopes = call.bearer.scopes if call.bearer else frozenset(SCOPES)
    try:
        applying = Applying(call, call.settings, scopes)
    except WrongLine as problem:
        raise Problem(500, f"PACER_CRM_STAGES is wrong: {problem.why}") from problem
    applied = applying.apply(events)
    for refused in applied.refused:
        note_api_refusal(
            call.session,
            workspace_id=call.workspace_id,
            who=f"token {call.bearer.name}" if call.bearer is not None else "a hook",
            what=refused.why,
            subject_id=refused.member_id if isinstance(refused, ForbiddenMember) else None,
            now=call.now,
        )
    return HookAnswer(
        taken=[
            TakenItem.model_validate({"id": each.id, "external_id": each.external_id, "state": each.state})
            for each in applied.taken
        ],
        ignored=[Ignored(event=event[:200], why=why) for event, why in applied.ignored],
        notes=[Ignored(event=event[:200], why=why) for event, why in applied.notes],
    )


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "The body isn't JSON.") from error


def _events(read: Callable[[Any], list[Event]], body: Any) -> list[Event]:
    try:
        return read(body)
    except NotUnderstandable as error:
        raise Problem(422, str(error)) from error


def post_hubspot(call: Call, _body: None) -> Answer:
    """Events of a HubSpot app or workflow."""
    return Answer(200, take_events(call, _events(hubspot.events_of, _json(call.body))))


def post_pipedrive(call: Call, _body: None) -> Answer:
    """One event of Pipedrive."""
    return Answer(200, take_events(call, _events(pipedrive.events_of, _json(call.body))))


def post_salesforce(call: Call, _body: None) -> Answer:
    """An outbound message of Salesforce; it is acknowledged whatever was ignored, or it would come for a day."""
    answer = take_events(call, _events(salesforce.events_of, call.body))
    for each in answer.ignored:
        # The acknowledgement has no place for it.
        log.info("salesforce said what is not kept", event_id=each.event, why=each.why)
    return Answer(200, salesforce.ACKNOWLEDGED, media_type="text/xml")


def admit_hubspot(request: Request, settings: Settings, _find: FindBearer) -> None:
    """Let in what HubSpot signed with the app's secret. Raises Problem."""
    if not hubspot.is_signed(
        secret=settings.pacer_hubspot_secret,
        method=request.method,
        url=request.url,
        body=request.body,
        signature=request.headers.get("x-hubspot-signature-v3", ""),
        timestamp=request.headers.get("x-hubspot-request-timestamp", ""),
        now=request.now,
    ):
        raise Problem(
            401,
            "HubSpot did not sign this within the last five minutes, or PACER_HUBSPOT_SECRET or PACER_API_URL is not "
            "the app's.",
        )


def admit_pipedrive(request: Request, _settings: Settings, find: FindBearer) -> Bearer:
    """Let in a token given as the password of HTTP Basic. Raises Problem."""
    kind, _, said = request.headers.get("authorization", "").partition(" ")
    try:
        password = base64.b64decode(said.strip(), validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        password = ""
    bearer = find(password) if kind.casefold() == "basic" and password else None
    if bearer is None:
        raise Problem(
            401,
            "Give the webhook an HTTP auth password: a token made by `pacer token create`.",
            headers={"WWW-Authenticate": 'Basic realm="pacer"'},
        )
    return bearer


def admit_salesforce(request: Request, _settings: Settings, find: FindBearer) -> Bearer:
    """Let in a token at the end of the address: an outbound message has no other place for one. Raises Problem."""
    bearer = find(request.path.get("token", ""))
    if bearer is None:
        raise Problem(401, "The endpoint's address ends with a token made by `pacer token create`.")
    return bearer


OBJECT = {"type": "object"}
ENVELOPE = {
    "type": "object",
    "xml": {"name": "Envelope", "prefix": "soapenv", "namespace": "http://schemas.xmlsoap.org/soap/envelope/"},
}
OPERATIONS: Sequence[Operation] = (
    Operation(
        method="POST",
        path="/api/v1/hooks/hubspot",
        name="hubspotHook",
        summary="Events of a HubSpot app's webhooks, or an object sent by a workflow.",
        answer=post_hubspot,
        says=HookAnswer,
        statuses=(200,),
        admit=admit_hubspot,
        security=({"hubspotSignature": []},),
        body_schema={"anyOf": [{"type": "array", "items": OBJECT}, OBJECT]},
    ),
    Operation(
        method="POST",
        path="/api/v1/hooks/pipedrive",
        name="pipedriveHook",
        summary="An event of Pipedrive's webhooks, version 2.",
        answer=post_pipedrive,
        says=HookAnswer,
        statuses=(200,),
        admit=admit_pipedrive,
        security=({"basic": []},),
        body_schema=OBJECT,
    ),
    Operation(
        method="POST",
        path="/api/v1/hooks/salesforce/{token}",
        name="salesforceHook",
        summary="An outbound message of Salesforce.",
        answer=post_salesforce,
        says=None,
        statuses=(200,),
        admit=admit_salesforce,
        security=(),
        body_type="text/xml",
        answer_type="text/xml",
        body_schema=ENVELOPE,
        parameters=({"name": "token", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}},),
    ),
)
