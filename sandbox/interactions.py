"""What people do, as the payloads that Slack sends for it, and what the app's answer makes of the workspace."""

import asyncio
import re
import uuid
from typing import Any

from sandbox.chat import as_bot, change_event, find_conversation, kind_of
from sandbox.dispatch import Dispatcher
from sandbox.files import delete_by_person, share_by_person, shown
from sandbox.rules import Refusal, check_message
from sandbox.state import APP_ID, Conversation, Json, OpenView, SlackState
from sandbox.views import find_view, replace_view, show_modal


class NotThere(Exception):
    """A message, button, view or person is not there; the message says which."""


class Interactions:
    """Carries out what a person does."""

    def __init__(self, state: SlackState, dispatcher: Dispatcher) -> None:
        self._state, self._dispatcher = state, dispatcher

    async def command(self, user: str, command: str, text: str, channel: str | None) -> Json:
        """Somebody types a slash command."""
        self._require_user(user)
        where = self._conversation(channel, user)
        payload = {
            "token": "verification",
            "team_id": self._state.team["id"],
            "team_domain": self._state.team["domain"],
            "channel_id": where.id,
            "channel_name": where.name or "directmessage",
            "user_id": user,
            "user_name": self._state.users[user]["name"],
            "command": command if command.startswith("/") else f"/{command}",
            "text": _escaped(text),
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._url(self._state.new_response_url(where.id, user, None)),
            "trigger_id": self._state.new_trigger(user),
        }
        answer = await self._dispatcher.deliver("slash_commands", payload, wants_answer=True)
        if answer is None:
            self._state.add_ephemeral(
                where,
                user,
                {"text": f'{payload["command"]} failed with the error "operation_timeout"', "user": "USLACKBOT"},
            )
            return {"acked": False, "error": "operation_timeout", "payload": payload}
        if answer.get("text") or answer.get("blocks"):
            self.show(where, user, answer)
        return {"acked": True, "error": None, "payload": payload}

    async def click(self, said: Json) -> Json:
        """Somebody presses a button or chooses in a message, the Home tab or a modal."""
        user = str(said["user"])
        self._require_user(user)
        payload: Json = {
            "type": "block_actions",
            "user": self._person(user),
            "api_app_id": APP_ID,
            "team": {"id": self._state.team["id"], "domain": self._state.team["domain"]},
            "trigger_id": self._state.new_trigger(user),
        }
        if said.get("view_id") or said.get("home"):
            view = self._view_for(said, user)
            blocks = view["blocks"]
            payload |= {"view": view, "container": {"type": "view", "view_id": view["id"]}}
        else:
            message = self._message(said, user)
            blocks = message.get("blocks") or []
            conversation = self._state.conversations[message["channel"]]
            ephemeral = bool(message.get("ephemeral"))
            payload |= {
                "message": message,
                "channel": {"id": conversation.id, "name": conversation.name or "directmessage"},
                "container": {
                    "type": "message",
                    "message_ts": message["ts"],
                    "channel_id": conversation.id,
                    "is_ephemeral": ephemeral,
                },
                "response_url": self._url(self._state.new_response_url(conversation.id, user, message["ts"])),
            }
        element, block_id = _find_element(blocks, str(said["action_id"]), said)
        payload["actions"] = [_acted(element, block_id, said, self._state.clock.seconds())]
        answer = await self._dispatcher.deliver("interactive", payload, wants_answer=False)
        return {
            "acked": answer is not None,
            "error": None if answer is not None else "operation_timeout",
            "payload": payload,
        }

    async def submit(self, user: str, view_id: str, values: Json) -> Json:
        """Somebody submits a modal; errors by block when the app finds some."""
        shown = self._open_view(user, view_id)
        shown.view["state"] = {"values": _by_block(shown.view["blocks"], values)}
        payload: Json = {
            "type": "view_submission",
            "team": {"id": self._state.team["id"], "domain": self._state.team["domain"]},
            "user": self._person(user),
            "api_app_id": APP_ID,
            "trigger_id": self._state.new_trigger(user),
            "view": shown.view,
            "response_urls": [],
        }
        answer = await self._dispatcher.deliver("interactive", payload, wants_answer=True)
        if answer is None:
            return {"acked": False, "error": "operation_timeout", "errors": {}}
        return {"acked": True, "error": None, "errors": self._follow(shown, answer)}

    async def close(self, user: str, view_id: str) -> Json:
        """Somebody closes a modal."""
        shown = self._open_view(user, view_id)
        self._state.views[user].remove(shown)
        self._state.changed("view", user=user)
        if shown.view.get("notify_on_close"):
            payload = {
                "type": "view_closed",
                "team": {"id": self._state.team["id"], "domain": self._state.team["domain"]},
                "user": self._person(user),
                "api_app_id": APP_ID,
                "view": shown.view,
                "is_cleared": False,
            }
            await self._dispatcher.deliver("interactive", payload, wants_answer=False)
        return {"acked": True, "error": None}

    async def shortcut(self, user: str, callback_id: str) -> Json:
        """Somebody uses a global shortcut."""
        self._require_user(user)
        payload = {
            "type": "shortcut",
            "callback_id": callback_id,
            "trigger_id": self._state.new_trigger(user),
            "user": self._person(user),
            "team": {"id": self._state.team["id"], "domain": self._state.team["domain"]},
        }
        answer = await self._dispatcher.deliver("interactive", payload, wants_answer=False)
        return {"acked": answer is not None, "error": None if answer is not None else "operation_timeout"}

    async def open_home(self, user: str) -> Json:
        """Somebody opens the app's Home tab."""
        self._require_user(user)
        event: Json = {"type": "app_home_opened", "user": user, "channel": self._state.open_im(user).id, "tab": "home"}
        if user in self._state.homes:
            event["view"] = self._state.homes[user]
        return {"acked": await self.event(event)}

    async def say(self, user: str, channel: str, text: str, thread_ts: str = "") -> Json:
        """Somebody writes a message, in the thread of another one where its ts is given."""
        self._require_user(user)
        conversation = find_conversation(self._state, user) if channel in ("app", user) else self._known(channel)
        if conversation.is_im and user not in conversation.members:
            raise NotThere(f"{user} is not in {channel}.")
        message = {
            "text": _escaped(text),
            "user": user,
            "client_msg_id": str(uuid.uuid4()),
            "team": self._state.team["id"],
            **({"thread_ts": thread_ts} if thread_ts else {}),
        }
        stored = self._state.add_message(conversation, message)
        payload = self.event_payload({**stored, "channel_type": kind_of(conversation), "event_ts": stored["ts"]})
        return {"acked": await self.redeliver(payload), "error": None, "event": payload, "ts": stored["ts"]}

    async def share(self, user: str, channel: str, files: list[tuple[str, bytes, str]], text: str) -> Json:
        """Somebody shares files, each a name, its bytes and its type, with a text beside them or none."""
        self._require_user(user)
        conversation = find_conversation(self._state, user) if channel in ("app", user) else self._known(channel)
        if conversation.is_im and user not in conversation.members:
            raise NotThere(f"{user} is not in {channel}.")
        kept = [share_by_person(self._state, conversation, user, *each) for each in files]
        message = {
            "subtype": "file_share",
            "text": _escaped(text),
            "files": [shown(file) for file in kept],
            "upload": False,
            "user": user,
            "display_as_bot": False,
            "client_msg_id": str(uuid.uuid4()),
            "team": self._state.team["id"],
        }
        stored = self._state.add_message(conversation, message)
        payload = self.event_payload({**stored, "channel_type": kind_of(conversation), "event_ts": stored["ts"]})
        acked = await self.redeliver(payload)
        ids = [file["id"] for file in kept]
        return {"acked": acked, "error": None, "event": payload, "ts": stored["ts"], "files": ids}

    def delete_file(self, user: str, file_id: str) -> None:
        """Somebody deletes a file of their own. Raises NotThere."""
        if not delete_by_person(self._state, user, file_id):
            raise NotThere(f"{user} has no file {file_id}.")

    async def edit(self, user: str, channel: str, ts: str, text: str) -> Json:
        """Somebody changes a message of their own."""
        conversation, before = self._own_message(user, channel, ts)
        edited = {"user": user, "ts": self._state.next_ts(conversation)}
        after = {**before, "text": _escaped(text), "edited": edited}
        conversation.messages[ts] = after
        self._state.changed("message", channel=channel)
        return await self._tell_change(conversation, "message_changed", before, after)

    async def delete(self, user: str, channel: str, ts: str) -> Json:
        """Somebody deletes a message of their own."""
        conversation, before = self._own_message(user, channel, ts)
        del conversation.messages[ts]
        self._state.changed("message", channel=channel)
        return await self._tell_change(conversation, "message_deleted", before, None)

    async def _tell_change(self, conversation: Conversation, subtype: str, before: Json, after: Json | None) -> Json:
        payload = self.event_payload(change_event(self._state, conversation, subtype, before, after))
        return {"acked": await self.redeliver(payload), "error": None, "event": payload}

    def _own_message(self, user: str, channel: str, ts: str) -> tuple[Conversation, Json]:
        conversation = self._known(channel)
        message = conversation.messages.get(ts)
        if message is None or message.get("user") != user:
            raise NotThere(f"{user} wrote no message {ts} in {channel}.")
        return conversation, message

    async def event(self, event: Json) -> bool:
        """Send an event that the manifest subscribes to; whether the app acknowledged it."""
        seconds = int(self._state.clock.seconds())
        return await self.redeliver(self.event_payload({**event, "event_ts": f"{seconds}.000000"}))

    def event_payload(self, event: Json) -> Json:
        """What Slack sends of an event, each with an id of its own."""
        return {
            "token": "verification",
            "team_id": self._state.team["id"],
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": self._state.new_id("Ev"),
            "event_time": int(self._state.clock.seconds()),
            "authorizations": [{"team_id": self._state.team["id"], "user_id": self._state.bot_user, "is_bot": True}],
        }

    async def redeliver(self, payload: Json) -> bool:
        """Send this event, also for the second time; whether the app acknowledged it, or does not subscribe to it."""
        event = payload["event"]
        name = f"message.{event['channel_type']}" if event["type"] == "message" else event["type"]
        if self._state.events is not None and name not in self._state.events:
            return True
        return await self._dispatcher.deliver("events_api", payload, wants_answer=False) is not None

    def show(self, where: Conversation, user: str, answer: Json) -> Json:
        """Show an app's answer, to one person or to all. Raises Refusal when Slack would not."""
        check_message(answer)
        message = as_bot(self._state, answer)
        if answer.get("response_type") == "in_channel":
            return self._state.add_message(where, message)
        return self._state.add_ephemeral(where, user, message)

    def _follow(self, shown: OpenView, answer: Json) -> dict[str, str]:
        action = answer.get("response_action")
        stack = self._state.views[shown.user]
        if action == "errors":
            return {str(block): str(text) for block, text in (answer.get("errors") or {}).items()}
        if action == "update":
            replace_view(self._state, shown, answer["view"])
        elif action == "push":
            show_modal(self._state, shown.user, answer["view"], push=True)
        elif action == "clear":
            stack.clear()
        else:
            stack.remove(shown)
        self._state.changed("view", user=shown.user)
        return {}

    def _message(self, said: Json, user: str) -> Json:
        channel, ts = str(said.get("channel") or ""), str(said.get("ts") or "")
        conversation = self._state.conversations.get(channel)
        if conversation is None:
            raise NotThere(f"There is no conversation {channel}.")
        found = conversation.messages.get(ts) or self._state.ephemeral.get((channel, user), {}).get(ts)
        if found is None:
            raise NotThere(f"There is no message {ts} in {channel} that {user} sees.")
        return found

    def _view_for(self, said: Json, user: str) -> Json:
        if said.get("view_id"):
            shown = find_view(self._state, str(said["view_id"]))
            if shown is not None:
                if said.get("values"):
                    shown.view["state"] = {"values": _by_block(shown.view["blocks"], said["values"])}
                return shown.view
        home = self._state.homes.get(user)
        if home is None or (said.get("view_id") and home["id"] != said["view_id"]):
            raise NotThere(f"{user} has no such view open.")
        return home

    def _open_view(self, user: str, view_id: str) -> OpenView:
        shown = find_view(self._state, view_id)
        if shown is None or shown.user != user:
            raise NotThere(f"{user} has no modal {view_id} open.")
        return shown

    def _conversation(self, channel: str | None, user: str) -> Conversation:
        return self._known(channel) if channel else self._state.open_im(user)

    def _known(self, channel: str) -> Conversation:
        found = self._state.conversations.get(channel)
        if found is None:
            raise NotThere(f"There is no conversation {channel}.")
        return found

    def person(self, user: str) -> str:
        """The id of somebody who is there. Raises NotThere."""
        self._require_user(user)
        return user

    def _require_user(self, user: str) -> None:
        if user not in self._state.users:
            raise NotThere(f"There is no person {user}.")

    def _person(self, user: str) -> Json:
        known = self._state.users[user]
        return {"id": user, "username": known["name"], "name": known["name"], "team_id": self._state.team["id"]}

    def _url(self, path: str) -> str:
        return f"{self._dispatcher.base_url}{path}"


