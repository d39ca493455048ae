"""Who may write from outside."""

import datetime as dt

from sqlmodel import Field, SQLModel

from storage.tables.base import new_id


class ApiToken(SQLModel, table=True):
    """A bearer token of the HTTP API. Only its hash is kept: the token itself is shown once."""

    __tablename__ = "api_token"

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    name: str = Field(max_length=80)
    hashed: str = Field(max_length=64, unique=True)
    """SHA-256 of the token, in hexadecimal."""
    scopes: str = Field(max_length=200)
    """What it may write, separated by blanks: activities deals leads."""
    created_at: dt.datetime
    last_used_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None


class ApiTurn(SQLModel, table=True):
    """How much a caller of the HTTP API may ask at the moment, where several processes answer it."""

    __tablename__ = "api_turn"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    caller: str = Field(max_length=100, primary_key=True)
    full_at: float = Field(default=0.0)
    """In seconds since 1970, by the database's own clock: when all of the caller's turns are there again."""
