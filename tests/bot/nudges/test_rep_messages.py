"""What a rep is sent besides the morning nudge: the welcome, the evening, the week's recap and thanks."""

import datetime as dt
from typing import Any

from metrics.periods import PeriodKind
from storage.people import find_member
from storage.tables import Member
from storage.workspaces import find_workspace
from tests.office import ANA, BEN, CLEO, MANAGER, Office

UTC = dt.UTC
WORKED = [f"2026-11-{day:02d}" for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16)]


def choose(office: Office, user: str, **settings: Any) -> None:
    """Give a member's settings values."""
    with office.database.writing() as session:
        member = find_member(session, workspace_id=1, slack_user_id=user)
        assert member is not None
        for name, value in settings.items():
            assert hasattr(Member, name)
            setattr(member, name, value)
        session.add(member)


def choose_for_all(office: Office, **settings: Any) -> None:
    """Give the workspace's settings values."""
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        for name, value in settings.items():
            assert hasattr(workspace, name)
            setattr(workspace, name, value)
        session.add(workspace)


def starting(office: Office, user: str, beginning: str) -> list[str]:
    """The messages to the user that begin so."""
    return [text for text in office.messages_to(user) if text.startswith(beginning)]


def test_a_new_reps_first_logged_call_is_one_message_and_one_click_away(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    choose_for_all(office, live=False)
    office.play_until(dt.datetime(2026, 11, 17, 15, 5, tzinfo=UTC))
    assert office.messages_to(ANA) == []
    choose_for_all(office, live=True, went_live_at=dt.datetime(2026, 11, 17, 15, 6, tzinfo=UTC))
    office.play_until(dt.datetime(2026, 11, 17, 15, 7, tzinfo=UTC))
    office.play_until(dt.datetime(2026, 11, 17, 15, 9, tzinfo=UTC))
    (welcome,) = [m for m in office.sees(ANA, ANA) if m.get("metadata")]
    assert welcome["text"].split("\n") == [
        "Hi Ana, I'm Pacer. Each workday morning I'll send you one short note: where you stand, and what will "
        "help most.",
        (
            "*What Mo Northgate can see:* What you see, a heads-up when a goal is slipping, and which messages "
            "you've turned off. Nothing else."
        ),
        "*How to log:* press a button, write `5 calls` right here, or type `/log 5 calls` anywhere. You can undo all "
        "of it. I only read what you write to me here, and keep only what becomes an entry.",
    ]
    (answer,) = office.click(ANA, welcome, "nudge_log:call")
    assert answer.startswith("Logged 1 call")
    # Without a goal there is nothing to welcome to; at night it waits for the morning, and comes before the nudge.
    assert office.messages_to(CLEO) == []
    office.goal("South", "call", PeriodKind.WEEK, 60)
    office.play_until(dt.datetime(2026, 11, 17, 15, 12, tzinfo=UTC))
    assert office.messages_to(CLEO) == []
    office.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    first, second = office.messages_to(CLEO)
    assert first.startswith("Hi Cleo, I'm Pacer.")
    assert second.startswith("Morning, Cleo. Focus today: ")
    assert len(starting(office, ANA, "Hi Ana, I'm Pacer.")) == 1
    assert office.messages_to(MANAGER) == []


def test_a_new_rep_who_switched_nudges_off_gets_no_welcome(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    choose(office, ANA, nudges_on=False)
    choose_for_all(office, live=True, went_live_at=dt.datetime(2026, 11, 17, 15, 0, tzinfo=UTC))
    office.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    assert office.messages_to(ANA) == []
    assert len(starting(office, BEN, "Hi Ben, I'm Pacer.")) == 1


def test_the_evening_asks_only_who_wants_it_and_only_for_what_is_usual(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    for user in (ANA, BEN):
        office.past(user, "call", dict.fromkeys(WORKED, 12))
        office.past(user, "email", dict.fromkeys(WORKED, 3))
    choose(office, ANA, evening_on=True)
    office.say(ANA, "/log", "2 demos")
    office.play_until(dt.datetime(2026, 11, 17, 23, 59, tzinfo=UTC))
    (asked,) = office.messages_to(ANA)
    assert asked == (
        "Today: 2 demos.\nAnything left to log today? You usually have about 12 calls and 3 emails.\n"
        "Nothing to add? Just ignore this. More than one? Type `/log 12 calls`."
    )
    assert not any("Anything left" in text for text in office.messages_to(BEN))
    # Everything usual is there, then a half day off: nothing is asked.
    office.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    office.say(ANA, "/log", "5 calls 2 emails")
    office.say(ANA, "/away", "tomorrow afternoon")
    office.play_until(dt.datetime(2026, 11, 19, 23, 0, tzinfo=UTC))
    assert len(starting(office, ANA, "Anything left")) + len(starting(office, ANA, "Today:")) == 1


def test_the_recap_comes_on_the_last_working_day_of_the_week(office: Office) -> None:
    for team in ("North", "South"):
        office.goal(team, "call", PeriodKind.WEEK, 20)
    for user in (ANA, BEN, CLEO):
        office.past(user, "call", {"2026-11-10": 9, "2026-11-11": 9, "2026-11-16": 12, "2026-11-17": 9})
    office.past(CLEO, "call", {"2026-11-18": 3})
    office.say(ANA, "/away", "friday")
    choose(office, BEN, recap_on=False)
    office.play_until(dt.datetime(2026, 11, 19, 15, 30, tzinfo=UTC))
    assert starting(office, ANA, "*Your week*") == []
    office.play_until(dt.datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    (recap,) = starting(office, ANA, "*Your week*")
    assert recap.split("\n") == [
        "*Your week*: Ana, you made your calls goal this week! 🎉",
        "21 calls (last week 18)",
        "Calls 21 of 20 this week: done.",
        "That's your week. See you Mon 23 Nov.",
    ]
    assert starting(office, BEN, "*Your week*") == []
    assert len(starting(office, CLEO, "*Your week*")) == 1
    sent = [m for m in office.sees(CLEO, CLEO) if m.get("metadata") and m["text"].startswith("*Your week*")]
    minute = dt.datetime.fromtimestamp(float(sent[0]["ts"]), UTC).isoformat(timespec="minutes")
    assert minute == "2026-11-20T08:00+00:00"
    office.play_until(dt.datetime(2026, 11, 27, 23, 0, tzinfo=UTC))
    assert len(starting(office, ANA, "*Your week*")) == 1  # what is not in the log of the next week is not recapped


def test_thanks_are_private_rare_and_wait_for_the_morning(office: Office) -> None:
    said = f"<@{BEN}|ben> for the introduction to <!channel> & *Acorn*"
    assert office.say(ANA, "/kudos", said) == (
        "Sent to Ben Sparrow privately: “the introduction to !channel &amp; *​Acorn*​”"
    )
    office.worker.drain()
    assert office.messages_to(BEN) == [
        "Kudos from Ana Quill: “the introduction to !channel &amp; *​Acorn*​”\nOnly you see this."
    ]
    assert office.say(ANA, "/kudos", f"<@{ANA}> for nothing") == ("You can't send kudos to yourself. Nice try, though.")
    assert "Start with @ and a colleague's name" in office.say(ANA, "/kudos", "everyone")
    assert office.say(ANA, "/kudos", f"<@{BEN}>").startswith("What's it for?")
    # It is eleven at night in Kuala Lumpur.
    office.say(ANA, "/kudos", f"<@{CLEO}> untuk bantuan")
    office.worker.drain()
    assert office.messages_to(CLEO) == []
    office.say(ANA, "/kudos", f"<@{CLEO}> once more")
    assert office.say(ANA, "/kudos", f"<@{BEN}> again").startswith("That's 3 kudos today")
    office.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    assert [text.split("\n")[0] for text in office.messages_to(CLEO)] == [
        "Kudos from Ana Quill: “bantuan”",
        "Kudos from Ana Quill: “once more”",
    ]


def test_nobody_gets_more_messages_a_day_than_the_workspace_allows(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    choose_for_all(office, messages_a_day=2)
    choose(office, ANA, evening_on=True)
    office.past(ANA, "call", dict.fromkeys(WORKED, 12))
    office.play_until(dt.datetime(2026, 11, 18, 14, 0, tzinfo=UTC))
    for words in ("one", "two"):
        office.say(BEN, "/kudos", f"<@{ANA}> {words}")
        office.worker.drain()
    office.play_until(dt.datetime(2026, 11, 18, 23, 0, tzinfo=UTC))
    wednesday = [text.split("\n")[0] for text in office.messages_to(ANA)]
    assert wednesday[-2].startswith("Morning, Ana. ")
    assert "Focus today: " in wednesday[-2]
    assert wednesday[-1] == "Kudos from Ben Sparrow: “one”"
    assert "Anything left to log" not in str(wednesday[1:])
    # What can wait comes on the next working morning, before the nudge.
    office.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
    thursday = [text.split("\n")[0] for text in office.messages_to(ANA)][len(wednesday) :]
    assert thursday[0] == "Kudos from Ben Sparrow: “two”"
    assert thursday[1].startswith("Good morning, Ana. ")
