"""Pacer, put together: Bolt, the schedule, the sender, and how they start and stop."""

import datetime as dt
import gc
import signal
import socket
import threading
import uuid
from dataclasses import dataclass
from types import FrameType

import structlog
from slack_bolt import App
from slack_sdk import WebClient

from bot.clock import Clock, SystemClock
from bot.delivery.directory import meet_workspace
from bot.delivery.gateway import SlackGateway
from bot.delivery.replies import Replies
from bot.delivery.worker import Worker
from bot.doorway import Doorway, HttpDoorway, SocketDoorway
from bot.listeners import register
from bot.listeners.context import Context
from bot.logs import configure_logs
from bot.messages.renderers import kinds
from bot.sandbox_clock import SandboxClock, follow_clock
from bot.schedule import build_scheduler, next_instant, tick
from bot.settings import Settings
from storage.engine import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Parts:
    """The running pieces, so that they can be stopped in order."""

    context: Context
    worker: Worker
    doorway: Doorway


def settle_memory() -> None:
    """Let the garbage collector look less often, and not at what stays: a morning makes millions of small values and
    hardly a cycle among them, and looking for one took a quarter of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def build_app(context: Context) -> App:
    """The Bolt app with every listener. It asks Slack who it is (auth.test)."""
    settings = context.settings
    app = App(
        client=WebClient(token=settings.slack_bot_token, base_url=settings.slack_api_url, timeout=10),
        signing_secret=settings.slack_signing_secret or None,
        # A listener commits and answers inline: Slack's 3 seconds are kept by doing nothing slow.
        process_before_response=True,
        raise_error_for_unhandled_request=False,
    )
    register(app, context)
    return app


def build_parts(settings: Settings, database: Database) -> Parts:
    """Put everything together; nothing runs yet. Raises WrongSettings when Slack refuses."""
    clock: Clock = SandboxClock(settings.pacer_clock_url) if settings.pacer_clock_url else SystemClock()
    meet_workspace(database, settings=settings, now=clock.now())
    context = Context(database=database, clock=clock, settings=settings, replies=Replies())
    app = build_app(context)
    doorway: Doorway = SocketDoorway(app, settings) if settings.socket_mode else HttpDoorway(app, settings)
    worker = Worker(
        database=database,
        gateway=SlackGateway(settings),
        kinds=kinds(),
        clock=clock,
        holder=f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}",
    )
    return Parts(context=context, worker=worker, doorway=doorway)


def run_until_stopped(settings: Settings, database: Database) -> None:
    """Run Pacer until SIGTERM or SIGINT; then drain and stop within seconds."""
    configure_logs(settings.pacer_log_format)
    stop = threading.Event()
    parts = build_parts(settings, database)
    context, wake = parts.context, parts.context.wake

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        wake.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    threads = [threading.Thread(target=parts.worker.run, args=(stop, wake), name="sender")]
    if isinstance(context.clock, SandboxClock):
        threads.append(threading.Thread(target=_follow, args=(parts, context.clock, stop), name="clock"))
    scheduler = build_scheduler(database, context.clock, wake)
    settle_memory()
    context.replies.start()
    for thread in threads:
        thread.start()
    scheduler.start()
    parts.doorway.open()
    log.info("pacer runs", mode="socket" if settings.socket_mode else "http")
    stop.wait()
    log.info("pacer stops")
    parts.doorway.close()
    scheduler.shutdown(wait=True)
    for thread in threads:
        thread.join(timeout=15)
    context.replies.stop()
    context.homes.stop()


def _follow(parts: Parts, clock: SandboxClock, stop: threading.Event) -> None:
    database = parts.context.database
    follow_clock(
        clock,
        stop,
        next_instant=lambda now: next_instant(database, now),
        play=lambda now: _play(parts, now),
    )


def _play(parts: Parts, now: dt.datetime) -> None:
    tick(parts.context.database, now)
    parts.worker.drain()
