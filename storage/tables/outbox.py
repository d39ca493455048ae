"""Messages to be sent exactly once, what was received once, and what processes share."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import new_id, stored_by_value


class DeliveryState(enum.Enum):
    """Where a message stands. Planned and unknown ones are still open; the rest are final."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Delivery(SQLModel, table=True):
    """One message to one member or channel. The unique key makes it once, whoever plans it."""

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "kind", "recipient", "key"),
        sa.Index("ix_delivery_state_due_at", "workspace_id", "state", "due_at"),
        sa.Index("ix_delivery_channel_ts", "channel", "ts"),
        sa.Index("ix_delivery_member_id_local_date", "member_id", "local_date"),
    )

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str = Field(max_length=32)
    recipient: str = Field(max_length=40)
    """A Slack user id (a direct message) or channel id."""
    key: str = Field(max_length=80)
    """What makes it this message and no other: a local date, say."""
    member_id: int | None = Field(default=None, foreign_key="member.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    local_date: dt.date | None = None
    content: str = Field(default="{}")
    """JSON of what the renderer needs besides the database; never the text itself."""
    state: DeliveryState = Field(
        default=DeliveryState.PLANNED, sa_column=sa.Column(stored_by_value(DeliveryState), nullable=False)
    )
    due_at: dt.datetime
    expires_at: dt.datetime | None = None
    next_attempt_at: dt.datetime
    attempts: int = Field(default=0)
    lookups: int = Field(default=0)
    """How often Slack was asked whether an attempt of unknown outcome had arrived."""
    claimed_by: str = Field(default="", max_length=64)
    claimed_until: dt.datetime | None = None
    attempted_at: dt.datetime | None = None
    token: str = Field(max_length=40)
    """Opaque id in the message's metadata, by which it can be found again."""
    possibly_repeated: bool = Field(default=False)
    channel: str = Field(default="", max_length=32)
    ts: str = Field(default="", max_length=32)
    sent_at: dt.datetime | None = None
    error: str = Field(default="", max_length=200)
    refresh_at: dt.datetime | None = Field(default=None, index=True)
    """When a message already sent is to be rendered again and updated in place."""


class Receipt(SQLModel, table=True):
    """A command, click or submission that was taken; the same one again does nothing."""

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    key: str = Field(max_length=120, primary_key=True)
    at: dt.datetime = Field(index=True)
    answer: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """What was answered, where a repeat is to hear the same."""


class Lease(SQLModel, table=True):
    """Who does a thing that only one process may do at a time, and until when."""

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    name: str = Field(max_length=32, primary_key=True)
    holder: str = Field(max_length=64)
    until: dt.datetime


class RateState(SQLModel, table=True):
    """What the processes know of Slack's limits for one method (and channel), shared by all."""

    __tablename__ = "rate_state"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    scope: str = Field(max_length=80, primary_key=True)
    rate: float
    """Calls a second believed to be allowed."""
    tokens: float
    """Calls that could be made at once at `updated_at`."""
    burst: float = Field(default=1.0, sa_column_kwargs={"server_default": "1"})
    good: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})
    """The highest rate that held."""
    bad: float | None = None
    """The lowest rate that was refused; None before any refusal."""
    updated_at: dt.datetime
    refused_at: dt.datetime | None = None
    blocked_until: dt.datetime | None = None


class RoundRest(SQLModel, table=True):
    """That a round of the schedule had nothing to do when it was asked, and when it is to be asked again."""

    __tablename__ = "round_rest"
    __table_args__ = {"sqlite_with_rowid": False}

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    round: str = Field(primary_key=True, max_length=64)
    asked_at: dt.datetime
    due_at: dt.datetime
    changes: int = Field(sa_type=sa.BigInteger)
    """What the workspace's count of changes was before it was asked: with any other count this rest is over."""


class ChangeCount(SQLModel, table=True):
    """How many transactions have changed what decides when something is due (storage/watching.py)."""

    __tablename__ = "change_count"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    changes: int = Field(default=0, sa_type=sa.BigInteger)
