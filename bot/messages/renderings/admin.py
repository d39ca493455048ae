"""What admins are told of Pacer itself: who cannot be reached, and that nudges came late."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.coach.nudges.lateness import lateness_of
from bot.delivery.rendering import Withdrawn
from bot.messages.admin_notices import late_message, unreachable_message
from bot.messages.language import Language, language_of
from bot.messages.message import Message
from storage.people import members_by_id
from storage.tables import Delivery
from storage.workspaces import find_workspace


def render_notices(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
    """That somebody or a channel cannot be reached."""
    found: dict[int, Message | Withdrawn] = {}
    for row in rows:
        said = json.loads(row.content)
        found[row.id or 0] = unreachable_message(said["subject"], said["error"], _language(session, row))
    return found


def render_late_notices(
    session: Session, rows: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Withdrawn]:
    """That nudges of a date were late, counted now."""
    found: dict[int, Message | Withdrawn] = {}
    for row in rows:
        late = lateness_of(session, row=row, now=now)
        if row.local_date is None or not late.any:
            found[row.id or 0] = Withdrawn("none is late")
            continue
        found[row.id or 0] = late_message(late, row.local_date, _language(session, row))
    return found


def _language(session: Session, row: Delivery) -> Language:
    workspace = find_workspace(session)
    assert workspace is not None
    member = members_by_id(session, ids={row.member_id}).get(row.member_id) if row.member_id is not None else None
    return language_of(member, workspace)
