"""Slack's limits, a row each: what is bounded, by how much, the error that Slack answers, where it is documented.

The checks read their numbers here and nowhere else; docs/internals/slack-limits.md is this table for people, and a test
holds the two equal. How often a method may be called is in sandbox/rates.py.
"""

from dataclasses import dataclass

DOCS = "https://docs.slack.dev"
CHARACTERS, ITEMS, VALUE = "characters", "items", "value"


@dataclass(frozen=True)
class Limit:
    """One limit: at least `at_least` and at most `at_most` characters or items, or that value of a number.

    `error` is what Slack answers for a message; in a view every fault of a block is `invalid_arguments`.
    """

    name: str
    at_most: int
    error: str
    source: str
    unit: str
    at_least: int = 0
    note: str = ""


def _characters(
    name: str, at_most: int, page: str, *, at_least: int = 0, error: str = "invalid_blocks", note: str = ""
) -> Limit:
    return Limit(name, at_most, error, f"{DOCS}/reference/{page}", CHARACTERS, at_least, note)


def _items(
    name: str, at_most: int, page: str, *, at_least: int = 0, error: str = "invalid_blocks", note: str = ""
) -> Limit:
    return Limit(name, at_most, error, f"{DOCS}/reference/{page}", ITEMS, at_least, note)


def _value(name: str, at_most: int, page: str, *, at_least: int = 0) -> Limit:
    return Limit(name, at_most, "invalid_blocks", f"{DOCS}/reference/{page}", VALUE, at_least)


_BLOCK, _ELEMENT, _OBJECT = "block-kit/blocks", "block-kit/block-elements", "block-kit/composition-objects"
_POST, _UPDATE = "methods/chat.postMessage", "methods/chat.update"
_TABLE, _FIGURE = f"{_BLOCK}/data-table-block", f"{_BLOCK}/data-visualization-block"
_MODAL, _WRONG = "views/modal-views", "invalid_arguments"

