"""One program under load, as a process of its own: Pacer as `pacer run` puts it together, or a bare Bolt listener that
says the same to the database.

`python -m benchmarks.serving (pacer|bare) (socket|http)`, with Pacer's settings in the environment. It prints "ready",
and does what it is told on its input: "morning" plans and sends what is due, and prints "planned" in between.
"""

import logging
import sys
import threading

import structlog
from slack_bolt import App
from slack_sdk import WebClient

from benchmarks.filling import rep_id
from benchmarks.log_command import answer_with, record_log
from bot.core.clock import SystemClock
from bot.core.counters import Figures
from bot.core.settings import Settings
from bot.runtime.doorway import Doorway, HttpDoorway
from bot.runtime.schedule import tick
from bot.runtime.socket_doorway import SocketDoorway
from bot.runtime.start import build_app, build_context, build_parts, settle_memory
from storage.engine import Database, make_database

PEOPLE = 50
"""So many different reps log, so that they do not wait for each other's rows."""


def serve(what: str, mode: str) -> None:
    """Serve until the input ends."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    settings = Settings()
    database = make_database(settings.database_url)
    stop, wake = threading.Event(), threading.Event()
    if what == "pacer":
        parts = build_parts(settings, database)
        doorway, clock = parts.doorway, parts.context.clock
        assert doorway is not None
        parts.context.replies.start()
        sender = threading.Thread(target=parts.worker.run, args=(stop, wake), daemon=True)
    else:
        doorway, clock = _bare(settings, database, mode), SystemClock()
        sender = None
    doorway.open()
    settle_memory()
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "morning" and sender is not None:
            tick(database, clock.now())
            print("planned", flush=True)
            sender.start()
    stop.set()
    wake.set()
    doorway.close()


def _bare(settings: Settings, database: Database, mode: str) -> Doorway:
    context = build_context(database, SystemClock(), settings)
    client = WebClient(token=settings.slack_bot_token, base_url=settings.slack_api_url)
    app = App(client=client, signing_secret=settings.slack_signing_secret or None, process_before_response=True)
    pacer = build_app(context)
    answer_with(app, database, {user: record_log(pacer, database, user) for user in map(rep_id, range(PEOPLE))})
    return SocketDoorway(app, settings, Figures()) if mode == "socket" else HttpDoorway(app, settings, Figures())


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2])
