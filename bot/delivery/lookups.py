"""Finds out what became of an attempt of unknown outcome, before anything is sent twice."""

import datetime as dt
from typing import Any

from bot.core.kinds import Kinds
from bot.delivery.attempts import CLAIM_SECONDS, LOOKUP_AFTER, Attempt, put_back, sent, unknown_until
from bot.delivery.gateway import Gateway
from bot.delivery.limiter import Limiter
from bot.delivery.outcomes import ATTEMPTS, MISTAKE
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from storage import outbox
from storage.engine import Database
from storage.tables import Delivery, DeliveryState

METHOD = "conversations.history"
LOOKUPS = 2
"""So often Slack is asked before a message counts as not arrived."""


def look_one_up(
    database: Database,
    gateway: Gateway,
    limiter: Limiter,
    *,
    kinds: Kinds,
    workspace_id: int,
    holder: str,
    now: dt.datetime,
) -> Attempt | None:
    """Look for one message whose outcome is unknown and due; what came of it, None when there is none to look for."""
    if limiter.delay(METHOD, "", now) > 0:
        return None
    with database.writing() as session:
        row = outbox.claim_unknown(session, workspace_id=workspace_id, holder=holder, now=now, seconds=CLAIM_SECONDS)
    if row is None:
        return None
    limiter.take(METHOD, "", now)
    return Attempt(row, _settle(gateway, limiter, kinds, row, now))


def _settle(gateway: Gateway, limiter: Limiter, kinds: Kinds, row: Delivery, now: dt.datetime) -> dict[str, Any]:
    """Find out what became of an attempt of unknown outcome."""
    try:
        channel = row.channel or (row.recipient if row.member_id is None else gateway.open_conversation(row.recipient))
        posted = gateway.look_up(channel, row.token, _since(gateway, row))
    except Throttled as throttled:
        limiter.method(METHOD).refused(now, throttled.seconds)
        return unknown_until(row, now + dt.timedelta(seconds=throttled.seconds))
    except (OutcomeUnknown, NotDone):
        return unknown_until(row, now + LOOKUP_AFTER)
    except (Refused, TokenRevoked) as refusal:
        return _cannot_know(kinds, row, now, refusal.error)
    if posted is not None:
        return sent(posted, now)
    if row.lookups + 1 < LOOKUPS:
        return {**unknown_until(row, now + LOOKUP_AFTER), "lookups": row.lookups + 1}
    if row.expires_at is not None and row.expires_at <= now:
        return {"state": DeliveryState.EXPIRED, "error": "did not arrive, and is too late now"}
    if row.attempts >= ATTEMPTS and MISTAKE in row.error:
        return {"state": DeliveryState.FAILED, "error": row.error}
    return {**put_back(row, now), "lookups": 0, "attempts": row.attempts}


def _since(gateway: Gateway, row: Delivery) -> dt.datetime:
    """From when on Slack is asked, by its clock. An attempt before its first answer was noted by our own, which may be
    ahead: the earlier of the two is never too late, and costs a few messages more to look through.
    """
    at = row.attempted_at or row.due_at
    return min(at, at - (gateway.slack_time.ahead() or dt.timedelta()))


def _cannot_know(kinds: Kinds, row: Delivery, now: dt.datetime, why: str) -> dict[str, Any]:
    expired = row.expires_at is not None and row.expires_at <= now
    if kinds[row.kind].at_most_once or expired:
        return {"state": DeliveryState.FAILED, "error": f"unknown whether it arrived, not repeated ({why})"}
    return {**put_back(row, now), "possibly_repeated": True}
