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
    "run": Place(
        "run", "run", "Start Pacer: take commands and clicks, plan mornings, send messages. SIGTERM ends it cleanly."
    ),
    "demo": Place("demo.command", "demo", "Start Pacer against a local Slack sandbox with an invented sales team."),
    "sandbox": Place(
        "demo.command", "sandbox", "Start the local Slack sandbox alone; `pacer sandbox --help` lists its options."
    ),
    "backtest": Place(
        "backtest",
        "backtest",
        "Predict each working morning of the past with what was known then, and score it.",
    ),
    "doctor": Place(
        "doctor",
        "doctor",
        "Check settings, database, Slack, clock, people and teams. "
        "Exit code 1 when something keeps Pacer from working.",
    ),
    "manifest": Place("manifest", "manifest", "Print manifest.yml as JSON, as Slack's own command line takes it."),
    "refusals": Place("refusals", "refusals", "List attempts at what somebody may not do, the newest first."),
    "simulate": Place(
        "simulate",
        "simulate",
        "Show what would be sent on a day, with the entries that are there now. Nothing is sent, and nothing stays.",
    ),
    "live": Place(
        "switches",
        "live",
        'Let the morning messages and alerts begin, as "Go live" in the admin\'s checklist does.',
    ),
    "pause": Place("switches", "pause", "Stop all messages, or those of one team; what is missed is not made up for."),
    "resume": Place("switches", "resume", "Let the messages go on."),
    "status-leave": Place(
        "status_leave",
        "status_leave",
        "Note leave by Slack's status (Vacationing, Out sick …) until it ends, or leave the status alone.",
    ),
    "import": Place(
        "imports", "import_file", "Import a CSV file: all of it, or nothing. The same file again changes nothing."
    ),
    "export": Place("exports", "export_file", "Write a CSV file that `pacer import` takes again."),
    "db": Place("database", "app", "The database: upgrade it, back it up, check it."),
    "users": Place("users", "app", "Members: take them from Slack, list them, give them roles."),
    "teams": Place("teams", "app", "Teams: who is in them, and where their alerts go."),
    "holidays": Place("holidays", "app", "Days off: public holidays, and days of your own."),
    "calendar": Place(
        "calendar",
        "calendar",
        "Show or set the working week, whose public holidays are days off, and when weeks, quarters and years begin.",
    ),
    "goals": Place("goals", "app", "Goals of members and teams."),
    "metrics": Place("metrics", "app", "Metrics: what can be logged."),
    "roles": Place("roles", "app", "Sales roles: SDR, account executive, inside sales, or your own."),
    "stages": Place("stages", "app", "The stages of the sales process, and the playbook of each."),
    "coaching": Place("coaching", "app", "Coaching: commitments, 1:1s, trainings, and its settings."),
    "customers": Place("customers", "app", "What a customer is worth over time."),
    "token": Place("tokens", "app", "Tokens of the HTTP API: make, list and revoke them."),
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
