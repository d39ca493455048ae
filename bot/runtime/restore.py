"""A restored backup, made ready: what may have been sent since it was made is not sent again."""

import datetime as dt

from bot.runtime.kinds import kinds
from bot.runtime.schedule import plan_everything
from storage import outbox
from storage.engine import Database
from storage.rounds import end_rests
from storage.workspaces import find_workspace


def make_ready(database: Database, *, now: dt.datetime) -> None:
    """Settle what was due before `now`, in a copy on which nobody runs yet.

    A delivery that was open in the backup may have been sent since: it is looked up in Slack before anything else.
    What became due after the backup is not in it, and cannot be looked up: it is taken now, and a message that is
    rather not sent than sent twice (a nudge) is not sent; any other says that it may be a repetition.
    """
    with database.writing() as session:
        workspace = find_workspace(session)
        if workspace is None:
            return
        outbox.doubt(session, workspace_id=workspace.id, now=now)
        last = outbox.last_id(session, workspace_id=workspace.id)
    plan_everything(database, now)
    with database.writing() as session:
        end_rests(session)
        for name, kind in kinds().items():
            outbox.distrust(session, workspace_id=workspace.id, kind=name, after_id=last, cancel=kind.at_most_once)
