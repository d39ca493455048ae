"""What the buttons of a nudge do: log their number and tick it off, mean their own day, plan a time, ask for help."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from metrics.periods import PeriodKind
from storage import day_totals
from storage.catalogue import find_metric
from storage.people import find_member
from storage.tables import TimeOff
from tests import forged
from tests.bot.modal_steps import fill_in
from tests.bot.nudges.test_rep_messages import choose
from tests.office import ANA, MANAGER, Moment, Office, open_office

UTC = dt.UTC
MORNING = dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
WORKED = [f"2026-{m}-{d:02d}" for m in ("09", "10") for d in range(1, 29)]


@pytest.fixture(scope="module")
def when_it_came(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """Ana's Wednesday, nine in the morning: her calls are far behind."""
    with open_office(tmp_path_factory.mktemp("office")) as office:
        office.goal("North", "call", PeriodKind.WEEK, 60)
        office.past(ANA, "call", dict.fromkeys([*WORKED, "2026-11-16", "2026-11-17"], 4))
        office.play_until(MORNING)
        return office.moment()


@pytest.fixture
def morning(when_it_came: Moment, tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, since=when_it_came) as office:
        yield office


def nudge_of(office: Office) -> dict[str, Any]:
    """Ana's newest nudge as she sees it now."""
    office.worker.drain()
    return [m for m in office.sees(ANA, ANA) if any(block.get("block_id") == "nudge" for block in m.get("blocks", ()))][
        -1
    ]


DONE = " calls done"


