"""Addresses that came from outside: what is sent goes to Slack or nowhere, also where somebody redirects it."""

from typing import Any

import pytest

from bot.core.doors.replies import Replies
from bot.core.slack_hosts import NotSent, NotSlacks, is_slacks, post_reply
from bot.core.words.message import Attachment, Message
from bot.delivery.files import NotUploaded, share_file
from tests.elsewhere import elsewhere

SLACK, SANDBOX = "https://slack.com/api/", "http://127.0.0.1:8700/api/"
GOOD = (
    "https://hooks.slack.com/actions/T1/2/x",
    "https://hooks.slack.com/commands/T1/2/x?a=b@c#d",
    "https://hooks.slack.com:443/x",
    "https://HOOKS.Slack.com/x",
    "https://files.slack.com/upload/v1/x",
    "https://acme.enterprise.slack.com/x",
    "https://slack.com/x",
    "https://hooks.slack-gov.com/actions/T1/2/x",
    "https://files.slack-gov.com/upload/v1/x",
)
BAD = (
    "http://hooks.slack.com/x",
    "https://hooks.slack.com:8443/x",
    "https://hooks.slack.com:80/x",
    "https://hooks.slack.com:99999999/x",
    "https://hooks.slack.com:x/",
    "https://hooks.slack.com./x",
    "https://.slack.com/x",
    "https://a..slack.com/x",
    "https://someone@hooks.slack.com/x",
    "https://@hooks.slack.com/x",
    "https://hooks.slack.com@evil.example/x",
    "https://hooks.slack.com:443@evil.example/x",
    "https://hooks.slack.com\\@evil.example/x",
    "https://evil.example\\.slack.com/x",
    "https://evil.example/.slack.com",
    "https://evil.example?.slack.com",
    "https://evil.example#.slack.com",
    "https://evil.example%2f.slack.com/x",
    "https://evil.example%00.slack.com/x",
    "https://evil.example/https://slack.com/",
    "https://evilslack.com/x",
    "https://slack.com.evil.example/x",
    "https://slack-gov.com.evil.example/x",
    "https://slack.co/x",
    "https://ѕlack.com/x",
    "https://hooks。slack。com/x",
    "https://xn--lack-eve.com/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://[hooks.slack.com]/x",
    "https://169.254.169.254/latest/meta-data/",
    "https:/hooks.slack.com/x",
    "https:hooks.slack.com/x",
    "//hooks.slack.com/x",
    "hooks.slack.com/x",
    "ftp://hooks.slack.com/x",
    "file:///etc/passwd",
    "https://",
    "https://:443/x",
    " https://slack.com/x",
    "https://slack.com/x y",
    "https://slack.com/x\r\nHost: evil.example",
    "https://slack.com\t.evil.example/",
    "https://slack.com/" + "x" * 5000,
    "",
    None,
    7,
    ["https://slack.com/x"],
)
NEAR_THE_SANDBOX = (
    "https://127.0.0.1:8700/x",
    "http://127.0.0.1:8701/x",
    "http://127.0.0.1/x",
    "http://127.0.0.2:8700/x",
    "http://127.1:8700/x",
    "http://2130706433:8700/x",
    "http://0x7f000001:8700/x",
    "http://0.0.0.0:8700/x",
    "http://evil.example:8700/x",
    "http://127.0.0.1:8700@evil.example/x",
    "http://someone@127.0.0.1:8700/x",
    "http://127.0.0.1.evil.example:8700/x",
)


def test_slacks_own_addresses_are_slacks() -> None:
    for api_url in (SLACK, SANDBOX):
        assert [url for url in GOOD if not is_slacks(url, api_url)] == []


def test_nothing_else_is_however_it_is_written() -> None:
    for api_url in (SLACK, SANDBOX):
        assert [url for url in BAD if is_slacks(url, api_url)] == []


def test_the_sandbox_is_as_good_at_its_own_port_and_only_while_it_is_used() -> None:
    for url in ("http://127.0.0.1:8700/response/x", "http://localhost:8700/upload/x"):
        assert is_slacks(url, SANDBOX)
        assert not is_slacks(url, SLACK)
        assert not is_slacks(url, "http://slack.internal:8700/api/")
    assert [url for url in NEAR_THE_SANDBOX if is_slacks(url, SANDBOX)] == []


def test_an_answer_to_a_click_is_sent_to_nobody_else() -> None:
    with elsewhere() as api, elsewhere() as other:
        replies = Replies(f"{api.url}/api/")
        replies.start()
        replies.add(f"{other.url}/actions", Message("hidden", []))
        replies.replace(f"{other.url}/actions", Message("hidden", []))
        replies.add(f"{api.url}/actions", Message("said", []))
        replies.stop(30)
        assert (api.asked, other.asked) == (["POST /actions HTTP/1.1"], [])


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_not_followed(status: str) -> None:
    with elsewhere() as other, elsewhere(f"HTTP/1.1 {status}\r\nLocation: {other.url}/inside") as api:
        api_url = f"{api.url}/api/"
        answer = post_reply(f"{api.url}/actions", {"text": "said"}, api_url=api_url, timeout=10)
        assert answer.is_redirect
        with pytest.raises(NotUploaded):
            share_file(ask_for(f"{api.url}/upload"), api_url, "C1", Attachment("a.csv", "A", b"x"), "token", "text")
        assert len(api.asked) == 2
        assert other.asked == []


def test_a_file_is_uploaded_to_nobody_else() -> None:
    with elsewhere() as api, elsewhere() as other:
        for address in (f"{other.url}/upload", other.url.replace("http:", "https:"), None):
            with pytest.raises(NotUploaded):
                share_file(ask_for(address), f"{api.url}/api/", "C1", Attachment("a.csv", "A", b"x"), "token", "text")
        share_file(ask_for(f"{api.url}/upload"), f"{api.url}/api/", "C1", Attachment("a.csv", "A", b"x"), "t", "text")
        assert (api.asked, other.asked) == (["POST /upload HTTP/1.1"], [])


def test_what_is_not_sent_says_so() -> None:
    with pytest.raises(NotSlacks):
        post_reply("http://127.0.0.1:9/x", {}, api_url=SLACK, timeout=1)
    with elsewhere() as gone:
        pass
    with pytest.raises(NotSent, match="ConnectError"):
        post_reply(f"{gone.url}/x", {}, api_url=f"{gone.url}/api/", timeout=5)


def ask_for(address: object) -> Any:
    """Slack's Web API, which names this address to upload to."""
    return lambda _method, **_arguments: {"upload_url": address, "file_id": "F1"}
