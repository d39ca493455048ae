"""Entries by where they came from: a file, another program, Slack."""

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import portions
from storage.tables import Activity, Source


def ids_of_external(
    session: Session, *, workspace_id: int, source: Source, external_ids: Collection[str]
) -> dict[str, int]:
    """The ids of the entries of this source with these external ids; unknown ones are left out."""
    wanted = sorted(set(external_ids))
    return {
        row[0]: row[1]
        for at in range(0, len(wanted), 5000)
        for row in session.execute(
            sa.select(col(Activity.external_id), col(Activity.id)).where(
                col(Activity.workspace_id) == workspace_id,
                col(Activity.source) == source,
                col(Activity.external_id).in_(wanted[at : at + 5000]),
            )
        )
    }


def find_entry(session: Session, *, workspace_id: int, source: Source, entry_id: int) -> Activity | None:
    """The entry of this source with this id."""
    return session.exec(
        select(Activity).where(
            Activity.workspace_id == workspace_id, Activity.source == source, Activity.id == entry_id
        )
    ).first()


def standing_entries(session: Session, *, workspace_id: int, beside: Source) -> Iterator[Activity]:
    """The entries that count and are not from the source `beside`, oldest first, read in portions."""
    last = 0
    while True:
        some = session.exec(
            select(Activity)
            .where(
                Activity.workspace_id == workspace_id,
                Activity.source != beside,
                col(Activity.undone_at).is_(None),
                col(Activity.same_as).is_(None),
                sa.not_(col(Activity.void)),
                col(Activity.id) > last,
            )
            .order_by(col(Activity.id))
            .limit(5000)
        ).all()
        if not some:
            return
        last = some[-1].id
        for row in some:
            session.expunge(row)
            yield row


def entries_by_id(session: Session, *, ids: Collection[int]) -> list[Activity]:
    """The entries with these ids, undone ones too."""
    return [row for some in portions(ids) for row in session.exec(select(Activity).where(col(Activity.id).in_(some)))]
