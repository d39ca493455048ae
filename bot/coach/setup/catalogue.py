"""The metrics of a workspace: the ones it starts with, and changing them."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from bot.failures import Failure
from bot.parsing.errors import harmless
from storage import catalogue, goals
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


class WrongMetric(Failure):
    """A metric cannot be added or changed so; the message says why and what to do."""


def ensure_presets(session: Session, *, workspace: Workspace) -> None:
    """Give a workspace the metrics to start with, and an older one those that were added since.

    What a workspace has made of its metrics stays: a key that is there is passed over, retired or not, and a word that
    means something there already keeps its meaning.
    """
    assert workspace.id is not None
    known = catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)
    taken = {word.casefold() for metric in known for word in words_of(metric)}
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
                aliases=",".join(word for word in preset.aliases if word.casefold() not in taken),
                unit=preset.unit,
                leading=preset.leading,
                action_weight=preset.action_weight,
            ),
        )


def add_metric(
    session: Session,
    *,
    workspace: Workspace,
    key: str,
    singular: str,
    plural: str,
    aliases: tuple[str, ...] = (),
    unit: Unit = Unit.COUNT,
    leading: bool = True,
) -> Metric:
    """Add a metric. Raises WrongMetric when a word of it is taken or cannot be typed after `/log`."""
    assert workspace.id is not None
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", key):
        raise WrongMetric(
            "A metric's key is one word of small letters, digits, - and _: not {key}.", key=repr(harmless(key))
        )
    _require_free_words(session, workspace=workspace, words=(key, singular, plural, *aliases), beside=None)
    metric = Metric(
        workspace_id=workspace.id,
        key=key,
        singular=singular,
        plural=plural,
        aliases=",".join(aliases),
        unit=unit,
        leading=leading,
    )
    return catalogue.add_metric(session, metric=metric)


def rename_metric(session: Session, *, workspace: Workspace, key: str, singular: str, plural: str) -> Metric:
    """Give a metric other labels; its key and its history stay. Raises WrongMetric."""
    metric = _find(session, workspace, key)
    _require_free_words(session, workspace=workspace, words=(singular, plural), beside=key)
    metric.singular, metric.plural = singular, plural
    session.add(metric)
    return metric


def set_aliases(session: Session, *, workspace: Workspace, key: str, aliases: tuple[str, ...]) -> Metric:
    """Replace the other words for a metric. Raises WrongMetric."""
    metric = _find(session, workspace, key)
    _require_free_words(session, workspace=workspace, words=aliases, beside=key)
    metric.aliases = ",".join(aliases)
    session.add(metric)
    return metric


def retire_metric(session: Session, *, workspace: Workspace, key: str, now: dt.datetime) -> Metric:
    """Take a metric out of use: it can no longer be logged, and its history stays. Raises WrongMetric."""
    metric = _find(session, workspace, key)
    catalogue.retire_metric(session, metric=metric, now=now)
    return metric


def use_metrics(session: Session, *, workspace: Workspace, keys: Collection[str], now: dt.datetime) -> None:
    """Of the metrics that Pacer brought, let these be in use, with deals and revenue; all of them when none is named.

    What is retired keeps its history. A metric that the workspace added itself stays as it is, and so does one on
    which a goal is held.
    """
    assert workspace.id is not None
    brought = {preset.key for preset in PRESETS}
    wanted = {*keys, DEAL_KEY, REVENUE_KEY} if keys else brought
    held = {goal.metric_id for goal in goals.goals_on(session, workspace_id=workspace.id, date=now.date())}
    for metric in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True):
        if metric.key in wanted and metric.retired_at is not None:
            catalogue.restore_metric(session, metric=metric)
        elif metric.key in brought - wanted and metric.retired_at is None and metric.id not in held:
            catalogue.retire_metric(session, metric=metric, now=now)


def words_of(metric: Metric) -> tuple[str, ...]:
    """Every word by which the metric can be logged."""
    aliases = tuple(word.strip() for word in metric.aliases.split(",") if word.strip())
    return (metric.key, metric.singular, metric.plural, *aliases)


def _find(session: Session, workspace: Workspace, key: str) -> Metric:
    assert workspace.id is not None
    metric = catalogue.find_metric(session, workspace_id=workspace.id, key=key)
    if metric is None:
        known = ", ".join(m.key for m in catalogue.list_metrics(session, workspace_id=workspace.id))
        raise WrongMetric("There is no metric {key}. There are: {known}.", key=repr(harmless(key)), known=known)
    return metric


def _require_free_words(session: Session, *, workspace: Workspace, words: tuple[str, ...], beside: str | None) -> None:
    assert workspace.id is not None
    taken = {
        word.casefold(): metric.key
        for metric in catalogue.list_metrics(session, workspace_id=workspace.id)
        if metric.key != beside
        for word in words_of(metric)
    }
    for word in words:
        if not word.strip() or "," in word or len(word) > 40:
            raise WrongMetric(
                "A metric's word has 1 to 40 characters and no comma: not {word}.", word=repr(harmless(word))
            )
        if word.casefold() in taken:
            raise WrongMetric(
                "{word} already means {metric}. Choose another word.",
                word=repr(harmless(word)),
                metric=taken[word.casefold()],
            )
