"""A team's reps from a user group of Slack: taken once, brought up to date when somebody asks, never by themselves."""

import copy
import datetime as dt
from pathlib import Path

import pytest

from bot.people.teams import WrongTeam
from bot.people.user_groups import find_group, follow_group
from sandbox.app import Options
from sandbox.running import running_sandbox
from storage.engine import Database
from storage.memberships import in_teams_on, list_teams
from storage.people import members_by_id
from storage.tables import TeamRole
from storage.user_groups import replace_groups
from storage.workspaces import find_workspace
from tests.bot.modal_steps import fill_in, top_view, words_of
from tests.bot.runtime.test_settings import pacer
from tests.bot.setup.test_setup import checklist, open_step
from tests.cast import NOON, assemble
from tests.forged import press
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER, MANIFEST, Office, seed

GROUP = "S0NORTH"


def id_of(office: Office, team: str) -> str:
    """What stands for the team in the form's menu."""
    with office.database.reading() as session:
        (found,) = [each for each in list_teams(session, workspace_id=1) if each.name == team]
        return str(found.id)


def reps_of(office: Office, team: str) -> set[str]:
    with office.database.reading() as session:
        (found,) = [each for each in list_teams(session, workspace_id=1) if each.name == team]
        date = office.context.clock.now().date()
        rows = in_teams_on(session, workspace_id=1, date=date, team_role=TeamRole.REP, team_id=found.id)
        members = members_by_id(session, ids={row.member_id for row in rows})
        return {member.slack_user_id for member in members.values()}


def group(office: Office, *people: str, **more: object) -> None:
    office.sandbox.post("usergroups", id=GROUP, handle="north-sales", name="North Sales", users=list(people), **more)


def minute_later(office: Office) -> None:
    office.play_until(office.context.clock.now() + dt.timedelta(minutes=1))


@pytest.fixture
def empty(office: Office) -> Office:
    """An office whose workspace is not live and knows a user group."""
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.live = False
    office.sandbox.post("users", id="U0GUEST", real_name="Gale Guest", is_restricted=True)
    group(office, ANA, "U0GUEST")
    minute_later(office)
    return office


def test_a_team_is_made_of_a_group_and_follows_it_only_when_it_is_told_to(empty: Office) -> None:
    office = empty
    open_step(office, "people")
    assert "@north-sales (2 people)" in str(top_view(office, ADMIN))
    assert fill_in(office, ADMIN, name="West", group=GROUP, managers=[MANAGER]) == {}
    assert "West: 1 rep, 1 manager, reps from @north-sales" in str(checklist(office)["text"])
    assert reps_of(office, "West") == {ANA}
    # Picked by hand, they stay whatever becomes of the group.
    open_step(office, "people")
    assert fill_in(office, ADMIN, team=id_of(office, "West"), name="", reps=[CLEO]) == {}
    group(office, BEN)
    office.play_until(office.context.clock.now() + dt.timedelta(hours=2))
    assert reps_of(office, "West") == {ANA, CLEO}
    with office.database.reading() as session:
        (west,) = [each for each in list_teams(session, workspace_id=1) if each.name == "West"]
    said = office.click(ADMIN, checklist(office), f"setup_group:{west.id}")
    assert said == ["I'm asking Slack who's in @north-sales. I'll tell you what changed in a moment."]
    minute_later(office)
    assert reps_of(office, "West") == {BEN, CLEO}
    assert told(office) == "West now matches @north-sales.\nJoined: Ben Sparrow\nNo longer in it: Ana Quill"
    # The same again changes nothing, and a group that is gone takes nobody along.
    office.click(ADMIN, checklist(office), f"setup_group:{west.id}")
    minute_later(office)
    assert "No one joined or left." in told(office)
    group(office, disabled=True)
    office.click(ADMIN, checklist(office), f"setup_group:{west.id}")
    minute_later(office)
    assert "West's Slack user group was deleted. Its reps stay" in told(office)
    assert reps_of(office, "West") == {BEN, CLEO}


def told(office: Office) -> str:
    return office.messages_to(ADMIN)[-1]


