"""The members with a goal of one kind, put side by side and judged together: counts, and revenue by its deals."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from bot.core.presets import DEAL_KEY
from bot.core.workspace_periods import period_in
from bot.standings.histories import carry_on, histories_at
from bot.standings.profiles import Holder, with_profiles
from metrics.blend import Blend
from metrics.history import Histories, Usual
from metrics.money import DealSize, size_deals
from metrics.periods import Period, PeriodKind
from metrics.review import Assessment, Cases, MoneyCases, assess, assess_money, days_for_forecast
from storage import day_totals, deals
from storage.tables import Metric, Unit, Workspace

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PORTION = 2000
"""Members whose day totals are read at a time: bounds the memory that a morning needs."""
DEALS_LOOKBACK = dt.timedelta(days=365)
DEALS_A_PERIOD = 10.0
"""Where nobody ever won a deal, one is taken for a tenth of the target. Nothing is alerted on that ground."""


@dataclass(frozen=True)
class Forecasting:
    """What was learned for one metric and kind of period: the constants, and the profile of each team's period by its
    id, where it has one.
    """

    blend: Blend
    profiles: Mapping[int, Floats] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Judged:
    """What is done, in units of the metric, and what follows; in the order of the holders. Of revenue, `cases` and
    `histories` are of deals.
    """

    done: list[int]
    assessment: Assessment
    cases: Cases
    sizes: list[DealSize] | None = None

    @cached_property
    def days(self) -> tuple[Floats, Floats]:
        """The days worked and remaining as the forecast took them."""
        return days_for_forecast(self.cases)

    @cached_property
    def at_start(self) -> Usual:
        """What was known of each at the period's start."""
        histories = self.cases.histories
        return replace(self.assessment.usual, recent_done=histories.recent_amounts, recent_worked=histories.recent_days)


@dataclass(frozen=True)
class Judging:
    """One metric and kind of period to be judged: of the members with a goal on it, in `span`, on the morning of `date`
    with the entries dated before `until`. `week` is the first day of the week that `date` lies in.
    """

    session: Session
    workspace: Workspace
    metric: Metric
    metrics: Mapping[int, Metric]
    holders: Sequence[Holder]
    span: Period
    date: dt.date
    until: dt.date
    forecasting: Forecasting
    keep_histories: bool

    @property
    def members(self) -> list[int]:
        """The holders' ids."""
        return [each.member_id for each in self.holders]

    @cached_property
    def anchor(self) -> dt.date:
        """From when the recent days are read: their sums up to it are kept, so that a morning reads a week at most."""
        week = period_in(self.workspace, PeriodKind.WEEK, self.date).start
        return max(self.span.start, min(week, self.until))

    def histories(self, metric: Metric) -> tuple[Histories, Histories]:
        """The holders' histories of a metric at the period's start, and up to now."""
        calendars = {each.member_id: each.calendar for each in self.holders}
        start, anchor = (
            histories_at(
                self.session,
                workspace=self.workspace,
                calendars=calendars,
                members=self.members,
                metric_id=metric.id,
                date=date,
                keep=self.keep_histories,
            )
            if date is not None
            else None
            for date in (self.span.start, self.anchor if self.anchor > self.span.start else None)
        )
        assert start is not None
        now = carry_on(
            self.session,
            anchor or start,
            calendars=calendars,
            members=self.members,
            metric_id=metric.id,
            since=self.anchor,
            date=self.date,
            until=self.until,
        )
        return start, now


def judge(judging: Judging) -> Judged:
    """Judge goals: those on money by the deals that make it."""
    return _judge_money(judging) if judging.metric.unit is Unit.MONEY else _judge_counts(judging)


def _judge_counts(judging: Judging) -> Judged:
    done = _done(judging, judging.metric)
    start, now = judging.histories(judging.metric)
    cases = _cases(judging, np.array(done, dtype=np.float64), start, now, evenly=False)
    return Judged(done, assess(cases, blend=judging.forecasting.blend), cases)


def _judge_money(judging: Judging) -> Judged:
    """Judge revenue goals: won deals are forecast, and what a deal is worth is taken from those won in a year.

    In a team of which only amounts are known (imported revenue, say) each amount stands for so many deals of the usual
    size.
    """
    holders, metric = judging.holders, judging.metric
    deal = next(each for each in judging.metrics.values() if each.key == DEAL_KEY)
    done, won = _done(judging, metric), _done(judging, deal)
    amounts, counts = judging.histories(metric), judging.histories(deal)
    own = deals.amounts_won(
        judging.session,
        member_ids=judging.members,
        starts=judging.span.start - DEALS_LOOKBACK,
        ends=judging.until,
    )
    sizes = list(_sizes(judging, own))
    x, c2 = np.array([size.mean for size in sizes]), np.array([size.variation for size in sizes])
    by_count = _teams_with_deals(holders, own)
    deals_done = np.where(by_count, won, np.maximum(np.array(done, dtype=np.float64) / x, 0.0))
    start, now = (
        Histories(np.where(by_count[:, None], count.sums, amount.scaled(1.0 / x).sums))
        for count, amount in zip(counts, amounts, strict=True)
    )
    cases = _cases(judging, deals_done, start, now, evenly=True)
    money = MoneyCases(
        done=np.array(done, dtype=np.float64),
        target=np.array([float(each.share.share.whole_target) for each in holders]),
        size=x,
        variation=c2,
        expected=np.array([each.share.expected for each in holders]),
    )
    return Judged(done, assess_money(cases, money, blend=judging.forecasting.blend), cases, sizes)


def _cases(judging: Judging, done: Floats, start: Histories, now: Histories, *, evenly: bool) -> Cases:
    """`evenly`: the target is another quantity than `done`, so that what is expected by now is none of the cases'."""
    holders = judging.holders
    late = np.array([each.share.late for each in holders])
    lately = np.array([each.share.late_lately for each in holders]).T
    plain = Cases(
        done=done,
        target=np.array([each.share.share.target for each in holders]),
        worked=np.array([each.share.worked for each in holders]),
        remaining=np.array([each.share.remaining for each in holders]),
        today=np.array([each.share.today for each in holders]),
        histories=start,
        group=_groups(holders),
        expected=None if evenly else np.array([each.share.expected for each in holders]),
        late=late,
        recent_done=now.recent_amounts,
        recent_worked=np.maximum(now.recent_days - lately, 0.0),
        ramp=np.array([each.share.share.ramp_share for each in holders]),
    )
    return with_profiles(plain, holders, judging.forecasting.profiles, judging.date, workspace=judging.workspace)


def _done(judging: Judging, metric: Metric) -> list[int]:
    """What counts of each holder's entries in the period: those of dates on which they held the goal."""
    session, holders, span, until = judging.session, judging.holders, judging.span, judging.until
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


def _sizes(judging: Judging, own: Mapping[int, Sequence[int]]) -> Iterator[DealSize]:
    """What a deal of each holder is worth: of the deals they and their team won, else of amounts, else a guess."""
    holders = judging.holders
    entered: dict[int, list[int]] = {}
    for member_id, _, amount in day_totals.days_of_metric(
        judging.session,
        member_ids=judging.members,
        metric_id=judging.metric.id,
        starts=judging.span.start - DEALS_LOOKBACK,
        ends=judging.until,
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
