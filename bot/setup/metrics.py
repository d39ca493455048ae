"""Adding a metric, and changing one: its names, its other words, what can come of it, and whether it is in use.

What is logged already keeps its meaning: a metric's key and unit stay, and an entry keeps the outcome that it was
logged with.
"""

import datetime as dt
import re
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.goals_in_force import goals_now
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.presets import DEAL_KEY, OPPORTUNITY_KEY, PIPELINE_KEY, REVENUE_KEY, words_of
from bot.core.text.errors import harmless
from bot.core.text.outcomes import Outcomes, outcomes_of, write_outcomes
from bot.core.text.vocabulary import fold
from bot.setup.metric_words import WrongMetric, require_outcomes, require_words
from storage import catalogue
from storage.tables import Metric, Unit, Workspace
from storage.workspaces import record_audit

MOST_METRICS = 30
"""In use at once: so many fit a menu, a line of help and a table."""
LONGEST_ALIASES, LONGEST_OUTCOMES = 400, 600
FROM_DEALS = frozenset({DEAL_KEY, REVENUE_KEY, OPPORTUNITY_KEY, PIPELINE_KEY})
"""What deals write: their unit, what comes of them and whether they lead is not to be chosen."""
ALWAYS = frozenset({DEAL_KEY, REVENUE_KEY})
"""In use as long as there are deals."""


@dataclass(frozen=True)
class MetricDraft:
    """A metric as it is to be. `outcomes` None are the usual ones of its key, and those that it has when it is changed.

    `unit` is of a new one only.
    """

    singular: str
    plural: str
    aliases: tuple[str, ...] = ()
    outcomes: Outcomes | None = None
    unit: Unit = Unit.COUNT
    leading: bool = True
    in_use: bool = True


def draft_of(metric: Metric) -> MetricDraft:
    """The metric as it is."""
    return MetricDraft(
        singular=metric.singular,
        plural=metric.plural,
        aliases=words_of(metric)[3:],
        outcomes=outcomes_of(metric.key, metric.outcomes),
        unit=metric.unit,
        leading=metric.leading,
        in_use=metric.retired_at is None,
    )


def metrics_to_change(session: Session, *, workspace: Workspace, viewer: Viewer) -> list[Metric]:
    """All metrics in their order, those switched off too. Raises NotAllowed."""
    require_metrics(viewer)
    return list(catalogue.list_metrics(session, workspace_id=workspace.id, retired=True))


def metric_to_change(session: Session, *, workspace: Workspace, viewer: Viewer, key: str) -> Metric | None:
    """The metric with this key; None, for a new one, without a key. Raises NotAllowed, WrongMetric."""
    require_metrics(viewer)
    return find_metric(session, workspace=workspace, key=key) if key else None


def find_metric(session: Session, *, workspace: Workspace, key: str) -> Metric:
    """The metric with this key, in use or not. Raises WrongMetric."""
    metric = catalogue.find_metric(session, workspace_id=workspace.id, key=key)
    if metric is None:
        known = ", ".join(m.key for m in catalogue.list_metrics(session, workspace_id=workspace.id))
        raise WrongMetric("No metric is called {key}. Metrics: {known}.", key=repr(harmless(key)), known=known)
    return metric


def add_metric(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer | None,
    draft: MetricDraft,
    key: str = "",
    now: dt.datetime,
) -> Metric:
    """Add a metric; without a `key` one is made of its name. `viewer` None is the operator.

    Raises NotAllowed, and WrongMetric when a word of it is taken or cannot be typed after `/log`.
    """
    require_metrics(viewer)
    every = catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)
    key = key or _key_of(draft.singular, {metric.key for metric in every})
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", key):
        raise WrongMetric(
            "Keys can use lowercase letters, numbers, - and _. {key} won't work.", key=repr(harmless(key))
        )
    if any(metric.key == key for metric in every):
        raise WrongMetric("There's already a metric called {key}. Change that one.", key=key, field="singular")
    metric = Metric(workspace_id=workspace.id, key=key, singular="", plural="", unit=draft.unit)
    _write(session, workspace, metric, draft)
    found = catalogue.add_metric(session, metric=metric)
    _note(session, workspace, viewer, f"metric {key} added", now)
    return found


