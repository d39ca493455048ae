"""What reps are told besides the morning nudge: welcome, evening, the week's recap, thanks."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlmodel import Session

from bot.coach.nudges.evening import evenings_for
from bot.coach.nudges.recap import recaps_for
from bot.coach.nudges.welcome import welcomes_for
from bot.coach.people.kudos import kudos_for
from bot.coach.people.status_leave import status_leaves_for
from bot.delivery.rendering import Withdrawn
from bot.messages.evening import evening_message
from bot.messages.kudos import kudos_message
from bot.messages.language import language_of
from bot.messages.message import Message
from bot.messages.recap import recap_message
from bot.messages.status_leave import status_leave_message
from bot.messages.welcome import welcome_message
from storage.tables import Delivery, Workspace
from storage.workspaces import find_workspace

Said = Mapping[int, Message | Withdrawn]
Content = TypeVar("Content")


def render_evenings(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Said:
    """The evening wrap-up, where something seems to be missing."""
    workspace = _workspace(session)
    found = evenings_for(session, workspace=workspace, rows=rows, now=now)
    return _said(
        found, lambda each: evening_message(each, language_of(each.member, workspace)), otherwise="nothing is missing"
    )


def render_recaps(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Said:
    """The week's recap."""
    workspace = _workspace(session)
    found = recaps_for(session, workspace=workspace, rows=rows, now=now)
    return _said(
        found, lambda each: recap_message(each, language_of(each.member, workspace)), otherwise="nothing to tell of"
    )


def render_welcomes(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Said:
    """A rep's first message."""
    workspace = _workspace(session)
    found = welcomes_for(session, workspace=workspace, rows=rows, now=now)
    return _said(
        found, lambda each: welcome_message(each, language_of(each.member, workspace)), otherwise="no goal any more"
    )


def render_status_leaves(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Said:
    """What was noted of a member's Slack status."""
    workspace = _workspace(session)
    found = status_leaves_for(session, workspace=workspace, rows=rows, now=now)
    return _said(
        found,
        lambda each: status_leave_message(each, language_of(each.member, workspace)),
        otherwise="nothing of it is noted any more",
    )


def render_kudos(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Said:
    """A colleague's thanks."""
    workspace = _workspace(session)
    return _said(
        kudos_for(session, rows=rows),
        lambda each: kudos_message(each, language_of(each.receiver, workspace)),
        otherwise="one of the two has left",
    )


def _said(found: Mapping[int, Content | None], say: Callable[[Content], Message], *, otherwise: str) -> Said:
    """The message of each delivery, or why there is none."""
    return {
        delivery_id: Withdrawn(otherwise) if content is None else say(content) for delivery_id, content in found.items()
    }


def _workspace(session: Session) -> Workspace:
    workspace = find_workspace(session)
    assert workspace is not None
    return workspace
