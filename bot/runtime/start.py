"""Pacer, put together: Bolt, the schedule, the sender, and how they start and stop."""

import contextlib
import dataclasses
import datetime as dt
import functools
import gc
import os
import signal
import socket
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

import structlog
from slack_bolt import App
from slack_sdk import WebClient

from bot.core.clock import Clock, SystemClock
from bot.core.counters import Figures
from bot.core.doors.context import Context
from bot.core.doors.homes import Homes
from bot.core.doors.replies import Replies
from bot.core.doors.timed_app import TimedApp
from bot.core.patience import Patience
from bot.core.server_thread import ServerThread
from bot.core.settings import Keep, Settings
from bot.core.supervisor import Supervisor
from bot.delivery.conversation import DirectConversation
from bot.delivery.dry_run import DrySender
from bot.delivery.gateway import SlackGateway
from bot.delivery.sent_files import SlackFiles
from bot.delivery.slack_time import SlackTime
from bot.delivery.worker import Worker
from bot.exchange.activity_status import Counting
from bot.exchange.files.background_imports import FILES, FileErrands, HowToCount
from bot.home.sends import compose_home
from bot.runtime.doors import register
from bot.runtime.doorway import Doorway, HttpDoorway
from bot.runtime.health_checks import Health
from bot.runtime.health_server import health_server
from bot.runtime.kinds import kinds
from bot.runtime.logs import configure_logs
from bot.runtime.sandbox_clock import SandboxClock, follow_clock
from bot.runtime.schedule import ROUNDS, Round, ask_again, build_scheduler, next_instant, tick
from bot.runtime.socket_doorway import SocketDoorway
from bot.setup.directory import meet_workspace
from storage.engine import Database

log = structlog.get_logger(__name__)

SENDER, CLOCK = "sender", "clock"
STOP_SECONDS = 15
"""So long a batch that is being sent when Pacer is told to stop is waited for."""


@dataclass(frozen=True)
class Parts:
    """The running pieces, so that they can be stopped in order."""

    context: Context
    worker: Worker | DrySender
    doorway: Doorway | None
    """None in a dry run: nobody is answered."""
    health: ServerThread | None
    api: ServerThread | None
    keep: Keep
    errands: FileErrands | None = None
    """Reads and imports what is sent in Slack; None in a dry run."""
    rounds: Sequence[Round] = ROUNDS
    """What the schedule runs."""


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
    app = TimedApp(
        observe=context.figures.count_handled,
        client=WebClient(token=settings.slack_bot_token, base_url=settings.slack_api_url, timeout=10),
        signing_secret=settings.slack_signing_secret or None,
        # A listener commits and answers inline: Slack's 3 seconds are kept by doing nothing slow.
        process_before_response=True,
        raise_error_for_unhandled_request=False,
    )
    register(app, context)
    return app


def build_context(
    database: Database,
    clock: Clock,
    settings: Settings,
    *,
    figures: Figures | None = None,
    patience: Patience | None = None,
) -> Context:
    """What every listener is given; none of its threads runs yet."""
    figures = figures or Figures()
    return Context(
        database=database,
        clock=clock,
        settings=settings,
        replies=Replies(settings.slack_api_url, figures),
        homes=Homes(database, clock, settings, compose_home, figures),
        figures=figures,
        patience=patience or Patience(),
        conversation=DirectConversation(SlackGateway(settings, figures.count_call), clock),
    )


def build_parts(
    settings: Settings, database: Database, *, dry_run: bool = False, rounds: Sequence[Round] = ROUNDS
) -> Parts:
    """Put everything together; nothing runs yet. A dry run plans as usual, says what it would send, and sends nothing.

    Raises WrongSettings when Slack refuses.
    """
    clock: Clock = SandboxClock(settings.pacer_clock_url) if settings.pacer_clock_url else SystemClock()
    if settings.pacer_clock_url:
        # A moved clock is everybody's: what was claimed before it was moved has ended by it.
        database = dataclasses.replace(database, clock=clock.now)
    meet_workspace(database, settings=settings, now=clock.now())
    figures, slack_time = Figures(), SlackTime(clock)
    context = build_context(database, clock, settings, figures=figures)
    app = build_app(context)
    doorway = None if dry_run else _doorway(app, settings, figures)
    worker = _sender(context, settings, slack_time, dry_run=dry_run)
    health = Health(
        database=database,
        clock=clock,
        figures=figures,
        connected=lambda: doorway is None or doorway.connected,
        clock_ahead=slack_time.ahead,
    )
    figures.show_clock(lambda: (slack_time.ahead() or dt.timedelta()).total_seconds())
    port = settings.pacer_health_port
    server = health_server(health, figures, host=settings.pacer_health_host, port=port) if port else None
    api = None if dry_run else _api(database, clock, settings, figures)
    errands = None if dry_run else file_errands(context, figures)
    return Parts(
        context=context,
        worker=worker,
        doorway=doorway,
        health=server,
        api=api,
        keep=settings.keep,
        errands=errands,
        rounds=rounds,
    )


