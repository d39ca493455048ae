"""`pacer manifest`: the app's manifest as JSON, with this installation's command names."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from bot.cli.session import say
from bot.core.settings import Settings, WrongSettings, read_settings

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


def manifest(
    url: Annotated[str, typer.Option(help="For HTTP mode: https://…/slack/events. Default: Socket Mode.")] = "",
) -> None:
    """Print the Slack app manifest as JSON."""
    if not MANIFEST.is_file():
        raise WrongSettings("Can't find manifest.yml. Run this in a clone of the repository.")
    said = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    say(json.dumps(made_for(said, read_settings(), url=url), indent=2, ensure_ascii=False))


def made_for(manifest: dict[str, Any], settings: Settings, *, url: str = "") -> dict[str, Any]:
    """The manifest with the commands' names of these settings, and for HTTP mode when there is a `url`."""
    for command in manifest["features"]["slash_commands"]:
        command["command"] = settings.command_name(command["command"])
        if url:
            command["url"] = url
    if url:
        manifest["settings"]["socket_mode_enabled"] = False
        manifest["settings"]["event_subscriptions"]["request_url"] = url
        manifest["settings"]["interactivity"]["request_url"] = url
    return manifest
