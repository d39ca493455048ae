"""The sandbox as unmodified slack_sdk and slack_bolt see it."""

import base64
import datetime as dt
import http.client
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.runtime.socket_doorway import end_client
from sandbox.app import Options
from sandbox.running import RunningSandbox, running_sandbox

TEAL, OCHRE = "U0TEAL001", "U0OCHRE01"
NOW = dt.datetime(2026, 11, 17, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox(Options(now=NOW)) as running:
        yield running


@pytest.fixture
def client(sandbox: RunningSandbox) -> WebClient:
    return WebClient(token="xoxb-sandbox", base_url=sandbox.api_url, retry_handlers=[])


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        call(**arguments)
    return str(raised.value.response["error"])


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": TEAL, "text": ""}, "no_text"),
        ("chat.update", {"channel": "C0GENERAL", "ts": "1.0", "text": "x"}, "message_not_found"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("views.open", {"trigger_id": "made.up", "view": {"type": "modal"}}, "invalid_trigger_id"),
        ("dance.now", {}, "unknown_method"),
    ],
)
def test_a_wrong_call_is_refused_by_slacks_name(client: WebClient, method: str, arguments: Any, error: str) -> None:
    assert error_of(client.api_call, api_method=method, json=arguments) == error


def test_a_wrong_token_is_refused(sandbox: RunningSandbox) -> None:
    assert error_of(WebClient(token="xoxb-wrong", base_url=sandbox.api_url).auth_test) == "invalid_auth"


def test_what_is_posted_can_be_read_back_with_its_metadata(client: WebClient) -> None:
    metadata = {"event_type": "t", "event_payload": {"id": "7"}}
    posted = client.chat_postMessage(channel=TEAL, text="hello", metadata=metadata)
    history = client.conversations_history(channel=posted["channel"], include_all_metadata=True, limit=1)
    (found,) = history["messages"]
    assert (found["ts"], found["text"], found["metadata"]) == (posted["ts"], "hello", metadata)
    client.chat_update(channel=posted["channel"], ts=posted["ts"], text="changed")
    assert client.conversations_history(channel=posted["channel"])["messages"][0]["text"] == "changed"


def test_users_come_in_pages_with_zone_and_locale(client: WebClient) -> None:
    # slack_sdk answers the same object for each page, so each is read before the next.
    pages = [list(page["members"]) for page in client.users_list(limit=2, include_locale=True)]
    users = [user for page in pages for user in page]
    assert len(pages) == 2
    assert {user["id"] for user in users} >= {TEAL, OCHRE}
    assert users[1]["tz"] == "Europe/London"
    assert users[1]["locale"] == "en-US"


def test_a_status_is_in_the_profile_until_its_time_is_over(sandbox: RunningSandbox, client: WebClient) -> None:
    def status() -> tuple[str, str, int]:
        said = client.users_profile_get(user=TEAL)["profile"]
        return said["status_text"], said["status_emoji"], said["status_expiration"]

    assert status() == ("", "", 0)
    until = NOW + dt.timedelta(hours=5)
    sandbox.post("status", user=TEAL, text="Out sick", emoji=":face_with_thermometer:", until=until.isoformat())
    assert status() == ("Out sick", ":face_with_thermometer:", int(until.timestamp()))
    sandbox.post("users", id=TEAL, title="Closer")
    assert client.users_info(user=TEAL)["user"]["profile"]["status_text"] == "Out sick"
    sandbox.post("clock", now=(until + dt.timedelta(seconds=1)).isoformat())
    assert status() == ("", "", 0)
    sandbox.post("status", user=TEAL, text="thinking")
    assert status() == ("thinking", ":speech_balloon:", 0)


def test_an_archived_channel_and_a_deactivated_user_take_no_message(sandbox: RunningSandbox, client: WebClient) -> None:
    sandbox.post("channels", id="C0GENERAL", is_archived=True)
    assert error_of(client.chat_postMessage, channel="C0GENERAL", text="x") == "is_archived"
    sandbox.post("users", id=TEAL, deleted=True)
    assert error_of(client.chat_postMessage, channel=TEAL, text="x") == "user_disabled"


def test_a_channel_takes_a_short_burst_then_one_message_a_second(sandbox: RunningSandbox, client: WebClient) -> None:
    for _ in range(5):
        client.chat_postMessage(channel="C0GENERAL", text="x")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0GENERAL", text="x")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    client.chat_postMessage(channel=TEAL, text="another channel is free")
    sandbox.post("clock", advance_seconds=1)
    client.chat_postMessage(channel="C0GENERAL", text="x")