def file_errands(context: Context, figures: Figures) -> FileErrands:
    """What reads and imports the files that are sent in Slack."""
    settings = context.settings
    counting = Counting(inbound=settings.pacer_crm_inbound, missed=settings.pacer_crm_missed)
    return FileErrands(
        context.database,
        context.clock,
        SlackFiles(settings, figures.count_call),
        HowToCount(counting, settings.pacer_crm_move_won),
        told=context.wake.set,
        figures=figures,
    )


def _api(database: Database, clock: Clock, settings: Settings, figures: Figures) -> ServerThread | None:
    if not settings.pacer_api_port:
        return None
    # Its models take half a second to build, and it is off unless there is a port for it.
    from bot.exchange.api.app import api_server

    return api_server(database, clock, settings, figures)


def _doorway(app: App, settings: Settings, figures: Figures) -> Doorway:
    if settings.socket_mode:
        return SocketDoorway(app, settings, figures)
    return HttpDoorway(app, settings, figures)


def _sender(context: Context, settings: Settings, slack_time: SlackTime, *, dry_run: bool) -> Worker | DrySender:
    if dry_run:
        return DrySender(database=context.database, kinds=kinds(), clock=context.clock, pulse=context.figures.pulse)
    return Worker(
        database=context.database,
        gateway=SlackGateway(settings, context.figures.count_call, slack_time=slack_time),
        kinds=kinds(),
        clock=context.clock,
        holder=f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid.uuid4().hex[:8]}",
        figures=context.figures,
    )


def run_until_stopped(
    settings: Settings, database: Database, *, dry_run: bool = False, rounds: Sequence[Round] = ROUNDS
) -> None:
    """Run Pacer until SIGTERM or SIGINT; then finish what is under way and stop, within seconds.

    `rounds` are what its schedule runs; the demonstration has one more.

    Raises WrongSettings when a port is taken or Slack refuses a token.
    """
    sink = configure_logs(settings.pacer_log_format)
    stop = threading.Event()
    parts = build_parts(settings, database, dry_run=dry_run, rounds=rounds)
    parts.context.figures.show_lost_lines(lambda: sink.lost)
    wake = parts.context.wake

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        wake.set()
        parts.context.file_waits.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    # Ended in the reverse order: nothing new comes in, then nothing new is planned, then what is planned waits.
    with contextlib.ExitStack() as running:
        try:
            _start(parts, stop, running)
            mode = "dry run" if dry_run else "socket" if settings.socket_mode else "http"
            log.info("pacer runs", mode=mode)
            stop.wait()
            log.info("pacer stops")
        finally:
            ask_to_stop(0, None)


def _start(parts: Parts, stop: threading.Event, running: contextlib.ExitStack) -> None:
    context = parts.context
    if parts.health is not None:
        parts.health.open()
        running.callback(parts.health.close)
    context.replies.start()
    running.callback(context.replies.stop)
    running.callback(context.homes.stop)
    supervisor = Supervisor(context.figures)
    loops: dict[str, Callable[[], None]] = {SENDER: lambda: parts.worker.run(stop, context.wake)}
    if parts.errands is not None:
        loops[FILES] = functools.partial(parts.errands.run, stop, context.file_waits)
    if isinstance(context.clock, SandboxClock):
        loops[CLOCK] = functools.partial(_follow, parts, context.clock, stop, lambda: supervisor.beat(CLOCK))
    settle_memory()
    for name, run in loops.items():
        thread = supervisor.start(name, run, ended=stop, daemon=False)
        running.callback(thread.join, timeout=STOP_SECONDS)
    scheduler = build_scheduler(
        context.database,
        context.clock,
        context.wake,
        stop,
        keep=parts.keep,
        figures=context.figures,
        rounds=parts.rounds,
    )
    ask_again(context.database)
    scheduler.start()
    running.callback(scheduler.shutdown, wait=True)
    if parts.doorway is not None:
        parts.doorway.open()
        running.callback(parts.doorway.close)
    if parts.api is not None:
        parts.api.open()
        running.callback(parts.api.close)


def _follow(parts: Parts, clock: SandboxClock, stop: threading.Event, beat: Callable[[], None]) -> None:
    database = parts.context.database
    follow_clock(
        clock,
        stop,
        next_instant=lambda now: next_instant(database, now, rounds=parts.rounds),
        play=lambda now: _play(parts, now),
        beat=beat,
    )


def _play(parts: Parts, now: dt.datetime) -> None:
    tick(parts.context.database, now, rounds=parts.rounds, figures=parts.context.figures)
    parts.worker.drain()
