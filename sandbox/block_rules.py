"""Layout blocks: which surface shows which, and within which bounds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.bounds import (
    Json,
    as_objects,
    hold_length,
    hold_objects,
    hold_string,
    hold_text,
    hold_text_object,
    one_of,
    refused,
)
from sandbox.element_rules import (
    ACTIONS,
    EVERYWHERE,
    INPUT,
    MESSAGE,
    MODAL,
    SECTION,
    check_element,
    check_image,
)
from sandbox.figure_rules import check_chart, check_data_table, check_table, texts_in
from sandbox.rich_text_rules import check_rich_text

TABLES, CHART = frozenset({"data_table", "table"}), "data_visualization"
LEVELS = frozenset({"default", "info", "warning", "error", "success"})


@dataclass(frozen=True)
class _Kind:
    check: Callable[[Json, str, str], None]
    surfaces: frozenset[str] = EVERYWHERE


def check_blocks(blocks: list[Any], surface: str, where: str = "/blocks") -> None:
    """Raise Refusal unless `surface` (message, modal or home) shows all blocks, and each is within its bounds."""
    seen: set[str] = set()
    for at, block in enumerate(as_objects(blocks, where)):
        inside = f"{where}/{at}"
        name = block.get("type")
        kind = _KINDS.get(name) if isinstance(name, str) else None
        if kind is None:
            raise refused(f"unsupported type: {name}", f"{inside}/type")
        if surface not in kind.surfaces:
            raise refused(f"{name} is not allowed in a {surface}", inside)
        block_id = hold_string(block, "block_id", "block_id", inside)
        if block_id and block_id in seen:
            raise refused(f"the block_id {block_id} is used twice", f"{inside}/block_id")
        seen.add(block_id)
        kind.check(block, inside, surface)
    markdown = [block["text"] for block in blocks if block["type"] == "markdown"]
    if markdown:
        hold_length("".join(markdown), "markdown text", where)


def shown_text(blocks: list[Json]) -> str:
    """All text that checked blocks show to a reader, tables, charts, buttons and menus apart."""
    return "".join(
        text
        for block in blocks
        if block["type"] in _TEXTUAL
        for text in texts_in({key: value for key, value in block.items() if key != "accessory"})
    )


def _check_header(block: Json, where: str, _surface: str) -> None:
    hold_text(block, "text", "header text", where, plain=True)


def _check_section(block: Json, where: str, surface: str) -> None:
    if block.get("text") is None and block.get("fields") is None:
        raise refused("a section needs text or fields", where)
    hold_text(block, "text", "section text", where, needed=False)
    if block.get("fields") is not None:
        for at, field in enumerate(hold_objects(block, "fields", "section fields", where)):
            hold_text_object(field, "section field", f"{where}/fields/{at}")
    if block.get("accessory") is not None:
        check_element(block["accessory"], f"{where}/accessory", place=SECTION, surface=surface)


def _check_context(block: Json, where: str, _surface: str) -> None:
    for at, element in enumerate(hold_objects(block, "elements", "context elements", where)):
        if element.get("type") == "image":
            check_image(element, f"{where}/elements/{at}")
        else:
            hold_text_object(element, "context text", f"{where}/elements/{at}")


def _check_actions(block: Json, where: str, surface: str) -> None:
    seen: set[str] = set()
    for at, element in enumerate(hold_objects(block, "elements", "actions elements", where)):
        check_element(element, f"{where}/elements/{at}", place=ACTIONS, surface=surface)
        action_id = element.get("action_id") or ""
        if action_id and action_id in seen:
            raise refused(f"the action_id {action_id} is used twice", f"{where}/elements/{at}/action_id")
        seen.add(action_id)


def _check_input(block: Json, where: str, surface: str) -> None:
    hold_text(block, "label", "input label", where, plain=True)
    hold_text(block, "hint", "input hint", where, plain=True, needed=False)
    check_element(block.get("element"), f"{where}/element", place=INPUT, surface=surface)


def _check_image(block: Json, where: str, _surface: str) -> None:
    check_image(block, where)
    hold_text(block, "title", "image title", where, plain=True, needed=False)


def _check_video(block: Json, where: str, _surface: str) -> None:
    for key in ("alt_text", "video_url"):
        if not isinstance(block.get(key), str) or not block[key]:
            raise refused(f"missing required field: {key}", where)
    hold_text(block, "title", "video title", where, plain=True)
    hold_string(block, "author_name", "video author_name", where)


def _check_file(block: Json, where: str, _surface: str) -> None:
    if not block.get("external_id") or block.get("source") != "remote":
        raise refused("a file needs an external_id and the source remote", where)


def _check_alert(block: Json, where: str, _surface: str) -> None:
    hold_text(block, "text", "alert text", where)
    one_of(block, "level", LEVELS, where)


def _check_markdown(block: Json, where: str, _surface: str) -> None:
    hold_string(block, "text", "markdown text", where, needed=True)


def _check_divider(_block: Json, _where: str, _surface: str) -> None:
    """A line has no bounds."""


def _anywhere(check: Callable[[Json, str], None]) -> Callable[[Json, str, str], None]:
    """A check to which the surface makes no difference."""
    return lambda block, where, _surface: check(block, where)


_ONLY_MESSAGES = frozenset({MESSAGE})
_KINDS = {
    "actions": _Kind(_check_actions),
    "alert": _Kind(_check_alert, frozenset({MODAL})),
    "context": _Kind(_check_context),
    "data_table": _Kind(_anywhere(check_data_table), _ONLY_MESSAGES),
    "data_visualization": _Kind(_anywhere(check_chart), _ONLY_MESSAGES),
    "divider": _Kind(_check_divider),
    "file": _Kind(_check_file, _ONLY_MESSAGES),
    "header": _Kind(_check_header),
    "image": _Kind(_check_image),
    "input": _Kind(_check_input),
    "markdown": _Kind(_check_markdown, _ONLY_MESSAGES),
    "rich_text": _Kind(_anywhere(check_rich_text)),
    "section": _Kind(_check_section),
    "table": _Kind(_anywhere(check_table), _ONLY_MESSAGES),
    "video": _Kind(_check_video),
}
_TEXTUAL = frozenset({"context", "header", "markdown", "rich_text", "section"})
SURFACES = {name: kind.surfaces for name, kind in _KINDS.items()}
"""The blocks that the sandbox knows, and the surfaces that show them."""
