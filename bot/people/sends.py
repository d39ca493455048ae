"""The messages about people: their own data, thanks, and a user group that a team follows."""

from collections.abc import Sequence

from bot.core.kinds import Kind
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.people.kudos import KUDOS, AboutThanks, Thanks, kudos_for
from bot.people.own_data import OWN_DATA, OwnData, own_data_for
from bot.people.user_groups import FOLLOWED, FollowedGroup, GroupChange, followed_for
from bot.people.words.group_followed import followed_message
from bot.people.words.kudos import kudos_message
from bot.people.words.own_data import own_data_message
from storage.tables import Delivery


class OwnDataFile(Kind[OwnData]):
    """Everything that is kept about its reader."""

    name = OWN_DATA
    nothing = "has left"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, OwnData | None]:
        """The files, true now."""
        return {row.id: own_data_for(work.session, workspace=work.workspace, row=row, now=work.now) for row in rows}

    def write(self, value: OwnData, language: Language) -> Message:
        """The file and what it is."""
        return own_data_message(value, language)


class ColleaguesThanks(Kind[Thanks]):
    """A colleague's thanks."""

    name = KUDOS
    content = AboutThanks
    nothing = "one of the two has left"
    to_rep = True
    waits = True

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Thanks | None]:
        """Who thanks, and for what."""
        return kudos_for(work.session, rows=rows)

    def write(self, value: Thanks, language: Language) -> Message:
        """The thanks in the giver's own words."""
        return kudos_message(value, language)


class GroupFollowed(Kind[FollowedGroup]):
    """What bringing a team up to date with its user group changed, for the admins."""

    name = FOLLOWED
    content = GroupChange
    nothing = "nothing to say"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, FollowedGroup]:
        """Who joined and who left, by name."""
        return followed_for(work.session, rows=rows)

    def write(self, value: FollowedGroup, language: Language) -> Message:
        """The names, and how many were passed over."""
        return followed_message(value, language)
