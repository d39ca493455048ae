"""Clicks as only a forger sends them: with a value that nothing shown to them has."""

import json
import uuid
from typing import Any

from slack_bolt import BoltRequest

from bot.runtime.start import build_app
from tests.office import Office


def press(office: Office, who: str, *, action_id: str, value: str, chosen: bool = False) -> None:
    """Somebody presses a button with this value, or has it `chosen` in a menu."""
    action: dict[str, Any] = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    if chosen:
        option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
        action = {"type": "static_select", "action_id": action_id, "block_id": "b", "selected_option": option}
    payload = {
        "type": "block_actions",
        "user": {"id": who},
        "team": {"id": "T0OFFICE"},
        "actions": [action],
        "response_url": f"{office.sandbox.url}/nowhere",
        "trigger_id": office.sandbox.state.new_trigger(who),
    }
    build_app(office.context).dispatch(BoltRequest(body=payload, mode="socket_mode"))


def submit(office: Office, who: str, *, callback_id: str, carried: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Somebody submits a modal that nobody opened for them, carrying what they like; what it is answered."""
    payload = {
        "type": "view_submission",
        "user": {"id": who},
        "team": {"id": "T0OFFICE"},
        "trigger_id": office.sandbox.state.new_trigger(who),
        "view": {
            "id": f"V{uuid.uuid4().hex[:10].upper()}",
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": json.dumps(carried),
            "hash": "0",
            "state": {"values": {block: {"value": _element(value)} for block, value in values.items()}},
        },
    }
    answered = build_app(office.context).dispatch(BoltRequest(body=payload, mode="socket_mode"))
    return dict(json.loads(answered.body or "{}"))


def _element(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {"type": "multi_users_select", "selected_users": value}
    return {"type": "plain_text_input", "value": value}
