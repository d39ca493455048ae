"""Where good leads come from: what became of each source's leads, with luck of few leads taken out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

ENOUGH_LEADS = 20
"""Below it: too few to tell."""
PSEUDO_LEADS = 12.0
"""Weight of all leads together in a source's figures, in leads."""
OLD_ENOUGH = 0.8
"""A lead counts once this share of those that got there took no longer than its age."""
WINSOR = 0.99


@dataclass(frozen=True)
class LeadOutcome:
    """One lead, by local dates: when it came in, was qualified and was won (None: not so far).

    `amount` is what a won lead brought, in minor units of one currency.
    """

    source: str
    created_on: dt.date
    qualified_on: dt.date | None = None
    won_on: dt.date | None = None
    amount: int = 0


@dataclass(frozen=True)
class SourceQuality:
    """What became of a source's leads. Every figure but the count is None where there are too few to tell.

    `qualified` and `won` are shares, `revenue` in minor units a lead, `median_days` from coming in to being won; of
    leads old enough, and shrunk to all leads together.
    """

    source: str
    leads: int
    qualified: float | None
    won: float | None
    revenue: float | None
    median_days: float | None

    @property
    def too_few(self) -> bool:
        """Whether nothing can be told."""
        return self.qualified is None and self.won is None


@dataclass(frozen=True)
class LeadQuality:
    """Every source, most leads first, and `whole`, all of them together as they are.

    `qualified_after` and `won_after` are the ages in days from which a lead counts for the one and the other; None
    where no lead got there.
    """

    sources: tuple[SourceQuality, ...]
    whole: SourceQuality
    qualified_after: int | None
    won_after: int | None


@dataclass(frozen=True)
class _Tally:
    """Plain sums of some leads: of those old enough to be qualified, and of those old enough to be won."""

    leads: int
    for_qualified: int
    qualified: int
    for_won: int
    won: int
    revenue: float
    median_days: float | None


def judge_sources(leads: Sequence[LeadOutcome], today: dt.date) -> LeadQuality:
    """The quality of each source as known on the morning of `today`: what happened on it or later does not count.

    A young lead has not had its time, so shares are of leads at least as old as the 80th percentile of the time it
    takes. A won lead was qualified. Amounts are cut at the 99th percentile of all won ones. A share or mean of n leads
    counts 12 leads of the whole with them.
    """
    known = [_as_of(lead, today) for lead in leads if lead.created_on < today]
    to_qualified = _usual_days((lead.created_on, lead.qualified_on) for lead in known)
    to_won = _usual_days((lead.created_on, lead.won_on) for lead in known)
    won = [max(lead.amount, 0) for lead in known if lead.won_on is not None]
    largest = float(np.quantile(won, WINSOR)) if won else 0.0

    def count(some: Sequence[LeadOutcome]) -> _Tally:
        return _tally(some, today, to_qualified, to_won, largest)

    whole = count(known)
    by_source: dict[str, list[LeadOutcome]] = {}
    for lead in known:
        by_source.setdefault(lead.source, []).append(lead)
    sources = [_quality(source, count(some), whole) for source, some in by_source.items()]
    return LeadQuality(
        sources=tuple(sorted(sources, key=lambda each: (-each.leads, each.source))),
        whole=_quality("", whole, whole),
        qualified_after=to_qualified,
        won_after=to_won,
    )


def _as_of(lead: LeadOutcome, today: dt.date) -> LeadOutcome:
    won = lead.won_on if lead.won_on is not None and lead.won_on < today else None
    qualified = lead.qualified_on if lead.qualified_on is not None and lead.qualified_on < today else None
    return LeadOutcome(lead.source, lead.created_on, qualified or won, won, lead.amount)


def _usual_days(dates: Iterable[tuple[dt.date, dt.date | None]]) -> int | None:
    days = [max(0, (reached - created).days) for created, reached in dates if reached is not None]
    return int(np.quantile(days, OLD_ENOUGH, method="inverted_cdf")) if days else None


def _tally(
    leads: Sequence[LeadOutcome], today: dt.date, to_qualified: int | None, to_won: int | None, largest: float
) -> _Tally:
    # Where nothing was ever reached, no age is too young: its share is none.
    for_qualified = [lead for lead in leads if (today - lead.created_on).days >= (to_qualified or 0)]
    for_won = [lead for lead in leads if (today - lead.created_on).days >= (to_won or 0)]
    won = [lead for lead in for_won if lead.won_on is not None]
    days = [max(0, (lead.won_on - lead.created_on).days) for lead in won if lead.won_on is not None]
    return _Tally(
        leads=len(leads),
        for_qualified=len(for_qualified),
        qualified=sum(lead.qualified_on is not None for lead in for_qualified),
        for_won=len(for_won),
        won=len(won),
        revenue=float(sum(min(max(lead.amount, 0), largest) for lead in won)),
        median_days=float(np.median(days)) if days else None,
    )


def _quality(source: str, own: _Tally, whole: _Tally) -> SourceQuality:
    qualified = won = revenue = median_days = None
    if own.for_qualified >= ENOUGH_LEADS:
        qualified = _shrink(own.qualified, own.for_qualified, whole.qualified / whole.for_qualified)
    if own.for_won >= ENOUGH_LEADS:
        won = _shrink(own.won, own.for_won, whole.won / whole.for_won)
        revenue = _shrink(own.revenue, own.for_won, whole.revenue / whole.for_won)
        if whole.median_days is not None:
            median_days = _shrink((own.median_days or 0.0) * own.won, own.won, whole.median_days)
    return SourceQuality(source, own.leads, qualified, won, revenue, median_days)


def _shrink(total: float, count: int, whole: float) -> float:
    return (total + PSEUDO_LEADS * whole) / (count + PSEUDO_LEADS)
