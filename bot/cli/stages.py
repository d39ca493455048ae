"""`pacer stages …`: the sales process and its playbook."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.session import present, reading_workspace, say, writing_workspace
from bot.core.settings import read_settings
from bot.core.work import Work
from bot.deals import playbook as playbooks
from bot.pipeline import stages
from storage.stages import list_stages

app = typer.Typer(help="Manage deal stages and their playbook.", no_args_is_help=True)


@app.command("list")
def show() -> None:
    """List stages in order."""
    with writing_workspace() as (session, workspace):
        stages.ensure_stages(session, workspace=workspace)
        for stage in list_stages(session, workspace_id=workspace.id, retired=True):
            state = "  (retired)" if stage.retired_at else ""
            book = playbooks.playbook_of(stage)
            say(f"{stage.key:14} {stage.label:24} {len(book.steps)} steps, {len(book.tips)} tips{state}")


@app.command()
def add(
    label: str,
    before: Annotated[str | None, typer.Option(help="Put it before this stage. Default: last.")] = None,
) -> None:
    """Add a stage."""
    with writing_workspace() as (session, workspace):
        stages.ensure_stages(session, workspace=workspace)
        key = stages.add_stage(session, workspace=workspace, label=label, before=before, now=present()).key
    command = read_settings().command_name("/deal")
    say(f"Added with the key {key}. To move a deal to it, type: {command} Acme to {label}")


@app.command()
def rename(stage: str, label: str) -> None:
    """Rename a stage. Its history stays."""
    with writing_workspace() as (session, workspace):
        key = stages.rename_stage(session, workspace=workspace, key=stage, label=label, now=present()).key
    say(f"Renamed {key} to {label}.")


@app.command()
def retire(stage: str) -> None:
    """Retire a stage. Deals stay in it until someone moves them."""
    with writing_workspace() as (session, workspace):
        key = stages.retire_stage(session, workspace=workspace, key=stage, now=present()).key
    say(f"Deals can no longer be moved to {key}. Its history stays.")


@app.command()
def playbook(
    file: Annotated[Path | None, typer.Argument(help="YAML list of stages, each with key, steps and tips.")] = None,
) -> None:
    """Load the playbook from a file, or print it."""
    if file is None:
        with reading_workspace() as (session, workspace):
            say(playbooks.write_playbook(Work(session, workspace, present())).rstrip())
        return
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise stages.WrongStage("Can't read {file}: {why}", file=file, why=error) from error
    with writing_workspace() as (session, workspace):
        stages.ensure_stages(session, workspace=workspace)
        taken = playbooks.take_playbook(Work(session, workspace, present()), text=text)
    say(f"Updated: {', '.join(book.stage.label for book in taken) or 'nothing'}.")
