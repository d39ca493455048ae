"""Updates in place what was sent and is not true any more."""

import datetime as dt

import structlog

from bot.core.words.message import Message
from bot.delivery.attempts import CLAIM_SECONDS
from bot.delivery.composing import Composer
from bot.delivery.gateway import Gateway, Posted
from bot.delivery.limiter import Limiter
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from storage import refreshes
from storage.engine import Database

log = structlog.get_logger(__name__)

METHOD = "chat.update"


def refresh_one(
    database: Database, gateway: Gateway, limiter: Limiter, composer: Composer, *, workspace_id: int, now: dt.datetime
) -> bool:
    """Say one sent message again as it is true now; whether there may be more."""
    if limiter.delay(METHOD, "", now) > 0:
        return False
    with database.writing() as session:
        row = refreshes.claim_refresh(session, workspace_id=workspace_id, now=now, seconds=CLAIM_SECONDS)
    if row is None:
        return False
    claimed = row.refresh_at
    said = composer.render([row], now)[row.id]
    if isinstance(said, Message):
        limiter.take(METHOD, row.channel, now)
        try:
            gateway.update(Posted(row.channel, row.ts), said)
        except Throttled as throttled:
            limiter.method(METHOD).refused(now, throttled.seconds)
            return True  # its claim ends by itself, and it is tried again
        except (OutcomeUnknown, NotDone, TokenRevoked):
            return True
        except Refused as refusal:
            log.warning("update refused", workspace=workspace_id, delivery=row.id, error=refusal.error)
    with database.writing() as session:
        refreshes.refreshed(session, delivery_id=row.id, claimed=claimed)
    return True
