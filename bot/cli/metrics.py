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

app = typer.Typer(help="Metrics: what can be logged.", no_args_is_help=True)

Alias = Annotated[
    list[str] | None, typer.Option(help="Another word for it; may be repeated. These replace what it has.")
]
Outcome = Annotated[
    list[str] | None,
    typer.Option(
        help="What can come of one, with other words after a colon, 'no answer: na, unanswered'; may be repeated. "
        "These replace what it has; '' alone: none."
    ),
]


@app.command("list")
def show() -> None:
    """List the metrics with their words and outcomes."""
    with reading_workspace() as (session, workspace):
        for metric in list_metrics(session, workspace_id=workspace.id, retired=True):
            for line in _lines(metric):
                say(line)


def _lines(metric: Metric) -> list[str]:
    kind = "leading" if metric.leading else "lagging"
    state = "  (switched off)" if metric.retired_at else ""
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
    singular: Annotated[str, typer.Option(help="Its name for one, 'workshop'.")],
    plural: Annotated[str, typer.Option(help="Its name for several, 'workshops'.")],
    alias: Alias = None,
    outcome: Outcome = None,
    money: Annotated[bool, typer.Option("--money", help="It is an amount of money, not a count.")] = False,
    lagging: Annotated[bool, typer.Option("--lagging", help="It is a result, which a rep does not control.")] = False,
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
    singular: Annotated[str | None, typer.Option(help="Its name for one.")] = None,
    plural: Annotated[str | None, typer.Option(help="Its name for several.")] = None,
    alias: Alias = None,
    outcome: Outcome = None,
    leading: Annotated[bool | None, typer.Option("--leading/--lagging", help="Whether a rep controls it.")] = None,
    in_use: Annotated[bool | None, typer.Option("--on/--off", help="Whether it can be logged.")] = None,
) -> None:
    """Change a metric: what is not given stays. Its key, its unit and what is logged stay in any case."""
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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be added.")] = False,
) -> None:
    """Add the words and outcomes that Pacer's own metrics have come to know since; nothing is taken away."""
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
        say("Nothing to add: every metric knows today's words.")
    elif dry_run:
        say("Nothing was changed. Without --dry-run these are added.")


def _addition(each: MetricUpdate) -> str:
    parts = []
    if each.aliases:
        parts.append(f"words {', '.join(each.aliases)}")
    if each.outcomes:
        parts.append(f"outcomes {', '.join(name for name, _ in each.outcomes)}")
    if each.left_out:
        parts.append(f"left out, because they mean something else here: {', '.join(each.left_out)}")
    return f"{each.metric.key}: {'; '.join(parts)}"


@app.command()
def fit() -> None:
    """Learn from the closed periods of each metric now. `pacer run` does it once a week."""
    with writing_workspace() as (session, workspace):
        found = fits.fit_constants(session, workspace=workspace, now=present())
        habits = fits.measure_habits(session, workspace=workspace, now=present())
        fits.keep_fits(session, workspace=workspace, fitted=found, habits=habits, now=present())
    if not found:
        say("There is no closed period to learn from yet.")
    for item in found:
        best = GRID[int(np.argmax(item.weights))]
        recent = RECENT_HALF_LIVES[best.recent]
        profiles = f"; {len(item.profiles)} teams with a profile of the period" if item.profiles else ""
        say(
            f"{item.metric.key} a {item.period.value}: learned from {item.member_periods} member-periods; most weight "
            f"({float(item.weights.max()):.0%}) on recent days of half-life {recent:g}, k x {best.weight:g}, "
            f"drift {best.drift:g}{profiles}"
        )
