"""What an alert says of one rep's goal: the figures behind it, as they are when it is read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import local_date
from bot.standings.standings import GoalFigures, figures_on
from metrics.chances import LEAST_SHOWN
from metrics.episodes import Rule
from metrics.periods import PeriodKind
from metrics.priorities import Flagged
from storage import standings
from storage.tables import Episode, Member, Standing, Workspace

SLOWER = 0.75
"""Below this part of the usual rate it is less work, not a goal that is too high."""


@dataclass(frozen=True)
class Facts:
    """A goal's figures. Quantities in units of the metric, `usual` a day; `worked` and `remaining` in standard working
    days.
    """

    done: int
    target: int
    worked: float
    remaining: float
    usual: float
    probability: float
    low: float
    high: float
    median: float
    """Where the period will most likely end: a target of that has an even chance."""
    ends: dt.date | None = None
    """Of a goal by dates of its own: the date after the last of them."""

    @property
    def need(self) -> int:
        """What is missing to the target."""
        return max(0, self.target - self.done)

    @property
    def required(self) -> float:
        """What each day that is left would have to bring; all of it where no day is left."""
        return self.need / self.remaining if self.remaining > 0 else float(self.need)

    @property
    def put_right(self) -> bool:
        """Whether, by these figures, the goal would not have been called at risk."""
        return self.need == 0 or self.probability >= Rule().opens

    @property
    def slower(self) -> bool:
        """Whether they do clearly less a day in this period than they usually do."""
        return self.worked >= 1 and self.usual > 0 and self.done / self.worked < SLOWER * self.usual


def facts_of(
    session: Session, *, workspace: Workspace, members: Sequence[Member], episodes: Sequence[Episode], date: dt.date
) -> dict[int, Facts]:
    """The figures of these episodes on `date`, today's entries included, by the episode's id.

    Of a goal that is judged no more (its period is over, or it was ended) those of its last morning.
    """
    figures = {
        (item.member_id, item.goal.metric_id, item.period.kind, item.period.start): item
        for item in figures_on(session, workspace=workspace, members=members, date=date, with_today=True)
    }
    found: dict[int, Facts] = {}
    for episode in episodes:
        key = (episode.member_id, episode.metric_id, episode.period, episode.period_start)
        if key in figures:
            found[episode.id] = of_figures(figures[key])
            continue
        standing = standings.latest_standing(
            session, member_id=episode.member_id, metric_id=episode.metric_id, period=episode.period
        )
        if standing is not None and standing.period_start == episode.period_start:
            found[episode.id] = of_standing(standing)
    return found


def of_figures(item: GoalFigures) -> Facts:
    """The facts in a goal's figures."""
    return Facts(
        done=item.done,
        target=item.target,
        worked=item.worked,
        remaining=item.remaining,
        usual=item.baseline,
        probability=item.probability,
        low=item.low,
        high=item.high,
        median=item.median,
        ends=item.period.end if item.period.kind is PeriodKind.CUSTOM else None,
    )


def of_standing(standing: Standing) -> Facts:
    """The facts in what was stored on a morning."""
    return Facts(
        done=standing.done,
        target=standing.target,
        worked=standing.worked,
        remaining=standing.remaining,
        usual=standing.baseline,
        probability=standing.probability or 0.0,
        low=standing.low or 0.0,
        high=standing.high or 0.0,
        median=standing.median or 0.0,
    )


def flagged_by(episode: Episode, facts: Facts) -> Flagged:
    """An episode with its figures, for the choice of whom to name."""
    return Flagged(episode.id, facts.probability, facts.need, facts.target)


def worse_since_told(
    session: Session,
    *,
    workspace: Workspace,
    members: Mapping[int, Member],
    episodes: Sequence[Episode],
    facts: Mapping[int, Facts],
) -> set[int]:
    """The ids of the episodes whose probability fell below half of what it was when the managers were told."""
    found = set()
    for episode in episodes:
        now = facts.get(episode.id)
        if now is None or episode.alerted_at is None or episode.closed_on is not None:
            continue
        told = standings.standing_of(
            session,
            member_id=episode.member_id,
            metric_id=episode.metric_id,
            period=episode.period,
            until=local_date(members[episode.member_id], workspace, episode.alerted_at),
        )
        if told is not None and told.probability is not None:
            # Below what people read as the least likely, half of next to nothing is no news.
            before = max(told.probability, LEAST_SHOWN)
            if max(now.probability, LEAST_SHOWN) < before / 2:
                found.add(episode.id)
    return found
