"""The morning nudge, as reps receive it: on working mornings, at their local time, once."""

import datetime as dt
import itertools
import re
from typing import Any

import pytest

from bot.runtime.schedule import tick
from metrics.periods import PeriodKind
from storage.tables import DayOff, Lead, Member, TimeOff
from tests.bot.home_steps import home
from tests.bot.modal_steps import top_view
from tests.office import ANA, BEN, CLEO, Office

UTC = dt.UTC
WEDNESDAY_NOON = dt.datetime(2026, 11, 18, 23, 0, tzinfo=UTC)


@pytest.fixture
def with_goals(office: Office) -> Office:
    """An office in which everybody has a weekly and a monthly goal."""
    for team in ("North", "South"):
        office.goal(team, "call", PeriodKind.WEEK, 60)
        office.goal(team, "demo", PeriodKind.MONTH, 14)
    return office


def sent_at(office: Office, user: str) -> list[str]:
    return [
        dt.datetime.fromtimestamp(float(message["ts"]), UTC).isoformat(timespec="minutes")
        for message in office.sees(user, user)
        if message.get("metadata")
    ]


def member_of(office: Office, slack_id: str) -> int:
    from sqlmodel import select

    with office.database.reading() as session:
        member = session.exec(select(Member).where(Member.slack_user_id == slack_id)).one()
    return member.id


def test_each_rep_gets_one_nudge_at_half_past_eight_where_they_are(with_goals: Office) -> None:
    with_goals.play_until(dt.datetime(2026, 11, 18, 23, 0, tzinfo=UTC))
    assert sent_at(with_goals, ANA) == ["2026-11-18T08:30+00:00"]
    assert sent_at(with_goals, BEN) == ["2026-11-18T13:30+00:00"]
    assert sent_at(with_goals, CLEO) == ["2026-11-18T00:30+00:00"]


def test_ticking_again_sends_nothing_more(with_goals: Office) -> None:
    with_goals.play_until(WEDNESDAY_NOON)
    before = [len(with_goals.nudges(user)) for user in (ANA, BEN, CLEO)]
    for _ in range(3):
        tick(with_goals.database, WEDNESDAY_NOON)
        with_goals.worker.drain()
    assert [len(with_goals.nudges(user)) for user in (ANA, BEN, CLEO)] == before


def test_a_week_brings_five_nudges_and_a_quiet_weekend(with_goals: Office) -> None:
    with_goals.play_until(dt.datetime(2026, 11, 25, 0, 0, tzinfo=UTC))
    days = [at[:10] for at in sent_at(with_goals, ANA)]
    assert days == ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24"]


