"""Whom a file or another program means."""

import re

from sqlmodel import Session

from bot.core.text.vocabulary import fold
from bot.exchange.problems import ForbiddenMember, WrongLine
from storage import people
from storage.tables import Member, Workspace

MOST_TAKEN_FOR = 50
_NOT_THERE = re.compile(r"\s*\((?:deactivated|inactive|removed|deleted)(?:\s+user)?\)\s*$", re.IGNORECASE)
"""What CRMs write behind the name of somebody who has left them."""
_ADDRESSED = re.compile(r"(.*?)\s*<([^<>\s]+@[^<>\s]+)>")


class Directory:
    """Finds members by e-mail address, Slack id, another name that they are known by, or their full name."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        self._members: dict[str, Member] = {}
        self._names: dict[str, list[Member]] = {}
        self._taken_for: dict[str, str] = {}
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
        member = self._members.get(said.strip().casefold()) or self._loosely(said) or self._by_name(said)
        if member.guest:
            raise ForbiddenMember(f"{said!r} is a guest, for whom nothing is kept.", member_id=member.id)
        return member

    def taken_for(self) -> list[str]:
        """Who was found although they are written otherwise, a sentence each."""
        return [f"{said!r} is taken for {name}." for said, name in self._taken_for.items()]

    def _loosely(self, said: str) -> Member | None:
        """Whom another way of writing a name means, where exactly one fits: Quill, Ana or Ana Quill <ana@example.com>,
        or somebody whom the program has deactivated."""
        if self._names.get(_plain(said)):
            return None
        bare = _NOT_THERE.sub("", said).strip()
        addressed = _ADDRESSED.fullmatch(bare)
        last, comma, first = bare.partition(",")
        found = None
        if addressed is not None:
            found = self._members.get(addressed[2].strip().casefold())
        elif comma and "," not in first:
            found = self._only(f"{first} {last}")
        elif bare != said.strip():
            found = self._only(bare) or self._members.get(bare.casefold())
        if found is not None and len(self._taken_for) < MOST_TAKEN_FOR:
            self._taken_for[said] = found.name
        return found

    def _only(self, name: str) -> Member | None:
        named = self._names.get(_plain(name), [])
        return named[0] if len(named) == 1 else None

    def _by_name(self, said: str) -> Member:
        named = self._names.get(_plain(said), []) if said.strip() else []
        if len(named) > 1:
            raise WrongLine(f"{said!r} is the name of {len(named)} people: use the email address.", field="member")
        if not named:
            raise WrongLine(
                f"no member matches {said!r}. See pacer users list, or run: pacer users alias EMAIL {said!r}",
                field="member",
            )
        return named[0]


def _plain(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())
