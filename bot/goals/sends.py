"""Proposals of goals, what came of them, and goals as a file, at the moment they are sent."""

import datetime as dt
from collections.abc import Callable, Sequence

from sqlmodel import Session

from bot.core.kinds import Rendered, Withdrawn, workspace_of
from bot.core.words.language import Language, language_of
from bot.core.words.message import Message
from bot.core.work import Work
from bot.goals.proposal_messages import Proposal, proposals_for
from bot.goals.words.proposal import answer_message, proposal_message
from storage import people
from storage.tables import Delivery


def render_proposals(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """For those who decide."""
    return _render(session, rows, now, proposal_message)


def render_proposal_answers(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """For the reps who proposed."""
    return _render(session, rows, now, answer_message)


def _render(
    session: Session, rows: Sequence[Delivery], now: dt.datetime, write: Callable[[Proposal, Language], Message]
) -> Rendered:
    workspace = workspace_of(session)
    readers = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    whose = {row.id: readers.get(row.member_id or 0) for row in rows}
    return {
        delivery_id: Withdrawn("the proposal is gone")
        if proposal is None
        else write(proposal, language_of(whose[delivery_id], workspace))
        for delivery_id, proposal in proposals_for(Work(session, workspace, now), rows=rows).items()
    }
