"""How what reps are told becomes messages: nudge, evening, the week's recap, welcome."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence

from sqlmodel import Session

from bot.core.kinds import Rendered, Withdrawn, workspace_of, written
from bot.core.words.language import language_of
from bot.core.words.message import Message
from bot.nudges.evening import evenings_for
from bot.nudges.freshness import marks_of
from bot.nudges.help_request import help_requests_for
from bot.nudges.nudge import nudges_for
from bot.nudges.plan_of_day import planned_steps_for
from bot.nudges.recap import recaps_for
from bot.nudges.welcome import welcomes_for
from bot.nudges.words.evening import evening_message
from bot.nudges.words.help_request import help_request_message
from bot.nudges.words.nudge import nudge_message
from bot.nudges.words.planned_step import planned_step_message
from bot.nudges.words.recap import recap_message
from bot.nudges.words.welcome import welcome_message
from storage import people
from storage.tables import Delivery


def render_evenings(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The evening wrap-up, where something seems to be missing."""
    workspace = workspace_of(session)
    found = evenings_for(session, workspace=workspace, rows=rows, now=now)
    return written(
        found, lambda each: evening_message(each, language_of(each.member, workspace)), otherwise="nothing is missing"
    )


def render_planned_steps(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The reminder at a time of one's own choice."""
    workspace = workspace_of(session)
    found = planned_steps_for(session, workspace=workspace, rows=rows, now=now)
    return written(
        found,
        lambda each: planned_step_message(each, language_of(each.member, workspace)),
        otherwise="done by now, or not wanted",
    )


def render_help_requests(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """A rep's note to a manager, in the manager's language."""
    workspace = workspace_of(session)
    readers = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    languages = {row.id: language_of(readers.get(row.member_id or 0), workspace) for row in rows}
    found: dict[int, Message | Withdrawn] = {}
    for delivery_id, note in help_requests_for(session, workspace=workspace, rows=rows, now=now).items():
        found[delivery_id] = (
            Withdrawn("needs no help any more") if note is None else help_request_message(note, languages[delivery_id])
        )
    return found


def render_recaps(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The week's recap."""
    workspace = workspace_of(session)
    found = recaps_for(session, workspace=workspace, rows=rows, now=now)
    return written(
        found, lambda each: recap_message(each, language_of(each.member, workspace)), otherwise="nothing to tell of"
    )


def render_welcomes(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """A rep's first message."""
    workspace = workspace_of(session)
    found = welcomes_for(session, workspace=workspace, rows=rows, now=now)
    return written(
        found, lambda each: welcome_message(each, language_of(each.member, workspace)), otherwise="no goal any more"
    )


def render_nudges(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The morning's message."""
    workspace = workspace_of(session)
    found: dict[int, Message | Withdrawn] = {}
    for delivery_id, nudge in nudges_for(session, workspace=workspace, rows=rows, now=now).items():
        if nudge is None:
            found[delivery_id] = Withdrawn("nothing to say")
            continue
        language = language_of(nudge.member, workspace)
        found[delivery_id] = nudge_message(nudge, language)
    return found


def marks_of_nudges(session: Session, rows: Sequence[Delivery]) -> Mapping[int, Hashable]:
    """What changes when one of these would say something else."""
    return marks_of(session, workspace=workspace_of(session), rows=rows)
