"""Who leaves, comes back, moves, changes teams, roles or managers: each row of the table in docs/people.md."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.core.work import Work
from bot.exchange.files.goals import import_goals
from bot.exchange.problems import WrongFile
from bot.goals.editing import set_goal
from bot.leave.calendars import load_calendars
from bot.leave.company_calendar import set_usual_week
from bot.leave.company_days import add_days
from bot.people import teams
from bot.people.goal_owners import RoleGroup, WrongGoal
from bot.people.selling import give_sales_role
from bot.standings.standings import GoalFigures, figures_on
from metrics.periods import PeriodKind
from storage.catalogue import find_metric
from storage.tables import Audit, Delivery, DeliveryState, Episode, Member, SalesRole, TeamRole, TimeOff
from storage.workspaces import find_workspace
from tests.bot.home_steps import home
from tests.bot.modal_steps import fill_in, open_with
from tests.office import ADMIN, ANA, BEN, CHANNEL, MANAGER, STRANGER_MANAGER, Moment, Office, open_office

UTC = dt.UTC
DAY = dt.timedelta(days=1)
REVIEW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
TABLE = Path(__file__).parents[3] / "docs" / "people.md"


@pytest.fixture(scope="module")
def when_they_heard(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """Ana does a third of what her weekly goal needs, which her managers just heard; Ben is fine."""
    with open_office(tmp_path_factory.mktemp("office")) as office:
        office.goal("North", "call", PeriodKind.WEEK, 60)
        days = [dt.date(2026, 9, 1) + n * DAY for n in range(77)]
        for who, usual, tuesday in ((ANA, 5, 4), (BEN, 14, 15)):
            past = [day.isoformat() for day in days if day.weekday() < 5]
            office.past(who, "call", {**dict.fromkeys(past, usual), "2026-11-17": tuesday})
        office.play_until(REVIEW)
        return office.moment()


@pytest.fixture
def slipping(when_they_heard: Moment, tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, since=when_they_heard) as office:
        yield office


def work_on(office: Office, session: Any, now: dt.datetime | None = None) -> Work:
    workspace = find_workspace(session)
    assert workspace is not None
    return Work(session, workspace, now or office.context.clock.now())


def person(session: Any, who: str) -> Member:
    return session.exec(select(Member).where(Member.slack_user_id == who)).one()  # type: ignore[no-any-return]


def leave_company(office: Office, who: str) -> None:
    office.sandbox.post("users", id=who, deleted=True)
    office.worker.drain()


def come_back(office: Office, who: str) -> None:
    office.sandbox.post("users", id=who, deleted=False)


def texts(office: Office, viewer: str, where: str) -> list[str]:
    return [str(message["text"]) for message in office.sees(viewer, where)]


def join(office: Office, who: str, team: str, role: TeamRole, starts: dt.date) -> None:
    with office.database.writing() as session:
        work = work_on(office, session)
        teams.join(
            session,
            workspace=work.workspace,
            team=teams.find_team(session, workspace=work.workspace, name=team),
            member=person(session, who),
            team_role=role,
            starts=starts,
        )


def figures(office: Office, who: str, date: dt.date) -> list[GoalFigures]:
    with office.database.reading() as session:
        work = work_on(office, session)
        return figures_on(session, workspace=work.workspace, members=[person(session, who)], date=date)


def test_every_row_of_the_table_has_its_test() -> None:
    lines = [
        line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and "test_" in line
    ]
    rows = [line.split("|")[-2].strip(" `") for line in lines]
    assert len(rows) >= 10
    assert [name for name in rows if name not in globals()] == []


def test_of_who_left_the_episodes_close_and_the_alerts_that_were_sent_say_so(slipping: Office) -> None:
    assert f"<@{ANA}>" in texts(slipping, MANAGER, CHANNEL)[0]
    leave_company(slipping, ANA)
    alert = texts(slipping, MANAGER, CHANNEL)[0]
    assert alert.startswith("Ana Quill left on Wed 18 Nov, so this is closed\n")
    assert f"*<@{ANA}>* left on Wed 18 Nov, so this is closed" in alert
    assert "at risk" not in alert
    with slipping.database.reading() as session:
        episode = session.exec(select(Episode)).one()
        assert (episode.closed_on, episode.close_reason) == (dt.date(2026, 11, 18), "left")


def test_the_alert_of_several_goals_says_once_that_the_rep_left(slipping: Office) -> None:
    with slipping.database.writing() as session:
        first = session.exec(select(Episode)).one()
        email = find_metric(session, workspace_id=1, key="email")
        assert email is not None
        same = first.model_dump(exclude={"id", "metric_id"})
        session.add(Episode(**same, metric_id=email.id))
    leave_company(slipping, ANA)
    said = texts(slipping, MANAGER, CHANNEL)[0].split("\n")
    assert said[0] == "Ana Quill left on Wed 18 Nov, so this is closed"
    assert said[1] == f"*<@{ANA}>* left on Wed 18 Nov, so this is closed"
    assert not [line for line in said[2:] if "left" in line]


def about_ana(office: Office) -> list[str]:
    return [each for each in texts(office, MANAGER, CHANNEL) if f"<@{ANA}>" in each]


def test_nothing_is_planned_or_alerted_for_who_left(slipping: Office) -> None:
    before = len(about_ana(slipping))
    with slipping.database.writing() as session:
        ana = person(session, ANA)
        session.add(
            Delivery(
                workspace_id=1, kind="kudos", recipient=ANA, key="waiting", member_id=ana.id, token="t" * 32,
                due_at=REVIEW + DAY, next_attempt_at=REVIEW + DAY,
            )
        )  # fmt: skip
    leave_company(slipping, ANA)
    slipping.play_until(dt.datetime(2026, 11, 24, 23, 0, tzinfo=UTC))
    assert len(about_ana(slipping)) == before
    with slipping.database.reading() as session:
        ana = person(session, ANA)
        rows = session.exec(select(Delivery).where(Delivery.member_id == ana.id)).all()
        assert {row.state for row in rows if row.due_at >= REVIEW} <= {DeliveryState.CANCELLED}
        assert len(session.exec(select(Episode).where(Episode.member_id == ana.id)).all()) == 1


def test_a_goal_on_who_left_is_refused_at_every_door_and_can_be_ended(slipping: Office) -> None:
    leave_company(slipping, ANA)
    refused = "isn't here anymore, so they can't get a goal"
    assert refused in slipping.say(MANAGER, "/goal", f"<@{ANA}> calls 20 a week")
    assert refused in slipping.say(ADMIN, "/goal", f"<@{ANA}> calls 20 a week")
    open_with(slipping, ADMIN, "/goal")
    assert refused in str(fill_in(slipping, ADMIN, person=ANA, metric="call", target="20", period="week"))
    with slipping.database.writing() as session:
        work, ana = work_on(slipping, session), person(session, ANA)
        lines = ["member,metric,period,target\n", f"{ana.email},call,week,20\n"]
        with pytest.raises(WrongFile) as wrong:
            import_goals(session, workspace=work.workspace, lines=lines, now=work.now)
        assert "Ana Quill has left, so they can't get a goal" in str(wrong.value.problems)
        asked = {
            "viewer": None,
            "subject": ana,
            "metric_key": "call",
            "period": PeriodKind.WEEK,
            "starts": REVIEW.date(),
        }
        with pytest.raises(WrongGoal, match="isn't here anymore"):
            set_goal(work, target=20, **asked)  # type: ignore[arg-type]
        set_goal(work, target=None, **asked)  # type: ignore[arg-type]


def test_team_figures_leave_out_who_left_and_say_since_when(slipping: Office) -> None:
    leave_company(slipping, ANA)
    slipping.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
    answer = slipping.say(MANAGER, "/team", "North")
    assert "Ana Quill left on Wed 18 Nov and isn't counted anymore" in answer
    assert f"<@{ANA}>" not in answer
    with slipping.database.reading() as session:
        work = work_on(slipping, session)
        rows = teams.in_teams_now(session, workspace=work.workspace, team_role=TeamRole.REP, now=work.now)
        assert person(session, ANA).id not in {row.member_id for row in rows}


def test_who_comes_back_after_a_year_was_not_idle_meanwhile(slipping: Office) -> None:
    usual = figures(slipping, BEN, dt.date(2026, 11, 18))[0].baseline
    leave_company(slipping, BEN)
    year_later = dt.datetime(2027, 11, 15, 15, 0, tzinfo=UTC)
    slipping.sandbox.post("clock", now=year_later.isoformat())
    come_back(slipping, BEN)
    with slipping.database.reading() as session:
        ben = person(session, BEN)
        assert (ben.active, ben.left_on) == (True, None)
        (gone,) = session.exec(select(TimeOff).where(TimeOff.member_id == ben.id)).all()
        assert (gone.starts, gone.ends, gone.source) == (dt.date(2026, 11, 18), dt.date(2027, 11, 15), "left")
    (again,) = figures(slipping, BEN, dt.date(2027, 11, 16))
    assert again.baseline == pytest.approx(usual, rel=0.1)
    assert again.target == 60  # the team's goal is theirs again, in full: the time away was no leave of this week
    assert "Time off" not in slipping.say(BEN, "/away")
    slipping.play_until(year_later + 2 * DAY)
    assert len(slipping.nudges(BEN)) >= 1


def test_who_changes_teams_has_the_goals_of_each_for_their_time_there(slipping: Office) -> None:
    slipping.goal("South", "call", PeriodKind.WEEK, 30)
    with slipping.database.writing() as session:
        work = work_on(slipping, session)
        south = teams.find_team(session, workspace=work.workspace, name="South")
        for day in (17, 20):  # before she came, and after
            date = dt.date(2026, 11, day)
            add_days(work, viewer=None, team=south, first=date, last=date, name="Offsite")
    join(slipping, ANA, "South", TeamRole.REP, dt.date(2026, 11, 19))
    (stands,) = figures(slipping, ANA, dt.date(2026, 11, 19))
    # She works four days of this week: three of them with 60, and one with 30. Her entries are hers still.
    assert (stands.target, stands.done, stands.worked) == (53, 9, 3.0)
    assert calendar_of(slipping, ANA, 17, 21) == [1.0, 1.0, 1.0, 0.0]
    # What was told of her stays with the team that heard it; the next alert is the new team's.
    slipping.play_until(dt.datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert f"<@{ANA}>" in texts(slipping, MANAGER, CHANNEL)[0]
    assert len(about_ana(slipping)) == 1
    assert f"<@{ANA}>" in slipping.say(STRANGER_MANAGER, "/team", "South")


def calendar_of(office: Office, who: str, first: int, end: int) -> list[float]:
    with office.database.reading() as session:
        work, member = work_on(office, session), person(session, who)
        starts, ends = dt.date(2026, 11, first), dt.date(2026, 11, end)
        found = load_calendars(session, workspace=work.workspace, members=[member], starts=starts, ends=ends)
        return [float(weight) for weight in found[member.id].weights(starts, ends)]


def test_who_moves_to_another_zone_keeps_their_dates_and_goals(slipping: Office) -> None:
    with slipping.database.writing() as session:
        work_on(slipping, session).workspace.country = "GB"
    before = figures(slipping, ANA, dt.date(2026, 11, 18))[0]
    slipping.sandbox.post("users", id=ANA, tz="America/New_York")
    after = figures(slipping, ANA, dt.date(2026, 11, 18))[0]
    assert (after.done, after.target, after.worked) == (before.done, before.target, before.worked)
    with slipping.database.reading() as session:
        work, ana = work_on(slipping, session), person(session, ANA)
        starts, ends = dt.date(2026, 5, 25), dt.date(2026, 12, 29)
        calendar = load_calendars(session, workspace=work.workspace, members=[ana], starts=starts, ends=ends)[ana.id]
        # Britain's spring holiday was hers; Thanksgiving is, and the 28th of December is not.
        assert [calendar.is_working_day(day) for day in (starts, dt.date(2026, 11, 26), dt.date(2026, 12, 28))] == [
            False,
            False,
            True,
        ]


def test_who_changes_their_sales_role_has_the_goals_of_each_for_their_time(slipping: Office) -> None:
    with slipping.database.writing() as session:
        work, ana = work_on(slipping, session), person(session, ANA)
        north = teams.find_team(session, workspace=work.workspace, name="North")
        first, second = session.exec(select(SalesRole).order_by(col(SalesRole.id))).all()[:2]
        rule = {"workspace": work.workspace, "viewer": None, "member": ana}
        give_sales_role(session, **rule, role=first, now=work.now - 7 * DAY)  # type: ignore[arg-type]
        for role, target in ((first, 50), (second, 20)):
            set_goal(
                work, viewer=None, subject=RoleGroup(role, north), metric_key="demo", period=PeriodKind.WEEK,
                target=target, starts=dt.date(2026, 1, 1),
            )  # fmt: skip
        give_sales_role(session, **rule, role=second, now=work.now)  # type: ignore[arg-type]
    by_metric = {item.metric.key: item for item in figures(slipping, ANA, dt.date(2026, 11, 19))}
    # She was of the first role on Monday and Tuesday, and is of the second from Wednesday on.
    assert (by_metric["demo"].target, by_metric["call"].target) == (32, 60)
    assert by_metric["call"].done == 9
    with slipping.database.reading() as session:
        assert len(session.exec(select(Episode).where(col(Episode.closed_on).is_(None))).all()) == 1


def test_of_who_changes_managers_the_new_one_hears_and_the_old_one_no_longer_sees(slipping: Office) -> None:
    with slipping.database.writing() as session:
        work = work_on(slipping, session)
        north = teams.find_team(session, workspace=work.workspace, name="North")
        teams.leave(session, team=north, member=person(session, MANAGER), ends=dt.date(2026, 11, 18))
        north.alerts_by_dm = True
        session.add(north)
    join(slipping, STRANGER_MANAGER, "North", TeamRole.MANAGER, dt.date(2026, 11, 18))
    assert "You can't see" in slipping.say(MANAGER, "/team", "North")
    assert "North" in slipping.say(STRANGER_MANAGER, "/team", "North")
    before = len(slipping.messages_to(MANAGER))
    slipping.play_until(dt.datetime(2026, 11, 25, 23, 0, tzinfo=UTC))
    assert [text for text in slipping.messages_to(STRANGER_MANAGER) if "Ana Quill" in text.partition("\n")[0]]
    assert not [text for text in slipping.messages_to(MANAGER)[before:] if "Ana Quill" in text]
    (stands,) = figures(slipping, ANA, dt.date(2026, 11, 18))
    assert (stands.target, stands.done) == (60, 9)


def follow_up(office: Office) -> None:
    (message,) = office.sees(MANAGER, CHANNEL)
    office.click(MANAGER, message, "alert_ack_all")
    office.worker.drain()


def test_what_a_manager_who_left_was_looking_after_is_nobodys_again(slipping: Office) -> None:
    follow_up(slipping)
    assert f"<@{MANAGER}> has been following up" in texts(slipping, ADMIN, CHANNEL)[0]
    leave_company(slipping, MANAGER)
    assert "following up" not in texts(slipping, ADMIN, CHANNEL)[0]
    with slipping.database.writing() as session:
        episode = session.exec(select(Episode)).one()
        assert (episode.assigned_to, episode.acknowledged_by, episode.closed_on) == (None, None, None)
        # The channel was the manager's: nobody else reads it by name.
        teams.find_team(session, workspace=work_on(slipping, session).workspace, name="North").alerts_by_dm = True
    assert figures(slipping, ANA, dt.date(2026, 11, 18))[0].target == 60
    slipping.past(ANA, "call", {f"2026-11-{day}": 2 for day in (19, 20, 23, 24)})
    slipping.play_until(dt.datetime(2026, 11, 25, 16, 0, tzinfo=UTC))
    told = [text for text in slipping.messages_to(ADMIN) if ("Ana Quill and Ben Sparrow may miss their goals") in text]
    assert len(told) == 1
    assert "because North has no manager" in told[0]


def test_who_is_here_still_hears_where_one_of_two_managers_left(slipping: Office) -> None:
    join(slipping, STRANGER_MANAGER, "North", TeamRole.MANAGER, dt.date(2026, 11, 18))
    with slipping.database.writing() as session:
        episode = session.exec(select(Episode)).one()
        episode.acknowledged_by, episode.assigned_to = person(session, MANAGER).id, person(session, STRANGER_MANAGER).id
        session.add(episode)
    leave_company(slipping, MANAGER)
    with slipping.database.reading() as session:
        assert session.exec(select(Episode)).one().assigned_to == person(session, STRANGER_MANAGER).id


def test_who_is_new_in_a_team_begins_with_its_goals_from_their_first_day(slipping: Office) -> None:
    slipping.sandbox.post("users", id="U0NEW", real_name="Nell Reed", tz="Europe/London", email="nell@example.com")
    with slipping.database.writing() as session:
        work, nell = work_on(slipping, session), person(session, "U0NEW")
        north = teams.find_team(session, workspace=work.workspace, name="North")
        work.workspace.country = "GB"
        set_usual_week(work, viewer=None, team=north, week=(1, 1, 1, 1, 0.5, 0, 0), starts=dt.date(2026, 11, 16))
        nell.ramp, nell.ramp_starts = "0.5 1", dt.date(2026, 11, 19)
    join(slipping, "U0NEW", "North", TeamRole.REP, dt.date(2026, 11, 19))
    (stands,) = figures(slipping, "U0NEW", dt.date(2026, 11, 19))
    # A day and a half of the four and a half of sixty are twenty, and half of that in the first month.
    assert (stands.target, stands.worked, stands.goal_only) == (10, 0.0, False)
    assert stands.baseline > 0  # the team's
    assert calendar_of(slipping, "U0NEW", 19, 22) == [1.0, 0.5, 0.0]


def test_who_becomes_a_manager_keeps_their_own_log_and_their_episode_goes_on(slipping: Office) -> None:
    join(slipping, ANA, "South", TeamRole.MANAGER, dt.date(2026, 11, 18))
    (stands,) = figures(slipping, ANA, dt.date(2026, 11, 19))
    assert (stands.target, stands.done) == (60, 9)
    assert "South" in slipping.say(ANA, "/team", "South")
    assert "You can't see" in slipping.say(ANA, "/team", "North")
    slipping.play_until(dt.datetime(2026, 11, 19, 16, 0, tzinfo=UTC))
    assert len(slipping.nudges(ANA)) == 2  # a rep's morning still comes
    with slipping.database.reading() as session:
        assert session.exec(select(Episode)).one().closed_on is None


def test_an_alert_whose_channel_was_archived_goes_to_the_managers_who_are_told_why(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    days = [dt.date(2026, 9, 1) + n * DAY for n in range(77)]
    past = [day.isoformat() for day in days if day.weekday() < 5]
    office.past(ANA, "call", {**dict.fromkeys(past, 5), "2026-11-17": 4})
    office.past(BEN, "call", {**dict.fromkeys(past, 14), "2026-11-17": 15})
    office.play_until(dt.datetime(2026, 11, 18, 10, 30, tzinfo=UTC))
    office.sandbox.post("channels", id=CHANNEL, is_archived=True)
    office.play_until(REVIEW + dt.timedelta(hours=2))
    mine = texts(office, MANAGER, MANAGER)
    assert sum("Ana Quill may fall short on calls" in text for text in mine) == 1
    (told,) = [text for text in mine if "I can't post North's alerts" in text]
    assert "it was archived. They'll come to you here until that's fixed." in told
    # Once it is a channel again, alerts are posted there.
    office.sandbox.post("channels", id=CHANNEL, is_archived=False)
    office.play_until(REVIEW + dt.timedelta(hours=5))
    with office.database.reading() as session:
        work = work_on(office, session)
        assert teams.find_team(session, workspace=work.workspace, name="North").channel_trouble == ""
        assert session.exec(select(Audit).where(Audit.action == "left")).all() == []


def test_a_managers_home_never_says_that_no_one_needs_help_beside_an_open_alert(slipping: Office) -> None:
    assert "who needs help" in home(slipping, MANAGER)
    with slipping.database.writing() as session:
        work = work_on(slipping, session)
        north = teams.find_team(session, workspace=work.workspace, name="North")
        today = work.today_of(None)
        add_days(work, viewer=None, team=north, first=today, last=today, name="Offsite")
    slipping.worker.drain()
    said = home(slipping, MANAGER)
    assert "no one new needs help" in said
    assert "no one needs help right now" not in said
