"""Leave from a file."""

import datetime as dt
from collections.abc import Iterable

from sqlmodel import Session

from bot.exchange.dates import Dates
from bot.exchange.problems import WrongLine
from bot.exchange.reading import PLAINLY, Imported, Options, read_rows
from bot.exchange.table import Column, Line
from bot.exchange.who import Directory
from bot.leave.away import Leave, note_leave
from storage.tables import Member, Workspace

COLUMNS = (
    Column("member", needed=True),
    Column("first day", needed=True, longest=30),
    Column("last day", longest=30),
    Column("portion", longest=10),
)
LONGEST = dt.timedelta(days=3 * 366)


def import_time_off(
    session: Session, *, workspace: Workspace, lines: Iterable[str], now: dt.datetime, options: Options = PLAINLY
) -> Imported:
    """Take over leave from a CSV file. Raises WrongFile with every bad line; then nothing is stored.

    Columns: member, first day, and optionally last day (the first one if left out) and portion (1 for whole days, 0.5
    for half days). Days that are noted already stay as they are.
    """
    directory, reads = (
        Directory(session, workspace),
        Dates(now, workspace, order=options.dates, timezone=options.timezone),
    )
    read = read_rows(
        lines,
        columns=COLUMNS,
        read=lambda line: _leave(line, directory, reads),
        options=options,
    )
    new = 0
    for member, leave in read.rows:
        noted = note_leave(session, workspace=workspace, member=member, asked=leave, by=None, now=now)
        new += bool(noted)
    return Imported(
        new=new,
        known=len(read.rows) - new,
        refused=read.refused,
        left_out=len(read.refused),
        reasons=read.reasons,
        unused=read.unused,
    )


def _leave(line: Line, directory: Directory, dates: Dates) -> tuple[Member, Leave]:
    member = directory.find(line["member"])
    first = dates.any(line["first day"])
    last = dates.any(line["last day"]) if line["last day"] else first
    if last < first:
        raise WrongLine(f"it ends on {last}, before it begins on {first}.")
    if last - first > LONGEST:
        raise WrongLine(f"it goes on from {first} to {last}, longer than any leave.")
    try:
        portion = float((line["portion"] or "1").replace(",", "."))
    except ValueError:
        portion = 0.0
    if not 0 < portion <= 1:
        raise WrongLine(f"{line['portion']!r} isn't a portion of a day: 1 for whole days, 0.5 for half days.")
    return member, Leave(first, last + dt.timedelta(days=1), portion)
