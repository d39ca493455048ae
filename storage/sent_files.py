"""Files that admins sent to be imported: taken up by one worker at a time, and forgotten soon."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.deliveries import OPEN
from storage.tables import Delivery, FileState, SentFile

WORKED_ON = (FileState.READING, FileState.IMPORTING)


def add_sent_file(session: Session, *, file: SentFile) -> SentFile | None:
    """Keep that a file was sent, with its id; None where the same message's was kept before."""
    known = session.exec(
        select(SentFile.id).where(SentFile.workspace_id == file.workspace_id, SentFile.receipt == file.receipt)
    ).first()
    if known is not None:
        return None
    session.add(file)
    session.flush()
    return file


def find_sent_file(session: Session, *, workspace_id: int, file_id: int) -> SentFile | None:
    """The file, held until the transaction ends so that two who press one button do one thing."""
    return session.exec(
        select(SentFile).where(SentFile.workspace_id == workspace_id, SentFile.id == file_id).with_for_update()
    ).first()


def sent_files_by_id(session: Session, *, ids: set[int]) -> dict[int, SentFile]:
    """These files by their id."""
    return {row.id: row for row in session.exec(select(SentFile).where(col(SentFile.id).in_(sorted(ids))))}


def claim_sent_file(session: Session, *, here: dt.datetime, seconds: float) -> SentFile | None:
    """Take up the next file that is to be read or imported and that nobody works on, for `seconds`."""
    file = session.exec(
        select(SentFile)
        .where(
            col(SentFile.state).in_(WORKED_ON),
            sa.or_(col(SentFile.claimed_until).is_(None), col(SentFile.claimed_until) <= here),
        )
        .order_by(col(SentFile.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if file is not None:
        file.claimed_until = here + dt.timedelta(seconds=seconds)
        file.attempts += 1
        session.add(file)
        session.flush()
    return file


def change_sent_file(session: Session, *, file_id: int, **values: object) -> None:
    """Give columns of a file new values; one that was deleted meanwhile is passed over."""
    session.execute(sa.update(SentFile).where(col(SentFile.id) == file_id).values(**values))


def forget_sent_lines(session: Session, *, kind: str) -> int:
    """Empty the refused lines of files whose delivery, of this kind, has ended; how many."""
    waiting = sa.exists().where(
        col(Delivery.workspace_id) == col(SentFile.workspace_id),
        col(Delivery.kind) == kind,
        col(Delivery.key) == sa.literal("file:") + sa.cast(col(SentFile.id), sa.String),
        col(Delivery.state).in_(OPEN),
    )
    changed = session.execute(
        sa.update(SentFile)
        .where(col(SentFile.refused) != "", col(SentFile.state).not_in(WORKED_ON), ~waiting)
        .values(refused="")
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def prune_sent_files(session: Session, *, before: dt.datetime, limit: int) -> int:
    """Delete at most `limit` files that were sent before `before`; how many."""
    old = sa.select(col(SentFile.id)).where(col(SentFile.at) < before).limit(limit).with_for_update(skip_locked=True)
    deleted = session.execute(
        sa.delete(SentFile).where(col(SentFile.id).in_(old)), execution_options={"synchronize_session": False}
    )
    return int(deleted.rowcount)  # type: ignore[attr-defined]
