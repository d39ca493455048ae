"""The rows of alerts: each rep with the goals that they may miss, and how those ended that are over."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.alerts.endings import Ending, endings_of, periods_of
from bot.alerts.facts import Facts, facts_of, flagged_by, worse_since_told
from bot.alerts.heads_up import rep_told_at
from bot.core.members import local_date, team_date
from bot.core.work import Work
from metrics.periods import PeriodKind
from metrics.priorities import Flagged, urgency
from storage.tables import Episode, Member, Metric, Team


@dataclass(frozen=True)
class AtRisk:
    """One goal of a rep in an alert; `worse` says that it became much less likely since the managers were told."""

    episode: Episode
    metric: Metric
    facts: Facts | None
    worse: bool = False
    ends: dt.date | None = None
    """Of a goal by dates of its own: the date after the last of them."""
    over: bool = False
    """Whether its period is over."""
    ending: Ending | None = None
    """How it ended then; None where nothing is known of it."""
    told_before: dt.date | None = None
    """The day on which an earlier alert told of it; None of one that this alert tells of."""
    picked_up_on: dt.date | None = None
    """The day, where the team is, on which a manager acknowledged it; None as long as nobody has."""

    @property
    def open(self) -> bool:
        """Whether it still goes on."""
        return self.episode.closed_on is None and not self.over

    @property
    def corrected(self) -> bool:
        """Whether the log was corrected since the last morning judged it."""
        return self.open and self.episode.corrected_at is not None

    @property
    def put_right(self) -> bool:
        """Whether the corrected log says that the goal is not unlikely. It goes on until a morning has judged it."""
        return self.corrected and self.facts is not None and self.facts.put_right

    @property
    def behind(self) -> bool:
        """Whether the goal is unlikely to be reached, as far as is known now."""
        return self.open and not self.put_right


@dataclass(frozen=True)
class AlertRow:
    """One rep in an alert, with all their goals at risk, the least likely first; there is one at least."""

    member: Member
    goals: tuple[AtRisk, ...]
    rep_not_told: bool

    @property
    def open(self) -> bool:
        """Whether one of the goals still goes on."""
        return any(goal.open for goal in self.goals)

    @property
    def behind(self) -> bool:
        """Whether one of the goals is unlikely to be reached, as far as is known now."""
        return any(goal.behind for goal in self.goals)

    @property
    def at_risk(self) -> tuple[AtRisk, ...]:
        """The goals that are unlikely to be reached."""
        return tuple(goal for goal in self.goals if goal.behind)

    @property
    def open_ids(self) -> tuple[int, ...]:
        """The episodes that can be answered."""
        return tuple(goal.episode.id for goal in self.goals if goal.open)


def was_answered(episode: Episode) -> bool:
    """Whether a manager said what becomes of it, so that nobody need be reminded."""
    return any((episode.acknowledged_by, episode.talk_planned_at, episode.dismissed_by))


def people_of(episode: Episode) -> set[int]:
    """Whose names a row says: the rep's, and those of who answered."""
    mentioned = (episode.member_id, episode.acknowledged_by, episode.assigned_to, episode.dismissed_by)
    return {who for who in mentioned if who is not None}


def rows_of(
    work: Work,
    *,
    episodes: Sequence[Episode],
    members: Mapping[int, Member],
    date: dt.date,
    team: Team | None = None,
    earlier: Sequence[Episode] = (),
) -> list[AlertRow]:
    """These episodes by rep, as they are on `date`; `earlier` are those that another alert told of.

    Days are those where the `team` is, else where the rep is. Of a rep the least likely goal comes first, and what is
    over comes last.
    """
    session, workspace = work.session, work.workspace
    every = [*episodes, *earlier]
    reps = [members[member_id] for member_id in {episode.member_id for episode in every}]
    facts = facts_of(session, workspace=workspace, members=reps, episodes=every, date=date)
    worse = worse_since_told(session, workspace=workspace, members=members, episodes=every, facts=facts)
    periods = periods_of(work, every)
    endings = endings_of(work, every, periods, date)
    metrics = {metric.id: metric for metric in work.metrics(retired=True)}
    before = {episode.id for episode in earlier}

    def day(episode: Episode, at: dt.datetime | None) -> dt.date | None:
        if at is None:
            return None
        if team is not None:
            return team_date(team, workspace, at)
        return local_date(members[episode.member_id], workspace, at)

    goals: dict[int, list[AtRisk]] = {}
    for episode in every:
        period = periods.get(episode.id)
        over = period is not None and period.end <= date
        if over and episode.id in before:
            continue
        goals.setdefault(episode.member_id, []).append(
            AtRisk(
                episode=episode,
                metric=metrics[episode.metric_id],
                facts=facts.get(episode.id),
                worse=episode.id in worse,
                ends=period.end if period is not None and period.kind is PeriodKind.CUSTOM else None,
                over=over,
                ending=endings.get(episode.id),
                told_before=day(episode, episode.alerted_at) if episode.id in before else None,
                picked_up_on=day(episode, episode.acknowledged_at),
            )
        )
    return [
        AlertRow(
            member=members[member_id],
            goals=tuple(
                sorted(some, key=lambda goal: (not goal.behind, goal.told_before is not None, urgency_of(goal)))
            ),
            rep_not_told=any(
                goal.open and rep_told_at(session, workspace=workspace, episode=goal.episode) is None for goal in some
            ),
        )
        for member_id, some in goals.items()
    ]


def _order(goal: AtRisk) -> tuple[bool, bool, tuple[float, float, int]]:
    return not goal.behind, goal.told_before is not None, urgency_of(goal)


def urgency_of(goal: AtRisk) -> tuple[float, float, int]:
    """A key by which the least likely goal comes first."""
    return urgency(flagged_as(goal))


def flagged_as(goal: AtRisk) -> Flagged:
    """The goal, for the choice of whom to name."""
    if goal.facts is None:
        return Flagged(goal.episode.id, 1.0, 0.0, 0.0)
    return flagged_by(goal.episode, goal.facts)
