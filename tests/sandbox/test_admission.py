"""The sandbox is driven by programs of this machine and by its own page, never by a page of another site."""

import socket
from collections.abc import Iterator

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from sandbox.__main__ import main
from sandbox.running import RunningSandbox, running_sandbox

TEAL = "U0TEAL001"
ELSEWHERE = {
    "another site's page": {"origin": "https://evil.example"},
    "a page without an origin": {"origin": "null"},
    "a page of another program of this machine": {"origin": "http://localhost:3000"},
    "a name that was pointed at this machine": {"host": "evil.example"},
    "that name, and its own page": {"host": "evil.example", "origin": "http://evil.example"},
    "a name that begins as this machine's": {"host": "127.0.0.1.evil.example"},
    "another machine's address": {"host": "192.0.2.7"},
    "an image or a link in another site's page": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    "a form in another site's page": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
}
PATHS = ["/control/message", "/api/chat.postMessage", "/response/anything", "/upload/anything"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox() as running:
        yield running


def said(sandbox: RunningSandbox) -> int:
    return len(sandbox.get("messages", channel="C0GENERAL", viewer=TEAL)["messages"])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_what_comes_from_elsewhere_is_refused_and_does_nothing(
    sandbox: RunningSandbox, headers: dict[str, str], path: str
) -> None:
    before = said(sandbox)
    body = {"user": TEAL, "channel": "C0GENERAL", "text": "from elsewhere", "token": "xoxb-sandbox"}
    assert httpx.post(f"{sandbox.url}{path}", json=body, headers=headers).status_code == 403
    assert said(sandbox) == before


@pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_what_comes_from_elsewhere_may_not_read_either(sandbox: RunningSandbox, headers: dict[str, str]) -> None:
    for path in ("/control/users", "/control/events", "/static/api.js"):
        assert httpx.get(f"{sandbox.url}{path}", headers=headers).status_code == 403


@pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_a_socket_from_elsewhere_is_not_opened(sandbox: RunningSandbox, headers: dict[str, str]) -> None:
    made = httpx.post(f"{sandbox.api_url}apps.connections.open", headers={"authorization": "Bearer xapp-sandbox"})
    address = made.json()["url"]
    port = httpx.URL(sandbox.url).port or 0
    with pytest.raises(InvalidStatus) as refused:
        # The name in the address is what the client says as its host; the connection goes to this machine.
        connect(
            address.replace("127.0.0.1", headers.get("host", "127.0.0.1")),
            sock=socket.create_connection(("127.0.0.1", port)),
            additional_headers={name: value for name, value in headers.items() if name != "host"},
            proxy=None,
        )
    assert refused.value.response.status_code == 403
    assert sandbox.get("connections")["connections"] == 0


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
@pytest.mark.parametrize("path", ["message", "command", "users", "clock", "faults", "disconnect", "stall", "limits"])
def test_what_changes_something_is_asked_in_json_only(sandbox: RunningSandbox, path: str, content_type: str) -> None:
    before = said(sandbox)
    body = f'{{"user": "{TEAL}", "channel": "C0GENERAL", "text": "x", "command": "/log"}}'.encode()
    answer = httpx.post(f"{sandbox.url}/control/{path}", content=body, headers={"content-type": content_type})
    assert answer.status_code == 415
    assert answer.json()["error"] == "Send JSON, with content-type: application/json."
    assert said(sandbox) == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "localhost"},
        {"host": "[::1]:8765"},
        {"host": "localhost:8765", "origin": "http://localhost:8765", "sec-fetch-site": "same-origin"},
    ],
)
def test_programs_of_this_machine_and_its_own_page_are_answered(
    sandbox: RunningSandbox, headers: dict[str, str]
) -> None:
    before = said(sandbox)
    body = {"user": TEAL, "channel": "C0GENERAL", "text": "from here"}
    assert httpx.post(f"{sandbox.url}/control/message", json=body, headers=headers).is_success
    assert said(sandbox) == before + 1


def test_a_link_elsewhere_may_open_the_page_and_nothing_else(sandbox: RunningSandbox) -> None:
    clicked = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert httpx.get(sandbox.url, headers=clicked).is_success
    assert httpx.get(f"{sandbox.url}/control/clock", headers=clicked).status_code == 403


def test_slacks_own_api_takes_forms_with_its_token(sandbox: RunningSandbox) -> None:
    form = {"token": "xoxb-sandbox", "channel": TEAL, "text": "as a form"}
    assert httpx.post(f"{sandbox.api_url}chat.postMessage", data=form).json()["ok"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_it_listens_on_this_machine_only(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", host, "--port", "0"]) == 2
    assert "listens on this machine only" in capsys.readouterr().err
