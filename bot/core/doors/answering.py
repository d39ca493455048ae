"""What the doors share: who speaks, in which language, and what is said when it goes wrong."""

import contextlib
import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from bot.core.doors.context import Context
from bot.core.doors.conversation import NotAnswered
from bot.core.doors.faults import database_failure, show_over, view_of
from bot.core.doors.repeats import Repeated, take_once
from bot.core.doors.timed_app import door_of
from bot.core.failures import Failure
from bot.core.looks import Looked, collected_looks, note_collected
from bot.core.members import find_speaker, note_answer
from bot.core.permissions import NotAllowed
from bot.core.refusals import note_refusal
from bot.core.words.answers import failure_message, late_message, plain_message
from bot.core.words.language import Language, language_for, language_of
from bot.core.words.message import Message
from bot.core.work import Work
from storage.database_errors import sentence_of
from storage.engine import WritingRefused
from storage.people import find_member
from storage.tables import Member
from storage.workspaces import find_workspace
from storage.write_queue import DatabaseBusy

log = structlog.get_logger(__name__)

LITTLE = 0.3
"""Seconds that the database is waited for to say no: in which words, and that it was said."""
Shown = TypeVar("Shown")


class NotSetUp(Failure):
    """Pacer has not met this workspace."""

    def __init__(self) -> None:
        super().__init__("Pacer isn't set up here yet. Ask your admin to run `pacer users sync`.")


class Busy(Failure):
    """The database was not free while the person could be kept waiting; nothing of what they asked for was stored."""

    def __init__(self) -> None:
        super().__init__("Pacer is busy right now, so nothing was saved. Please try again in a minute.")


@dataclass(frozen=True)
class Visit(Work):
    """The work of somebody at a door, and who they are. Its session commits, unless they are only shown things."""

    member: Member
    language: Language

    @property
    def today(self) -> dt.date:
        """The date where they are."""
        return self.today_of(self.member)


@contextlib.contextmanager
def visit(context: Context, slack_user_id: str) -> Iterator[Visit]:
    """Open a transaction for this Slack user; it commits when the block ends. Raises UnknownMember, NotSetUp, Busy."""
    try:
        with context.database.writing(patience=context.patience.left()) as session:
            here = _visit_in(session, context, slack_user_id)
            note_answer(here.member)
            yield here
    except DatabaseBusy as busy:
        raise Busy from busy


@contextlib.contextmanager
def look(context: Context, slack_user_id: str) -> Iterator[Visit]:
    """Let this Slack user see something: nobody who writes is waited for, and nobody waits for it.

    Whom they looked at is noted before the block's end, in a short transaction: where that cannot be, nothing may be
    shown. Raises UnknownMember, NotSetUp, Busy, and WritingRefused when something else is to be changed.
    """
    try:
        with context.database.reading(patience=context.patience.left(), strict=True) as session:
            here = _visit_in(session, context, slack_user_id)
            with collected_looks(session) as looks:
                yield here
        if looks or here.member.unanswered:
            _note_look(context, here, looks)
    except DatabaseBusy as busy:
        raise Busy from busy


def _visit_in(session: Session, context: Context, slack_user_id: str) -> Visit:
    now = context.clock.now()
    workspace = find_workspace(session)
    if workspace is None:
        raise NotSetUp
    member = find_speaker(session, workspace=workspace, slack_user_id=slack_user_id)
    language = context.languages[slack_user_id] = language_of(member, workspace)
    return Visit(session, workspace, now, member, language)


def _note_look(context: Context, here: Visit, looks: Sequence[Looked]) -> None:
    try:
        with context.database.writing(patience=context.patience.left()) as session:
            again = _visit_in(session, context, here.member.slack_user_id)
            note_answer(again.member)
            note_collected(session, workspace=again.workspace, looks=looks)
    except DatabaseBusy:
        if looks:
            raise
        # That they read their nudges is noted the next time.


@dataclass(frozen=True)
class Then:
    """What is answered after the commit: what was stored is told without keeping others from writing."""

    tell: Callable[[], Message]
    saved: bool = True
    """Whether something was stored that the person must hear of even when it cannot be told."""


def see(context: Context, slack_user_id: str, compose: Callable[[Visit], Shown]) -> Shown:
    """What `compose` makes for this Slack user, who mostly only wants to see something: by a look, and by a visit where
    something is to be changed after all. So it may be called twice."""
    with contextlib.suppress(WritingRefused), look(context, slack_user_id) as here:
        return compose(here)
    with visit(context, slack_user_id) as here:
        return compose(here)


def answer_to(
    context: Context, slack_user_id: str, compose: Callable[[Visit], Message | Then], *, reads: bool = False
) -> Message:
    """What `compose` answers to this Slack user, in one transaction or after it; of a Failure, what to do instead.

    `reads` says that it mostly only shows something (see `see`). The sender is woken: whatever was planned goes out at
    once. Raises Busy.
    """
    try:
        if reads:
            answer = see(context, slack_user_id, compose)
        else:
            with visit(context, slack_user_id) as here:
                answer = compose(here)
        if isinstance(answer, Then):
            answer = told(context, slack_user_id, answer)
    except Busy:
        raise
    except Failure as failure:
        keep_refusal(context, slack_user_id, failure)
        answer = failure_message(failure, reader_language(context, slack_user_id))
    context.wake.set()
    return answer


def told(context: Context, slack_user_id: str, then: Then) -> Message:
    """The answer after the commit. When that goes wrong, what was saved was saved, and nobody may think otherwise."""
    try:
        return then.tell()
    except Exception as failure:
        if not then.saved:
            raise
        log.exception("saved, but not told", error=type(failure).__name__)
        language = reader_language(context, slack_user_id)
        return plain_message(language("That's saved. I can't show your new totals right now."))


