"""What is known of the rates that Slack allows."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from storage.dialect import insert_or_replace
from storage.tables import RateState


def find_rate(session: Session, *, workspace_id: int, scope: str) -> RateState | None:
    """What is known of one method; None before its first use."""
    return session.exec(
        select(RateState).where(RateState.workspace_id == workspace_id, RateState.scope == scope)
    ).first()


def store_rate(session: Session, *, row: Mapping[str, Any]) -> None:
    """Store it, given as columns, in the place of what was known before."""
    insert_or_replace(session, RateState, [row], key=("workspace_id", "scope"))
