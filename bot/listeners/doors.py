"""What the doors share: who speaks, in which language, and what is said when it goes wrong."""

import contextlib
import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import App, BoltResponse
from sqlmodel import Session

from bot.coach.goals import WrongGoal
from bot.coach.log import NothingToUndo
from bot.coach.people import UnknownMember, find_speaker
from bot.coach.permissions import NotAllowed
from bot.coach.teams import WrongTeam
from bot.coach.why import NoSuchGoal
from bot.listeners.context import Context
from bot.messages.answers import failure_message, plain_message
from bot.messages.language import Language, language_for
from bot.messages.message import Message
from bot.parsing.errors import NotUnderstood
from storage.tables import Member, Workspace
from storage.workspaces import find_workspace

log = structlog.get_logger(__name__)

EXPECTED = (NotUnderstood, NotAllowed, NothingToUndo, UnknownMember, WrongGoal, WrongTeam, NoSuchGoal)


class NotSetUp(Exception):
    """Pacer has not met this workspace."""


@dataclass(frozen=True)
class Visit:
    """Somebody at a door: a committing session, who they are, and when."""

    session: Session
    workspace: Workspace
    member: Member
    language: Language
    now: dt.datetime


@contextlib.contextmanager
def visit(context: Context, slack_user_id: str) -> Iterator[Visit]:
    """Open a transaction for this Slack user; it commits when the block ends. Raises UnknownMember."""
    now = context.clock.now()
    with context.database.writing() as session:
        workspace = find_workspace(session)
        if workspace is None:
            raise NotSetUp
        member = find_speaker(session, workspace=workspace, slack_user_id=slack_user_id)
        yield Visit(session, workspace, member, language_of(member, workspace), now)


def language_of(member: Member, workspace: Workspace) -> Language:
    """The language that the member reads: Slack's locale for them, else the workspace's."""
    return language_for(locale=member.locale or workspace.locale, currency=workspace.currency)


def failure_text(failure: Exception) -> Message:
    """What the person reads of an expected failure."""
    return failure_message(failure)


def as_answer(message: Message) -> dict[str, Any]:
    """The arguments of Bolt's ack for an answer that only the person who asked sees."""
    return {"text": message.text, "blocks": list(message.blocks), "response_type": "ephemeral"}


def receipt_of(payload: Mapping[str, Any]) -> str:
    """What is the same when Slack sends the same command or click again."""
    return str(payload.get("trigger_id") or payload.get("event_id") or "")


def register_errors(app: App, context: Context) -> None:
    """Log what nobody expected with an id, and tell the person that id."""

    @app.error
    def unexpected(error: Exception, body: Mapping[str, Any]) -> BoltResponse:
        incident = uuid.uuid4().hex[:8]
        log.error("listener failed", incident=incident, error=type(error).__name__, exc_info=error)
        message = plain_message(
            f"Something went wrong, and nothing was saved. Please try again; if it goes wrong again, tell your "
            f"admin this number: {incident}"
        )
        if "command" in body:
            return BoltResponse(status=200, body=as_answer(message))
        if url := body.get("response_url"):
            context.replies.add(str(url), message)
        return BoltResponse(status=200, body="")
