"""chat.*: posting, updating and deleting messages."""

from typing import Any

from sandbox.rules import Refusal, check_message
from sandbox.state import APP_ID, BOT_ID, Conversation, Json, SlackState

KEPT = ("text", "blocks", "attachments", "metadata", "thread_ts")


def find_conversation(state: SlackState, channel: Any) -> Conversation:
    """The conversation with this id; a user's id is their direct conversation. Raises Refusal."""
    given = str(channel or "")
    if given in state.users:
        user = state.users[given]
        if user["deleted"]:
            raise Refusal("user_disabled", "")
        if user["is_bot"]:
            raise Refusal("cannot_dm_bot", "")
        return state.open_im(given)
    found = state.conversations.get(given)
    if found is None:
        raise Refusal("channel_not_found", "")
    return found


def require_writable(state: SlackState, conversation: Conversation) -> None:
    """Raise Refusal when the bot may not write there."""
    if conversation.is_archived:
        raise Refusal("is_archived", "")
    if state.bot_user not in conversation.members:
        raise Refusal("channel_not_found" if conversation.is_private else "not_in_channel", "")
    if conversation.is_im and state.users[conversation.user]["deleted"]:
        raise Refusal("user_disabled", "")


def as_bot(state: SlackState, arguments: Json) -> Json:
    """What of a payload becomes the message."""
    kept = {name: arguments[name] for name in KEPT if arguments.get(name)}
    return {**kept, "text": arguments.get("text") or "", "user": state.bot_user, "bot_id": BOT_ID, "app_id": APP_ID}


def _post(state: SlackState, arguments: Json) -> Json:
    check_message(arguments)
    conversation = find_conversation(state, arguments.get("channel"))
    require_writable(state, conversation)
    check_pictures(state, arguments.get("blocks"))
    message = state.add_message(conversation, as_bot(state, arguments))
    if conversation.is_im:
        state.heard({**message, "channel_type": "im", "event_ts": message["ts"]})
    return {"channel": conversation.id, "ts": message["ts"], "message": message}


def kind_of(conversation: Conversation) -> str:
    """What Slack calls this kind of conversation in the events of its messages."""
    return "im" if conversation.is_im else "group" if conversation.is_private else "channel"


def change_event(state: SlackState, conversation: Conversation, subtype: str, before: Json, after: Json | None) -> Json:
    """What Slack sends when a message was changed or deleted: with the message as it was, and as it is."""
    return {
        "type": "message",
        "subtype": subtype,
        "channel": conversation.id,
        "channel_type": kind_of(conversation),
        "hidden": True,
        "ts": f"{state.clock.seconds():.6f}",
        "event_ts": f"{state.clock.seconds():.6f}",
        "previous_message": before,
        **({"message": after} if after is not None else {"deleted_ts": before["ts"]}),
    }


def _update(state: SlackState, arguments: Json) -> Json:
    check_message(arguments)
    conversation = find_conversation(state, arguments.get("channel"))
    message = conversation.messages.get(str(arguments.get("ts")))
    if message is None:
        raise Refusal("message_not_found", "")
    if message.get("user") != state.bot_user:
        raise Refusal("cant_update_message", "")
    changed = {name: value for name, value in as_bot(state, arguments).items() if name != "thread_ts"}
    before = dict(message)
    if "blocks" not in changed:
        message.pop("blocks", None)
    message.update(changed, edited={"user": state.bot_user, "ts": f"{state.clock.seconds():.6f}"})
    state.changed("message", channel=conversation.id)
    if conversation.is_im:
        state.heard(change_event(state, conversation, "message_changed", before, message))
    return {"channel": conversation.id, "ts": message["ts"], "text": message["text"], "message": message}


def _delete(state: SlackState, arguments: Json) -> Json:
    conversation = find_conversation(state, arguments.get("channel"))
    message = conversation.messages.get(str(arguments.get("ts")))
    if message is None:
        raise Refusal("message_not_found", "")
    if message.get("user") != state.bot_user:
        raise Refusal("cant_delete_message", "")
    del conversation.messages[message["ts"]]
    state.changed("message", channel=conversation.id)
    if conversation.is_im:
        state.heard(change_event(state, conversation, "message_deleted", message, None))
    return {"channel": conversation.id, "ts": message["ts"]}


def _post_ephemeral(state: SlackState, arguments: Json) -> Json:
    check_message(arguments)
    conversation = find_conversation(state, arguments.get("channel"))
    require_writable(state, conversation)
    user = str(arguments.get("user") or "")
    if user not in conversation.members:
        raise Refusal("user_not_in_channel", "")
    message = state.add_ephemeral(conversation, user, as_bot(state, arguments))
    return {"message_ts": message["ts"]}


def _react(state: SlackState, arguments: Json) -> Json:
    conversation = find_conversation(state, arguments.get("channel"))
    message = conversation.messages.get(str(arguments.get("timestamp")))
    name = str(arguments.get("name") or "")
    if message is None:
        raise Refusal("message_not_found", "")
    if not name:
        raise Refusal("invalid_name", "")
    reactions = message.setdefault("reactions", [])
    if any(reaction["name"] == name and state.bot_user in reaction["users"] for reaction in reactions):
        raise Refusal("already_reacted", "")
    reactions.append({"name": name, "users": [state.bot_user], "count": 1})
    state.changed("message", channel=conversation.id)
    return {}


def check_pictures(state: SlackState, blocks: Json | list[Json] | None) -> None:
    """Raise Refusal where an image block refers to a file that is not there, or not taken in."""
    for at, block in enumerate(blocks if isinstance(blocks, list) else ()):
        file_id = (block.get("slack_file") or {}).get("id") if isinstance(block, dict) else None
        if file_id is not None and "mimetype" not in state.files.get(str(file_id), {}):
            raise Refusal("invalid_blocks", f"[ERROR] invalid slack file [json-pointer:/blocks/{at}/slack_file]")


CHAT = {
    "chat.postMessage": _post,
    "chat.update": _update,
    "chat.delete": _delete,
    "chat.postEphemeral": _post_ephemeral,
    "reactions.add": _react,
}
