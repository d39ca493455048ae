"""How a Home tab becomes a view, at the moment it is published."""

from bot.core.words.language import language_of
from bot.core.words.message import Block, Message
from bot.core.work import Work
from bot.home.home import home_of
from bot.home.words.home import home_view
from storage.tables import Member


def compose_home(work: Work, member: Member, notice: Message | None) -> Block:
    """The member's Home as it is at `now`, with `notice` on top."""
    home = home_of(work, member=member)
    return home_view(home, language_of(member, work.workspace), notice=notice)
