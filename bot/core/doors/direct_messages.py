"""Messages that people write to Pacer itself: each is answered once, in its conversation, and nothing else is read.

What is stored of one is stored by its room with the message's own receipt; the text is neither kept nor logged. Slack
sends an event again until it is acknowledged, so an answer that could not be given is left to the next time.
"""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, App

from bot.core.changes import refresh_checklists
from bot.core.doors.answering import Busy, Visit, answer_click, answer_to
from bot.core.doors.context import Context
from bot.core.doors.conversation import NotAnswered
from bot.core.doors.typed import (
    LONGEST,
    MOST_OFFERED,
    Answered,
    HeardFile,
    Named,
    Table,
    Typable,
    Understood,
    without_politeness,
)
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.core.words.typed import (
    HELP,
    files_not_read_message,
    not_understood_message,
    typed_help_message,
    unchanged_message,
    which_message,
)
from storage.workspaces import find_receipt, find_workspace, keep_answer, note_first_message, take_receipt
from storage.write_queue import DatabaseBusy

HELPS = frozenset({"help", "?", "bantuan", "tolong", "menu", "examples", "contoh"})
BY_PEOPLE = frozenset({"", "thread_broadcast"})
"""The subtypes of a message that somebody typed; a file, a join, an edit have others."""
WITH_FILE = "file_share"
ANSWERED = "answered"
MOST_COMPOSED = 200


@dataclass(frozen=True)
class Heard:
    """A message that somebody typed to Pacer, or (with `change`) what they did to one."""

    user: str
    channel: str
    ts: str
    text: str
    thread_ts: str
    event: str
    """The event's id, which is the same when Slack sends it again."""
    change: str = ""
    """"edited" or "deleted"."""
    files: tuple[HeardFile, ...] = ()

    @property
    def receipt(self) -> str:
        """What is the same whenever this message is spoken of."""
        return f"message:{self.channel}:{self.ts}"

    @property
    def token(self) -> str:
        """By which the answer is found in the conversation."""
        return hashlib.sha256(f"{self.receipt}:{self.change}".encode()).hexdigest()[:32]


def register(app: App, context: Context, table: Table) -> None:
    """Register the event and the buttons of these answers."""
    listener = _Listener(context, table)

    @app.event("message")
    def message(body: dict[str, Any], event: dict[str, Any]) -> None:
        heard = heard_in(body, event)
        if heard is not None:
            listener.hear(heard)

    @app.action(HELP)
    def show_help(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: typed_help_message(here.language))


def heard_in(body: Mapping[str, Any], event: Mapping[str, Any]) -> Heard | None:
    """What a person wrote in the direct conversation, or did to what they wrote; None for everything else."""
    if event.get("channel_type") != "im" or _is_program(event):
        return None
    subtype = str(event.get("subtype") or "")
    said: Mapping[str, Any] = event
    change = ""
    if subtype in ("message_changed", "message_deleted"):
        said = _mapping(event.get("previous_message"))
        after = _mapping(event.get("message"))
        gone = subtype == "message_deleted" or after.get("subtype") == "tombstone"
        if _is_program(said) or _is_program(after) or str(said.get("subtype") or "") not in BY_PEOPLE:
            return None
        if not gone and after.get("text") == said.get("text"):
            return None  # a link's preview, or a reply that is counted
        change = "deleted" if gone else "edited"
    elif subtype not in BY_PEOPLE | {WITH_FILE}:
        return None
    files = () if change else files_in(event)
    if not change and not files and (subtype == WITH_FILE or event.get("files")):
        return None
    user, channel, ts = (str(value or "") for value in (said.get("user"), event.get("channel"), said.get("ts")))
    if not user or not channel or not ts or user == "USLACKBOT":
        return None
    bots = {str(each.get("user_id")) for each in body.get("authorizations") or () if each.get("is_bot")}
    if user in bots:
        return None
    return Heard(
        user=user,
        channel=channel,
        ts=ts,
        text=str(said.get("text") or "")[: LONGEST + 1],
        thread_ts=str(said.get("thread_ts") or ""),
        event=str(body.get("event_id") or f"{channel}:{event.get('ts')}"),
        change=change,
        files=files,
    )


def files_in(event: Mapping[str, Any]) -> tuple[HeardFile, ...]:
    """The files that came with a message; what was deleted meanwhile is none."""
    said = event.get("files")
    return tuple(
        HeardFile(str(file["id"])[:40], str(file.get("name") or file.get("title") or "file")[:200], kind)
        for file in (said if isinstance(said, list) else ())
        if isinstance(file, Mapping) and file.get("id")
        for kind in [str(file.get("filetype") or "")]
        if file.get("mode") != "tombstone"
    )


