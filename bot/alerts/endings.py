"""How the goals of alerts ended: what was done in the whole period, and whether that was enough."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.work import Work
from bot.targets.inheriting import dates_of
from metrics.periods import Period, PeriodKind
from storage import day_totals, goals, standings
from storage.tables import Episode


@dataclass(frozen=True)
class Ending:
    """A goal whose period is over: what was done in it and what it asked last, in units of its metric."""

    done: int
    target: int

    @property
    def made_it(self) -> bool:
        """Whether the goal was reached."""
        return self.done >= self.target


def endings_of(
    work: Work, episodes: Sequence[Episode], periods: Mapping[int, Period], date: dt.date
) -> dict[int, Ending]:
    """How the goals of these episodes ended, by the episode's id; those whose period goes on after `date` are left out.
    `periods` are those of the episodes.

    Late entries count, so that it may change after the period. So it does not matter why an episode was closed.
    """
    groups: dict[Period, list[Episode]] = {}
    for episode in episodes:
        period = periods.get(episode.id)
        if period is not None and period.end <= date:
            groups.setdefault(period, []).append(episode)
    found: dict[int, Ending] = {}
    for period, some in groups.items():
        asked = {
            (row.member_id, row.metric_id): row.target
            for row in standings.last_of_period(
                work.session,
                member_ids={episode.member_id for episode in some},
                period=period.kind,
                period_start=period.start,
            )
        }
        done = {
            metric_id: day_totals.sums_between(
                work.session,
                member_ids=sorted({episode.member_id for episode in some}),
                metric_id=metric_id,
                starts=period.start,
                ends=period.end,
            )
            for metric_id in {episode.metric_id for episode in some}
        }
        for episode in some:
            target = asked.get((episode.member_id, episode.metric_id))
            if target is not None:
                found[episode.id] = Ending(done[episode.metric_id].get(episode.member_id, 0), target)
    return found


def periods_of(work: Work, episodes: Sequence[Episode]) -> dict[int, Period]:
    """The period of each episode's goal, by the episode's id; one with dates of its own is left out where no morning
    says anymore which goal it was.
    """
    own = dict(_own_dates(work, [episode for episode in episodes if episode.period is PeriodKind.CUSTOM]))
    others = [episode for episode in episodes if episode.period is not PeriodKind.CUSTOM]
    return {**own, **{episode.id: work.period(episode.period, episode.period_start) for episode in others}}


def _own_dates(work: Work, episodes: Sequence[Episode]) -> Iterator[tuple[int, Period]]:
    for start in sorted({episode.period_start for episode in episodes}):
        some = [episode for episode in episodes if episode.period_start == start]
        mornings = standings.last_of_period(
            work.session,
            member_ids={episode.member_id for episode in some},
            period=PeriodKind.CUSTOM,
            period_start=start,
        )
        goal_of = {(row.member_id, row.metric_id): row.goal_id for row in mornings}
        known = goals.goals_by_id(work.session, goal_ids=set(goal_of.values()))
        for episode in some:
            goal = known.get(goal_of.get((episode.member_id, episode.metric_id), 0))
            if goal is not None and (dates := dates_of(goal)) is not None:
                yield episode.id, dates
