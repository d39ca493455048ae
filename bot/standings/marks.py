"""What came of the goals of which Pacer said half-way how likely they were: its own words, marked."""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session

from bot.core.members import local_date
from bot.core.workspace_periods import period_in
from metrics.chances import Odds, Trust
from metrics.episodes import Status
from metrics.marks import Mark, mark, trust_of
from metrics.periods import PeriodKind
from storage import day_totals, people, standings
from storage.standings import HalfWay
from storage.tables import Workspace

RECORD = dt.timedelta(days=120)
"""So far back goals are marked: a quarter, and the month that began before it."""
MOST_MEMBERS = 500
"""More members say the same again; it bounds the time of a weekly measurement."""
HALF = 0.5


@dataclass(frozen=True)
class CameTrue:
    """A goal whose period is over: its chance half-way, and whether it was reached."""

    member_id: int
    metric_id: int
    period: PeriodKind
    period_start: dt.date
    probability: float
    reached: bool


@dataclass(frozen=True)
class OwnMarks:
    """How Pacer's words came true in a workspace, and how far it trusts its forecast when it speaks from now on."""

    trust: Trust
    marks: Mapping[Odds, Mark]


def what_came(
    session: Session, *, workspace: Workspace, member_ids: Collection[int], since: dt.date, today: dt.date
) -> list[CameTrue]:
    """Of each goal of these members whose period ended in [since, today): what was said half-way, and what came.

    Goals that were reached by then, or of which nothing could be said yet, are left out: there was no word to mark.
    """
    looks = standings.half_way(session, member_ids=member_ids, starts=since - RECORD, ends=today)
    ended: dict[tuple[int, int, PeriodKind, dt.date], tuple[HalfWay, dt.date]] = {}
    for look in looks:
        if look.status in (Status.TOO_EARLY.value, Status.NO_DATA.value) or look.done >= look.target:
            continue
        ends = period_in(workspace, look.period, look.period_start).end
        key = (look.member_id, look.metric_id, look.period, look.period_start)
        known = ended.get(key)
        if since <= ends - dt.timedelta(days=1) < ends <= today and (known is None or _nearer(look, known[0])):
            ended[key] = (look, ends)
    if not ended:
        return []
    days: dict[tuple[int, int], list[tuple[dt.date, int]]] = {}
    first = min(look.date for look, _ in ended.values())
    for member_id, metric_id, date, quantity in day_totals.day_totals_between(
        session, member_ids=sorted({key[0] for key in ended}), starts=first, ends=today
    ):
        days.setdefault((member_id, metric_id), []).append((date, quantity))
    found = []
    for key, (look, ends) in ended.items():
        later = sum(quantity for date, quantity in days.get(key[:2], ()) if look.date <= date < ends)
        found.append(CameTrue(*key, look.probability, look.done + later >= look.target))
    return found


def measure_marks(session: Session, *, workspace: Workspace, now: dt.datetime) -> OwnMarks:
    """How Pacer's words of the last quarter came true in the whole workspace. Only reads."""
    today = local_date(None, workspace, now)
    everybody = sorted(m.id for m in people.list_members(session, workspace_id=workspace.id, active_only=False))
    members = everybody[:: max(1, -(-len(everybody) // MOST_MEMBERS))]
    return mark_words(
        what_came(session, workspace=workspace, member_ids=members, since=today - RECORD, today=today),
        Trust(workspace.odds_trust, workspace.odds_usual),
    )


def mark_words(came: Sequence[CameTrue], told_with: Trust) -> OwnMarks:
    """The marks of some goals, as they were told, and the trust that they leave."""
    probabilities = np.array([each.probability for each in came], dtype=np.float64)
    reached = np.array([each.reached for each in came], dtype=np.bool_)
    return OwnMarks(trust_of(probabilities, reached), mark(probabilities, reached, told_with))


def keep_marks(session: Session, *, workspace: Workspace, marks: OwnMarks) -> None:
    """Store them: what people read from now on is as careful as they say."""
    workspace.odds_trust = round(marks.trust.share, 4)
    workspace.odds_usual = round(marks.trust.usual, 4)
    workspace.odds_marks = json.dumps({odds.value: [each.said, each.reached] for odds, each in marks.marks.items()})
    session.add(workspace)


def stored_marks(workspace: Workspace) -> dict[Odds, Mark]:
    """The marks that were measured last; nothing before any were."""
    kept = json.loads(workspace.odds_marks) if workspace.odds_marks else {}
    return {odds: Mark(*kept[odds.value]) for odds in Odds if odds.value in kept}


def _nearer(look: HalfWay, known: HalfWay) -> bool:
    return abs(_share(look) - HALF) < abs(_share(known) - HALF)


def _share(look: HalfWay) -> float:
    return look.worked / max(look.worked + look.remaining, 1e-9)
