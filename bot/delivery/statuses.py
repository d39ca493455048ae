"""Asks Slack for the status of reps of whom nothing was heard, where the workspace notes leave by it."""

import datetime as dt

import structlog

from bot.core.members import SlackStatus, latest_date
from bot.delivery.gateway import Gateway
from bot.delivery.limiter import Limiter
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from bot.leave.status_leave import follow_status
from bot.setup.directory import slack_status
from storage import people, statuses
from storage.engine import Database
from storage.workspaces import find_workspace

log = structlog.get_logger(__name__)

METHOD = "users.profile.get"
WITHOUT_SCOPE = 3600.0
"""Seconds until it is tried again after Slack said that the app may not read profiles; `pacer doctor` says what to do.
Changes of a status are told by events all the same."""


def ask_for_status(
    database: Database, gateway: Gateway, limiter: Limiter, *, workspace_id: int, now: dt.datetime
) -> bool:
    """Ask for one rep's status and follow it; whether there may be more."""
    if limiter.delay(METHOD, "", now) > 0:
        return False
    with database.reading() as session:
        member = statuses.status_to_ask_for(session, workspace_id=workspace_id, date=latest_date(now))
    if member is None:
        return False
    limiter.take(METHOD, "", now)
    try:
        status = slack_status(gateway.profile(member.slack_user_id)) or SlackStatus()
    except Throttled as throttled:
        limiter.method(METHOD).refused(now, throttled.seconds)
        return False
    except (OutcomeUnknown, NotDone, TokenRevoked):
        return False
    except Refused as refusal:
        log.warning("status unknown", workspace=workspace_id, member=member.id, error=refusal.error)
        if refusal.error == "missing_scope":
            limiter.method(METHOD).refused(now, WITHOUT_SCOPE)
            return False
        status = SlackStatus()
    with database.writing() as session:
        workspace = find_workspace(session)
        found = people.members_by_id(session, ids={member.id}).get(member.id)
        if workspace is not None and found is not None:
            follow_status(session, workspace=workspace, member=found, status=status, now=now)
    return True
