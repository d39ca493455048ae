"""files.*: the upload in three steps, and files that people share with the app."""

import json
import mimetypes
from urllib.parse import quote

from sandbox.chat import find_conversation, require_writable
from sandbox.rules import Refusal
from sandbox.state import BOT_ID, Conversation, Json, SlackState

LARGEST = 50_000_000


def _get_url(state: SlackState, arguments: Json) -> Json:
    name, length = str(arguments.get("filename") or ""), int(arguments.get("length") or 0)
    if not name or not 0 < length <= LARGEST:
        raise Refusal("invalid_arguments", "a file needs a name and a length of at most 50 MB")
    file_id = state.new_id("F0")
    state.files[file_id] = {"id": file_id, "name": name, "size": length, "uploaded": False}
    return {"upload_url": f"{state.team.get('url', '')}/upload/{file_id}", "file_id": file_id}


def _complete(state: SlackState, arguments: Json) -> Json:
    said = arguments.get("files") or []
    files = json.loads(said) if isinstance(said, str) else said
    done = []
    for one in files:
        file = state.files.get(str(one.get("id")))
        if file is None or not file["uploaded"]:
            raise Refusal("file_not_found", "")
        file["title"] = one.get("title") or file["name"]
        file["url_private"] = f"/files/{file['id']}"
        file["mimetype"] = mimetypes.guess_type(file["name"])[0] or "application/octet-stream"
        done.append(file)
    if arguments.get("channel_id"):
        if arguments["channel_id"] in state.users:
            raise Refusal("channel_not_found", "")  # a file is shared with a conversation, not with a user
        conversation = find_conversation(state, arguments["channel_id"])
        require_writable(state, conversation)
        state.add_message(
            conversation,
            {
                "text": arguments.get("initial_comment") or "",
                "files": done,
                "user": state.bot_user,
                "bot_id": BOT_ID,
                **({"thread_ts": arguments["thread_ts"]} if arguments.get("thread_ts") else {}),
            },
        )
    return {"files": done}


def _info(state: SlackState, arguments: Json) -> Json:
    file = state.files.get(str(arguments.get("file")))
    if file is None:
        raise Refusal("file_not_found", "")
    if file.get("mode") == "tombstone":
        raise Refusal("file_deleted", "")
    if file.get("user") and not _reaches(state, file):
        raise Refusal("file_not_found", "")
    return {"file": shown(file)}


def _reaches(state: SlackState, file: Json) -> bool:
    """Whether the app is in a conversation in which the file is shared."""
    places = [*file["ims"], *file["channels"], *file["groups"]]
    return any(state.bot_user in state.conversations[place].members for place in places)


def shown(file: Json) -> Json:
    """A file as the Web API and events show it: its bytes are got from url_private, with the token."""
    return {name: value for name, value in file.items() if name not in ("content", "uploaded")}


def share_by_person(
    state: SlackState, conversation: Conversation, user: str, name: str, content: bytes, mimetype: str = ""
) -> Json:
    """Somebody shares a file in a conversation; the file as it is kept."""
    file_id = state.new_id("F0")
    ending = name.rpartition(".")[2].lower() if "." in name else "text"
    kind = mimetype or mimetypes.guess_type(name)[0] or "text/plain"
    base = f"{state.team.get('url', '')}/files-pri/{state.team['id']}-{file_id}"
    now = int(state.clock.seconds())
    where = "ims" if conversation.is_im else "groups" if conversation.is_private else "channels"
    file = {
        "id": file_id,
        "created": now,
        "timestamp": now,
        "name": name,
        "title": name,
        "mimetype": kind,
        "filetype": ending,
        "pretty_type": ending.upper(),
        "user": user,
        "user_team": state.team["id"],
        "editable": kind.startswith("text/"),
        "size": len(content),
        "mode": "snippet" if kind.startswith("text/") else "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": where == "channels",
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{base}/{quote(name)}",
        "url_private_download": f"{base}/download/{quote(name)}",
        "permalink": f"{state.team.get('url', '')}/files/{user}/{file_id}/{quote(name)}",
        "channels": [],
        "groups": [],
        "ims": [],
        "has_rich_preview": False,
        "file_access": "visible",
        "uploaded": True,
        "content": content.hex(),
    }
    file[where] = [conversation.id]
    state.files[file_id] = file
    return file


def delete_by_person(state: SlackState, user: str, file_id: str) -> bool:
    """Somebody deletes a file of their own; whether there was one."""
    file = state.files.get(file_id)
    if file is None or file.get("user") != user:
        return False
    gone = {"id": file_id, "mode": "tombstone", "user": user}
    state.files[file_id] = gone
    for conversation in state.conversations.values():
        for message in conversation.messages.values():
            if any(each.get("id") == file_id for each in message.get("files") or ()):
                message["files"] = [gone if each.get("id") == file_id else each for each in message["files"]]
    state.changed("message")
    return True


FILES = {
    "files.info": _info,
    "files.getUploadURLExternal": _get_url,
    "files.completeUploadExternal": _complete,
}
