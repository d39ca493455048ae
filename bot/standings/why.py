"""Why a goal stands as it does: each number of a standing, opened down to the entries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.core.failures import Words
from bot.core.members import local_date, zone_of
from bot.core.permissions import Viewer
from bot.standings.member_view import require_sight
from bot.standings.progress import NoSuchGoal
from bot.standings.standings import GoalFigures, figures_on
from metrics.explain import DayEntries, Explanation, explain
from metrics.periods import PeriodKind
from storage import catalogue, day_totals, entries
from storage.tables import Activity, Member, Metric, Unit, Workspace


@dataclass(frozen=True)
class Why:
    """A goal's figures now, and their parts. Of revenue, `parts` has no baseline, rate and forecast: those are in deals
    (`figures.history`, `figures.deal_size`).
    """

    date: dt.date
    figures: GoalFigures
    parts: Explanation


@dataclass(frozen=True)
class DayOfEntries:
    """The entries of one metric on one local date, the first logged first; `zone` is the member's."""

    member: Member
    metric: Metric
    date: dt.date
    entries: tuple[Activity, ...]
    zone: ZoneInfo


def why_of(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    member: Member,
    metric_key: str,
    now: dt.datetime,
    period: PeriodKind | None = None,
) -> tuple[Why, ...]:
    """Why the member's goals on this metric (of this kind of period only, where given) stand as they do, today's
    entries included; a goal of a day stands as its week does.

    Raises NotAllowed and NoSuchGoal. Somebody else's look is noted.
    """
    require_sight(session, workspace=workspace, viewer=viewer, member=member, now=now)
    date = local_date(member, workspace, now)
    figures = figures_on(session, workspace=workspace, members=[member], date=date, with_today=True)
    mine = [item for item in figures if item.metric.key == metric_key and item.period.kind is not PeriodKind.DAY]
    wanted = PeriodKind.WEEK if period is PeriodKind.DAY else period
    mine = [item for item in mine if wanted is None or item.period.kind is wanted] or mine
    if not mine:
        raise _no_such_goal(figures)
    return tuple(explain_figures(session, item, date) for item in mine)


def entries_of_day(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    member: Member,
    metric_key: str,
    date: dt.date,
    now: dt.datetime,
) -> DayOfEntries:
    """What a day's total is made of. Raises NotAllowed and NoSuchGoal. Somebody else's look is noted."""
    require_sight(session, workspace=workspace, viewer=viewer, member=member, now=now)
    metric = catalogue.find_metric(session, workspace_id=workspace.id, key=metric_key)
    if metric is None:
        raise NoSuchGoal("That number isn't available anymore. `/progress` shows what is.")
    found = entries.entries_of_date(session, member_id=member.id, metric_id=metric.id, date=date)
    return DayOfEntries(member, metric, date, tuple(found), zone_of(member, workspace))


def explain_figures(session: Session, item: GoalFigures, date: dt.date, *, with_today: bool = True) -> Why:
    """Take figures apart that `figures_on` gave for `date`."""
    parts = explain(
        item.share.share,
        date,
        _entries(session, item),
        usual=item.known.alone(),
        history=item.history,
        history_days=item.history_days,
        peer_rate=item.peer_rate,
        peers_done=item.peers_done,
        peers_expected=item.peers_expected,
        past=item.past,
        ahead=item.ahead,
        blend=item.blend,
        with_today=with_today,
    )
    if item.metric.unit is Unit.MONEY:
        parts = replace(parts, baseline=None, rate=None, forecast=None)
    return Why(date, item, parts)


def _entries(session: Session, item: GoalFigures) -> list[DayEntries]:
    return [
        DayEntries(date, entries, float(total))
        for date, entries, total in day_totals.days_with_entries(
            session,
            member_id=item.member_id,
            metric_id=item.metric.id,
            starts=item.period.start,
            ends=item.period.end,
        )
    ]


def _no_such_goal(figures: Sequence[GoalFigures]) -> NoSuchGoal:
    names = tuple(dict.fromkeys(Words(item.metric.singular) for item in figures))
    if not names:
        return NoSuchGoal("You don't have a goal yet. Your manager can set one with `/goal`.")
    return NoSuchGoal(
        "You don't have a goal on that. You have goals on {metrics}. Write `/progress why {first}`.",
        metrics=names,
        first=names[0],
    )
