"""The turns of who asks the HTTP API, counted for all processes together."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.dialect import insert_or_ignore
from storage.tables import ApiTurn


def take_turn(
    session: Session, *, workspace_id: int, caller: str, per_second: float, burst: int, now: float | None = None
) -> float:
    """0.0 where the caller has a turn, which is taken; else the seconds until there is one.

    A caller has `burst` turns, and `per_second` come back. `now` in seconds; None asks the database's own clock, which
    is the same for all processes. One row is locked until the transaction ends, so let it be a short one. The rule is
    the generic cell rate algorithm of ATM networks (ITU-T I.371): one number a caller.
    """
    known = (col(ApiTurn.workspace_id) == workspace_id, col(ApiTurn.caller) == caller)
    at: Any = _clock(session) if now is None else sa.literal(now)
    apart = 1.0 / per_second
    spare = (burst - 1) * apart
    full_at = col(ApiTurn.full_at)
    take = (
        sa.update(ApiTurn)
        .where(*known, full_at <= at + spare)
        .values(full_at=sa.case((full_at > at, full_at), else_=at) + apart)
        .execution_options(synchronize_session=False)
    )
    while not session.execute(take).rowcount:  # type: ignore[attr-defined]
        wait = session.execute(sa.select(full_at - spare - at).where(*known)).scalar()
        if wait is not None:
            # A turn that came back between the two statements is there at the next request.
            return max(float(wait), 0.001)
        insert_or_ignore(session, ApiTurn, [{"workspace_id": workspace_id, "caller": caller, "full_at": 0.0}])
    return 0.0


def _clock(session: Session) -> Any:
    if session.get_bind().dialect.name == "sqlite":
        return (sa.func.julianday("now") - 2_440_587.5) * 86_400.0
    # Not now(): that stands still within a transaction.
    return sa.cast(sa.func.extract("epoch", sa.func.clock_timestamp()), sa.Float(53))
