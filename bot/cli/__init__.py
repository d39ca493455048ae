"""The operator's commands: `pacer …`."""

import sys

import typer

from bot.cli import (
    backtest,
    customers,
    database,
    demo,
    doctor,
    exports,
    goals,
    imports,
    manifest,
    metrics,
    refusals,
    roles,
    run,
    simulate,
    stages,
    status_leave,
    switches,
    teams,
    tokens,
    users,
)
from bot.cli.session import said_of

app = typer.Typer(
    name="pacer",
    help="Pacer coaches sales reps with daily metric nudges in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("demo")(demo.demo)
# The sandbox is a program apart with options of its own, --help among them.
SANDBOX = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
app.command("sandbox", context_settings=SANDBOX)(demo.sandbox)
app.command("backtest")(backtest.backtest)
app.command("doctor")(doctor.doctor)
app.command("manifest")(manifest.manifest)
app.command("refusals")(refusals.refusals)
app.command("simulate")(simulate.simulate)
app.command("live")(switches.live)
app.command("pause")(switches.pause)
app.command("resume")(switches.resume)
app.command("status-leave")(status_leave.status_leave)
app.add_typer(database.app, name="db")
app.add_typer(users.app, name="users")
app.add_typer(teams.app, name="teams")
app.add_typer(goals.app, name="goals")
app.add_typer(metrics.app, name="metrics")
app.add_typer(roles.app, name="roles")
app.add_typer(stages.app, name="stages")
app.add_typer(customers.app, name="customers")
app.add_typer(tokens.app, name="token")
app.command("import")(imports.import_file)
app.command("export")(exports.export_file)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: these arguments, else the process's.

    An expected failure is one sentence on stderr and exit code 2.
    """
    try:
        app(args=arguments)
    except Exception as error:
        said = said_of(error)
        if not said:
            raise
        sys.stderr.write(f"{said}\n")
        sys.exit(2)
