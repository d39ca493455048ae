"""Records of other programs: which of our rows each is, and what was last said of it."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.dialect import insert_or_replace, table_of
from storage.tables import OutsideRecord

PORTION = 2000
"""Ids named in one statement: both databases bound the number of its parameters."""
KEY = ("workspace_id", "source", "kind", "external_id")


@dataclass(frozen=True)
class Record:
    """One record of a program. `row_id` None: nothing was made of it yet."""

    source: str
    external_id: str
    row_id: int | None = None
    said: str = ""
    foreign_amount: bool = False


def find_records(
    session: Session, *, workspace_id: int, kind: str, source: str, external_ids: Collection[str]
) -> dict[str, Record]:
    """The records of this source with these ids; unknown ones are left out."""
    table = table_of(OutsideRecord)
    wanted = sorted(set(external_ids))
    found: dict[str, Record] = {}
    for at in range(0, len(wanted), PORTION):
        for row in session.execute(
            sa.select(table.c.external_id, table.c.row_id, table.c.said, table.c.foreign_amount).where(
                table.c.workspace_id == workspace_id,
                table.c.source == source,
                table.c.kind == kind,
                table.c.external_id.in_(wanted[at : at + PORTION]),
            )
        ):
            found[row[0]] = Record(source, row[0], row[1], row[2], row[3])
    return found


def keep_records(
    session: Session, *, workspace_id: int, kind: str, records: Sequence[Record], now: dt.datetime
) -> None:
    """Store the records, in place of those that were there."""
    insert_or_replace(
        session,
        OutsideRecord,
        [
            {
                "workspace_id": workspace_id,
                "source": record.source,
                "kind": kind,
                "external_id": record.external_id,
                "row_id": record.row_id,
                "said": record.said,
                "foreign_amount": record.foreign_amount,
                "changed_at": now,
            }
            for record in sorted(records, key=lambda each: (each.source, each.external_id))
        ],
        key=KEY,
    )


def forget_records(
    session: Session, *, workspace_id: int, kind: str, source: str, external_ids: Collection[str]
) -> None:
    """Delete the records of this source with these ids."""
    wanted = sorted(set(external_ids))
    for at in range(0, len(wanted), PORTION):
        session.execute(
            sa.delete(OutsideRecord).where(
                col(OutsideRecord.workspace_id) == workspace_id,
                col(OutsideRecord.source) == source,
                col(OutsideRecord.kind) == kind,
                col(OutsideRecord.external_id).in_(wanted[at : at + PORTION]),
            ),
            execution_options={"synchronize_session": False},
        )


def count_foreign(session: Session, *, workspace_id: int) -> int:
    """How many deals of other programs are not followed, because their amount is in another currency."""
    return int(
        session.execute(
            sa.select(sa.func.count())
            .select_from(OutsideRecord)
            .where(
                col(OutsideRecord.workspace_id) == workspace_id,
                col(OutsideRecord.kind) == "deal",
                col(OutsideRecord.foreign_amount).is_(True),
            )
        ).scalar_one()
    )
