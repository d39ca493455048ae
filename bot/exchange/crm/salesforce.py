"""Salesforce: outbound messages, SOAP envelopes with up to a hundred notifications of one object each."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from bot.exchange.crm.events import (
    Event,
    NoEvent,
    NotUnderstandable,
    RecordEvent,
    Said,
    amount_of,
    amount_problem,
    day_of,
    instant_of,
    text_of,
    told,
)
from bot.exchange.identity import ACTIVITY, DEAL, LEAD, SALESFORCE, eighteen

NAME = SALESFORCE
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
    own = eighteen(values["Id"][:18])
    at = instant_of(values.get("SystemModstamp") or values.get("LastModifiedDate"))
    gone = {"gone": values["IsDeleted"] == "true"} if "IsDeleted" in values else {}
    match kind:
        case "Opportunity":
            problems = amount_problem(values.get("Amount"))
            return RecordEvent(event, NAME, DEAL, own, {**_opportunity(values), **gone}, at, problems=problems)
        case "Lead":
            return RecordEvent(event, NAME, LEAD, own, {**_lead(values), **gone}, at)
        case "Task" | "Event":
            lacks = [name for name in NEEDED[kind] if not values.get(name)]
            if lacks and not gone.get("gone"):
                return NoEvent(event, f"has no {' and no '.join(lacks)}: add it to the fields of the outbound message")
            if kind == "Event" and values.get("IsAllDayEvent") == "true":
                return NoEvent(event, "lasts all day, as leave and fairs do: it is no meeting")
            subtype = values.get("TaskSubtype", "").casefold()
            if kind == "Task" and subtype not in ("call", "email") and not gone.get("gone"):
                return NoEvent(event, "is a task that is no call and no email")
            fields = _event(values) if kind == "Event" else _task(values, subtype)
            return RecordEvent(event, NAME, ACTIVITY, own, {**fields, **gone}, at)
        case _:
            return NoEvent(event, "is not kept")


NEEDED = {"Task": ("OwnerId", "Status", "TaskSubtype"), "Event": ("OwnerId", "IsAllDayEvent", "EndDateTime")}
"""Without which nobody knows whose it is, what it is, or whether it took place."""


def _opportunity(values: Mapping[str, str]) -> dict[str, Said]:
    stage = text_of(values.get("StageName"), 80)
    if values.get("IsWon") == "true":
        stage = "won"
    elif values.get("IsClosed") == "true" and values.get("IsWon") == "false":
        stage = "lost"
    return told(
        {
            "owner": _owner(values),
            "account": text_of(values.get("Name")),
            "amount": amount_of(values.get("Amount")),
            "currency": text_of(values.get("CurrencyIsoCode"), 3),
            "stage": stage,
            "opened": day_of(values.get("CreatedDate")),
            "closed": day_of(values.get("CloseDate")),
        }
    )


def _lead(values: Mapping[str, str]) -> dict[str, Said]:
    return told(
        {
            "owner": _owner(values),
            "account": text_of(values.get("Company") or values.get("Name")),
            "source": text_of(values.get("LeadSource"), 80),
            "created": day_of(values.get("CreatedDate")),
            "qualified": day_of(values.get("ConvertedDate")),
        }
    )


def _task(values: Mapping[str, str], subtype: str) -> dict[str, Said]:
    return told(
        {
            "owner": _owner(values),
            "metric": subtype,
            "status": text_of(values.get("Status"), 40),
            "on": day_of(values.get("CompletedDateTime")),
            "due": day_of(values.get("ActivityDate")),
            "note": text_of(values.get("Subject")),
            "outcome": text_of(values.get("CallDisposition"), 40),
            "direction": text_of(values.get("CallType"), 40),
        }
    )


def _event(values: Mapping[str, str]) -> dict[str, Said]:
    return told(
        {
            "owner": _owner(values),
            "metric": "meeting",
            "on": day_of(values.get("EndDateTime")),
            "note": text_of(values.get("Subject")),
        }
    )


def _owner(values: Mapping[str, str]) -> str | None:
    return f"{NAME}:{eighteen(values['OwnerId'][:18])}" if values.get("OwnerId") else None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
