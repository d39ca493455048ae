"""Files that admins send to be imported, while something is done with them; the files themselves stay in Slack."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import new_id, stored_by_value


class FileState(enum.Enum):
    """Where a file stands. It is worked on while it is being read or imported."""

    READING = "reading"
    OFFERED = "offered"
    IMPORTING = "importing"
    IMPORTED = "imported"
    DECLINED = "declined"
    FAILED = "failed"


class SentFile(SQLModel, table=True):
    """A file that somebody sent: which it is in Slack, and what was found out about it. Deleted after two days."""

    __tablename__ = "sent_file"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "receipt"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    member_id: int = Field(foreign_key="member.id", index=True)
    receipt: str = Field(max_length=120)
    """That of the message that it came with."""
    slack_file_id: str = Field(max_length=40)
    name: str = Field(max_length=200)
    said: str = Field(default="", max_length=3000)
    """How it is to be read, as it was written beside the file."""
    state: FileState = Field(default=FileState.READING, sa_column=sa.Column(stored_by_value(FileState), nullable=False))
    report: str = Field(default="", sa_type=sa.Text)
    """JSON of what would come of it or came of it, the first lines among it; emptied of them when it has ended."""
    digest: str = Field(default="", max_length=64)
    """Of the bytes that were tried: what is imported is what was shown."""
    rows_done: int = Field(default=0)
    rows_in_all: int = Field(default=0)
    attempts: int = Field(default=0)
    claimed_until: dt.datetime | None = None
    """So long somebody works on it, by the database's clock."""
    refused: str = Field(default="", sa_type=sa.Text)
    """The refused lines as CSV, until they are sent."""
    at: dt.datetime = Field(index=True)
