"""The same entry by hand and from another program: it counts once, until the member says that these are two."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlmodel import Session

from bot.core.text.vocabulary import account_key
from storage import entries
from storage.activities import change_activity
from storage.entries import Told, doubles_of
from storage.tables import Activity, Member, Source

WINDOW = dt.timedelta(days=1)
"""So far apart the dates of the same entry may be."""
RECENT = dt.timedelta(days=31)
SHOWN_FOR = dt.timedelta(days=3)
"""So long after another program told an entry too, the member is told of it where they look."""
BY_HAND = frozenset({Source.SLACK, Source.DEAL})
FROM_OUTSIDE = frozenset({Source.IMPORT, Source.API})

_Key = tuple[int, int, int, str]


def mark_doubles(session: Session, rows: Sequence[Activity], *, told_by: Collection[Source] = FROM_OUTSIDE) -> None:
    """Mark which of these entries, not stored yet, were told already: those by hand by another program, those of
    another program (`told_by` BY_HAND) by the member.
    """
    named = [row for row in rows if row.account]
    if not named:
        return
    known = _Known(session, told_by, {row.member_id for row in named}, [row.local_date for row in named])
    for row in named:
        row.same_as = known.take((row.member_id, row.metric_id, row.quantity, account_key(row.account)), row.local_date)


def mark_double_columns(session: Session, columns: Sequence[dict[str, Any]]) -> None:
    """Mark which of these entries from another program, as rows of columns, were logged by hand already."""
    named = [row for row in columns if row["account"]]
    if not named:
        return
    known = _Known(session, BY_HAND, {row["member_id"] for row in named}, [row["local_date"] for row in named])
    for row in columns:
        key = (row["member_id"], row["metric_id"], row["quantity"], account_key(row["account"]))
        row["same_as"] = known.take(key, row["local_date"])


def free_doubles(session: Session, activity: Activity, *, changed_by: int | None, now: dt.datetime) -> None:
    """Let what said the same as this entry count again, because this one no longer says it."""
    if not activity.account:
        return
    for double in doubles_of(session, activity=activity, around=WINDOW):
        change_activity(session, activity=double, changed_by=changed_by, now=now, same_as=None)


def told_lately(session: Session, *, member: Member, now: dt.datetime, today: dt.date) -> Sequence[Activity]:
    """What another program brought in the last days and the member had logged themself: it does not count."""
    return entries.told_too(
        session, member_id=member.id, starts=today - RECENT, sources=FROM_OUTSIDE, since=now - SHOWN_FOR
    )


def told_since_last_log(
    session: Session, *, member: Member, batch: str, now: dt.datetime, today: dt.date
) -> Sequence[Activity]:
    """The same, as far as it came after the member last logged something before this `batch`: it is told once."""
    found = told_lately(session, member=member, now=now, today=today)
    if not found:
        return ()
    last = entries.last_logged(session, member_id=member.id, starts=today - RECENT, sources=BY_HAND, besides=batch)
    return [row for row in found if last is None or row.logged_at > last]


class _Known:
    """Entries of some sources, each of which has at most one double."""

    def __init__(
        self, session: Session, sources: Collection[Source], member_ids: Collection[int], dates: Iterable[dt.date]
    ) -> None:
        ordered = sorted(dates)
        found = entries.told_by(
            session,
            member_ids=member_ids,
            sources=sources,
            starts=ordered[0] - WINDOW,
            ends=ordered[-1] + WINDOW + dt.timedelta(days=1),
        )
        self._entries: dict[_Key, list[Told]] = {}
        for entry in found:
            key = (entry.member_id, entry.metric_id, entry.quantity, account_key(entry.account))
            self._entries.setdefault(key, []).append(entry)

    def take(self, key: _Key, date: dt.date) -> int | None:
        """The entry with this key that is nearest to the date, which then has its double; None without any."""
        near = [entry for entry in self._entries.get(key, ()) if abs(entry.local_date - date) <= WINDOW]
        if not near:
            return None
        nearest = min(near, key=lambda entry: (abs(entry.local_date - date), entry.id))
        self._entries[key].remove(nearest)
        return nearest.id
