"""Clicks as only a forger sends them: with a value that nothing shown to them has."""

from typing import Any

from slack_bolt import BoltRequest

from bot.runtime import build_app
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
        "trigger_id": "forged",
    }
    build_app(office.context).dispatch(BoltRequest(body=payload, mode="socket_mode"))
