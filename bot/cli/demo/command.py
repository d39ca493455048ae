"""`pacer demo` and `pacer sandbox`: trying Pacer without a Slack account."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    port: Annotated[int, typer.Option(help="Port of the page on this machine.")] = 8765,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    data: Annotated[Path, typer.Option(help="Where the demonstration is kept and continued.")] = Path("demo-data"),
    reset: Annotated[bool, typer.Option("--reset", help="Begin the demonstration again.")] = False,
) -> None:
    """Start Pacer against a local Slack sandbox with an invented sales team."""
    from bot.cli.demo.play import play_demo

    raise typer.Exit(play_demo(port=port, open_browser=not no_browser, folder=data, reset=reset))


def sandbox(context: typer.Context) -> None:
    """Start the local Slack sandbox alone; `pacer sandbox --help` lists its options."""
    from sandbox.__main__ import main

    raise typer.Exit(main(context.args))
