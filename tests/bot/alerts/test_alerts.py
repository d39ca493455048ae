"""Whom an alert reaches and what can be answered to it."""

import datetime as dt
import time
from typing import Any

import pytest
from sqlmodel import select

from bot.core.work import Work
from bot.goals.realism import realism_of
from bot.goals.team_realism import team_goals
from bot.people import teams
from metrics.periods import PeriodKind
from storage.tables import Audit, Episode, TeamRole, TimeOff
from storage.workspaces import find_workspace
from tests.office import ADMIN, ANA, BEN, CHANNEL, MANAGER, STRANGER_MANAGER, Office

UTC = dt.UTC
REVIEW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def slipping(office: Office) -> Office:
    """Ana does a third of what her weekly goal needs; Ben is fine."""
    office.goal("North", "call", PeriodKind.WEEK, 60)
    slow(office, ANA)
    fast(office, BEN)
    return office


def slow(office: Office, who: str, on_tuesday: int = 4) -> None:
    office.past(who, "call", {**dict.fromkeys(weekdays(), 5), "2026-11-17": on_tuesday})


def fast(office: Office, who: str) -> None:
    office.past(who, "call", {**dict.fromkeys(weekdays(), 14), "2026-11-17": 15})


def weekdays() -> list[str]:
    days = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(77)]
    return [day.isoformat() for day in days if day.weekday() < 5]


def change_team(office: Office, **values: Any) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        team = teams.find_team(session, workspace=workspace, name="North")
        for name, value in values.items():
            setattr(team, name, value)
        session.add(team)


def join(office: Office, who: str, team_role: TeamRole) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        teams.join(
            session,
            workspace=workspace,
            team=teams.find_team(session, workspace=workspace, name="North"),
            member=teams.find_person(session, workspace=workspace, who=who),
            team_role=team_role,
            starts=dt.date(2026, 1, 1),
        )


def change_member(office: Office, who: str, **values: Any) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = teams.find_person(session, workspace=workspace, who=who)
        for name, value in values.items():
            setattr(member, name, value)
        session.add(member)


def _id_of(office: Office, who: str) -> int:
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        return teams.find_person(session, workspace=workspace, who=who).id


def take_leave(office: Office, who: str, starts: dt.date, ends: dt.date) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = teams.find_person(session, workspace=workspace, who=who)
        session.add(
            TimeOff(workspace_id=workspace.id, member_id=member.id, starts=starts, ends=ends, created_at=REVIEW)
        )


def texts(office: Office, viewer: str, where: str) -> list[str]:
    return [str(message["text"]) for message in office.sees(viewer, where)]


def choose(office: Office, who: str, message: dict[str, Any], what: str) -> list[str]:
    """Choose from the first row's menu."""
    menu = next(b["accessory"] for b in message["blocks"] if "accessory" in b)
    value = next(o["value"] for o in menu["options"] if o["value"].startswith(what))
    answers = office.click(who, message, "alert_row", value)
    office.worker.drain()
    return answers


def answered(office: Office, who: str) -> str:
    """What only they see in the channel, newest last; an answer to a click comes a moment later."""
    for _ in range(50):
        own = [m["text"] for m in office.sees(who, CHANNEL) if m.get("ephemeral")]
        if own:
            return str(own[-1])
        time.sleep(0.1)
    return ""


def modal_of(office: Office, who: str) -> dict[str, Any]:
    (view,) = office.sandbox.get("views", user=who)["views"]
    return dict(view)


def submit(office: Office, who: str, values: dict[str, Any]) -> dict[str, str]:
    answer = office.sandbox.post("submit", user=who, view_id=modal_of(office, who)["id"], values=values)
    assert answer["acked"], answer
    office.worker.drain()
    return dict(answer["errors"])


