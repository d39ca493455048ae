"""manifest.yml asks for exactly what the code registers and uses."""

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from slack_bolt import App

from bot.cli.manifest import made_for
from bot.core.settings import Settings
from bot.runtime.doors import register
from bot.setup.scopes import BOT_SCOPES, OPTIONAL_SCOPES
from tests.office import MANIFEST, Office

ROOT = Path(__file__).parents[3]
SCOPE_OF_CALL = {
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.open": {"im:write"},
    # A look-up reads direct messages, and the alert channels whether private or not.
    "conversations.history": {"im:history", "groups:history", "channels:history"},
    # Whether an alert channel is private, so that names may be posted there.
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.members": {"channels:read", "groups:read"},
    "usergroups.list": {"usergroups:read"},
    "users.list": {"users:read", "users:read.email"},
    # Asked for only where leave is noted by Slack's status; refused without its scope, which is optional.
    "users.profile.get": {"users.profile:read"},
    "auth.test": set(),
    # The managers' reports, and files that somebody asked for.
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
    "files.info": {"files:read"},
    "views.publish": set(),
    "views.open": set(),
    "views.push": set(),
    "views.update": set(),
}


class Recorder:
    """Takes registrations as a Bolt app does, and remembers what for."""

    def __init__(self) -> None:
        self.registered: dict[str, set[object]] = {}

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def register_one(what: object) -> Callable[[Any], Any]:
            self.registered.setdefault(kind, set()).add(what)
            return lambda listener: listener

        return register_one


def test_the_manifests_commands_and_events_are_those_that_the_code_registers(office: Office) -> None:
    recorder = Recorder()
    register(cast(App, recorder), office.context)
    commands = {row["command"] for row in MANIFEST["features"]["slash_commands"]}
    assert recorder.registered["command"] == commands
    # Slack is asked for the messages of one kind of conversation, and sends them as messages.
    events = {name.partition(".")[0] for name in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}
    assert recorder.registered["event"] == events
    assert "message.im" in MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert MANIFEST["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    shortcuts = {row["callback_id"] for row in MANIFEST["features"].get("shortcuts", [])}
    assert recorder.registered.get("shortcut", set()) == shortcuts


def test_the_manifests_scopes_are_those_of_the_calls_that_the_code_makes() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    called = set(
        re.findall(r'"((?:chat|conversations|users|views|auth|team|files|reactions|usergroups)\.[a-zA-Z.]+)"', source)
    )
    called |= {
        name.replace("_", ".")
        for name in re.findall(r"client\.((?:users|views|auth|conversations|usergroups)_[a-z_]+)\(", source)
    }
    unknown = called - set(SCOPE_OF_CALL)
    assert not unknown, f"say which scopes these need: {unknown}"
    needed = set().union(*(SCOPE_OF_CALL[call] for call in called)) | {"commands"}
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert needed - OPTIONAL_SCOPES == set(scopes["bot"]) - set(scopes["bot_optional"]) == BOT_SCOPES
    assert set(scopes["bot_optional"]) == OPTIONAL_SCOPES < needed


def test_the_manifest_keeps_slacks_limits() -> None:
    about = MANIFEST["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000


def test_the_printed_manifest_has_this_installations_command_names_and_addresses() -> None:
    settings = Settings(pacer_log_command="/did")
    url = "https://pacer.example.com/slack/events"
    made = made_for(copy.deepcopy(MANIFEST), settings, url=url)
    commands = made["features"]["slash_commands"]
    assert "/did" in {command["command"] for command in commands}
    assert "/log" not in {command["command"] for command in commands}
    assert {command["url"] for command in commands} == {url}
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == url
    plain = made_for(copy.deepcopy(MANIFEST), Settings())
    assert plain == MANIFEST


def test_every_command_of_the_manifest_can_be_called_otherwise() -> None:
    for command in MANIFEST["features"]["slash_commands"]:
        assert Settings().command_name(command["command"]) == command["command"]
