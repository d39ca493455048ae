"""A team's goals as one total: what its reps did together in the period, beside what was to be done by now."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.core.text.vocabulary import account_key
from bot.core.work import Work
from bot.leave.calendars import team_calendar
from bot.targets.holding import teams_of
from metrics.pace import Pace, pace_of
from metrics.periods import Period, PeriodKind
from storage import day_totals, memberships, team_totals
from storage.dialect import portions
from storage.memberships import TimeInTeam
from storage.tables import Member, Metric, Team, TeamRole, TeamTotal
from storage.team_totals import DealEntry

SHARED_WITHIN = dt.timedelta(days=7)
"""Two reps who log a deal with the same account and amount so close to each other share it."""
FEWEST_TO_SHOW = 3
"""Reps of a team below which its total would say what a colleague did."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class TotalDone:
    """What a team did together, in units; `shared` is how many deals were logged by a second rep and count once."""

    done: int
    shared: int = 0


@dataclass(frozen=True)
class TeamTotalNow:
    """A team's total today: what it came to, and its pace by the team's working days."""

    stored: TeamTotal
    team: Team
    metric: Metric
    period: Period
    total: TotalDone
    pace: Pace
    over: bool = False
    """Whether its period has ended."""

    @property
    def done(self) -> int:
        """So far in the period, in units."""
        return self.total.done

    @property
    def target(self) -> int:
        """For the whole period, in units."""
        return self.stored.target


def dates_of_total(stored: TeamTotal) -> Period | None:
    """The dates of a total by dates of its own; None of any other."""
    if stored.period is not PeriodKind.CUSTOM or stored.period_starts is None or stored.period_ends is None:
        return None
    return Period(stored.period_starts, stored.period_ends)


def totals_now(work: Work, *, teams: Sequence[Team], date: dt.date) -> dict[int, tuple[TeamTotalNow, ...]]:
    """The totals of these teams on a date, entries of that date included, by team; those without any are left out."""
    return _found(work, teams=teams, date=date, held=date)


def totals_in_review(work: Work, *, team: Team, closed: Period, date: dt.date) -> tuple[TeamTotalNow, ...]:
    """The totals that the team had at the end of a closed period, as they stand on `date`: those whose period ended too
    with what they came to.
    """
    return _found(work, teams=[team], date=date, held=closed.end - _DAY).get(team.id, ())


def _found(work: Work, *, teams: Sequence[Team], date: dt.date, held: dt.date) -> dict[int, tuple[TeamTotalNow, ...]]:
    by_id = {team.id: team for team in teams}
    metrics = {metric.id: metric for metric in work.metrics(retired=True)}
    found: dict[int, tuple[TeamTotalNow, ...]] = {}
    if not by_id:
        return found
    for stored in team_totals.totals_on(work.session, workspace_id=work.workspace_id, date=held, team_ids=by_id):
        period = dates_of_total(stored) or work.period(stored.period, held)
        team, metric = by_id[stored.team_id], metrics[stored.metric_id]
        total = done_together(work, team=team, metric=metric, period=period)
        pace = _pace(work, team, stored.target, total, period, date)
        now = TeamTotalNow(stored, team, metric, period, total, pace, over=period.end <= date)
        found[team.id] = (*found.get(team.id, ()), now)
    return found


def totals_for_rep(work: Work, *, member: Member, date: dt.date) -> tuple[TeamTotalNow, ...]:
    """The totals of the member's own team, for the member; of a team of three reps or more, so that none of them can be
    told from the total.
    """
    in_team = teams_of(work.session, workspace=work.workspace, member_ids=[member.id], date=date)
    team_id = in_team.get(member.id)
    if team_id is None:
        return ()
    if not team_totals.totals_on(work.session, workspace_id=work.workspace_id, date=date, team_ids=[team_id]):
        return ()
    team = memberships.find_team_by_id(work.session, workspace_id=work.workspace_id, team_id=team_id)
    reps = memberships.in_teams_on(
        work.session, workspace_id=work.workspace_id, date=date, team_role=TeamRole.REP, team_id=team_id
    )
    if team is None or len(reps) < FEWEST_TO_SHOW:
        return ()
    return totals_now(work, teams=[team], date=date).get(team_id, ())


def done_together(work: Work, *, team: Team, metric: Metric, period: Period) -> TotalDone:
    """What those who were the team's reps did of the metric, each on the days on which they were."""
    times = memberships.in_teams_during(
        work.session,
        workspace_id=work.workspace_id,
        first=period.start,
        last=period.end - _DAY,
        team_role=TeamRole.REP,
        team_id=team.id,
    )
    there = _Times(times)
    done = sum(
        quantity
        for some in portions(there.members)
        for member_id, date, quantity in day_totals.days_of_metric(
            work.session, member_ids=some, metric_id=metric.id, starts=period.start, ends=period.end
        )
        if there.was(member_id, date)
    )
    if metric.leading:
        return TotalDone(done)
    entries = team_totals.deal_entries(
        work.session, member_ids=there.members, metric_id=metric.id, starts=period.start, ends=period.end
    )
    twice = count_shared(each for each in entries if there.was(each.member_id, each.date))
    return TotalDone(done - sum(twice), len(twice))


def count_shared(entries: Iterable[DealEntry]) -> list[int]:
    """The quantities that were counted once too often: entries of another rep, of a deal with the same account and
    amount, within a week. Two deals of one rep with the same customer are two. `entries` are in order of their dates.
    """
    by_deal: dict[tuple[str, int, int], list[DealEntry]] = {}
    for entry in entries:
        by_deal.setdefault((account_key(entry.account), entry.amount_minor, entry.quantity), []).append(entry)
    found: list[int] = []
    for (_, _, quantity), some in by_deal.items():
        while some:
            near = [each for each in some if each.date - some[0].date <= SHARED_WITHIN]
            some = some[len(near) :]
            by_member: dict[int, int] = {}
            for each in near:
                by_member[each.member_id] = by_member.get(each.member_id, 0) + 1
            found += [quantity] * (len(near) - max(by_member.values()))
    return found


def _pace(work: Work, team: Team, target: int, total: TotalDone, period: Period, date: dt.date) -> Pace:
    calendar = team_calendar(work.session, workspace=work.workspace, team=team, starts=period.start, ends=period.end)
    weights = calendar.weights(period.start, period.end)
    at = min(max(0, (date - period.start).days), len(weights))
    today = float(weights[at]) if at < len(weights) else 0.0
    return pace_of(float(total.done), float(target), float(weights[:at].sum()), float(weights[at:].sum()), today)


class _Times:
    """When each member was a rep of the team."""

    def __init__(self, times: Sequence[TimeInTeam]) -> None:
        self._of: dict[int, list[TimeInTeam]] = {}
        for time in times:
            self._of.setdefault(time.member_id, []).append(time)

    @property
    def members(self) -> Collection[int]:
        return self._of.keys()

    def was(self, member_id: int, date: dt.date) -> bool:
        return any(
            time.starts <= date and (time.ends is None or date < time.ends) for time in self._of.get(member_id, ())
        )
