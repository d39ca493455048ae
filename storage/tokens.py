"""Bearer tokens of the HTTP API, by their hashes."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import ApiToken


def add_token(session: Session, *, token: ApiToken) -> ApiToken:
    """Store a token; it has its id afterwards."""
    session.add(token)
    session.flush()
    return token


def find_token(session: Session, *, hashed: str, revoked: bool = False) -> ApiToken | None:
    """The token with this hash that is not revoked, or is."""
    state = col(ApiToken.revoked_at).is_not(None) if revoked else col(ApiToken.revoked_at).is_(None)
    return session.exec(select(ApiToken).where(ApiToken.hashed == hashed, state)).first()


def list_tokens(session: Session, *, workspace_id: int) -> Sequence[ApiToken]:
    """The workspace's tokens, revoked ones too, oldest first."""
    return session.exec(select(ApiToken).where(ApiToken.workspace_id == workspace_id).order_by(col(ApiToken.id))).all()


def note_use(session: Session, *, token_id: int, now: dt.datetime) -> None:
    """Keep that the token was used at `now`."""
    session.execute(sa.update(ApiToken).where(col(ApiToken.id) == token_id).values(last_used_at=now))
