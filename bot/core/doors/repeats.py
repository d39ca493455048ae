"""A click or submission that comes again: from Slack, after a restart, or because somebody clicked twice."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from storage.tables import Workspace
from storage.workspaces import take_receipt, take_turn

DOUBLE_CLICK = dt.timedelta(seconds=1)
"""The same button again within this time is one click."""


class Repeated(Exception):
    """It was taken before; there is nothing to do and nothing to say."""


def take_once(session: Session, workspace: Workspace, body: Mapping[str, Any], *, now: dt.datetime) -> None:
    """Take a click or submission for the first time. Raises Repeated for the same one again, in any process.

    The receipt is kept in the transaction of what is done: where that fails, the next attempt is the first.
    """
    action: Mapping[str, Any] = next(iter(body.get("actions") or ()), {})
    view = body.get("view") or {}
    if not action:
        # A form is sent once as it stands and is filled in; what it became after an update has another hash. Whoever is
        # told by Slack that it failed, though it was stored late, sends it with another trigger: it is the same.
        filled = json.dumps(view.get("state") or {}, sort_keys=True)
        key = _key("submit", view.get("id"), view.get("hash"), filled)
    else:
        key = _key("click", body.get("trigger_id"), view.get("id"), action.get("action_id"))
    if not take_receipt(session, workspace_id=workspace.id, key=key, now=now):
        raise Repeated
    if not action:
        return
    container = body.get("container") or {}
    said = action.get("selected_option") or {}
    button = _key(
        "button",
        body["user"]["id"],
        container.get("message_ts") or container.get("view_id"),
        action.get("action_id"),
        action.get("block_id"),
        said.get("value") or action.get("value"),
    )
    at = _instant(action.get("action_ts")) or now
    if not take_turn(session, workspace_id=workspace.id, key=button, at=at, apart=DOUBLE_CLICK):
        raise Repeated


def _key(kind: str, *parts: object) -> str:
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
    return f"{kind}:{digest[:40]}"


def _instant(seconds: object) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(float(str(seconds)), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
