"""What is said and what is answered, through a real Bolt app over Socket Mode."""

import pytest
from slack_bolt import BoltRequest

from bot.runtime import build_app
from metrics.periods import PeriodKind
from storage.day_totals import wrong_totals
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER, STRANGER_MANAGER, Office

SAID_AND_ANSWERED = [
    ("call", "Logged 1 call\nToday 1 · Week 1"),
    ("CALLS", "Logged 1 call\n"),
    ("5 calls", "Logged 5 calls\nToday 5 · Week 5"),
    ("call 3", "Logged 3 calls\n"),
    ("calls: 3", "Logged 3 calls\n"),
    ("panggilan 2", "Logged 2 calls\n"),
    ("call Acme: left voicemail", "Logged 1 call · Acme · “left voicemail”"),
    ("deal 12,500", "Logged 1 deal · $12,500\nDeals today 1 · Week 1\nRevenue today $12,500 · Week $12,500"),
    ("deal 12.5k Acme", "Logged 1 deal · $12,500 · Acme"),
    (
        "5 calls 2 demos yesterday",
        "Logged 5 calls, 2 demos · all Mon 16 Nov\nCalls that day 5 · Week 5\nDemos that day 2 · Week 2",
    ),
    ("cal", "Nothing was saved: I don't know `cal`. Did you mean `call`?"),
    ("xyzzy", "Nothing was saved: I don't know `xyzzy`. You can log: call, email"),
    ("0 calls", "Nothing was saved: 0 calls is nothing to log."),
    ("-2 calls", "Nothing was saved: a number below zero cannot be logged."),
    ("5000 calls", "Nothing was saved: 5000 calls at once looks like a slip"),
    ("call 2026-11-30", "Nothing was saved: 30 Nov 2026 is in the future."),
    ("call 2026-01-05", "Nothing was saved: 5 Jan 2026 is more than 31 days ago."),
    ("5", "Nothing was saved: say what the number counts"),
    ("undo", "There is nothing to undo"),
    ("help", "*Log what you did:*"),
    ("call <!channel> *x*", "Logged 1 call · !channel *\u200bx*\u200b"),
    ("call Salt & Co", "Logged 1 call · Salt &amp; Co"),
]


@pytest.mark.parametrize(("said", "answered"), SAID_AND_ANSWERED)
def test_log_answers(shared_office: Office, said: str, answered: str) -> None:
    shared_office.say(ANA, "/log", "help")
    text = shared_office.say(ANA, "/log", said)
    while shared_office.say(ANA, "/log", "undo").startswith("Undone"):
        pass
    assert text.startswith(answered) or answered in text


def test_the_answer_says_what_is_left_of_the_goals(office: Office) -> None:
    office.goal("North", "call", PeriodKind.DAY, 12)
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {"2026-11-16": 10})
    text = office.say(ANA, "/log", "5 calls")
    assert text == "Logged 5 calls\nToday 5 of 12, 7 to go · Week 15 of 60"


def test_an_outcome_has_no_share_of_today_and_an_earlier_day_its_own_total(office: Office) -> None:
    office.goal("North", "revenue", PeriodKind.MONTH, 60_000_00)
    office.goal("North", "call", PeriodKind.WEEK, 60)
    said = office.say(ANA, "/log", "deal 12,500 Acme").split("\n")
    assert said[2] == "Revenue today $12,500 · Week $12,500 · November $12,500 of $60,000"
    assert office.say(ANA, "/log", "3 calls mon").endswith("\nThat day 3 · Week 3 of 60")
    assert office.say(ANA, "/log", "4 calls 2026-11-12").endswith("\nThat day 4"), "a week that is over"


def test_reaching_a_goal_is_said_in_one_sentence_more(office: Office) -> None:
    office.goal("North", "demo", PeriodKind.WEEK, 2)
    assert "Goal reached" not in office.say(ANA, "/log", "demo")
    assert office.say(ANA, "/log", "demo").endswith("Goal reached: 2 demos this week.")
    # It is said once.
    assert "Goal reached" not in office.say(ANA, "/log", "demo")


def test_undo_takes_back_all_that_was_said_in_one_breath_and_says_so(office: Office) -> None:
    office.say(ANA, "/log", "call")
    message = office.answer_of(ANA, "/log", "5 calls 2 demos")
    (undone,) = office.click(ANA, message, "log_undo")
    assert undone.startswith("Undone: 5 calls, 2 demos\nCalls today 1")


def test_undo_twice_does_it_once(office: Office) -> None:
    office.say(ANA, "/log", "3 calls")
    message = office.answer_of(ANA, "/log", "5 calls")
    office.click(ANA, message, "log_undo")
    assert office.say(ANA, "/log", "call").split("\n")[1].startswith("Today 4")


