"""The sales process: its stages, deals and how they moved, and leads."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import new_id


class Stage(SQLModel, table=True):
    """A stage of the workspace's sales process, in order, with its playbook. Won and lost are not stages but ends."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "key"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str = Field(max_length=40)
    label: str = Field(max_length=40)
    position: int
    steps: str = Field(default="", max_length=3000)
    """The playbook: what to do in this stage, a step a line."""
    tips: str = Field(default="", max_length=3000)
    """What helped others in this stage, a tip a line."""
    retired_at: dt.datetime | None = None


class Deal(SQLModel, table=True):
    """An opportunity. A won one writes activities of the outcome metrics; nothing else does."""

    __table_args__ = (sa.Index("ix_deal_workspace_external", "workspace_id", "external_id"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    member_id: int = Field(foreign_key="member.id", index=True)
    account: str = Field(default="", max_length=200)
    amount_minor: int = Field(default=0, sa_type=sa.BigInteger)
    quantity: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """How many deals were said in one breath, the amount being of all together; 0 is revenue beside any deal."""
    stage: str = Field(default="won", max_length=40)
    """Key of the stage it stands in, or won or lost."""
    opened_on: dt.date | None = None
    stage_since: dt.date | None = None
    touched_on: dt.date | None = None
    """When it last moved or something was logged for it."""
    won_on: dt.date | None = None
    lost_on: dt.date | None = None
    lost_reason: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    lesson: str = Field(default="", max_length=1000, sa_column_kwargs={"server_default": ""})
    """What was learnt from losing it."""
    lesson_shared: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether the rep wants their name beside the lesson, before their team."""
    handed_to: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    """Whom a won deal is handed over to: a Slack user id or a name."""
    refunded_minor: int = Field(default=0, sa_type=sa.BigInteger, sa_column_kwargs={"server_default": "0"})
    """What of the amount was given back."""
    external_id: str | None = Field(default=None, max_length=200)
    created_at: dt.datetime
    undone_at: dt.datetime | None = None


class StageChange(SQLModel, table=True):
    """That a deal moved, and when; its first one has no stage before."""

    __tablename__ = "stage_change"

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    deal_id: int = Field(foreign_key="deal.id", index=True)
    before: str = Field(default="", max_length=40)
    after: str = Field(max_length=40)
    """Key of a stage, won or lost."""
    moved_on: dt.date
    moved_by: int | None = Field(default=None, foreign_key="member.id")
    at: dt.datetime


class Refund(SQLModel, table=True):
    """That a part of a won deal's amount was given back, and when."""

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    deal_id: int = Field(foreign_key="deal.id", index=True)
    amount_minor: int = Field(sa_type=sa.BigInteger)
    """Above zero."""
    refunded_on: dt.date
    refunded_by: int | None = Field(default=None, foreign_key="member.id")
    at: dt.datetime
    undone_at: dt.datetime | None = None


class Lead(SQLModel, table=True):
    """Somebody who asked, where from, and when they were first answered."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "external_id"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    account: str = Field(default="", max_length=200)
    source: str = Field(default="", max_length=80)
    """Where it came from: a fair, the website, a partner."""
    created_at: dt.datetime
    answered_at: dt.datetime | None = None
    qualified_on: dt.date | None = None
    closed_at: dt.datetime | None = None
    """Given up without an answer, or taken back."""
    deal_id: int | None = Field(default=None, foreign_key="deal.id")
    external_id: str | None = Field(default=None, max_length=200)


class OutsideRecord(SQLModel, table=True):
    """A record of another program: which of our rows it is, and what was last said of each of its fields.

    Files, webhooks and the API write it alike, so that one record stays one row whatever door it comes by.
    """

    __tablename__ = "outside_record"
    __table_args__ = (
        sa.Index("ix_outside_record_kind_row_id", "kind", "row_id"),
        {"sqlite_with_rowid": False},  # clustered by its key: a portion of a file is looked up at once
    )

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    source: str = Field(max_length=40, primary_key=True)
    """hubspot, pipedrive, salesforce or another name; empty for files and the API without one, `earlier` for what
    was stored before sources were kept, `line` for lines that have no id of their own."""
    kind: str = Field(max_length=20, primary_key=True)
    """deal, lead or activity."""
    external_id: str = Field(max_length=200, primary_key=True)
    row_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    """The deal, lead or activity; nothing while too little is known of it to make one."""
    said: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    """What was said of its fields and when, as JSON."""
    foreign_amount: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether its amount is in another currency than the workspace's."""
    changed_at: dt.datetime
