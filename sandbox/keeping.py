"""Keeps the workspace in a file between runs, and reads seeds and manifests."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from sandbox.state import Conversation, Json, SlackState


class UnusableFile(Exception):
    """A seed, manifest or state file cannot be used; the message says why."""


def save(state: SlackState, path: Path) -> None:
    """Write the workspace to `path`, whole or not at all."""
    kept = {
        "now": state.clock.now().isoformat(),
        "team": state.team,
        "users": state.users,
        "usergroups": state.usergroups,
        "conversations": [asdict(one) for one in state.conversations.values()],
        "ims": state.ims,
        "ephemeral": [[channel, user, rows] for (channel, user), rows in state.ephemeral.items()],
        "homes": state.homes,
    }
    beside = path.with_suffix(".writing")
    beside.write_text(json.dumps(kept), encoding="utf-8")
    beside.replace(path)
    state.dirty = False


def kept_instant(path: Path) -> dt.datetime | None:
    """The instant at which a kept workspace stopped; None when none is kept."""
    return dt.datetime.fromisoformat(_json(path)["now"]) if path.exists() else None


def restore(state: SlackState, path: Path) -> None:
    """Take the workspace from `path`."""
    kept = _json(path)
    state.team, state.users = kept["team"], kept["users"]
    state.conversations = {one["id"]: Conversation(**one) for one in kept["conversations"]}
    state.usergroups = kept.get("usergroups", {})
    state.ims, state.homes = kept["ims"], kept["homes"]
    state.ephemeral = {(channel, user): rows for channel, user, rows in kept["ephemeral"]}


def plant(state: SlackState, seed: Json) -> None:
    """Take the team, users and channels of a seed."""
    state.team.update(seed.get("team") or {})
    for user in seed.get("users") or []:
        state.add_user(user)
    for channel in seed.get("channels") or []:
        state.add_channel(channel)
    for group in seed.get("usergroups") or []:
        state.add_usergroup(group)


def default_seed() -> Json:
    """A small workspace for when no seed is given."""
    people = [("U0TEAL001", "Teal Example"), ("U0OCHRE01", "Ochre Example"), ("U0UMBER01", "Umber Example")]
    users = [
        {
            "id": user_id,
            "name": name.lower().replace(" ", "."),
            "real_name": name,
            "tz": "Europe/London",
            "email": f"{name.split()[0].lower()}@example.com",
            "is_admin": user_id == people[0][0],
        }
        for user_id, name in people
    ]
    return {"users": users, "channels": [{"id": "C0GENERAL", "name": "general", "members": [p[0] for p in people]}]}


def read_structure(path: Path) -> Json:
    """A seed (JSON or YAML) or a manifest. Raises UnusableFile."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise UnusableFile(f"{path} cannot be read: {error}") from error
    if not isinstance(said, dict):
        raise UnusableFile(f"{path} holds no mapping.")
    return said


def take_manifest(state: SlackState, manifest: Json) -> None:
    """Know the app's name, commands, shortcuts and scopes."""
    features: dict[str, Any] = manifest.get("features") or {}
    state.commands = list(features.get("slash_commands") or [])
    state.shortcuts = list(features.get("shortcuts") or [])
    state.scopes = frozenset(((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or [])
    subscribed = ((manifest.get("settings") or {}).get("event_subscriptions") or {}).get("bot_events")
    state.events = frozenset(subscribed or [])
    name = (manifest.get("display_information") or {}).get("name")
    if name:
        state.add_user({"id": state.bot_user, "real_name": name, "is_bot": True})


def _json(path: Path) -> Json:
    said = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(said, dict)
    return said
