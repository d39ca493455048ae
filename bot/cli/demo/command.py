"""`pacer demo` and `pacer sandbox`: trying Pacer without a Slack account."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    port: Annotated[int, typer.Option(help="Port for the page.")] = 8765,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Don't open a browser.")] = False,
    data: Annotated[Path, typer.Option(help="Folder for the demo's data.")] = Path("demo-data"),
    reset: Annotated[bool, typer.Option("--reset", help="Start over.")] = False,
) -> None:
    """Try Pacer in your browser with an invented sales team. No Slack needed."""
    from bot.cli.demo.play import play_demo

    raise typer.Exit(play_demo(port=port, open_browser=not no_browser, folder=data, reset=reset))


def sandbox(context: typer.Context) -> None:
    """Start only the local Slack sandbox. `pacer sandbox --help` lists its options."""
    from sandbox.__main__ import main

    raise typer.Exit(main(context.args))
