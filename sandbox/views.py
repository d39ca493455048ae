"""views.*: modals and the App Home."""

import json
from typing import Any

from sandbox.limits import LIMITS
from sandbox.rules import HOME, MODAL, Refusal, check_view
from sandbox.state import APP_ID, BOT_ID, Json, OpenView, SlackState


def take_trigger(state: SlackState, trigger: str) -> str:
    """The user of a trigger_id, which is used up. Raises Refusal."""
    found = state.triggers.pop(trigger, None)
    if found is None:
        raise Refusal("invalid_trigger_id", "")
    user, expires = found
    if state.clock.seconds() > expires:
        raise Refusal("expired_trigger_id", "")
    return user


def stored_view(state: SlackState, view: Json, *, known: Json | None = None) -> Json:
    """A view as Slack keeps it: with id, hash and the ids of its blocks."""
    check_view(view)
    view_id = known["id"] if known else state.new_id("V0")
    blocks = [{**block, "block_id": block.get("block_id") or state.new_id("b")} for block in view["blocks"]]
    return {
        **view,
        "id": view_id,
        "team_id": state.team["id"],
        "app_id": APP_ID,
        "bot_id": BOT_ID,
        "blocks": blocks,
        "hash": state.new_id("h"),
        "callback_id": view.get("callback_id") or "",
        "private_metadata": view.get("private_metadata") or "",
        "state": known["state"] if known and known.get("state") else {"values": {}},
        "root_view_id": (known or {}).get("root_view_id") or view_id,
        "previous_view_id": (known or {}).get("previous_view_id"),
        "external_id": view.get("external_id") or "",
    }


def show_modal(state: SlackState, user: str, view: Json, *, push: bool) -> Json:
    """Open a modal, alone or on top of what is open. Raises Refusal."""
    if view.get("type") != MODAL:
        raise Refusal("invalid_arguments", "a modal is needed here")
    stack = state.views.setdefault(user, [])
    if push and len(stack) >= LIMITS["view stack"].at_most:
        raise Refusal(LIMITS["view stack"].error, "")
    made = stored_view(state, view)
    if push and stack:
        made["previous_view_id"] = stack[-1].view["id"]
        made["root_view_id"] = stack[0].view["id"]
    else:
        stack.clear()
    stack.append(OpenView(made, user))
    state.changed("view", user=user)
    return made


def find_view(state: SlackState, view_id: str) -> OpenView | None:
    """The open modal with this id."""
    return next((shown for stack in state.views.values() for shown in stack if shown.view["id"] == view_id), None)


def replace_view(state: SlackState, shown: OpenView, view: Json) -> Json:
    """Put another view in the place of an open one."""
    shown.view = stored_view(state, view, known=shown.view)
    state.changed("view", user=shown.user)
    return shown.view


def _open(state: SlackState, arguments: Json) -> Json:
    return {"view": show_modal(state, take_trigger(state, _trigger(arguments)), _view(arguments), push=False)}


def _push(state: SlackState, arguments: Json) -> Json:
    return {"view": show_modal(state, take_trigger(state, _trigger(arguments)), _view(arguments), push=True)}


def _update(state: SlackState, arguments: Json) -> Json:
    shown = find_view(state, str(arguments.get("view_id") or ""))
    if shown is None:
        raise Refusal("not_found", "")
    if arguments.get("hash") and arguments["hash"] != shown.view["hash"]:
        raise Refusal("hash_conflict", "")
    return {"view": replace_view(state, shown, _view(arguments))}


def _publish(state: SlackState, arguments: Json) -> Json:
    user, view = str(arguments.get("user_id") or ""), _view(arguments)
    if user not in state.users:
        raise Refusal("invalid_arguments", "there is no such user")
    if view.get("type") != HOME:
        raise Refusal("invalid_arguments", "a view of type home is needed here")
    if arguments.get("hash") and user in state.homes and arguments["hash"] != state.homes[user]["hash"]:
        raise Refusal("hash_conflict", "")
    state.homes[user] = stored_view(state, view, known=state.homes.get(user))
    state.changed("home", user=user)
    return {"view": state.homes[user]}


def _trigger(arguments: Json) -> str:
    return str(arguments.get("trigger_id") or "")


def _view(arguments: Json) -> Json:
    said: Any = arguments.get("view")
    if isinstance(said, str):
        said = json.loads(said)
    if not isinstance(said, dict):
        raise Refusal("invalid_arguments", "[ERROR] missing required field: view")
    return said


VIEWS = {"views.open": _open, "views.push": _push, "views.update": _update, "views.publish": _publish}