def test_nothing_is_sent_on_leave_or_on_a_holiday(with_goals: Office) -> None:
    with with_goals.database.writing() as session:
        session.add(DayOff(workspace_id=1, date=dt.date(2026, 11, 19), name="Founders' day"))
        session.add(
            TimeOff(
                workspace_id=1,
                member_id=member_of(with_goals, ANA),
                starts=dt.date(2026, 11, 18),
                ends=dt.date(2026, 11, 19),
                created_at=WEDNESDAY_NOON,
            )
        )
    with_goals.play_until(dt.datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    assert [at[:10] for at in sent_at(with_goals, ANA)] == ["2026-11-20"]
    assert [at[:10] for at in sent_at(with_goals, CLEO)] == ["2026-11-18", "2026-11-20"]


def test_a_rep_without_goals_gets_nothing(office: Office) -> None:
    office.goal("South", "call", PeriodKind.WEEK, 60)
    office.play_until(WEDNESDAY_NOON)
    assert office.nudges(ANA) == []
    assert len(office.nudges(CLEO)) == 1


def test_an_outage_over_the_morning_sends_no_morning_message_in_the_afternoon(with_goals: Office) -> None:
    afternoon = dt.datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
    with_goals.sandbox.post("clock", now=afternoon.isoformat())
    tick(with_goals.database, afternoon)
    with_goals.worker.drain()
    assert with_goals.nudges(ANA) == []
    assert len(with_goals.nudges(BEN)) == 1  # it is morning in New York


def test_a_short_outage_is_made_up_for(with_goals: Office) -> None:
    late = dt.datetime(2026, 11, 18, 10, 15, tzinfo=UTC)
    with_goals.sandbox.post("clock", now=late.isoformat())
    tick(with_goals.database, late)
    with_goals.worker.drain()
    assert sent_at(with_goals, ANA) == ["2026-11-18T10:15+00:00"]


def test_off_today_and_snooze_keep_the_next_mornings_quiet(with_goals: Office) -> None:
    with_goals.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    (nudge,) = [m for m in with_goals.sees(ANA, ANA) if m.get("metadata")]
    assert with_goals.click(ANA, nudge, "nudge_off_today") == [
        "Enjoy your day off. Nothing's expected today, and your manager can see you're out. See you Thu 19 Nov."
    ]
    (off,) = [m for m in with_goals.sees(ANA, ANA) if m["text"].startswith("Enjoy your day off")]
    assert with_goals.click(ANA, off, "away_cancel")[0].startswith("Time off cancelled: Wed 18 Nov (")
    assert "none planned" in home(with_goals, ANA)
    assert "Snoozed until" not in home(with_goals, ANA)
    assert with_goals.click(ANA, nudge, "nudge_more", "week:2026-11-18") == [
        "Snoozed until Wed 25 Nov. You can still log as usual."
    ]
    (quiet,) = [m for m in with_goals.sees(ANA, ANA) if m["text"].startswith("Snoozed until")]
    assert "Snoozed until Wed 25 Nov\n" in home(with_goals, ANA)
    assert with_goals.click(ANA, quiet, "nudge_wake") == ["Messages are back on, starting your next workday."]
    assert "Snoozed until" not in home(with_goals, ANA)
    with_goals.play_until(dt.datetime(2026, 11, 18, 9, 1, tzinfo=UTC))
    with_goals.click(ANA, nudge, "nudge_more", "week:2026-11-18")
    with_goals.play_until(dt.datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    assert [at[:10] for at in sent_at(with_goals, ANA)] == ["2026-11-18", "2026-11-25"]


def test_the_nudge_logs_one_with_one_click(with_goals: Office) -> None:
    with_goals.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    (nudge,) = [m for m in with_goals.sees(ANA, ANA) if m.get("metadata")]
    buttons = [each for block in nudge["blocks"] if block["type"] == "actions" for each in block["elements"]]
    one = next(each for each in buttons if "+1 " in str(each))
    metric = one["text"]["text"].removeprefix("+1 ")
    (answer,) = with_goals.click(ANA, nudge, one["action_id"], one["value"])
    assert answer.startswith(f"Logged 1 {metric}\n{metric.capitalize()}s today 1")


def test_the_nudge_says_the_figures_then_at_most_two_things_to_do(with_goals: Office) -> None:
    with_goals.past(ANA, "call", {f"2026-{m}-{d:02d}": 12 for m in ("09", "10") for d in range(1, 29)})
    with_goals.past(ANA, "demo", {f"2026-{m}-{d:02d}": 1 for m in ("09", "10") for d in range(1, 29, 2)})
    with_goals.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    (text,) = with_goals.nudges(ANA)
    lines = text.split("\n")
    assert lines[0].startswith("Morning, Ana. Focus today: ")
    assert "0 of 60 this week" in text
    assert "0 of 14 in November" in text
    numbered = [line for line in lines if line[:2] in ("1.", "2.", "3.")]
    assert 1 <= len(numbered) <= 2
    assert len(text) <= 900


def nudge_of(office: Office, user: str) -> dict[str, Any]:
    """The user's newest nudge as they see it now."""
    return [m for m in office.sees(user, user) if m.get("metadata")][-1]


def test_a_silent_day_is_asked_about_in_the_next_nudge_and_one_click_settles_it(with_goals: Office) -> None:
    for user in (ANA, CLEO):
        with_goals.past(user, "call", {f"2026-11-{d:02d}": 12 for d in (9, 10, 11, 12, 13, 16)})
    with_goals.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    nudge = nudge_of(with_goals, ANA)
    assert "Nothing logged for yesterday yet." in nudge["text"].split("\n")[0]
    assert "Forgot, day off, or a quiet one?" in nudge["text"]
    assert "not logged yet" not in nudge["text"], "the silent day is asked about once, not said of each goal"
    assert with_goals.click(ANA, nudge, "nudge_nothing") == ["Got it: nothing to log on Tue 17 Nov. I won't ask again."]
    with_goals.worker.drain()
    assert "Nothing logged for" not in nudge_of(with_goals, ANA)["text"]
    assert "not logged yet" not in nudge_of(with_goals, ANA)["text"], "its day is settled"

    cleos = nudge_of(with_goals, CLEO)
    assert with_goals.click(CLEO, cleos, "nudge_was_off") == [
        "Got it: Tue 17 Nov off. It won't count against your goals."
    ]
    with_goals.worker.drain()
    assert "Nothing logged for" not in nudge_of(with_goals, CLEO)["text"]
    with_goals.say(ANA, "/log", "5 calls")
    with_goals.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
    assert "Nothing logged for" not in nudge_of(with_goals, ANA)["text"]
    assert "Nothing logged for yesterday yet." in nudge_of(with_goals, CLEO)["text"]


def test_a_silent_day_is_added_in_the_form_of_the_log(with_goals: Office) -> None:
    with_goals.past(ANA, "call", {f"2026-11-{d:02d}": 12 for d in (9, 10, 11, 12, 13, 16)})
    with_goals.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    nudge = nudge_of(with_goals, ANA)
    with_goals.click(ANA, nudge, "nudge_add_missing")
    form = top_view(with_goals, ANA)
    assert next(b["element"]["initial_date"] for b in form["blocks"] if b["element"]["type"] == "datepicker") == (
        "2026-11-17"
    )
    with_goals.say(ANA, "/log", "9 calls yesterday")
    with_goals.play_until(dt.datetime(2026, 11, 18, 9, 30, tzinfo=UTC))
    assert "21 of 60 this week" in nudge_of(with_goals, ANA)["text"]
    assert "Calls this week: 21/60 · slightly behind, 3 to catch up" in with_goals.say(ANA, "/progress")


def test_done_logs_the_whole_action_and_wrong_opens_the_figures(with_goals: Office) -> None:
    with_goals.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    nudge = nudge_of(with_goals, ANA)
    buttons = [each for block in nudge["blocks"] if block["type"] == "actions" for each in block["elements"]]
    first = next(each for each in buttons if "calls done" in str(each))
    number = int(re.findall(r"(\d+) calls done", first["text"]["text"])[0])
    (answer,) = with_goals.click(ANA, nudge, first["action_id"], first["value"])
    assert answer.startswith(f"Logged {number} calls\nCalls today {number} of {number}")
    (opened,) = with_goals.click(ANA, nudge, "nudge_more", "wrong:2026-11-18")
    assert f"Calls this week: {number} of 60" in opened
    assert "*Wrong goal?* Mo Northgate can change it." in opened


def test_a_lead_that_nobody_answered_comes_before_the_actions(with_goals: Office) -> None:
    with with_goals.database.writing() as session:
        session.add(
            Lead(
                workspace_id=1,
                member_id=member_of(with_goals, ANA),
                account="Acorn *Supply*",
                created_at=dt.datetime(2026, 11, 17, 10, 0, tzinfo=UTC),
            )
        )
    with_goals.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    nudge = nudge_of(with_goals, ANA)
    first, second = (line for line in nudge["text"].split("\n") if line[:2] in ("1.", "2.", "3."))
    assert re.match(r"1\. (Book )?\d+ (calls|demos?)\.", first), "a goal that is in need comes first"
    assert second.startswith("2. Reply to Acorn \u200bSupply\u200b. They've been waiting ")
    accessory = next(block["accessory"] for block in nudge["blocks"] if block.get("accessory"))
    (answer,) = with_goals.click(ANA, nudge, accessory["action_id"], accessory["value"])
    assert answer.startswith("Answered Acorn")


def test_an_ignored_nudge_asks_once_whether_to_come_less_often_and_then_does(with_goals: Office) -> None:
    with_goals.play_until(dt.datetime(2026, 11, 24, 23, 0, tzinfo=UTC))
    assert not any("Want fewer?" in text for text in with_goals.nudges(ANA))
    with_goals.play_until(dt.datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    nudge = nudge_of(with_goals, ANA)
    assert "Want fewer?" in nudge["text"]
    assert with_goals.click(ANA, nudge, "nudge_rhythm:twice", "twice") == [
        "You'll get the morning message on Monday and Thursday."
    ]
    with_goals.play_until(dt.datetime(2026, 12, 8, 12, 0, tzinfo=UTC))
    days = [at[:10] for at in sent_at(with_goals, ANA)]
    assert days[-4:] == ["2026-11-25", "2026-11-26", "2026-11-30", "2026-12-03", "2026-12-07"][-4:]
    # Ben never answered: he was asked once, and his mornings stay as they were.
    bens = with_goals.nudges(BEN)
    assert sum("Want fewer?" in text for text in bens) == 1
    assert len(bens) == 14
    newest = nudge_of(with_goals, ANA)
    menus = [each for block in newest["blocks"] for each in block.get("elements", ()) if isinstance(each, dict)]
    options = next(each["options"] for each in menus if each.get("action_id") == "nudge_more")
    fewer = next(option["value"] for option in options if option["value"].startswith("fewer"))
    assert with_goals.click(ANA, newest, "nudge_more", fewer) == [
        "How often would you like the morning message? Nothing else changes."
    ]
    (off,) = with_goals.click(ANA, nudge, "nudge_rhythm:off", "off")
    assert "Your manager can see that, and nothing else changes." in off
    with_goals.play_until(dt.datetime(2026, 12, 15, 12, 0, tzinfo=UTC))
    assert sent_at(with_goals, ANA)[-1][:10] == "2026-12-07"


def test_two_mornings_in_a_row_do_not_open_alike(with_goals: Office) -> None:
    with_goals.play_until(dt.datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    openings = [text.split("\n")[0] for text in with_goals.nudges(ANA)]
    assert len(openings) == 3
    assert all(first != second for first, second in itertools.pairwise(openings))
