"""What `pacer doctor` finds in the database: whose file it is, who may read it, and whether it can be written."""

import datetime as dt
from collections.abc import Iterator

import sqlalchemy as sa

from bot.setup.checkup import Finding, Verdict
from storage.database_errors import sentence_of
from storage.engine import Database
from storage.probe import LOW_SPACE, damage_of, free_space, try_writing
from storage.run_lock import runner_of
from storage.watched_file import identity_of, open_to_others
from storage.write_queue import DatabaseBusy

ABOUT = "database"


def check_open_file(database: Database) -> Iterator[Finding]:
    """Whether the running Pacer has the file open that is there now. It opens nothing."""
    if database.file is None or (runner := runner_of(database)) is None or runner.has_open is None:
        return
    there = identity_of(database.file)
    if there == runner.has_open:
        return
    who = f"pacer run (process {runner.process})"
    if there is None:
        yield Finding(
            ABOUT,
            Verdict.FAILED,
            f"the file is gone. {who} still has it open and can't save anything",
            f"Put the file back, or stop Pacer and restore a backup. Until Pacer stops, you can rescue the data from "
            f"/proc/{runner.process}/fd. See docs/operate.md.",
        )
    else:
        yield Finding(
            ABOUT,
            Verdict.FAILED,
            f"someone replaced the file. {who} has the old one open and can't save anything",
            "Restart pacer run.",
        )


def check_database(database: Database, *, now: dt.datetime) -> Iterator[Finding]:
    """Whether it is whole, can be written, has room, and is closed to others. Raises SQLAlchemyError of the unknown."""
    if damage := damage_of(database):
        yield Finding(
            ABOUT,
            Verdict.FAILED,
            f"damaged: {'; '.join(damage)}",
            "Stop Pacer, check the disk, and restore your last good backup: pacer db restore FILE",
        )
    try:
        try_writing(database, now=now)
    except DatabaseBusy as busy:
        what, _, todo = str(busy).partition(". ")
        yield Finding(ABOUT, Verdict.LOOK, f"{what[:1].lower()}{what[1:]}", todo)
    except sa.exc.SQLAlchemyError as error:
        yield database_finding(error)
    free = free_space(database)
    if free is not None and free < LOW_SPACE:
        yield Finding(ABOUT, Verdict.LOOK, f"only {free / 1e6:.0f} MB free on its disk", "Free up space.")
    if database.file is not None and (found := open_to_others(database.file)):
        files = " ".join(map(str, found))
        yield Finding(
            ABOUT, Verdict.LOOK, "other users of this machine can read what people logged", f"Run: chmod 600 {files}"
        )


def database_finding(error: sa.exc.SQLAlchemyError) -> Finding:
    """What is wrong with the database; raises the error again when it is no trouble of the database's."""
    said = sentence_of(error)
    if not said:
        raise error
    what, _, todo = said.partition(". ")
    return Finding(ABOUT, Verdict.FAILED, f"{what[:1].lower()}{what[1:]}".removesuffix("."), todo)