def tell_of_own_messages(state: SlackState, interactions: Interactions) -> None:
    """Send the app the events of its own messages in direct conversations, as Slack does. They are not waited for."""
    running: set[asyncio.Task[bool]] = set()

    def heard(event: Json) -> None:
        if state.events is None or "message.im" not in state.events:
            return
        task = asyncio.get_running_loop().create_task(interactions.redeliver(interactions.event_payload(event)))
        running.add(task)
        task.add_done_callback(running.discard)

    state.heard = heard


def use_response_url(state: SlackState, interactions: Interactions, key: str, answer: Json) -> None:
    """An app answers through a response_url. Raises Refusal when it is used up."""
    link = state.response_urls.get(key)
    if link is None or state.clock.seconds() > link.expires:
        raise Refusal("expired_url", "")
    if link.uses >= 5:
        raise Refusal("used_url", "")
    link.uses += 1
    conversation = state.conversations[link.channel]
    own = state.ephemeral.get((link.channel, link.user), {})
    replaces = bool(answer.get("replace_original")) or bool(answer.get("delete_original"))
    if not replaces or link.ts is None:
        interactions.show(conversation, link.user, answer)
        return
    if answer.get("delete_original"):
        own.pop(link.ts, None)
        conversation.messages.pop(link.ts, None)
    else:
        check_message(answer)
        message = own.get(link.ts) or conversation.messages.get(link.ts)
        if message is None:
            raise Refusal("message_not_found", "")
        message.pop("blocks", None)
        message.update(as_bot(state, answer))
        if link.ts not in own:
            message["edited"] = {"user": state.bot_user, "ts": f"{state.clock.seconds():.6f}"}
    kind = "ephemeral" if link.ts in own or link.ts not in conversation.messages else "message"
    state.changed(kind, channel=link.channel, user=link.user)


