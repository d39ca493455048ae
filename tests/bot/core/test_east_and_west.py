"""What is true today is true where somebody is, also while it is another day where UTC is."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from bot.core import refusals
from bot.core.goals_in_force import goals_now
from bot.core.members import find_speaker, viewer_of
from bot.core.message_kinds import NUDGE
from bot.core.permissions import Action, NotAllowed, Subject
from bot.core.presets import ensure_presets
from bot.core.work import Work
from bot.exchange.files.goals import import_goals
from bot.goals.editing import set_goal
from bot.goals.history import goal_history
from bot.goals.past_periods import today_of
from bot.nudges.lateness import LATE_AFTER, LATE_NOTICE, plan_late_notices
from bot.nudges.welcome import WELCOME, plan_welcomes, welcomes_for
from bot.people import teams
from bot.setup.checklist import go_live
from bot.setup.checkup import check_workspace
from bot.setup.steps import form_team
from metrics.periods import PeriodKind
from storage import deliveries
from storage.engine import Database
from storage.goals import goals_on
from storage.tables import Delivery, DeliveryState, Member, Role, Workspace

MORNING = dt.datetime(2026, 11, 16, 20, 0, tzinfo=dt.UTC)
"""Nine on Tuesday the 17th in Auckland, noon on Monday the 16th in Los Angeles."""
TUESDAY = dt.date(2026, 11, 17)


@pytest.fixture
def workspace(database: Database) -> Iterator[tuple[Session, Workspace]]:
    """A workspace in Auckland: Moana administers it and manages, Tane sells there and Lee in Los Angeles."""
    with database.writing() as session:
        made = Workspace(slack_team_id="T0EAST", name="East", timezone="Pacific/Auckland", created_at=MORNING)
        session.add(made)
        session.flush()
        for slack_id, role, zone in (
            ("U0MOANA", Role.ADMIN, "Pacific/Auckland"),
            ("U0TANE", Role.REP, "Pacific/Auckland"),
            ("U0LEE", Role.REP, "America/Los_Angeles"),
        ):
            session.add(
                Member(
                    workspace_id=made.id,
                    slack_user_id=slack_id,
                    name=slack_id[2:].title(),
                    email=f"{slack_id[2:].lower()}@example.com",
                    role=role,
                    timezone=zone,
                )
            )
        session.flush()
        ensure_presets(session, workspace=made)
        yield session, made


def person(session: Session, workspace: Workspace, who: str) -> Member:
    return find_speaker(session, workspace=workspace, slack_user_id=who)


def set_up(session: Session, workspace: Workspace) -> None:
    """A team and its goal, both from today on."""
    viewer = viewer_of(session, workspace=workspace, member=person(session, workspace, "U0MOANA"), now=MORNING)
    team = form_team(
        session,
        workspace=workspace,
        viewer=viewer,
        name="North",
        reps=["U0TANE", "U0LEE"],
        managers=["U0MOANA"],
        now=MORNING,
    )
    set_goal(
        Work(session, workspace, MORNING),
        viewer=viewer,
        subject=team,
        metric_key="call",
        period=PeriodKind.WEEK,
        target=60,
        starts=today_of(team, workspace, MORNING),
    )


def test_a_workspace_east_of_utc_goes_live_on_the_day_on_which_it_was_set_up(
    workspace: tuple[Session, Workspace],
) -> None:
    session, here = workspace
    set_up(session, here)
    assert go_live(session, workspace=here, viewer=None, now=MORNING).reps == 2
    assert here.live


def test_the_doctor_counts_who_is_in_a_team_where_they_are(workspace: tuple[Session, Workspace]) -> None:
    session, here = workspace
    set_up(session, here)
    teams.set_alert_channel(session, team=teams.find_team(session, workspace=here, name="North"), channel="C0NORTH")
    said = {finding.about: finding.said for finding in check_workspace(session, workspace=here, now=MORNING)}
    assert said["team North"] == "reps: 2, managers: 1"


def test_somebody_new_is_welcomed_on_their_own_day_and_not_on_utcs(workspace: tuple[Session, Workspace]) -> None:
    session, here = workspace
    set_up(session, here)
    go_live(session, workspace=here, viewer=None, now=MORNING)
    plan_welcomes(session, workspace=here, now=MORNING)
    session.flush()
    rows = session.exec(select(Delivery).where(Delivery.kind == WELCOME)).all()
    # Lee joined on Monday, and the team's goal begins on Tuesday: there is nothing to say to Lee yet.
    assert {row.recipient: row.local_date for row in rows} == {"U0TANE": TUESDAY}
    (content,) = welcomes_for(session, workspace=here, rows=rows, now=MORNING).values()
    assert content is not None
    assert [metric.key for metric in content.metrics] == ["call"]


def test_a_goal_from_a_file_begins_on_the_owners_day(workspace: tuple[Session, Workspace]) -> None:
    session, here = workspace
    text = "member,team,metric,period,target\ntane@example.com,,calls,week,60\nlee@example.com,,calls,week,50\n"
    import_goals(session, workspace=here, lines=text.splitlines(keepends=True), now=MORNING)
    held = goals_on(session, workspace_id=here.id, date=TUESDAY)
    assert {goal.target: goal.starts for goal in held} == {60: TUESDAY, 50: TUESDAY - dt.timedelta(days=1)}


def test_a_goal_ends_on_its_owners_day(workspace: tuple[Session, Workspace]) -> None:
    session, here = workspace
    set_up(session, here)
    assert len(goals_now(session, workspace=here, now=MORNING)) == 1
    set_goal(
        Work(session, here, MORNING),
        viewer=None,
        subject=teams.find_team(session, workspace=here, name="North"),
        metric_key="call",
        period=PeriodKind.WEEK,
        target=None,
        starts=TUESDAY,
    )
    assert goals_now(session, workspace=here, now=MORNING, planned=True) == []


def test_who_set_a_goal_is_dated_where_its_owner_is(workspace: tuple[Session, Workspace]) -> None:
    session, here = workspace
    set_up(session, here)
    viewer = viewer_of(session, workspace=here, member=person(session, here, "U0MOANA"), now=MORNING)
    team = teams.find_team(session, workspace=here, name="North")
    (change,) = goal_history(Work(session, here, TUESDAY), viewer=viewer, subject=team, metric_key=None, today=TUESDAY)
    assert change.set_on == TUESDAY


def test_what_was_refused_is_dated_where_the_workspace_is(workspace: tuple[Session, Workspace]) -> None:
    session, here = workspace
    refusal = NotAllowed(Action.SEE, Subject())
    refusals.note_refusal(session, workspace=here, slack_user_id="U0TANE", refusal=refusal, now=MORNING)
    (attempt,) = refusals.attempts(session, workspace=here, limit=5)
    assert attempt.day == TUESDAY


def test_the_mornings_of_the_day_of_going_live_are_not_late_where_it_is_a_day_later_than_utc(
    workspace: tuple[Session, Workspace],
) -> None:
    session, here = workspace
    here.live, here.went_live_at = True, MORNING
    tane = person(session, here, "U0TANE")

    def nudge(date: dt.date, due: dt.datetime) -> None:
        deliveries.plan(
            session,
            rows=[
                deliveries.new_row(
                    workspace_id=here.id,
                    kind=NUDGE,
                    recipient=tane.slack_user_id,
                    key=date.isoformat(),
                    member_id=tane.id,
                    local_date=date,
                    due_at=due,
                    expires_at=due,
                    token=date.isoformat(),
                )
            ],
        )
        row = session.exec(select(Delivery).where(Delivery.key == date.isoformat())).one()
        row.state = DeliveryState.EXPIRED

    nudge(TUESDAY, MORNING - dt.timedelta(minutes=30))
    late = MORNING + LATE_AFTER + dt.timedelta(minutes=1)
    plan_late_notices(session, workspace=here, now=late)
    assert session.exec(select(Delivery).where(Delivery.kind == LATE_NOTICE)).all() == []
    nudge(TUESDAY + dt.timedelta(days=1), MORNING + dt.timedelta(days=1))
    plan_late_notices(session, workspace=here, now=late + dt.timedelta(days=1))
    (notice,) = session.exec(select(Delivery).where(Delivery.kind == LATE_NOTICE)).all()
    assert notice.local_date == TUESDAY + dt.timedelta(days=1)
