"""The goals that are in force now, each on its owner's own date."""

import datetime as dt

from sqlmodel import Session

from bot.core.members import earliest_date, local_date
from storage import goals, people
from storage.tables import Goal, Workspace


def goals_now(session: Session, *, workspace: Workspace, now: dt.datetime, planned: bool = False) -> list[Goal]:
    """The goals in force now: a member's on the date where they are, others on the workspace's.

    With `planned` also those that begin on a later day.
    """
    rows = goals.goals_from(session, workspace_id=workspace.id, date=earliest_date(now))
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    found = []
    for row in rows:
        today = local_date(members.get(row.member_id or 0), workspace, now)
        if (row.ends is None or row.ends > today) and (planned or row.starts <= today):
            found.append(row)
    return found
