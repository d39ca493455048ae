"""Publishes Home tabs from a thread of its own: when one is opened, and after its owner did something in it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.clock import Clock
from bot.core.counters import Figures
from bot.core.looks import collected_looks, note_collected
from bot.core.retry_after import seconds_to_wait
from bot.core.settings import Settings
from bot.core.supervisor import Supervisor, note_failure
from bot.core.words.message import Block, Message
from bot.core.work import Work
from storage.engine import Database
from storage.people import find_member
from storage.tables import Member
from storage.workspaces import find_workspace

log = structlog.get_logger(__name__)

THREAD, HOMES = "homes", "Home tabs"
IDLE_SECONDS = 20.0
STUCK_SECONDS = 180.0
"""A Home takes seconds, and a minute where Slack asks for that; after so long the thread hangs."""
LONGEST_WAIT = 60.0
"""Seconds that Slack may ask to wait; a Home that is older than that is published when it is opened again."""


@dataclass(frozen=True)
class _Wanted:
    notice: Message | None
    seen: str
    """The hash of the view that the user acted on."""


ComposeHome = Callable[[Work, Member, Message | None], Block]
"""The view of a member's Home at an instant, with what came of their last press on top."""


class Homes:
    """A listener must not wait for Slack, so it only says whose Home is to be published.

    The view is composed at the moment it is published, so whatever was asked for meanwhile is in it. A Home lost with
    the process costs nothing: it is published again when it is opened.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        compose: ComposeHome,
        figures: Figures | None = None,
    ) -> None:
        """Nothing runs before the first Home is asked for."""
        self._database, self._clock, self._settings, self._compose_home = database, clock, settings, compose
        self._figures = figures or Figures()
        self._supervisor = Supervisor(self._figures)
        self._waiting: dict[str, _Wanted] = {}
        self._changed = threading.Condition()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def publish(self, slack_user_id: str, *, notice: Message | None = None, seen: str = "") -> None:
        """Publish this user's Home soon, with what came of their last press on top.

        `seen` is the hash of the view that they acted on: where another process published since, the view is composed
        again rather than putting an older one in its place.
        """
        with self._changed:
            known = self._waiting.get(slack_user_id)
            self._waiting[slack_user_id] = _Wanted(notice or (known.notice if known else None), "" if known else seen)
            if self._thread is None:
                self._thread = self._supervisor.start(
                    THREAD, self._publish_all, ended=self._stopped, beats_each=STUCK_SECONDS
                )
            self._changed.notify()

    def stop(self, timeout: float = 5.0) -> None:
        """Publish what waits, then end; `timeout` in seconds."""
        with self._changed:
            self._stopped.set()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout)

    def _publish_all(self) -> None:
        client = WebClient(token=self._settings.slack_bot_token, base_url=self._settings.slack_api_url, timeout=10)
        while True:
            self._supervisor.beat(THREAD)
            with self._changed:
                if not self._waiting:
                    if self._stopped.is_set():
                        return
                    self._changed.wait(IDLE_SECONDS)
                    continue
                user = next(iter(self._waiting))
                wanted = self._waiting.pop(user)
            try:
                self._publish_or_learn_why(client, user, wanted)
            except Exception as error:  # noqa: BLE001
                # One Home that cannot be composed or sent must not keep the others waiting.
                note_failure(self._figures, HOMES, error, lasting=False)
            else:
                self._figures.failures.went_well(HOMES)

    def _publish_or_learn_why(self, client: WebClient, user: str, wanted: _Wanted) -> None:
        try:
            self._publish(client, user, wanted)
        except SlackApiError as refused:
            self._after_refusal(user, wanted, refused)

    def _publish(self, client: WebClient, user: str, wanted: _Wanted) -> None:
        view = self._compose(user, wanted.notice)
        if view is None:
            return
        if wanted.seen:
            client.views_publish(user_id=user, view=view, hash=wanted.seen)
        else:
            client.views_publish(user_id=user, view=view)

    def _compose(self, user: str, notice: Message | None) -> Block | None:
        """The view of a Slack user's Home; None for somebody who is not known."""
        with self._database.reading() as session:
            workspace = find_workspace(session)
            if workspace is None:
                return None
            member = find_member(session, workspace_id=workspace.id, slack_user_id=user)
            if member is None or member.guest:
                return None
            with collected_looks(session) as looks:
                view = self._compose_home(Work(session, workspace, self._clock.now()), member, notice)
        if looks:
            # Noted before they are shown.
            with self._database.writing() as session:
                workspace = find_workspace(session)
                assert workspace is not None
                note_collected(session, workspace=workspace, looks=looks)
        return view

    def _after_refusal(self, user: str, wanted: _Wanted, refused: SlackApiError) -> None:
        error = refused.response.get("error")
        if error == "hash_conflict":
            self.publish(user, notice=wanted.notice)
            return
        wait = seconds_to_wait(refused.response.headers or {})
        if refused.response.status_code == 429 and wait <= LONGEST_WAIT:
            with self._changed:
                self._changed.wait_for(self._stopped.is_set, timeout=wait)
                self._waiting.setdefault(user, wanted)
            return
        log.warning("home not published", error=error)