@pytest.mark.parametrize("about", [{"is_private": False}, {"is_ext_shared": True}])
def test_where_others_read_along_only_counts_are_posted_and_the_managers_get_the_names(
    slipping: Office, about: dict[str, bool]
) -> None:
    slipping.sandbox.post("channels", id=CHANNEL, **about)
    slipping.play_until(REVIEW)
    (counts,) = texts(slipping, MANAGER, CHANNEL)
    assert counts.startswith("1 of 2 in North may miss a goal")
    assert ANA not in counts
    (alert,) = [m for m in slipping.sees(MANAGER, MANAGER) if "may fall short" in m["text"]]
    assert f"<@{ANA}>" in alert["text"]
    slipping.click(MANAGER, alert, "alert_ack_all")
    slipping.say(ANA, "/log", "51 calls")
    slipping.play_until(dt.datetime(2026, 11, 19, 9, 0, tzinfo=UTC))
    assert "0 of 2 in North" in texts(slipping, MANAGER, CHANNEL)[0]
    assert "made it: 60 of 60 calls this week" in texts(slipping, MANAGER, MANAGER)[0]


def test_a_team_that_wants_direct_messages_gets_nothing_in_its_channel(slipping: Office) -> None:
    change_team(slipping, alerts_by_dm=True)
    slipping.play_until(REVIEW)
    assert texts(slipping, MANAGER, CHANNEL) == []
    assert f"<@{ANA}>" in texts(slipping, MANAGER, MANAGER)[0]


def test_of_two_managers_each_has_the_message_and_sees_what_the_other_answers(slipping: Office) -> None:
    change_team(slipping, alerts_by_dm=True)
    join(slipping, STRANGER_MANAGER, TeamRole.MANAGER)
    slipping.play_until(REVIEW)
    (alert,) = slipping.sees(MANAGER, MANAGER)
    choose(slipping, MANAGER, alert, "talk")
    (other,) = texts(slipping, STRANGER_MANAGER, STRANGER_MANAGER)
    assert "1:1 planned" in other
    assert f"<@{MANAGER}> has been following up since Wed 18 Nov" in other


def test_a_manager_who_is_away_hears_nothing_and_the_next_one_does(slipping: Office) -> None:
    change_team(slipping, alerts_by_dm=True)
    join(slipping, STRANGER_MANAGER, TeamRole.MANAGER)
    take_leave(slipping, MANAGER, dt.date(2026, 11, 16), dt.date(2026, 11, 27))
    slipping.play_until(REVIEW)
    assert slipping.sees(MANAGER, MANAGER) == []
    assert f"<@{ANA}>" in texts(slipping, STRANGER_MANAGER, STRANGER_MANAGER)[0]


def test_an_admin_stands_in_for_managers_who_are_away_and_is_told_why(slipping: Office) -> None:
    take_leave(slipping, MANAGER, dt.date(2026, 11, 16), dt.date(2026, 11, 27))
    slipping.play_until(REVIEW)
    (alert,) = texts(slipping, ADMIN, ADMIN)
    assert "You're getting this because North's managers are off today." in alert
    assert "are away" not in texts(slipping, ADMIN, CHANNEL)[0]


def test_assigning_tells_the_other_manager_and_everybody_sees_who_looks_after_it(slipping: Office) -> None:
    slipping.play_until(REVIEW)
    (alert,) = slipping.sees(MANAGER, CHANNEL)
    (closer,) = slipping.click(MANAGER, alert, "team_closer", str(_id_of(slipping, ANA)))
    assert "Calls this week: 9/60" in closer
    assert closer not in texts(slipping, ADMIN, CHANNEL), "what a rep sees is shown to who asked alone"
    choose(slipping, MANAGER, alert, "assign")
    options = modal_of(slipping, MANAGER)["blocks"][0]["element"]["options"]
    assert [option["text"]["text"] for option in options] == ["Mo Northgate", "Abe Fountain"]
    assert submit(slipping, MANAGER, {"who": {"value": {"type": "static_select", "selected_option": {"value": "999"}}}})
    submit(slipping, MANAGER, {"who": {"value": options[1]["value"]}})
    assert f"<@{ADMIN}> is following up" in texts(slipping, MANAGER, CHANNEL)[0]
    (asked,) = texts(slipping, ADMIN, ADMIN)
    assert asked.startswith(f"<@{MANAGER}> asks you to follow up with <@{ANA}>\n*Calls this week:* 9 of 60")
    assert "9 of 60" in asked
    slipping.say(ANA, "/log", "2 calls yesterday")
    slipping.play_until(REVIEW + dt.timedelta(minutes=1))
    assert "11 of 60" in texts(slipping, ADMIN, ADMIN)[0], "the corrected log shows there too"


