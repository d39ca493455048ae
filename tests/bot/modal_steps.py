"""What people do in modals, and what they then see."""

import json
from typing import Any

from tests.office import Office


def top_view(office: Office, user: str) -> dict[str, Any]:
    """The modal that the user has open, on top."""
    return dict(office.sandbox.get("views", user=user)["views"][-1])


def no_view(office: Office, user: str) -> bool:
    """Whether the user has no modal open."""
    return not office.sandbox.get("views", user=user)["views"]


def open_with(office: Office, user: str, command: str) -> dict[str, Any]:
    """Type a command alone; the modal that opens."""
    answer = office.sandbox.post("command", user=user, command=command, text="")
    assert answer["acked"], answer
    return top_view(office, user)


def fill_in(office: Office, user: str, **values: Any) -> dict[str, str]:
    """Submit the open modal with these values by block_id; the errors by block_id."""
    view = top_view(office, user)
    answer = office.sandbox.post(
        "submit",
        user=user,
        view_id=view["id"],
        values={block: {"value": value} for block, value in values.items()},
    )
    assert answer["acked"], answer
    return dict(answer["errors"])


def press(office: Office, user: str, action_id: str) -> dict[str, Any]:
    """Press a button of the open modal; the modal as it is when it has changed."""
    before = top_view(office, user)
    office.sandbox.post("click", user=user, view_id=before["id"], action_id=action_id)
    for _ in range(200):
        now = top_view(office, user)
        if now["hash"] != before["hash"]:
            return now
    raise AssertionError(f"{action_id} changed nothing")


def words_of(view: dict[str, Any]) -> str:
    """Every text that the modal shows."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("text"), str):
                found.append(node["text"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(view["blocks"])
    return "\n".join(found)


def carried(view: dict[str, Any]) -> dict[str, Any]:
    """What the modal is about."""
    return dict(json.loads(view["private_metadata"]))
