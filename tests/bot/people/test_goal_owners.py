"""Whose goal holds: the member's own, their role's in the team, the team's, their role's in the workspace."""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence

import pytest
from sqlmodel import Session

from bot.core.permissions import NotAllowed, Viewer
from bot.core.work import Work
from bot.goals.editing import set_goal
from bot.goals.team_breakdown import way_of_group
from bot.leave.ramps import WrongRamp, read_ramp, write_ramp
from bot.people.goal_owners import GoalOwner, RoleGroup, WrongGoal, owner_named
from bot.people.sales_roles import WrongSalesRole, change_sales_roles, find_sales_role, list_sales_roles
from bot.people.selling import give_ramp, give_sales_role
from bot.standings.standings import figures_on
from bot.targets.holding import held_goals
from bot.targets.over_time import goals_over_time
from metrics.periods import PeriodKind
from storage.activities import add_activities
from storage.catalogue import find_metric
from storage.engine import Database
from storage.histories import forget_history
from storage.sales_roles import ALWAYS, times_in_roles
from storage.tables import Activity, Member, Role, Source, Team, Workspace
from tests.cast import NOON, Cast, assemble

TODAY = dt.date(2026, 11, 17)
OWN, TEAM_ROLE, TEAM, ROLE = "own", "role in team", "team", "role"
TARGETS = {OWN: 10, TEAM_ROLE: 20, TEAM: 30, ROLE: 40}
NEAREST = (OWN, TEAM_ROLE, TEAM, ROLE)


class Scene:
    """A workspace in which goals are set and asked for."""

    def __init__(self, session: Session, cast: Cast) -> None:
        self.session, self.cast = session, cast
        workspace, north = session.get(Workspace, cast.workspace), session.get(Team, cast.north)
        assert workspace is not None
        assert north is not None
        self.workspace, self.north = workspace, north
        self.sdr = find_sales_role(session, workspace=workspace, name="sdr")

    def member(self, member_id: int) -> Member:
        found = self.session.get(Member, member_id)
        assert found is not None
        return found

    def give(self, member_id: int, role: str | None, *, days: int = 0) -> None:
        found = find_sales_role(self.session, workspace=self.workspace, name=role) if role else None
        give_sales_role(
            self.session,
            workspace=self.workspace,
            viewer=None,
            member=self.member(member_id),
            role=found,
            now=NOON + dt.timedelta(days=days),
        )

    def owner(self, kind: str) -> GoalOwner:
        return {
            OWN: self.member(self.cast.ana),
            TEAM_ROLE: RoleGroup(self.sdr, self.north),
            TEAM: self.north,
            ROLE: RoleGroup(self.sdr),
        }[kind]

    def set(self, owner: GoalOwner, target: int, *, period: PeriodKind = PeriodKind.MONTH) -> None:
        set_goal(
            Work(self.session, self.workspace, NOON),
            viewer=None,
            subject=owner,
            metric_key="call",
            period=period,
            target=target,
            starts=dt.date(2026, 1, 1),
        )

    def target(self, member_id: int, date: dt.date = TODAY) -> int | None:
        held = held_goals(self.session, workspace=self.workspace, member_ids=[member_id], date=date)[member_id]
        later = goals_over_time(
            self.session,
            workspace=self.workspace,
            member_id=member_id,
            starts=date - dt.timedelta(days=40),
            ends=date + dt.timedelta(days=5),
        ).on(date)
        assert [goal.target for goal in held] == [goal.target for goal in later.values()]
        return held[0].target if held else None


@pytest.fixture
def scene(database: Database) -> Iterator[Scene]:
    cast = assemble(database)
    with database.writing() as session:
        yield Scene(session, cast)


@pytest.mark.parametrize("kinds", [set(some) for n in range(1, 5) for some in itertools.combinations(NEAREST, n)])
def test_the_nearest_owners_goal_holds(scene: Scene, kinds: set[str]) -> None:
    scene.give(scene.cast.ana, "SDR")
    for kind in kinds:
        scene.set(scene.owner(kind), TARGETS[kind])
    nearest = next(kind for kind in NEAREST if kind in kinds)
    assert scene.target(scene.cast.ana) == TARGETS[nearest]
    # Ben is in the same team, and of no role; Cleo is of neither.
    assert scene.target(scene.cast.ben) == (TARGETS[TEAM] if TEAM in kinds else None)
    assert scene.target(scene.cast.cleo) is None


def test_a_roles_goal_reaches_members_without_a_team_and_those_of_other_teams(scene: Scene) -> None:
    scene.give(scene.cast.cleo, "SDR")
    scene.give(scene.cast.admin, "SDR")
    scene.set(scene.owner(ROLE), 40)
    assert scene.target(scene.cast.cleo) == 40
    assert scene.target(scene.cast.admin) == 40
    scene.set(scene.owner(TEAM_ROLE), 20)
    assert scene.target(scene.cast.cleo) == 40


