"""HubSpot: webhooks of an app (lists of events, one property each) and of a workflow (a whole object)."""

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from bot.exchange.crm.events import (
    Event,
    MergeEvent,
    NoEvent,
    NotUnderstandable,
    RecordEvent,
    Said,
    amount_of,
    amount_problem,
    day_of,
    instant_of,
    text_of,
)
from bot.exchange.identity import ACTIVITY, DEAL, HUBSPOT, LEAD

NAME = HUBSPOT
LATEST = dt.timedelta(minutes=5)
DEALS, LEADS = "0-3", "0-136"
ACTIVITIES = {"0-48": "call", "0-49": "email", "0-47": "meeting"}
TYPES = {"deal": DEALS, "lead": LEADS, "call": "0-48", "email": "0-49", "meeting": "0-47"}
NEEDS = {"meeting": ("held", "hs_meeting_outcome"), "email": ("direction", "hs_email_direction")}
"""Without which nobody knows whether a meeting was held and who wrote an e-mail. A call is logged when it was made."""
PROPERTIES: Mapping[str, Mapping[str, str]] = {
    DEAL: {
        "hubspot_owner_id": "owner",
        "dealname": "account",
        "amount": "amount",
        "deal_currency_code": "currency",
        "dealstage": "stage",
        "createdate": "opened",
        "closedate": "closed",
        "closed_lost_reason": "lost_reason",
    },
    LEAD: {
        "hubspot_owner_id": "owner",
        "hs_lead_name": "account",
        "hs_lead_source": "source",
        "hs_createdate": "created",
    },
    ACTIVITY: {
        "hubspot_owner_id": "owner",
        "hs_timestamp": "on",
        "hs_call_title": "note",
        "hs_meeting_title": "note",
        "hs_call_status": "status",
        "hs_email_status": "status",
        "hs_meeting_outcome": "held",
        "hs_call_direction": "direction",
        "hs_email_direction": "direction",
    },
}
"""What each property is of ours."""


def is_signed(
    *, secret: str, method: str, url: str, body: bytes, signature: str, timestamp: str, now: dt.datetime
) -> bool:
    """Whether HubSpot signed this (version 3): HMAC-SHA256 over method, address, body and time, in Base64.

    A request of more than five minutes ago is not taken.
    """
    if not secret or not signature or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 15:
        return False
    at = dt.datetime.fromtimestamp(int(timestamp) / 1000, dt.UTC) if len(timestamp) <= 14 else None
    if at is None or abs(now - at) > LATEST:
        return False
    signed = method.encode() + url.encode() + body + timestamp.encode()
    wanted = base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest())
    return hmac.compare_digest(wanted, signature.encode())


def events_of(payload: Any) -> list[Event]:
    """What happened. Raises NotUnderstandable."""
    if isinstance(payload, list):
        return [_of_change(each) if isinstance(each, dict) else NoEvent("event", "is no object") for each in payload]
    if isinstance(payload, dict) and isinstance(payload.get("properties"), dict):
        return [_of_object(payload)]
    raise NotUnderstandable("HubSpot sends a list of events, or an object with its properties.")


