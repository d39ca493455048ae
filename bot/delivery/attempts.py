"""What came of trying to deliver: the columns that a delivery gets."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.delivery.gateway import Posted
from storage.tables import Delivery, DeliveryState

CLAIM_SECONDS = 60.0
"""So long nobody else takes what was claimed; longer than the client waits for Slack."""
LOOKUP_AFTER = dt.timedelta(seconds=60)
"""So long after an attempt of unknown outcome a message is surely seen when it is looked for."""


@dataclass(frozen=True)
class Attempt:
    """What came of one attempt: the columns to change."""

    delivery: Delivery
    values: Mapping[str, Any]
    throttled: bool = False


def sent(posted: Posted, now: dt.datetime) -> dict[str, Any]:
    """It is in Slack."""
    return {"state": DeliveryState.SENT, "channel": posted.channel, "ts": posted.ts, "sent_at": now, "error": ""}


def put_back(row: Delivery, at: dt.datetime) -> dict[str, Any]:
    """Nothing was sent: as before, to be tried at `at`."""
    return {
        "state": DeliveryState.PLANNED,
        "next_attempt_at": at,
        "attempts": max(0, row.attempts - 1),
        "error": "",
    }


def unknown_until(row: Delivery, at: dt.datetime) -> dict[str, Any]:
    """It may have been sent: to be looked for at `at`."""
    return {"state": DeliveryState.UNKNOWN, "next_attempt_at": at, "error": row.error}
