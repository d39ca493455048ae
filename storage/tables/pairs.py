"""Pairs: two reps who meet for half an hour, and what each of them writes down for themself."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import new_id, stored_by_value

LONGEST_LINE = 300
"""Characters of a worksheet's line."""


class PairKind(enum.Enum):
    """What the two do together."""

    TALK = "talk"
    SHADOW = "shadow"
    """Each watches a call of the other's."""


class PairState(enum.Enum):
    """What became of a proposal."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    EXPIRED = "expired"


class PairMoment(enum.Enum):
    """What one of the two is told."""

    PROPOSAL = "proposal"
    AGREED = "agreed"
    FOLLOW_UP = "follow-up"


class PairOutcome(enum.Enum):
    """What somebody says after two weeks of what they wanted to try."""

    HELPED = "helped"
    NO_HELP = "no help"
    NOT_TRIED = "not tried"
    NOT_MET = "not met"


class Pair(SQLModel, table=True):
    """A proposal to two reps, and the pair that came of it."""

    __table_args__ = (sa.Index("ix_pair_workspace_id_state_proposed_at", "workspace_id", "state", "proposed_at"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: PairKind = Field(default=PairKind.TALK, sa_column=sa.Column(stored_by_value(PairKind), nullable=False))
    state: PairState = Field(
        default=PairState.PROPOSED, sa_column=sa.Column(stored_by_value(PairState), nullable=False)
    )
    proposed_at: dt.datetime
    agreed_at: dt.datetime | None = None


class PairSide(SQLModel, table=True):
    """One of the two: what they answered, and their own worksheet, which the other reads only where it is shared."""

    __tablename__ = "pair_side"
    __table_args__ = (
        # One proposal at a time waits for an answer of somebody's.
        sa.Index(
            "uq_pair_side_pending",
            "member_id",
            unique=True,
            sqlite_where=sa.text("pending"),
            postgresql_where=sa.text("pending"),
        ),
        sa.Index("ix_pair_side_member_id", "member_id"),
    )

    pair_id: int = Field(foreign_key="pair.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    pending: bool = Field(default=True)
    """Whether the pair is still a proposal."""
    says_yes: bool | None = None
    wants: PairKind | None = Field(default=None, sa_column=sa.Column(stored_by_value(PairKind), nullable=True))
    """What they would like to do, where they said yes."""
    told: PairMoment | None = Field(default=None, sa_column=sa.Column(stored_by_value(PairMoment), nullable=True))
    """The last thing that they were told of, and on which date of theirs."""
    told_on: dt.date | None = None
    well: str = Field(default="", max_length=LONGEST_LINE)
    """The five lines: what went well, what is hard, what they will try, what they took from the other, and by when."""
    hard: str = Field(default="", max_length=LONGEST_LINE)
    trying: str = Field(default="", max_length=LONGEST_LINE)
    took: str = Field(default="", max_length=LONGEST_LINE)
    try_by: dt.date | None = None
    shared: bool = Field(default=False)
    """Whether the other may read the lines."""
    outcome: PairOutcome | None = Field(default=None, sa_column=sa.Column(stored_by_value(PairOutcome), nullable=True))
