"""Nothing stops for good: whatever a thread, a round or a piece of work throws, it goes on, and health says so."""

import ast
import dataclasses
import datetime as dt
import http.server
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App

from bot.core.clock import SystemClock
from bot.core.counters import Figures
from bot.core.doors.homes import Homes
from bot.core.doors.replies import ANSWERS, MOST_WAITING, Replies
from bot.core.pulse import LATELY, OFTEN, Failures
from bot.core.server_thread import PortTaken, ServerThread
from bot.core.settings import Keep, Settings
from bot.core.supervisor import Supervisor
from bot.core.words.message import Message
from bot.home.sends import compose_home
from bot.runtime import start as runtime
from bot.runtime.schedule import ROUNDS, TICK, TRY_AGAIN, Round, build_scheduler, tick
from bot.runtime.socket_doorway import SocketDoorway
from bot.runtime.start import CLOCK, SENDER
from storage.engine import Database
from storage.tables import DeliveryState
from storage.workspaces import find_workspace
from tests.bot.delivery.test_worker import Desk
from tests.cast import NOON, assemble

ROOT = Path(__file__).parents[3]
SLACK_API = Settings().slack_api_url
PATIENCE = 60.0
"""Seconds until a test gives up; nothing here takes so long while it is well."""
STARTERS = {"Thread", "Timer", "ThreadPoolExecutor", "ProcessPoolExecutor", "start_new_thread"}
ALLOWED = {
    "bot/core/supervisor.py": "starts the threads of all others",
    "bot/delivery/sending.py": "its pool keeps what an attempt throws for the sender, which is supervised",
    "bot/runtime/schedule.py": "APScheduler's pool: each job catches what it throws",
    "bot/runtime/doorway.py": "its pool hands what a request throws to the server, which answers 500 to that one",
}


class Mistake(Exception):
    """What is thrown here."""


class Breaks:
    """A loop that throws when it is run first; run again it waits until it may go on, and is what it was."""

    def __init__(self, loop: Callable[..., Any]) -> None:
        self._loop, self._runs = loop, 0
        self.again, self.may_go_on, self.went_on = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self._runs += 1
        if self._runs == 1:
            raise Mistake
        self.again.set()
        assert self.may_go_on.wait(PATIENCE)
        self.went_on.set()
        return self._loop(*arguments, **named)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.core.supervisor.Pauses.after", lambda _self, _failures, _chance: 0.01)


@pytest.fixture
def figures() -> Figures:
    return Figures()


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database, assemble(sqlite_database))


def shown(figures: Figures, sample: str) -> dict[str, float]:
    figures.take_failing()
    return {
        each.labels["name"]: each.value
        for metric in figures.registry.collect()
        for each in metric.samples
        if each.name == sample
    }


def until(true: Callable[[], bool]) -> bool:
    waits = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if true():
            return True
        waits.wait(0.02)
    return False


@dataclasses.dataclass
class Scene:
    """What the threads are started with."""

    figures: Figures
    stop: threading.Event
    desk: Desk
    patch: pytest.MonkeyPatch

    def broken(self, owner: object, name: str) -> Breaks:
        """Let the loop `name` of `owner` throw when it is run first."""
        breaks = Breaks(getattr(owner, name))
        self.patch.setattr(owner, name, breaks)
        return breaks


def start_replies(scene: Scene) -> tuple[Breaks, Callable[[], None]]:
    replies = Replies(SLACK_API, scene.figures)
    breaks = scene.broken(replies, "_send_all")
    replies.start()
    return breaks, replies.stop


def start_homes(scene: Scene) -> tuple[Breaks, Callable[[], None]]:
    homes = Homes(scene.desk.database, SystemClock(), Settings(), compose_home, scene.figures)
    breaks = scene.broken(homes, "_publish_all")
    homes.publish("U0NOBODY")
    return breaks, homes.stop


def start_watch(scene: Scene) -> tuple[Breaks, Callable[[], None]]:
    settings = Settings(slack_app_token="xapp-none", slack_bot_token="xoxb-none")
    doorway = SocketDoorway(App(token="xoxb-none", token_verification_enabled=False), settings, scene.figures)
    breaks = scene.broken(doorway, "_watch_line")
    scene.patch.setattr(doorway, "_connect", lambda _handler: None)
    doorway.open()
    return breaks, doorway.close


