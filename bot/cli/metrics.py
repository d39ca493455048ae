"""`pacer metrics …`: what can be logged."""

from typing import Annotated

import typer

from bot.cli.session import present, reading_workspace, say, writing_workspace
from bot.coach.figures import fits
from bot.coach.setup import catalogue
from bot.settings import read_settings
from metrics.tuning import Constants
from storage.catalogue import list_metrics
from storage.tables import Unit

app = typer.Typer(help="Metrics: what can be logged.", no_args_is_help=True)


@app.command("list")
def show() -> None:
    """List the metrics with their words."""
    with reading_workspace() as (session, workspace):
        assert workspace.id is not None
        for metric in list_metrics(session, workspace_id=workspace.id, retired=True):
            kind = "leading" if metric.leading else "outcome"
            state = "  (retired)" if metric.retired_at else ""
            say(
                f"{metric.key:12} {metric.unit.value:6} {kind:8} "
                f"{metric.singular}/{metric.plural}  {metric.aliases}{state}"
            )


@app.command()
def add(
    key: str,
    singular: Annotated[str, typer.Option(help="Its name for one, 'workshop'.")],
    plural: Annotated[str, typer.Option(help="Its name for several, 'workshops'.")],
    alias: Annotated[list[str], typer.Option(help="Another word for it; may be repeated.")] = [],  # noqa: B006 (typer reads the default)
    money: Annotated[bool, typer.Option(help="It is an amount of money, not a count.")] = False,
    outcome: Annotated[bool, typer.Option(help="It is an outcome, which a rep does not control.")] = False,
) -> None:
    """Add a metric."""
    with writing_workspace() as (session, workspace):
        catalogue.add_metric(
            session,
            workspace=workspace,
            key=key,
            singular=singular,
            plural=plural,
            aliases=tuple(alias),
            unit=Unit.MONEY if money else Unit.COUNT,
            leading=not outcome,
        )
    say(f"Added. Reps can now type: {read_settings().command_name('/log')} {singular}")


@app.command()
def rename(key: str, singular: str, plural: str) -> None:
    """Give a metric other names; its history stays."""
    with writing_workspace() as (session, workspace):
        catalogue.rename_metric(session, workspace=workspace, key=key, singular=singular, plural=plural)
    say(f"{key} is now called {singular}, {plural}.")


@app.command()
def alias(key: str, words: list[str]) -> None:
    """Replace the other words by which a metric can be logged."""
    with writing_workspace() as (session, workspace):
        catalogue.set_aliases(session, workspace=workspace, key=key, aliases=tuple(words))
    say(f"{key} can also be logged as: {', '.join(words)}.")


@app.command()
def retire(key: str) -> None:
    """Take a metric out of use; its history stays."""
    with writing_workspace() as (session, workspace):
        catalogue.retire_metric(session, workspace=workspace, key=key, now=present())
    say(f"{key} can no longer be logged. Its history stays.")


@app.command()
def fit() -> None:
    """Fit the forecast to the closed periods of each metric now; `pacer run` does it once a week."""
    with writing_workspace() as (session, workspace):
        found = fits.fit_constants(session, workspace=workspace, now=present())
        habits = fits.measure_habits(session, workspace=workspace, now=present())
        fits.keep_fits(session, workspace=workspace, fitted=found, habits=habits, now=present())
    if not found:
        say("There is no closed period to learn from yet.")
    for item in found:
        scores = "not scored yet"
        if item.score_fitted is not None and item.score_usual is not None:
            scores = f"fitted {item.score_fitted:.3f}, usual {item.score_usual:.3f} (log-likelihood, higher is better)"
        used = "usual constants" if item.constants == Constants() else f"fitted: {item.constants}"
        say(f"{item.metric.key} a {item.period.value}: {item.member_periods} member-periods, {scores}: {used}")
