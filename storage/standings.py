"""Mornings that were taken, and where each goal stood on them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from metrics.periods import PeriodKind
from storage.dialect import insert_or_ignore, insert_or_replace, portions
from storage.tables import DayTotal, Morning, QuietDay, Standing

GoalKey = tuple[int, int, PeriodKind]
"""Member, metric and kind of period."""


def take_mornings(session: Session, *, workspace_id: int, outcomes: Mapping[int, str], date: dt.date) -> None:
    """Note what came of these members' morning of `date`; one that is noted already stays as it is."""
    insert_or_ignore(
        session,
        Morning,
        [
            {"workspace_id": workspace_id, "member_id": member_id, "date": date, "outcome": outcome}
            for member_id, outcome in outcomes.items()
        ],
    )


def give_mornings_back(session: Session, *, member_ids: Collection[int], date: dt.date, outcome: str) -> None:
    """Let the mornings of `date` of these members of which only this came be taken again."""
    for some in portions(member_ids):
        session.execute(
            sa.delete(Morning).where(
                col(Morning.member_id).in_(some), col(Morning.date) == date, col(Morning.outcome) == outcome
            ),
            execution_options={"synchronize_session": False},
        )


def outcomes_on(session: Session, *, workspace_id: int, date: dt.date) -> dict[int, str]:
    """What came of each member's morning of `date`, where it was taken."""
    rows = session.execute(
        sa.select(col(Morning.member_id), col(Morning.outcome)).where(
            col(Morning.workspace_id) == workspace_id, col(Morning.date) == date
        )
    )
    return {row[0]: row[1] for row in rows}


