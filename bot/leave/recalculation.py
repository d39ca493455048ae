"""What follows when calendars change: what was concluded of the days is concluded again."""

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
from sqlmodel import Session

from bot.core.changes import refresh_checklists
from bot.core.due import Outcome
from bot.core.members import earliest_date, latest_date, local_date
from bot.leave.calendars import load_calendars
from metrics.calendar import Floats
from storage import people, standings
from storage.histories import forget_histories
from storage.tables import Member, Workspace

BACK = dt.timedelta(days=800)
"""Histories reach back so far."""
_DAY = dt.timedelta(days=1)


@contextlib.contextmanager
def changing_calendars(
    session: Session, *, workspace: Workspace, now: dt.datetime, members: Sequence[Member] | None = None
) -> Iterator[None]:
    """Whatever is changed in this block, the days of these members (None: of everybody who is here) are compared.

    Where a day of the past became another, the histories since are forgotten, as leave does it. Who works today after
    all gets the morning that was passed over, while it is time; who does not is sent nothing more, because every
    message is asked about the day when it is sent.
    """
    who = people.list_members(session, workspace_id=workspace.id) if members is None else members
    before = _days(session, workspace, who, now)
    yield
    session.flush()
    after = _days(session, workspace, who, now)
    first = earliest_date(now) - BACK
    forgotten: dict[dt.date, list[int]] = {}
    today_after_all: dict[dt.date, list[int]] = {}
    for member, were, are in zip(who, before, after, strict=True):
        different = np.flatnonzero(were != are)
        if not len(different):
            continue
        forgotten.setdefault(first + int(different[0]) * _DAY, []).append(member.id)
        today = local_date(member, workspace, now)
        at = (today - first).days
        if were[at] == 0 < are[at]:
            today_after_all.setdefault(today, []).append(member.id)
    for date, ids in forgotten.items():
        forget_histories(session, member_ids=ids, after=date)
    for date, ids in today_after_all.items():
        standings.give_mornings_back(session, member_ids=ids, date=date, outcome=Outcome.DAY_OFF.value)
    refresh_checklists(session, workspace_id=workspace.id)


def _days(session: Session, workspace: Workspace, members: Sequence[Member], now: dt.datetime) -> list[Floats]:
    starts, ends = earliest_date(now) - BACK, latest_date(now) + _DAY
    calendars = load_calendars(session, workspace=workspace, members=members, starts=starts, ends=ends)
    return [calendars[member.id].weights(starts, ends) for member in members]