def test_who_changes_roles_in_a_month_is_asked_for_some_of_each(scene: Scene) -> None:
    scene.give(scene.cast.ana, "SDR")
    scene.give(scene.cast.ana, "Account executive", days=6)
    executives = RoleGroup(find_sales_role(scene.session, workspace=scene.workspace, name="AE"))
    scene.set(scene.owner(ROLE), 210)
    scene.set(executives, 21)
    date = dt.date(2026, 11, 24)
    assert (scene.target(scene.cast.ana, TODAY), scene.target(scene.cast.ana, date)) == (210, 21)
    (figures,) = figures_on(scene.session, workspace=scene.workspace, members=[scene.member(scene.cast.ana)], date=date)
    # November has 21 working days; the change comes after 15 of them, on the 23rd.
    assert figures.target == 150 + 6


def test_the_first_role_counts_from_ever_and_a_mistake_of_today_is_put_right(scene: Scene) -> None:
    def times() -> list[tuple[dt.date, dt.date | None]]:
        found = times_in_roles(
            scene.session, workspace_id=1, after=ALWAYS, until=dt.date(2027, 1, 1), member_ids=[scene.cast.ana]
        )
        return [(time.starts, time.ends) for time in found]

    scene.give(scene.cast.ana, "SDR")
    scene.give(scene.cast.ana, "AE")
    assert times() == [(ALWAYS, None)]
    scene.give(scene.cast.ana, "AE", days=3)
    assert times() == [(ALWAYS, None)]
    scene.give(scene.cast.ana, None, days=5)
    assert times() == [(ALWAYS, dt.date(2026, 11, 22))]


def test_a_role_out_of_use_takes_its_goals_with_it_and_a_renamed_one_keeps_them(scene: Scene) -> None:
    scene.give(scene.cast.ana, "SDR")
    scene.set(scene.owner(ROLE), 40)
    admin = Viewer(scene.cast.admin, Role.ADMIN)
    said = {scene.sdr.id: "Hunters"}
    change_sales_roles(scene.session, workspace=scene.workspace, viewer=admin, names=said, new=["Farmers"], now=NOON)
    names = [role.name for role in list_sales_roles(scene.session, workspace=scene.workspace)]
    assert names == ["Hunters", "Account executive", "Inside sales", "Farmers"]
    assert find_sales_role(scene.session, workspace=scene.workspace, name="sdr").name == "Hunters"
    assert scene.target(scene.cast.ana) == 40
    with pytest.raises(WrongSalesRole, match="Two sales roles are named"):
        change_sales_roles(scene.session, workspace=scene.workspace, viewer=admin, names={}, new=["farmers"], now=NOON)
    with pytest.raises(NotAllowed):
        change_sales_roles(
            scene.session,
            workspace=scene.workspace,
            viewer=Viewer(scene.cast.north_manager, Role.MANAGER, frozenset({scene.cast.north})),
            names={},
            new=["Closers"],
            now=NOON,
        )
    gone = {scene.sdr.id: ""}
    change_sales_roles(scene.session, workspace=scene.workspace, viewer=admin, names=gone, new=(), now=NOON)
    assert scene.target(scene.cast.ana) is None


def rename(scene: Scene, names: dict[str, str], *, new: Sequence[str] = ()) -> list[str]:
    """Name sales roles otherwise; those in use afterwards."""
    known = {role.name: role.id for role in list_sales_roles(scene.session, workspace=scene.workspace)}
    said = {known[name]: to for name, to in names.items()}
    found = change_sales_roles(
        scene.session, workspace=scene.workspace, viewer=None, names=said, new=new, now=NOON + dt.timedelta(hours=1)
    )
    return [role.name for role in found]


def test_a_role_can_get_a_name_that_another_one_gives_up(scene: Scene) -> None:
    first, second, third = "SDR", "Account executive", "Inside sales"
    assert rename(scene, {first: second, second: first}) == [second, first, third]
    assert find_sales_role(scene.session, workspace=scene.workspace, name=second).id == scene.sdr.id
    # One that is taken out of use keeps its name for nobody.
    assert rename(scene, {third: ""}) == [second, first]
    assert rename(scene, {first: third}) == [second, third]
    assert rename(scene, {}, new=[first]) == [second, third, first]


def test_a_name_means_the_role_that_has_it_before_the_one_that_had_it(scene: Scene) -> None:
    rename(scene, {"SDR": "Hunters"})
    rename(scene, {}, new=["SDR"])
    assert find_sales_role(scene.session, workspace=scene.workspace, name="sdr").name == "SDR"
    assert find_sales_role(scene.session, workspace=scene.workspace, name="bdr").name == "Hunters"


@pytest.mark.parametrize(
    ("team", "role", "name"),
    [
        (None, "sdrs", "SDR"),
        ("north SDR", None, "SDR · North"),
        ("North account executive", None, "Account executive · North"),
        ("South", None, "South"),
    ],
)
def test_a_team_and_a_role_are_named_in_one_breath(scene: Scene, team: str | None, role: str | None, name: str) -> None:
    assert owner_named(scene.session, workspace=scene.workspace, user=None, team=team, role=role).name == name


