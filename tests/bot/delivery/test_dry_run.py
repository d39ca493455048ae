"""A dry run says what would be sent, and sends and marks nothing."""

import datetime as dt

import structlog

from bot.core.pulse import Pulse
from bot.delivery.dry_run import DrySender
from bot.runtime.kinds import kinds
from bot.runtime.schedule import tick
from metrics.periods import PeriodKind
from tests.office import ANA, BEN, Office


def test_a_dry_run_says_once_what_would_be_sent_and_leaves_it_to_be_sent(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {"2026-11-16": 10})
    morning = dt.datetime(2026, 11, 18, 8, 30, tzinfo=dt.UTC)
    office.sandbox.post("clock", now=morning.isoformat())
    tick(office.database, morning)
    dry = DrySender(database=office.database, kinds=kinds(), clock=office.context.clock, pulse=Pulse())
    with structlog.testing.capture_logs() as logs:
        dry.drain()
        dry.drain()
    (said,) = [each for each in logs if each["event"] == "would send"]
    assert (said["kind"], said["to"]) == ("nudge", ANA)
    assert "15 calls" in said["text"]
    assert office.nudges(ANA) == []
    office.worker.drain()
    assert len(office.nudges(ANA)) == 1
    assert office.nudges(BEN) == []
