"""The members with a goal of one kind, put side by side and judged together: counts, and revenue by its deals."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from bot.core.presets import DEAL_KEY
from bot.standings.histories import histories_at
from bot.targets.inheriting import HeldGoal
from bot.targets.shares import ShareOnMorning
from metrics.calendar import MemberCalendar
from metrics.history import DiscountedHistory
from metrics.money import DealSize, size_deals
from metrics.periods import Period
from metrics.review import Assessment, Cases, MoneyCases, assess, assess_money
from metrics.tuning import Constants
from storage import day_totals, deals
from storage.tables import Metric, Workspace

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PORTION = 2000
"""Members whose day totals are read at a time: bounds the memory that a morning needs."""
DEALS_LOOKBACK = dt.timedelta(days=365)
DEALS_A_PERIOD = 10.0
"""Where nobody ever won a deal, one is taken for a tenth of the target. Nothing is alerted on that ground."""


@dataclass(frozen=True)
class Holder:
    """A member, the team they are a rep of, and a goal that they hold."""

    member_id: int
    team_id: int | None
    goal: HeldGoal
    calendar: MemberCalendar
    share: ShareOnMorning


@dataclass(frozen=True)
class Judged:
    """What is done, in units of the metric, and what follows; in the order of the holders."""

    done: list[int]
    assessment: Assessment
    histories: list[DiscountedHistory]
    """In units of the metric; of revenue, in deals."""
    sizes: list[DealSize] | None = None


def judge_counts(
    session: Session,
    *,
    workspace: Workspace,
    metric: Metric,
    metrics: Mapping[int, Metric],
    holders: Sequence[Holder],
    span: Period,
    until: dt.date,
    constants: Constants,
    keep_histories: bool,
) -> Judged:
    """Judge goals on a metric that is counted, with the entries dated before `until`."""
    done = _done(session, holders, metric, span, until)
    histories = _histories(session, workspace, metric, holders, span, constants, keep=keep_histories)
    cases = _cases(holders, np.array(done, dtype=np.float64), histories, evenly=False)
    return Judged(done, assess(cases, k=constants.k, r=constants.r), histories)


def judge_money(
    session: Session,
    *,
    workspace: Workspace,
    metric: Metric,
    metrics: Mapping[int, Metric],
    holders: Sequence[Holder],
    span: Period,
    until: dt.date,
    constants: Constants,
    keep_histories: bool,
) -> Judged:
    """Judge revenue goals: won deals are forecast, and what a deal is worth is taken from those won in a year.

    In a team of which only amounts are known (imported revenue, say) each amount stands for so many deals of the usual
    size.
    """
    deal = next(each for each in metrics.values() if each.key == DEAL_KEY)
    done = _done(session, holders, metric, span, until)
    amounts = _histories(session, workspace, metric, holders, span, constants, keep=keep_histories)
    counts = _histories(session, workspace, deal, holders, span, constants, keep=keep_histories)
    won = _done(session, holders, deal, span, until)
    own = deals.amounts_won(
        session, member_ids=[each.member_id for each in holders], starts=span.start - DEALS_LOOKBACK, ends=until
    )
    sizes = list(_sizes(session, metric, holders, own, span, until))
    x, c2 = np.array([size.mean for size in sizes]), np.array([size.variation for size in sizes])
    by_count = _teams_with_deals(holders, own)
    deals_done = np.where(by_count, won, np.maximum(np.array(done, dtype=np.float64) / x, 0.0))
    histories = [
        count if by_deals else DiscountedHistory(amount.quantity / size, amount.weight)
        for by_deals, count, amount, size in zip(by_count, counts, amounts, x, strict=True)
    ]
    cases = _cases(holders, deals_done, histories, evenly=True)
    money = MoneyCases(
        done=np.array(done, dtype=np.float64),
        target=np.array([float(each.share.share.whole_target) for each in holders]),
        size=x,
        variation=c2,
        expected=np.array([each.share.expected for each in holders]),
    )
    return Judged(done, assess_money(cases, money, k=constants.k, r=constants.r), histories, sizes)


def _cases(holders: Sequence[Holder], done: Floats, histories: Sequence[DiscountedHistory], *, evenly: bool) -> Cases:
    """`evenly`: the target is another quantity than `done`, so that what is expected by now is none of the cases'."""
    return Cases(
        done=done,
        target=np.array([each.share.share.target for each in holders]),
        worked=np.array([each.share.worked for each in holders]),
        remaining=np.array([each.share.remaining for each in holders]),
        today=np.array([each.share.today for each in holders]),
        history=np.array([each.quantity for each in histories]),
        history_weight=np.array([each.weight for each in histories]),
        group=_groups(holders),
        expected=None if evenly else np.array([each.share.expected for each in holders]),
        late=np.array([each.share.late for each in holders]),
    )