def test_a_group_of_guests_makes_no_team_and_somebody_can_be_taken_out_again(empty: Office) -> None:
    office = empty
    group(office, "U0GUEST")
    open_step(office, "people")
    minute_later(office)
    said = fill_in(office, ADMIN, team="new", name="West", group=GROUP)
    assert "No one in @north-sales can be a rep here" in said["group"]
    assert fill_in(office, ADMIN, team=id_of(office, "North"), name="", group=None, leaving=[ANA]) == {}
    assert reps_of(office, "North") == {BEN}
    open_step(office, "people")
    assert fill_in(office, ADMIN, team=id_of(office, "North"), name="", leaving=[CLEO]) == {
        "leaving": "Cleo Marsh isn't in North."
    }


def test_where_the_scope_is_missing_the_step_says_so_and_people_are_picked(empty: Office) -> None:
    office = empty
    state = office.sandbox.state
    assert state.scopes is not None
    state.scopes = state.scopes - {"usergroups:read"}
    office.play_until(office.context.clock.now() + dt.timedelta(hours=2))
    open_step(office, "people")
    assert "give the app the scope `usergroups:read`" in words_of(top_view(office, ADMIN))
    assert fill_in(office, ADMIN, name="West", reps=[ANA], managers=[]) == {}
    assert reps_of(office, "West") == {ANA}


def test_only_an_admin_brings_a_team_up_to_date(office: Office) -> None:
    with office.database.reading() as session:
        (north,) = [each for each in list_teams(session, workspace_id=1) if each.name == "North"]
    press(office, MANAGER, action_id=f"setup_group:{north.id}", value="")
    with office.database.reading() as session:
        assert not any(each.group_wanted for each in list_teams(session, workspace_id=1))


def test_who_came_with_a_group_leaves_with_it_on_both_databases(database: Database) -> None:
    cast = assemble(database)
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        (team, *_) = list_teams(session, workspace_id=cast.workspace)
        before = in_teams_on(
            session, workspace_id=cast.workspace, date=NOON.date(), team_role=TeamRole.REP, team_id=team.id
        )
        inside = {row.member_id for row in before}
        everybody = members_by_id(session, ids=[cast.ana, cast.ben, cast.admin])
        outsider = next(member.slack_user_id for key, member in everybody.items() if key not in inside)

        def follow(*ids: str) -> tuple[int, int, int]:
            row = {"slack_id": GROUP, "handle": "north-sales", "name": "", "people": " ".join(ids)}
            replace_groups(session, workspace_id=cast.workspace, rows=[row])
            found = find_group(session, workspace=workspace, handle="@North-Sales")
            done = follow_group(session, workspace=workspace, team=team, group=found, now=NOON, actor_id=None)
            return len(done.joined), len(done.left), done.passed_over

        assert follow("U0NOBODY") == (0, 0, 1)
        assert follow(outsider) == (1, 0, 0)
        assert follow(outsider) == (0, 0, 0)
        assert follow() == (0, 1, 0)
        with pytest.raises(WrongTeam, match="@north-sales"):
            find_group(session, workspace=workspace, handle="south")


def test_the_operator_lists_groups_and_makes_one_a_team(tmp_path: Path) -> None:
    groups = [{"id": GROUP, "handle": "north-sales", "name": "North", "users": [ANA, BEN]}]
    options = Options(seed={**seed(), "usergroups": groups}, manifest=copy.deepcopy(MANIFEST))
    with running_sandbox(options) as sandbox:
        settings = {
            "SLACK_BOT_TOKEN": options.bot_token,
            "SLACK_APP_TOKEN": options.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'pacer.sqlite'}",
        }
        for command in (["db", "upgrade"], ["users", "sync"], ["teams", "add", "North"]):
            assert pacer(tmp_path, *command, **settings).returncode == 0
        assert "@north-sales" in pacer(tmp_path, "users", "group", **settings).stdout
        said = pacer(tmp_path, "users", "group", "@north-sales", "--team", "North", **settings).stdout
        assert "Joined: Ana Quill, Ben Sparrow" in said
        assert "No user group is called" in pacer(tmp_path, "users", "group", "x", "--team", "North", **settings).stderr
        left = pacer(tmp_path, "teams", "leave", "North", f"{ANA.lower()}@example.com", **settings).stdout
        assert left.startswith("Ana Quill is off North, starting ")
