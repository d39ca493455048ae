"""The document of the API says what the API does."""

import base64
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from bot.core.server_thread import ServerThread
from bot.core.settings import Settings
from bot.exchange.api.app import OPERATIONS, build_api
from bot.exchange.api.limits import OwnBuckets
from bot.exchange.api.openapi import describe
from bot.exchange.api.tokens import SCOPES, create_token
from storage.engine import Database
from storage.workspaces import find_workspace
from tests.bot.exchange.api.conftest import StandingClock
from tests.cast import NOON, assemble

EXAMPLES = 15
# What a description cannot say is refused with 422: a member whom nobody knows, say. HubSpot's signature is over time.
SETTINGS = """
headers = {{ Authorization = "Bearer {token}" }}
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "404", "409", "422"]
[[operations]]
include-path = "/api/v1/hooks/pipedrive"
headers = {{ Authorization = "Basic {basic}" }}
[[operations]]
include-path = "/api/v1/hooks/salesforce/{{token}}"
parameters = {{ "path.token" = "{token}" }}
"""


def test_it_describes_every_route_and_nothing_else(sqlite_database: Database) -> None:
    app = build_api(sqlite_database, StandingClock(), Settings(_env_file=None))  # type: ignore[call-arg]
    routes = {
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    document = describe(OPERATIONS)
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert routes == described | {("GET", "/api/v1/openapi.json")}
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))
    assert document["openapi"] == "3.1.0"
    text = json.dumps(document)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in document["components"]["schemas"]


@pytest.fixture
def address(sqlite_database: Database) -> Iterator[tuple[str, str]]:
    """The address of a running API, and a token of it."""
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        token = create_token(session, workspace=workspace, name="fuzz", scopes=SCOPES, now=NOON)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings = Settings(_env_file=None, pacer_hubspot_secret="hubspot-secret")  # type: ignore[call-arg]
    app = build_api(sqlite_database, StandingClock(), settings, OwnBuckets(per_minute=10**7, burst=10**7))
    server = ServerThread(app, host="127.0.0.1", port=port, name="api")
    server.open()
    yield f"http://127.0.0.1:{port}/api/v1/openapi.json", token
    server.close()


def test_schemathesis_finds_nothing(address: tuple[str, str], tmp_path: Path) -> None:
    url, token = address
    basic = base64.b64encode(f"pacer:{token}".encode()).decode()
    (tmp_path / "schemathesis.toml").write_text(SETTINGS.format(token=token, basic=basic), encoding="utf-8")
    ran = subprocess.run(
        [
            str(Path(sys.executable).with_name("st")),
            *("--config-file", str(tmp_path / "schemathesis.toml"), "run", url),
            *("--max-examples", str(EXAMPLES), "--seed", "7"),
            *("--generation-database", "none", "--no-color"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert "Tested: 0" not in ran.stdout