def test_a_tier_is_kept_for_each_method_by_itself(client: WebClient) -> None:
    for _ in range(20):
        client.users_list(limit=1)
    assert error_of(client.users_list) == "ratelimited"
    client.users_info(user=TEAL)


def test_faults_come_as_often_as_told(sandbox: RunningSandbox, client: WebClient) -> None:
    sandbox.post("faults", method="chat.postMessage", kind="drop_before")
    with pytest.raises(http.client.RemoteDisconnected):
        client.chat_postMessage(channel=TEAL, text="lost")
    sandbox.post("faults", method="chat.postMessage", kind="drop_after")
    with pytest.raises(http.client.RemoteDisconnected):
        client.chat_postMessage(channel=TEAL, text="stored")
    sandbox.post("faults", method="chat.postMessage", kind="error", value="fatal_error")
    assert error_of(client.chat_postMessage, channel=TEAL, text="x") == "fatal_error"
    client.chat_postMessage(channel=TEAL, text="well again")
    texts = [message["text"] for message in sandbox.get("messages", channel=TEAL, viewer=TEAL)["messages"]]
    assert texts == ["stored", "well again"]


def test_a_file_is_uploaded_in_three_steps_and_shown(sandbox: RunningSandbox, client: WebClient) -> None:
    client.files_upload_v2(channel="C0GENERAL", content=b"figures", filename="week.txt", title="Week")
    (message,) = sandbox.get("messages", channel="C0GENERAL", viewer=TEAL)["messages"]
    assert message["files"][0]["title"] == "Week"


