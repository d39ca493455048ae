"""What people do in the Home tab, and what they then see."""

import time
from typing import Any

from tests.office import PATIENCE, Office


def shown(view: dict[str, Any], *, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> str:
    """Everything that is to be read in a view, of these kinds of text."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str) and value.get("type") in kinds:
                found.append(value["text"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk([view.get("title"), view["blocks"]])
    return "\n".join(found)


def home(office: Office, user: str) -> str:
    return shown(opened_home(office, user))


def opened_home(office: Office, user: str) -> dict[str, Any]:
    """Open the Home tab; its view once it is published."""
    before = hash_of(office, user)
    office.sandbox.post("home", user=user)
    return published(office, user, before)


def hash_of(office: Office, user: str) -> str:
    view = office.sandbox.get("home", user=user)["view"]
    return str(view["hash"]) if view else ""


def press_in_home(office: Office, user: str, action_id: str, **said: str) -> str:
    """Press a button in the Home tab; the Home as it is published then."""
    before = hash_of(office, user)
    assert office.sandbox.post("click", user=user, home=True, action_id=action_id, **said)["acked"]
    return shown(published(office, user, before))


def published(office: Office, user: str, before: str) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if hash_of(office, user) != before:
            return dict(office.sandbox.get("home", user=user)["view"])
        time.sleep(0.05)
    raise AssertionError("the Home was not published")


def form(office: Office, user: str, action_id: str) -> dict[str, Any]:
    """Open a form from the Home tab."""
    assert office.sandbox.post("click", user=user, home=True, action_id=action_id)["acked"]
    (view,) = office.sandbox.get("views", user=user)["views"]
    return dict(view)


def submit(office: Office, user: str, view: dict[str, Any], **values: Any) -> dict[str, str]:
    """Fill in a form by block and submit it; what is wrong with it, by field."""
    action = {b["block_id"]: b["element"]["action_id"] for b in view["blocks"] if b["type"] == "input"}
    given = {block_id: {action[block_id]: value} for block_id, value in values.items()}
    return dict(office.sandbox.post("submit", user=user, view_id=view["id"], values=given)["errors"])
