"""The operator's commands: `pacer …`."""

import platform
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli.commands import Commands

app = typer.Typer(
    name="pacer",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pacer {version('pacer')} (Python {platform.python_version()})")
        raise typer.Exit


@app.callback(help="Pacer coaches sales reps with daily metric nudges in Slack.")
def _pacer(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: these arguments, else the process's.

    An expected failure is one sentence on stderr and exit code 2.
    """
    try:
        app(args=arguments)
    except Exception as error:
        # Known only where something went wrong: what can go wrong is told by modules that take long to load.
        from bot.cli.session import said_of

        said = said_of(error)
        if not said:
            raise
        sys.stderr.write(f"{said}\n")
        sys.exit(2)
