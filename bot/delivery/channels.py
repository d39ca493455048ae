"""Finds out who reads the teams' alert channels, so that nobody is named where others read along."""

import datetime as dt

import structlog

from bot.alerts.closed_channels import note_closed_channel, reopen_channel
from bot.core.changes import refresh_checklists
from bot.delivery.gateway import ChannelSeen, Gateway
from bot.delivery.limiter import Limiter
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from storage import memberships
from storage.engine import Database

log = structlog.get_logger(__name__)

METHOD = "conversations.info"
ASK_AGAIN = dt.timedelta(hours=1)
ARCHIVED = "is_archived"
UNKNOWN = "unknown"
"""Slack would not say. Names then go where they are safe: to the managers by direct message."""


def ask_about_channel(
    database: Database, gateway: Gateway, limiter: Limiter, *, workspace_id: int, now: dt.datetime
) -> bool:
    """Ask Slack about one team's alert channel that was not asked about for an hour; whether there may be more."""
    if limiter.delay(METHOD, "", now) > 0:
        return False
    with database.reading() as session:
        team = memberships.channel_to_ask_about(session, workspace_id=workspace_id, before=now - ASK_AGAIN)
    if team is None:
        return False
    limiter.take(METHOD, "", now)
    try:
        seen = gateway.look_at_channel(team.alert_channel)
    except Throttled as throttled:
        limiter.method(METHOD).refused(now, throttled.seconds)
        return False
    except (OutcomeUnknown, NotDone, TokenRevoked):
        return False  # asked again at the next look; until then what was known holds
    except Refused as refusal:
        log.warning("channel unknown", workspace=workspace_id, team=team.id, error=refusal.error)
        seen = ChannelSeen(UNKNOWN, inside=False)
        if refusal.error == ARCHIVED:
            with database.writing() as session:
                note_closed_channel(session, team_id=team.id, error=ARCHIVED, now=now)
    with database.writing() as session:
        if seen.audience != UNKNOWN and team.channel_trouble == ARCHIVED:
            reopen_channel(session, team_id=team.id)
        memberships.note_audience(
            session,
            team_id=team.id,
            channel=team.alert_channel,
            audience=seen.audience,
            at=now,
            inside=seen.inside,
            readers=seen.readers,
            reader_count=seen.count,
        )
        changed = (seen.audience, seen.inside, " ".join(seen.readers)) != (
            team.channel_audience,
            team.channel_inside,
            team.channel_readers,
        )
        if changed:
            refresh_checklists(session, workspace_id=workspace_id)
    return True
