"""The managers' alert: early, with evidence, after the rep, and true in place."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from metrics.periods import PeriodKind
from tests.office import ANA, BEN, CHANNEL, MANAGER, OTHER_CHANNEL, STRANGER_MANAGER, Moment, Office, open_office

UTC = dt.UTC
FRIDAY = dt.datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def slip(office: Office) -> None:
    """Ana does a third of what her weekly goal needs; Ben is fine."""
    office.goal("North", "call", PeriodKind.WEEK, 60)
    weekdays = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(77)]
    past = [day.isoformat() for day in weekdays if day.weekday() < 5]
    office.past(ANA, "call", {**dict.fromkeys(past, 5), "2026-11-17": 4})
    office.past(BEN, "call", {**dict.fromkeys(past, 14), "2026-11-17": 15})


@pytest.fixture
def slipping(office: Office) -> Office:
    slip(office)
    return office


@pytest.fixture(scope="module")
def when_they_heard(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """Wednesday noon: Ana was told in the morning, and her managers just now."""
    with open_office(tmp_path_factory.mktemp("office")) as office:
        slip(office)
        office.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
        return office.moment()


@pytest.fixture
def heard(when_they_heard: Moment, tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, since=when_they_heard) as office:
        yield office


def alerts(office: Office) -> list[dict[str, str]]:
    return office.sees(MANAGER, CHANNEL)


def test_a_rep_unlikely_to_reach_the_goal_is_told_first_and_the_managers_two_hours_later(slipping: Office) -> None:
    slipping.play_until(dt.datetime(2026, 11, 18, 10, 59, tzinfo=UTC))
    assert len(slipping.nudges(ANA)) == 1
    assert alerts(slipping) == []
    slipping.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    (alert,) = alerts(slipping)
    assert alert["text"].startswith("Ana Quill may fall short on calls this week\n")
    assert f"<@{ANA}>" in alert["text"]
    assert f"<@{BEN}>" not in alert["text"]
    for figure in ("9 of 60", "needs 17 a day", "usually 5", "60 is a long shot now"):
        assert figure in alert["text"]
    assert slipping.sees(STRANGER_MANAGER, OTHER_CHANNEL) == []


def test_an_episode_is_told_once(heard: Office) -> None:
    heard.play_until(dt.datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    assert len(alerts(heard)) == 1


def test_acknowledging_changes_the_message_for_everybody(heard: Office) -> None:
    (alert,) = alerts(heard)
    heard.click(MANAGER, alert, "alert_ack_all")
    heard.worker.drain()
    (changed,) = alerts(heard)
    assert f"<@{MANAGER}> has been following up since Wed 18 Nov" in changed["text"]
    assert "alert_ack_all" not in str(changed["blocks"])


def test_a_forged_click_by_another_teams_manager_is_refused(heard: Office) -> None:
    (alert,) = alerts(heard)
    answers = heard.click(STRANGER_MANAGER, alert, "alert_ack_all")
    assert answers == [] or "You can't" in answers[0]
    heard.worker.drain()
    assert "following up" not in alerts(heard)[0]["text"]


def test_snoozing_a_row_says_until_when(heard: Office) -> None:
    (alert,) = alerts(heard)
    menu = next(b["accessory"] for b in alert["blocks"] if "accessory" in b)  # type: ignore[index, union-attr]
    value = next(o["value"] for o in menu["options"] if o["value"].startswith("snooze"))  # type: ignore[index]
    heard.click(MANAGER, alert, "alert_row", value)
    heard.worker.drain()
    assert "Snoozed until Wed 25 Nov" in alerts(heard)[0]["text"]


def test_back_on_track_updates_the_row(heard: Office) -> None:
    heard.say(ANA, "/log", "51 calls")
    heard.play_until(dt.datetime(2026, 11, 19, 9, 0, tzinfo=UTC))
    (alert,) = alerts(heard)
    assert f"*<@{ANA}>* made it: 60 of 60 calls this week" in alert["text"]
    assert alert["text"].startswith("Ana Quill is no longer at risk\n")


def test_a_silent_day_is_no_data_and_never_behind(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {f"2026-11-{d:02d}": 12 for d in (9, 10, 11, 12, 13, 16)})
    office.past(BEN, "call", {f"2026-11-{d:02d}": 12 for d in (9, 10, 11, 12, 13, 16)})
    office.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    assert "Nothing logged for yesterday yet." in office.nudges(ANA)[0]
    assert "behind" not in office.nudges(ANA)[0]
    assert alerts(office) == []


@pytest.fixture(scope="module")
def when_nobody_took_it_on(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """Ana does two thirds of what her monthly goal needs, Ben all of it: her managers heard, and did nothing so far."""
    with open_office(tmp_path_factory.mktemp("office")) as office:
        office.goal("North", "call", PeriodKind.MONTH, 300)
        weekdays = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(91)]
        days = [day.isoformat() for day in weekdays if day.weekday() < 5]
        office.past(ANA, "call", dict.fromkeys(days, 10))
        office.past(BEN, "call", dict.fromkeys(days, 15))
        office.play_until(FRIDAY)
        return office.moment()


@pytest.fixture
def falling_behind(when_nobody_took_it_on: Moment, tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, since=when_nobody_took_it_on) as office:
        yield office


def test_managers_are_reminded_in_the_thread_when_nobody_took_it_on(falling_behind: Office) -> None:
    falling_behind.play_until(dt.datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    (alert, *reminders) = alerts(falling_behind)
    assert alert["text"].startswith("Ana Quill may fall short on calls this month")
    assert 1 <= len(reminders) <= 2
    for reminder in reminders:
        assert reminder["thread_ts"] == alert["ts"]
        assert reminder["text"].startswith(f"Still at risk, and no one's picked this up yet:\n*<@{ANA}>*")


def test_a_reminder_shows_what_a_corrected_log_says_and_that_it_is_out_of_date(falling_behind: Office) -> None:
    day = FRIDAY
    while len(alerts(falling_behind)) < 2:
        day += dt.timedelta(days=1)
        falling_behind.play_until(day)
    posts = len(falling_behind.sandbox.get("calls", method="chat.postMessage")["calls"])
    (before,) = alerts(falling_behind)[1:]
    assert "updated" not in before["text"]
    falling_behind.say(ANA, "/log", "2 calls yesterday")
    falling_behind.play_until(day + dt.timedelta(minutes=1))
    (still,) = alerts(falling_behind)[1:]
    assert still["text"].startswith(f"Still at risk, and no one's picked this up yet:\n*<@{ANA}>*")
    assert "Their log was updated since. These are the latest numbers.\n" in still["text"]
    falling_behind.say(ANA, "/log", "300 calls yesterday")
    falling_behind.play_until(day + dt.timedelta(minutes=2))
    (right,) = alerts(falling_behind)[1:]
    assert right["text"].startswith(f"This reminder is out of date:\n*<@{ANA}>*")
    assert "Their log was updated. The next morning check will confirm it." in right["text"]
    assert right["thread_ts"] == before["thread_ts"]
    falling_behind.say(ANA, "/log", "undo")
    falling_behind.play_until(day + dt.timedelta(minutes=3))
    falling_behind.click(MANAGER, alerts(falling_behind)[0], "alert_ack_all")
    falling_behind.play_until(day + dt.timedelta(minutes=4))
    (taken_on,) = alerts(falling_behind)[1:]
    assert taken_on["text"].startswith(f"This reminder is out of date:\n*<@{ANA}>*")
    assert f"<@{MANAGER}> has been following up" in taken_on["text"]
    assert len(falling_behind.sandbox.get("calls", method="chat.postMessage")["calls"]) == posts


def test_nobody_is_reminded_of_what_was_acknowledged(falling_behind: Office) -> None:
    falling_behind.click(MANAGER, alerts(falling_behind)[0], "alert_ack_all")
    falling_behind.play_until(dt.datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    assert len(alerts(falling_behind)) == 1
