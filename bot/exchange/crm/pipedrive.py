"""Pipedrive: webhooks of version 2, with what happened in `meta` and the object in `data`."""

from collections.abc import Mapping
from typing import Any

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
from bot.exchange.identity import ACTIVITY, DEAL, LEAD, PIPEDRIVE

NAME = PIPEDRIVE
KINDS = {"deal": DEAL, "lead": LEAD, "activity": ACTIVITY}
ENDS = ("won", "lost")
FIRST_VERSION = "is of Pipedrive's webhooks version 1: make the webhook again and choose version 2.0"


def events_of(payload: Any) -> list[Event]:
    """What happened. Raises NotUnderstandable."""
    meta = payload.get("meta") if isinstance(payload, dict) else None
    if not isinstance(meta, dict):
        raise NotUnderstandable("Pipedrive sends an object with meta and data (webhooks of version 2).")
    if "current" in payload and "data" not in payload:
        return [NoEvent(f"{payload.get('event', 'event')} {meta.get('id', '')}", FIRST_VERSION)]
    action, entity = str(meta.get("action", "")), str(meta.get("entity", ""))
    data = payload.get("data")
    own = meta.get("entity_id") or (data.get("id") if isinstance(data, dict) else None)
    event = f"{action}.{entity} {own or ''}"
    kind = KINDS.get(entity)
    if kind is None or own is None or action not in ("create", "change", "delete"):
        return [NoEvent(event, "is not kept")]
    at = instant_of(meta.get("timestamp"))
    if action == "delete":
        return [RecordEvent(event, NAME, kind, str(own)[:100], {"gone": True}, at)]
    if not isinstance(data, dict):
        return [NoEvent(event, "has no data")]
    previous = payload.get("previous")
    was = previous if isinstance(previous, dict) else {}
    at = at or instant_of(data.get("update_time"))
    read = {DEAL: _deal, LEAD: _lead, ACTIVITY: _activity}[kind]
    problems = amount_problem(data.get("value")) if kind == DEAL else ()
    return [RecordEvent(event, NAME, kind, str(own)[:100], read(data, was), at, problems=problems)]


def _deal(data: Mapping[str, Any], was: Mapping[str, Any]) -> dict[str, Said]:
    status = text_of(data.get("status"), 40)
    if status == "deleted" or data.get("is_deleted") is True:
        return {"gone": True}
    ended = status in ENDS
    fields = told(
        {
            "gone": False,
            "owner": _owner(data),
            "account": text_of(data.get("title")),
            "amount": amount_of(data.get("value")),
            "currency": text_of(data.get("currency"), 3),
            "stage": status if ended else _stage(data),
            "opened": day_of(data.get("add_time")),
            "closed": day_of(data.get(f"{status}_time") or data.get("close_time")) if ended else None,
            "lost_reason": text_of(data.get("lost_reason")),
        }
    )
    if "value" in data and data["value"] is None and was.get("value") is not None:
        fields["amount"] = None
    return fields


def _stage(data: Mapping[str, Any]) -> str | None:
    stage = data.get("stage_id")
    return None if stage is None else f"{NAME}:{stage}"


def _lead(data: Mapping[str, Any], _was: Mapping[str, Any]) -> dict[str, Said]:
    return told(
        {
            "gone": False,
            "owner": _owner(data),
            "account": text_of(data.get("title")),
            "source": text_of(data.get("source_name") or data.get("origin"), 80),
            "created": day_of(data.get("add_time")),
        }
    )


def _activity(data: Mapping[str, Any], _was: Mapping[str, Any]) -> dict[str, Said]:
    return told(
        {
            "gone": data.get("is_deleted") is True or data.get("active_flag") is False,
            "owner": _owner(data),
            "metric": text_of(data.get("type"), 40),
            "status": "done" if data.get("done") in (True, 1) else "not done",
            "on": day_of(data.get("marked_as_done_time")),
            "due": day_of(data.get("due_date")),
            "note": text_of(data.get("subject"), 200),
        }
    )


def _owner(data: Mapping[str, Any]) -> str | None:
    owner = data.get("owner_id") or data.get("user_id")
    return f"{NAME}:{owner}" if isinstance(owner, int | str) and not isinstance(owner, bool) else None
