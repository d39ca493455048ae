"""Who saw whose figures: every look at somebody else is noted here, and shown to the one who was looked at.

Whatever shows a member's figures to another calls `note_looks` where it is opened, or says whose figures it `shows`
where it is sent (bot/core/kinds.py). An alert is no look: it names only who was told the same before.
"""

import contextlib
import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import local_date
from bot.core.permissions import Viewer
from storage import audits, people
from storage.tables import Member, Workspace
from storage.workspaces import record_audit, take_receipt

LOOKED = "looked"
LOOKS_READ = 30
"""So many notes back it is shown who looked."""


@dataclass(frozen=True)
class Look:
    """That somebody else saw a member's figures, on a local date of the member's; once a day and viewer."""

    name: str
    date: dt.date


@dataclass(frozen=True)
class Looked:
    """A look that is still to be noted: the viewer's and the members' ids."""

    viewer_id: int
    member_ids: tuple[int, ...]
    at: dt.datetime


_COLLECTED = "looks"


@contextlib.contextmanager
def collected_looks(session: Session) -> Iterator[list[Looked]]:
    """The looks of this block, in a session that only reads: they are to be noted before anything is shown."""
    looks = session.info.setdefault(_COLLECTED, [])
    try:
        yield looks
    finally:
        del session.info[_COLLECTED]


def note_collected(session: Session, *, workspace: Workspace, looks: Sequence[Looked]) -> None:
    """Note looks that were collected in another session."""
    for look in looks:
        found = people.members_by_id(session, ids=look.member_ids)
        _note(session, workspace, look.viewer_id, list(found.values()), look.at)


def note_looks(
    session: Session, *, workspace: Workspace, viewer: Viewer, members: Sequence[Member], now: dt.datetime
) -> None:
    """Note that the viewer saw the figures of these members, once a day each; not of their own.

    The session must be a writing one, or its looks are collected.
    """
    looks = session.info.get(_COLLECTED)
    if looks is None:
        _note(session, workspace, viewer.member_id, members, now)
        return
    others = tuple(member.id for member in members if member.id != viewer.member_id)
    if others:
        looks.append(Looked(viewer.member_id, others, now))


def note_shown(
    session: Session, *, workspace: Workspace, reader_id: int, member_ids: Collection[int], now: dt.datetime
) -> None:
    """Note that a message showed `reader_id` the figures of these members, as `note_looks` does."""
    _note(session, workspace, reader_id, list(people.members_by_id(session, ids=member_ids).values()), now)


def looks_at(session: Session, *, workspace: Workspace, member: Member) -> tuple[Look, ...]:
    """Who else saw the member's figures lately, the newest look first; for the member themself."""
    noted = audits.notes_about(
        session, workspace_id=workspace.id, subject_id=member.id, action=LOOKED, limit=LOOKS_READ
    )
    names = people.members_by_id(session, ids={note.actor_id for note in noted if note.actor_id is not None})
    return tuple(
        Look(names[note.actor_id].name, dt.date.fromisoformat(note.detail))
        for note in noted
        if note.actor_id is not None
    )


def _note(session: Session, workspace: Workspace, viewer_id: int, members: Sequence[Member], now: dt.datetime) -> None:
    for member in members:
        today = local_date(member, workspace, now)
        key = f"looked:{viewer_id}:{member.id}:{today}"
        if member.id != viewer_id and take_receipt(session, workspace_id=workspace.id, key=key, now=now):
            record_audit(
                session,
                workspace_id=workspace.id,
                at=now,
                actor_id=viewer_id,
                action=LOOKED,
                subject_id=member.id,
                detail=today.isoformat(),
            )
