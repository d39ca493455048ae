"""files.*: the upload in three steps."""

import json
import mimetypes

from sandbox.chat import find_conversation, require_writable
from sandbox.rules import Refusal
from sandbox.state import BOT_ID, Json, SlackState

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
    return {"file": {name: value for name, value in file.items() if name != "content"}}


FILES = {
    "files.info": _info,
    "files.getUploadURLExternal": _get_url,
    "files.completeUploadExternal": _complete,
}
