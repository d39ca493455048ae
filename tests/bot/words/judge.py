"""Judges a message, a modal or a Home tab by Slack's rules (the sandbox's table) and by what holds of all of ours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.core.words.message import Message
from sandbox.rules import check_message, check_view

Json = Mapping[str, Any]

INJECTED = ("<!", "<@U0EVIL", "<https://evil", "*bold*", "_x_", "~y~", "`code`")
"""Of tests/bot/words/hostile.py: none of it may come out as it went in."""
HALF_AN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
TURNS = "\u202a\u202b\u202c\u202d\u202e"
OPENING, CLOSING = "\u2066\u2067\u2068", "\u2069"
IN_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
WORD = re.compile(r"[^\W_]+")
PRESSABLE = ("actions", "input")


def judge_message(message: Message) -> None:
    """Raise unless Slack takes the message, also as an update, and its text alone tells what it shows."""
    assert message.text.strip(), "a message without text says nothing to a screen reader"
    _judge_marked(message.text)
    check_message({"text": message.text, "blocks": list(message.blocks), "ts": "1764000000.000100"})
    for text in _texts(message.blocks):
        _judge_text(text)


def judge_view(view: Json) -> None:
    """Raise unless Slack opens the modal, or publishes the Home tab."""
    check_view(dict(view))
    for text in _texts(view):
        _judge_text(text)


def judge_piece(piece: Json) -> None:
    """Raise unless Slack takes a block, or something to press, in a message or a modal that has nothing else."""
    block = piece if "elements" in piece or piece["type"] in BLOCKS else {"type": "actions", "elements": [piece]}
    if block["type"] == "input":
        frame = {"type": "plain_text", "text": "x"}
        check_view({"type": "modal", "title": frame, "submit": frame, "blocks": [block]})
    else:
        check_message({"text": "x", "blocks": [block]})
    for text in _texts(block):
        _judge_text(text)


BLOCKS = ("section", "context", "header", "divider", "image", "input", "data_table", "data_visualization")


def unspoken(message: Message) -> set[str]:
    """Words that the message shows and its text does not say; what is pressed and bars apart."""
    shown: list[str] = []
    for block in message.blocks:
        if block["type"] not in PRESSABLE:
            shown += [text["text"] for text in _texts({**block, "accessory": None})]
    said = set(_words(message.text))
    return {word for text in shown for word in _words(text) if word not in said}


def _words(text: str) -> list[str]:
    # What is cut is said in full elsewhere.
    return [word.casefold() for word in WORD.findall(re.sub(r"<[^>]*>|&\w+;|\w*…", " ", text))]


def _judge_text(text: Json) -> None:
    if text["type"] == "mrkdwn":
        _judge_marked(text["text"])
    assert not set(text["text"]) & set(TURNS), f"turns the direction of what comes after it: {text['text']!r:.200}"


def _judge_marked(text: str) -> None:
    assert text.count("```") % 2 == 0, f"a block of code is left open: {text!r:.200}"
    outside = IN_CODE.sub("", text)
    for raw in INJECTED:
        assert raw not in (text if raw[0] in "<`" else outside), f"{raw} in {text!r:.300}"
    assert not HALF_AN_ENTITY.search(text), f"not escaped, or cut in the middle: {text!r:.300}"
    assert not set(text) & set(TURNS), f"turns the direction of what comes after it: {text!r:.200}"
    opened = sum(text.count(each) for each in OPENING)
    assert opened == text.count(CLOSING), f"the direction of writing is left turned: {text!r:.200}"


def _texts(found: Any) -> Iterator[Json]:
    """The text objects in it."""
    if isinstance(found, Mapping):
        if found.get("type") in ("plain_text", "mrkdwn") and isinstance(found.get("text"), str):
            yield found
            return
        for each in found.values():
            yield from _texts(each)
    elif isinstance(found, Sequence) and not isinstance(found, str):
        for each in found:
            yield from _texts(each)
