"""Pipedrive: webhooks of version 2, with what happened in `meta` and the object in `data`."""

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

NAME = "pipedrive"
WRITES = frozenset({"create", "change"})


def events_of(payload: Any) -> list[Event]:
    """What happened. Raises NotUnderstandable."""
    meta = payload.get("meta") if isinstance(payload, dict) else None
    if not isinstance(meta, dict):
        raise NotUnderstandable("Pipedrive sends an object with meta and data (webhooks of version 2).")
    action, entity = str(meta.get("action", "")), str(meta.get("entity", ""))
    data = payload.get("data")
    own = meta.get("entity_id") or (data.get("id") if isinstance(data, dict) else None)
    event = f"{action}.{entity} {own or ''}"
    if action not in WRITES or not isinstance(data, dict) or own is None:
        return [NoEvent(event, "is not kept")]
    external_id = f"{NAME}:{entity}:{own}"[:200]
    match entity:
        case "deal":
            return [_deal(event, external_id, data)]
        case "lead":
            return [_lead(event, external_id, data)]
        case "activity":
            return [_activity(event, external_id, data)]
        case _:
            return [NoEvent(event, "is not kept")]


def _deal(event: str, external_id: str, data: Mapping[str, Any]) -> Event:
    status = text_of(data.get("status"), 40)
    if status == "deleted":
        return NoEvent(event, "is deleted in Pipedrive; reopen it in Slack if it was a mistake")
    ended = status in ("won", "lost")
    return DealEvent(
        event,
        external_id,
        owner=_owner(data),
        account=text_of(data.get("title")),
        amount=amount_of(data.get("value")),
        currency=text_of(data.get("currency"), 3),
        stage=status if ended else _stage(data),
        opened=day_of(data.get("add_time")),
        closed=day_of(data.get("won_time") or data.get("lost_time") or data.get("close_time")) if ended else None,
        lost_reason=text_of(data.get("lost_reason")),
    )


def _stage(data: Mapping[str, Any]) -> str | None:
    stage = data.get("stage_id")
    return None if stage is None else f"{NAME}:{stage}"


def _lead(event: str, external_id: str, data: Mapping[str, Any]) -> Event:
    return LeadEvent(
        event,
        external_id,
        owner=_owner(data),
        account=text_of(data.get("title")),
        source=text_of(data.get("source_name") or data.get("origin"), 80),
        created=day_of(data.get("add_time")),
    )


def _activity(event: str, external_id: str, data: Mapping[str, Any]) -> Event:
    owner, metric = _owner(data), text_of(data.get("type"), 40)
    if data.get("done") is not True:
        return NoEvent(event, "is planned, not done")
    if owner is None or metric is None:
        return NoEvent(event, "has no owner or no type")
    return ActivityEvent(
        event,
        external_id,
        owner,
        metric,
        on=day_of(data.get("marked_as_done_time") or data.get("due_date")),
        note=text_of(data.get("subject"), 200) or "",
    )


def _owner(data: Mapping[str, Any]) -> str | None:
    owner = data.get("owner_id") or data.get("user_id")
    return f"{NAME}:{owner}" if isinstance(owner, int | str) and not isinstance(owner, bool) else None
