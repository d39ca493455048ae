"""Whom a file or another program means."""

from sqlmodel import Session

from bot.core.text.vocabulary import fold
from bot.exchange.problems import ForbiddenMember, WrongLine
from storage import people
from storage.tables import Member, Workspace


class Directory:
    """Finds members by e-mail address, Slack id, another name that they are known by, or their full name."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        self._members: dict[str, Member] = {}
        self._names: dict[str, list[Member]] = {}
        by_id: dict[int, Member] = {}
        for member in people.list_members(session, workspace_id=workspace.id, active_only=False):
            by_id[member.id] = member
            self._names.setdefault(_plain(member.name), []).append(member)
            for word in (member.slack_user_id, member.email):
                if word:
                    self._members[word.casefold()] = member
        for alias in people.list_aliases(session, workspace_id=workspace.id):
            self._members.setdefault(alias.alias.casefold(), by_id[alias.member_id])

    def find(self, said: str) -> Member:
        """The member who is meant. Raises WrongLine when nobody is, when two are, and for a guest."""
        member = self._members.get(said.strip().casefold()) or self._by_name(said)
        if member.guest:
            raise ForbiddenMember(f"{said!r} is a guest, for whom nothing is kept.", member_id=member.id)
        return member

    def _by_name(self, said: str) -> Member:
        named = self._names.get(_plain(said), []) if said.strip() else []
        if len(named) > 1:
            raise WrongLine(f"{said!r} is the name of {len(named)} people: write the e-mail address.", field="member")
        if not named:
            raise WrongLine(
                f"nobody is known as {said!r}. See pacer users list, or: pacer users alias E-MAIL {said!r}",
                field="member",
            )
        return named[0]


def _plain(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())
