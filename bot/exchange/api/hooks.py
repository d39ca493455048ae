"""`/api/v1/hooks/…`: what HubSpot, Pipedrive and Salesforce send by themselves."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any

from bot.core.members import local_date
from bot.core.refusals import note_api_refusal
from bot.core.settings import Settings
from bot.exchange.activity_items import OfferedActivity, past_date, past_instant, take_activities
from bot.exchange.api.models import HookAnswer, Ignored, TakenItem
from bot.exchange.api.operations import Answer, Call, Operation, Request
from bot.exchange.api.problems import Problem
from bot.exchange.api.tokens import SCOPES, Bearer
from bot.exchange.crm import hubspot, pipedrive, salesforce
from bot.exchange.crm.apply import instant_of, local_day, owner_of, rounded_minor, take_each
from bot.exchange.crm.events import (
    ActivityEvent,
    DealEvent,
    Event,
    LeadEvent,
    NoEvent,
    NotUnderstandable,
    merged,
)
from bot.exchange.deals import DealSaid, store_deals
from bot.exchange.items import Taken
from bot.exchange.leads import LeadSaid, store_leads
from bot.exchange.problems import ForbiddenMember, WrongLine
from bot.exchange.stage_names import StageWords, stage_pairs
from bot.exchange.who import Directory

FindBearer = Callable[[str], Bearer | None]


def take_events(call: Call, events: Sequence[Event]) -> HookAnswer:
    """Store what the events say; each that brings nothing is answered with the reason."""
    hook = _Hook(call)
    for event in merged(events):
        hook.sort(event)
    return hook.store()


class NotInScope(WrongLine):
    """The token may not write what the event is about."""


class _Hook:
    """One request's events, sorted into what they are about."""

    def __init__(self, call: Call) -> None:
        self._call, self._scopes = call, call.bearer.scopes if call.bearer else frozenset(SCOPES)
        self._directory = Directory(call.session, call.workspace)
        try:
            self._words = StageWords(call.session, call.workspace, stage_pairs(call.settings.pacer_crm_stages))
        except WrongLine as problem:
            raise Problem(500, f"PACER_CRM_STAGES is wrong: {problem.why}") from problem
        self._deals: list[tuple[str, DealSaid]] = []
        self._leads: list[tuple[str, LeadSaid]] = []
        self._activities: list[tuple[str, OfferedActivity]] = []
        self._ignored: list[tuple[str, str]] = []

    def sort(self, event: Event) -> None:
        """Put an event where it belongs."""
        try:
            match event:
                case DealEvent():
                    self._require("deals")
                    self._deals.append((event.event, self._deal(event)))
                case LeadEvent():
                    self._require("leads")
                    self._leads.append((event.event, self._lead(event)))
                case ActivityEvent():
                    self._require("activities")
                    self._activities.append((event.event, self._activity(event)))
                case NoEvent():
                    self._ignored.append((event.event, event.why))
        except WrongLine as problem:
            if isinstance(problem, NotInScope | ForbiddenMember):
                self._note_refusal(problem)
            self._ignored.append((event.event, problem.why))

    def _note_refusal(self, problem: WrongLine) -> None:
        bearer, workspace = self._call.bearer, self._call.workspace
        note_api_refusal(
            self._call.session,
            workspace_id=workspace.id,
            who=f"token {bearer.name}" if bearer is not None else "a hook",
            what=problem.why,
            subject_id=problem.member_id if isinstance(problem, ForbiddenMember) else None,
            now=self._call.now,
        )

    def store(self) -> HookAnswer:
        """Store all of it."""
        session, workspace, now = self._call.session, self._call.workspace, self._call.now
        first = self._words.first
        taken: list[Taken] = []
        for done, refused in (
            take_each(
                self._deals,
                lambda rows: store_deals(session, workspace=workspace, said=rows, first_stage=first, now=now),
            ),
            take_each(self._leads, lambda rows: store_leads(session, workspace=workspace, said=rows, now=now)),
            take_each(
                self._activities,
                lambda rows: take_activities(session, workspace=workspace, offered=rows, now=now),
            ),
        ):
            taken += done
            self._ignored += refused
        return HookAnswer(
            taken=[
                TakenItem.model_validate({"id": each.id, "external_id": each.external_id, "state": each.state})
                for each in taken
            ],
            ignored=[Ignored(event=event[:200], why=why) for event, why in self._ignored],
        )

    def _require(self, scope: str) -> None:
        if scope not in self._scopes:
            raise NotInScope(f"this token may not write {scope}.")

    def _deal(self, event: DealEvent) -> DealSaid:
        workspace = self._call.workspace
        member = owner_of(self._call.session, workspace, self._directory, event.owner)
        today = local_date(member, workspace, self._call.now)
        stage = self._words.find_or_none(event.stage) if event.stage else None
        closed = local_day(event.closed, member, workspace)
        return DealSaid(
            external_id=event.external_id,
            member=member,
            account=event.account,
            amount_minor=rounded_minor(event.amount, event.currency, workspace),
            stage=stage,
            opened_on=_past(local_day(event.opened, member, workspace), today),
            # Of an open deal it is the day on which it is hoped for.
            closed_on=_past(closed, today) if stage in ("won", "lost") else None,
            lost_reason=event.lost_reason,
        )

    def _lead(self, event: LeadEvent) -> LeadSaid:
        workspace, now = self._call.workspace, self._call.now
        member = owner_of(self._call.session, workspace, self._directory, event.owner)
        return LeadSaid(
            external_id=event.external_id,
            member=member,
            account=event.account,
            source=event.source,
            created_at=past_instant(instant_of(event.created, member, workspace), now, field="created"),
            answered_at=past_instant(instant_of(event.answered, member, workspace), now, field="answered"),
            qualified_on=_past(local_day(event.qualified, member, workspace), local_date(member, workspace, now)),
        )

    def _activity(self, event: ActivityEvent) -> OfferedActivity:
        workspace = self._call.workspace
        member = owner_of(self._call.session, workspace, self._directory, event.owner)
        return OfferedActivity(
            member=member.slack_user_id if member is not None else "",
            metric=event.metric,
            quantity=1,
            date=local_day(event.on, member, workspace),
            account=event.account,
            note=event.note,
            outcome=event.outcome,
            external_id=event.external_id,
        )


def _past(day: Any, today: Any) -> Any:
    return past_date(day, today, field="") if day is not None else None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "The body is no JSON.") from error


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
    take_events(call, _events(salesforce.events_of, call.body))
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
