"""Goals by dates of their own: a campaign of five weeks, months of 4-4-5 weeks; typed, by form, by file, and judged."""

import datetime as dt
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.core.text.errors import NotUnderstood
from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.core.work import Work
from bot.exchange.files.goals import import_goals
from bot.goals.editing import set_goal
from bot.goals.text import GoalRequest, parse_goal
from bot.people import teams
from bot.people.goal_owners import WrongGoal
from bot.standings.standings import figures_on
from metrics.periods import Period, PeriodKind
from storage.tables import Goal, Member
from storage.workspaces import find_workspace
from tests.bot.goals.test_goal_text import AHEAD
from tests.bot.modal_steps import fill_in, open_with, press, top_view, words_of
from tests.office import ADMIN, ANA, MANAGER, Office

TODAY = dt.date(2026, 11, 17)
DAY = dt.timedelta(days=1)
CALLS = MetricWords(key="call", singular="call", plural="calls", aliases=(), unit="count")
WORDS = Vocabulary(metrics=(CALLS,))
CAMPAIGN = Period(dt.date(2026, 11, 16), dt.date(2026, 12, 21))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("<@U1> calls 200 from 23 nov to 27 dec", dt.date(2026, 11, 23), dt.date(2026, 12, 27)),
        ("<@U1> 200 calls between 23 nov and 27 dec", dt.date(2026, 11, 23), dt.date(2026, 12, 27)),
        ("<@U1> calls 200 for 5 weeks from 23 nov", dt.date(2026, 11, 23), dt.date(2026, 12, 27)),
        ("<@U1> calls 200 dari 23 nov hingga 27 dis", dt.date(2026, 11, 23), dt.date(2026, 12, 27)),
        ("<@U1> calls 200 from 2026-11-23 to 2026-12-27", dt.date(2026, 11, 23), dt.date(2026, 12, 27)),
    ],
)
def test_a_range_of_dates_makes_one_goal_of_them(text: str, first: dt.date, last: dt.date) -> None:
    asked = parse_goal(text, WORDS, today=TODAY, ahead=AHEAD)
    assert isinstance(asked, GoalRequest)
    assert (asked.period, asked.target, asked.starts, asked.last) == ("custom", 200, first, last)


@pytest.mark.parametrize(
    "text", ["<@U1> calls 20 a week from 23 nov to 27 dec", "<@U1> calls +15% from 23 nov to 27 dec"]
)
def test_dates_and_how_often_are_not_both_understood(text: str) -> None:
    with pytest.raises(NotUnderstood, match="one number for all of them"):
        parse_goal(text, WORDS, today=TODAY, ahead=AHEAD)


def test_a_start_alone_is_still_the_start_of_a_goal_that_comes_again() -> None:
    asked = parse_goal("<@U1> calls 20 a week from 23 nov", WORDS, today=TODAY, ahead=AHEAD)
    assert isinstance(asked, GoalRequest)
    assert (asked.period, asked.starts, asked.last) == ("week", dt.date(2026, 11, 23), None)


def work_on(office: Office, session: Session) -> Work:
    workspace = find_workspace(session)
    assert workspace is not None
    return Work(session, workspace, office.context.clock.now())


def set_dates(office: Office, dates: Period, target: int | None = 200) -> None:
    with office.database.writing() as session:
        work = work_on(office, session)
        set_goal(
            work,
            viewer=None,
            subject=teams.find_team(session, workspace=work.workspace, name="North"),
            metric_key="call",
            period=PeriodKind.CUSTOM,
            target=target,
            starts=dates.start,
            dates=dates,
        )


def stands(office: Office, date: dt.date) -> list[Any]:
    with office.database.reading() as session:
        work = work_on(office, session)
        ana = session.exec(select(Member).where(Member.slack_user_id == ANA)).one()
        return list(figures_on(session, workspace=work.workspace, members=[ana], date=date))


def test_a_campaign_is_judged_over_its_own_dates_beside_other_goals(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 50)
    office.past(ANA, "call", {"2026-11-13": 30, "2026-11-16": 8, "2026-11-17": 7})
    set_dates(office, CAMPAIGN)
    by_kind = {item.period.kind: item for item in stands(office, dt.date(2026, 11, 18))}
    campaign = by_kind[PeriodKind.CUSTOM]
    assert (campaign.period, campaign.done, campaign.target) == (CAMPAIGN, 15, 200)
    assert (campaign.worked, campaign.remaining) == (2.0, 23.0)
    assert by_kind[PeriodKind.WEEK].target == 50
    assert [item.period.kind for item in stands(office, dt.date(2026, 12, 21))] == [PeriodKind.WEEK]
    assert "Calls by Sun 20 Dec: 15/200" in office.say(ANA, "/progress")


