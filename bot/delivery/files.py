"""Files for Slack: a picture inside a message, and a file that is itself the message.

A picture is uploaded without being shared, and the message refers to it. Uploading it twice leaves a file that nobody
sees, so that the message is posted exactly once as any other is; where Slack does not take the picture the message
goes without it, because its words say everything.

A file that is itself the message is shared by the last step of its upload, which takes no metadata. Its name carries
the delivery's token instead, so that it is looked up by that before anything is repeated.
"""

import time
from collections.abc import Callable
from typing import Any

import structlog

from bot.core.slack_hosts import NotSent, post_to_slack
from bot.core.words.message import Attachment, Block, Message, Picture
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled

log = structlog.get_logger(__name__)

Ask = Callable[..., dict[str, Any]]
"""Calls a method of Slack's Web API with these arguments; raises as the gateway does."""

TIMEOUT = 15
LOOKS = 6
"""So often Slack is asked whether it has taken a picture in, a second apart."""
TOKEN_LENGTH = 12


class NotUploaded(Exception):
    """The file's bytes did not get to Slack; nothing was shared."""


def name_with_token(name: str, token: str) -> str:
    """A file's name with the delivery's token in it: report.csv becomes report-3f2a….csv."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem or ending}-{token[:TOKEN_LENGTH]}{dot}{ending if stem else ''}"


def carries_token(message: dict[str, Any], token: str) -> bool:
    """Whether a message of a conversation's history is the file with this token."""
    return any(f"-{token[:TOKEN_LENGTH]}" in str(file.get("name", "")) for file in message.get("files") or ())


def share_file(ask: Ask, api_url: str, channel: str, attachment: Attachment, token: str, text: str) -> None:
    """Upload a file and share it with a conversation, with `text` above it. Raises NotUploaded, or as `ask` does.

    `api_url` is the setting SLACK_API_URL, here and below.
    """
    name = name_with_token(attachment.name, token)
    file_id = _send_bytes(ask, api_url, name, attachment.content)
    ask(
        "files.completeUploadExternal",
        files=[{"id": file_id, "title": attachment.title}],
        channel_id=channel,
        initial_comment=text,
    )


def blocks_with_picture(
    ask: Ask, api_url: str, message: Message, wait: Callable[[float], None] = time.sleep
) -> list[Block]:
    """The message's blocks, its picture among them, or what is there instead where Slack does not take it."""
    picture = message.picture
    if picture is None:
        return list(message.blocks)
    file_id = _upload_picture(ask, api_url, picture, wait)
    image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": picture.alt[:2000]}
    shown = picture.instead if file_id is None else (image,)
    return [*message.blocks[: picture.at], *shown, *message.blocks[picture.at :]]


def _upload_picture(ask: Ask, api_url: str, picture: Picture, wait: Callable[[float], None]) -> str | None:
    try:
        file_id = _send_bytes(ask, api_url, picture.name, picture.content)
        ask("files.completeUploadExternal", files=[{"id": file_id, "title": picture.title}])
        # Slack takes files in after it has answered; until then no message may refer to them.
        for _ in range(LOOKS):
            if ask("files.info", file=file_id)["file"].get("mimetype"):
                return file_id
            wait(1.0)
    except (NotUploaded, Refused, Throttled, OutcomeUnknown, NotDone) as error:
        log.warning("picture left out", error=f"{type(error).__name__}: {error}")
        return None
    log.warning("picture left out", error="Slack did not take it in in time")
    return None


def _send_bytes(ask: Ask, api_url: str, name: str, content: bytes) -> str:
    place = ask("files.getUploadURLExternal", filename=name, length=len(content))
    try:
        answer = post_to_slack(place["upload_url"], api_url=api_url, content=content, timeout=TIMEOUT)
    except NotSent as error:
        raise NotUploaded(str(error)) from error
    if not answer.is_success:
        raise NotUploaded(f"status {answer.status_code}")
    return str(place["file_id"])
