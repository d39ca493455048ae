"""What today's presets know more than an older workspace: words and outcomes that can be added, never taken away."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.core.permissions import Viewer
from bot.core.presets import PRESETS, Preset
from bot.core.text.outcomes import OUTCOMES, Outcomes
from bot.core.text.vocabulary import fold_words
from bot.setup.metric_words import WrongMetric, require_addition
from bot.setup.metrics import change_metric, draft_of, require_metrics
from storage import catalogue
from storage.tables import Metric, Workspace


@dataclass(frozen=True)
class MetricUpdate:
    """What a metric lacks: other words, and outcomes with their words. `left_out` are words that mean something else
    here.
    """

    metric: Metric
    aliases: tuple[str, ...]
    outcomes: Outcomes
    left_out: tuple[str, ...] = ()


def updates_of(session: Session, *, workspace: Workspace, viewer: Viewer | None) -> tuple[MetricUpdate, ...]:
    """What the presets would add to the metrics in use; nothing is changed. `viewer` None is the operator.

    Raises NotAllowed.
    """
    require_metrics(viewer)
    in_use = catalogue.list_metrics(session, workspace_id=workspace.id)
    presets = {preset.key: preset for preset in PRESETS}
    found = [_update(workspace, metric, presets[metric.key], in_use) for metric in in_use if metric.key in presets]
    return tuple(each for each in found if each.aliases or each.outcomes)


def update_to_presets(
    session: Session, *, workspace: Workspace, viewer: Viewer | None, now: dt.datetime
) -> tuple[MetricUpdate, ...]:
    """Add what `updates_of` says; that. Raises NotAllowed."""
    found = updates_of(session, workspace=workspace, viewer=viewer)
    for each in found:
        draft = draft_of(each.metric)
        wanted = replace(
            draft, aliases=(*draft.aliases, *each.aliases), outcomes=(*(draft.outcomes or ()), *each.outcomes)
        )
        change_metric(session, workspace=workspace, viewer=viewer, key=each.metric.key, draft=wanted, now=now)
    return found


def _update(workspace: Workspace, metric: Metric, preset: Preset, in_use: Sequence[Metric]) -> MetricUpdate:
    others = [each for each in in_use if each.key != metric.key]
    draft = draft_of(metric)
    known = {fold_words(word) for word in (metric.key, metric.singular, metric.plural, *draft.aliases)}
    words = [word for word in (preset.singular, preset.plural, *preset.aliases) if fold_words(word) not in known]
    added: list[str] = []
    left_out: list[str] = []
    for word in dict.fromkeys(words):
        (added if _fits(workspace, metric, others, word=word) else left_out).append(word)
    outcomes: list[tuple[str, tuple[str, ...]]] = []
    said = {fold_words(word) for name, some in draft.outcomes or () for word in (name, *some)}
    for name, some in OUTCOMES.get(metric.key, ()) if metric.outcomes else ():
        if fold_words(name) in said:
            continue
        free = tuple(word for word in some if fold_words(word) not in said)
        if _fits(workspace, metric, others, outcome=(name, free)):
            outcomes.append((name, free))
            said |= {fold_words(word) for word in free}
    return MetricUpdate(metric, tuple(added), tuple(outcomes), tuple(left_out))


def _fits(
    workspace: Workspace,
    metric: Metric,
    others: Sequence[Metric],
    *,
    word: str = "",
    outcome: tuple[str, tuple[str, ...]] | None = None,
) -> bool:
    try:
        require_addition(workspace, metric, others, word=word, outcome=outcome)
    except WrongMetric:
        return False
    return True