def test_not_useful_takes_a_reason_and_ends_the_reminders(slipping: Office) -> None:
    slipping.play_until(REVIEW)
    (alert,) = slipping.sees(MANAGER, CHANNEL)
    choose(slipping, MANAGER, alert, "dismiss")
    submit(slipping, MANAGER, {"reason": {"value": "log"}, "words": {"value": "His *line*\nwas down"}})
    (changed,) = texts(slipping, MANAGER, CHANNEL)
    assert f"<@{MANAGER}>: not useful, the log isn't up to date" in changed
    assert "line" not in changed, "what a manager wrote is for no channel"
    with slipping.database.reading() as session:
        episode = session.exec(select(Episode)).one()
        assert episode.dismiss_reason == "log"
        (note,) = session.exec(select(Audit).where(Audit.action == "alert not useful")).all()
        assert note.detail == "log: His *line* was down"
    slipping.play_until(dt.datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    (digest,) = [text for text in texts(slipping, MANAGER, MANAGER) if text.startswith("North: last week")]
    assert "1 alert: 0 acted on, 1 not useful, 0 recovered" in digest
    assert "Why not useful: the log isn't up to date (1)" in digest
    assert "Someone wrote: His *​line*​ was down" in digest


def test_a_forged_answer_is_refused(slipping: Office) -> None:
    slipping.sandbox.post("channels", id=CHANNEL, members=[MANAGER, STRANGER_MANAGER, ANA])
    slipping.play_until(REVIEW)
    (alert,) = slipping.sees(MANAGER, CHANNEL)
    for who in (STRANGER_MANAGER, ANA):
        for what in ("talk", "assign", "dismiss", "snooze", "ack"):
            choose(slipping, who, alert, what)
            assert "You can't" in answered(slipping, who)
        assert slipping.sandbox.get("views", user=who)["views"] == []
    (unchanged,) = texts(slipping, MANAGER, CHANNEL)
    assert unchanged == alert["text"]


def test_a_rep_without_nudges_is_told_first_all_the_same(slipping: Office) -> None:
    change_member(slipping, ANA, nudges_on=False)
    slipping.play_until(dt.datetime(2026, 11, 18, 12, 59, tzinfo=UTC))
    (told,) = slipping.messages_to(ANA)
    assert told.startswith("Heads-up on calls this week: a push would help.\n*Calls:* 9 of 60 · needs 17 a day")
    assert told.endswith("Your managers get a heads-up in two hours or later, so they can help.")
    assert texts(slipping, MANAGER, CHANNEL) == []
    slipping.play_until(dt.datetime(2026, 11, 18, 14, 0, tzinfo=UTC))
    (alert,) = texts(slipping, MANAGER, CHANNEL)
    assert "may not know" not in alert


def test_the_nudge_says_what_the_managers_will_read_and_a_corrected_log_stops_it(slipping: Office) -> None:
    slipping.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    (nudge,) = slipping.nudges(ANA)
    assert "Mo gets these numbers at 11:00." in nudge
    slipping.say(ANA, "/log", "40 calls yesterday")
    slipping.play_until(dt.datetime(2026, 11, 18, 20, 0, tzinfo=UTC))
    assert texts(slipping, MANAGER, CHANNEL) == []


def test_the_nudge_says_when_managers_hear_of_it_where_alerts_rest_and_nothing_where_nobody_reads_them(
    slipping: Office,
) -> None:
    change_team(slipping, alerts_paused_until=dt.date(2026, 11, 30))
    slipping.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    (nudge,) = slipping.nudges(ANA)
    assert "Mo gets these numbers on Mon 30 Nov." in nudge
    change_team(slipping, alerts_paused_until=None, alert_channel="")
    for who in (MANAGER, ADMIN):
        change_member(slipping, who, unreachable="user_disabled")
    slipping.say(ANA, "/log", "1 call mon")
    slipping.play_until(dt.datetime(2026, 11, 18, 9, 2, tzinfo=UTC))
    (nudge,) = slipping.nudges(ANA)
    assert "these numbers" not in nudge
    assert "managers" not in nudge


def test_an_alert_says_when_the_reps_own_message_could_not_be_sent(slipping: Office) -> None:
    change_member(slipping, ANA, unreachable="user_disabled")
    slipping.past(ANA, "call", {"2026-11-18": 4})
    slipping.play_until(dt.datetime(2026, 11, 18, 18, 0, tzinfo=UTC))
    assert texts(slipping, MANAGER, CHANNEL) == []
    slipping.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
    (alert,) = texts(slipping, MANAGER, CHANNEL)
    assert "Their own message couldn't be delivered, so they may not know yet." in alert


@pytest.fixture
def crowd(office: Office) -> Office:
    """North has six reps; five of them do a third of the goal."""
    office.goal("North", "call", PeriodKind.WEEK, 60)
    for who in ("U0DAN", "U0EVE", "U0FAY", "U0GIL"):
        office.sandbox.post("users", id=who, real_name=who[2:].title(), tz="Europe/London")
        join(office, who, TeamRole.REP)
        slow(office, who)
    slow(office, ANA)
    fast(office, BEN)
    return office


def test_more_than_half_a_team_is_one_note_with_what_it_would_take_and_a_goal_set_by_one_click(crowd: Office) -> None:
    crowd.play_until(REVIEW)
    (alert,) = crowd.sees(MANAGER, CHANNEL)
    assert alert["text"].startswith("5 of 6 in North may fall short on calls this week\n")
    assert "When this many miss, it's usually the goal, not the people." in alert["text"]
    assert "Each of them needs about 16 a day" in alert["text"]
    assert "<@" not in alert["text"]
    assert "About 60% of them would reach" in alert["text"]
    crowd.click(ANA, alert, "goal_adopt")
    assert "You can't" in answered(crowd, ANA)
    crowd.click(MANAGER, alert, "alert_show_all")
    shown = str(modal_of(crowd, MANAGER)["blocks"])
    assert all(f"<@{who}>" in shown for who in (ANA, "U0DAN", "U0EVE", "U0FAY", "U0GIL"))
    crowd.click(MANAGER, alert, "goal_adopt")
    crowd.play_until(dt.datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    assert "/60" not in crowd.nudges(ANA)[-1]


def test_what_a_team_usually_does_is_said_of_the_reps_below_the_goal_alone(crowd: Office) -> None:
    crowd.past(BEN, "call", {"2026-11-18": 60})
    crowd.sandbox.post("users", id="U0HAL", real_name="Hal", tz="Europe/London")
    join(crowd, "U0HAL", TeamRole.REP)
    crowd.past("U0HAL", "call", dict.fromkeys(weekdays(), 8))
    crowd.play_until(REVIEW)
    (alert,) = texts(crowd, MANAGER, CHANNEL)
    assert alert.startswith("5 of 7 in North may fall short on calls this week")
    assert "usually does 6." in alert, "of five who do 5 a day and one who does 8, without one who does 14"


def test_an_alert_and_the_form_of_goals_judge_the_same_goal_alike(crowd: Office) -> None:
    with crowd.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        team = teams.find_team(session, workspace=workspace, name="North")
        (told,) = team_goals(Work(session, workspace, REVIEW), team=team, date=REVIEW.date())
        asked = realism_of(
            Work(session, workspace, REVIEW),
            subject=team,
            metric_key="call",
            period=PeriodKind.WEEK,
            target=60,
            starts=dt.date(2026, 11, 16),
        )
    assert (told.realism, told.proposed) == (asked.team, asked.proposed)


def test_at_most_three_of_a_small_team_are_named_and_the_rest_is_shown_on_a_click(crowd: Office) -> None:
    for number in range(6):
        who = f"U0FAST{number}"
        crowd.sandbox.post("users", id=who, real_name=f"Fast {number}", tz="Europe/London")
        join(crowd, who, TeamRole.REP)
        fast(crowd, who)
    crowd.play_until(REVIEW)
    (alert,) = crowd.sees(MANAGER, CHANNEL)
    assert alert["text"].startswith("Ana Quill, Dan, Eve and 2 more may miss their goals\n")
    assert alert["text"].count("of 60") == 3
    crowd.click(MANAGER, alert, "alert_show_all")
    view = modal_of(crowd, MANAGER)
    assert str(view["blocks"]).count("of 60") == 5
    menus = [block["accessory"]["options"][1]["value"] for block in view["blocks"] if "accessory" in block]
    crowd.sandbox.post(
        "click",
        user=MANAGER,
        view_id=view["id"],
        action_id="alert_row",
        block_id=view["blocks"][-1]["block_id"],
        value=menus[-1],
    )
    assert "1:1 planned" in str(modal_of(crowd, MANAGER)["blocks"][-1])


def test_nobody_is_named_in_a_channel_that_slack_will_not_describe(slipping: Office) -> None:
    slipping.sandbox.post("faults", method="conversations.info", kind="error", value="missing_scope", count=None)
    slipping.play_until(REVIEW)
    (counts,) = texts(slipping, MANAGER, CHANNEL)
    assert ANA not in counts
    assert f"<@{ANA}>" in texts(slipping, MANAGER, MANAGER)[0]


def test_a_row_of_a_week_that_ended_is_not_called_back_on_track(slipping: Office) -> None:
    slipping.play_until(dt.datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
    alert = texts(slipping, MANAGER, CHANNEL)[0]
    assert alert.startswith("Ana Quill finished on 9 of 60 calls in the week of Mon 16 Nov\n")
    assert "back on track" not in alert


def test_a_correction_of_the_log_shows_in_the_alert_at_once_and_pings_nobody(slipping: Office) -> None:
    change_team(slipping, channel_audience="others")
    slipping.play_until(REVIEW)
    posts = len(slipping.sandbox.get("calls", method="chat.postMessage")["calls"])
    (before,) = texts(slipping, MANAGER, CHANNEL)
    assert before.startswith("Ana Quill may fall short on calls this week")
    assert "updated" not in before
    slipping.say(ANA, "/log", "2 calls yesterday")
    slipping.say(ANA, "/log", "1 call mon")
    slipping.play_until(REVIEW + dt.timedelta(minutes=1))
    (still,) = texts(slipping, MANAGER, CHANNEL)
    assert "12 of 60" in still
    assert "Their log was updated since. These are the latest numbers." in still
    slipping.say(ANA, "/log", "40 calls yesterday")
    slipping.play_until(REVIEW + dt.timedelta(minutes=2))
    (right,) = texts(slipping, MANAGER, CHANNEL)
    assert right.startswith("Ana Quill is no longer at risk")
    assert "Their log was updated. The next morning check will confirm it." in right
    slipping.say(ANA, "/log", "undo")
    slipping.play_until(REVIEW + dt.timedelta(minutes=3))
    assert texts(slipping, MANAGER, CHANNEL) == [still]
    assert len(slipping.sandbox.get("calls", method="chat.postMessage")["calls"]) == posts
    slipping.play_until(dt.datetime(2026, 11, 19, 10, 0, tzinfo=UTC))
    assert "updated" not in texts(slipping, MANAGER, CHANNEL)[0]


def test_a_correction_shows_in_the_copies_by_direct_message_and_in_what_the_rep_was_told(slipping: Office) -> None:
    change_team(slipping, alerts_by_dm=True)
    join(slipping, ADMIN, TeamRole.MANAGER)
    change_member(slipping, ANA, nudges_on=False)
    slipping.play_until(REVIEW + dt.timedelta(hours=3))
    assert [len([t for t in slipping.messages_to(who) if "may fall short" in t]) for who in (MANAGER, ADMIN)] == [1, 1]
    slipping.past(ANA, "email", {"2026-11-16": 1})
    slipping.say(ANA, "/log", "8 calls yesterday")
    slipping.play_until(REVIEW + dt.timedelta(hours=3, minutes=1))
    for who in (MANAGER, ADMIN):
        (alert,) = [text for text in slipping.messages_to(who) if "may fall short" in text]
        assert "17 of 60" in alert
        assert "Their log was updated since" in alert
    assert any("17 of 60" in text for text in slipping.messages_to(ANA))
