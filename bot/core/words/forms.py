"""The pieces that modals are made of. Texts are shortened to what Slack takes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.words.blocks import plain
from bot.core.words.message import Block

TITLE, LABEL, OPTION, PLACEHOLDER = 24, 2000, 75, 150

Option = tuple[str, str]
"""What is shown, and the value that it stands for."""


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str,
    submit: str | None,
    close: str,
    carried: Mapping[str, Any] | None = None,
) -> Block:
    """A modal; `callback` is the listener's callback_id, `carried` what it is about (private_metadata, at most 3,000
    characters, and not to be trusted: whoever submits may have changed it). Without `submit` there is nothing to send.
    """
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE),
        "close": plain(close, TITLE),
        "blocks": list(blocks),
        "private_metadata": json.dumps(carried or {}, separators=(",", ":"), ensure_ascii=False),
    }
    if submit is not None:
        view["submit"] = plain(submit, TITLE)
    return view


def field(block_id: str, label: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    """An input block: its value is found under `block_id`."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, LABEL),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, LABEL)
    return block


def text_box(*, value: str = "", placeholder: str = "", lines: bool = False, longest: int = 3000) -> Block:
    """A text field of one line, or of several `lines`."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": "value",
        "multiline": lines,
        "max_length": min(longest, 3000),
    }
    return _with(element, initial_value=value, placeholder=placeholder)


def choice(
    options: Sequence[Option], *, chosen: str | None = None, action: str = "value", placeholder: str = ""
) -> Block:
    """A menu of which one is chosen; 1 to 100 options."""
    made = [_option(each) for each in options[:100]]
    element: Block = {"type": "static_select", "action_id": action, "options": made}
    initial = next((each for each in made if each["value"] == chosen), None)
    return _with(element, placeholder=placeholder, initial_option=initial)


def grouped_choice(
    groups: Sequence[tuple[str, Sequence[Option]]], *, chosen: str | None = None, placeholder: str = ""
) -> Block:
    """A menu of many options under headings: 1 to 100 groups with 1 to 100 options each."""
    made: list[Block] = [
        {"label": plain(label, OPTION), "options": [_option(each) for each in options[:100]]}
        for label, options in groups[:100]
    ]
    initial = next((each for group in made for each in group["options"] if each["value"] == chosen), None)
    element: Block = {"type": "static_select", "action_id": "value", "option_groups": made}
    return _with(element, placeholder=placeholder, initial_option=initial)


def radio(options: Sequence[Option], *, chosen: str | None = None, notes: Mapping[str, str] | None = None) -> Block:
    """Options of which one is chosen, all in sight; 1 to 10. `notes` are what is said below some, by value."""
    made = []
    for each in options[:10]:
        option = _option(each)
        if notes and notes.get(each[1]):
            option["description"] = plain(notes[each[1]], OPTION)
        made.append(option)
    element: Block = {"type": "radio_buttons", "action_id": "value", "options": made}
    return _with(element, initial_option=next((each for each in made if each["value"] == chosen), None))


def several(options: Sequence[Option], *, chosen: Sequence[str] = (), action: str = "value") -> Block:
    """Checkboxes of which any number is chosen; 1 to 10 options."""
    made = [_option(each) for each in options[:10]]
    element: Block = {"type": "checkboxes", "action_id": action, "options": made}
    return _with(element, initial_options=[each for each in made if each["value"] in chosen])


def person(*, chosen: str | None = None, placeholder: str = "") -> Block:
    """A menu of the workspace's people."""
    return _with({"type": "users_select", "action_id": "value"}, initial_user=chosen or "", placeholder=placeholder)


def people(*, placeholder: str = "", chosen: Sequence[str] = ()) -> Block:
    """A menu of the workspace's people of whom any number is chosen."""
    return _with(
        {"type": "multi_users_select", "action_id": "value"}, initial_users=list(chosen), placeholder=placeholder
    )


def private_channel(*, chosen: str = "", placeholder: str = "") -> Block:
    """A menu of private channels of this workspace alone."""
    element: Block = {
        "type": "conversations_select",
        "action_id": "value",
        "filter": {"include": ["private"], "exclude_external_shared_channels": True, "exclude_bot_users": True},
    }
    return _with(element, initial_conversation=chosen, placeholder=placeholder)


def date_box(*, chosen: str = "") -> Block:
    """A date, in ISO form."""
    return _with({"type": "datepicker", "action_id": "value"}, initial_date=chosen)


def time_box(*, chosen: str = "") -> Block:
    """A local time, HH:MM."""
    return _with({"type": "timepicker", "action_id": "value"}, initial_time=chosen)


def _with(element: Block, *, placeholder: str = "", **values: Any) -> Block:
    found = {name: value for name, value in values.items() if value}
    if placeholder:
        found["placeholder"] = plain(placeholder, PLACEHOLDER)
    return {**element, **found}


def _option(option: Option) -> Block:
    shown, value = option
    return {"text": plain(shown, OPTION), "value": value}
