"""What managers asked for, or are told regularly, at the moment it is sent."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from bot.core.kinds import Rendered, Withdrawn, workspace_of
from bot.core.words.language import language_of
from bot.core.words.message import Message
from bot.teams.digest import digests_for
from bot.teams.export import file_for
from bot.teams.words.digest import digest_message
from bot.teams.words.export import team_file_message
from storage import people
from storage.tables import Delivery


def render_team_files(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The files of teams' standings."""
    workspace = workspace_of(session)
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    found: dict[int, Message | Withdrawn] = {}
    for row in rows:
        file = file_for(session, workspace=workspace, row=row, now=now)
        language = language_of(members.get(row.member_id or 0), workspace)
        found[row.id] = Withdrawn("not allowed any more") if file is None else team_file_message(file, language)
    return found


def render_digests(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The weekly digests, and the reviews of longer periods."""
    workspace = workspace_of(session)
    return {
        delivery_id: Withdrawn("nothing to say")
        if digest is None
        else digest_message(digest, language_of(digest.reader, workspace))
        for delivery_id, digest in digests_for(session, workspace=workspace, rows=rows).items()
    }
