"""What a sender knows of Slack's limits, kept for the one that takes over from it."""

from sqlmodel import Session

from bot.delivery.limiter import Pace
from storage import rates


def load_pace(session: Session, *, workspace_id: int, method: str) -> Pace | None:
    """What the sender before knew of this method; None when nobody has sent yet. A stored pace loads the same."""
    row = rates.find_rate(session, workspace_id=workspace_id, scope=method)
    if row is None:
        return None
    return Pace.handed_over(
        rate=row.rate,
        tokens=row.tokens,
        burst=row.burst,
        good=row.good,
        bad=row.bad,
        blocked_until=row.blocked_until,
        refused_at=row.refused_at,
        at=row.updated_at,
    )


def store_pace(session: Session, *, workspace_id: int, method: str, pace: Pace) -> None:
    """Keep it."""
    rates.store_rate(
        session,
        row={
            "workspace_id": workspace_id,
            "scope": method,
            "rate": pace.rate,
            "tokens": pace.tokens,
            "burst": pace.burst,
            "good": pace.good,
            "bad": None if pace.bad == float("inf") else pace.bad,
            "blocked_until": pace.blocked_until,
            "refused_at": pace.refused_at,
            "updated_at": pace.at,
        },
    )
