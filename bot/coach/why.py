"""Why a goal stands as it does: each number of a standing, opened down to the entries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.coach.people import local_date
from bot.coach.standings import GoalFigures, figures_on
from bot.failures import Failure
from metrics.explain import DayEntries, Explanation, explain
from metrics.periods import PeriodKind
from storage import activities
from storage.tables import Member, Unit, Workspace


class NoSuchGoal(Failure):
    """The member has no goal on that metric; the message says which ones there are."""


@dataclass(frozen=True)
class Why:
    """A goal's figures now, and their parts. Of revenue, `parts` has no baseline, rate and forecast: those are in deals
    (`figures.history`, `figures.deal_size`).
    """

    date: dt.date
    figures: GoalFigures
    parts: Explanation


def why_of(
    session: Session, *, workspace: Workspace, member: Member, metric_key: str, now: dt.datetime
) -> tuple[Why, ...]:
    """Why the member's goals on this metric stand as they do, today's entries included. Raises NoSuchGoal."""
    date = local_date(member, workspace, now)
    figures = figures_on(session, workspace=workspace, members=[member], date=date, with_today=True)
    mine = [item for item in figures if item.metric.key == metric_key and item.period.kind is not PeriodKind.DAY]
    if not mine:
        raise NoSuchGoal(_which_there_are(figures))
    return tuple(explain_figures(session, item, date) for item in mine)


def explain_figures(session: Session, item: GoalFigures, date: dt.date, *, with_today: bool = True) -> Why:
    """Take figures apart that `figures_on` gave for `date`."""
    parts = explain(
        item.share.share,
        date,
        _entries(session, item),
        history=item.history,
        peer_rate=item.peer_rate,
        peers_done=item.peers_done,
        peers_expected=item.peers_expected,
        k=item.constants.k,
        r=item.constants.r,
        completeness=item.share.completeness,
        with_today=with_today,
    )
    if item.metric.unit is Unit.MONEY:
        parts = replace(parts, baseline=None, rate=None, forecast=None)
    return Why(date, item, parts)


def _entries(session: Session, item: GoalFigures) -> list[DayEntries]:
    assert item.metric.id is not None
    return [
        DayEntries(date, entries, float(total))
        for date, entries, total in activities.days_with_entries(
            session,
            member_id=item.member_id,
            metric_id=item.metric.id,
            starts=item.period.start,
            ends=item.period.end,
        )
    ]


def _which_there_are(figures: Sequence[GoalFigures]) -> str:
    keys = list(dict.fromkeys(item.metric.key for item in figures))
    if not keys:
        return "You have no goal yet. Your manager sets one with `/goal`."
    return f"You have no goal on that. Your goals are on: {', '.join(keys)}. Write `/progress why {keys[0]}`."
