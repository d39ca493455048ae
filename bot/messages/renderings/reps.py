"""What reps are told besides the morning nudge: welcome, evening, the week's recap, thanks."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.coach.evening import evenings_for
from bot.coach.kudos import kudos_for
from bot.coach.recap import recaps_for
from bot.coach.welcome import welcomes_for
from bot.delivery.rendering import Withdrawn
from bot.messages.evening import evening_message
from bot.messages.kudos import kudos_message
from bot.messages.language import language_of
from bot.messages.message import Message
from bot.messages.recap import recap_message
from bot.messages.welcome import welcome_message
from storage.tables import Delivery, Workspace
from storage.workspaces import find_workspace

Said = Mapping[int, Message | Withdrawn]


def render_evenings(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Said:
    """The evening wrap-up, where something seems to be missing."""
    workspace = _workspace(session)
    return {
        delivery_id: Withdrawn("nothing is missing")
        if evening is None
        else evening_message(evening, language_of(evening.member, workspace))
        for delivery_id, evening in evenings_for(session, workspace=workspace, rows=rows, now=now).items()
    }


def render_recaps(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Said:
    """The week's recap."""
    workspace = _workspace(session)
    return {
        delivery_id: Withdrawn("nothing to tell of")
        if recap is None
        else recap_message(recap, language_of(recap.member, workspace))
        for delivery_id, recap in recaps_for(session, workspace=workspace, rows=rows, now=now).items()
    }


def render_welcomes(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Said:
    """A rep's first message."""
    workspace = _workspace(session)
    return {
        delivery_id: Withdrawn("no goal any more")
        if welcome is None
        else welcome_message(welcome, language_of(welcome.member, workspace))
        for delivery_id, welcome in welcomes_for(session, workspace=workspace, rows=rows, now=now).items()
    }


def render_kudos(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Said:
    """A colleague's thanks."""
    workspace = _workspace(session)
    return {
        delivery_id: Withdrawn("one of the two has left")
        if thanks is None
        else kudos_message(thanks, language_of(thanks.receiver, workspace))
        for delivery_id, thanks in kudos_for(session, rows=rows).items()
    }


def _workspace(session: Session) -> Workspace:
    workspace = find_workspace(session)
    assert workspace is not None
    return workspace
