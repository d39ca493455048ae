"""What coaching says in the morning message, and when it comes in a message of its own instead."""

import datetime as dt
from collections.abc import Sequence

from bot.core.message_kinds import NUDGE
from bot.core.work import Work
from storage import deliveries
from storage.tables import Member

AFTER_NUDGE = dt.timedelta(hours=1)
"""The morning message speaks of it; where none has been planned so long after its time, a message of its own does."""


def nudged_today(work: Work, members: Sequence[Member]) -> set[int]:
    """Whose morning message of today, by their own date, was planned."""
    return deliveries.planned_on(
        work.session,
        workspace_id=work.workspace_id,
        kind=NUDGE,
        keys={member.id: work.today_of(member).isoformat() for member in members},
    )


def after_nudge(time: dt.time) -> dt.time:
    """The local time at which a message of its own comes, for the time of a morning message."""
    return (dt.datetime.combine(dt.date.min, time) + AFTER_NUDGE).time()
