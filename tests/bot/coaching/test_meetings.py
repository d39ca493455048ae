"""A 1:1 from its plan to the next one, as the two who meet see it."""

import datetime as dt
from typing import Any

import pytest
from sqlmodel import col, select

from bot.coaching.restraint import A_WEEK, COACHING, AboutCoaching, Topic, plan_for_rep
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.tables import Delivery, MeetingState, OneOnOne, Team
from tests.bot.coaching.steps import member, working
from tests.bot.modal_steps import fill_in, top_view, words_of
from tests.cast import NOON, assemble
from tests.forged import press
from tests.office import ANA, BEN, MANAGER, Office

UTC = dt.UTC
DAYS = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(78)]


@pytest.fixture
def story(office: Office) -> Office:
    """Ana and Ben make calls and demos; it is Tuesday afternoon."""
    office.goal("North", "call", PeriodKind.WEEK, 40)
    office.goal("North", "demo", PeriodKind.MONTH, 6)
    for who in (ANA, BEN):
        office.past(who, "call", {day.isoformat(): 8 for day in DAYS if day.weekday() < 5})
    return office


def meetings(office: Office) -> list[OneOnOne]:
    with office.database.reading() as session:
        return list(session.exec(select(OneOnOne).order_by(col(OneOnOne.id))).all())


def message(office: Office, who: str, holds: str) -> dict[str, Any]:
    return next(each for each in reversed(office.sees(who, who)) if holds in each["text"])


def test_a_one_on_one_from_its_plan_to_the_next(story: Office) -> None:
    office = story
    said = office.say(MANAGER, "/coach", f"1:1 <@{ANA}> friday 10:00")
    assert said.startswith("1:1 with Ana Quill planned on Fri 20 Nov at 10:00."), said
    assert office.say(ANA, "/coach", "topic pricing talks") == "Added to your next 1:1: pricing talks"
    assert office.say(ANA, "/coach", "commit 2 demos by thursday").startswith("Noted: 2 demos by Thursday.")
    assert "1:1 with Mo Northgate on Fri 20 Nov at 10:00" in office.say(ANA, "/coach")
    office.say(ANA, "/log", "demo")
    office.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))

    nudge = office.nudges(ANA)[-1]
    assert "You said 2 demos by the end of today: 1 so far." in nudge
    assert "1:1 with Mo Northgate tomorrow at 10:00. The brief shows what's known, and takes your topics." in nudge
    brief = message(office, MANAGER, "1:1 with Ana Quill tomorrow")
    lines = brief["text"].split("\n")
    assert lines[1] == "Going well", "what went well comes first"
    assert "• 2 demos by the end of today · 1 so far" in lines
    assert "• pricing talks" in lines
    assert lines.count("Worth asking") == 1
    assert len(lines) <= 30
    assert not [text for text in office.messages_to(ANA) if text.startswith("1:1 with")], "it rode in the nudge"

    office.play_until(dt.datetime(2026, 11, 20, 10, 30, tzinfo=UTC))
    office.click(MANAGER, brief, "coach_afterwards")
    (was,) = [
        block["block_id"] for block in top_view(office, MANAGER)["blocks"] if block["block_id"].startswith("was:")
    ]
    refused = fill_in(
        office,
        MANAGER,
        **{
            was: "keep",
            "measure:1": "metric:call",
            "target:1": "30",
            "due:1": "2026-11-27",
            "measure:2": "metric:email",
            "target:2": "5",
            "due:2": "2026-11-27",
        },
    )
    assert "Two commitments at a time is the limit" in str(refused)
    assert meetings(office)[0].state is MeetingState.PLANNED, "all of it or nothing"
    assert (
        fill_in(office, MANAGER, **{was: "carry", "shared": "Pricing: send the sheet", "private": "Ask again in May"})
        == {}
    )
    assert "Next one on Fri 27 Nov at 10:00." in words_of(top_view(office, MANAGER))
    first, second = meetings(office)
    assert (first.state, second.state, second.date) == (MeetingState.HELD, MeetingState.PLANNED, dt.date(2026, 11, 27))
    assert "1 demo by" in office.say(ANA, "/coach"), "what was left is carried forward"

    office.play_until(dt.datetime(2026, 11, 26, 12, 0, tzinfo=UTC))
    mine, theirs = (
        message(office, MANAGER, "1:1 with Ana Quill tomorrow")["text"],
        message(office, ANA, "1:1 with Mo Northgate"),
    )
    assert "Ask again in May (only you see this)" in mine
    assert "Pricing: send the sheet" in mine
    (opened,) = office.click(ANA, theirs, "coach_brief")
    assert "Pricing: send the sheet" in opened
    assert "Ask again in May" not in opened
    assert "Worth asking" not in opened


