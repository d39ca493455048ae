"""Refuses what Slack refuses in messages and views, by Slack's names. Each bound is a row of sandbox/limits.py."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.limits import LIMITS

Json = dict[str, Any]

MESSAGE, MODAL, HOME = "message", "modal", "home"
EVERYWHERE = frozenset(
    {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "markdown"}
)
ONLY_ON = {
    "data_table": frozenset({MESSAGE}),
    "data_visualization": frozenset({MESSAGE}),
    "file": frozenset({MESSAGE}),
    "markdown": frozenset({MESSAGE}),
    "alert": frozenset({MODAL}),
    "video": frozenset({MESSAGE, MODAL, HOME}),
}
SELECTS = frozenset(
    f"{many}{kind}_select" for many in ("", "multi_") for kind in ("static", "users", "channels", "conversations")
)
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
FIELDS = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"})
CHOICES = frozenset({"radio_buttons", "checkboxes"})
IN_ACTIONS = SELECTS | PICKERS | CHOICES | {"button", "overflow", "workflow_button"}
IN_INPUT = SELECTS | PICKERS | CHOICES | FIELDS | {"file_input"}
STYLES = frozenset({"primary", "danger"})


class Refusal(Exception):
    """Slack refuses the payload: `error` is its name for it, `detail` what its response_metadata says."""

    def __init__(self, error: str, detail: str) -> None:
        self.error, self.detail = error, detail
        super().__init__(f"{error}: {detail}")


def check_message(payload: Json) -> None:
    """Raise Refusal when chat.postMessage, update or postEphemeral would not take this payload."""
    text, blocks = payload.get("text") or "", payload.get("blocks")
    attachments = payload.get("attachments")
    if not text and not blocks and not attachments:
        raise Refusal("no_text", "a message needs text, blocks or attachments")
    _bound(text, "message text", "/text")
    if blocks is not None:
        if not isinstance(blocks, list):
            raise Refusal("invalid_blocks_format", "blocks must be a list")
        _count(blocks, "message blocks", "/blocks")
        check_blocks(blocks, MESSAGE)
    metadata = payload.get("metadata")
    if metadata is not None and not (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    ):
        raise Refusal("invalid_metadata_format", "metadata needs event_type and event_payload")


def check_view(view: Json) -> None:
    """Raise Refusal when views.open, push, update or publish would not take this view."""
    kind = view.get("type")
    if kind not in (MODAL, HOME):
        raise Refusal("invalid_arguments", "[ERROR] must provide a valid view type [json-pointer:/view/type]")
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        raise Refusal("invalid_arguments", "[ERROR] missing required field: blocks [json-pointer:/view]")
    if kind == MODAL:
        _text(view.get("title"), "view title", "/view/title", error="invalid_arguments", plain=True)
        for name in ("submit", "close"):
            if view.get(name) is not None:
                _text(view[name], f"view {name}", f"/view/{name}", error="invalid_arguments", plain=True)
        if any(block.get("type") == "input" for block in blocks) and view.get("submit") is None:
            raise Refusal("invalid_arguments", "[ERROR] submit is required when an input is within blocks")
    _bound(str(view.get("callback_id") or ""), "view callback_id", "/view/callback_id")
    _bound(str(view.get("private_metadata") or ""), "view private_metadata", "/view/private_metadata")
    _count(blocks, "view blocks", "/view/blocks")
    if len(json.dumps(view)) > LIMITS["view size"].at_most:
        raise Refusal(LIMITS["view size"].error, "the view is larger than 250 KB")
    try:
        check_blocks(blocks, kind)
    except Refusal as refusal:
        raise Refusal("invalid_arguments", refusal.detail) from refusal


def check_blocks(blocks: list[Any], surface: str) -> None:
    """Raise Refusal unless all blocks are ones that this surface shows, within their bounds."""
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        where = f"/blocks/{at}"
        if not isinstance(block, dict) or "type" not in block:
            raise Refusal("invalid_blocks", f"[ERROR] missing required field: type [json-pointer:{where}]")
        kind = str(block["type"])
        if kind not in EVERYWHERE and kind not in ONLY_ON:
            raise Refusal("invalid_blocks", f"[ERROR] unsupported type: {kind} [json-pointer:{where}/type]")
        if surface not in ONLY_ON.get(kind, frozenset({MESSAGE, MODAL, HOME})):
            raise Refusal("invalid_blocks", f"[ERROR] {kind} is not allowed in a {surface} [json-pointer:{where}]")
        block_id = str(block.get("block_id") or "")
        _bound(block_id, "block_id", f"{where}/block_id")
        if block_id and block_id in seen:
            raise Refusal("invalid_blocks", f"[ERROR] block_id {block_id} is used twice [json-pointer:{where}]")
        seen.add(block_id)
        _BLOCKS.get(kind, _anything)(block, where)
    _count([b for b in blocks if b["type"] == "data_table"], "message tables", "/blocks")
    _count([b for b in blocks if b["type"] == "data_visualization"], "message charts", "/blocks")


def _anything(block: Json, where: str) -> None:
    """Blocks without bounds that matter here."""


def _header(block: Json, where: str) -> None:
    _text(block.get("text"), "header text", f"{where}/text", plain=True)


def _section(block: Json, where: str) -> None:
    if block.get("text") is None and not block.get("fields"):
        raise Refusal("invalid_blocks", f"[ERROR] a section needs text or fields [json-pointer:{where}]")
    if block.get("text") is not None:
        _text(block["text"], "section text", f"{where}/text")
    fields = block.get("fields") or []
    _count(fields, "section fields", f"{where}/fields")
    for at, field in enumerate(fields):
        _text(field, "section field", f"{where}/fields/{at}")
    if block.get("accessory") is not None:
        _element(block["accessory"], f"{where}/accessory", IN_ACTIONS | {"image"})


def _context(block: Json, where: str) -> None:
    elements = _some(block, "elements", where)
    _count(elements, "context elements", f"{where}/elements")
    for at, element in enumerate(elements):
        if element.get("type") == "image":
            _image(element, f"{where}/elements/{at}")
        else:
            _text(element, "context text", f"{where}/elements/{at}")


def _actions(block: Json, where: str) -> None:
    elements = _some(block, "elements", where)
    _count(elements, "actions elements", f"{where}/elements")
    seen: set[str] = set()
    for at, element in enumerate(elements):
        _element(element, f"{where}/elements/{at}", IN_ACTIONS)
        action_id = str(element.get("action_id") or "")
        if action_id and action_id in seen:
            raise Refusal("invalid_blocks", f"[ERROR] action_id {action_id} is used twice [json-pointer:{where}]")
        seen.add(action_id)


def _input(block: Json, where: str) -> None:
    _text(block.get("label"), "input label", f"{where}/label", plain=True)
    if block.get("hint") is not None:
        _text(block["hint"], "input hint", f"{where}/hint", plain=True)
    _element(block.get("element") or {}, f"{where}/element", IN_INPUT)


def _image(block: Json, where: str) -> None:
    if not block.get("alt_text") or not (block.get("image_url") or block.get("slack_file")):
        raise Refusal("invalid_blocks", f"[ERROR] an image needs alt_text and an address [json-pointer:{where}]")
    _bound(str(block["alt_text"]), "image alt_text", f"{where}/alt_text")


def _markdown(block: Json, where: str) -> None:
    _bound(str(block.get("text") or ""), "markdown text", f"{where}/text")


def _table(block: Json, where: str) -> None:
    if not block.get("caption"):
        raise Refusal("invalid_blocks", f"[ERROR] a data_table needs a caption [json-pointer:{where}]")
    rows = _some(block, "rows", where)
    _count(rows, "data_table rows", f"{where}/rows")
    for at, row in enumerate(rows):
        _count(row, "data_table columns", f"{where}/rows/{at}")
    if len("".join(_texts(rows))) > LIMITS["data_table text"].at_most:
        raise Refusal("invalid_blocks", f"[ERROR] a data_table's text is too long [json-pointer:{where}]")


def _chart(block: Json, where: str) -> None:
    _bound(str(block.get("title") or ""), "chart title", f"{where}/title")
    chart = block.get("chart") or {}
    if chart.get("type") == "pie":
        segments = _some(chart, "segments", f"{where}/chart")
        _count(segments, "chart segments", f"{where}/chart/segments")
        labels = [str(segment.get("label", "")) for segment in segments]
    else:
        series = _some(chart, "series", f"{where}/chart")
        _count(series, "chart series", f"{where}/chart/series")
        categories = (chart.get("axis_config") or {}).get("categories") or []
        _count(categories, "chart categories", f"{where}/chart/axis_config/categories")
        labels = [str(name) for name in [*categories, *(one.get("name", "") for one in series)]]
    for label in labels:
        _bound(label, "chart label", f"{where}/chart")


def _element(element: Json, where: str, allowed: frozenset[str]) -> None:
    kind = str(element.get("type"))
    if kind not in allowed:
        raise Refusal("invalid_blocks", f"[ERROR] unsupported type: {kind} [json-pointer:{where}/type]")
    _bound(str(element.get("action_id") or ""), "action_id", f"{where}/action_id")
    if element.get("placeholder") is not None:
        _text(element["placeholder"], "placeholder", f"{where}/placeholder", plain=True)
    if kind == "image":
        _image(element, where)
    if kind == "button":
        _text(element.get("text"), "button text", f"{where}/text", plain=True)
        _bound(str(element.get("value") or ""), "button value", f"{where}/value")
        if element.get("style") not in (None, *STYLES):
            raise Refusal("invalid_blocks", f"[ERROR] invalid button style [json-pointer:{where}/style]")
    bounds = {"overflow": "overflow options", "radio_buttons": "radio options", "checkboxes": "checkbox options"}
    if kind in bounds or kind in ("static_select", "multi_static_select"):
        options = element.get("options") or [o for g in element.get("option_groups") or [] for o in g["options"]]
        if not options:
            raise Refusal("invalid_blocks", f"[ERROR] options are missing [json-pointer:{where}/options]")
        _count(options, bounds.get(kind, "select options"), f"{where}/options")
        for at, option in enumerate(options):
            _text(option.get("text"), "option text", f"{where}/options/{at}/text")
            _bound(str(option.get("value") or ""), "option value", f"{where}/options/{at}/value")


def _some(block: Json, name: str, where: str) -> list[Any]:
    found = block.get(name)
    if not isinstance(found, list) or not found:
        raise Refusal("invalid_blocks", f"[ERROR] no less than 1 items allowed [json-pointer:{where}/{name}]")
    return found


def _text(value: Any, limit: str, where: str, *, plain: bool = False, error: str = "") -> None:
    row = LIMITS[limit]
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if not isinstance(value, dict) or value.get("type") not in kinds or not str(value.get("text") or ""):
        raise Refusal(
            error or row.error, f"[ERROR] a text of type {' or '.join(kinds)} is missing [json-pointer:{where}]"
        )
    _bound(str(value["text"]), limit, f"{where}/text")


def _bound(text: str, limit: str, where: str) -> None:
    row = LIMITS[limit]
    if len(text) > row.at_most:
        raise Refusal(row.error, f"[ERROR] must be less than {row.at_most + 1} characters [json-pointer:{where}]")


def _count(items: list[Any], limit: str, where: str) -> None:
    row = LIMITS[limit]
    if len(items) > row.at_most:
        raise Refusal(row.error, f"[ERROR] no more than {row.at_most} items allowed [json-pointer:{where}]")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


_BLOCKS = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "data_table": _table,
    "data_visualization": _chart,
}
