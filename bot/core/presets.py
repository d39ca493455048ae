"""The metrics that a workspace starts with, and which of them are in use."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.goals_in_force import goals_now
from bot.core.text.vocabulary import fold_words
from storage import catalogue
from storage.tables import Metric, Unit, Workspace


@dataclass(frozen=True)
class Preset:
    """A metric that a new workspace starts with."""

    key: str
    singular: str
    plural: str
    aliases: tuple[str, ...]
    unit: Unit = Unit.COUNT
    leading: bool = True
    action_weight: float = 1.0


DEAL_KEY = "deal"
REVENUE_KEY = "revenue"
OPPORTUNITY_KEY = "opportunity"
PIPELINE_KEY = "pipeline"

PRESETS = (
    Preset("call", "call", "calls", ("dial", "dials", "phone", "phoned", "called", "dialled", "rang", "panggilan")),
    Preset(
        "email",
        "email",
        "emails",
        ("mail", "mails", "e-mail", "e-mails", "emailed", "e-mailed", "mailed", "emel", "e-mel"),
    ),
    Preset("meeting", "meeting", "meetings", ("mtg", "mtgs", "met", "mesyuarat"), action_weight=2.0),
    Preset("demo", "demo", "demos", ("demonstration", "demonstrations", "demoed", "demonstrasi"), action_weight=2.0),
    Preset("proposal", "proposal", "proposals", ("quote", "quotes", "quoted", "cadangan"), action_weight=2.0),
    Preset(
        DEAL_KEY, "deal", "deals", ("won", "win", "wins", "urus niaga", "urusniaga"), leading=False, action_weight=3.0
    ),
    Preset(REVENUE_KEY, "revenue", "revenue", ("hasil",), unit=Unit.MONEY, leading=False, action_weight=3.0),
    Preset(OPPORTUNITY_KEY, "opportunity", "opportunities", ("opp", "opps", "peluang"), leading=False),
    Preset(PIPELINE_KEY, "pipeline", "pipeline", ("saluran", "saluran jualan"), unit=Unit.MONEY, leading=False),
)


def ensure_presets(session: Session, *, workspace: Workspace) -> None:
    """Give a workspace the metrics to start with, and an older one those that were added since.

    What a workspace has made of its metrics stays: a key that is there is passed over, retired or not, and a word that
    means something there already keeps its meaning.
    """
    known = catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)
    taken = {fold_words(word) for metric in known for word in words_of(metric)}
    for preset in PRESETS:
        if preset.key in {metric.key for metric in known}:
            continue
        catalogue.add_metric(
            session,
            metric=Metric(
                workspace_id=workspace.id,
                key=preset.key,
                singular=preset.singular,
                plural=preset.plural,
                aliases=",".join(word for word in preset.aliases if fold_words(word) not in taken),
                unit=preset.unit,
                leading=preset.leading,
                action_weight=preset.action_weight,
            ),
        )


def use_metrics(session: Session, *, workspace: Workspace, keys: Collection[str], now: dt.datetime) -> None:
    """Of the metrics that Pacer brought, let these be in use, with deals and revenue; all of them when none is named.

    What is retired keeps its history. A metric that the workspace added itself stays as it is, and so does one on
    which a goal is held.
    """
    brought = {preset.key for preset in PRESETS}
    wanted = {*keys, DEAL_KEY, REVENUE_KEY} if keys else brought
    held = {goal.metric_id for goal in goals_now(session, workspace=workspace, now=now)}
    for metric in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True):
        if metric.key in wanted and metric.retired_at is not None:
            _restore(session, workspace, metric)
        elif metric.key in brought - wanted and metric.retired_at is None and metric.id not in held:
            catalogue.retire_metric(session, metric=metric, now=now)


def _restore(session: Session, workspace: Workspace, metric: Metric) -> None:
    """Put a metric into use again, without the words that mean another one by now; not where its name does."""
    in_use = catalogue.list_metrics(session, workspace_id=workspace.id)
    taken = {fold_words(word) for other in in_use for word in words_of(other)}
    key, singular, plural, *aliases = words_of(metric)
    if taken.isdisjoint(fold_words(word) for word in (key, singular, plural)):
        metric.aliases = ",".join(word for word in aliases if fold_words(word) not in taken)
        catalogue.restore_metric(session, metric=metric)


def words_of(metric: Metric) -> tuple[str, ...]:
    """Every word by which the metric can be logged."""
    aliases = tuple(word.strip() for word in metric.aliases.split(",") if word.strip())
    return (metric.key, metric.singular, metric.plural, *aliases)
