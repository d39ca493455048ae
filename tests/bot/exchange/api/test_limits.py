"""How much a token may ask, in one process and in several."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from bot.core.settings import Settings
from bot.exchange.api import guard
from bot.exchange.api.app import build_api
from bot.exchange.api.limits import OwnBuckets, SharedBuckets, buckets_of
from storage.api_turns import take_turn
from storage.engine import Database
from tests.bot.exchange.api.conftest import Api, Client, StandingClock
from tests.cast import assemble


def test_a_bucket_fills_again_as_time_goes_by() -> None:
    buckets = OwnBuckets(per_minute=60, burst=2)
    assert [buckets.take_at("a", 0.0) for _ in range(3)] == [0, 0, 1]
    assert buckets.take_at("b", 0.0) == 0
    assert buckets.take_at("a", 1.0) == 0
    assert buckets.take_at("a", 1.5) == 1
    assert [buckets.take_at("a", 100.0) for _ in range(3)] == [0, 0, 1]


def test_turns_in_the_database_come_back_as_those_in_a_process_do(database: Database) -> None:
    cast = assemble(database)
    for caller, now, waits in [
        ("a", 1000.0, [0.0, 0.0, 1.0]),
        ("b", 1000.0, [0.0]),
        ("a", 1001.0, [0.0]),
        ("a", 1001.5, [0.5]),
        ("a", 1100.0, [0.0, 0.0, 1.0]),
    ]:
        for wait in waits:
            with database.writing() as session:
                said = take_turn(session, workspace_id=cast.workspace, caller=caller, per_second=1.0, burst=2, now=now)
            assert said == pytest.approx(wait)


def test_several_processes_let_through_as_much_as_one(database: Database) -> None:
    """Each instance stands for a process; 30 threads ask at once."""
    cast = assemble(database)
    processes = [SharedBuckets(database, per_minute=1, burst=20) for _ in range(3)]
    let_in: list[int] = []

    def ask(process: SharedBuckets) -> None:
        let_in.extend(not process.take(cast.workspace, "token 1") for _ in range(5))

    threads = [threading.Thread(target=ask, args=(process,)) for process in processes for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(let_in), len(let_in)) == (20, 150)


def test_what_the_api_lets_through_is_shared_where_several_processes_may_answer(api: Api) -> None:
    if api.database.is_sqlite:
        assert isinstance(buckets_of(api.database), OwnBuckets)
        return
    assert isinstance(buckets_of(api.database), SharedBuckets)
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    headers = {"Authorization": f"Bearer {api.token}"}
    answers = []
    for _ in range(2):
        process = Client(
            build_api(api.database, StandingClock(), settings, SharedBuckets(api.database, per_minute=1, burst=2))
        )
        answers += [process.request("GET", "/api/v1/deals/1", headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [404, 404, 429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


def test_a_body_that_does_not_come_is_not_waited_for(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.05)

    async def half() -> AsyncIterator[bytes]:
        yield b'{"items": '
        await asyncio.Event().wait()

    answer = api.client.request("POST", "/api/v1/activities", content=half())
    assert (answer.status_code, answer.headers["connection"]) == (408, "close")
    assert answer.json()["detail"].startswith("The body didn't arrive within")
