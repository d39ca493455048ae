"""The managers' alert by person: one message a team and morning, one part a rep, and how it ended."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.alerts.alert import Alert, alerts_for
from bot.alerts.words.alert import alert_message
from bot.core.message_kinds import ALERT
from bot.core.words.language import Language, language_for
from bot.core.words.message import Message
from metrics.periods import PeriodKind
from storage.tables import Delivery, Episode, TeamRole
from storage.workspaces import find_workspace
from tests.bot.alerts.judge import faults_of
from tests.bot.alerts.test_alerts import change_team, choose, fast, join, slow, submit, texts, weekdays
from tests.bot.words.voice import sent_faults
from tests.office import ADMIN, ANA, BEN, CHANNEL, MANAGER, Office

UTC = dt.UTC
REVIEW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
LANGUAGES = (language_for(locale="en_US", currency="USD"), language_for(locale="ms_MY", currency="MYR"))


@pytest.fixture
def two_goals(office: Office) -> Office:
    """Ana is far from her week's calls and her month's e-mails; Ben from nothing."""
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("North", "email", PeriodKind.WEEK, 40)
    slow(office, ANA)
    fast(office, BEN)
    office.past(ANA, "email", {**dict.fromkeys(weekdays(), 3), "2026-11-17": 2})
    office.past(BEN, "email", dict.fromkeys(weekdays(), 10))
    return office


def alerts_of(office: Office, now: dt.datetime) -> list[Alert]:
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        rows = session.exec(select(Delivery).where(Delivery.kind == ALERT)).all()
        return [each for each in alerts_for(session, workspace=workspace, rows=rows, now=now).values() if each]


def test_a_rep_with_two_goals_at_risk_is_one_part_of_one_message(two_goals: Office) -> None:
    two_goals.play_until(REVIEW)
    (alert,) = two_goals.sees(MANAGER, CHANNEL)
    parts = [block["text"]["text"] for block in alert["blocks"] if block["type"] == "section"]
    assert alert["text"].startswith("Ana Quill may fall short on ")
    (part,) = parts
    assert part.startswith(f"*<@{ANA}>*\n")
    assert "*Calls:* 9 of 60 · needs 17 a day" in part
    assert "*Emails:* 5 of 40" in part
    assert part.count("_") == 2, "one sentence says what would still turn it"


def test_an_answer_about_a_rep_is_about_all_their_goals(two_goals: Office) -> None:
    two_goals.play_until(REVIEW)
    (alert,) = two_goals.sees(MANAGER, CHANNEL)
    choose(two_goals, MANAGER, alert, "talk")
    with two_goals.database.reading() as session:
        assert all(episode.talk_planned_at for episode in session.exec(select(Episode)).all())
    choose(two_goals, MANAGER, alert, "assign")
    submit(two_goals, MANAGER, {"who": {"value": options(two_goals)["Abe Fountain"]}})
    (asked,) = texts(two_goals, ADMIN, ADMIN)
    assert asked.startswith(f"<@{MANAGER}> asks you to follow up with <@{ANA}>")
    assert "Calls this week" in asked
    assert "Emails this week" in asked


def options(office: Office) -> dict[str, str]:
    (view,) = office.sandbox.get("views", user=MANAGER)["views"]
    return {each["text"]["text"]: each["value"] for each in view["blocks"][0]["element"]["options"]}


def test_a_message_from_before_the_upgrade_is_still_answered(two_goals: Office) -> None:
    two_goals.play_until(REVIEW)
    (alert,) = two_goals.sees(MANAGER, CHANNEL)
    with two_goals.database.writing() as session:
        first = session.exec(select(Episode).order_by(Episode.id)).first()  # type: ignore[arg-type]
        assert first is not None
        row = session.exec(select(Delivery).where(Delivery.kind == ALERT)).one()
        row.content = f'{{"metric": {first.metric_id}, "period": "week", "most": 1}}'
        session.add(row)
    two_goals.click(MANAGER, alert, "alert_ack_all")
    two_goals.worker.drain()
    assert f"<@{MANAGER}> has been following up" in texts(two_goals, MANAGER, CHANNEL)[0]


def test_who_is_told_of_again_is_told_with_what_is_still_open(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("North", "email", PeriodKind.WEEK, 40)
    slow(office, ANA)
    fast(office, BEN)
    office.past(ANA, "email", {**dict.fromkeys(weekdays(), 8), "2026-11-17": 8})
    office.play_until(REVIEW)
    office.past(ANA, "call", {"2026-11-18": 4, "2026-11-19": 4})
    office.play_until(dt.datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    first, *later = office.sees(MANAGER, CHANNEL)
    assert "Emails" not in first["text"]
    (second,) = [each for each in later if not each.get("thread_ts")]
    assert "*Emails:*" in second["text"]
    assert "(told Wed 18 Nov)" in second["text"]


def test_the_row_says_how_it_ended_also_where_it_had_been_on_track_again(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    slow(office, ANA)
    fast(office, BEN)
    office.play_until(REVIEW)
    office.past(ANA, "call", {"2026-11-18": 33})
    office.play_until(dt.datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    assert texts(office, MANAGER, CHANNEL)[0].startswith("Ana Quill is no longer at risk")
    office.play_until(dt.datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    assert "finished on 42 of 60 calls in the week of Mon 16 Nov" in texts(office, MANAGER, CHANNEL)[0]
    office.say(ANA, "/log", "20 calls fri")
    office.play_until(dt.datetime(2026, 11, 23, 12, 5, tzinfo=UTC))
    assert "made it: 62 of 60 calls in the week of Mon 16 Nov" in texts(office, MANAGER, CHANNEL)[0]


def test_a_goal_that_is_set_no_more_ends_with_its_period(two_goals: Office) -> None:
    two_goals.play_until(REVIEW)
    two_goals.say(MANAGER, "/goal", "team North calls off week")
    two_goals.play_until(dt.datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    with two_goals.database.reading() as session:
        found = session.exec(select(Episode)).all()
    ended = [episode for episode in found if episode.period_start == dt.date(2026, 11, 16)]
    assert len({episode.metric_id for episode in ended}) == 2
    assert {episode.closed_on for episode in ended} == {dt.date(2026, 11, 23)}
    calls = {episode.metric_id for episode in ended} - {episode.metric_id for episode in found if episode not in ended}
    assert calls, "only the goal that is still set may be at risk again"


@pytest.mark.parametrize("language", LANGUAGES, ids=["English", "Malay"])
@pytest.mark.parametrize(("slow_ones", "reps"), [(1, 2), (2, 4), (3, 7), (5, 12), (5, 6)])
def test_every_alert_says_the_point_first_and_names_each_once(
    office: Office, slow_ones: int, reps: int, language: Language
) -> None:
    found = crowd(office, slow_ones, reps)
    assert found
    if language is LANGUAGES[0]:
        for alert in found:
            assert faults_of(alert, alert_message(alert, language)) == []
    else:
        for alert in found:
            assert sent_faults(alert_message(alert, language), malay=True) == []


def crowd(office: Office, slow_ones: int, reps: int) -> list[Alert]:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("North", "email", PeriodKind.WEEK, 40)
    change_team(office, alerts_by_dm=True)
    people = [ANA, BEN, *(f"U0X{n}" for n in range(2, reps))]
    for who in people[2:]:
        office.sandbox.post("users", id=who, real_name=f"Xia {who[3:]}", tz="Europe/London")
        join(office, who, TeamRole.REP)
    for at, who in enumerate(people):
        (slow if at < slow_ones else fast)(office, who)
        office.past(who, "email", dict.fromkeys(weekdays(), 3 if at == 0 else 10))
    office.play_until(REVIEW)
    return alerts_of(office, REVIEW)


Plant = Callable[[Alert, Message], tuple[Alert, Message]]


def headline(text: str) -> Plant:
    return lambda alert, said: (alert, replace(said, text=f"{text}\n{said.text.partition(chr(10))[2]}"))


def with_parts(change: Callable[[list[Any]], list[Any]]) -> Plant:
    def plant(alert: Alert, said: Message) -> tuple[Alert, Message]:
        return alert, replace(said, blocks=tuple(change(list(said.blocks))))

    return plant


def turned(blocks: list[Any]) -> list[Any]:
    return [
        {**each, "text": {**each["text"], "text": f"Calls: {each['text']['text']}"}}
        if each["type"] == "section"
        else each
        for each in blocks
    ]


PLANTED: dict[str, Plant] = {
    "the first line does not say the point": headline("Calls, this week: 1 of 2 unlikely to reach their goal"),
    "the first line does not begin with who": headline("Who may fall short on calls: Ana Quill"),
    "a part does not begin with a name": with_parts(turned),
    "a rep has two parts": with_parts(lambda blocks: [*blocks, *(b for b in blocks if b["type"] == "section")]),
    "behind is said more than once": lambda alert, said: (
        alert,
        replace(said, text=f"{said.text}\n5 behind plan, and 3 behind"),
    ),
    "it names more than a morning may": lambda alert, said: (replace(alert, rows=alert.rows * 4), said),
    "the first block is no headline": with_parts(lambda blocks: blocks[1:]),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_the_check_of_alerts_finds_what_is_planted(two_goals: Office, fault: str) -> None:
    two_goals.play_until(REVIEW)
    (alert,) = alerts_of(two_goals, REVIEW)
    said = alert_message(alert, LANGUAGES[0])
    assert faults_of(alert, said) == []
    assert any(found.startswith(fault) for found in faults_of(*PLANTED[fault](alert, said)))