def test_a_goal_of_a_role_is_for_the_teams_managers_there_and_for_admins_everywhere(scene: Scene) -> None:
    manager = Viewer(scene.cast.north_manager, Role.MANAGER, frozenset({scene.cast.north}))
    for owner, may in ((scene.owner(TEAM_ROLE), True), (scene.owner(ROLE), False)):
        if may:
            _set_by(scene, manager, owner)
        else:
            with pytest.raises(NotAllowed):
                _set_by(scene, manager, owner)
        _set_by(scene, Viewer(scene.cast.admin, Role.ADMIN), owner)


def _set_by(scene: Scene, viewer: Viewer, owner: GoalOwner) -> None:
    set_goal(
        Work(scene.session, scene.workspace, NOON),
        viewer=viewer,
        subject=owner,
        metric_key="call",
        period=PeriodKind.WEEK,
        target=5,
        starts=TODAY,
    )


def test_a_member_on_a_ramp_is_asked_for_its_share(scene: Scene) -> None:
    scene.set(scene.north, 60)
    ana = scene.member(scene.cast.ana)

    def asked() -> tuple[int, float, float]:
        (figures,) = figures_on(scene.session, workspace=scene.workspace, members=[ana], date=TODAY)
        share = figures.share.share
        return figures.target, round(share.ramp_share, 9), round(share.stated, 9)

    def ramp(shares: str | None, starts: dt.date | None) -> None:
        give_ramp(
            scene.session,
            workspace=scene.workspace,
            viewer=None,
            member=ana,
            shares=shares,
            starts=starts,
            joined=None,
            now=NOON,
        )

    assert asked() == (60, 1, 60)
    ramp(read_ramp("25 50 75 100"), dt.date(2026, 10, 1))
    assert asked() == (30, 0.5, 60)
    ramp("", dt.date(2026, 10, 1))
    assert asked() == (15, 0.25, 60)
    ramp("", None)
    assert asked() == (60, 1, 60)


def test_when_a_member_joined_is_known_later_what_is_usual_of_them_is_found_again(scene: Scene) -> None:
    scene.set(scene.north, 60)
    ana, joined = scene.member(scene.cast.ana), dt.date(2026, 10, 20)
    calls = find_metric(scene.session, workspace_id=scene.cast.workspace, key="call")
    assert calls is not None
    for date in (joined + dt.timedelta(days=n) for n in range(-14, 28)):
        row = Activity(
            workspace_id=scene.cast.workspace,
            member_id=scene.cast.ana,
            metric_id=calls.id,
            quantity=10,
            local_date=date,
            source=Source.IMPORT,
            logged_at=NOON,
        )
        add_activities(scene.session, activities=[row])

    def usual() -> float:
        (found,) = figures_on(scene.session, workspace=scene.workspace, members=[ana], date=TODAY, keep_histories=True)
        return found.baseline

    always = usual()
    give_ramp(
        scene.session,
        workspace=scene.workspace,
        viewer=None,
        member=ana,
        shares="1",
        starts=None,
        joined=joined,
        now=NOON,
    )
    since = usual()
    forget_history(scene.session, member_id=scene.cast.ana, after=dt.date.min)
    assert since == usual()
    assert since == pytest.approx(always, rel=0.05)


@pytest.mark.parametrize(
    ("said", "stored"),
    [("25 50 75 100", "0.25 0.5 0.75 1"), ("25/50/75/100 %", "0.25 0.5 0.75 1"), ("100", "1"), ("0, 33", "0 0.33")],
)
def test_a_ramp_is_written_as_percent_of_each_month(said: str, stored: str) -> None:
    assert read_ramp(said) == stored
    assert read_ramp(write_ramp(stored)) == stored


@pytest.mark.parametrize("said", ["", "fast", "25 fifty", "120", "0 0", " ".join(["10"] * 13), "-5 10.5"])
def test_what_is_no_ramp_is_refused(said: str) -> None:
    with pytest.raises(WrongRamp):
        read_ramp(said)


def test_a_teams_way_is_for_those_who_set_its_goals_and_needs_a_goal(scene: Scene) -> None:
    north = Viewer(scene.cast.north_manager, Role.MANAGER, frozenset({scene.cast.north}))
    south = Viewer(scene.cast.south_manager, Role.MANAGER, frozenset({scene.cast.south}))
    with pytest.raises(NotAllowed):
        way_of_group(Work(scene.session, scene.workspace, NOON), viewer=south, owner=scene.north)
    with pytest.raises(WrongGoal, match="North has no goal on revenue, deals, pipeline or opportunities"):
        way_of_group(Work(scene.session, scene.workspace, NOON), viewer=north, owner=scene.north)
