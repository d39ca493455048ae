"""Kudos: who thanked whom, for what, and when."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Kudos


def add_kudos(session: Session, *, kudos: Kudos) -> Kudos:
    """Store thanks; they have their id afterwards."""
    session.add(kudos)
    session.flush()
    return kudos


def count_given(session: Session, *, member_id: int, date: dt.date) -> int:
    """How often the member thanked somebody on this local date."""
    query = sa.select(sa.func.count()).where(col(Kudos.from_member_id) == member_id, col(Kudos.given_on) == date)
    return int(session.execute(query).scalar_one())


def kudos_by_id(session: Session, *, ids: Collection[int]) -> dict[int, Kudos]:
    """The thanks with these ids."""
    rows = session.exec(select(Kudos).where(col(Kudos.id).in_(sorted(ids))))
    return {row.id: row for row in rows}
