"""What the doors share: who speaks, in which language, and what is said when it goes wrong."""

import contextlib
import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from bot.coach.nudges.attention import note_answer
from bot.coach.people.members import find_speaker, local_date
from bot.coach.people.permissions import NotAllowed
from bot.coach.people.refusals import note_refusal
from bot.failures import Failure
from bot.listeners.context import Context
from bot.listeners.mishaps import database_failure, show_over, view_of
from bot.listeners.repeats import Repeated, take_once
from bot.messages.answers import failure_message, plain_message
from bot.messages.language import Language, language_for, language_of
from bot.messages.message import Message
from storage.people import find_member
from storage.tables import Member, Workspace
from storage.troubles import sentence_of
from storage.workspaces import find_workspace

log = structlog.get_logger(__name__)


class NotSetUp(Failure):
    """Pacer has not met this workspace."""

    def __init__(self) -> None:
        super().__init__("Pacer is not set up for this workspace yet. Ask your admin to run `pacer users sync`.")


@dataclass(frozen=True)
class Visit:
    """Somebody at a door: a committing session, who they are, and when."""

    session: Session
    workspace: Workspace
    member: Member
    language: Language
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The date where they are."""
        return local_date(self.member, self.workspace, self.now)


@contextlib.contextmanager
def visit(context: Context, slack_user_id: str) -> Iterator[Visit]:
    """Open a transaction for this Slack user; it commits when the block ends. Raises UnknownMember, NotSetUp."""
    now = context.clock.now()
    with context.database.writing() as session:
        workspace = find_workspace(session)
        if workspace is None:
            raise NotSetUp
        member = find_speaker(session, workspace=workspace, slack_user_id=slack_user_id)
        note_answer(member)
        language = context.languages[slack_user_id] = language_of(member, workspace)
        yield Visit(session, workspace, member, language, now)


def answer_to(context: Context, slack_user_id: str, compose: Callable[[Visit], Message]) -> Message:
    """What `compose` answers to this Slack user, in one transaction; of a Failure, what they can do instead.

    The sender is woken: whatever was planned goes out at once.
    """
    try:
        with visit(context, slack_user_id) as here:
            answer = compose(here)
    except Failure as failure:
        keep_refusal(context, slack_user_id, failure)
        answer = failure_message(failure, reader_language(context, slack_user_id))
    context.wake.set()
    return answer


def answer_command(context: Context, command: Mapping[str, Any], compose: Callable[[Visit], Message]) -> dict[str, Any]:
    """The arguments of Bolt's ack for a command: an answer that only the person who asked sees."""
    return as_answer(answer_to(context, command["user_id"], compose))


def answer_click(
    context: Context, body: Mapping[str, Any], compose: Callable[[Visit], Message], *, replaces: bool = False
) -> None:
    """Answer a click below the message that was clicked, or in its place when it `replaces` it; a repeated one not.

    A click in the Home tab is answered on top of it, with the Home as it is after the click.
    """

    def once(here: Visit) -> Message:
        take_once(here.session, here.workspace, body, now=here.now)
        return compose(here)

    try:
        answer = answer_to(context, body["user"]["id"], once)
    except Repeated:
        return
    if "response_url" in body:
        send = context.replies.replace if replaces else context.replies.add
        send(body["response_url"], answer)
    else:
        context.homes.publish(body["user"]["id"], notice=answer, seen=hash_of_home(body))


def hash_of_home(body: Mapping[str, Any]) -> str:
    """The hash of the Home in which somebody clicked; empty elsewhere."""
    view = body.get("view") or {}
    return str(view.get("hash") or "") if view.get("type") == "home" else ""


def keep_refusal(context: Context, slack_user_id: str, failure: Failure) -> None:
    """Note an attempt at what this Slack user may not do; any other failure passes."""
    if not isinstance(failure, NotAllowed):
        return
    with context.database.writing() as session:
        workspace = find_workspace(session)
        if workspace is not None:
            note_refusal(
                session, workspace=workspace, slack_user_id=slack_user_id, refusal=failure, now=context.clock.now()
            )


def reader_language(context: Context, slack_user_id: str) -> Language:
    """The language of this Slack user; English where they are not known. Without the database it is their last one."""
    english = language_for(locale="en", currency="USD")
    try:
        with context.database.reading() as session:
            workspace = find_workspace(session)
            if workspace is None or workspace.id is None:
                return english
            member = find_member(session, workspace_id=workspace.id, slack_user_id=slack_user_id)
            return language_of(member, workspace)
    except sa.exc.SQLAlchemyError:
        return context.languages.get(slack_user_id, english)


def as_answer(message: Message) -> dict[str, Any]:
    """The arguments of Bolt's ack for an answer that only the person who asked sees."""
    return {"text": message.text, "blocks": list(message.blocks), "response_type": "ephemeral"}


def receipt_of(payload: Mapping[str, Any]) -> str:
    """What is the same when Slack sends the same command, click or submission again."""
    return str(payload.get("trigger_id") or payload.get("event_id") or "")


def register_errors(app: App, context: Context) -> None:
    """Say what is wrong with the database; log what nobody expected with an id, and tell the person that id."""

    @app.error
    def unexpected(error: Exception, request: BoltRequest, body: Mapping[str, Any], client: WebClient) -> BoltResponse:
        if request.mode != "socket_mode":
            # It came past our doorways (bot/slack_requests.py), and what failed may be the check of its signature.
            log.error("request of unknown origin failed", error=type(error).__name__)
            return BoltResponse(status=401, body="")
        user = _speaker_of(body)
        language = reader_language(context, user)
        failure = database_failure(error)
        if failure is not None:
            log.error("nothing saved", why=sentence_of(error), error=type(error).__name__)
            message = failure_message(failure, language)
        else:
            incident = uuid.uuid4().hex[:8]
            log.error("listener failed", incident=incident, error=type(error).__name__, exc_info=error)
            message = plain_message(
                language(
                    "Something went wrong, and nothing was saved. Please try again; if it goes wrong again, tell your "
                    "admin this number: {incident}",
                    incident=incident,
                )
            )
        if "command" in body:
            return BoltResponse(status=200, body=as_answer(message))
        if body.get("type") == "view_submission":
            # An empty answer would close the form, as if all were well.
            return BoltResponse(status=200, body={"response_action": "push", "view": view_of(message, language)})
        view = body.get("view")
        if url := body.get("response_url"):
            context.replies.add(str(url), message)
        elif user and isinstance(view, Mapping) and view.get("type") == "home" and failure is None:
            context.homes.publish(user, notice=message)
        elif body.get("trigger_id"):
            show_over(client, body, view_of(message, language))
        return BoltResponse(status=200, body="")


def _speaker_of(body: Mapping[str, Any]) -> str:
    """Who sent this, as far as it can be read: it may have failed because it has another form than Slack's."""
    user = body.get("user")
    found = body.get("user_id") or (user.get("id") if isinstance(user, Mapping) else user)
    return found if isinstance(found, str) else ""