def _histories(
    session: Session,
    workspace: Workspace,
    metric: Metric,
    holders: Sequence[Holder],
    span: Period,
    constants: Constants,
    *,
    keep: bool,
) -> list[DiscountedHistory]:
    found = histories_at(
        session,
        workspace=workspace,
        calendars={each.member_id: each.calendar for each in holders},
        metric_id=metric.id,
        period=span,
        half_life=constants.half_life,
        keep=keep,
    )
    return [found[each.member_id] for each in holders]


def _done(session: Session, holders: Sequence[Holder], metric: Metric, span: Period, until: dt.date) -> list[int]:
    """What counts of each holder's entries in the period: those of dates on which they held the goal."""
    sums = _sums(session, [each.member_id for each in holders], metric.id, span.start, until)
    partly = {each.member_id: each for each in holders if not each.share.counts_all}
    for member_id in partly:
        sums[member_id] = 0
    for member_id, date, quantity in day_totals.days_of_metric(
        session, member_ids=sorted(partly), metric_id=metric.id, starts=span.start, ends=until
    ):
        if partly[member_id].share.share.holds_on(date):
            sums[member_id] += quantity
    return [sums.get(each.member_id, 0) for each in holders]


def _sums(
    session: Session, member_ids: Sequence[int], metric_id: int, starts: dt.date, ends: dt.date
) -> dict[int, int]:
    found: dict[int, int] = {}
    for at in range(0, len(member_ids), PORTION):
        found.update(
            day_totals.sums_between(
                session, member_ids=member_ids[at : at + PORTION], metric_id=metric_id, starts=starts, ends=ends
            )
        )
    return found


def _sizes(
    session: Session,
    metric: Metric,
    holders: Sequence[Holder],
    own: Mapping[int, Sequence[int]],
    span: Period,
    until: dt.date,
) -> Iterator[DealSize]:
    """What a deal of each holder is worth: of the deals they and their team won, else of amounts, else a guess."""
    entered: dict[int, list[int]] = {}
    for member_id, _, amount in day_totals.days_of_metric(
        session,
        member_ids=[each.member_id for each in holders],
        metric_id=metric.id,
        starts=span.start - DEALS_LOOKBACK,
        ends=until,
    ):
        entered.setdefault(member_id, []).append(amount)
    by_count = _teams_with_deals(holders, own)
    of_team: dict[tuple[str, int], list[int]] = {}
    for each, by_deals in zip(holders, by_count, strict=True):
        amounts = own if by_deals else entered
        of_team.setdefault(_team_key(each), []).extend(amounts.get(each.member_id, ()))
    team_size: dict[tuple[str, int], DealSize | None] = {}
    for each, by_deals in zip(holders, by_count, strict=True):
        key, mine = _team_key(each), (own if by_deals else entered).get(each.member_id, ())
        if key not in team_size:
            team_size[key] = size_deals((), of_team[key])
        size = size_deals(mine, of_team[key]) if mine else team_size[key]
        yield size or DealSize(mean=max(1.0, each.share.share.target / DEALS_A_PERIOD), variation=1.0)


def _teams_with_deals(holders: Sequence[Holder], own: Mapping[int, Sequence[int]]) -> npt.NDArray[np.bool_]:
    """Whether anybody in each holder's team won a deal that is known as one."""
    known = {_team_key(each) for each in holders if each.member_id in own}
    return np.array([_team_key(each) in known for each in holders], dtype=bool)


def _team_key(holder: Holder) -> tuple[str, int]:
    """A member without a team is alone."""
    return ("team", holder.team_id) if holder.team_id is not None else ("alone", holder.member_id)


def _groups(holders: Sequence[Holder]) -> Ints:
    numbers: dict[tuple[str, int], int] = {}
    return np.array([numbers.setdefault(_team_key(each), len(numbers)) for each in holders], dtype=np.int64)
