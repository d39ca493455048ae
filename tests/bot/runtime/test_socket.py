"""The Socket Mode connection: answers what is under way when it closes, and is replaced when it goes silent."""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from bot.core.doors.context import Context
from bot.core.settings import Settings, WrongSettings
from bot.runtime.sandbox_clock import SandboxClock
from bot.runtime.socket_doorway import SocketDoorway, end_client
from bot.runtime.start import build_app, build_context
from bot.setup.directory import meet_workspace
from sandbox.app import Options
from sandbox.running import RunningSandbox, running_sandbox
from tests.databases import fresh_sqlite
from tests.office import ANA, MANIFEST, PATIENCE, TUESDAY, seed


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox(Options(now=TUESDAY, seed=seed(), manifest=MANIFEST)) as running:
        yield running


@pytest.fixture
def context(sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Context]:
    settings = Settings(
        slack_bot_token=sandbox.options.bot_token,
        slack_app_token=sandbox.options.app_token,
        slack_api_url=sandbox.api_url,
        pacer_clock_url=f"{sandbox.url}/control/clock",
    )
    clock, database = SandboxClock(settings.pacer_clock_url), fresh_sqlite(tmp_path / "pacer.sqlite")
    meet_workspace(database, settings=settings, now=TUESDAY)
    yield build_context(database, clock, settings)
    clock.close()
    database.dispose()


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def test_a_connection_that_goes_silent_is_replaced_and_commands_are_answered_again(
    sandbox: RunningSandbox, context: Context
) -> None:
    doorway = SocketDoorway(build_app(context), context.settings, context.figures, ping_seconds=0.3, silent_seconds=1.0)
    doorway.open()
    try:
        time.sleep(1.5)
        # Pings are answered: a line on which nobody says anything is not a dead one.
        assert doorway.connected
        assert sandbox.get("connections")["connections"] == 1
        assert sandbox.post("stall") == {"stalled": 1}
        assert sandbox.post("command", user=ANA, command="/log", text="call")["acked"] is False
        assert wait_until(lambda: not doorway.connected or sandbox.get("connections")["connections"] == 2)
        assert wait_until(lambda: sandbox.get("connections")["connections"] > 1 and doorway.connected)
        answers = [sandbox.post("command", user=ANA, command="/log", text="call")["acked"] for _ in range(4)]
        assert True in answers
        figures = {
            sample.name: sample.value for metric in context.figures.registry.collect() for sample in metric.samples
        }
        assert figures["pacer_socket_reconnections_total"] >= 1
    finally:
        doorway.close()


def test_closing_answers_the_command_that_is_under_way(
    sandbox: RunningSandbox, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = build_app(context)
    began = threading.Event()
    handle = app.dispatch

    def slowly(request: object) -> object:
        began.set()
        time.sleep(0.5)
        return handle(request)  # type: ignore[arg-type]

    monkeypatch.setattr(app, "dispatch", slowly)
    doorway = SocketDoorway(app, context.settings, context.figures)
    doorway.open()
    answers = []
    person = threading.Thread(
        target=lambda: answers.append(sandbox.post("command", user=ANA, command="/log", text="call"))
    )
    person.start()
    assert began.wait(5)
    closing = time.monotonic()
    doorway.close()
    assert time.monotonic() - closing < 1.5
    person.join()
    assert answers[0]["acked"]
    assert answers[0]["messages"][0]["text"].startswith("Logged 1 call")


def test_a_refused_app_token_is_said_in_words(sandbox: RunningSandbox, context: Context) -> None:
    sandbox.post("faults", method="apps.connections.open", kind="error", value="invalid_auth")
    doorway = SocketDoorway(build_app(context), context.settings, context.figures)
    with pytest.raises(WrongSettings, match="Slack rejects SLACK_APP_TOKEN"):
        doorway.open()
    doorway.close()


def test_a_connection_that_slack_refreshes_or_drops_loses_no_command_after_it(
    sandbox: RunningSandbox, context: Context
) -> None:
    doorway = SocketDoorway(build_app(context), context.settings, context.figures, ping_seconds=0.3)
    doorway.open()
    try:
        for reason in ("refresh_requested", "warning", "link_disabled"):
            assert sandbox.post("disconnect", reason=reason) == {"disconnected": 1}
            answer = sandbox.post("command", user=ANA, command="/log", text="call")
            assert answer["acked"], reason
            assert answer["messages"][0]["text"].startswith("Logged 1 call")
            assert wait_until(lambda: doorway.connected and sandbox.get("connections")["connections"] == 1)
    finally:
        doorway.close()


TOGETHER = 40


def test_commands_are_handled_while_others_still_are(context: Context) -> None:
    met = threading.Barrier(TOGETHER)

    def meet(next: Callable[[], object]) -> None:
        met.wait(PATIENCE)  # nobody passes before all are there
        next()

    options = Options(now=TUESDAY, seed=seed(), manifest=MANIFEST, ack_seconds=PATIENCE)
    with running_sandbox(options) as patient, ThreadPoolExecutor(TOGETHER) as people:
        settings = context.settings.model_copy(update={"slack_api_url": patient.api_url})
        app = build_app(dataclasses.replace(context, settings=settings))
        app.use(meet)
        doorway = SocketDoorway(app, settings, context.figures)
        doorway.open()
        try:
            asked = [
                people.submit(patient.post, "command", user=ANA, command="/log", text="help") for _ in range(TOGETHER)
            ]
            assert all(each.result()["acked"] for each in asked)
        finally:
            doorway.close()


def test_an_envelope_that_is_nothing_of_slacks_is_left_unanswered_and_the_next_is_not(
    sandbox: RunningSandbox, context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    doorway = SocketDoorway(build_app(context), context.settings, context.figures)
    doorway.open()
    try:
        for wrong in ({"enterprise": 5}, {"user": 5}, {"authorizations": 5}, {"actions": None}):
            envelope = {"envelope_id": "x", "type": "interactive", "payload": {"type": "block_actions", **wrong}}
            doorway._handler.client.run_message_listeners(envelope, "")
        assert sandbox.post("command", user=ANA, command="/log", text="call")["acked"]
    finally:
        doorway.close()
    assert [record for record in caplog.records if record.exc_info] == []


class BeginsMeanwhile:
    """A session that begins just as its client is closed."""

    sock = None
    session_id = "made up"

    def __init__(self, client: SocketModeClient) -> None:
        self.client, self.begun, self.closing, self.ran = (
            client,
            threading.Event(),
            threading.Event(),
            threading.Event(),
        )
        self.went_on = False

    def is_active(self) -> bool:
        """It is, and the client says so to itself only after somebody began to close it."""
        self.begun.set()
        assert self.closing.wait(60)
        return True

    def run_until_completion(self, state: ConnectionState) -> None:
        """Ends at once where its state says that it is over."""
        self.went_on = not state.terminated
        self.ran.set()

    def disconnect(self) -> None:
        """The client got so far with closing."""
        self.closing.set()

    close = disconnect


def test_a_session_that_begins_while_its_client_is_closed_does_not_go_on() -> None:
    client = SocketModeClient(app_token="xapp-made-up")
    session = BeginsMeanwhile(client)
    client.current_session = session  # type: ignore[assignment]
    assert session.begun.wait(60), "the client's own thread found the session"
    end_client(client)
    assert session.ran.wait(60)
    assert not session.went_on
