"""Slack's limits, a row each: what is bounded, by how much, the error that Slack answers, where it is documented."""

from dataclasses import dataclass

DOCS = "https://docs.slack.dev"


@dataclass(frozen=True)
class Limit:
    """One limit. `at_most` is the largest allowed number of characters or things."""

    name: str
    at_most: int
    error: str
    source: str


_ROWS = (
    Limit("message blocks", 50, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks"),
    Limit("view blocks", 100, "invalid_arguments", f"{DOCS}/reference/block-kit/blocks"),
    Limit("message text", 40_000, "msg_too_long", f"{DOCS}/reference/methods/chat.postMessage"),
    Limit("block_id", 255, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks"),
    Limit("action_id", 255, "invalid_blocks", f"{DOCS}/reference/block-kit/block-elements/button-element"),
    Limit("header text", 150, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/header-block"),
    Limit("section text", 3000, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/section-block"),
    Limit("section fields", 10, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/section-block"),
    Limit("section field", 2000, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/section-block"),
    Limit("context elements", 10, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/context-block"),
    Limit("context text", 3000, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/context-block"),
    Limit("actions elements", 25, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/actions-block"),
    Limit("button text", 75, "invalid_blocks", f"{DOCS}/reference/block-kit/block-elements/button-element"),
    Limit("button value", 2000, "invalid_blocks", f"{DOCS}/reference/block-kit/block-elements/button-element"),
    Limit("option text", 75, "invalid_blocks", f"{DOCS}/reference/block-kit/composition-objects/option-object"),
    Limit("option value", 150, "invalid_blocks", f"{DOCS}/reference/block-kit/composition-objects/option-object"),
    Limit("select options", 100, "invalid_blocks", f"{DOCS}/reference/block-kit/block-elements/select-menu-element"),
    Limit("overflow options", 5, "invalid_blocks", f"{DOCS}/reference/block-kit/block-elements/overflow-menu-element"),
    Limit(
        "radio options", 10, "invalid_blocks", f"{DOCS}/reference/block-kit/block-elements/radio-button-group-element"
    ),
    Limit("checkbox options", 10, "invalid_blocks", f"{DOCS}/reference/block-kit/block-elements/checkboxes-element"),
    Limit("placeholder", 150, "invalid_blocks", f"{DOCS}/reference/block-kit/block-elements/select-menu-element"),
    Limit("input label", 2000, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/input-block"),
    Limit("input hint", 2000, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/input-block"),
    Limit("image alt_text", 2000, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/image-block"),
    Limit("markdown text", 12_000, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/markdown-block"),
    Limit("data_table rows", 100, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-table-block"),
    Limit("data_table columns", 20, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-table-block"),
    Limit("data_table text", 10_000, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-table-block"),
    Limit("message tables", 1, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-table-block"),
    Limit("message charts", 2, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-visualization-block"),
    Limit("chart title", 50, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-visualization-block"),
    Limit("chart series", 12, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-visualization-block"),
    Limit("chart segments", 12, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-visualization-block"),
    Limit("chart categories", 20, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-visualization-block"),
    Limit("chart label", 20, "invalid_blocks", f"{DOCS}/reference/block-kit/blocks/data-visualization-block"),
    Limit("view title", 24, "invalid_arguments", f"{DOCS}/reference/views/modal-views"),
    Limit("view submit", 24, "invalid_arguments", f"{DOCS}/reference/views/modal-views"),
    Limit("view close", 24, "invalid_arguments", f"{DOCS}/reference/views/modal-views"),
    Limit("view callback_id", 255, "invalid_arguments", f"{DOCS}/reference/views/modal-views"),
    Limit("view private_metadata", 3000, "invalid_arguments", f"{DOCS}/reference/views/modal-views"),
    Limit("view size", 250_000, "view_too_large", f"{DOCS}/reference/methods/views.open"),
    Limit("view stack", 3, "push_limit_reached", f"{DOCS}/reference/methods/views.push"),
)
LIMITS = {row.name: row for row in _ROWS}