@pytest.fixture
def app(sandbox: RunningSandbox, client: WebClient) -> Iterator[App]:
    """A small app over Socket Mode."""
    made = App(client=client, process_before_response=True)

    @made.command("/hello")
    def hello(ack: Ack, command: dict[str, Any]) -> None:
        button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go", "value": "1"}
        text = command["text"]
        ack(text=text, blocks=[{"type": "actions", "elements": [button]}])

    @made.action("go")
    def go(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="gone", replace_original=True)

    @made.command("/form")
    def form(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        ack()
        entry = {"type": "plain_text_input", "action_id": "text"}
        label = {"type": "plain_text", "text": "L"}
        client.views_open(
            trigger_id=command["trigger_id"],
            view={
                "type": "modal",
                "callback_id": "form",
                "title": label,
                "submit": label,
                "blocks": [{"type": "input", "block_id": "b", "label": label, "element": entry}],
            },
        )

    @made.view("form")
    def submitted(ack: Ack, view: dict[str, Any]) -> None:
        if view["state"]["values"]["b"]["text"]["value"] == "bad":
            ack(response_action="errors", errors={"b": "not this"})
        else:
            ack()

    handler = SocketModeHandler(made, "xapp-sandbox")
    handler.client.web_client.base_url = sandbox.api_url
    handler.connect()
    yield made
    end_client(handler.client)


@pytest.mark.usefixtures("app")
def test_a_command_is_answered_and_its_button_replaces_the_answer(sandbox: RunningSandbox) -> None:
    (message,) = sandbox.post("command", user=TEAL, command="/hello", text="Salt & Co")["messages"]
    assert (message["text"], message["ephemeral"]) == ("Salt &amp; Co", True)
    (changed,) = sandbox.post("click", user=TEAL, channel=message["channel"], ts=message["ts"], action_id="go")[
        "messages"
    ]
    assert (changed["ts"], changed["text"]) == (message["ts"], "gone")


@pytest.mark.usefixtures("app")
def test_a_modal_opens_shows_errors_and_closes(sandbox: RunningSandbox) -> None:
    view = sandbox.post("command", user=TEAL, command="/form", text="")["view"]
    assert sandbox.post("submit", user=TEAL, view_id=view["id"], values={"text": "bad"})["errors"] == {"b": "not this"}
    assert sandbox.get("views", user=TEAL)["views"]
    assert sandbox.post("submit", user=TEAL, view_id=view["id"], values={"text": "good"})["errors"] == {}
    assert sandbox.get("views", user=TEAL)["views"] == []


@pytest.mark.usefixtures("app")
def test_a_refreshed_connection_is_opened_again_and_no_command_is_lost(sandbox: RunningSandbox) -> None:
    assert sandbox.post("disconnect")["disconnected"] == 1
    assert sandbox.post("command", user=TEAL, command="/hello", text="still here")["acked"]


def test_a_command_that_nobody_takes_times_out_as_in_slack(sandbox: RunningSandbox) -> None:
    answer = sandbox.post("command", user=TEAL, command="/hello", text="")
    assert (answer["acked"], answer["error"]) == (False, "operation_timeout")


def test_the_clock_moves_forward_only(sandbox: RunningSandbox) -> None:
    sandbox.post("clock", now="2026-11-18T08:30:00+00:00")
    assert sandbox.get("clock")["now"].startswith("2026-11-18T08:30:0")
    with pytest.raises(Exception, match="400"):
        sandbox.post("clock", now="2026-11-17T08:30:00+00:00")


def test_a_follower_plays_the_time_between(sandbox: RunningSandbox) -> None:
    sandbox.get("clock", follower="f")
    moved = threading.Thread(
        target=sandbox.post, args=("clock",), kwargs={"now": "2026-11-18T00:00:00+00:00", "wait": True}
    )
    moved.start()
    while sandbox.get("clock", follower="f")["target"] is None:
        pass
    sandbox.post("clock/step", to="2026-11-17T20:00:00+00:00", follower="f")
    assert sandbox.get("clock", follower="f")["now"] == "2026-11-17T20:00:00+00:00"
    sandbox.post("clock/step", to="2026-11-18T00:00:00+00:00", follower="f")
    moved.join(10)
    assert sandbox.get("clock")["target"] is None


def test_user_groups_are_listed_with_and_without_their_people(sandbox: RunningSandbox, client: WebClient) -> None:
    sandbox.post("usergroups", id="S0TEAL", handle="@teal", name="Teal", users=[TEAL])
    sandbox.post("usergroups", id="S0OLD", handle="old", users=[OCHRE], disabled=True)
    (plain,) = client.usergroups_list()["usergroups"]
    assert (plain["id"], plain["handle"], plain["date_delete"], "users" in plain) == ("S0TEAL", "teal", 0, False)
    (whole,) = client.usergroups_list(include_users=True, include_count=True)["usergroups"]
    assert (whole["users"], whole["user_count"]) == ([TEAL], 1)
    assert len(client.usergroups_list(include_disabled=True)["usergroups"]) == 2
    assert client.usergroups_users_list(usergroup="S0TEAL")["users"] == [TEAL]
    assert error_of(client.usergroups_users_list, usergroup="S0OLD") == "no_such_subteam"
    sandbox.state.scopes = frozenset({"chat:write"})
    assert error_of(client.usergroups_list) == "missing_scope"


def test_a_file_of_a_person_is_told_of_and_got_with_the_token_alone(sandbox: RunningSandbox, client: WebClient) -> None:
    content = b"a,b\n1,2\n"
    sandbox.state.events = frozenset({"message.im"})
    encoded = base64.b64encode(content).decode()
    sent = sandbox.post(
        "file", user=TEAL, channel="app", text="here", files=[{"name": "deals.csv", "content_base64": encoded}]
    )
    event = sent["event"]["event"]
    told = (event["type"], event["subtype"], event["channel_type"], event["user"], event["text"])
    assert told == ("message", "file_share", "im", TEAL, "here")
    (file,) = event["files"]
    assert (file["name"], file["mimetype"], file["filetype"], file["size"]) == ("deals.csv", "text/csv", "csv", 8)
    assert "content" not in file
    known = client.files_info(file=file["id"])["file"]
    assert known["url_private_download"] == file["url_private_download"]

    def fetched(token: str) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.get(known["url_private_download"], headers=headers, follow_redirects=False)

    assert (fetched("xoxb-sandbox").content, fetched("xoxb-sandbox").headers["content-type"][:8]) == (
        content,
        "text/csv",
    )
    # Without it Slack leads to its login page.
    assert [fetched(token).status_code for token in ("", "xoxb-wrong", "xapp-sandbox")] == [302, 302, 302]
    assert httpx.get(f"{sandbox.url}/files/{file['id']}").status_code == 404
    sandbox.state.scopes = frozenset({"chat:write"})
    assert fetched("xoxb-sandbox").status_code == 302
    assert error_of(client.files_info, file=file["id"]) == "missing_scope"
    sandbox.state.scopes = None
    sandbox.post("file/delete", user=TEAL, file=file["id"])
    assert error_of(client.files_info, file=file["id"]) == "file_deleted"
    assert fetched("xoxb-sandbox").status_code == 404
    # Where the app is not, it sees none.
    sandbox.post("channels", id="C0PRIVATE", name="private", is_private=True, members=[TEAL], bot_is_member=False)
    other = sandbox.post("file", user=TEAL, channel="C0PRIVATE", files=[{"name": "x.csv", "content": "a"}])
    assert error_of(client.files_info, file=other["files"][0]) == "file_not_found"
