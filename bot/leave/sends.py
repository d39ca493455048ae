"""How what is said of leave becomes messages."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from bot.core.kinds import Rendered, workspace_of, written
from bot.core.words.language import language_of
from bot.leave.status_leave import status_leaves_for
from bot.leave.words.status_leave import status_leave_message
from storage.tables import Delivery


def render_status_leaves(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """What was noted of a member's Slack status."""
    workspace = workspace_of(session)
    found = status_leaves_for(session, workspace=workspace, rows=rows, now=now)
    return written(
        found,
        lambda each: status_leave_message(each, language_of(each.member, workspace)),
        otherwise="nothing of it is noted any more",
    )