def test_undoing_a_deal_takes_its_revenue_back(office: Office) -> None:
    office.say(ANA, "/log", "deal 12,500 Acme")
    assert office.say(ANA, "/log", "undo").startswith("Undone: 1 deal · $12,500 · Acme\nDeals today 0")
    with office.database.reading() as session:
        assert wrong_totals(session, workspace_id=1) == []


def test_a_command_that_slack_sends_twice_is_stored_once_and_answered_alike(office: Office) -> None:
    office.say(ANA, "/log", "call")
    sent = {"command": "/log", "text": "4 calls", "user_id": ANA, "trigger_id": "same", "team_id": "T0OFFICE"}
    app = build_app(office.context)
    answers = [app.dispatch(BoltRequest(body=sent, mode="socket_mode")) for _ in range(2)]
    assert answers[0].body == answers[1].body
    assert "Today 5" in answers[0].body


@pytest.mark.parametrize(
    ("who", "said", "answered"),
    [
        (MANAGER, "team North calls 60 a week", "North: 60 calls a week, from Tue 17 Nov on."),
        (MANAGER, f"<@{ANA}> demos 14 a month", "Ana Quill: 14 demos a month, from Tue 17 Nov on."),
        (ADMIN, f"<@{CLEO}> revenue 60k month", "Cleo Marsh: $60,000 revenue a month, from Tue 17 Nov on."),
        (MANAGER, f"<@{CLEO}> demos 14 a month", "You may not set goals"),
        (STRANGER_MANAGER, "team North calls 1 a day", "You may not set goals"),
        (ANA, f"<@{ANA}> calls 1 a week", "You may not set goals"),
        (ANA, f"<@{BEN}> calls 1 a week", "You may not set goals"),
        (MANAGER, "team Nord calls 60 a week", "There is no team 'Nord'. Teams: North, South."),
        (MANAGER, "team North cals 60 a week", "say the team's name and what is counted, one of: call"),
        (MANAGER, f"<@{ANA}> cals 60 a week", "Did you mean `call`?"),
        (MANAGER, f"<@{ANA}> calls 60", "a day, week, month, quarter or year?"),
        (MANAGER, f"<@{ANA}> calls 0 week", "a goal is a number above zero"),
        (MANAGER, f"<@{ANA}> calls off week", "had no goal on calls a week. Nothing changed."),
        (MANAGER, "help", "*Set a goal:*"),
    ],
)
def test_goal_answers(shared_office: Office, who: str, said: str, answered: str) -> None:
    assert answered in shared_office.say(who, "/goal", said)


def test_progress_shows_bars_and_where_it_will_end(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {f"2026-10-{day:02d}": 11 for day in range(5, 31) if day % 7 not in (3, 4)})
    office.say(ANA, "/log", "24 calls")
    text = office.say(ANA, "/progress")
    assert "Calls this week: 24/60, 12 ahead of plan · likely 37–111 · reaching it is even." in text
    assert "likely" in text


def test_progress_why_opens_a_figure_down_to_its_entries(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {"2026-11-09": 12, "2026-11-10": 8, "2026-11-16": 9})
    office.say(ANA, "/log", "4 calls")
    text = office.say(ANA, "/progress", "why calls")
    assert text.startswith("Calls this week: 13 of 60")
    assert "*Logged:* 13 (Mon 16 Nov: 9, Tue 17 Nov: 4)" in text
    assert "*Working days:* 1 before today, 4 from today on" in text
    assert "*Goal:* 60 (your team's goal)" in text
    assert "*Plan by this morning:* 12, so you are 1 ahead" in text
    assert "*Usual day:* " in text
    assert "*Likely end:* " in text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("why", "Say which figures: `/progress why calls`."),
        ("why cals", "Did you mean `/progress why call`?"),
        ("why demo", "You have no goal on that. Your goals are on: call. Write `/progress why call`."),
    ],
)
def test_progress_why_of_nothing_known_says_what_to_write(office: Office, typed: str, answer: str) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    assert answer in office.say(ANA, "/progress", typed)


def test_progress_without_goals_says_who_sets_them(office: Office) -> None:
    assert office.say(ANA, "/progress").startswith("You have no goal yet.")


def test_a_person_slack_tells_of_is_known_at_once_and_one_who_left_is_gone(office: Office) -> None:
    office.sandbox.post("users", id="U0NEW", real_name="Nia Newcomb", tz="Asia/Tokyo")
    assert office.say("U0NEW", "/log", "call").startswith("Logged 1 call")
    office.sandbox.post("users", id="U0NEW", deleted=True)
    assert office.say("U0NEW", "/log", "call").startswith("You may not log for")


def test_somebody_from_elsewhere_is_told_what_to_do(office: Office) -> None:
    office.sandbox.state.add_user({"id": "U0UNKNOWN", "real_name": "Una Known"})
    assert "I don't know you yet" in office.say("U0UNKNOWN", "/log", "call")