def test_next_week_and_next_quarter_are_the_workspaces_in_a_typed_goal(office: Office) -> None:
    with office.database.writing() as session:
        workspace = work_on(office, session).workspace
        workspace.week_start, workspace.fiscal_year_start_month = 6, 5
    assert "starting Sun 22 Nov" in office.say(ADMIN, "/goal", "team North calls 20 a week from next week")
    assert "starting Mon 1 Feb" in office.say(ADMIN, "/goal", "team North calls 300 a quarter from next quarter")
    said = office.say(ADMIN, "/goal", "team South calls 200 from next week to 28 nov")
    assert "Sun 22 Nov to Sat 28 Nov" in said


def test_months_of_four_four_and_five_weeks_follow_each_other(office: Office) -> None:
    first = dt.date(2026, 11, 16)
    for weeks, target in ((4, 100), (4, 110), (5, 140)):
        set_dates(office, Period(first, first + 7 * weeks * DAY), target)
        first += 7 * weeks * DAY
    dates = [dt.date(2026, 11, 18), dt.date(2026, 12, 14), dt.date(2027, 1, 12), dt.date(2027, 2, 15)]
    targets = [[(item.target, item.period.days) for item in stands(office, date)] for date in dates]
    assert targets == [[(100, 28)], [(110, 28)], [(140, 35)], []]


def test_two_goals_of_a_metric_never_overlap_and_the_same_dates_change_the_target(office: Office) -> None:
    set_dates(office, CAMPAIGN)
    with pytest.raises(WrongGoal, match="already a goal on calls from 2026-11-16 to 2026-12-20"):
        set_dates(office, Period(dt.date(2026, 12, 1), dt.date(2027, 1, 1)))
    set_dates(office, CAMPAIGN, 250)
    assert [item.target for item in stands(office, dt.date(2026, 11, 18))] == [250]
    with pytest.raises(WrongGoal, match="Those days are over"):
        set_dates(office, Period(dt.date(2026, 10, 1), dt.date(2026, 11, 1)))


def test_a_typed_campaign_says_its_dates_and_is_the_same_as_of_the_form_and_of_a_file(office: Office) -> None:
    said = office.say(ADMIN, "/goal", "team North calls 200 from 23 nov to 27 dec")
    assert said.startswith("North: 200 calls, Mon 23 Nov to Sun 27 Dec.")
    with office.database.reading() as session:
        typed = session.exec(select(Goal)).one()
        of_typed = (typed.period, typed.target, typed.starts, typed.ends, typed.period_starts, typed.period_ends)
    assert of_typed[2:] == (dt.date(2026, 11, 23), dt.date(2026, 12, 28)) * 2
    with office.database.writing() as session:
        work = work_on(office, session)
        lines = ["team,metric,period,target,from,to\n", "North,call,,200,2026-11-23,2026-12-27\n"]
        done = import_goals(session, workspace=work.workspace, lines=lines, now=work.now)
        assert (done.new, done.changed, done.known) == (0, 0, 1)
    open_with(office, MANAGER, "/goal")
    fill_in(office, MANAGER, metric="call", target="200", period="custom", starts="2026-11-23")
    errors = str(office.sandbox.get("views", user=MANAGER))
    assert "How realistic is it?" not in errors
    fill_in(office, MANAGER, metric="call", target="220", period="custom", starts="2026-11-23", last="2026-12-27")
    fill_in(office, MANAGER)
    with office.database.reading() as session:
        goals = [goal for goal in session.exec(select(Goal)).all() if goal.ends and goal.ends > goal.starts]
        assert [(goal.target, goal.period_starts, goal.period_ends) for goal in goals] == [
            (220, dt.date(2026, 11, 23), dt.date(2026, 12, 28))
        ]


def revenue_campaign(office: Office, whose: str) -> None:
    said = office.say(ADMIN, "/goal", f"{whose} revenue 90k from 16 nov to 20 dec")
    assert "Mon 16 Nov to Sun 20 Dec" in said


def test_a_campaign_on_revenue_is_broken_down_over_its_dates(office: Office) -> None:
    revenue_campaign(office, f"<@{ANA}>")
    revenue_campaign(office, "team South")
    for who, text, said in (
        (MANAGER, f"plan <@{ANA}>", "$90,000 revenue in all*\nIn the period from Mon 16 Nov to Sun 20 Dec: $0 so far"),
        (ADMIN, "plan team South", "in the period from Mon 16 Nov to Sun 20 Dec"),
    ):
        office.sandbox.post("command", user=who, command="/goal", text=text)
        assert said in words_of(top_view(office, who))


def test_a_teams_campaign_is_copied_down_one_by_one_for_the_same_dates(office: Office) -> None:
    open_with(office, MANAGER, "/goal")
    fill_in(office, MANAGER, metric="call", target="220", period="custom", starts="2026-11-23", last="2026-12-27")
    press(office, MANAGER, "goal_copy")
    fill_in(office, MANAGER)
    fill_in(office, MANAGER)
    with office.database.reading() as session:
        goals = session.exec(select(Goal)).all()
        assert {(goal.member_id is not None, goal.target, goal.period_ends) for goal in goals} == {
            (True, 220, dt.date(2026, 12, 28))
        }
        assert len(goals) == 2