def change_metric(
    session: Session, *, workspace: Workspace, viewer: Viewer | None, key: str, draft: MetricDraft, now: dt.datetime
) -> Metric:
    """Give a metric other words and outcomes, and put it into use or out of it; its key, unit and history stay.

    Raises NotAllowed, WrongMetric.
    """
    require_metrics(viewer)
    metric = find_metric(session, workspace=workspace, key=key)
    if draft.in_use:
        catalogue.restore_metric(session, metric=metric)
    elif metric.retired_at is None:
        _require_unused(session, workspace, metric, now)
        catalogue.retire_metric(session, metric=metric, now=now)
    _write(session, workspace, metric, draft)
    _note(session, workspace, viewer, f"metric {key} {'changed' if draft.in_use else 'switched off'}", now)
    return metric


def _write(session: Session, workspace: Workspace, metric: Metric, draft: MetricDraft) -> None:
    """Write what is drafted to the metric. Raises WrongMetric; the transaction is to be given up then."""
    others = [each for each in catalogue.list_metrics(session, workspace_id=workspace.id) if each.key != metric.key]
    metric.singular, metric.plural = _name(draft.singular, "singular"), _name(draft.plural, "plural")
    # What the name says already is no other word.
    own = {metric.key, metric.singular, metric.plural}
    metric.aliases = ",".join(word for word in draft.aliases if word not in own)
    if metric.key not in FROM_DEALS:
        metric.leading = draft.leading
        if draft.outcomes is not None:
            require_outcomes(draft.outcomes)
            metric.outcomes = write_outcomes(metric.key, draft.outcomes)
    if len(metric.aliases) > LONGEST_ALIASES:
        raise WrongMetric("That's too many other words. Remove some.", field="aliases")
    if len(metric.outcomes) > LONGEST_OUTCOMES:
        raise WrongMetric("These outcomes have too many words. Remove some.", field="outcomes")
    if metric.retired_at is None and len(others) >= MOST_METRICS:
        raise WrongMetric("You already use {most} metrics, the limit. Switch one off first.", most=MOST_METRICS)
    require_words(workspace, metric, others if metric.retired_at is None else [])
    session.add(metric)


def _name(text: str, field: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise WrongMetric("Give it a name.", field=field)
    return name


def require_metrics(viewer: Viewer | None) -> None:
    """Raise NotAllowed unless `viewer` may change metrics; None is the operator."""
    if viewer is not None:
        require(viewer, Action.CHANGE_METRICS, Subject())


def _require_unused(session: Session, workspace: Workspace, metric: Metric, now: dt.datetime) -> None:
    if metric.key in ALWAYS:
        raise WrongMetric("Deals and revenue stay in use: they come from `/deal`.", field="in_use")
    held = [
        goal for goal in goals_now(session, workspace=workspace, now=now, planned=True) if goal.metric_id == metric.id
    ]
    if held:
        raise WrongMetric(
            "This metric has goals ({n}). End them with `/goal` first, then switch it off.",
            n=len(held),
            field="in_use",
        )


def _key_of(singular: str, taken: set[str]) -> str:
    """A key for a new metric: its name in plain letters, or a number where it has none."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(singular)).strip("-")[:36]
    key = plain if plain[:1].isalpha() else "metric"
    if key == plain and key not in taken:
        return key
    return next(found for number in range(1, 10_000) if (found := f"{key}-{number}") not in taken)


def _note(session: Session, workspace: Workspace, viewer: Viewer | None, what: str, now: dt.datetime) -> None:
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id if viewer is not None else None,
        action="change metrics",
        detail=what,
    )