def pressable(message: dict[str, Any], beginning: str) -> dict[str, Any]:
    """The button or menu whose text begins, or ends, so."""
    return next(
        each
        for block in message["blocks"]
        for each in [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
        if "action_id" in each
        and (text := (each.get("text") or each.get("placeholder") or {}).get("text", ""))
        and (text.startswith(beginning) or text.endswith(beginning))
    )


def press(office: Office, message: dict[str, Any], beginning: str) -> str:
    """Press it; the answer."""
    found = pressable(message, beginning)
    (answer,) = office.click(ANA, message, found["action_id"], found.get("value"))
    return answer


def press_again(office: Office, found: dict[str, Any]) -> None:
    """Press what was shown a moment ago once more."""
    forged.press(office, ANA, action_id=found["action_id"], value=found["value"])


def choose_time(office: Office, message: dict[str, Any], time: str) -> list[str]:
    menu = pressable(message, "Remind me")
    value = next(option["value"] for option in menu["options"] if option["value"].startswith(time))
    return office.click(ANA, message, "nudge_when", value)


def calls(office: Office, date: dt.date) -> int:
    with office.database.reading() as session:
        member = find_member(session, workspace_id=1, slack_user_id=ANA)
        metric = find_metric(session, workspace_id=1, key="call")
        assert member is not None
        assert metric is not None
        return day_totals.total_between(
            session, member_id=member.id, metric_id=metric.id, starts=date, ends=date + dt.timedelta(days=1)
        ).quantity


TODAY = dt.date(2026, 11, 18)


def test_done_logs_the_number_on_it_once_and_ticks_off_until_it_is_undone(morning: Office) -> None:
    nudge = nudge_of(morning)
    number = int(pressable(nudge, DONE)["text"]["text"].split()[0])
    assert press(morning, nudge, DONE).startswith(f"Logged {number} calls")
    assert calls(morning, TODAY) == number
    press_again(morning, pressable(nudge, DONE))
    assert calls(morning, TODAY) == number, "a second press logs nothing"
    ticked = nudge_of(morning)
    assert f"✓ {number} calls logged" in ticked["text"]
    assert "Today's focus is done." in ticked["text"].split("\n")[0]
    assert pressable(ticked, "+1 call")
    assert DONE not in str(ticked["blocks"])
    logged = next(m for m in reversed(morning.sees(ANA, ANA)) if m["text"].startswith("Logged "))
    undo = pressable(logged, "Undo")
    morning.click(ANA, logged, undo["action_id"], undo["value"])
    assert calls(morning, TODAY) == 0
    morning.play_until(MORNING + dt.timedelta(minutes=1))
    again = nudge_of(morning)
    assert "✓" not in again["text"]
    assert press(morning, again, DONE).startswith(f"Logged {number} calls")


def test_what_was_logged_since_the_nudge_is_asked_about_and_not_counted_twice(morning: Office) -> None:
    nudge = nudge_of(morning)
    number = int(pressable(nudge, DONE)["text"]["text"].split()[0])
    morning.say(ANA, "/log", "2 calls")
    assert press(morning, nudge, DONE).startswith("You've logged 2 calls since that message.")
    assert calls(morning, TODAY) == 2
    asked = next(m for m in reversed(morning.sees(ANA, ANA)) if m["text"].startswith("You've logged"))
    assert press(morning, asked, f"Log {number - 2} calls more").startswith(f"Logged {number - 2} calls")
    assert calls(morning, TODAY) == number


def test_the_buttons_of_yesterdays_nudge_mean_yesterday(morning: Office) -> None:
    nudge = nudge_of(morning)
    number = int(pressable(nudge, DONE)["text"]["text"].split()[0])
    morning.play_until(dt.datetime(2026, 11, 19, 0, 10, tzinfo=UTC))
    assert "Wed 18 Nov" in press(morning, nudge, DONE)
    assert "Wed 18 Nov" in press(morning, nudge, "+1 call")
    assert (calls(morning, TODAY), calls(morning, TODAY + dt.timedelta(days=1))) == (number + 1, 0)
    assert press(morning, nudge, "Take today off").startswith("Got it: Wed 18 Nov off, the day of that message.")
    with morning.database.reading() as session:
        assert [(row.starts, row.ends) for row in session.exec(select(TimeOff))] == [
            (TODAY, TODAY + dt.timedelta(days=1))
        ]
    (said,) = morning.click(ANA, nudge, "nudge_more", "today:2026-11-18")
    assert said.startswith("That message is from an earlier day.")
    morning.play_until(dt.datetime(2026, 11, 19, 9, 0, tzinfo=UTC))
    assert len(morning.nudges(ANA)) == 2, "today's nudge comes all the same"


def test_a_chosen_time_brings_one_reminder_in_place_of_the_evening_and_none_once_it_is_done(morning: Office) -> None:
    choose(morning, ANA, evening_on=True)
    nudge = nudge_of(morning)
    (answer,) = choose_time(morning, nudge, "10:00")
    assert answer.startswith("Got it: ")
    assert answer.endswith(" at 10:00. I'll remind you once.")
    assert "Planned for 10:00." in nudge_of(morning)["text"]
    morning.play_until(dt.datetime(2026, 11, 18, 9, 59, tzinfo=UTC))
    assert not any("As you planned" in text for text in morning.messages_to(ANA))
    morning.play_until(dt.datetime(2026, 11, 18, 20, 0, tzinfo=UTC))
    assert sum(text.startswith("It's 10:00. As you planned: ") for text in morning.messages_to(ANA)) == 1
    assert not any("Anything left to log" in text for text in morning.messages_to(ANA))
    (refused,) = choose_time(morning, nudge, "13:00")
    assert refused == "That message is from Wed 18 Nov. Pick a time in today's message." or "has passed" in refused


@pytest.mark.parametrize("case", ["done", "off", "setting"])
def test_a_reminder_does_not_come_when_it_is_done_on_a_day_off_or_switched_off(morning: Office, case: str) -> None:
    nudge = nudge_of(morning)
    choose_time(morning, nudge, "10:00")
    if case == "done":
        press(morning, nudge, DONE)
    elif case == "off":
        press(morning, nudge, "Take today off")
    else:
        choose(morning, ANA, plan_on=False)
    morning.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    assert not any("As you planned" in text for text in morning.messages_to(ANA))


def test_a_time_of_ones_own_is_chosen_in_a_form_and_one_that_has_passed_is_refused_there(morning: Office) -> None:
    nudge = nudge_of(morning)
    menu = pressable(nudge, "Remind me")
    morning.click(ANA, nudge, "nudge_when", next(o["value"] for o in menu["options"] if o["value"].startswith("own")))
    assert "08:00 has passed. Pick a later time." in str(fill_in(morning, ANA, time="08:00"))
    fill_in(morning, ANA, time="15:30")
    morning.play_until(dt.datetime(2026, 11, 18, 16, 0, tzinfo=UTC))
    assert any(text.startswith("It's 15:30. As you planned: ") for text in morning.messages_to(ANA))


def test_asking_for_help_sends_the_manager_one_private_note_a_day_and_goal(morning: Office) -> None:
    nudge = nudge_of(morning)
    assert "Want a hand with calls?" in nudge["text"]
    assert press(morning, nudge, "Ask Mo for help").startswith("Sent to Mo Northgate, privately: ")
    press_again(morning, pressable(nudge, "Ask Mo for help"))
    morning.worker.drain()
    notes = [m["text"] for m in morning.sees(MANAGER, MANAGER) if "would like a hand" in m["text"]]
    assert len(notes) == 1
    assert "8 of 60 this week, 3 workdays left." in notes[0]
    assert "Mo knows you'd like a hand with calls." in nudge_of(morning)["text"]
    assert not any("Ask Mo" in str(block) for block in nudge_of(morning)["blocks"])


def test_help_is_not_offered_where_there_is_no_manager_to_ask(morning: Office) -> None:
    choose(morning, MANAGER, unreachable="user_disabled")
    assert "already" not in press(morning, nudge_of(morning), "Ask Mo for help")
    morning.worker.drain()
    assert not any("would like a hand" in m["text"] for m in morning.sees(MANAGER, MANAGER))
