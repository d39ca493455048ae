"""How a file of goals becomes a message."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from bot.core.kinds import Rendered, Withdrawn, workspace_of
from bot.core.words.language import language_of
from bot.core.words.message import Message
from bot.exchange.files.goals_file import goals_file_for
from bot.exchange.files.words import goals_file_message
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
        found[row.id] = Withdrawn("sets no goals any more") if file is None else goals_file_message(file, language)
    return found
