"""`pacer metrics …`: what can be logged, by which words, and what can come of it."""

from dataclasses import replace
from typing import Annotated

import numpy as np
import typer

from bot.cli.session import present, reading_workspace, say, writing_workspace
from bot.core.settings import read_settings
from bot.setup.metrics import MetricDraft, add_metric, change_metric, draft_of, find_metric
from bot.setup.preset_update import MetricUpdate, update_to_presets, updates_of
from bot.setup.text import read_outcomes, read_words
from bot.standings import fits
from metrics.blend import GRID
from metrics.history import RECENT_HALF_LIVES
from storage.catalogue import list_metrics
from storage.tables import Metric, Unit

app = typer.Typer(help="Choose what people can log.", no_args_is_help=True)

Alias = Annotated[list[str] | None, typer.Option(help="Another word for it. Repeatable. Replaces the current words.")]
Outcome = Annotated[
    list[str] | None,
    typer.Option(
        help="Possible outcome, with other words after a colon: 'no answer: na, unanswered'. Repeatable. "
        "Replaces the current outcomes. Use '' for none."
    ),
]


@app.command("list")
def show() -> None:
    """List metrics with their words and outcomes."""
    with reading_workspace() as (session, workspace):
        for metric in list_metrics(session, workspace_id=workspace.id, retired=True):
            for line in _lines(metric):
                say(line)


def _lines(metric: Metric) -> list[str]:
    kind = "leading" if metric.leading else "lagging"
    state = "  (off)" if metric.retired_at else ""
    draft = draft_of(metric)
    lines = [f"{metric.key:12} {metric.unit.value:6} {kind:8} {metric.singular}/{metric.plural}{state}"]
    if draft.aliases:
        lines.append(f"{'':13}also: {', '.join(draft.aliases)}")
    if draft.outcomes:
        lines.append(f"{'':13}outcomes: {', '.join(name for name, _ in draft.outcomes)}")
    return lines


@app.command()
def add(
    key: str,
    singular: Annotated[str, typer.Option(help="Singular name, like 'workshop'.")],
    plural: Annotated[str, typer.Option(help="Plural name, like 'workshops'.")],
    alias: Alias = None,
    outcome: Outcome = None,
    money: Annotated[bool, typer.Option("--money", help="An amount of money, not a count.")] = False,
    lagging: Annotated[bool, typer.Option("--lagging", help="A result, not something a rep controls.")] = False,
) -> None:
    """Add a metric."""
    draft = MetricDraft(
        singular=singular,
        plural=plural,
        aliases=read_words(",".join(alias or ())),
        outcomes=None if outcome is None else read_outcomes("\n".join(outcome)),
        unit=Unit.MONEY if money else Unit.COUNT,
        leading=not lagging,
    )
    with writing_workspace() as (session, workspace):
        add_metric(session, workspace=workspace, viewer=None, draft=draft, key=key, now=present())
    say(f"Added. Reps can now type: {read_settings().command_name('/log')} {singular}")


@app.command("set")
def change(
    key: str,
    singular: Annotated[str | None, typer.Option(help="Singular name.")] = None,
    plural: Annotated[str | None, typer.Option(help="Plural name.")] = None,
    alias: Alias = None,
    outcome: Outcome = None,
    leading: Annotated[
        bool | None, typer.Option("--leading/--lagging", help="An activity a rep controls, or a result.")
    ] = None,
    in_use: Annotated[bool | None, typer.Option("--on/--off", help="Whether people can log it.")] = None,
) -> None:
    """Change a metric. Options you leave out stay the same, and so do past entries."""
    with writing_workspace() as (session, workspace):
        before = draft_of(find_metric(session, workspace=workspace, key=key))
        draft = replace(
            before,
            singular=before.singular if singular is None else singular,
            plural=before.plural if plural is None else plural,
            aliases=before.aliases if alias is None else read_words(",".join(alias)),
            outcomes=before.outcomes if outcome is None else read_outcomes("\n".join(outcome)),
            leading=before.leading if leading is None else leading,
            in_use=before.in_use if in_use is None else in_use,
        )
        metric = change_metric(session, workspace=workspace, viewer=None, key=key, draft=draft, now=present())
        lines = _lines(metric)
    for line in lines:
        say(line)


@app.command()
def update(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be added without adding it.")] = False,
) -> None:
    """Add new words and outcomes for the built-in metrics. Your own words stay."""
    if dry_run:
        with reading_workspace() as (session, workspace):
            lines = [_addition(each) for each in updates_of(session, workspace=workspace, viewer=None)]
    else:
        with writing_workspace() as (session, workspace):
            found = update_to_presets(session, workspace=workspace, viewer=None, now=present())
            lines = [_addition(each) for each in found]
    for line in lines:
        say(line)
    if not lines:
        say("Nothing to add. Your metrics are up to date.")
    elif dry_run:
        say("Dry run, nothing changed. To add these, leave out --dry-run.")


def _addition(each: MetricUpdate) -> str:
    parts = []
    if each.aliases:
        parts.append(f"words {', '.join(each.aliases)}")
    if each.outcomes:
        parts.append(f"outcomes {', '.join(name for name, _ in each.outcomes)}")
    if each.left_out:
        parts.append(f"skipped, because you use them for something else: {', '.join(each.left_out)}")
    return f"{each.metric.key}: {'; '.join(parts)}"


@app.command()
def fit() -> None:
    """Update the forecast from finished periods now. `pacer run` does it once a week."""
    with writing_workspace() as (session, workspace):
        found = fits.fit_constants(session, workspace=workspace, now=present())
        habits = fits.measure_habits(session, workspace=workspace, now=present())
        fits.keep_fits(session, workspace=workspace, fitted=found, habits=habits, now=present())
    if not found:
        say("Nothing to learn from yet. A goal's period has to end first.")
    for item in found:
        best = GRID[int(np.argmax(item.weights))]
        recent = RECENT_HALF_LIVES[best.recent]
        profiles = f"; {len(item.profiles)} teams with a profile of the period" if item.profiles else ""
        say(
            f"{item.metric.key} a {item.period.value}: learned from {item.member_periods} member-periods; most weight "
            f"({float(item.weights.max()):.0%}) on recent days of half-life {recent:g}, k x {best.weight:g}, "
            f"drift {best.drift:g}{profiles}"
        )
