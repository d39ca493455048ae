"""1:1s, what was noted for and after them, and commitments."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.deals import LOST
from storage.dialect import insert_or_ignore, portions, table_of
from storage.tables import (
    CoachingNote,
    Commitment,
    CommitmentEnd,
    Deal,
    MeetingState,
    NoteKind,
    OneOnOne,
    StageChange,
)
from storage.tables.coaching import MOST_COMMITMENTS


def open_commitments(session: Session, *, member_ids: Collection[int]) -> dict[int, list[Commitment]]:
    """The open commitments of these members, those due first before the others."""
    found: dict[int, list[Commitment]] = {}
    for some in portions(member_ids):
        rows = session.exec(
            select(Commitment)
            .where(col(Commitment.member_id).in_(some), col(Commitment.closed_at).is_(None))
            .order_by(col(Commitment.due_on), col(Commitment.id))
        )
        for row in rows:
            found.setdefault(row.member_id, []).append(row)
    return found


def find_commitment(session: Session, *, workspace_id: int, commitment_id: int) -> Commitment | None:
    """The commitment with this id."""
    return session.exec(
        select(Commitment).where(Commitment.workspace_id == workspace_id, Commitment.id == commitment_id)
    ).first()


def closed_commitments(session: Session, *, member_ids: Collection[int], since: dt.datetime) -> Sequence[Commitment]:
    """The commitments of these members that were closed at `since` or later, the newest first."""
    return [
        row
        for some in portions(member_ids)
        for row in session.exec(
            select(Commitment)
            .where(col(Commitment.member_id).in_(some), col(Commitment.closed_at) >= since)
            .order_by(col(Commitment.closed_at).desc(), col(Commitment.id).desc())
        )
    ]


def take_slot(session: Session, *, row: Mapping[str, Any]) -> Commitment | None:
    """Store a commitment in the first slot of its member that is free; None when none is.

    Of several that come at once, in whatever processes, so many are stored as there are slots.
    """
    for slot in range(1, MOST_COMMITMENTS + 1):
        if insert_or_ignore(session, Commitment, [{**row, "slot": slot}]):
            return session.exec(
                select(Commitment).where(
                    Commitment.member_id == row["member_id"],
                    Commitment.slot == slot,
                    col(Commitment.closed_at).is_(None),
                )
            ).one()
    return None


def close_commitment(
    session: Session,
    *,
    commitment_id: int,
    end: CommitmentEnd,
    done: int,
    closed_by: int | None,
    now: dt.datetime,
) -> bool:
    """Close it; False where it is closed already."""
    changed = session.execute(
        sa.update(Commitment)
        .where(col(Commitment.id) == commitment_id, col(Commitment.closed_at).is_(None))
        .values(closed_at=now, closed_by=closed_by, end=end, done=done)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def moved_on(
    session: Session,
    *,
    member_ids: Collection[int],
    stage: str,
    later: Collection[str],
    starts: dt.date,
    ends: dt.date,
) -> dict[int, int]:
    """How many deals of each of these members moved from the stage to one of `later` in [starts, ends)."""
    found: dict[int, int] = {}
    for some in portions(member_ids):
        rows = session.execute(
            sa.select(col(Deal.member_id), sa.func.count(sa.distinct(col(Deal.id))))
            .join(StageChange, col(StageChange.deal_id) == col(Deal.id))
            .where(
                col(Deal.member_id).in_(some),
                col(Deal.undone_at).is_(None),
                col(StageChange.before) == stage,
                col(StageChange.after).in_(sorted(set(later) - {LOST})),
                col(StageChange.moved_on) >= starts,
                col(StageChange.moved_on) < ends,
            )
            .group_by(col(Deal.member_id))
        )
        found.update({row[0]: int(row[1]) for row in rows})
    return found


def add_meeting(session: Session, *, row: Mapping[str, Any]) -> bool:
    """Plan a 1:1; False where one is planned for its rep already."""
    return bool(insert_or_ignore(session, OneOnOne, [row]))


def find_meeting(session: Session, *, workspace_id: int, meeting_id: int) -> OneOnOne | None:
    """The 1:1 with this id."""
    return session.exec(
        select(OneOnOne).where(OneOnOne.workspace_id == workspace_id, OneOnOne.id == meeting_id)
    ).first()


def meetings_by_id(session: Session, *, ids: Collection[int]) -> dict[int, OneOnOne]:
    """The 1:1s with these ids."""
    return {
        row.id: row
        for some in portions(ids)
        for row in session.exec(select(OneOnOne).where(col(OneOnOne.id).in_(some)))
    }


def planned_meetings(session: Session, *, member_ids: Collection[int]) -> dict[int, OneOnOne]:
    """The 1:1 that is planned for each of these reps; those without one are left out."""
    return {
        row.member_id: row
        for some in portions(member_ids)
        for row in session.exec(
            select(OneOnOne).where(col(OneOnOne.member_id).in_(some), OneOnOne.state == MeetingState.PLANNED)
        )
    }


def meetings_to_tell(session: Session, *, workspace_id: int, until: dt.date, limit: int = 200) -> Sequence[OneOnOne]:
    """The planned 1:1s up to a date that either side has not been told of, the earliest first."""
    return session.exec(
        select(OneOnOne)
        .where(
            OneOnOne.workspace_id == workspace_id,
            OneOnOne.state == MeetingState.PLANNED,
            OneOnOne.date <= until,
            sa.or_(col(OneOnOne.manager_told).is_(False), col(OneOnOne.rep_told).is_(False)),
        )
        .order_by(col(OneOnOne.date), col(OneOnOne.at), col(OneOnOne.id))
        .limit(limit)
    ).all()


def planned_before(session: Session, *, workspace_id: int, date: dt.date, limit: int = 200) -> Sequence[OneOnOne]:
    """The planned 1:1s of dates before `date`."""
    return session.exec(
        select(OneOnOne)
        .where(
            OneOnOne.workspace_id == workspace_id,
            OneOnOne.state == MeetingState.PLANNED,
            OneOnOne.date < date,
        )
        .order_by(col(OneOnOne.date), col(OneOnOne.id))
        .limit(limit)
    ).all()


def first_planned(session: Session, *, workspace_id: int) -> dt.date | None:
    """The date of the earliest 1:1 that is planned."""
    found: dt.date | None = session.execute(
        sa.select(sa.func.min(col(OneOnOne.date))).where(
            col(OneOnOne.workspace_id) == workspace_id, col(OneOnOne.state) == MeetingState.PLANNED
        )
    ).scalar()
    return found


def note_told(session: Session, *, meeting_id: int, rep: bool) -> bool:
    """Note that a side (the rep, else the manager) is told of a 1:1; False where it was noted before."""
    side = "rep_told" if rep else "manager_told"
    told = table_of(OneOnOne).c[side]
    changed = session.execute(
        sa.update(OneOnOne)
        .where(col(OneOnOne.id) == meeting_id, told.is_(False))
        .values({side: True})
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def end_meeting(session: Session, *, meeting_id: int, state: MeetingState, now: dt.datetime) -> bool:
    """Say what became of a planned 1:1; False where that is known already. A missed one can still be held."""
    before = [MeetingState.PLANNED, MeetingState.MISSED] if state is MeetingState.HELD else [MeetingState.PLANNED]
    changed = session.execute(
        sa.update(OneOnOne)
        .where(col(OneOnOne.id) == meeting_id, col(OneOnOne.state).in_(before))
        .values(state=state, ended_at=now)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def last_held(session: Session, *, member_ids: Collection[int]) -> dict[int, dt.date]:
    """The date of the last 1:1 that each of these reps had; those who had none are left out."""
    found: dict[int, dt.date] = {}
    for some in portions(member_ids):
        rows = session.execute(
            sa.select(col(OneOnOne.member_id), sa.func.max(col(OneOnOne.date)))
            .where(col(OneOnOne.member_id).in_(some), col(OneOnOne.state) == MeetingState.HELD)
            .group_by(col(OneOnOne.member_id))
        )
        found.update({row[0]: row[1] for row in rows})
    return found


def meeting_before(session: Session, *, member_id: int, before: int) -> OneOnOne | None:
    """The last 1:1 that the rep had before the one with the id `before`."""
    return session.exec(
        select(OneOnOne)
        .where(OneOnOne.member_id == member_id, OneOnOne.state == MeetingState.HELD, OneOnOne.id != before)
        .order_by(col(OneOnOne.date).desc(), col(OneOnOne.id).desc())
        .limit(1)
    ).first()


def add_note(session: Session, *, note: CoachingNote) -> CoachingNote:
    """Store a topic or a note; it has its id afterwards."""
    session.add(note)
    session.flush()
    return note


def find_note(session: Session, *, workspace_id: int, note_id: int) -> CoachingNote | None:
    """The topic or note with this id."""
    return session.exec(
        select(CoachingNote).where(CoachingNote.workspace_id == workspace_id, CoachingNote.id == note_id)
    ).first()


def remove_note(session: Session, *, note: CoachingNote) -> None:
    """Delete a topic that its author takes back."""
    session.delete(note)
    session.flush()


def open_topics(session: Session, *, about_ids: Collection[int]) -> dict[int, list[CoachingNote]]:
    """What waits to be talked of, by rep, a cry for help first."""
    found: dict[int, list[CoachingNote]] = {}
    for some in portions(about_ids):
        rows = session.exec(
            select(CoachingNote)
            .where(
                col(CoachingNote.about_id).in_(some),
                col(CoachingNote.meeting_id).is_(None),
                col(CoachingNote.kind).in_([NoteKind.TOPIC, NoteKind.HELP]),
            )
            .order_by(sa.case((col(CoachingNote.kind) == NoteKind.HELP, 0), else_=1), col(CoachingNote.id))
        )
        for row in rows:
            found.setdefault(row.about_id, []).append(row)
    return found


def close_topics(session: Session, *, about_id: int, meeting_id: int) -> None:
    """What waited for the rep's 1:1 was talked of in this one."""
    session.execute(
        sa.update(CoachingNote)
        .where(
            col(CoachingNote.about_id) == about_id,
            col(CoachingNote.meeting_id).is_(None),
            col(CoachingNote.kind) != NoteKind.NOTE,
        )
        .values(meeting_id=meeting_id)
        .execution_options(synchronize_session=False)
    )


def notes_of_meeting(session: Session, *, meeting_id: int, reader_id: int) -> Sequence[CoachingNote]:
    """The notes of a 1:1 that this member may read: their own, and those shared with them."""
    return session.exec(
        select(CoachingNote)
        .where(
            CoachingNote.meeting_id == meeting_id,
            CoachingNote.kind == NoteKind.NOTE,
            sa.or_(col(CoachingNote.author_id) == reader_id, col(CoachingNote.reader_id) == reader_id),
        )
        .order_by(col(CoachingNote.id))
    ).all()
