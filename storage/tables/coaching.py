"""Coaching: 1:1s between a manager and a rep, what was noted there, and what a rep committed to."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import new_id, stored_by_value

MOST_COMMITMENTS = 2
"""Open at a time; the slots below are numbered so far, and each can be taken once."""


class CommitmentEnd(enum.Enum):
    """How a commitment was closed."""

    KEPT = "kept"
    CARRIED = "carried"
    """Another one took its place, on purpose."""
    LET_GO = "let go"


class MeetingState(enum.Enum):
    """What became of a 1:1."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class NoteKind(enum.Enum):
    """What somebody wrote down for a 1:1."""

    TOPIC = "topic"
    HELP = "help"
    """A rep asks for help with it."""
    NOTE = "note"


class OneOnOne(SQLModel, table=True):
    """A 1:1 of a rep with a manager; `date` and `at` are the manager's local ones."""

    __tablename__ = "one_on_one"
    __table_args__ = (
        # One is ahead at a time: whoever plans another moves it.
        sa.Index(
            "uq_one_on_one_planned",
            "member_id",
            unique=True,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        ),
        sa.Index("ix_one_on_one_workspace_id_state_date", "workspace_id", "state", "date"),
        sa.Index("ix_one_on_one_member_id_date", "member_id", "date"),
    )

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    member_id: int = Field(foreign_key="member.id")
    """The rep."""
    manager_id: int = Field(foreign_key="member.id", index=True)
    date: dt.date
    at: dt.time
    every_weeks: int = Field(default=1)
    """The next one is planned so many weeks later; 0: it is the only one."""
    state: MeetingState = Field(
        default=MeetingState.PLANNED, sa_column=sa.Column(stored_by_value(MeetingState), nullable=False)
    )
    planned_at: dt.datetime
    planned_by: int | None = Field(default=None, foreign_key="member.id")
    """None: the operator, or Pacer by its rhythm."""
    ended_at: dt.datetime | None = None
    manager_told: bool = Field(default=False)
    """Whether the manager's brief was planned."""
    rep_told: bool = Field(default=False)
    """Whether the rep's was: in the nudge, or as a message."""


class CoachingNote(SQLModel, table=True):
    """A topic for a 1:1, or a note from one. A note without a reader is its author's alone."""

    __tablename__ = "coaching_note"
    __table_args__ = (sa.Index("ix_coaching_note_about_id_meeting_id", "about_id", "meeting_id"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    about_id: int = Field(foreign_key="member.id")
    """The rep whose 1:1 it is for."""
    author_id: int = Field(foreign_key="member.id", index=True)
    reader_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    """Whom it is shared with; a topic without one is for whoever coaches the rep."""
    meeting_id: int | None = Field(default=None, foreign_key="one_on_one.id")
    """The 1:1 at which it was talked of; None while it waits for one."""
    kind: NoteKind = Field(sa_column=sa.Column(stored_by_value(NoteKind), nullable=False))
    words: str = Field(max_length=1000)
    written_at: dt.datetime


class Commitment(SQLModel, table=True):
    """What a rep said they would do: so much of a metric, or so many deals moved on from a stage, by a date.

    An open one has a slot, and each slot of a member is taken once: so nobody has more than two, whichever door it
    comes by.
    """

    __table_args__ = (
        sa.CheckConstraint("slot IN (1, 2)", name="slot"),
        sa.CheckConstraint("target > 0", name="target"),
        sa.CheckConstraint(
            "(metric_id IS NOT NULL AND stage = '') OR (metric_id IS NULL AND stage <> '')", name="one_measure"
        ),
        sa.Index(
            "uq_commitment_open_slot",
            "member_id",
            "slot",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
        sa.Index("ix_commitment_member_id_closed_at", "member_id", "closed_at"),
    )

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    member_id: int = Field(foreign_key="member.id")
    slot: int
    metric_id: int | None = Field(default=None, foreign_key="metric.id")
    stage: str = Field(default="", max_length=40)
    """Key of the stage that deals are to move on from."""
    target: int = Field(sa_column=sa.Column(sa.BigInteger(), nullable=False))
    """A count or minor units."""
    starts: dt.date
    """The member's local date from which it counts."""
    due_on: dt.date
    """The last one that counts."""
    agreed_at: dt.datetime
    agreed_by: int | None = Field(default=None, foreign_key="member.id")
    """Who wrote it down; None: the operator."""
    meeting_id: int | None = Field(default=None, foreign_key="one_on_one.id")
    carried_from: int | None = Field(default=None, foreign_key="commitment.id")
    closed_at: dt.datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="member.id")
    end: CommitmentEnd | None = Field(
        default=None, sa_column=sa.Column("ended_as", stored_by_value(CommitmentEnd), nullable=True)
    )
    done: int | None = Field(default=None, sa_column=sa.Column(sa.BigInteger(), nullable=True))
    """What it had come to when it was closed."""