def store_standings(session: Session, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store standings given as rows of columns; the same morning again replaces them."""
    insert_or_replace(session, Standing, rows, key=("member_id", "date", "metric_id", "period"))


class JudgedGoal(NamedTuple):
    """What a morning found of one goal: the entries dated before it, and how likely that makes the goal."""

    status: str
    done: int
    gap: float
    probability: float | None


def judged_on(session: Session, *, member_ids: Collection[int], date: dt.date) -> dict[GoalKey, JudgedGoal]:
    """What the morning of `date` found of each goal of these members, by member, metric and period."""
    rows = session.execute(
        sa.select(
            col(Standing.member_id),
            col(Standing.metric_id),
            col(Standing.period),
            col(Standing.status),
            col(Standing.done),
            col(Standing.done) - col(Standing.expected),
            col(Standing.probability),
        ).where(col(Standing.member_id).in_(sorted(member_ids)), col(Standing.date) == date)
    )
    return {(row[0], row[1], row[2]): JudgedGoal(*row[3:]) for row in rows}


class PlanOfDay(NamedTuple):
    """What one goal's plan needed of a member on a morning: for the day (None on a day off), and for its period.

    `today` is the share of the day that is worked, `usual` a usual whole day of theirs, in units. How much of `planned`
    is asked of them is said by `todays_asks`.
    """

    goal_id: int
    planned: int | None
    target: int
    today: float
    usual: float


# Built once: that takes longer than running it.
_PLANS = sa.select(
    col(Standing.member_id),
    col(Standing.metric_id),
    col(Standing.period),
    col(Standing.goal_id),
    col(Standing.ask),
    col(Standing.target),
    col(Standing.weight_today),
    col(Standing.baseline),
).where(
    col(Standing.member_id).in_(sa.bindparam("member_ids", expanding=True)),
    col(Standing.date) == sa.bindparam("date"),
)


def plans_on(session: Session, *, member_ids: Collection[int], date: dt.date) -> dict[GoalKey, PlanOfDay]:
    """What the plans of these members' goals needed on `date`, as the morning saw it; nothing where none was taken."""
    rows = session.execute(_PLANS, {"member_ids": sorted(member_ids), "date": date})
    return {(row[0], row[1], row[2]): PlanOfDay(*row[3:]) for row in rows}


def last_of_period(
    session: Session, *, member_ids: Collection[int], period: PeriodKind, period_start: dt.date
) -> Sequence[Standing]:
    """Each goal's last standing in the period of this kind that began on `period_start`."""
    mine = (
        col(Standing.member_id).in_(sorted(member_ids)),
        col(Standing.period) == period,
        col(Standing.period_start) == period_start,
    )
    newest = (
        sa.select(col(Standing.member_id), col(Standing.metric_id), sa.func.max(col(Standing.date)).label("date"))
        .where(*mine)
        .group_by(col(Standing.member_id), col(Standing.metric_id))
        .subquery()
    )
    return session.exec(
        select(Standing)
        .join(
            newest,
            sa.and_(
                col(Standing.member_id) == newest.c.member_id,
                col(Standing.metric_id) == newest.c.metric_id,
                col(Standing.date) == newest.c.date,
            ),
        )
        .where(*mine)
        .order_by(col(Standing.metric_id), col(Standing.member_id))
    ).all()


def logged_dates(
    session: Session, *, member_ids: Collection[int], starts: dt.date, ends: dt.date
) -> dict[int, set[dt.date]]:
    """The dates in [starts, ends) of which each of these members' work is known.

    There is an entry of any metric, or the member said that there was nothing to log.
    """
    rows = sa.union(
        sa.select(col(DayTotal.member_id), col(DayTotal.local_date)).where(
            col(DayTotal.member_id).in_(sorted(member_ids)),
            col(DayTotal.local_date) >= starts,
            col(DayTotal.local_date) < ends,
            col(DayTotal.entries) > 0,
        ),
        sa.select(col(QuietDay.member_id), col(QuietDay.date)).where(
            col(QuietDay.member_id).in_(sorted(member_ids)), col(QuietDay.date) >= starts, col(QuietDay.date) < ends
        ),
    )
    found: dict[int, set[dt.date]] = {}
    for member_id, date in session.execute(rows):
        found.setdefault(member_id, set()).add(date)
    return found


def standing_of(
    session: Session, *, member_id: int, metric_id: int, period: PeriodKind, until: dt.date
) -> Standing | None:
    """The newest standing of a member's goal dated `until` or before; None when there is none."""
    return session.exec(
        select(Standing)
        .where(
            Standing.member_id == member_id,
            Standing.metric_id == metric_id,
            Standing.period == period,
            col(Standing.date) <= until,
        )
        .order_by(col(Standing.date).desc())
        .limit(1)
    ).first()


def first_chances(
    session: Session, *, member_ids: Collection[int], since: dt.date, until: dt.date
) -> dict[tuple[GoalKey, dt.date], float]:
    """The probability of each goal of these members on the first morning in [since, until) that judged it, by member,
    metric and period, and the period's start.
    """
    rows = session.execute(
        sa.select(
            col(Standing.member_id),
            col(Standing.metric_id),
            col(Standing.period),
            col(Standing.period_start),
            col(Standing.probability),
        )
        .where(
            col(Standing.member_id).in_(sorted(member_ids)),
            col(Standing.date) >= since,
            col(Standing.date) < until,
            col(Standing.probability).is_not(None),
        )
        .order_by(col(Standing.date))
    )
    found: dict[tuple[GoalKey, dt.date], float] = {}
    for member_id, metric_id, period, start, probability in rows:
        found.setdefault(((member_id, metric_id, period), start), probability)
    return found


class MorningStanding(NamedTuple):
    """A goal on one morning, as much of it as tells whether somebody is to hear of it. Days in standard ones."""

    member_id: int
    metric_id: int
    period: PeriodKind
    date: dt.date
    period_start: dt.date
    target: int
    done: int
    worked: float
    remaining: float
    probability: float
    status: str


def mornings_between(
    session: Session, *, member_ids: Collection[int], starts: dt.date, ends: dt.date
) -> list[MorningStanding]:
    """The judged mornings of these members in [starts, ends), goal by goal, each goal's in order; goals of a day, which
    nobody hears of, left out.
    """
    rows = session.execute(
        sa.select(*(getattr(Standing, name) for name in MorningStanding._fields))
        .where(
            col(Standing.member_id).in_(sorted(member_ids)),
            col(Standing.date) >= starts,
            col(Standing.date) < ends,
            col(Standing.period) != PeriodKind.DAY,
            col(Standing.probability).is_not(None),
        )
        .order_by(col(Standing.member_id), col(Standing.metric_id), col(Standing.period), col(Standing.date))
    )
    return [MorningStanding(*row) for row in rows]


class HalfWay(NamedTuple):
    """A goal on a morning near the middle of its period."""

    member_id: int
    metric_id: int
    period: PeriodKind
    date: dt.date
    period_start: dt.date
    target: int
    done: int
    worked: float
    remaining: float
    probability: float
    status: str


def half_way(session: Session, *, member_ids: Collection[int], starts: dt.date, ends: dt.date) -> list[HalfWay]:
    """The judged mornings of these members in [starts, ends) on which about half of the period's days were over."""
    worked, days = col(Standing.worked), col(Standing.worked) + col(Standing.remaining)
    found: list[HalfWay] = []
    for some in portions(member_ids):
        rows = session.execute(
            sa.select(*(getattr(Standing, name) for name in HalfWay._fields)).where(
                col(Standing.member_id).in_(some),
                col(Standing.date) >= starts,
                col(Standing.date) < ends,
                col(Standing.period).not_in([PeriodKind.DAY, PeriodKind.CUSTOM]),
                col(Standing.probability).is_not(None),
                worked >= 0.35 * days,
                worked <= 0.65 * days,
            )
        )
        found.extend(HalfWay(*row) for row in rows)
    return found


def latest_standing(session: Session, *, member_id: int, metric_id: int, period: PeriodKind) -> Standing | None:
    """The newest standing of a member's goal; None before its first morning."""
    return session.exec(
        select(Standing)
        .where(Standing.member_id == member_id, Standing.metric_id == metric_id, Standing.period == period)
        .order_by(col(Standing.date).desc())
        .limit(1)
    ).first()


def standings_before(session: Session, *, member_id: int, date: dt.date) -> Sequence[Standing]:
    """The standings of the member's last morning before `date`; empty before their first."""
    last = (
        sa.select(sa.func.max(col(Standing.date)))
        .where(col(Standing.member_id) == member_id, col(Standing.date) < date)
        .scalar_subquery()
    )
    return session.exec(select(Standing).where(Standing.member_id == member_id, col(Standing.date) == last)).all()


class PastMorning(NamedTuple):
    """A goal on a morning that is over: its status, and by how many units it was ahead."""

    member_id: int
    metric_id: int
    period: PeriodKind
    period_start: dt.date
    date: dt.date
    status: str
    gap: float


def past_mornings(
    session: Session, *, member_ids: Collection[int], starts: dt.date, ends: dt.date, outcome: str
) -> Sequence[PastMorning]:
    """The mornings of these members' goals in [starts, ends) that came to this `outcome`, the newest first.

    At most some thousands of members a call.
    """
    rows = session.execute(
        sa.select(
            col(Standing.member_id),
            col(Standing.metric_id),
            col(Standing.period),
            col(Standing.period_start),
            col(Standing.date),
            col(Standing.status),
            col(Standing.done) - col(Standing.expected),
        )
        .join(
            Morning, sa.and_(col(Morning.member_id) == col(Standing.member_id), col(Morning.date) == col(Standing.date))
        )
        .where(
            col(Standing.member_id).in_(sorted(member_ids)),
            col(Standing.date) >= starts,
            col(Standing.date) < ends,
            col(Morning.outcome) == outcome,
        )
        .order_by(col(Standing.date).desc())
    )
    return [PastMorning(*row) for row in rows]


class LastStanding(NamedTuple):
    """A goal on the last morning of its period: target in units, the usual units a day, and the period's days."""

    target: int
    baseline: float
    days: float


def last_standings(
    session: Session, *, member_ids: Collection[int], period: PeriodKind, starts: dt.date, ends: dt.date
) -> dict[tuple[int, int], LastStanding]:
    """The newest standing in [starts, ends) of these members' goals of one kind of period, by member and metric.

    At most some thousands of members a call.
    """
    rows = session.execute(
        sa.select(
            col(Standing.member_id),
            col(Standing.metric_id),
            col(Standing.target),
            col(Standing.baseline),
            col(Standing.worked) + col(Standing.remaining),
        )
        .where(
            col(Standing.member_id).in_(sorted(member_ids)),
            col(Standing.date) >= starts,
            col(Standing.date) < ends,
            col(Standing.period) == period,
        )
        .order_by(col(Standing.date))
    )
    return {(row[0], row[1]): LastStanding(int(row[2]), float(row[3]), float(row[4])) for row in rows}
