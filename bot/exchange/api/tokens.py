"""Bearer tokens of the HTTP API: made, used, revoked. Only their hashes are kept."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.failures import Failure
from storage import tokens
from storage.tables import ApiToken, Workspace
from storage.workspaces import record_audit

SCOPES = ("activities", "deals", "leads", "coaching")
LEAST = "activities"
"""What a token may write when nothing else is asked for: entries, which a rep sees and can take back."""
MARK = "pacer_"
LONGEST_NAME = 80
USE_NOTED_EVERY = dt.timedelta(minutes=1)


class WrongToken(Failure):
    """A token cannot be made or revoked so; the message says what to do."""


@dataclass(frozen=True)
class Bearer:
    """A token as it was shown when it was used: its id, its name, and what it may write."""

    token_id: int
    workspace_id: int
    name: str
    scopes: frozenset[str]
    stale: bool
    """Whether its last use was noted too long ago."""


def create_token(session: Session, *, workspace: Workspace, name: str, scopes: Sequence[str], now: dt.datetime) -> str:
    """Make a token and answer it: it can never be read again. Raises WrongToken."""
    wrong = [scope for scope in scopes if scope not in SCOPES]
    if wrong or not scopes:
        raise WrongToken(
            "A token can write these: {known}. Not these: {wrong}.",
            known=", ".join(SCOPES),
            wrong=", ".join(wrong) or "nothing",
        )
    if not name.strip() or len(name) > LONGEST_NAME:
        raise WrongToken("A token's name has 1 to {most} characters. Name what will use it.", most=LONGEST_NAME)
    if any(t.name == name and t.revoked_at is None for t in tokens.list_tokens(session, workspace_id=workspace.id)):
        raise WrongToken("There's already a token called {name}. Revoke it, or choose another name.", name=name)
    secret = MARK + secrets.token_urlsafe(32)
    tokens.add_token(
        session,
        token=ApiToken(
            workspace_id=workspace.id,
            name=name,
            hashed=_hash(secret),
            scopes=" ".join(scope for scope in SCOPES if scope in scopes),
            created_at=now,
        ),
    )
    record_audit(session, workspace_id=workspace.id, at=now, actor_id=None, action="token made", detail=name)
    return secret


def revoke_token(session: Session, *, workspace: Workspace, name: str, now: dt.datetime) -> None:
    """Take the token with this name out of use, at once. Raises WrongToken with the names that there are."""
    known = [t for t in tokens.list_tokens(session, workspace_id=workspace.id) if t.revoked_at is None]
    for token in known:
        if token.name == name:
            token.revoked_at = now
            session.add(token)
            record_audit(session, workspace_id=workspace.id, at=now, actor_id=None, action="token revoked", detail=name)
            return
    raise WrongToken(
        "No token is called {name}. Tokens: {known}.",
        name=name,
        known=", ".join(token.name for token in known) or "none",
    )


def find_bearer(session: Session, *, secret: str, now: dt.datetime) -> Bearer | None:
    """Who brings this token; None when it is unknown or revoked."""
    token = tokens.find_token(session, hashed=_hash(secret))
    if token is None:
        return None
    return Bearer(
        token_id=token.id,
        workspace_id=token.workspace_id,
        name=token.name,
        scopes=frozenset(token.scopes.split()),
        stale=token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY,
    )


def name_of_revoked(session: Session, *, secret: str) -> str | None:
    """The name of a token that was revoked; None of one that nobody knows."""
    token = tokens.find_token(session, hashed=_hash(secret), revoked=True)
    return token.name if token is not None else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
