"""Salesforce: outbound messages, SOAP envelopes with up to a hundred notifications of one object each."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

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

NAME = "salesforce"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
ACKNOWLEDGED = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
    '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>'
    "</soapenv:Body></soapenv:Envelope>"
)


def events_of(body: bytes) -> list[Event]:
    """What happened. Raises NotUnderstandable; XML with a document type is refused."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUnderstandable("Salesforce sends XML in UTF-8.") from error
    if "<!" in text.replace("<![CDATA[", "").replace("<!--", ""):
        raise NotUnderstandable("XML with a document type is not taken.")
    try:
        root = ET.fromstring(text)
    except (ET.ParseError, ValueError) as error:
        raise NotUnderstandable("Salesforce sends an outbound message: a SOAP envelope with notifications.") from error
    found = [each for each in root.iter() if _local(each.tag) == "Notification"]
    if not found:
        raise NotUnderstandable("Salesforce sends an outbound message: a SOAP envelope with notifications.")
    return [_of_object(each) for note in found for each in note if _local(each.tag) == "sObject"]


def _of_object(element: ET.Element) -> Event:
    kind = (element.get(TYPE) or "").rpartition(":")[2]
    values = {_local(each.tag): (each.text or "").strip() for each in element}
    event = f"{kind or 'object'} {values.get('Id', '')}"
    if not values.get("Id"):
        return NoEvent(event, "has no Id: add it to the fields of the outbound message")
    external_id = f"{NAME}:{values['Id'][:18]}"
    match kind:
        case "Opportunity":
            return _opportunity(event, external_id, values)
        case "Lead":
            return LeadEvent(
                event,
                external_id,
                owner=_owner(values),
                account=text_of(values.get("Company") or values.get("Name")),
                source=text_of(values.get("LeadSource"), 80),
                created=day_of(values.get("CreatedDate")),
                qualified=day_of(values.get("ConvertedDate")),
            )
        case "Task" | "Event":
            return _activity(event, external_id, kind, values)
        case _:
            return NoEvent(event, "is not kept")


def _opportunity(event: str, external_id: str, values: Mapping[str, str]) -> Event:
    stage = text_of(values.get("StageName"), 80)
    if values.get("IsClosed") == "true":
        stage = "won" if values.get("IsWon") == "true" else "lost"
    return DealEvent(
        event,
        external_id,
        owner=_owner(values),
        account=text_of(values.get("Name")),
        amount=amount_of(values.get("Amount")),
        currency=text_of(values.get("CurrencyIsoCode"), 3),
        stage=stage,
        opened=day_of(values.get("CreatedDate")),
        closed=day_of(values.get("CloseDate")),
    )


def _activity(event: str, external_id: str, kind: str, values: Mapping[str, str]) -> Event:
    owner = _owner(values)
    if owner is None:
        return NoEvent(event, "has no OwnerId: add it to the fields of the outbound message")
    if kind == "Task" and values.get("Status", "Completed") != "Completed":
        return NoEvent(event, "is planned, not done")
    subtype = values.get("TaskSubtype", "").casefold()
    metric = "meeting" if kind == "Event" else subtype if subtype in ("call", "email") else "call"
    if kind == "Task" and subtype not in ("call", "email", ""):
        return NoEvent(event, "is a task that is no call and no email")
    return ActivityEvent(
        event,
        external_id,
        owner,
        metric,
        on=day_of(values.get("ActivityDate") or values.get("CompletedDateTime") or values.get("StartDateTime")),
        note=text_of(values.get("Subject"), 200) or "",
        outcome=text_of(values.get("CallDisposition"), 40) or "",
    )


def _owner(values: Mapping[str, str]) -> str | None:
    return f"{NAME}:{values['OwnerId'][:18]}" if values.get("OwnerId") else None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
