"""What the stored deals and activities say of the funnel: who entered each step of it, and when they went on."""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.text.vocabulary import account_key
from bot.pipeline.stages import StageName, stage_names
from metrics.conversion import DEALS_APART, TOUCHES_APART, Entrant, StageCount, count_totals
from storage import accounts, catalogue, day_totals, deals
from storage.deals import LOST, WON
from storage.tables import Deal, Metric, StageChange, Workspace

LOOKBACK = dt.timedelta(days=365)
"""Deals that entered a stage earlier no longer tell how it goes now."""
ACTIVITY_LOOKBACK = dt.timedelta(days=180)
ACTIVITY_FUNNEL = ("call", "meeting", "demo", "proposal")
"""Activities that follow from one another, from the first to the last before a deal."""
TOUCHES = frozenset({"call", "email"})
MOST_COUNTED = 50
"""Deals said in one breath count no more than this."""
LEAST_LAGS = 10
"""Accounts seen at both steps below which the days between them are not known."""


@dataclass(frozen=True)
class StageFlow:
    """One stage: each member's entrants within the last year, and how many open deals of theirs are in it now."""

    stage: StageName
    entrants: Mapping[int, tuple[Entrant, ...]]
    waiting: Mapping[int, int]

    def everybody(self) -> list[Entrant]:
        """The entrants of all members together."""
        return [each for some in self.entrants.values() for each in some]


def stage_flows(
    session: Session, *, workspace: Workspace, member_ids: Sequence[int], today: dt.date
) -> tuple[StageFlow, ...]:
    """Each stage in order, with what these members' deals did there. Stages that nobody uses any more are left out."""
    names = stage_names(session, workspace=workspace, retired=True)
    current = {name.key for name in stage_names(session, workspace=workspace)}
    order = {name.key: at for at, name in enumerate(names)}
    seen = deals.deals_seen_since(session, member_ids=member_ids, since=today - LOOKBACK)
    changes = deals.changes_of(session, deal_ids=[deal.id for deal in seen])
    entrants: dict[str, dict[int, list[Entrant]]] = {name.key: {} for name in names}
    waiting: dict[str, dict[int, int]] = {name.key: {} for name in names}
    for deal in seen:
        count = max(1, min(deal.quantity, MOST_COUNTED))
        for key, entrant in walk(deal, changes.get(deal.id, ()), order).items():
            if entrant.entered_on >= today - LOOKBACK:
                entrants[key].setdefault(deal.member_id, []).extend([entrant] * count)
        if deal.stage in waiting:
            waiting[deal.stage][deal.member_id] = waiting[deal.stage].get(deal.member_id, 0) + count
    return tuple(
        StageFlow(name, {m: tuple(some) for m, some in entrants[name.key].items()}, waiting[name.key])
        for name in names
        if name.key in current or entrants[name.key]
    )


def walk(deal: Deal, changes: Iterable[StageChange], order: Mapping[str, int]) -> dict[str, Entrant]:
    """When the deal first entered each stage, and when it first went on from there to a later one or was won.

    Of a deal that is won no longer (reopened, or lost after all) the winning is forgotten. A stage that was passed over
    was not entered.
    """
    end = len(order)
    entered: dict[str, dt.date] = {}
    advanced: dict[str, dt.date] = {}
    for change in changes:
        if change.after == LOST or (change.after == WON and deal.stage != WON):
            continue
        at = end if change.after == WON else order.get(change.after)
        if at is None:
            continue
        for key in entered:
            if order[key] < at:
                advanced.setdefault(key, change.moved_on)
        if change.after in order:
            entered.setdefault(change.after, change.moved_on)
    return {key: Entrant(date, advanced.get(key)) for key, date in entered.items()}


@dataclass(frozen=True)
class ActivityStep:
    """One activity of the funnel: what the member and the rest of the team did of it, and what came of that.

    `lags` are the days from it to the next step, of the accounts that are known at both; `apart` is D.
    """

    metric: Metric
    own: StageCount
    team: StageCount
    lags: tuple[int, ...]
    apart: float


