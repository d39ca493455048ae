"""Socket Mode: Pacer calls Slack, and notices when the line has gone dead."""

import contextlib
import json
import socket
import ssl
import threading
import time
from urllib.error import URLError

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.errors import SlackApiError, SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.core.counters import Figures
from bot.core.patience import arrived
from bot.core.settings import Settings, WrongSettings
from bot.core.supervisor import Supervisor
from bot.runtime.slack_requests import AT_ONCE, MalformedRequest, bolt_request

log = structlog.get_logger(__name__)

WATCH = "socket watch"
STUCK_SECONDS = 180.0
"""The watch looks each few seconds, and connecting takes half a minute at most; after so long it hangs."""

ANSWER_SECONDS = 3.0
"""Slack waits no longer for an answer."""
PING_SECONDS = 10.0
SILENT_SECONDS = 45.0
"""A line on which nothing was heard for so long, though Slack answers each ping, is dead."""

MOST_WAITING = 1000
"""Envelopes; of more, those that are a minute old are not waiting any more."""


class SocketDoorway:
    """One Socket Mode connection at a time.

    The client reconnects by itself when Slack closes the connection or announces that it will. It does not always when
    the line goes silent, nor when one of its threads hangs; so a watch replaces the whole client then.
    """

    def __init__(
        self,
        app: App,
        settings: Settings,
        figures: Figures,
        *,
        ping_seconds: float = PING_SECONDS,
        silent_seconds: float = SILENT_SECONDS,
    ) -> None:
        self._app, self._settings, self._figures = app, settings, figures
        self._ping_seconds, self._silent_seconds = ping_seconds, silent_seconds
        self._turn = threading.Lock()
        self._closing = threading.Event()
        self._under_way = 0
        self._heard_at = time.monotonic()
        self._last_pong: float | None = None
        self._arrivals: dict[str, float] = {}
        """When each envelope that waits for a thread came in (monotonic): Slack's seconds count from there."""
        self._handler = self._new_handler()
        self._supervisor = Supervisor(figures)
        self._watch: threading.Thread | None = None

    def open(self) -> None:
        """Connect, and watch the line. Raises WrongSettings when Slack refuses the app-level token."""
        try:
            self._connect(self._handler)
        except SlackApiError as error:
            code = error.response.get("error", "")
            raise WrongSettings(
                f"Slack rejects SLACK_APP_TOKEN ({code}). Create an app-level token with the scope connections:write "
                'on your app\'s page "Basic Information", and turn Socket Mode on.'
            ) from error
        except (URLError, OSError) as error:
            raise WrongSettings(f"Can't reach Slack at {self._settings.slack_api_url}: {error}") from error
        self._watch = self._supervisor.start(WATCH, self._watch_line, ended=self._closing, beats_each=STUCK_SECONDS)

    def close(self) -> None:
        """Take no more, answer what is under way, and disconnect."""
        with self._turn:
            self._closing.set()
        end = time.monotonic() + ANSWER_SECONDS
        while self._under_way and time.monotonic() < end:
            time.sleep(0.01)
        if self._watch is not None:
            self._watch.join(timeout=ANSWER_SECONDS)
        end_client(self._handler.client)

    @property
    def connected(self) -> bool:
        """Whether Slack can reach Pacer: there is a connection, and something was heard on it lately."""
        client = self._handler.client
        return client.is_connected() and not self._is_silent() and not _lost_thread(client)

    def _new_handler(self) -> SocketModeHandler:
        handler = SocketModeHandler(
            self._app,
            self._settings.slack_app_token,
            ping_interval=self._ping_seconds,
            trace_enabled=False,
            concurrency=AT_ONCE,
        )
        client = handler.client
        client.web_client.base_url = self._settings.slack_api_url
        if not self._settings.slack_api_url.startswith("https:"):
            # Nothing is encrypted, as with a sandbox; without this the client reads whom the world trusts each time.
            client.web_client.ssl = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

        def take(_client: BaseSocketModeClient, request: SocketModeRequest) -> None:
            self._take(handler, request)

        client.socket_mode_request_listeners[:] = [take]
        client.on_message_listeners.append(self._hear_of)
        return handler

    def _connect(self, handler: SocketModeHandler) -> None:
        handler.connect()  # type: ignore[no-untyped-call]
        if not handler.client.is_connected():
            raise SlackClientNotConnectedError("Slack did not take the connection")
        self._hear()

    def _hear_of(self, text: str) -> None:
        self._hear()
        with contextlib.suppress(ValueError, AttributeError):
            envelope = json.loads(text).get("envelope_id")
            if envelope:
                self._arrivals[envelope] = self._heard_at
        if len(self._arrivals) > MOST_WAITING:
            # Those taken before they were noted here.
            self._arrivals = {each: at for each, at in list(self._arrivals.items()) if at > self._heard_at - 60}

    def _hear(self) -> None:
        self._heard_at = time.monotonic()

    def _take(self, handler: SocketModeHandler, request: SocketModeRequest) -> None:
        at = self._arrivals.pop(request.envelope_id, time.monotonic())
        with self._turn:
            if self._closing.is_set():
                return  # never acknowledged: Slack sends it to another process, or tells the person
            self._under_way += 1
        self._figures.pulse.beat("envelope")
        try:
            began = time.time()
            with arrived(at):
                said = self._app.dispatch(bolt_request(request.payload, build_headers(request) or {}))
            send_response(handler.client, request, said, began)
        except MalformedRequest as error:
            log.warning("envelope not understood", kind=request.type, why=str(error))
        finally:
            with self._turn:
                self._under_way -= 1

    def _watch_line(self) -> None:
        while not self._closing.wait(self._silent_seconds / 10):
            self._supervisor.beat(WATCH)
            lost = _lost_thread(self._handler.client)
            if not lost and not self._is_silent():
                continue
            self._figures.count_reconnection()
            if lost:
                log.error("a thread of socket mode has ended; connecting anew", thread=lost)
            else:
                log.warning("socket mode was silent; connecting anew", seconds=round(time.monotonic() - self._heard_at))
            self._replace()

    def _is_silent(self) -> bool:
        session = self._handler.client.current_session
        pong = session.last_ping_pong_time if session is not None else None
        if pong is not None and pong != self._last_pong:
            # The client notes the time of the ping that was answered: a new one was heard since the last look.
            self._last_pong = pong
            self._hear()
        return time.monotonic() - self._heard_at > self._silent_seconds

    def _replace(self) -> None:
        """Connect a new client and leave the old one to end as it can; where that fails the next look tries again."""
        fresh = self._new_handler()
        try:
            self._connect(fresh)
        except (SlackApiError, SlackClientNotConnectedError, URLError, OSError) as error:
            log.warning("socket mode did not connect", error=type(error).__name__)
            end_client(fresh.client)
            return
        except BaseException:
            end_client(fresh.client)  # or its threads would stay
            raise
        old, self._handler = self._handler, fresh
        # A client whose threads hang may never end: nobody waits for it.
        self._supervisor.start_once("old socket", lambda: end_client(old.client))


def _lost_thread(client: SocketModeClient) -> str:
    """Which of the client's own threads has ended, empty when none has: it starts none of them again."""
    runners = {"reader": client.current_session_runner, "messages": client.message_processor}
    if client.current_app_monitor_started:
        runners["monitor"] = client.current_app_monitor
    return next((name for name, runner in runners.items() if not runner.is_alive()), "")


class _Ended(ConnectionState):
    """The state of a session that is over, whatever is said of it."""

    def __init__(self) -> None:
        self.terminated = True

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, True)


def end_client(client: SocketModeClient) -> None:
    """Close a Socket Mode client at once; its own `close` waits for two reads, which may take seconds."""
    client.closed = True
    client.auto_reconnect_enabled = False
    client.current_session_state.terminated = True
    # A session that begins at this moment says that it goes on, and would be waited for without end.
    client.current_session_state = _Ended()
    sock = client.current_session.sock if client.current_session is not None else None
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)  # ends the read of the connection
    client.message_queue.put(None)  # ends the read of the queue
    try:
        client.close()
    except AttributeError:
        client.close()  # another thread of it disconnected at the same moment: now the rest
