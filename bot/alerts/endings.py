"""How the goals of alerts ended: what was done in the whole period, and whether that was enough."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.work import Work
from metrics.periods import Period, PeriodKind
from storage import day_totals, standings
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


def endings_of(work: Work, episodes: Sequence[Episode], date: dt.date) -> dict[int, Ending]:
    """How the goals of these episodes ended, by the episode's id; those whose period goes on after `date` are left out.

    Late entries count, so that it may change after the period. So it does not matter why an episode was closed.
    """
    groups: dict[Period, list[Episode]] = {}
    for episode in episodes:
        period = period_of_episode(work, episode)
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


def period_of_episode(work: Work, episode: Episode) -> Period | None:
    """The period of the goal; None of one with dates of its own, whose end is not known here."""
    if episode.period is PeriodKind.CUSTOM:
        return None
    return work.period(episode.period, episode.period_start)