def _of_change(said: Mapping[str, Any]) -> Event:
    subscription = str(said.get("subscriptionType", "event"))
    named, _, what = subscription.partition(".")
    object_type = TYPES.get(named) or str(said.get("objectTypeId", ""))
    own = said.get("newObjectId") if what == "merge" else said.get("objectId")
    event = f"{subscription} {own or ''}"
    kind = _kind(object_type)
    if kind is None or own is None:
        return NoEvent(event, "is not kept")
    at = instant_of(said.get("occurredAt"))
    match what:
        case "propertyChange":
            # A property that was emptied is sent as one without a value.
            return _of_values(
                event,
                object_type,
                str(own),
                {str(said.get("propertyName", "")): said.get("propertyValue")},
                at,
                emptied=True,
            )
        case "creation":
            made = {DEAL: "opened", LEAD: "created"}.get(kind)
            if made is None or at is None:
                return NoEvent(event, "says only that it was made; what it is comes with its properties")
            return RecordEvent(event, NAME, kind, str(own), {made: at}, at)
        case "deletion" | "privacyDeletion":
            return RecordEvent(event, NAME, kind, str(own), {"gone": True}, at)
        case "restore":
            return RecordEvent(event, NAME, kind, str(own), {"gone": False}, at)
        case "merge":
            others = said.get("mergedObjectIds")
            ids = [said.get("primaryObjectId"), *(others if isinstance(others, list) else [])]
            gone = tuple(dict.fromkeys(str(each) for each in ids if each is not None and str(each) != str(own)))
            return MergeEvent(event, NAME, kind, str(own), gone, at)
    return NoEvent(event, "is not kept")


def _of_object(said: Mapping[str, Any]) -> Event:
    values = {
        name: value.get("value") if isinstance(value, dict) else value for name, value in said["properties"].items()
    }
    stamps = {
        name: instant_of(value.get("timestamp"))
        for name, value in said["properties"].items()
        if isinstance(value, dict)
    }
    object_type = str(said.get("objectTypeId") or (DEALS if "dealId" in said or "dealname" in values else ""))
    own = said.get("objectId") or said.get("dealId") or said.get("id") or values.get("hs_object_id")
    event = f"object {own or ''}"
    if own is None:
        return NoEvent(event, "has no id")
    at = instant_of(values.get("hs_lastmodifieddate"))
    return _of_values(event, object_type, str(own), values, at, stamps=stamps)


def _of_values(
    event: str,
    object_type: str,
    own: str,
    values: Mapping[str, Any],
    at: dt.datetime | None,
    *,
    stamps: Mapping[str, dt.datetime | None] | None = None,
    emptied: bool = False,
) -> Event:
    kind = _kind(object_type)
    if kind is None:
        return NoEvent(event, "is not kept")
    fields: dict[str, Said] = {}
    times: dict[str, dt.datetime] = {}
    problems: tuple[str, ...] = ()
    for name, field in PROPERTIES[kind].items():
        if name not in values:
            continue
        value = _value(field, values[name])
        if field == "amount" and (wrong := amount_problem(values[name])):
            problems += wrong
        elif value is not None or (emptied and values[name] in (None, "")):
            fields[field] = value
            stamp = (stamps or {}).get(name)
            if stamp is not None:
                times[field] = stamp
    if kind == DEAL:
        _add_end(values, fields)
    if kind == ACTIVITY:
        metric = ACTIVITIES[object_type]
        fields["metric"] = metric
        if metric in NEEDS:
            fields["needs"], fields["needs_name"] = NEEDS[metric]
    if not fields and not problems:
        return NoEvent(event, "says nothing that is kept")
    return RecordEvent(event, NAME, kind, own[:100], fields, at, times, problems)


def _add_end(values: Mapping[str, Any], fields: dict[str, Said]) -> None:
    """A whole deal says whether it is closed, whatever its stage is called in its pipeline."""
    if str(values.get("hs_is_closed_won")).casefold() == "true":
        fields["stage"] = "won"
    elif "stage" in fields and str(values.get("hs_is_closed")).casefold() == "true":
        fields["stage"] = "lost"


def _value(field: str, value: Any) -> Said:
    if field == "owner":
        return f"{NAME}:{value}" if value and isinstance(value, str | int) and not isinstance(value, bool) else None
    if field == "amount":
        return amount_of(value)
    if field in ("opened", "closed", "created", "on"):
        return day_of(value)
    return text_of(value, {"currency": 3, "stage": 80, "source": 80, "held": 40}.get(field, 200))


def _kind(object_type: str) -> str | None:
    if object_type in ACTIVITIES:
        return ACTIVITY
    return {DEALS: DEAL, LEADS: LEAD}.get(object_type)
