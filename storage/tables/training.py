"""Trainings: what they were about, who had them and when, and what followed."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import new_id, stored_by_value


class CheckFinding(enum.Enum):
    """What a check of a training shows. Only the first two speak of a difference that chance does not explain."""

    MORE = "more"
    LESS = "less"
    NO_DIFFERENCE = "no difference"
    USUAL = "usual"
    """Too few to compare; most are in their usual range."""
    BELOW_USUAL = "below usual"
    ABOVE_USUAL = "above usual"
    TOO_FEW = "too few"
    """Two halves of which one is too small to be compared."""
    UNKNOWN = "unknown"
    """Nobody has enough of a history, or worked enough since."""


class Training(SQLModel, table=True):
    """A training or workshop that is planned, or took place, for a metric or for moving deals on from a stage."""

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "external_id"),
        sa.CheckConstraint(
            "(metric_id IS NOT NULL AND stage = '') OR (metric_id IS NULL AND stage <> '')", name="one_measure"
        ),
        sa.Index("ix_training_workspace_id_date", "workspace_id", "date"),
    )

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    topic: str = Field(max_length=200)
    metric_id: int | None = Field(default=None, foreign_key="metric.id")
    stage: str = Field(default="", max_length=40)
    """Key of the stage that deals are to move on from."""
    date: dt.date
    """When the first, or all, have it."""
    draw: str = Field(default="", max_length=32)
    """What the halves of a waiting list were drawn with (metrics/coaching/waiting_list.py); empty: there is none."""
    manager_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    """Who is told what followed; None: nobody, it stands in the list."""
    planned_at: dt.datetime
    planned_by: int | None = Field(default=None, foreign_key="member.id")
    """None: the operator, or another program."""
    cancelled_at: dt.datetime | None = None
    refresher_of: int | None = Field(default=None, foreign_key="training.id")
    external_id: str | None = Field(default=None, max_length=200)


class TrainingPlace(SQLModel, table=True):
    """That a member has a training, and when; who waits has it four weeks after the others."""

    __tablename__ = "training_place"

    training_id: int = Field(foreign_key="training.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True, index=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    date: dt.date
    waits: bool = Field(default=False)
    told_on: dt.date | None = None
    """The member's date on which they were told: in the nudge, or in a message."""


class TrainingCheck(SQLModel, table=True):
    """What a training was found to be followed by, so many days after its last date, as it was told."""

    __tablename__ = "training_check"

    training_id: int = Field(foreign_key="training.id", primary_key=True)
    days: int = Field(primary_key=True)
    """30, 60, 90 or 120; 28: the two halves of a waiting list, while one waits."""
    workspace_id: int = Field(foreign_key="workspace.id")
    checked_on: dt.date
    finding: CheckFinding = Field(sa_column=sa.Column(stored_by_value(CheckFinding), nullable=False))
    people: int
    """Who had it, and could be looked at."""
    others: int = Field(default=0)
    """With whom they were compared: matched peers, or the half that waits."""
    difference: float | None = None
    """0.2 is 20 % more than the others; with its interval, None where nothing was compared."""
    low: float | None = None
    high: float | None = None
    level: float | None = None
    """What they all did together, over their usual; 1 is the usual."""
    below: int = Field(default=0)
    within: int = Field(default=0)
    above: int = Field(default=0)
    """How many of them were below, within and above their own usual range."""
    refresher_due: bool = Field(default=False)
