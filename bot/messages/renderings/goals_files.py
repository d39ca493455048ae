"""How a file of goals becomes a message."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from bot.coach.exports.goals_file import goals_file_for
from bot.delivery.rendering import Rendered, Withdrawn, workspace_of
from bot.messages.goals_file import goals_file_message
from bot.messages.language import language_of
from bot.messages.message import Message
from storage import people
from storage.tables import Delivery


def render_goals_files(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """For those who set goals, and asked for them as a file."""
    workspace = workspace_of(session)
    readers = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    found: dict[int, Message | Withdrawn] = {}
    for row in rows:
        file = goals_file_for(session, workspace=workspace, row=row, now=now)
        language = language_of(readers.get(row.member_id or 0), workspace)
        found[row.id or 0] = Withdrawn("sets no goals any more") if file is None else goals_file_message(file, language)
    return found
