"""The commands of `pacer`, by name: where each is, and what `pacer --help` says of it.

A command's module is imported when the command is called. Most of them need the database, the figures and Slack's
client, which take seconds to load; listing the commands needs none of it.
"""

import importlib
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


class Place(NamedTuple):
    """A module of bot.cli, and the function or the Typer application in it."""

    module: str
    name: str
    help: str


COMMANDS = {
    "run": Place("run", "run", "Start Pacer. Stop it with Ctrl-C or SIGTERM."),
    "demo": Place("demo.command", "demo", "Try Pacer in your browser with an invented sales team. No Slack needed."),
    "sandbox": Place(
        "demo.command", "sandbox", "Start only the local Slack sandbox. `pacer sandbox --help` lists its options."
    ),
    "backtest": Place(
        "backtest",
        "backtest",
        "Backtest the forecast against your own history.",
    ),
    "doctor": Place(
        "doctor",
        "doctor",
        "Check settings, database, Slack, clock, people and teams. Exits 1 if something keeps Pacer from working.",
    ),
    "manifest": Place("manifest", "manifest", "Print the Slack app manifest as JSON."),
    "refusals": Place("refusals", "refusals", "List denied actions, newest first."),
    "simulate": Place(
        "simulate",
        "simulate",
        "Preview a day's messages without sending them.",
    ),
    "live": Place(
        "switches",
        "live",
        "Start morning messages and alerts, like *Go live* in the checklist.",
    ),
    "pause": Place("switches", "pause", "Pause messages for everyone or one team. Missed messages aren't sent later."),
    "resume": Place("switches", "resume", "Resume messages."),
    "status-leave": Place(
        "status_leave",
        "status_leave",
        "Turn time off from Slack status on or off.",
    ),
    "import": Place("imports", "import_file", "Import a CSV file, all or nothing. Importing it twice changes nothing."),
    "export": Place("exports", "export_file", "Export data as CSV. `pacer import` can read it back."),
    "db": Place("database", "app", "Upgrade, back up, restore and check the database."),
    "users": Place("users", "app", "Sync people from Slack, list them, set roles."),
    "teams": Place("teams", "app", "Manage teams: who's on them and where alerts go."),
    "holidays": Place("holidays", "app", "Public holidays and your own days off."),
    "calendar": Place(
        "calendar",
        "calendar",
        "Show or set work weeks, holiday countries and fiscal years.",
    ),
    "goals": Place("goals", "app", "Set, end, list and import goals."),
    "metrics": Place("metrics", "app", "Choose what people can log."),
    "roles": Place("roles", "app", "Manage sales roles such as SDR or account executive."),
    "stages": Place("stages", "app", "Manage deal stages and their playbook."),
    "coaching": Place("coaching", "app", "Manage commitments, 1:1s, pairs, trainings and coaching settings."),
    "customers": Place("customers", "app", "See what a customer is worth over time."),
    "token": Place("tokens", "app", "Create, list and revoke API tokens."),
}

# The sandbox is a program apart with options of its own, --help among them.
SETTINGS = {"sandbox": {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}}


class Commands(TyperGroup):
    """The group of all commands: it knows their names, and loads the one that is called."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, place in COMMANDS.items():
            self.add_command(TyperCommand(name, help=place.help))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, and its arguments; an unknown one is refused with what may be meant."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, load(name) if name in COMMANDS else None, rest


def load(name: str) -> Any:
    """Import the command of this name."""
    place = COMMANDS[name]
    found = getattr(importlib.import_module(f"bot.cli.{place.module}"), place.name)
    if isinstance(found, typer.Typer):
        made: Any = get_group(found)
    else:
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(name, context_settings=SETTINGS.get(name))(found)
        made = get_command(alone)
    made.name = name
    return made
