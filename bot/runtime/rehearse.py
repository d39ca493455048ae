"""What would be sent on a day: the schedule itself, played on a copy of the data from which nothing is sent."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.words.message import Message
from bot.core.work import Work
from bot.runtime.kinds import kinds
from bot.runtime.schedule import next_instant, plan_everything
from storage import outbox, people, standings
from storage.engine import Database
from storage.rehearsal import rehearsing
from storage.tables import Delivery, DeliveryState
from storage.workspaces import find_workspace

FIRST_ZONE, LAST_ZONE = dt.timedelta(hours=14), dt.timedelta(hours=12)
"""A local date begins so long before it does in UTC, and ends so long after."""
BATCH = 500


@dataclass(frozen=True)
class Rehearsed:
    """One message that would be sent: when, what kind, to whom (a name, or a channel's id), and its text."""

    at: dt.datetime
    kind: str
    recipient: str
    text: str


@dataclass(frozen=True)
class Rehearsal:
    """A day's messages in their order, and who gets no nudge: names by the reason."""

    messages: tuple[Rehearsed, ...]
    silent: Mapping[str, tuple[str, ...]]


def rehearse(database: Database, *, date: dt.date) -> Rehearsal:
    """Play the local date `date` everywhere, with the entries that are there now; nothing is sent, and nothing stays.

    What was sent or judged for that date already is not repeated, and so not shown. A workspace that is not live is
    played as if it were.
    """
    midnight = dt.datetime.combine(date, dt.time(), tzinfo=dt.UTC)
    with rehearsing(database) as copy:
        with copy.writing() as session:
            # What waits to be sent is of other days.
            outbox.cancel_open(session, why="rehearsal")
            workspace = find_workspace(session)
            if workspace is not None and not workspace.live:
                # What would be sent if it were: that is what somebody wants to know before going live.
                workspace.live, workspace.went_live_at = True, midnight - FIRST_ZONE
                session.add(workspace)
        said: list[tuple[dt.datetime, Delivery, Message]] = []
        for instant in _instants(copy, midnight - FIRST_ZONE, midnight + dt.timedelta(days=1) + LAST_ZONE):
            plan_everything(copy, instant)
            said.extend(_say_everything(copy, instant))
        return _told(copy, said, date)


def _instants(database: Database, now: dt.datetime, ends: dt.datetime) -> Iterator[dt.datetime]:
    while now < ends:
        yield now
        upcoming = next_instant(database, now)
        if upcoming is None:
            return
        now = upcoming


def _say_everything(database: Database, now: dt.datetime) -> Iterator[tuple[dt.datetime, Delivery, Message]]:
    """Render what is due at `now`, and let it count as sent: what comes later in the day may depend on it."""
    renderers = kinds()
    while True:
        with database.writing() as session:
            workspace = find_workspace(session)
            if workspace is None:
                return
            rows = outbox.claim(
                session, workspace_id=workspace.id, holder="rehearsal", now=now, seconds=60, limit=BATCH
            )
            if not rows:
                return
            for kind in dict.fromkeys(row.kind for row in rows):
                some = [row for row in rows if row.kind == kind]
                messages = renderers[kind].render(Work(session, workspace, now), some)
                for row in some:
                    message = messages[row.id]
                    row.state, row.sent_at = DeliveryState.SENT, now
                    session.add(row)
                    if isinstance(message, Message):
                        yield now, row, message


def _told(database: Database, said: list[tuple[dt.datetime, Delivery, Message]], date: dt.date) -> Rehearsal:
    with database.reading() as session:
        workspace = find_workspace(session)
        if workspace is None:
            return Rehearsal((), {})
        members = people.list_members(session, workspace_id=workspace.id, active_only=False)
        outcomes = standings.outcomes_on(session, workspace_id=workspace.id, date=date)
    by_slack_id = {member.slack_user_id: member.name for member in members}
    messages = tuple(
        Rehearsed(at, row.kind, by_slack_id.get(row.recipient, row.recipient), message.text)
        for at, row, message in said
        # Where it is another date at the edges of the day.
        if row.local_date in (None, date)
    )
    silent: dict[str, list[str]] = {}
    for member in members:
        outcome = outcomes.get(member.id, "nudge")
        if outcome != "nudge":
            silent.setdefault(outcome, []).append(member.name)
    return Rehearsal(messages, {outcome: tuple(sorted(some)) for outcome, some in sorted(silent.items())})
