"""Slack's door over HTTP, with strangers before it: what Slack did not sign is refused before anything sees it."""

import contextlib
import json
import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import sqlalchemy as sa
import structlog
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from slack_bolt import App, BoltRequest

from bot.core.counters import Figures
from bot.core.hasty_protocol import HastyProtocol
from bot.core.settings import Settings, WrongSettings
from bot.runtime.doorway import HttpDoorway
from bot.runtime.slack_requests import LARGEST, LATEST
from tests.elsewhere import Elsewhere, elsewhere
from tests.http_door import (
    FORM,
    JSON,
    Header,
    HttpDoor,
    click,
    command,
    open_http_door,
    signature,
    signed,
)
from tests.office import ANA

NOW = 1_800_000_000
REFUSED = (400, 401, 413)
WRONG_STAMPS = (
    b"abc", b"", b"-1", b"+1800000000", b"1e9", b"1800000000.0", b"0x6b49d200", b"1_800_000_000",
    b"1800000000 1800000000", b"nan", b"inf", b"\xb2\xb3", "١٨٠٠٠٠٠٠٠٠".encode(),
    b"9" * 30, b"0", b"1800000000,1800000000", b"NULL", b"[]",
)  # fmt: skip
WRONG_SIGNATURES = (
    b"", b"v0=", b"v0", b"v1=" + b"0" * 64, b"v0=" + b"0" * 63, b"v0=" + b"0" * 65, b"v0=" + b"0" * 64, b"0" * 64,
    b"v0=" + b"G" * 64, b"v0=" + b"\xe9" * 64, "v0=é".encode(), b"\xff\xfe", b"v0=" + b"0" * 64 + b",v0=" + b"0" * 64,
    b"true", b"v0=" + b"A" * 64,
)  # fmt: skip
NOT_UNDERSTOOD = (
    (JSON, b""),
    (FORM, b""),
    (JSON, b"{"),
    (JSON, b"[]"),
    (JSON, b"null"),
    (JSON, b'"text"'),
    (JSON, b"1"),
    (JSON, b"{}"),
    (JSON, b'{"type": 1}'),
    (JSON, b'{"type": "event_callback", "text": "\\ud800"}'),
    (JSON, b"\xff\xfe{}"),
    (JSON, b'{"type": "\xe9"}'),
    (JSON, b"[" * 100_000),
    (JSON, b'{"type": "event_callback", "enterprise": 5}'),
    (JSON, b'{"type": "event_callback", "authorizations": 7}'),
    (JSON, b'{"type": "event_callback", "authorizations": ["x"]}'),
    (JSON, b'{"type": "block_actions", "user": 5}'),
    (JSON, b'{"type": "block_actions", "channel": 5}'),
    (JSON, b'{"type": "block_actions", "actions": null}'),
    (JSON, b'{"type": "block_actions", "actions": []}'),
    (JSON, b'{"type": "block_actions", "actions": [5]}'),
    (JSON, b'{"type": "event_callback", "event": "x"}'),
    (JSON, b'{"type": "event_callback", "event": null}'),
    (JSON, b'{"type": "view_submission", "view": null}'),
    (JSON, b'{"type": "view_closed", "view": null}'),
    (JSON, b'{"type": "view_submission", "view": {"callback_id": "x"}}'),
    (JSON, b'{"type": "view_submission", "view": {"callback_id": "x", "type": "workflow_step"}}'),
    (JSON, b'{"type": "workflow_step_edit", "callback_id": "x"}'),
    (JSON, b'{"type": "view_submission", "view": "x"}'),
    (JSON, b'{"type": "x", "response_url": 5}'),
    (JSON, b'{"type": "block_actions", "response_urls": 5}'),
    (JSON, command("call")),
    (FORM, b"hello"),
    (FORM, b"command=%ff"),
    (FORM, b"command=/log&command=/log"),
    (FORM, b"user_id=" + ANA.encode()),
    (FORM, b"payload="),
    (FORM, b"payload=5"),
    (FORM, b"payload=[1]"),
    (FORM, b"payload={"),
    (FORM, b"payload={}"),
    (FORM, b"&".join(b"f%d=1" % n for n in range(1000))),
    (b"text/plain", command("call")),
    (b"", command("call")),
    (b"multipart/form-data", command("call")),
    (b"application/json, text/plain", b'{"type": "event_callback"}'),
)


@pytest.fixture
def place() -> Iterator[Elsewhere]:
    with elsewhere() as counted:
        yield counted


@pytest.fixture
def door(tmp_path: Path) -> Iterator[HttpDoor]:
    with open_http_door(tmp_path, seconds=lambda: NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpDoor]:
    """One for the tests that leave it as it was, or do not mind."""
    with open_http_door(tmp_path_factory.mktemp("door"), seconds=lambda: NOW) as opened:
        yield opened