def answer_command(
    context: Context, command: Mapping[str, Any], compose: Callable[[Visit], Message | Then], *, reads: bool = False
) -> dict[str, Any]:
    """The arguments of Bolt's ack for a command: an answer that only the person who asked sees.

    Nothing ({}) when Slack may have stopped waiting: then it goes through the command's response_url, and only there,
    so that whoever reads that the command failed learns what became of it.
    """
    try:
        answer = answer_to(context, command["user_id"], compose, reads=reads)
    except Busy as busy:
        answer = failure_message(busy, reader_language(context, command["user_id"]))
    return in_time(context, command, answer, lambda: reader_language(context, command["user_id"]))


def in_time(
    context: Context, command: Mapping[str, Any], answer: Message, language: Callable[[], Language]
) -> dict[str, Any]:
    """The arguments of Bolt's ack with this answer to a command; none where it is late and was sent otherwise."""
    if not context.patience.is_over or not command.get("response_url"):
        return as_answer(answer)
    context.replies.add(str(command["response_url"]), late_message(answer, language()))
    return {}


def answer_click(
    context: Context, body: Mapping[str, Any], compose: Callable[[Visit], Message | Then], *, replaces: bool = False
) -> None:
    """Answer a click below the message that was clicked, or in its place when it `replaces` it; a repeated one not.

    A click in the Home tab is answered on top of it, with the Home as it is after the click.
    """

    def once(here: Visit) -> Message | Then:
        take_once(here.session, here.workspace, body, now=here.now)
        return compose(here)

    try:
        answer = answer_to(context, body["user"]["id"], once)
    except Repeated:
        return
    except Busy as busy:
        # What was clicked stays, so that it can be clicked again.
        answer, replaces = failure_message(busy, reader_language(context, body["user"]["id"])), False
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
    try:
        with context.database.writing(patience=max(LITTLE, context.patience.left())) as session:
            workspace = find_workspace(session)
            if workspace is not None:
                note_refusal(
                    session, workspace=workspace, slack_user_id=slack_user_id, refusal=failure, now=context.clock.now()
                )
    except DatabaseBusy:
        log.warning("refusal not noted, the database was busy", user=slack_user_id, refusal=type(failure).__name__)


def reader_language(context: Context, slack_user_id: str) -> Language:
    """The language of this Slack user; English where they are not known. Without the database it is their last one."""
    english = language_for(locale="en", currency="USD")
    try:
        with context.database.reading(patience=LITTLE) as session:
            workspace = find_workspace(session)
            if workspace is None:
                return english
            member = find_member(session, workspace_id=workspace.id, slack_user_id=slack_user_id)
            return language_of(member, workspace)
    except (sa.exc.SQLAlchemyError, DatabaseBusy):
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
            # It came past our doorways (runtime/slack_requests.py), and what failed may be the check of its signature.
            log.error("request of unknown origin failed", error=type(error).__name__)
            return BoltResponse(status=401, body="")
        if isinstance(error, DatabaseBusy | NotAnswered):
            log.warning("listener could not answer now", door=door_of(body), error=type(error).__name__)
            if "event" in body:
                return BoltResponse(status=503, body="")  # Slack sends it again
        user = _speaker_of(body)
        language = reader_language(context, user)
        failure = error if isinstance(error, Failure) else database_failure(error)
        if isinstance(error, Failure):
            log.warning("form not opened", error=type(error).__name__, door=door_of(body))
            message = failure_message(error, language)
        elif failure is not None:
            log.error("nothing saved", why=sentence_of(error), error=type(error).__name__)
            message = failure_message(failure, language)
        else:
            incident = uuid.uuid4().hex[:8]
            log.error("listener failed", incident=incident, error=type(error).__name__, exc_info=error)
            message = plain_message(
                language(
                    "Something went wrong and nothing was saved. Please try again. If it keeps happening, share "
                    "code {incident} with your admin.",
                    incident=incident,
                )
            )
        if "command" in body:
            return BoltResponse(status=200, body=in_time(context, body, message, lambda: language) or "")
        if body.get("type") == "view_submission":
            # An empty answer would close the form, as if all were well.
            return BoltResponse(status=200, body={"response_action": "push", "view": view_of(message, language)})
        view = body.get("view")
        event = body.get("event")
        if isinstance(event, Mapping) and event.get("channel_type") == "im":
            context.conversation.answer(str(event.get("channel")), message, str(body.get("event_id") or ""))
        elif url := body.get("response_url"):
            context.replies.add(str(url), message)
        elif (
            user and isinstance(view, Mapping) and view.get("type") == "home" and (failure is None or failure is error)
        ):
            context.homes.publish(user, notice=message)
        elif isinstance(error, Failure) and user:
            # No form can be opened any more: it is said where they are sure to see it.
            context.conversation.answer(user, message, str(body.get("trigger_id") or uuid.uuid4().hex))
        elif body.get("trigger_id"):
            show_over(client, body, view_of(message, language))
        return BoltResponse(status=200, body="")


def _speaker_of(body: Mapping[str, Any]) -> str:
    """Who sent this, as far as it can be read: it may have failed because it has another form than Slack's."""
    user = body.get("user")
    event = body.get("event")
    if isinstance(event, Mapping) and event.get("type") == "message":
        user = event.get("user")
    found = body.get("user_id") or (user.get("id") if isinstance(user, Mapping) else user)
    return found if isinstance(found, str) else ""
