"""conversations.*: opening, listing and reading conversations."""

from bisect import bisect_left, bisect_right
from typing import TypeVar

from sandbox.chat import find_conversation
from sandbox.rules import Refusal
from sandbox.state import Json, SlackState

T = TypeVar("T")


def _open(state: SlackState, arguments: Json) -> Json:
    user = str(arguments.get("users") or "").split(",")[0]
    if user not in state.users:
        raise Refusal("user_not_found", "")
    if state.users[user]["deleted"]:
        raise Refusal("user_disabled", "")
    return {"channel": {"id": state.open_im(user).id}}


def _info(state: SlackState, arguments: Json) -> Json:
    conversation = find_conversation(state, arguments.get("channel"))
    if conversation.is_private and state.bot_user not in conversation.members:
        raise Refusal("channel_not_found", "")
    shown = state.channel_view(conversation)
    shown.pop("members")
    return {"channel": shown}


def _list(state: SlackState, arguments: Json) -> Json:
    kinds = str(arguments.get("types") or "public_channel").split(",")
    rows = []
    for conversation in state.conversations.values():
        kind = "im" if conversation.is_im else "private_channel" if conversation.is_private else "public_channel"
        hidden = conversation.is_private and state.bot_user not in conversation.members
        archived = conversation.is_archived and str(arguments.get("exclude_archived")).lower() == "true"
        if kind in kinds and not hidden and not archived:
            rows.append({key: value for key, value in state.channel_view(conversation).items() if key != "members"})
    page, cursor = page_of(rows, arguments)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def _members(state: SlackState, arguments: Json) -> Json:
    conversation = find_conversation(state, arguments.get("channel"))
    page, cursor = page_of(list(conversation.members), arguments)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def _history(state: SlackState, arguments: Json) -> Json:
    conversation = find_conversation(state, arguments.get("channel"))
    if state.bot_user not in conversation.members:
        raise Refusal("not_in_channel", "")
    stamps = list(conversation.messages)
    oldest, latest = str(arguments.get("oldest") or "0"), str(arguments.get("latest") or "")
    inclusive = str(arguments.get("inclusive")).lower() == "true"
    first = (bisect_left if inclusive else bisect_right)(stamps, float(oldest), key=float)
    last = (bisect_right if inclusive else bisect_left)(stamps, float(latest), key=float) if latest else len(stamps)
    rows = [conversation.messages[ts] for ts in reversed(stamps[first:last])]
    with_metadata = str(arguments.get("include_all_metadata")).lower() in ("true", "1")
    if not with_metadata:
        rows = [{key: value for key, value in row.items() if key != "metadata"} for row in rows]
    page, cursor = page_of(rows, arguments)
    return {"messages": page, "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}


def page_of(rows: list[T], arguments: Json) -> tuple[list[T], str]:
    """A page of `rows` by limit and cursor, and the cursor of the next one (empty at the end)."""
    limit = max(1, min(1000, int(arguments.get("limit") or 100)))
    cursor = str(arguments.get("cursor") or "")
    try:
        start = int(cursor.removeprefix("at:")) if cursor else 0
    except ValueError as error:
        raise Refusal("invalid_cursor", "") from error
    end = start + limit
    return rows[start:end], f"at:{end}" if end < len(rows) else ""


CONVERSATIONS = {
    "conversations.open": _open,
    "conversations.info": _info,
    "conversations.list": _list,
    "conversations.members": _members,
    "conversations.history": _history,
}