def _escaped(text: str) -> str:
    """What is typed as Slack sends it: & < > escaped, except in <@U…>, <#C…> and links, which a client makes."""
    kept = re.split(r"(<(?:[@#!][^<>]+|https?://[^<>]+|mailto:[^<>]+)>)", text)
    return "".join(
        part if at % 2 else part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for at, part in enumerate(kept)
    )


def _find_element(blocks: list[Json], action_id: str, said: Json) -> tuple[Json, str]:
    for block in blocks:
        elements = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        for element in elements:
            if not isinstance(element, dict) or element.get("action_id") != action_id:
                continue
            if said.get("block_id") and block.get("block_id") != said["block_id"]:
                continue
            if element["type"] == "button" and said.get("value") not in (None, element.get("value")):
                continue
            return element, str(block.get("block_id") or "")
    raise NotThere(f"There is nothing with action_id {action_id} to press.")


def _acted(element: Json, block_id: str, said: Json, seconds: float) -> Json:
    kind, value = element["type"], said.get("value")
    acted: Json = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": f"{seconds:.6f}",
    }
    if kind == "button":
        return {**acted, "text": element["text"], **({"value": element["value"]} if "value" in element else {})}
    return {**acted, **_field_state(element, value)}


def _field_state(element: Json, value: Any) -> Json:
    """What a field holds, as Slack writes it in a view's state and in actions."""
    kind = element["type"]
    if isinstance(value, dict) and not (set(value) <= {"text", "value"}):
        return value
    options = element.get("options") or [o for g in element.get("option_groups") or [] for o in g["options"]]
    by_value = {option["value"]: option for option in options}
    chosen = value.get("value") if isinstance(value, dict) else value
    match kind:
        case "static_select" | "radio_buttons" | "overflow":
            if chosen is not None and chosen not in by_value:
                raise NotThere(f"{element.get('action_id')} has no option {chosen}.")
            return {"selected_option": by_value.get(chosen)}
        case "multi_static_select" | "checkboxes":
            return {"selected_options": [by_value[one] for one in value or [] if one in by_value]}
        case "users_select" | "channels_select" | "conversations_select":
            return {f"selected_{kind.removesuffix('s_select')}": value}
        case "multi_users_select" | "multi_channels_select" | "multi_conversations_select":
            return {f"selected_{kind.removeprefix('multi_').removesuffix('_select')}": value or []}
        case "datepicker":
            return {"selected_date": value}
        case "timepicker":
            return {"selected_time": value}
        case "datetimepicker":
            return {"selected_date_time": value}
        case _:
            return {"value": None if value is None else str(value)}


def _by_block(blocks: list[Json], values: Json) -> Json:
    """A view's state from what was filled in, given by block_id and action_id or by action_id alone."""
    found: Json = {}
    for block in blocks:
        element = block.get("element") or block.get("accessory")
        if not isinstance(element, dict) or element["type"] in ("button", "overflow", "image"):
            continue
        block_id, action_id = block["block_id"], element.get("action_id") or ""
        given = values.get(block_id)
        if isinstance(given, dict) and action_id in given:
            value = given[action_id]
            if isinstance(value, dict) and set(value) == {"type", "value"}:
                value = value["value"]
        elif action_id in values:
            value = values[action_id]
        else:
            value = _initial(element)
        found.setdefault(block_id, {})[action_id] = {"type": element["type"], **_field_state(element, value)}
    return found


def _initial(element: Json) -> Any:
    for name, value in element.items():
        if name == "initial_option":
            return value["value"]
        if name == "initial_options":
            return [option["value"] for option in value]
        if name.startswith("initial_"):
            return value
    return None