def test_a_missed_one_is_noticed_asked_about_once_and_the_next_is_planned(story: Office) -> None:
    office = story
    office.say(MANAGER, "/coach", f"1:1 <@{ANA}> wednesday 10:00")
    office.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
    asked = [text for text in office.messages_to(MANAGER) if text.startswith("Did your 1:1 with Ana Quill")]
    assert asked == [
        "Did your 1:1 with Ana Quill on Wed 18 Nov happen?\n"
        "The next one is on Wed 25 Nov. Want to meet sooner? Pick a new time."
    ]
    missed, following = meetings(office)
    assert (missed.state, following.date) == (MeetingState.MISSED, dt.date(2026, 11, 25))
    office.click(MANAGER, message(office, MANAGER, "Did your 1:1"), "coach_afterwards")
    assert fill_in(office, MANAGER, shared="It was on Thursday after all") == {}
    assert [each.state for each in meetings(office)] == [MeetingState.HELD, MeetingState.PLANNED]


def test_a_rep_without_a_morning_message_is_told_of_the_one_on_one_in_a_message_of_its_own(office: Office) -> None:
    office.say(MANAGER, "/coach", f"1:1 <@{ANA}> friday 10:00")
    office.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
    assert [text for text in office.messages_to(ANA) if text.startswith("1:1 with Mo Northgate tomorrow")]


def test_a_team_can_do_without(story: Office) -> None:
    office = story
    with office.database.writing() as session:
        team = session.exec(select(Team).where(Team.name == "North")).one()
        team.coaching_off = "meetings commitments"
    office.say(MANAGER, "/coach", f"1:1 <@{ANA}> friday 10:00")
    office.say(ANA, "/coach", "commit 2 demos by friday")
    office.play_until(dt.datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    assert "1:1" not in "".join(office.messages_to(ANA) + office.messages_to(MANAGER))
    assert "You said" not in "".join(office.nudges(ANA))


def test_the_calendar_file_is_one_that_calendars_take(story: Office) -> None:
    office = story
    office.say(MANAGER, "/coach", f"1:1 <@{ANA}> friday 10:00")
    press(office, ANA, action_id="coach_file", value=str(meetings(office)[0].id))
    office.worker.drain()
    with office.database.reading() as session:
        (row,) = session.exec(select(Delivery).where(Delivery.kind == "1:1 file")).all()
        assert row.state.value == "sent"


def test_a_day_off_and_a_time_that_is_over_are_refused_with_what_to_do(office: Office) -> None:
    assert "Pick another day" in office.say(MANAGER, "/coach", f"1:1 <@{ANA}> saturday 10:00")
    assert "Pick a later one" in office.say(MANAGER, "/coach", f"1:1 <@{ANA}> today 9:00")
    assert meetings(office) == []


def test_a_rep_gets_at_most_two_messages_of_coaching_a_week_whatever_is_on(database: Database) -> None:
    cast = assemble(database)
    planned = []
    for hours in range(0, 24 * 14, 7):
        with working(database, NOON + dt.timedelta(hours=hours)) as work:
            about = AboutCoaching(topic=Topic.MEETING, id=hours)
            planned.append(plan_for_rep(work, member=member(work, cast.ana), about=about))
    with database.reading() as session:
        rows = session.exec(select(Delivery).where(Delivery.kind == COACHING)).all()
        weeks = [row.local_date.isocalendar()[:2] for row in rows if row.local_date is not None]
        assert weeks
        assert max(weeks.count(week) for week in weeks) == A_WEEK
        assert sum(planned) == len(rows)
