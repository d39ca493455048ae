"""A small app behind the sandbox, so that the page has something to talk to: real Bolt, real Socket Mode."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.runtime.socket_doorway import end_client
from sandbox.running import RunningSandbox

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Metronome"},
    "oauth_config": {
        "scopes": {
            "bot": [
                "channels:history",
                "chat:write",
                "commands",
                "files:write",
                "im:history",
                "im:write",
                "reactions:write",
            ]
        }
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]}},
    "features": {
        "slash_commands": [
            {
                "command": "/note",
                "description": "Keep a note",
                "usage_hint": "words to keep",
                "should_escape": True,
            },
            {"command": "/form", "description": "Open the form"},
            {"command": "/silent", "description": "Is never answered"},
        ],
        "shortcuts": [{"name": "Open the form", "type": "global", "callback_id": "open_form", "description": "A form"}],
    },
}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def field(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": f"{block_id}_given", **element},
        **more,
    }


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Plan a week"),
    "submit": plain("Save"),
    "close": plain("Leave"),
    "blocks": [
        {"type": "alert", "level": "warning", "text": {"type": "mrkdwn", "text": "*Tuesday* is empty."}},
        field("count", "How many", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}),
        field(
            "kind",
            "Which",
            {"type": "static_select", "options": [option("Calls", "call"), option("Demos", "demo")]},
        ),
        field("who", "Account", {"type": "multi_users_select"}, optional=True),
        field("words", "Words", {"type": "plain_text_input", "multiline": True}, optional=True, hint=plain("Any")),
        {"type": "actions", "block_id": "more", "elements": [button("Details", "details")]},
    ],
}
DETAILS = {
    "type": "modal",
    "callback_id": "details",
    "title": plain("Details"),
    "close": plain("Back"),
    "blocks": [section("Nothing more to know.")],
}


def home(clicks: int) -> dict[str, Any]:
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Your own page")},
            section(f"Pressed {clicks} times", accessory=button("Press", "press")),
        ],
    }


@contextmanager
def an_app(sandbox: RunningSandbox) -> Iterator[list[dict[str, Any]]]:
    """Runs the app while the block lasts; gives the list of what it was sent by forms and elements."""
    heard: list[dict[str, Any]] = []
    app = App(
        client=WebClient(token=sandbox.options.bot_token, base_url=sandbox.api_url),
        token_verification_enabled=False,
    )
    presses: dict[str, int] = {}

    @app.command("/note")
    def note(ack: Any, command: dict[str, Any]) -> None:
        blocks = [
            section(f"Kept: {command['text']}"),
            {"type": "actions", "elements": [button("Undo", "undo", value="1")]},
        ]
        ack(text=f"Kept: {command['text']}", blocks=blocks)

    @app.command("/form")
    def form(ack: Any, client: WebClient, command: dict[str, Any]) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=FORM)

    @app.shortcut("open_form")
    def shortcut(ack: Any, client: WebClient, shortcut: dict[str, Any]) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

    @app.action("details")
    def details(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=DETAILS)

    @app.view("form")
    def saved(ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        heard.append(values)
        if values["count"]["count_given"]["value"] == "13":
            ack(response_action="errors", errors={"count": "Thirteen is too many."})
        else:
            ack()

    @app.action("undo")
    def undo(ack: Any, respond: Any) -> None:
        ack()
        respond(text="Undone.", replace_original=True)

    @app.action("press")
    def press(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
        ack()
        user = body["user"]["id"]
        presses[user] = presses.get(user, 0) + 1
        client.views_publish(user_id=user, view=home(presses[user]))

    @app.action("row")
    def row(ack: Any, action: dict[str, Any]) -> None:
        heard.append(action)
        ack()

    @app.event("app_home_opened")
    def opened(client: WebClient, event: dict[str, Any]) -> None:
        client.views_publish(user_id=event["user"], view=home(presses.get(event["user"], 0)))

    @app.event("message")
    def said() -> None:
        """Acknowledged and left at that."""

    handler = SocketModeHandler(app, sandbox.options.app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        yield heard
    finally:
        end_client(handler.client)