def tempting(place: Elsewhere) -> list[bytes]:
    """What a stranger would have Pacer do: call somewhere, publish a Home, store something."""
    home = {"view": {"type": "home", "hash": ""}}
    return [
        click("log_undo", response_url=place.url),
        click("nothing_like_that", **home),
        command("5 calls", response_url=place.url),
        json.dumps({"type": "block_actions", "user": ANA, "response_url": place.url, "view": "home"}).encode(),
    ]


def nothing_happened(door: HttpDoor, place: Elsewhere, kept: dict[str, int]) -> None:
    door.settle()
    assert place.asked == []
    assert door.sandbox.get("home", user=ANA)["view"] is None
    assert door.kept() == kept


def rows(place: Elsewhere) -> Iterator[tuple[str, list[Header], bytes]]:
    """What is to be refused: in words, the headers, and the body."""
    now = str(NOW).encode()
    for body in tempting(place):
        kind = JSON if body.startswith(b"{") else FORM
        good = signed(body, kind, at=NOW)
        for stamp in WRONG_STAMPS:
            headers = [(b"content-type", kind), (b"x-slack-request-timestamp", stamp)]
            yield f"time stamp {stamp!r}", [*headers, (b"x-slack-signature", signature(body, stamp))], body
        for wrong in WRONG_SIGNATURES:
            headers = [(b"content-type", kind), (b"x-slack-request-timestamp", now)]
            yield f"signature {wrong!r}", [*headers, (b"x-slack-signature", wrong)], body
        for number in (1, 2):
            yield f"without header {number}", good[:number] + good[number + 1 :], body
            yield f"header {number} twice", [*good, good[number]], body
        yield "no header", [], body
        yield "another secret", signed(body, kind, at=NOW, secret="another"), body
        yield "no secret", signed(body, kind, at=NOW, secret=""), body
        yield "another body", signed(body + b" ", kind, at=NOW), body
        yield "too old", signed(body, kind, at=NOW - LATEST - 1), body
        yield "of the future", signed(body, kind, at=NOW + LATEST + 1), body
        yield "told to do the lazy part", [(b"x-slack-bolt-lazy-only", b"1")], body
        yield "type twice", [*good, (b"content-type", kind)], body
    for kind, body in NOT_UNDERSTOOD:
        yield f"{kind!r} {body[:40]!r}", signed(body, kind, at=NOW), body
    long = b"command=/log&text=" + b"a" * LARGEST
    yield "too long", signed(long, at=NOW), long


def test_whatever_is_malformed_or_not_signed_is_refused_and_nothing_comes_of_it(
    door: HttpDoor, place: Elsewhere, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = door.kept()
    answered = [(words, door.post(headers, body).status_code) for words, headers, body in rows(place)]
    assert len(answered) > 40
    assert [row for row in answered if row[1] not in REFUSED] == []
    for words, status in answered:
        expected = {"too long": 413, "type twice": 400}
        assert status == expected.get(words, 400 if words.startswith("b'") else 401), words
    nothing_happened(door, place, kept)
    assert [record for record in caplog.records if record.exc_info] == []
    assert "Traceback" not in "".join(capsys.readouterr())


def test_another_method_is_refused(shared_door: HttpDoor, place: Elsewhere) -> None:
    body = tempting(place)[2]
    for method in ("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "LOG"):
        answer = shared_door.http.request(method, shared_door.url, headers=signed(body, at=NOW), content=body)
        assert answer.status_code == 405, method


HEADER_BYTES = st.binary(max_size=80).map(lambda said: bytes(byte for byte in said if 0x21 <= byte != 0x7F))


def test_no_headers_and_bytes_at_all_get_a_stranger_in(door: HttpDoor, place: Elsewhere) -> None:
    kept = door.kept()

    @hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        stamp=HEADER_BYTES | st.integers(NOW - 400, NOW + 400).map(lambda at: str(at).encode()),
        said=HEADER_BYTES
        | st.text("0123456789abcdef", min_size=64, max_size=64).map(lambda hex_: f"v0={hex_}".encode()),
        kind=st.sampled_from([FORM, JSON, b"text/plain"]) | HEADER_BYTES,
        body=st.sampled_from(tempting(place)) | st.binary(max_size=300),
    )
    def knock(stamp: bytes, said: bytes, kind: bytes, body: bytes) -> None:
        headers = [(b"content-type", kind), (b"x-slack-request-timestamp", stamp), (b"x-slack-signature", said)]
        assert door.post(headers, body).status_code == 401

    knock()
    nothing_happened(door, place, kept)


NAMES = ("type", "user", "user_id", "team", "view", "actions", "event", "command", "text", "channel",
         "response_url", "enterprise", "authorizations", "trigger_id", "callback_id", "payload", "event_id",
         "message", "hash")  # fmt: skip
TYPES = ("block_actions", "view_submission", "event_callback", "shortcut", "home", "user_change", "app_home_opened")


def test_whatever_slack_signs_and_never_sent_before_breaks_nothing_and_is_answered_nowhere_else(
    door: HttpDoor, place: Elsewhere
) -> None:
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([*TYPES, place.url, ANA]),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
        max_leaves=8,
    )
    payloads = st.fixed_dictionaries({"type": st.sampled_from(TYPES)}, optional=dict.fromkeys(NAMES[1:], values))

    @hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(payload=payloads, as_form=st.booleans())
    def knock(payload: dict[str, Any], as_form: bool) -> None:
        said = json.dumps(payload)
        body = urlencode({"payload": said}).encode() if as_form else said.encode()
        answer = door.post(signed(body, FORM if as_form else JSON, at=NOW), body)
        assert answer.status_code in (200, 400, 401, 404)

    knock()
    door.settle()
    assert place.asked == []


