"""Refuses what Slack refuses in messages and views, by Slack's names. Each bound is a row of sandbox/limits.py."""

import json
from typing import Any

from sandbox.block_rules import CHART, TABLES, check_blocks, shown_text
from sandbox.bounds import Json, Refusal, as_objects, hold_count, hold_length, hold_string, hold_text, refused
from sandbox.element_rules import HOME, MESSAGE, MODAL
from sandbox.limits import LIMITS

__all__ = ["HOME", "MESSAGE", "MODAL", "Refusal", "check_message", "check_view"]

_WRONG = "invalid_arguments"


def check_message(payload: Json) -> None:
    """Raise Refusal when chat.postMessage, update or postEphemeral would not take this payload.

    A payload with `ts` changes a message, whose text may then be shorter only.
    """
    text, blocks, attachments = (payload.get(key) or None for key in ("text", "blocks", "attachments"))
    if text is None and blocks is None and attachments is None:
        raise Refusal("no_text", "[ERROR] a message needs text, blocks or attachments")
    if text is not None and not isinstance(text, str):
        raise refused("must be a string", "/text", _WRONG)
    hold_length(text or "", "update text" if payload.get("ts") else "message text", "/text")
    if blocks is not None:
        _check_message_blocks(blocks)
    if attachments is not None:
        _check_attachments(attachments)
    _check_metadata(payload.get("metadata"))


def _check_message_blocks(blocks: Any) -> None:
    if not isinstance(blocks, list):
        raise refused("must be an array", "/blocks", "invalid_blocks_format")
    hold_count(len(blocks), "message blocks", "/blocks")
    check_blocks(blocks, MESSAGE)
    kinds = [block["type"] for block in blocks]
    if sum(kind in TABLES for kind in kinds) > LIMITS["message tables"].at_most:
        raise refused("only_one_table_allowed", "/blocks", LIMITS["message tables"].error)
    hold_count(kinds.count(CHART), "message charts", "/blocks")
    hold_length(shown_text(blocks), "message blocks text", "/blocks")


def _check_attachments(attachments: Any) -> None:
    if not isinstance(attachments, list):
        raise refused("must be an array", "/attachments", "invalid_attachments")
    hold_count(len(attachments), "message attachments", "/attachments")
    for at, attachment in enumerate(as_objects(attachments, "/attachments", "invalid_attachments")):
        blocks = attachment.get("blocks") or []
        if not isinstance(blocks, list):
            raise refused("must be an array", f"/attachments/{at}/blocks", "invalid_attachments")
        check_blocks(blocks, MESSAGE, f"/attachments/{at}/blocks")


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    event = metadata.get("event_type") if isinstance(metadata, dict) else None
    if not isinstance(event, str) or not event or not isinstance(metadata.get("event_payload"), dict):
        raise refused("metadata needs an event_type and an event_payload", "/metadata", "invalid_metadata_format")


def check_view(view: Json) -> None:
    """Raise Refusal when views.open, push, update or publish would not take this view."""
    kind, blocks = view.get("type"), view.get("blocks")
    if kind not in (MODAL, HOME):
        raise refused("must provide a valid view type", "/view/type", _WRONG)
    if not isinstance(blocks, list):
        raise refused("missing required field: blocks", "/view", _WRONG)
    hold_count(len(blocks), "view blocks", "/view/blocks")
    try:
        check_blocks(blocks, kind, "/view/blocks")
    except Refusal as refusal:
        raise Refusal(_WRONG, refusal.detail) from refusal
    if kind == MODAL:
        _check_frame(view, asks=any(block["type"] == "input" for block in blocks))
    for key in ("callback_id", "external_id", "private_metadata"):
        hold_string(view, key, f"view {key}", "/view")
    hold_length(json.dumps(view), "view size", "/view")


def _check_frame(view: Json, *, asks: bool) -> None:
    hold_text(view, "title", "view title", "/view", plain=True)
    for key in ("submit", "close"):
        hold_text(view, key, f"view {key}", "/view", plain=True, needed=False)
    if asks and view.get("submit") is None:
        raise refused("submit is required when an input is within blocks", "/view", _WRONG)
