"""The lever: what demos or proposals have led to, so that a number to do has a reason."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session

from bot.core.presets import DEAL_KEY
from bot.standings.goal_lines import Lever
from bot.targets.holding import teams_of
from metrics.conversion import Difference, StageCount, measure_conversion
from storage import day_totals, memberships
from storage.tables import Metric, TeamRole, Workspace

SPAN = dt.timedelta(days=180)
LAG = dt.timedelta(days=30)
"""A deal comes so long after what led to it: deals are counted up to today, the rest up to a month before."""
LEAST_DEALS, LEAST_DONE = 5, 20
"""Below these a ratio of a whole team is luck too."""
LEAST_OWN = 100
"""Of fewer of their own the team's ratio says more than a rep's."""
MOST_APART = 50
"""Of more than that many to a deal nobody feels a lever."""
HEAVY = 2.0
"""Only metrics that count at least so much when actions are chosen: a demo is close to a deal, a call is not."""
PORTION = 5000


def levers_of(
    session: Session,
    *,
    workspace: Workspace,
    wanted: Mapping[int, Collection[int]],
    metrics: Mapping[int, Metric],
    date: dt.date,
) -> dict[tuple[int, int], Lever]:
    """Of how many of these metrics one deal comes, by member and metric; left out where not even the team's figures
    can tell.

    `wanted` are members by metric. A ratio of sums in half a year, shrunk to the team's as rates of conversion are, and
    the team's where the member has done too few for one of their own: which demo led to which deal is not known.
    """
    deal = next((metric for metric in metrics.values() if metric.key == DEAL_KEY), None)
    some = {
        metric_id: sorted(members)
        for metric_id, members in wanted.items()
        if members and metrics[metric_id].action_weight >= HEAVY
    }
    if deal is None or not some:
        return {}
    groups = _groups(session, workspace, sorted({who for members in some.values() for who in members}), date)
    everybody = sorted({who for group in groups.values() for who in group})
    deals = _sums(session, everybody, deal.id, date - SPAN, date)
    found: dict[tuple[int, int], Lever] = {}
    for metric_id, members in some.items():
        concerned = sorted({who for member in members for who in groups[member]})
        done = _sums(session, concerned, metric_id, date - SPAN - LAG, date - LAG)
        for group in {groups[member] for member in members}:
            for member, lever in _levers_in(group, done, deals).items():
                if member in members:
                    found[(member, metric_id)] = lever
    return found


def _groups(
    session: Session, workspace: Workspace, member_ids: Sequence[int], date: dt.date
) -> dict[int, tuple[int, ...]]:
    """For each of these members all who are reps of the same team; alone without one."""
    teams = teams_of(session, workspace=workspace, member_ids=member_ids, date=date)
    together: dict[int, list[int]] = {}
    for row in memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_ids=set(teams.values())
    ):
        together.setdefault(row.team_id, []).append(row.member_id)
    groups = {team_id: tuple(sorted(reps)) for team_id, reps in together.items()}
    return {who: groups[teams[who]] if who in teams else (who,) for who in member_ids}


def _sums(
    session: Session, member_ids: Sequence[int], metric_id: int, starts: dt.date, ends: dt.date
) -> dict[int, int]:
    found: dict[int, int] = {}
    for at in range(0, len(member_ids), PORTION):
        some = member_ids[at : at + PORTION]
        found |= day_totals.sums_between(session, member_ids=some, metric_id=metric_id, starts=starts, ends=ends)
    return found


def _levers_in(group: Sequence[int], done: Mapping[int, int], deals: Mapping[int, int]) -> dict[int, Lever]:
    """The lever of each member of a team in one metric."""
    counts = [_count(done.get(who, 0), deals.get(who, 0)) for who in group]
    if sum(each.advanced for each in counts) < LEAST_DEALS or sum(each.entrants for each in counts) < LEAST_DONE:
        return {}
    measured = measure_conversion(counts)
    found = {}
    for who, count, shrunk in zip(group, counts, measured.rates, strict=True):
        own = count.entrants >= LEAST_OWN and measured.difference is not Difference.NOT_MEASURABLE
        rate = shrunk if own else measured.team
        each = round(1 / rate) if rate else 0
        if 1 < each <= MOST_APART:
            found[who] = Lever(each, own=own)
    return found


def _count(done: int, deals: int) -> StageCount:
    # Corrections can leave a sum below zero; and no more deals than what they came of.
    done, deals = max(0, done), max(0, deals)
    return StageCount(done, min(done, deals))