def test_a_request_of_which_even_the_failure_cannot_be_told_is_answered_500_and_ends_nothing(
    tmp_path: Path,
) -> None:
    def throws() -> None:
        raise KeyError("a mistake")

    def prepare(app: App) -> None:
        app.command("/mistake")(throws)
        app.error(throws)

    with open_http_door(tmp_path, seconds=lambda: NOW, prepare=prepare) as door:
        body = command("5 calls", name="/mistake")
        with structlog.testing.capture_logs() as logs:
            assert door.post(signed(body, at=NOW), body).status_code == 500
        (failed,) = [each for each in logs if each["log_level"] == "error"]
        assert (failed["error"], failed["door"], len(failed["incident"])) == ("KeyError", "/mistake", 8)
        body = command("5 calls")
        assert "Logged 5 calls" in door.post(signed(body, at=NOW), body).text


def test_a_signature_holds_for_five_minutes_to_either_side(shared_door: HttpDoor) -> None:
    for at, status in [(-301, 401), (-300, 200), (0, 200), (300, 200), (301, 401)]:
        body = command("call")
        assert shared_door.post(signed(body, at=NOW + at), body).status_code == status, at


def test_a_request_that_somebody_repeats_within_that_time_does_nothing_more(shared_door: HttpDoor) -> None:
    body = command("5 calls")
    assert "Logged 5 calls" in shared_door.post(signed(body, at=NOW), body).text
    kept = shared_door.kept()
    shared_door.post(signed(body, at=NOW), body)
    assert shared_door.kept() == kept


def test_a_command_may_speak_of_a_payload(shared_door: HttpDoor) -> None:
    body = command("call Payload Ltd")
    assert "Logged 1 call" in shared_door.post(signed(body, at=NOW), body).text
    body = command("call payload")
    assert "Logged 1 call" in shared_door.post(signed(body, at=NOW), body).text


def test_slack_may_look_whether_somebody_is_there(shared_door: HttpDoor) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "said back", "token": "x"}).encode()
    answer = shared_door.post(signed(body, JSON + b"; charset=utf-8", at=NOW), body)
    assert (answer.status_code, answer.json()) == (200, {"challenge": "said back"})
    body = b"ssl_check=1&token=x"
    assert shared_door.post(signed(body, at=NOW), body).status_code == 200


