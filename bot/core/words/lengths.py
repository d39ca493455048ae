"""Texts cut to what Slack takes, so that what is left still reads as it was meant."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

LONGEST_TEXT = 4000
"""Characters of a message's text: an update takes no more, and what is posted may be updated."""
LONGEST_LINE = 400
LONGEST_BLOCKS = 12_000
"""Characters that all blocks of a message show together, to stay clear of what Slack refuses as too long."""
_HALF = re.compile(r"(?:&[a-z]{0,4}|<[^<>\s]{0,40})$")
_FENCE, _ISOLATE, _END = "```", "\u2068", "\u2069"


def cut_within(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, with an ellipsis when something is missing.

    No half of an entity or a mention is left, and what was opened (a block of fixed width, a part that is written from
    right to left) is closed.
    """
    if len(text) <= limit:
        return text
    kept = text[: max(0, limit - 1)]
    closing = _closing(kept)
    if closing:
        kept = kept[: max(0, limit - 1 - len(closing))]
        closing = _closing(kept)
    return f"{_HALF.sub('', kept).rstrip()}…{closing}"


def spoken_within(text: str, limit: int = LONGEST_TEXT) -> str:
    """A message's text in at most `limit` characters: one long line is cut before any line is lost."""
    if len(text) <= limit:
        return text
    lines = [cut_within(line, LONGEST_LINE) for line in text.split("\n")]
    return cut_within("\n".join(lines), limit)


def shown_within(blocks: Sequence[dict[str, Any]], limit: int = LONGEST_BLOCKS) -> tuple[dict[str, Any], ...]:
    """The blocks of a message, their long texts cut so far that all of them together have at most `limit` characters.

    No block is lost, and nothing to press.
    """
    lengths = sorted(len(text["text"]) for block in blocks for text in _texts(block))
    if sum(lengths) <= limit:
        return tuple(blocks)
    share, left = limit, limit
    for at, length in enumerate(lengths):
        share = left // (len(lengths) - at)
        if length > share:
            break
        left -= length
    return tuple(_cut_block(block, share) for block in blocks)


def _texts(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if isinstance(block.get("text"), dict):
        yield block["text"]
    if block.get("type") == "context":
        yield from (each for each in block["elements"] if "text" in each)


def _cut_block(block: dict[str, Any], limit: int) -> dict[str, Any]:
    said: dict[str, Any] = dict(block)
    if isinstance(block.get("text"), dict):
        said["text"] = {**block["text"], "text": cut_within(block["text"]["text"], limit)}
    if block.get("type") == "context":
        said["elements"] = [
            {**each, "text": cut_within(each["text"], limit)} if "text" in each else each for each in block["elements"]
        ]
    return said


def _closing(kept: str) -> str:
    isolate = _END if kept.count(_ISOLATE) > kept.count(_END) else ""
    return isolate + (f"\n{_FENCE}" if kept.count(_FENCE) % 2 else "")
