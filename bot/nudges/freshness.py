"""What a message to a rep was made of: where it is still the same, a message made a moment ago is still true."""

import datetime as dt
from collections.abc import Hashable, Sequence

from sqlmodel import Session

from bot.core.looks import LOOKED
from storage import audits, day_totals, people
from storage.tables import Delivery, Workspace

SEEN = dt.timedelta(days=31)
"""So far back the entries of a rep are compared: a month's goal is made of no earlier ones."""


def marks_of(session: Session, *, workspace: Workspace, rows: Sequence[Delivery]) -> dict[int, Hashable]:
    """A mark of what each of these messages is made of, by delivery id; another mark: it may say something else.

    In it are the rep's entries by day, what is stored of the rep themself (a snooze, a language), the workspace's
    settings, and what was noted last: that a goal was set, leave was noted or a deal moved. Read it before the message
    is made, so that a change in between is seen.
    """
    ids = sorted({row.member_id for row in rows if row.member_id is not None})
    dates = [row.local_date for row in rows if row.local_date is not None]
    if not ids or not dates:
        return {}
    members = people.stored_members(session, ids=ids)
    entries: dict[int, list[tuple[int, dt.date, int]]] = {}
    for member_id, metric_id, date, total in day_totals.day_totals_between(
        session, member_ids=ids, starts=min(dates) - SEEN, ends=max(dates) + dt.timedelta(days=1)
    ):
        entries.setdefault(member_id, []).append((metric_id, date, total))
    # A look changes nothing that is said.
    noted = audits.last_notes(session, workspace_id=workspace.id, besides=LOOKED)
    settings = tuple(workspace.model_dump().values())
    return {
        row.id: (members.get(row.member_id), tuple(sorted(entries.get(row.member_id, ()))), noted, settings)
        for row in rows
        if row.member_id is not None
    }
