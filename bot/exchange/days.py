"""The day of an instant: where the member is, by one function in every door."""

import datetime as dt

from bot.core.members import local_date, zone_of
from storage.tables import Member, Workspace

Day = dt.date | dt.datetime
"""A date, which is somebody's already, or an instant with its zone, which becomes the date where the member is."""


def day_of(said: Day, member: Member | None, workspace: Workspace) -> dt.date:
    """The member's date of an instant; a date stays. Of no member: the workspace's."""
    if isinstance(said, dt.datetime):
        return local_date(member, workspace, said)
    return said


def instant_of(said: Day, member: Member | None, workspace: Workspace) -> dt.datetime:
    """The instant in UTC; of a date the day's start where the member is."""
    if isinstance(said, dt.datetime):
        return said.astimezone(dt.UTC)
    return dt.datetime.combine(said, dt.time(), tzinfo=zone_of(member, workspace)).astimezone(dt.UTC)


def write_day(said: Day) -> str:
    """A date or an instant as text, which `read_day` reads again."""
    return said.astimezone(dt.UTC).isoformat() if isinstance(said, dt.datetime) else said.isoformat()


def read_day(text: str) -> Day:
    """The date or the instant that was written."""
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)
