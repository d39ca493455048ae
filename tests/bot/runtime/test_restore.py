"""A backup is put back: nothing is lost that was in it, and nobody hears twice what was sent since."""

import datetime as dt
from pathlib import Path

from bot.runtime.restore import make_ready
from bot.runtime.schedule import tick
from metrics.periods import PeriodKind
from storage.backup import back_up, restoring
from tests.office import ANA, BEN, CHANNEL, MANAGER, Office

UTC = dt.UTC
MORNING = dt.datetime(2026, 11, 18, 8, 30, tzinfo=UTC)


def restore(office: Office, backup: Path) -> None:
    with restoring(office.database, source=backup) as copy:
        office.database.dispose()
        make_ready(copy, now=office.context.clock.now())


def pass_minutes(office: Office, minutes: int) -> None:
    for _ in range(minutes):
        office.sandbox.post("clock", advance_seconds=60)
        office.worker.drain()


def test_nudges_planned_in_a_backup_and_sent_since_are_found_in_slack_and_not_sent_again(
    office: Office, tmp_path: Path
) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.sandbox.post("clock", now=MORNING.isoformat())
    tick(office.database, MORNING)
    back_up(office.database, target=tmp_path / "backup.sqlite")
    office.worker.drain()
    assert len(office.nudges(ANA)) == 1
    restore(office, tmp_path / "backup.sqlite")
    pass_minutes(office, 10)
    assert len(office.nudges(ANA)) == 1


def test_mornings_after_a_backup_are_not_repeated_and_the_next_one_comes(office: Office, tmp_path: Path) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    assert office.say(ANA, "/log", "3 calls").startswith("Logged 3 calls")
    back_up(office.database, target=tmp_path / "backup.sqlite")
    office.say(ANA, "/log", "4 calls")
    office.play_until(MORNING + dt.timedelta(hours=6))  # Ben's morning, in New York, has come too
    assert (len(office.nudges(ANA)), len(office.nudges(BEN))) == (1, 1)
    restore(office, tmp_path / "backup.sqlite")
    pass_minutes(office, 10)
    assert (len(office.nudges(ANA)), len(office.nudges(BEN))) == (1, 1)
    assert "3" in office.say(ANA, "/progress")
    office.play_until(MORNING + dt.timedelta(days=1, hours=6))
    assert (len(office.nudges(ANA)), len(office.nudges(BEN))) == (2, 2)


def test_an_alert_that_may_have_been_sent_comes_again_and_says_so(office: Office, tmp_path: Path) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    weekdays = [day for n in range(77) if (day := dt.date(2026, 9, 1) + dt.timedelta(days=n)).weekday() < 5]
    past = [day.isoformat() for day in weekdays]
    office.past(ANA, "call", {**dict.fromkeys(past, 5), "2026-11-17": 4})
    office.past(BEN, "call", {**dict.fromkeys(past, 14), "2026-11-17": 15})
    office.play_until(MORNING)
    back_up(office.database, target=tmp_path / "backup.sqlite")
    office.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    assert len(office.sees(MANAGER, CHANNEL)) == 1
    restore(office, tmp_path / "backup.sqlite")
    pass_minutes(office, 10)
    first, second = office.sees(MANAGER, CHANNEL)
    assert "you may have it already" not in first["text"]
    assert second["text"].startswith(first["text"][:40])
