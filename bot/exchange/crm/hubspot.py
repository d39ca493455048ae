"""HubSpot: webhooks of an app (lists of events, one property each) and of a workflow (a whole object)."""

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from bot.exchange.crm.events import (
    ActivityEvent,
    DealEvent,
    Event,
    LeadEvent,
    NoEvent,
    NotUnderstandable,
    amount_of,
    day_of,
    text_of,
)

NAME = "hubspot"
LATEST = dt.timedelta(minutes=5)
DEALS, LEADS = "0-3", "0-136"
ACTIVITIES = {"0-48": "call", "0-49": "email", "0-47": "meeting"}
KINDS = {"deal": DEALS, "lead": LEADS, "call": "0-48", "email": "0-49", "meeting": "0-47"}


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
        return [_of_change(each) for each in payload if isinstance(each, dict)]
    if isinstance(payload, dict) and isinstance(payload.get("properties"), dict):
        return [_of_object(payload)]
    raise NotUnderstandable("HubSpot sends a list of events, or an object with its properties.")


def _of_change(said: Mapping[str, Any]) -> Event:
    kind, _, what = str(said.get("subscriptionType", "")).partition(".")
    object_type = KINDS.get(kind) or str(said.get("objectTypeId", ""))
    event = f"{said.get('subscriptionType', 'event')} {said.get('objectId', '')}"
    if what == "propertyChange" and said.get("objectId") is not None:
        values = {str(said.get("propertyName", "")): said.get("propertyValue")}
        return _of_values(event, object_type, str(said["objectId"]), values)
    if what == "creation" and object_type in (DEALS, LEADS):
        return NoEvent(event, "says only that it was made; what it is comes with its properties")
    return NoEvent(event, "is not kept")


def _of_object(said: Mapping[str, Any]) -> Event:
    values = {
        name: value.get("value") if isinstance(value, dict) else value for name, value in said["properties"].items()
    }
    object_type = str(said.get("objectTypeId") or (DEALS if "dealId" in said or "dealname" in values else ""))
    own = said.get("objectId") or said.get("dealId") or said.get("id") or values.get("hs_object_id")
    event = f"object {own or ''}"
    if own is None:
        return NoEvent(event, "has no id")
    return _of_values(event, object_type, str(own), values)


def _of_values(event: str, object_type: str, own: str, values: Mapping[str, Any]) -> Event:
    external_id = f"{NAME}:{object_type}:{own}"[:200]
    owner = f"{NAME}:{values['hubspot_owner_id']}" if values.get("hubspot_owner_id") else None
    if object_type == DEALS:
        return DealEvent(
            event,
            external_id,
            owner=owner,
            account=text_of(values.get("dealname")),
            amount=amount_of(values.get("amount")),
            currency=text_of(values.get("deal_currency_code"), 3),
            stage=text_of(values.get("dealstage"), 80),
            opened=day_of(values.get("createdate")),
            closed=day_of(values.get("closedate")),
            lost_reason=text_of(values.get("closed_lost_reason")),
        )
    if object_type == LEADS:
        return LeadEvent(
            event,
            external_id,
            owner=owner,
            account=text_of(values.get("hs_lead_name")),
            source=text_of(values.get("hs_lead_source"), 80),
            created=day_of(values.get("hs_createdate")),
        )
    if object_type in ACTIVITIES:
        if owner is None:
            return NoEvent(event, "has no owner")
        return ActivityEvent(
            event,
            external_id,
            owner,
            ACTIVITIES[object_type],
            on=day_of(values.get("hs_timestamp")),
            note=text_of(values.get("hs_call_title") or values.get("hs_meeting_title"), 200) or "",
            outcome=text_of(values.get("hs_meeting_outcome"), 40) or "",
        )
    return NoEvent(event, "is not kept")