MESSAGES = (
    _characters(
        "message text",
        40_000,
        _POST,
        error="msg_too_long",
        note="Slack cuts a posted text here and warns; the sandbox refuses it, so that nothing is lost unseen. "
        "Slack recommends 4,000.",
    ),
    _characters("update text", 4_000, _UPDATE, error="msg_too_long", note="chat.update takes less than a post."),
    _items("message blocks", 50, _BLOCK),
    Limit(
        "message blocks text",
        13_200,
        "msg_blocks_too_long",
        "https://github.com/slackapi/bolt-js/issues/2509",
        CHARACTERS,
        note="Measured by others, not documented: all text that the blocks show, tables and charts apart. "
        "Each block costs some more in Slack, so stay under 12,000.",
    ),
    _items("message attachments", 100, _POST, error="too_many_attachments"),
    _items(
        "message tables",
        1,
        f"{_BLOCK}/table-block",
        error="invalid_attachments",
        note="table and data_table together; Slack's detail is only_one_table_allowed.",
    ),
    _items("message charts", 2, _FIGURE),
)
BLOCKS = (
    _characters("block_id", 255, _BLOCK),
    _characters("header text", 150, f"{_BLOCK}/header-block", at_least=1),
    _characters("section text", 3_000, f"{_BLOCK}/section-block", at_least=1),
    _items("section fields", 10, f"{_BLOCK}/section-block", at_least=1),
    _characters("section field", 2_000, f"{_BLOCK}/section-block", at_least=1),
    _items("context elements", 10, f"{_BLOCK}/context-block", at_least=1),
    _characters("context text", 3_000, f"{_OBJECT}/text-object", at_least=1),
    _items("actions elements", 25, f"{_BLOCK}/actions-block", at_least=1),
    _characters("input label", 2_000, f"{_BLOCK}/input-block", at_least=1),
    _characters("input hint", 2_000, f"{_BLOCK}/input-block", at_least=1),
    _characters("image alt_text", 2_000, f"{_BLOCK}/image-block", at_least=1),
    _characters("image image_url", 3_000, f"{_BLOCK}/image-block", at_least=1),
    _characters("image title", 2_000, f"{_BLOCK}/image-block", at_least=1),
    _characters("video title", 199, f"{_BLOCK}/video-block", at_least=1, note="Documented as less than 200."),
    _characters("video author_name", 49, f"{_BLOCK}/video-block", note="Documented as less than 50."),
    _characters("alert text", 200, f"{_BLOCK}/alert-block", at_least=1),
    _characters(
        "markdown text", 12_000, f"{_BLOCK}/markdown-block", at_least=1, note="Of all markdown blocks together."
    ),
)
ELEMENTS = (
    _characters("action_id", 255, f"{_ELEMENT}/button-element"),
    _characters("button text", 75, f"{_ELEMENT}/button-element", at_least=1),
    _characters("button value", 2_000, f"{_ELEMENT}/button-element"),
    _characters("button url", 3_000, f"{_ELEMENT}/button-element"),
    _characters("button accessibility_label", 75, f"{_ELEMENT}/button-element"),
    _characters("placeholder", 150, f"{_ELEMENT}/select-menu-element", at_least=1),
    _items("select options", 100, f"{_ELEMENT}/select-menu-element", at_least=1, note="Of each group, with groups."),
    _items("select option_groups", 100, f"{_ELEMENT}/select-menu-element", at_least=1),
    _items(
        "overflow options", 5, f"{_ELEMENT}/overflow-menu-element", at_least=1, note="Older documentation: at least 2."
    ),
    _items("radio options", 10, f"{_ELEMENT}/radio-button-group-element", at_least=1),
    _items("checkbox options", 10, f"{_ELEMENT}/checkboxes-element", at_least=1),
    _value("text input min_length", 3_000, f"{_ELEMENT}/plain-text-input-element"),
    _value("text input max_length", 3_000, f"{_ELEMENT}/plain-text-input-element", at_least=1),
    _value("file input max_files", 10, f"{_ELEMENT}/file-input-element", at_least=1),
)
OBJECTS = (
    _characters("option text", 75, f"{_OBJECT}/option-object", at_least=1),
    _characters("option value", 150, f"{_OBJECT}/option-object"),
    _characters("option description", 75, f"{_OBJECT}/option-object", at_least=1),
    _characters("option url", 3_000, f"{_OBJECT}/option-object"),
    _characters("option group label", 75, f"{_OBJECT}/option-group-object", at_least=1),
    _characters("confirm title", 100, f"{_OBJECT}/confirmation-dialog-object", at_least=1),
    _characters("confirm text", 300, f"{_OBJECT}/confirmation-dialog-object", at_least=1),
    _characters("confirm confirm", 30, f"{_OBJECT}/confirmation-dialog-object", at_least=1),
    _characters("confirm deny", 30, f"{_OBJECT}/confirmation-dialog-object", at_least=1),
)
FIGURES = (
    _items("data_table rows", 101, _TABLE, at_least=2, note="100 rows and the header."),
    _items("data_table columns", 20, _TABLE, at_least=1),
    _characters("data_table text", 10_000, _TABLE, note="Of all cells."),
    _value("data_table page_size", 100, _TABLE, at_least=1),
    _items("table rows", 100, f"{_BLOCK}/table-block", at_least=1),
    _items("table columns", 20, f"{_BLOCK}/table-block", at_least=1),
    _characters("table text", 10_000, f"{_BLOCK}/table-block", note="Of all cells."),
    _items("table column_settings", 20, f"{_BLOCK}/table-block"),
    _characters("chart title", 50, _FIGURE, at_least=1),
    _characters("chart axis label", 50, _FIGURE),
    _items("chart segments", 12, _FIGURE, at_least=1, note="Older documentation: 6."),
    _items("chart series", 12, _FIGURE, at_least=1, note="Older documentation: 6."),
    _items("chart categories", 20, _FIGURE, at_least=1),
    _characters("chart label", 20, _FIGURE, at_least=1, note="Of a segment, a series or a category."),
)
VIEWS = (
    _items("view blocks", 100, _BLOCK, error=_WRONG),
    _characters("view title", 24, _MODAL, at_least=1, error=_WRONG),
    _characters("view submit", 24, _MODAL, at_least=1, error=_WRONG),
    _characters("view close", 24, _MODAL, at_least=1, error=_WRONG),
    _characters("view callback_id", 255, _MODAL, error=_WRONG),
    _characters("view external_id", 255, _MODAL, error=_WRONG),
    _characters("view private_metadata", 3_000, _MODAL, error=_WRONG),
    _characters("view size", 250_000, "methods/views.open", error="view_too_large", note="250 KB, as JSON."),
    _items("view stack", 3, "methods/views.push", error="push_limit_reached", note="Views on top of each other."),
)
GROUPS = {
    "Messages": MESSAGES,
    "Blocks": BLOCKS,
    "Elements": ELEMENTS,
    "Composition objects": OBJECTS,
    "Tables and charts": FIGURES,
    "Views": VIEWS,
}
LIMITS = {row.name: row for group in GROUPS.values() for row in group}
