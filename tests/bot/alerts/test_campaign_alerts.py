"""Goals by dates of their own in alerts and digests: when they end is said, and how they ended."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.core.work import Work
from bot.goals.editing import set_goal
from bot.people import teams
from metrics.periods import Period, PeriodKind
from storage.tables import Episode, TeamRole
from storage.workspaces import find_workspace
from tests.office import ANA, BEN, CHANNEL, CLEO, MANAGER, STRANGER_MANAGER, Moment, Office, open_office

UTC = dt.UTC
DAY = dt.timedelta(days=1)
CAMPAIGN = Period(dt.date(2026, 11, 2), dt.date(2026, 11, 23))
REVIEW = dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def campaign(office: Office, dates: Period, target: int | None, *, now: dt.datetime | None = None) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        set_goal(
            Work(session, workspace, now or office.context.clock.now()),
            viewer=None,
            subject=teams.find_team(session, workspace=workspace, name="North"),
            metric_key="call",
            period=PeriodKind.CUSTOM,
            target=target,
            starts=dates.start,
            dates=dates if target is not None else None,
        )


def join_north(office: Office, who: str) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        teams.join(
            session,
            workspace=workspace,
            team=teams.find_team(session, workspace=workspace, name="North"),
            member=teams.find_person(session, workspace=workspace, who=who),
            team_role=TeamRole.REP,
            starts=dt.date(2026, 11, 23),
        )


@pytest.fixture(scope="module")
def when_they_heard(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """Ana will miss the campaign of three weeks, which ends on Sunday 22 November; Ben has made it."""
    with open_office(tmp_path_factory.mktemp("office")) as office:
        days = [day for day in (dt.date(2026, 8, 3) + n * DAY for n in range(108)) if day.weekday() < 5]
        office.past(ANA, "call", {day.isoformat(): 5 for day in days})
        office.past(BEN, "call", {day.isoformat(): 14 for day in days})
        campaign(office, CAMPAIGN, 150, now=dt.datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
        office.play_until(REVIEW)
        return office.moment()


@pytest.fixture
def slipping(when_they_heard: Moment, tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, since=when_they_heard) as office:
        yield office


def episode(session: Session) -> Episode:
    return session.exec(select(Episode)).one()


def alert(office: Office) -> str:
    return str(office.sees(MANAGER, CHANNEL)[0]["text"])


def test_an_alert_on_a_campaign_says_by_when_and_then_how_it_ended(slipping: Office) -> None:
    first, *_ = alert(slipping).split("\n")
    assert first == "Ana Quill may fall short on calls by Sun 22 Nov"
    assert "65 of 150 by Sun 22 Nov" in slipping.nudges(ANA)[-1]
    slipping.play_until(dt.datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    with slipping.database.reading() as session:
        assert (episode(session).closed_on, episode(session).close_reason) == (dt.date(2026, 11, 23), "period over")
    assert alert(slipping).startswith("Ana Quill finished on 65 of 150 calls from Mon 2 Nov to Sun 22 Nov")


def test_an_alert_follows_a_campaign_that_is_called_off(slipping: Office) -> None:
    campaign(slipping, Period(dt.date(2026, 11, 20), CAMPAIGN.end), None)
    slipping.play_until(dt.datetime(2026, 11, 20, 16, 0, tzinfo=UTC))
    with slipping.database.reading() as session:
        assert episode(session).closed_on == dt.date(2026, 11, 20)
    assert alert(slipping).startswith("Ana Quill is no longer at risk")


def test_a_campaign_that_follows_another_is_alerted_by_itself(slipping: Office) -> None:
    campaign(slipping, Period(CAMPAIGN.end, CAMPAIGN.end + 21 * DAY), 210)
    slipping.play_until(dt.datetime(2026, 12, 2, 16, 0, tzinfo=UTC))
    first, second = (str(message["text"]) for message in slipping.sees(MANAGER, CHANNEL))
    assert first.startswith("Ana Quill finished on 65 of 150 calls from Mon 2 Nov to Sun 22 Nov")
    assert "calls by Sun 13 Dec" in second


def test_the_digest_says_how_a_campaign_ended_and_how_another_goes(slipping: Office) -> None:
    campaign(slipping, Period(CAMPAIGN.end, CAMPAIGN.end + 21 * DAY), 210)
    slipping.play_until(dt.datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    (digest,) = [m["text"] for m in slipping.sees(MANAGER, MANAGER) if m["text"].startswith("North: last week")]
    assert "Goals that ended\nCalls, Mon 2 Nov to Sun 22 Nov: 1 of 2 reached it" in digest
    office = slipping
    for who in (ANA, BEN):
        office.past(who, "call", {f"2026-11-{day}": 10 for day in range(23, 28)})
    office.play_until(dt.datetime(2026, 11, 30, 12, 0, tzinfo=UTC))
    (digest,) = [m["text"] for m in office.sees(MANAGER, MANAGER) if "North: last week" in m["text"]][1:]
    assert "Goals that ended" not in digest
    assert "Calls, by Sun 13 Dec: 0 of 2 likely to make it" in digest


def test_a_campaign_that_most_of_a_team_may_miss_is_said_of_the_team_with_no_goal_to_adopt(slipping: Office) -> None:
    dates = Period(dt.date(2026, 11, 23), dt.date(2026, 12, 21))
    campaign(slipping, dates, 900)
    for who in (CLEO, STRANGER_MANAGER):
        join_north(slipping, who)
    for who in (ANA, BEN, CLEO, STRANGER_MANAGER):
        slipping.past(who, "call", {f"2026-11-{day}": 5 for day in (23, 24, 25, 26, 27)})
    slipping.play_until(dt.datetime(2026, 12, 1, 16, 0, tzinfo=UTC))
    message = slipping.sees(MANAGER, CHANNEL)[-1]
    assert message["text"].startswith("4 of 4 in North may fall short on calls by Sun 20 Dec")
    assert "usually does" in message["text"]
    assert "goal_adopt" not in str(message["blocks"])