def _is_program(said: Mapping[str, Any]) -> bool:
    return bool(said.get("bot_id") or said.get("app_id") or said.get("bot_profile"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


class _Listener:
    """Answers what is heard, each message once."""

    def __init__(self, context: Context, table: Table) -> None:
        self._context, self._table = context, table
        self._in_hand: set[str] = set()
        self._composed: dict[str, tuple[str, Message | None]] = {}
        """What could not be posted, by event: what was done is said as it was when Slack sends the message again."""
        self._lock = threading.Lock()

    def hear(self, heard: Heard) -> None:
        """Answer it, unless it is answered or being answered. Raises NotAnswered where Slack is to send it again."""
        with self._lock:
            if heard.event in self._in_hand:
                return
            self._in_hand.add(heard.event)
        try:
            self._answer_once(heard)
        except (Busy, DatabaseBusy) as busy:
            raise NotAnswered from busy
        finally:
            with self._lock:
                self._in_hand.discard(heard.event)

    def _answer_once(self, heard: Heard) -> None:
        key, again = f"event:{heard.event}"[:120], False
        with self._context.database.writing(patience=self._context.patience.left()) as session:
            workspace = find_workspace(session)
            if workspace is None:
                return
            if heard.user == workspace.bot_user_id:
                return
            now = self._context.clock.now()
            if not take_receipt(session, workspace_id=workspace.id, key=key, now=now):
                if find_receipt(session, workspace_id=workspace.id, key=key) == ANSWERED:
                    return
                again = True
            workspace_id = workspace.id
            if note_first_message(session, workspace=workspace, now=now):
                refresh_checklists(session, workspace_id=workspace.id)
        composed = self._composed.pop(heard.event, None)
        whose, answer = composed or (self._changed(heard) if heard.change else self._answer(heard))
        if answer is not None:
            answer = replace(answer, thread_ts=heard.thread_ts)
            try:
                self._context.conversation.answer(heard.channel, answer, heard.token, again=again)
            except NotAnswered:
                if len(self._composed) < MOST_COMPOSED:
                    self._composed[heard.event] = (whose, answer)
                raise
        with self._context.database.writing() as session:
            keep_answer(session, workspace_id=workspace_id, key=key, answer=ANSWERED)
            if whose and take_receipt(session, workspace_id=workspace_id, key=heard.receipt, now=now):
                keep_answer(session, workspace_id=workspace_id, key=heard.receipt, answer=whose)

    def _answer(self, heard: Heard) -> tuple[str, Message]:
        """Whose it was, the name of a command where something may have been stored, and what is answered."""
        named = self._table.named(heard.text)
        reads = named is not None and named.typable.reads and not heard.files
        whose: list[str] = []

        def compose(here: Visit) -> Answered:
            whose.clear()
            if heard.files:
                taken = self._table.take_files(here, heard.files, heard.text, heard.receipt)
                # What is typed beside a picture is what counts.
                if taken is not None or not heard.text.strip():
                    return taken or files_not_read_message(here.language)
            if heard.text.strip().lower().lstrip("/") in HELPS:
                return typed_help_message(here.language)
            if named is not None and not (others := self._others(here, named, heard)):
                answer = named.typable.answer(here, named.text, heard.receipt)
                whose.append("" if reads else named.typable.command)
                return answer
            if named is not None:
                return _which(others, here.language)
            return self._understood(here, heard, whose)

        answer = answer_to(self._context, heard.user, compose, reads=reads)
        return (whose[0] if whose else ""), answer

    def _others(self, here: Visit, named: Named, heard: Heard) -> list[tuple[Typable, Understood]]:
        """Where a command's name is also a word of another room, which understands all of it: both of them."""
        mine, text = named.typable, heard.text.strip().removeprefix("/")
        if mine.understand is None or not named.text:
            return []
        meant = mine.understand(here, text, heard.receipt)
        if meant is None or not meant.certain or meant.offers is None:
            return []
        others = [
            (other, also)
            for other in self._table.typables
            if other is not mine and other.understand is not None
            if (also := other.understand(here, text, heard.receipt)) is not None
            if also.certain and also.offers is not None
        ]
        return [(mine, meant), *others] if others else []

    def _understood(self, here: Visit, heard: Heard, whose: list[str]) -> Answered:
        found = self._table.understood(here, heard.text, heard.receipt)
        if not any(meant.certain for _, meant in found) and (polite := without_politeness(heard.text)) != heard.text:
            if (again := self._table.named(polite)) is not None:
                whose.append("" if again.typable.reads else again.typable.command)
                return again.typable.answer(here, again.text, heard.receipt)
            found = self._table.understood(here, polite, heard.receipt) or found
        if not found:
            return not_understood_message(here.language)
        if len(found) > 1 and all(meant.certain and meant.offers is not None for _, meant in found):
            return _which(found, here.language)
        typable, meant = found[0]
        whose.append(typable.command)
        return meant.answer()

    def _changed(self, heard: Heard) -> tuple[str, Message | None]:
        """What is answered to somebody who changed or deleted what they had written: once, where it was stored."""
        said: list[Message] = []

        def compose(here: Visit) -> Message:
            if here.once(f"changed:{heard.receipt}"[:120]):
                said.extend(self._kept(here, heard))
            return said[0] if said else not_understood_message(here.language)

        answer = answer_to(self._context, heard.user, compose)
        return "", answer if said else None

    def _kept(self, here: Visit, heard: Heard) -> list[Message]:
        for typable in self._table.typables:
            if typable.kept is not None and (kept := typable.kept(here, heard.receipt)) is not None:
                return [kept]
        whose = find_receipt(here.session, workspace_id=here.workspace_id, key=heard.receipt)
        kept_by = {typable.command for typable in self._table.typables if typable.kept is not None}
        return [unchanged_message(here.language)] if whose and whose not in kept_by else []


def _which(found: list[tuple[Typable, Understood]], language: Language) -> Message:
    offers: list[Block] = []
    for _, meant in found:
        offers.extend(meant.offers() if meant.offers is not None else ())
    return which_message(offers[:MOST_OFFERED], language)