def start_server(scene: Scene) -> tuple[Breaks, Callable[[], None]]:
    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        """Nobody asks."""

    server = ServerThread(app, host="127.0.0.1", port=0, name="http", figures=scene.figures)
    breaks = scene.broken(server, "_run")
    opening = threading.Thread(target=server.open)
    opening.start()

    def close() -> None:
        opening.join()
        assert server.running
        server.close()

    return breaks, close


def start_sender(scene: Scene) -> tuple[Breaks, Callable[[], None]]:
    worker = scene.desk.worker()
    breaks = scene.broken(worker, "run")
    thread = Supervisor(scene.figures).start(
        SENDER, lambda: worker.run(scene.stop, threading.Event(), 0.01), ended=scene.stop
    )

    def close() -> None:
        scene.stop.set()
        thread.join()

    return breaks, close


def start_clock(scene: Scene) -> tuple[Breaks, Callable[[], None]]:
    breaks = scene.broken(runtime, "follow_clock")
    parts: Any = type("Parts", (), {"context": type("Context", (), {"database": scene.desk.database})})

    class Still:
        def follow(self) -> tuple[dt.datetime, None]:
            return NOON, None

    clock: Any = Still()
    thread = Supervisor(scene.figures).start(
        CLOCK, lambda: runtime._follow(parts, clock, scene.stop, lambda: None), ended=scene.stop
    )

    def close() -> None:
        scene.stop.set()
        thread.join()

    return breaks, close


def schedule_of(database: Database, figures: Figures, stop: threading.Event, *rounds: Round) -> Any:
    days = dt.timedelta(days=400)
    return build_scheduler(
        database, SystemClock(), threading.Event(), stop, keep=Keep(days, days, days), figures=figures, rounds=rounds
    )


def start_schedule(scene: Scene) -> tuple[Breaks, Callable[[], None]]:
    scheduler = schedule_of(scene.desk.database, scene.figures, scene.stop)
    breaks = scene.broken(scheduler, "_process_jobs")
    scheduler.start()
    return breaks, lambda: scheduler.shutdown(wait=True)


THREADS: dict[str, tuple[str, Callable[[Scene], tuple[Breaks, Callable[[], None]]]]] = {
    "replies": ("bot/core/doors/replies.py", start_replies),
    "homes": ("bot/core/doors/homes.py", start_homes),
    "socket watch": ("bot/runtime/socket_doorway.py", start_watch),
    "http": ("bot/core/server_thread.py", start_server),
    "sender": ("bot/runtime/start.py", start_sender),
    "clock": ("bot/runtime/start.py", start_clock),
    "schedule": ("bot/runtime/schedule.py", start_schedule),
}
"""Each thread that is kept up, with the file that starts it."""


