"""Outcomes that a goal can be on, and what is done on the way to each: nobody does an outcome itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlmodel import Session

from bot.core.presets import DEAL_KEY, OPPORTUNITY_KEY, PIPELINE_KEY, REVENUE_KEY
from bot.people.goal_owners import WrongGoal
from bot.pipeline.funnel import ACTIVITY_FUNNEL
from storage import catalogue
from storage.tables import Metric, Unit, Workspace

BEFORE_OPPORTUNITIES = ("call", "meeting", "demo")
WAYS: Mapping[str, tuple[str, Sequence[str]]] = MappingProxyType(
    {
        REVENUE_KEY: (DEAL_KEY, ACTIVITY_FUNNEL),
        DEAL_KEY: (DEAL_KEY, ACTIVITY_FUNNEL),
        PIPELINE_KEY: (OPPORTUNITY_KEY, BEFORE_OPPORTUNITIES),
        OPPORTUNITY_KEY: (OPPORTUNITY_KEY, BEFORE_OPPORTUNITIES),
    }
)
"""By the outcome's key: what it takes so many of, and the activities that lead there, from the first to the last."""


@dataclass(frozen=True)
class Outcome:
    """A goal's `metric`, what it takes so many of (deals won, opportunities), and the keys of the activities before."""

    metric: Metric
    counted: Metric
    funnel: tuple[str, ...]

    @property
    def of_money(self) -> bool:
        """Whether it takes a size to tell how many it takes."""
        return self.metric.unit is Unit.MONEY


def outcomes(session: Session, *, workspace: Workspace) -> Mapping[str, Outcome]:
    """The outcomes in use by their keys."""
    metrics = {m.key: m for m in catalogue.list_metrics(session, workspace_id=workspace.id)}
    return {
        key: Outcome(metrics[key], metrics[counted], tuple(funnel))
        for key, (counted, funnel) in WAYS.items()
        if key in metrics and counted in metrics
    }


def outcome_of(session: Session, *, workspace: Workspace, key: str) -> Outcome:
    """The outcome with this key. Raises WrongGoal for a metric that is none."""
    found = outcomes(session, workspace=workspace).get(key)
    if found is None:
        raise WrongGoal("Only a goal on revenue, deals, pipeline or opportunities can be broken down into activities.")
    return found
