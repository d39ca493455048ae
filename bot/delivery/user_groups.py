"""Asks Slack for its user groups, so that a team's reps can be taken from one."""

import datetime as dt

import structlog

from bot.core.changes import refresh_checklists
from bot.delivery.gateway import Gateway
from bot.delivery.limiter import Limiter
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from bot.people.user_groups import note_asked, note_trouble, take_groups
from storage.engine import Database
from storage.workspaces import find_workspace

log = structlog.get_logger(__name__)

METHOD = "usergroups.list"
ASK_AGAIN = dt.timedelta(hours=1)
AFTER_FAILURE = dt.timedelta(minutes=1)


def ask_about_groups(
    database: Database, gateway: Gateway, limiter: Limiter, *, workspace_id: int, now: dt.datetime
) -> bool:
    """Ask for all user groups, hourly or when somebody wants to know; whether there may be more to do.

    Teams that wait for it are brought up to date in the same transaction.
    """
    if limiter.delay(METHOD, "", now) > 0:
        return False
    with database.reading() as session:
        workspace = find_workspace(session)
    if workspace is None or (workspace.groups_seen_at is not None and now - workspace.groups_seen_at < ASK_AGAIN):
        return False
    limiter.take(METHOD, "", now)
    trouble = ""
    try:
        groups = gateway.user_groups()
    except Throttled as throttled:
        limiter.method(METHOD).refused(now, throttled.seconds)
        return False
    except (OutcomeUnknown, NotDone, TokenRevoked):
        with database.writing() as session:
            note_asked(session, now=now - ASK_AGAIN + AFTER_FAILURE)
        return False
    except Refused as refusal:
        # missing_scope where the scope, which is optional, was not given; plan_upgrade_required on a free plan.
        groups, trouble = [], refusal.error
    with database.writing() as session:
        found = find_workspace(session)
        assert found is not None
        if trouble:
            note_trouble(session, workspace=found, trouble=trouble, now=now)
        else:
            rows = [
                {"slack_id": each.slack_id, "handle": each.handle, "name": each.name, "people": " ".join(each.people)}
                for each in groups
            ]
            if take_groups(session, workspace=found, rows=rows, now=now):
                refresh_checklists(session, workspace_id=workspace_id)
    return True