@pytest.mark.parametrize("name", THREADS)
def test_a_thread_goes_on_after_what_it_throws_and_health_says_so_meanwhile(
    name: str, figures: Figures, stop: threading.Event, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _file, start = THREADS[name]
    breaks, close = start(Scene(figures, stop, desk, monkeypatch))
    try:
        assert breaks.again.wait(PATIENCE), "it was not started again"
        said = f"the {name} thread failed once in the last 10 minutes (Mistake)"
        assert figures.failures.troubles() == [said]
        assert shown(figures, "pacer_failing") == {f"the {name} thread": 1.0}
        assert shown(figures, "pacer_failures_total") == {f"the {name} thread": 1.0}
    finally:
        breaks.may_go_on.set()
        assert breaks.went_on.wait(PATIENCE)
        close()


def calls_in(path: Path, *words: str) -> Iterator[tuple[str, str]]:
    """Each call in a file that has one of these words: the last name of what is called, and what that hangs on."""
    text = path.read_text(encoding="utf-8")
    if not any(word in text for word in words):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield called.attr, ast.unparse(called.value)
            elif isinstance(called, ast.Name):
                yield called.id, ""


def source_files() -> Iterator[tuple[str, Path]]:
    for room in ("bot", "storage", "metrics"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path


def test_no_thread_is_started_that_nobody_keeps_up() -> None:
    starting = {file for file, path in source_files() for name, _ in calls_in(path, *STARTERS) if name in STARTERS}
    assert starting == set(ALLOWED), "start it by bot.core.supervisor, or say here why nobody need look after it"


def test_each_thread_that_is_kept_up_is_broken_here() -> None:
    starting = {
        file
        for file, path in source_files()
        for name, owner in calls_in(path, "upervisor")
        if name in ("start", "keep_up") and "supervisor" in owner.lower()
    }
    assert starting == {file for file, _ in THREADS.values()}


@pytest.mark.parametrize("broken", ROUNDS, ids=[each.plan.__name__ for each in ROUNDS])
def test_a_round_that_throws_keeps_no_other_from_its_turn_and_health_says_so_until_it_goes_well(
    broken: Round, desk: Desk, figures: Figures
) -> None:
    asked: list[str] = []

    def plan_of(each: Round, *, throws: bool) -> Round:
        def plan(*_: Any, **__: Any) -> bool:
            asked.append(each.plan.__name__)
            if throws:
                raise Mistake
            return False

        plan.__name__ = each.plan.__name__
        return dataclasses.replace(each, plan=plan)

    tick(desk.database, NOON, rounds=[plan_of(each, throws=each is broken) for each in ROUNDS], figures=figures)
    assert asked == [each.plan.__name__ for each in ROUNDS]
    name = f"the round {broken.plan.__name__}"
    assert figures.failures.troubles() == [f"{name} failed once in the last 10 minutes (Mistake)"]
    tick(desk.database, NOON, rounds=[plan_of(each, throws=False) for each in ROUNDS], figures=figures)
    assert figures.failures.troubles() == []


def test_a_tick_that_throws_is_said_and_the_next_one_comes(
    desk: Desk, figures: Figures, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler = schedule_of(desk.database, figures, stop)
    scheduler.start(paused=True)
    minute = scheduler.get_job("tick").func
    with monkeypatch.context() as patch:
        patch.setattr("bot.runtime.schedule.note_tick", lambda *_, **__: (_ for _ in ()).throw(Mistake()))
        minute()
    assert figures.failures.troubles() == [f"{TICK} failed once in the last 10 minutes (Mistake)"]
    minute()
    assert figures.failures.troubles() == []
    scheduler.shutdown(wait=False)


@pytest.mark.parametrize("name", ["prune", "refit"])
def test_a_job_of_the_night_that_throws_is_run_again_soon(
    name: str, desk: Desk, figures: Figures, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler = schedule_of(desk.database, figures, stop)
    scheduler.start(paused=True)
    job = scheduler.get_job(name)
    with monkeypatch.context() as patch:
        patch.setattr(f"bot.runtime.schedule.{name}", lambda *_, **__: (_ for _ in ()).throw(Mistake()))
        job.func()
    assert figures.failures.troubles() == [f"the job {name} failed once in the last 10 minutes (Mistake)"]
    assert scheduler.get_job(name).next_run_time <= dt.datetime.now(dt.UTC) + TRY_AGAIN
    job.func()
    assert figures.failures.troubles() == []
    scheduler.shutdown(wait=False)


@pytest.mark.parametrize(
    ("piece", "function"),
    [
        ("looking up", "look_one_up"),
        ("saying again", "refresh_one"),
        ("asking about channels", "ask_about_channel"),
        ("asking about user groups", "ask_about_groups"),
        ("asking for statuses", "ask_for_status"),
    ],
)
def test_a_piece_of_the_senders_work_that_throws_keeps_no_other_from_its_turn(
    piece: str, function: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.status_leave = True
        session.add(workspace)
    worker = desk.worker()
    asked: list[str] = []
    for name in ("look_one_up", "refresh_one", "ask_about_channel", "ask_about_groups", "ask_for_status"):

        def ask(*_: Any, called: str = name, **__: Any) -> Any:
            asked.append(called)
            if called == function and asked.count(called) == 1:
                raise Mistake
            return None

        monkeypatch.setattr(f"bot.delivery.worker.{name}", ask)
    worker.drain()
    assert len(asked) == 5
    failures = worker._figures.failures
    assert failures.troubles() == [f"{piece} failed once in the last 10 minutes (Mistake)"]
    desk.plan("a")
    desk.run(worker, minutes=1)
    assert desk.states() == {"a": DeliveryState.SENT}
    assert failures.troubles() == []


class CutsShort(http.server.BaseHTTPRequestHandler):
    """Answers less than it says it will, but where `/whole` is asked for."""

    got: list[str]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.got.append(self.path)
        self.send_response(200)
        self.send_header("content-length", "2" if self.path == "/whole" else "500")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def slack() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that cuts its answers short, and the paths that were asked for."""
    got: list[str] = []
    handler = type("Handler", (CutsShort,), {"got": got})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_answer_that_is_cut_short_or_has_no_address_keeps_no_other_from_being_sent(
    slack: tuple[str, list[str]], figures: Figures
) -> None:
    url, got = slack
    replies = Replies(f"{url}/api/", figures)
    for address in (f"{url}/cut", "no address", f"{url}/cut"):
        replies.add(address, Message("done", ()))
    replies.start()
    assert until(lambda: shown(figures, "pacer_failures_total").get(ANSWERS) == 3)
    (said,) = figures.failures.troubles()
    assert said.startswith(f"{ANSWERS} failed 3 times in the last 10 minutes")
    replies.add(f"{url}/whole", Message("done", ()))
    assert until(lambda: not figures.failures.troubles())
    replies.stop()
    assert got == ["/cut", "/cut", "/whole"]


def test_answers_that_nobody_sends_do_not_pile_up_and_the_oldest_is_dropped(
    slack: tuple[str, list[str]], figures: Figures
) -> None:
    url, got = slack
    replies = Replies(f"{url}/api/", figures)
    replies.add(f"{url}/first", Message("done", ()))
    for _ in range(MOST_WAITING):
        replies.add("no address", Message("done", ()))
    replies.add(f"{url}/whole", Message("done", ()))
    replies.start()
    replies.stop(PATIENCE)
    assert got == ["/whole"]


def test_a_server_whose_port_is_lost_is_tried_again_and_health_fails_meanwhile(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        """Nobody asks."""

    server = ServerThread(app, host="127.0.0.1", port=0, name="http", figures=figures)
    server.open()
    port = server.port
    with monkeypatch.context() as patch:
        patch.setattr("bot.core.server_thread._listen", lambda *_: (_ for _ in ()).throw(PortTaken("taken")))
        server._server.should_exit = True  # as after a mistake of the library's
        assert until(lambda: any("(PortTaken)" in said for said in figures.failures.troubles()))
        assert not server.running
    assert until(lambda: server.running)
    assert server.port == port
    server.close()


def test_what_failed_once_is_forgotten_or_told_until_it_goes_well_and_what_fails_often_is_told_anyhow() -> None:
    now = 0.0
    failures = Failures(lambda: now)
    failures.note("answers", Mistake(), lasting=False)
    failures.note("the job prune", Mistake())
    assert len(failures.troubles()) == 2
    now += LATELY + 60
    assert failures.troubles() == ["the job prune failed 11 minutes ago and hasn't worked since (Mistake)"]
    failures.went_well("the job prune")
    assert failures.troubles() == []
    for _ in range(OFTEN):
        failures.note("answers", Mistake(), lasting=False)
        failures.went_well("answers")
    assert failures.troubles() == [f"answers failed {OFTEN} times in the last 10 minutes (Mistake)"]


def test_a_thread_that_hangs_is_noticed() -> None:
    now = 0.0
    figures = Figures(lambda: now)
    figures.pulse.expect("replies", 180.0)
    now += 181
    assert figures.pulse.stopped() == [("replies", 181.0)]
    figures.pulse.beat("replies")
    assert figures.pulse.stopped() == []


LOGGING = """
import logging, os, sys, threading
sys.path.insert(0, {root!r})
import structlog
from bot.runtime.logs import configure_logs
sink = configure_logs("json")
{damage}
def speak():
    for _ in range(3):
        structlog.get_logger().error("said", why="nothing")
        logging.getLogger("library").error("said too")
        try:
            raise ValueError("a mistake")
        except ValueError:
            logging.getLogger("library").exception("said with its trace")
    done.append(True)
done = []
thread = threading.Thread(target=speak)
thread.start()
thread.join()
os.write(1, f"{{len(done)}} {{sink.lost > 0}}".encode())
os._exit(0)
"""


@pytest.mark.parametrize("damage", ["os.dup2(os.open('/dev/full', os.O_WRONLY), 2)", "sys.stderr.close()"])
def test_a_log_that_cannot_be_written_ends_no_thread(damage: str) -> None:
    program = LOGGING.format(root=str(ROOT), damage=damage)
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert said.stdout == "1 True"
