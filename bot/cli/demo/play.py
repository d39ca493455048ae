"""Starts the sandbox and Pacer as two programs, fills an empty demonstration, and ends both together."""

import contextlib
import datetime as dt
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType

import httpx

from bot.cli.demo.cast import OPENS, OPENS_AS, START, sandbox_seed
from bot.cli.demo.fill import fill_workspace
from bot.core.settings import Settings
from storage.engine import make_database
from storage.migrate import upgrade

BOT_TOKEN, APP_TOKEN = "xoxb-demo", "xapp-demo"
MANIFEST = Path(__file__).parents[3] / "manifest.yml"
TRY = """
Pacer is ready: {url}

What to try there:
  · It's Tuesday, 08:30, and you're Bram Cloudberry, a rep. Your morning message is there. Press +1 or Done, then
    Undo. Pick a time under "Remind me…", or ask Dana for help.
  · Type  /log call  then  /log 5 calls  and press Undo.
  · Become Dana Harbourton, who manages team Harbour. Open #harbour-managers and move the clock to noon.
    Her at-risk alert is there. Press its buttons.
    Her brief for tomorrow's 1:1 with Bram is in her messages, and  /coach  shows who to coach next.
  · "One week on" plays a week of mornings. Everyone logs each afternoon, and most keep up. Bram and Hana fall behind.

Your demo is saved in {folder}. Stop it with Ctrl-C, run the same command to continue, or add --reset to start over.
"""


class NotReady(Exception):
    """One of the demonstration's programs did not start; the message says which, and what it printed."""


def play_demo(*, port: int, open_browser: bool, folder: Path, reset: bool) -> int:
    """Run the demonstration until Ctrl-C or SIGTERM; the exit code."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    if reset:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    _say("Starting Pacer and its Slack sandbox ...")
    new = not (folder / "sandbox.json").exists()
    # Pacer has an address of its own, and the page opens when all is ready: whoever finds it can type at once.
    url, page = _free_address(), f"http://127.0.0.1:{port}"
    environment = _environment(url, folder)
    try:
        with _program(_sandbox_command(url, port, folder), "sandbox", folder, environment) as sandbox:
            _wait_for(f"{url}/control/clock", sandbox, "sandbox", folder, stop)
            if new:
                _say("Inventing a sales team and 90 days of its work ...")
            _fill(url, folder)
            if new:
                _say("Playing the first morning ...")
            with _program([sys.executable, "-m", "bot.cli.demo.run"], "pacer", folder, environment) as pacer:
                _wait_until_connected(url, pacer, folder, stop)
                _wait_for_the_morning(url, stop)
                if not stop.is_set():
                    httpx.post(f"{url}/control/open", json={}, timeout=30).raise_for_status()
                    sys.stdout.write(TRY.format(url=page, folder=folder))
                    sys.stdout.flush()
                    if open_browser:
                        webbrowser.open(page)
                return _watch((("sandbox", sandbox), ("pacer", pacer)), stop, folder)
    except NotReady as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": f"{url}/api/",
        "PACER_CLOCK_URL": f"{url}/control/clock",
        "DATABASE_URL": f"sqlite:///{(folder / 'pacer.sqlite').absolute()}",
        "PACER_HEALTH_PORT": "0",
        "PACER_LOG_FORMAT": "text",
    }


def _free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def _sandbox_command(url: str, page_port: int, folder: Path) -> list[str]:
    seed = folder / "workspace.json"
    if not seed.exists():
        seed.write_text(json.dumps(sandbox_seed(), indent=1), encoding="utf-8")
    return [
        sys.executable, "-m", "sandbox", "--port", url.rpartition(":")[2], "--later-port", str(page_port),
        "--seed", str(seed),
        "--state", str(folder / "sandbox.json"), "--manifest", str(MANIFEST), "--now", START.isoformat(),
        "--bot-token", BOT_TOKEN, "--app-token", APP_TOKEN,
    ]  # fmt: skip


@contextlib.contextmanager
def _program(
    command: list[str], name: str, folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A program whose output goes to a file; ended when the block ends."""
    with (folder / f"{name}.log").open("ab") as log:
        # A session of its own: Ctrl-C reaches the demonstration only, which then ends its programs in order.
        process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(environment), start_new_session=True)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _fill(url: str, folder: Path) -> None:
    database = make_database(f"sqlite:///{(folder / 'pacer.sqlite').absolute()}")
    upgrade(database)
    settings = Settings(slack_bot_token=BOT_TOKEN, slack_app_token=APP_TOKEN, slack_api_url=f"{url}/api/")
    now = dt.datetime.fromisoformat(httpx.get(f"{url}/control/clock").json()["now"])
    fill_workspace(database, settings=settings, now=now)
    database.dispose()


def _wait_for(address: str, process: subprocess.Popen[bytes], name: str, folder: Path, stop: threading.Event) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(address).is_success:
                return
        if stop.wait(0.1):
            return
    raise NotReady(f"The {name} didn't start. It said:\n{_last_lines(folder / f'{name}.log')}")


def _wait_until_connected(url: str, process: subprocess.Popen[bytes], folder: Path, stop: threading.Event) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        if httpx.get(f"{url}/control/connections").json()["connections"]:
            return
        if stop.wait(0.1):
            return
    raise NotReady(f"Pacer didn't connect. It said:\n{_last_lines(folder / 'pacer.log')}")


def _wait_for_the_morning(url: str, stop: threading.Event) -> None:
    """Play the time until the first morning's nudge, of a demonstration that has just begun; one that goes on stays
    where it is.
    """
    now = dt.datetime.fromisoformat(httpx.get(f"{url}/control/clock").json()["now"])
    if now >= OPENS:
        return
    httpx.post(f"{url}/control/clock", json={"now": OPENS.isoformat(), "wait": True}, timeout=90)
    for _ in range(100):
        found = httpx.get(f"{url}/control/messages", params={"channel": OPENS_AS, "viewer": OPENS_AS})
        if stop.is_set() or (found.is_success and found.json().get("messages")):
            return
        stop.wait(0.1)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _watch(programs: tuple[tuple[str, subprocess.Popen[bytes]], ...], stop: threading.Event, folder: Path) -> int:
    while not stop.is_set():
        for name, process in programs:
            if process.poll() is not None:
                raise NotReady(f"The {name} stopped. It said:\n{_last_lines(folder / f'{name}.log')}")
        time.sleep(0.2)
    sys.stdout.write("Stopping the demo.\n")
    return 0


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
