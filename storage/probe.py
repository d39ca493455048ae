"""Whether something can be saved: tried, not guessed."""

import datetime as dt
import secrets
import shutil

import sqlalchemy as sa
from sqlmodel import col

from storage.engine import Database
from storage.tables import Receipt
from storage.workspaces import find_workspace, keep_answer, take_receipt

KEY = "probe"
SIZE = 6000
"""Bytes: more than a page of SQLite's (4 kB), so that it needs new ones, as what people log does sooner or later."""
LOW_SPACE = 100_000_000
"""Bytes; with less on the disk somebody should make room before nothing can be saved."""


def try_writing(database: Database, *, now: dt.datetime) -> None:
    """Save a row that is longer than a page, and remove it again, in one transaction that is committed.

    Raises SQLAlchemyError where nothing can be saved. Writing nothing, or the same bytes again, would succeed on a full
    disk. Before Pacer has met a workspace there is nothing that it could write.
    """
    with database.writing() as session:
        workspace = find_workspace(session)
        if workspace is None:
            return
        take_receipt(session, workspace_id=workspace.id, key=KEY, now=now)
        keep_answer(session, workspace_id=workspace.id, key=KEY, answer=secrets.token_hex(SIZE // 2))
        session.execute(sa.delete(Receipt).where(col(Receipt.workspace_id) == workspace.id, col(Receipt.key) == KEY))


def damage_of(database: Database) -> list[str]:
    """What SQLite finds wrong in its file, at most three things; reads all of it. Nothing for PostgreSQL."""
    if not database.is_sqlite:
        return []
    with database.reading() as session:
        found = [str(row[0]) for row in session.connection().exec_driver_sql("PRAGMA quick_check(3)")]
    return [] if found == ["ok"] else found


def free_space(database: Database) -> int | None:
    """Bytes that are free on the disk of a SQLite database; None for PostgreSQL, whose disk is its server's."""
    return shutil.disk_usage(database.file.absolute().parent).free if database.file is not None else None
