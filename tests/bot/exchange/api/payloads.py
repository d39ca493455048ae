"""Webhooks as HubSpot, Pipedrive and Salesforce document them, with invented contents."""

from typing import Any

HUBSPOT_EVENTS: list[dict[str, Any]] = [
    {
        "eventId": 3816279340,
        "subscriptionId": 25,
        "portalId": 33,
        "appId": 1160452,
        "occurredAt": 1795000000000,
        "subscriptionType": "deal.creation",
        "attemptNumber": 0,
        "objectId": 4711,
        "changeSource": "CRM_UI",
        "changeFlag": "NEW",
    },
    *(
        {
            "eventId": 3816279341 + at,
            "subscriptionId": 26 + at,
            "portalId": 33,
            "appId": 1160452,
            "occurredAt": 1795000000100 + at,
            "subscriptionType": "deal.propertyChange",
            "attemptNumber": 0,
            "objectId": 4711,
            "propertyName": name,
            "propertyValue": value,
            "changeSource": "CRM_UI",
        }
        for at, (name, value) in enumerate(
            [
                ("hubspot_owner_id", "77"),
                ("amount", "1200.50"),
                ("dealname", "Acorn Supply"),
                ("dealstage", "closedwon"),
                ("closedate", "1793613600000"),
            ]
        )
    ),
    {
        "eventId": 1,
        "subscriptionId": 30,
        "portalId": 33,
        "appId": 1160452,
        "occurredAt": 1795000000200,
        "subscriptionType": "contact.propertyChange",
        "attemptNumber": 0,
        "objectId": 9,
        "propertyName": "lifecyclestage",
        "propertyValue": "lead",
    },
]
HUBSPOT_WORKFLOW: dict[str, Any] = {
    "objectId": 900,
    "objectTypeId": "0-48",
    "properties": {
        "hs_object_id": {"value": "900"},
        "hubspot_owner_id": {"value": "77"},
        "hs_timestamp": {"value": "2026-11-16T23:30:00Z"},
        "hs_call_title": {"value": "Call with Acorn"},
    },
}


def pipedrive(entity: str, data: dict[str, Any], action: str = "change") -> dict[str, Any]:
    """An event of webhooks v2."""
    return {
        "data": data,
        "previous": {},
        "meta": {
            "action": action,
            "entity": entity,
            "entity_id": str(data["id"]),
            "company_id": "4242",
            "correlation_id": "a1b2",
            "attempt": 1,
            "host": "example.pipedrive.com",
            "id": "e5f6",
            "is_bulk_edit": False,
            "permitted_user_ids": ["55"],
            "timestamp": "2026-11-17T11:00:00.000Z",
            "type": "general",
            "user_id": "55",
            "version": "2.0",
            "webhook_id": "1",
        },
    }


PIPEDRIVE_DEAL = {
    "id": 31,
    "title": "Birch & Co",
    "owner_id": 55,
    "value": 400,
    "currency": "USD",
    "status": "open",
    "stage_id": 2,
    "org_id": 7,
    "pipeline_id": 1,
    "add_time": "2026-11-10T09:00:00Z",
    "update_time": "2026-11-17T10:59:00Z",
    "won_time": None,
    "lost_time": None,
    "lost_reason": None,
    "custom_fields": {},
}
PIPEDRIVE_ACTIVITY = {
    "id": 88,
    "type": "call",
    "subject": "Ask for the date",
    "owner_id": 55,
    "done": True,
    "due_date": "2026-11-17",
    "marked_as_done_time": "2026-11-17T10:00:00Z",
    "deal_id": 31,
}


def salesforce(kind: str, **fields: str) -> bytes:
    """An outbound message with one notification."""
    inner = "".join(f"<sf:{name}>{value}</sf:{name}>" for name, value in fields.items())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>00D000000000001EAA</OrganizationId>
   <ActionId>04k000000000001AAA</ActionId>
   <SessionId xsi:nil="true"/>
   <EnterpriseUrl>https://example.my.salesforce.com/services/Soap/c/60.0</EnterpriseUrl>
   <PartnerUrl>https://example.my.salesforce.com/services/Soap/u/60.0</PartnerUrl>
   <Notification>
    <Id>04l000000000001AAA</Id>
    <sObject xsi:type="sf:{kind}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">{inner}</sObject>
   </Notification>
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>""".encode()


HUBSPOT_LEAD: dict[str, Any] = {
    "objectId": 77001,
    "objectTypeId": "0-136",
    "properties": {
        "hs_object_id": {"value": "77001"},
        "hubspot_owner_id": {"value": "77"},
        "hs_lead_name": {"value": "Birch & Co"},
        "hs_createdate": {"value": "2026-11-16T08:30:00Z"},
    },
}
PIPEDRIVE_LEAD: dict[str, Any] = {
    "id": "adf21080-0e10-11eb-879b-05d71fb426ec",
    "title": "Birch & Co",
    "owner_id": 55,
    "source_name": "API",
    "origin": "API",
    "channel": None,
    "label_ids": [],
    "value": {"amount": 999, "currency": "USD"},
    "person_id": None,
    "organization_id": 7,
    "is_archived": False,
    "add_time": "2026-11-16T08:30:00.000Z",
    "update_time": "2026-11-16T08:30:00.000Z",
}
