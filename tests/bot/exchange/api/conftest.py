"""The API over the cast, without a network, at noon."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.core.settings import Settings
from bot.exchange.api.app import build_api
from bot.exchange.api.limits import OwnBuckets
from bot.exchange.api.tokens import SCOPES, create_token
from storage.engine import Database
from storage.workspaces import find_workspace
from tests.cast import NOON, Cast, assemble


class StandingClock:
    """A clock that stands at noon."""

    def now(self) -> Any:
        return NOON

    def wait(self, event: Any, seconds: float) -> None:
        raise AssertionError("nobody waits here")


class Client:
    """Asks the application in this process, one request after the other."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """What the application answers, whatever went wrong inside."""
        # In a thread of its own: where a browser runs in this process, this one has a loop already.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, self._ask(method, path, arguments)).result()

    async def _ask(self, method: str, path: str, arguments: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://pacer.internal") as client:
            return await client.request(method, path, **arguments)


@dataclass
class Api:
    """A client that sends a token, and what it talks to."""

    client: Client
    database: Database
    cast: Cast
    token: str
    buckets: OwnBuckets
    headers: dict[str, str] = field(default_factory=dict)

    def post(self, path: str, *items: dict[str, Any], **headers: str) -> Any:
        said = {"Authorization": f"Bearer {self.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.client.request("POST", f"/api/v1/{path}", json={"items": list(items)}, headers=said)

    def send(self, method: str, path: str, content: bytes = b"", **headers: str) -> Any:
        said = {"Authorization": f"Bearer {self.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.client.request(method, f"/api/v1/{path}", content=content, headers=said)

    def get(self, path: str) -> Any:
        return self.client.request("GET", f"/api/v1/{path}", headers={"Authorization": f"Bearer {self.token}"})

    def make_token(self, name: str, *scopes: str) -> str:
        with self.database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            return create_token(session, workspace=workspace, name=name, scopes=scopes, now=NOON)


def open_api(database: Database, **settings: Any) -> Api:
    """The API of this database."""
    cast = assemble(database)
    buckets = OwnBuckets(per_minute=60_000, burst=10_000)
    made = build_api(database, StandingClock(), Settings(_env_file=None, **settings), buckets)  # type: ignore[call-arg]
    api = Api(Client(made), database, cast, "", buckets)
    api.token = api.make_token("everything", *SCOPES)
    return api


@pytest.fixture
def api(database: Database) -> Api:
    """The API, on both databases."""
    return open_api(database, pacer_hubspot_secret="hubspot-secret", pacer_api_url="https://pacer.example.com")


@pytest.fixture
def sqlite_api(sqlite_database: Database) -> Api:
    """The API, for what does not depend on the database."""
    return open_api(sqlite_database, pacer_hubspot_secret="hubspot-secret", pacer_api_url="https://pacer.example.com")