def test_a_click_is_answered_nowhere_but_at_slacks(door: HttpDoor, place: Elsewhere) -> None:
    body = command("5 calls")
    said = door.post(signed(body, at=NOW), body).json()
    undo = next(
        element
        for block in said["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "log_undo"
    )
    kept = door.kept()
    actions = [{"type": "button", "action_id": "log_undo", "block_id": "b", "value": undo["value"]}]
    body = click("log_undo", actions=actions, response_url=f"{place.url}/actions")
    assert door.post(signed(body, at=NOW), body).status_code == 200
    assert door.kept() != kept, "the click itself counts: Slack signed it"
    door.settle()
    assert place.asked == []


def test_what_goes_wrong_is_answered_nowhere_but_at_slacks(door: HttpDoor, place: Elsewhere) -> None:
    for user in (ANA, 5, None, {}, {"id": ANA}, {"id": 7}, {"id": None}):
        body = click("log_undo", user=user, response_url=place.url, actions=[{"action_id": "log_undo"}])
        assert door.post(signed(body, at=NOW), body).status_code in (200, 400)
    door.settle()
    assert place.asked == []
    assert door.sandbox.get("home", user=ANA)["view"] is None


def test_the_error_handler_does_nothing_for_a_request_that_came_past_the_door(door: HttpDoor, place: Elsewhere) -> None:
    kept = door.kept()
    for body in (click("log_undo", response_url=place.url), click("x", view={"type": "home"})):
        headers = {"x-slack-request-timestamp": ["abc"], "x-slack-signature": ["é"]}
        answer = door.app.dispatch(BoltRequest(body=body.decode(), headers=headers))
        assert answer.status == 401
    nothing_happened(door, place, kept)


def ask_raw(door: HttpDoor, *parts: bytes) -> bytes:
    """Send parts as they are, and read to the end of the connection after the last."""
    address = httpx.URL(door.url)
    with socket.create_connection((address.host, address.port or 0), timeout=30) as connection:
        for part in parts:
            connection.sendall(part)
        said = b""
        while more := connection.recv(65536):
            said += more
    return said


def head_of(headers: list[Header], *more: bytes) -> bytes:
    lines = [b"POST /slack/events HTTP/1.1", b"Host: pacer", *(name + b": " + value for name, value in headers), *more]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def test_a_body_that_says_that_it_is_too_long_is_not_read(shared_door: HttpDoor) -> None:
    # The answer comes though not one byte of the body was sent.
    headers = signed(b"", at=NOW)
    assert ask_raw(shared_door, head_of(headers, b"Content-Length: 60000000")).startswith(b"HTTP/1.1 413")
    assert ask_raw(shared_door, head_of(headers, b"Content-Length: " + b"9" * 19)).startswith(b"HTTP/1.1 413")


def test_an_unsigned_request_is_refused_before_its_body_is_read(shared_door: HttpDoor) -> None:
    assert ask_raw(shared_door, head_of([(b"content-type", FORM)], b"Content-Length: 500")).startswith(b"HTTP/1.1 401")


def test_a_body_in_chunks_is_read_no_further_than_the_limit(shared_door: HttpDoor) -> None:
    chunk = b"2710\r\n" + b"a" * 10_000 + b"\r\n"
    chunks = [*[chunk] * (LARGEST // 10_000), b"1\r\na\r\n"]  # and no end
    said = ask_raw(shared_door, head_of(signed(b"", at=NOW), b"Transfer-Encoding: chunked"), *chunks)
    assert said.startswith(b"HTTP/1.1 413")


def test_what_is_no_http_is_refused_without_a_word_in_the_log_about_where(
    shared_door: HttpDoor, caplog: pytest.LogCaptureFixture
) -> None:
    chunked = head_of(signed(b"", at=NOW), b"Transfer-Encoding: chunked")
    assert ask_raw(shared_door, chunked, b"no length\r\n").startswith(b"HTTP/1.1 400")
    assert ask_raw(shared_door, b"hello\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert ask_raw(shared_door, head_of([], b"Content-Length: 1", b"Content-Length: 2")).startswith(b"HTTP/1.1 400")
    assert ask_raw(shared_door, head_of([], b"Content-Length: \xb2")).startswith(b"HTTP/1.1 400")
    # Answered before its end, and then it goes on with something else.
    elsewhere_ = chunked.replace(b"/slack/events", b"/nothing")
    address = httpx.URL(shared_door.url)
    with socket.create_connection((address.host, address.port or 0), timeout=30) as connection:
        connection.sendall(elsewhere_)
        assert connection.recv(65536).startswith(b"HTTP/1.1 404")
        connection.sendall(b"no length\r\n")
        with contextlib.suppress(ConnectionResetError):
            while connection.recv(65536):
                pass
    assert [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR] == []


def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path) -> None:
    with open_http_door(tmp_path, body_seconds=0.05) as door:
        said = ask_raw(door, head_of(signed(b"", at=time.time()), b"Content-Length: 10"), b"half")
    assert said.startswith(b"HTTP/1.1 408")


def test_headers_that_do_not_come_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HastyProtocol, "header_seconds", 0.05)
    with open_http_door(tmp_path) as door:
        for begun in (b"", b"POST /slack/events HTTP/1.1\r\nHost: pa"):
            with contextlib.suppress(ConnectionResetError):
                assert ask_raw(door, begun) == b""
        body = command("call")
        assert door.post(signed(body), body).status_code == 200


def test_what_was_refused_is_counted_and_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_http_door(tmp_path) as door:
        for _ in range(3):
            assert door.post([], b"").status_code == 401
    assert "".join(capsys.readouterr()).count("requests refused") == 1


def test_without_a_secret_the_door_does_not_open() -> None:
    with pytest.raises(WrongSettings, match="SLACK_SIGNING_SECRET isn't set"):
        HttpDoorway(None, Settings(slack_signing_secret=" "), Figures())  # type: ignore[arg-type]


def test_a_person_gets_the_number_of_what_went_wrong_also_while_the_database_is_away(tmp_path: Path) -> None:
    with open_http_door(tmp_path) as door:
        with door.context.database.engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE workspace RENAME TO mislaid"))
        body = command("call")
        answer = door.post(signed(body), body)
    assert answer.status_code == 200
    assert "with your admin" in answer.json()["text"]
