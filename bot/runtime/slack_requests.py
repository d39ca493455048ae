"""Slack's requests over HTTP before anything acts on them: whether Slack signed them, and what they say."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import BoltRequest
from slack_bolt.request import payload_utils

AT_ONCE = 64
"""Requests that are handled at the same time, in either mode. Most of their time they wait: for the database, whose
connections are fewer, or for Slack to open a modal, which may take a second and holds no connection."""
LARGEST = 1_000_000
"""Bytes of a body. The largest that Slack sends is a submitted view: 250 KB, thrice that when each byte is escaped."""
BODY_SECONDS = 3.0
"""Slack gives up after three seconds."""
LATEST = 300
"""Seconds between the time in the signature and now, to either side."""
STAMP = re.compile(rb"[0-9]{1,12}")
SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
KINDS = ("command", "type", "ssl_check")
"""Whatever Slack sends has one of them."""
OBJECTS = ("view", "event", "message", "container")
TEXTS = ("command", "response_url", "user_id", "trigger_id", "callback_id")
"""What these fields hold, where a payload has them."""
READ_BY_BOLT = (
    payload_utils.to_options,
    payload_utils.to_shortcut,
    payload_utils.to_action,
    payload_utils.to_view,
    payload_utils.to_command,
    payload_utils.to_event,
    payload_utils.to_message,
    payload_utils.to_step,
)
"""What Bolt looks for in each request, before each of our functions: to find a listener, and to say that one failed."""
RETRY_HEADERS = ("x-slack-retry-num", "x-slack-retry-reason")

Headers = Iterable[tuple[bytes, bytes]]
"""As ASGI has them: names in lower case, each as often as it was sent."""


class NotSigned(Exception):
    """Nothing shows that this is of Slack."""


class MalformedRequest(Exception):
    """Slack signed it, and it is nothing that Slack sends."""


def read_signature(headers: Headers, *, now: float) -> tuple[bytes, bytes]:
    """The time stamp and the signature, while the body is not read yet. Raises NotSigned.

    `now` in seconds since 1970. A signature of more than five minutes ago, or of later, is none.
    """
    found = list(headers)
    stamp = _the_one(found, b"x-slack-request-timestamp")
    signature = _the_one(found, b"x-slack-signature")
    if stamp is None or not STAMP.fullmatch(stamp):
        raise NotSigned("no time stamp")
    if signature is None or not SIGNATURE.fullmatch(signature):
        raise NotSigned("no signature")
    if abs(now - int(stamp)) > LATEST:
        raise NotSigned("signed too long ago, or the clocks differ")
    return stamp, signature


def check_signature(secret: str, *, stamp: bytes, signature: bytes, body: bytes) -> None:
    """Raise NotSigned unless this is the signature of the body."""
    wanted = hmac.new(secret.encode(), b"v0:" + stamp + b":" + body, hashlib.sha256).hexdigest()
    if not secret.strip() or not hmac.compare_digest(b"v0=" + wanted.encode(), signature):
        raise NotSigned("signed with another secret, or changed on the way")


def read_payload(headers: Headers, body: bytes) -> dict[str, Any]:
    """What a signed body says: a command's fields, an event, or a click's or form's payload. Raises MalformedRequest.

    Bolt would guess the form from the text: a command that speaks of a payload is an empty one to it.
    """
    kind = (_the_one(list(headers), b"content-type") or b"").partition(b";")[0].strip().lower()
    try:
        text = body.decode()
        if kind == JSON.encode():
            said = json.loads(text)
        elif kind == FORM.encode():
            said = _read_form(text)
        else:
            raise MalformedRequest("no JSON and no form")
        # What a database and an answer can hold. JSON may name halves of characters.
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise MalformedRequest(type(error).__name__) from error
    if not isinstance(said, dict) or not any(isinstance(said.get(name), str) for name in KINDS):
        raise MalformedRequest("neither a command nor anything with a type")
    return said


def bolt_request(payload: Mapping[str, Any], headers: Mapping[str, Any]) -> BoltRequest:
    """A request for Bolt of what is known to come from Slack, whichever way. Raises MalformedRequest.

    To Bolt all of them are of Socket Mode: it trusts those. One that it was to check itself would be of the mode http,
    which nothing of ours makes. Of the headers only those of a repetition are passed on, because the others are not
    signed and some of them command Bolt.
    """
    _check_form(payload)
    repeated: dict[str, Any] = {name: headers[name] for name in RETRY_HEADERS if name in headers}
    try:
        request = BoltRequest(mode="socket_mode", body=dict(payload), headers=repeated)
        for read in READ_BY_BOLT:
            read(request.body)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError) as error:
        raise MalformedRequest(type(error).__name__) from error
    return request


def _check_form(payload: Mapping[str, Any]) -> None:
    """What Bolt and our listeners rely on before they have looked at anything. Raises MalformedRequest."""
    actions = payload.get("actions", [{}])
    if not (isinstance(actions, list) and actions and all(isinstance(each, dict) for each in actions)):
        raise MalformedRequest("actions that are none")
    for names, kind in ((OBJECTS, dict), (TEXTS, str)):
        for name in names:
            if not isinstance(payload.get(name), kind | None):
                raise MalformedRequest(f"{name} of another form")


def _the_one(headers: list[tuple[bytes, bytes]], wanted: bytes) -> bytes | None:
    values = [value for name, value in headers if name == wanted]
    return values[0] if len(values) == 1 else None


def _read_form(text: str) -> Any:
    pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=100)
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise MalformedRequest("a field is there twice")
    return json.loads(fields["payload"]) if "payload" in fields else fields