def activity_steps(
    session: Session,
    *,
    workspace: Workspace,
    member_id: int,
    team_ids: Sequence[int],
    today: dt.date,
    funnel: Sequence[str] = ACTIVITY_FUNNEL,
    end: str = "deal",
) -> tuple[ActivityStep, ...]:
    """The activities that lead to this member's deals, in order, the last one leading to a won deal, or to what `end`
    names (opportunities, of which `funnel` are the activities before).

    An activity that the team logs less often than what follows it is no step of its funnel. `team_ids` are the team,
    the member included; the team's counts are of everybody.
    """
    metrics = {m.key: m for m in catalogue.list_metrics(session, workspace_id=workspace.id)}
    chain = [metrics[key] for key in (*funnel, end) if key in metrics]
    start = today - ACTIVITY_LOOKBACK
    days = {metric.key: _days(session, metric, team_ids, start, today) for metric in chain}
    used = _steps_used(chain, end, {key: sum(_sum_days(some, None).values()) for key, some in days.items()})
    lags = _lags(session, used, team_ids, start, today)
    found = []
    for metric, following, between in zip(used, used[1:], lags, strict=False):
        usual = sorted(between)[int(0.8 * (len(between) - 1))] if between else 0
        counts = [
            count_totals(_sum_days(days[metric.key], who), _sum_days(days[following.key], who), start, today, usual)
            for who in (member_id, None)
        ]
        apart = TOUCHES_APART if metric.key in TOUCHES else DEALS_APART
        found.append(ActivityStep(metric, counts[0], counts[1], between, apart))
    return tuple(found)


_Days = Sequence[tuple[int, dt.date, int]]


def _days(session: Session, metric: Metric, member_ids: Sequence[int], start: dt.date, today: dt.date) -> _Days:
    return list(
        day_totals.days_of_metric(session, member_ids=member_ids, metric_id=metric.id, starts=start, ends=today)
    )


def _sum_days(days: _Days, who: int | None) -> dict[dt.date, int]:
    """Units by date, of one member or of everybody."""
    found: dict[dt.date, int] = {}
    for member_id, date, quantity in days:
        if who is None or member_id == who:
            found[date] = found.get(date, 0) + quantity
    return found


def _steps_used(chain: Sequence[Metric], end: str, totals: Mapping[str, int]) -> list[Metric]:
    """From the end upwards: the activities done at least as often as what follows them."""
    if not chain or chain[-1].key != end:
        return []
    used, least = [chain[-1]], max(1, totals[end])
    for metric in reversed(chain[:-1]):
        if totals[metric.key] >= least:
            used.append(metric)
            least = totals[metric.key]
    return used[::-1]


def _lags(
    session: Session, used: Sequence[Metric], member_ids: Sequence[int], start: dt.date, today: dt.date
) -> list[tuple[int, ...]]:
    """For each step the days to the next one; empty where too few accounts were seen at both."""
    dates = touched_accounts(session, metrics=used, member_ids=member_ids, starts=start, ends=today)
    found = []
    for metric, following in itertools.pairwise(used):
        between = tuple(
            (some[following.key] - some[metric.key]).days
            for some in dates.values()
            if metric.key in some and following.key in some and some[following.key] >= some[metric.key]
        )
        found.append(between if len(between) >= LEAST_LAGS else ())
    return found


def touched_accounts(
    session: Session, *, metrics: Sequence[Metric], member_ids: Sequence[int], starts: dt.date, ends: dt.date
) -> dict[str, dict[str, dt.date]]:
    """For each account (folded) the first date of each metric, by the metric's key."""
    keys = {metric.id: metric.key for metric in metrics}
    found: dict[str, dict[str, dt.date]] = {}
    for touch in accounts.first_touches(
        session, member_ids=member_ids, metric_ids=list(keys), starts=starts, ends=ends
    ):
        dates = found.setdefault(account_key(touch.account), {})
        key = keys[touch.metric_id]
        dates[key] = min(touch.date, dates.get(key, touch.date))
    return found
