"""What this morning asked of a member, as the answer to an entry names it."""

import datetime as dt
from collections.abc import Mapping

from sqlmodel import Session

from bot.coach.figures.goal_lines import GOOD_DAYS_LOOKBACK
from bot.coach.figures.standings import figures_on
from bot.coach.goals.inheriting import HeldGoal
from metrics.actions import good_day, is_much, within_reach
from metrics.periods import PeriodKind
from storage import day_totals, standings
from storage.standings import Asked
from storage.tables import Member, Metric, Workspace

WORKED = 5 / 7
"""Of the days since a member first did something of a metric, about so many were days of work."""
AsksOfToday = Mapping[tuple[int, PeriodKind], Asked]
"""By metric and kind of period."""


def asked_today(session: Session, *, workspace: Workspace, member: Member, today: dt.date) -> AsksOfToday:
    """What this morning asked for; computed now where no morning was taken (before it, or on the first day)."""
    assert member.id is not None
    stored = standings.asked_on(session, member_id=member.id, date=today)
    if stored:
        return stored
    figures = figures_on(session, workspace=workspace, members=[member], date=today)
    return {
        (item.goal.metric_id, item.period.kind): Asked(
            goal_id=item.goal.goal_id,
            ask=item.ask if item.weight_today > 0 else None,
            target=item.target,
            today=item.weight_today,
            usual=item.baseline,
        )
        for item in figures
    }


def ask_of(session: Session, *, member: Member, metric: Metric, asked: AsksOfToday, today: dt.date) -> int | None:
    """What is to be done of the metric today; None where nothing is asked, as of every outcome.

    A day's own goal says it. Else it is the most that a longer goal asks, and no more than the nudge would ask for:
    what cannot be caught up in a day is not asked in a day.
    """
    found = {kind: each for (metric_id, kind), each in asked.items() if metric_id == metric.id and metric.leading}
    if PeriodKind.DAY in found:
        return found[PeriodKind.DAY].ask
    asks = [_bounded(session, member, metric, each, today) for each in found.values() if each.ask is not None]
    return max(asks, default=None)


def target_of(goal: HeldGoal, asked: AsksOfToday) -> int:
    """What the period asks of this member, after leave and ramp; the whole of a goal that was set since the morning."""
    found = asked.get((goal.metric_id, goal.period))
    return found.target if found is not None and found.goal_id == goal.goal_id else goal.target


def _bounded(session: Session, member: Member, metric: Metric, asked: Asked, today: dt.date) -> int:
    assert asked.ask is not None
    usual = asked.usual * asked.today
    if not is_much(asked.ask, usual=usual):
        return asked.ask
    good = _good_day(session, member, metric, today)
    return within_reach(asked.ask, usual=usual, good_day=None if good is None else good * asked.today)


def _good_day(session: Session, member: Member, metric: Metric, today: dt.date) -> float | None:
    assert member.id is not None
    assert metric.id is not None
    days = [
        (date, quantity)
        for _, date, quantity in day_totals.days_of_metric(
            session,
            member_ids=[member.id],
            metric_id=metric.id,
            starts=today - GOOD_DAYS_LOOKBACK,
            ends=today,
        )
        if quantity > 0
    ]
    known = (today - days[0][0]).days * WORKED if days else 0.0
    return good_day([float(quantity) for _, quantity in days], days_known=known)
