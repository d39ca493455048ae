"""How a Home tab becomes a view, at the moment it is published."""

import datetime as dt

from sqlmodel import Session

from bot.core.words.language import language_of
from bot.core.words.message import Block, Message
from bot.home.home import home_of
from bot.home.words.home import home_view
from storage.tables import Member, Workspace


def compose_home(
    session: Session, workspace: Workspace, member: Member, now: dt.datetime, notice: Message | None
) -> Block:
    """The member's Home as it is at `now`, with `notice` on top."""
    home = home_of(session, workspace=workspace, member=member, now=now)
    return home_view(home, language_of(member, workspace), notice=notice)
