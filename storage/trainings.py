"""Trainings, who has them, and what was found afterwards."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from metrics.coaching.training import DAYS_AFTER
from storage.deals import LOST
from storage.dialect import insert_or_ignore, portions
from storage.tables import DayTotal, Deal, StageChange, Training, TrainingCheck, TrainingPlace


def add_training(session: Session, *, training: Training, places: Sequence[Mapping[str, Any]]) -> Training:
    """Store a training with its places; it has its id afterwards."""
    session.add(training)
    session.flush()
    insert_or_ignore(
        session,
        TrainingPlace,
        [{**place, "training_id": training.id, "workspace_id": training.workspace_id} for place in places],
    )
    return training


def find_training(
    session: Session, *, workspace_id: int, training_id: int | None = None, external_id: str | None = None
) -> Training | None:
    """The training with this id, or with this id of another program."""
    query = select(Training).where(Training.workspace_id == workspace_id)
    if external_id is not None:
        return session.exec(query.where(Training.external_id == external_id)).first()
    return session.exec(query.where(Training.id == training_id)).first()


def trainings_by_id(session: Session, *, ids: Collection[int]) -> dict[int, Training]:
    """The trainings with these ids."""
    return {
        row.id: row
        for some in portions(ids)
        for row in session.exec(select(Training).where(col(Training.id).in_(some)))
    }


def list_trainings(session: Session, *, workspace_id: int, since: dt.date) -> Sequence[Training]:
    """Those on `since` or later that were not cancelled, the latest first."""
    return session.exec(
        select(Training)
        .where(Training.workspace_id == workspace_id, Training.date >= since, col(Training.cancelled_at).is_(None))
        .order_by(col(Training.date).desc(), col(Training.id).desc())
    ).all()


def open_trainings(session: Session, *, workspace_id: int) -> Sequence[Training]:
    """Those of which there is something to tell yet: not cancelled, and not looked at for the last time."""
    last = sa.select(col(TrainingCheck.training_id)).where(
        col(TrainingCheck.training_id) == col(Training.id), col(TrainingCheck.days) == DAYS_AFTER[-1]
    )
    return session.exec(
        select(Training)
        .where(Training.workspace_id == workspace_id, col(Training.cancelled_at).is_(None), ~last.exists())
        .order_by(col(Training.id))
    ).all()


def places_of(session: Session, *, training_ids: Collection[int]) -> dict[int, list[TrainingPlace]]:
    """Who has each of these, by training."""
    found: dict[int, list[TrainingPlace]] = {}
    for some in portions(training_ids):
        for row in session.exec(
            select(TrainingPlace)
            .where(col(TrainingPlace.training_id).in_(some))
            .order_by(col(TrainingPlace.date), col(TrainingPlace.member_id))
        ):
            found.setdefault(row.training_id, []).append(row)
    return found


def places_ahead(
    session: Session, *, workspace_id: int, since: dt.date, member_ids: Collection[int] | None = None
) -> list[tuple[TrainingPlace, Training]]:
    """The places of trainings on `since` or later that were not cancelled, by date; of these members, or of all."""
    query = (
        select(TrainingPlace, Training)
        .join(Training, col(Training.id) == col(TrainingPlace.training_id))
        .where(
            TrainingPlace.workspace_id == workspace_id,
            TrainingPlace.date >= since,
            col(Training.cancelled_at).is_(None),
        )
        .order_by(col(TrainingPlace.date), col(TrainingPlace.training_id), col(TrainingPlace.member_id))
    )
    if member_ids is None:
        return list(session.exec(query).all())
    return [
        row
        for some in portions(member_ids)
        for row in session.exec(query.where(col(TrainingPlace.member_id).in_(some)))
    ]


def set_halves(session: Session, *, training_id: int, draw: str, waiting: Collection[int], later: dt.date) -> bool:
    """Let these wait until `later`; False where the halves of this training were drawn already."""
    changed = session.execute(
        sa.update(Training)
        .where(col(Training.id) == training_id, col(Training.draw) == "")
        .values(draw=draw)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        return False
    session.execute(
        sa.update(TrainingPlace)
        .where(col(TrainingPlace.training_id) == training_id, col(TrainingPlace.member_id).in_(sorted(waiting)))
        .values(waits=True, date=later, told_on=None)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return True


def cancel_training(session: Session, *, training_id: int, now: dt.datetime) -> bool:
    """Cancel it; False where it was cancelled already."""
    changed = session.execute(
        sa.update(Training)
        .where(col(Training.id) == training_id, col(Training.cancelled_at).is_(None))
        .values(cancelled_at=now)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def note_told(session: Session, *, training_id: int, member_id: int, date: dt.date) -> bool:
    """Note that a member was told of their place; False where another round was first."""
    changed = session.execute(
        sa.update(TrainingPlace)
        .where(
            col(TrainingPlace.training_id) == training_id,
            col(TrainingPlace.member_id) == member_id,
            col(TrainingPlace.told_on).is_(None),
        )
        .values(told_on=date)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def trained_between(
    session: Session,
    *,
    workspace_id: int,
    metric_id: int | None,
    stage: str,
    starts: dt.date,
    ends: dt.date,
) -> set[int]:
    """Who has or had a training for the same metric or stage on a date in [starts, ends)."""
    rows = session.execute(
        sa.select(col(TrainingPlace.member_id))
        .join(Training, col(Training.id) == col(TrainingPlace.training_id))
        .where(
            col(Training.workspace_id) == workspace_id,
            col(Training.cancelled_at).is_(None),
            col(Training.stage) == stage,
            col(Training.metric_id).is_(None) if metric_id is None else col(Training.metric_id) == metric_id,
            col(TrainingPlace.date) >= starts,
            col(TrainingPlace.date) < ends,
        )
    )
    return {row[0] for row in rows}


def trained_since(session: Session, *, workspace_id: int, starts: dt.date, ends: dt.date) -> set[int]:
    """Who had a training, whatever it was about, on a date in [starts, ends)."""
    rows = session.execute(
        sa.select(col(TrainingPlace.member_id))
        .distinct()
        .join(Training, col(Training.id) == col(TrainingPlace.training_id))
        .where(
            col(TrainingPlace.workspace_id) == workspace_id,
            col(Training.cancelled_at).is_(None),
            col(TrainingPlace.date) >= starts,
            col(TrainingPlace.date) < ends,
        )
    )
    return {row[0] for row in rows}


def add_checks(session: Session, *, checks: Sequence[TrainingCheck]) -> int:
    """Store what was found, once for each training and number of days; how many were new."""
    return insert_or_ignore(session, TrainingCheck, [each.model_dump() for each in checks])


def checks_of(session: Session, *, training_ids: Collection[int]) -> dict[int, list[TrainingCheck]]:
    """What was found of each of these, by training, in order of the days."""
    found: dict[int, list[TrainingCheck]] = {}
    for some in portions(training_ids):
        for row in session.exec(
            select(TrainingCheck).where(col(TrainingCheck.training_id).in_(some)).order_by(col(TrainingCheck.days))
        ):
            found.setdefault(row.training_id, []).append(row)
    return found


def first_days(session: Session, *, member_ids: Collection[int]) -> dict[int, dt.date]:
    """The first date on which each of these did anything, in any metric; members who never did are left out."""
    return {
        row[0]: row[1]
        for some in portions(member_ids)
        for row in session.execute(
            sa.select(col(DayTotal.member_id), sa.func.min(col(DayTotal.local_date), type_=sa.Date()))
            .where(col(DayTotal.member_id).in_(some))
            .group_by(col(DayTotal.member_id))
        )
    }


def moves_by_day(
    session: Session,
    *,
    member_ids: Collection[int],
    stage: str,
    later: Collection[str],
    starts: dt.date,
    ends: dt.date,
) -> list[tuple[int, dt.date, int]]:
    """(member, date, deals) that moved from the stage to one of `later` in [starts, ends)."""
    found: list[tuple[int, dt.date, int]] = []
    for some in portions(member_ids):
        rows = session.execute(
            sa.select(
                col(Deal.member_id), col(StageChange.moved_on), sa.func.count(sa.distinct(col(StageChange.deal_id)))
            )
            .join(Deal, col(StageChange.deal_id) == col(Deal.id))
            .where(
                col(Deal.member_id).in_(some),
                col(Deal.undone_at).is_(None),
                col(StageChange.before) == stage,
                col(StageChange.after).in_(sorted(set(later) - {LOST})),
                col(StageChange.moved_on) >= starts,
                col(StageChange.moved_on) < ends,
            )
            .group_by(col(Deal.member_id), col(StageChange.moved_on))
        )
        found += [(row[0], row[1], int(row[2])) for row in rows]
    return found
