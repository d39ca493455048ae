"""What admins are told of Pacer itself: who cannot be reached, and that nudges came late."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.coach.nudges.lateness import lateness_of
from bot.delivery.rendering import Withdrawn
from bot.messages.answers import plain_message
from bot.messages.language import Language, language_of
from bot.messages.message import Message
from bot.messages.widgets import escape
from storage.backlog import Lateness
from storage.people import members_by_id
from storage.tables import Delivery
from storage.workspaces import find_workspace


def render_notices(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
    """That somebody or a channel cannot be reached."""
    return {row.id or 0: _notice(row, _language(session, row)) for row in rows}


def render_late_notices(
    session: Session, rows: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Withdrawn]:
    """That nudges of a date were late, counted now."""
    found: dict[int, Message | Withdrawn] = {}
    for row in rows:
        late = lateness_of(session, row=row, now=now)
        found[row.id or 0] = late_notice(late, row, _language(session, row)) if late.any else Withdrawn("none is late")
    return found


def late_notice(late: Lateness, row: Delivery, language: Language) -> Message:
    """How many nudges came late or not at all, and where to look."""
    assert row.local_date is not None
    parts = [
        language.plural("{n} was sent more than half an hour late.", "{n} were sent more than half an hour late.", n)
        for n in (late.sent_late,)
        if n
    ]
    if late.waiting:
        parts.append(language.plural("{n} still waits to be sent.", "{n} still wait to be sent.", late.waiting))
    if late.missed:
        parts.append(
            language.plural(
                "{n} came too late to be of use and was left out.",
                "{n} came too late to be of use and were left out.",
                late.missed,
            )
        )
    head = language("Morning messages of {day} did not go out in time.", day=language.day(row.local_date))
    hint = language("Pacer's log and its health check say why: it was down, or Slack was slow to take them.")
    return plain_message("\n".join([head, *parts, hint]))


def _notice(row: Delivery, language: Language) -> Message:
    said = json.loads(row.content)
    return plain_message(
        language(
            "Pacer could not reach {subject}: Slack says `{error}`. Nothing more is sent there until that is mended; "
            "`pacer users list` and `pacer teams list` show who and what is affected.",
            subject=escape(said["subject"]),
            error=escape(said["error"]),
        )
    )


def _language(session: Session, row: Delivery) -> Language:
    workspace = find_workspace(session)
    assert workspace is not None
    member = members_by_id(session, ids={row.member_id}).get(row.member_id) if row.member_id is not None else None
    return language_of(member, workspace)
