"""What people asked for about themselves, at the moment it is sent."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.coach.people.own_data import own_data_for
from bot.delivery.rendering import Withdrawn
from bot.messages.language import language_of
from bot.messages.message import Message
from bot.messages.own_data import own_data_message
from storage import people
from storage.tables import Delivery
from storage.workspaces import find_workspace


def render_own_data(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
    """The files of everything that is kept about their readers."""
    workspace = find_workspace(session)
    assert workspace is not None
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    found: dict[int, Message | Withdrawn] = {}
    for row in rows:
        data = own_data_for(session, workspace=workspace, row=row, now=now)
        language = language_of(members.get(row.member_id or 0), workspace)
        found[row.id or 0] = Withdrawn("has left") if data is None else own_data_message(data, language)
    return found
