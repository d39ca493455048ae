"""The people whom Slack has: without a zone, with one that nobody knows, with fields missing, of an organisation."""

import datetime as dt

import pytest
from slack_sdk import WebClient

from bot.core.members import zone_of
from bot.core.settings import Settings
from bot.setup.directory import meet_workspace
from sandbox.app import Options
from sandbox.running import running_sandbox
from storage.engine import Database
from storage.people import list_members
from storage.tables import Member
from storage.workspaces import find_workspace

NOW = dt.datetime(2026, 11, 17, 15, 0, tzinfo=dt.UTC)
PEOPLE = [
    {"id": "U0NULL", "real_name": "Nadia Nullzone", "tz": None},
    {"id": "U0ODD", "real_name": "Olaf Oddzone", "tz": "Mars/Olympus_Mons"},
    {"id": "U0BARE", "real_name": "Bea Barefield", "missing": ["tz", "email", "locale", "real_name"]},
    {
        "id": "W0ORG",
        "real_name": "Wim Workspace",
        "tz": "Europe/London",
        "team_id": "T0OTHER",
        "enterprise_user": {"id": "W0ORG", "enterprise_id": "E0ORG", "teams": ["T0OFFICE", "T0OTHER"]},
    },
]


@pytest.fixture
def options() -> Options:
    return Options(now=NOW, seed={"team": {"id": "T0OFFICE", "name": "Office"}, "users": PEOPLE})


def test_slack_shows_people_without_a_zone_and_without_fields(options: Options) -> None:
    with running_sandbox(options) as sandbox:
        client = WebClient(token=options.bot_token, base_url=sandbox.api_url)
        found = {user["id"]: user for user in client.users_list(include_locale=True)["members"]}
    assert (found["U0NULL"]["tz"], found["U0NULL"]["tz_offset"]) == (None, -8 * 3600)
    assert found["U0ODD"]["tz"] == "Mars/Olympus_Mons"
    assert not {"tz", "locale", "real_name", "missing"} & found["U0BARE"].keys()
    assert "email" not in found["U0BARE"]["profile"]
    assert found["W0ORG"]["enterprise_user"]["teams"] == ["T0OFFICE", "T0OTHER"]


def test_pacer_meets_all_of_them_and_takes_the_workspaces_zone_for_an_unknown_one(
    options: Options, sqlite_database: Database
) -> None:
    with running_sandbox(options) as sandbox:
        settings = Settings(_env_file=None, slack_bot_token=options.bot_token, slack_api_url=sandbox.api_url)  # type: ignore[call-arg]
        meet_workspace(sqlite_database, settings=settings, now=NOW)
    with sqlite_database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        members: dict[str, Member] = {
            each.slack_user_id: each for each in list_members(session, workspace_id=workspace.id)
        }
        assert members.keys() >= {"U0NULL", "U0ODD", "U0BARE", "W0ORG"}
        for who in ("U0NULL", "U0ODD", "U0BARE"):
            assert zone_of(members[who], workspace) == zone_of(None, workspace)
        assert not members["W0ORG"].guest
