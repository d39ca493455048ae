"""Counts the transactions that change what decides when something is due, whoever makes them.

Each statement that goes to the database is looked at, so that no writer can forget to say what it changes: an object
that is flushed, a statement on many rows, an import, another command's process. The count grows in the same
transaction, as its last step.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from storage.dialect import table_of
from storage.tables import (
    ChangeCount,
    DayOff,
    Delivery,
    Episode,
    Goal,
    Member,
    Membership,
    Metric,
    Morning,
    OneOnOne,
    Pair,
    PairSide,
    PastCountry,
    PastWeek,
    SalesRole,
    SalesRoleTime,
    Survey,
    SurveyGroup,
    Team,
    TeamDayOff,
    TimeOff,
    Training,
    TrainingCheck,
    TrainingPlace,
    WorkedHoliday,
    Workspace,
)

UNWATCHED = "pacer_unwatched"
"""The execution option of a connection that changes the schema itself: the count may not be there yet."""

WATCHED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        table_of(model).name: frozenset(passed_over)
        for model, passed_over in (
            (DayOff, ()),
            (Episode, ()),
            (Goal, ()),
            # What each nudge, entry and Slack status writes: it decides what is said, not when.
            (Member, ("nudges_planned", "unanswered", "asked_less_on", "status_heard", "status_heard_at")),
            (Membership, ()),
            (Metric, ()),
            (Morning, ()),
            # That somebody was told makes nothing due.
            (OneOnOne, ("manager_told", "rep_told", "ended_at")),
            (Pair, ()),
            # What somebody answers changes the pair where it changes anything; what they write makes nothing due.
            (
                PairSide,
                (
                    "says_yes",
                    "wants",
                    "told",
                    "told_on",
                    "well",
                    "hard",
                    "trying",
                    "took",
                    "try_by",
                    "shared",
                    "outcome",
                ),
            ),
            (PastCountry, ()),
            (Survey, ()),
            (SurveyGroup, ("promised_by",)),
            (PastWeek, ()),
            (SalesRole, ()),
            (SalesRoleTime, ()),
            # What Slack is asked for each hour.
            (Team, ("channel_seen_at", "channel_inside", "channel_readers", "channel_reader_count", "paired_on")),
            (TeamDayOff, ()),
            (TimeOff, ()),
            (Training, ()),
            (TrainingCheck, ()),
            (TrainingPlace, ("told_on",)),
            (WorkedHoliday, ()),
            (
                Workspace,
                (
                    "groups_seen_at",
                    "groups_trouble",
                    "odds_trust",
                    "odds_usual",
                    "odds_marks",
                    "written_to_at",
                    "surveyed_on",
                ),
            ),
        )
    }
)
"""The tables that decide when something is due, and their columns whose change alone does not."""
WATCHED_FOR_DELETION = frozenset({table_of(Delivery).name})
"""What was planned is not planned again, until it is deleted."""

_INSERT = re.compile(r'\s*INSERT\s+(?:OR\s+\w+\s+)?INTO\s+"?(\w+)"?', re.IGNORECASE)
_UPDATE = re.compile(r'\s*UPDATE\s+(?:ONLY\s+)?"?(\w+)"?(?:\s+AS\s+\w+)?\s+SET\s+(.*)', re.IGNORECASE | re.DOTALL)
_DELETE = re.compile(r'\s*DELETE\s+FROM\s+(?:ONLY\s+)?"?(\w+)"?', re.IGNORECASE)
_SET_COLUMN = re.compile(r'(?:^|,)\s*"?(\w+)"?\s*=')
_END_OF_SET = re.compile(r"\s(?:WHERE|FROM|RETURNING)\s", re.IGNORECASE)
_CHANGED = "pacer_changed"
_COUNT = f"UPDATE {table_of(ChangeCount).name} SET changes = changes + 1"


def watched(engine: sa.Engine) -> sa.Engine:
    """The same engine, whose transactions are counted when they change what decides when something is due."""
    sa.event.listen(engine, "begin", _forget)
    sa.event.listen(engine, "rollback", _forget)
    sa.event.listen(engine, "after_cursor_execute", _look)
    sa.event.listen(engine, "commit", _count)
    return engine


def decides(statement: str) -> bool:
    """Whether this SQL may change what decides when something is due."""
    start = statement[:32].lstrip()[:6].upper()
    if start == "SELECT":
        return False
    if start == "INSERT":
        return _named(_INSERT, statement) in WATCHED
    if start == "DELETE":
        return _named(_DELETE, statement) in WATCHED.keys() | WATCHED_FOR_DELETION
    if start == "UPDATE":
        found = _UPDATE.match(statement)
        if found is None:
            return True
        if found[1] not in WATCHED:
            return False
        changed = set(_SET_COLUMN.findall(_END_OF_SET.split(found[2], maxsplit=1)[0]))
        return not changed or not changed <= WATCHED[found[1]]
    # A statement of several: none is known, and counting once too often costs one minute's asking.
    return start.startswith("WITH") and any(word in statement.upper() for word in ("INSERT ", "UPDATE ", "DELETE "))


def _named(pattern: re.Pattern[str], statement: str) -> str | None:
    found = pattern.match(statement)
    return found[1] if found is not None else None


def _forget(connection: sa.Connection) -> None:
    connection.info.pop(_CHANGED, None)


def _look(connection: sa.Connection, cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
    # How many rows an insertion made is not always known by now; of a statement that answers rows neither.
    nothing_changed = cursor.rowcount == 0 and cursor.description is None and not statement.startswith("INSERT")
    if not nothing_changed and decides(statement):
        connection.info[_CHANGED] = True


def _count(connection: sa.Connection) -> None:
    """One statement more in a transaction that changed something, its last: who waits for it waits for a commit."""
    if connection.info.pop(_CHANGED, False) and not connection.get_execution_options().get(UNWATCHED, False):
        # This installation has one workspace; with several, each would be asked again.
        connection.exec_driver_sql(_COUNT)
