"""Who may write from outside."""

import datetime as dt

from sqlmodel import Field, SQLModel


class ApiToken(SQLModel, table=True):
    """A bearer token of the HTTP API. Only its hash is kept: the token itself is shown once."""

    __tablename__ = "api_token"

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    name: str = Field(max_length=80)
    hashed: str = Field(max_length=64, unique=True)
    """SHA-256 of the token, in hexadecimal."""
    scopes: str = Field(max_length=200)
    """What it may write, separated by blanks: activities deals leads."""
    created_at: dt.datetime
    last_used_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None
