"""What people write to Pacer itself: understood as after the commands, answered once, and kept only as entries."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from bot.core.doors.direct_messages import heard_in
from metrics.periods import PeriodKind
from storage.tables import Activity, Deal, Goal, Receipt, Workspace
from storage.workspaces import find_workspace
from tests.bot.conversations.talk import speak
from tests.office import ANA, CLEO, MANAGER, Office, open_office

DM, BOT = "D0ANA", "U0PACERBOT"


def write(office: Office, text: str, user: str = ANA, **more: Any) -> dict[str, Any]:
    """Write to Pacer; the whole answer of the workspace."""
    return dict(office.sandbox.post("message", user=user, channel=user, text=text, **more))


def answers(said: dict[str, Any], user: str = ANA) -> list[dict[str, Any]]:
    """The messages that are no one's own."""
    return [message for message in said["messages"] if message["user"] != user]


def answer(office: Office, text: str, user: str = ANA) -> str:
    """Write to Pacer; the text of the one answer."""
    (message,) = answers(write(office, text, user), user)
    return str(message["text"])


def labels(message: dict[str, Any]) -> list[str]:
    """The buttons of a message."""
    return [
        element["text"]["text"]
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def entries(office: Office) -> list[tuple[int, str, str]]:
    """What is logged: how many, with whom, and the note."""
    with office.database.reading() as session:
        rows = session.exec(select(Activity).where(col(Activity.undone_at).is_(None)).order_by(col(Activity.id)))
        return [(row.quantity, row.account, row.note) for row in rows]


def event_of(text: str, **more: Any) -> dict[str, Any]:
    """The event with which Slack tells of such a message, which nobody has sent yet."""
    event = {
        "type": "message",
        "channel": DM,
        "channel_type": "im",
        "user": ANA,
        "text": text,
        "ts": "1800000000.000100",
    }
    return {
        "type": "event_callback",
        "team_id": "T0OFFICE",
        "event_id": "Ev0TYPED",
        "event": {**event, **more},
        "authorizations": [{"user_id": BOT, "is_bot": True}],
    }


def deliver(office: Office, payload: dict[str, Any]) -> bool:
    """Send an event, also again; whether it was acknowledged."""
    return bool(office.sandbox.post("event", payload=payload)["acked"])


TALK = (
    ("5 calls", "Logged 5 calls", "5 panggilan", "Dicatat: 5 panggilan"),
    ("log 2 demos", "Logged 2 demos", "catat 2 demo", "Dicatat: 2 demo"),
    ("/log call Birch", "Logged 1 call · Birch", "/log panggilan Birch", "Dicatat: 1 panggilan · Birch"),
    ("undo", "Undone: 1 call · Birch", "batal", "Dibatalkan: 1 panggilan · Birch"),
    ("list", "Today\n", "senarai", "Hari ini\n"),
    ("hi, 3 calls please", "Logged 3 calls", "tolong catat 3 panggilan", "Dicatat: 3 panggilan"),
    ("acme to quoting", "Acme is in Quoting now", "acme ke sebut harga", "Acme kini di Sebut harga"),
    ("new deal Gamma 3k", "Added Gamma", "tambah Gamma 3k", "Ditambah Gamma"),
    ("lead Delta from website", "Lead saved: Delta", "prospek Delta dari laman web", "Prospek disimpan: Delta"),
    ("off friday", "You're off Fri 20 Nov", "cuti jumaat", "Anda bercuti Jum 20 Nov"),
    ("I'm sick today", "You're off Tue 17 Nov", "sakit hari ini", "Anda bercuti Sel 17 Nov"),
    ("progress", "Where you stand", "kemajuan", "Kedudukan anda"),
    ("how am I doing?", "Where you stand", "macam mana prestasi saya?", "Kedudukan anda"),
    ("How am I doing this week", "Where you stand", "kemajuan saya minggu ini", "Kedudukan anda"),
    ("what should I do today?", "Good morning, Ana.", "apa patut saya buat hari ini?", "Selamat pagi, Ana."),
    ("how many calls this week?", "Calls this week: 8", "berapa panggilan minggu ini?", "Panggilan minggu ini: 8"),
    (
        "how many calls did I make yesterday?",
        "Calls, Mon 16 Nov: 0",
        "berapa panggilan semalam?",
        "Panggilan, Isn 16 Nov: 0",
    ),
    ("how many calls do I need this week?", "Where you stand", "berapa panggilan lagi minggu ini?", "Kedudukan anda"),
    ("hello there", "Sorry, I didn't get that", "apa khabar", "Maaf, saya tidak faham"),
    ("help", "*Just write to me here", "bantuan", "*Tulis sahaja kepada saya"),
    ("5 calls tomorrow", "18 Nov 2026", "5 panggilan esok", "18 Nov 2026"),
    ("log", "What did you do?", "catat", "Apa yang anda buat?"),
    ("goal calls 20 a week", "Whose goal?", "sasaran panggilan 20 seminggu", "Sasaran siapa?"),
    ("goal role", "That opens a form", "sasaran peranan", "Itu membuka borang"),
    ("kudos", "Start with @", "kudos", "Mulakan dengan @"),
    ("acme lost", "Why was Acme lost?", "acme kalah", "Mengapa Acme terlepas?"),
    ("acme won 6k", "🎉 You won Acme! $6,000", "acme menang 6k", "🎉 Anda memenangi Acme! RM6,000"),
)


@pytest.mark.parametrize("language", ["en", "ms"])
def test_what_is_written_to_pacer_is_answered_as_after_the_commands(tmp_path: Path, language: str) -> None:
    with open_office(tmp_path) as office:
        office.sandbox.post("limits", enabled=False)
        speak(office, language)
        office.goal("North", "call", PeriodKind.WEEK, 60)
        office.say(ANA, "/deal", "add Acme 5,000")
        said = [(row[0], row[1]) if language == "en" else (row[2], row[3]) for row in TALK]
        heard = [(text, answer(office, text), begins) for text, begins in said]
    assert [(text, got[:80], begins) for text, got, begins in heard if not got.startswith(begins)] == []


def test_what_is_doubtful_is_asked_in_the_conversation_and_saved_once(office: Office) -> None:
    (asked,) = answers(write(office, "call Later Capital"))
    assert labels(asked) == ["Yes, save it", "Edit", "Don't save"]
    assert not asked.get("ephemeral")
    assert entries(office) == []
    said = office.click(ANA, asked, "log_asked_save:0")
    assert said[-1].startswith("Logged 1 call · Later Capital")
    shown = [message["text"] for message in office.sees(ANA, ANA) if message["ts"] == asked["ts"]]
    assert shown == [said[-1]]
    assert entries(office) == [(1, "Later Capital", "")]


def test_a_deal_that_may_be_won_or_new_is_asked_about(office: Office) -> None:
    (asked,) = answers(write(office, "deal Acme 12k"))
    assert labels(asked) == ["Add Acme · $12,000", "Log 1 deal · $12,000 · account Acme · today", "Don't save"]
    office.click(ANA, asked, "deal_as_read:0")
    with office.database.reading() as session:
        assert [(deal.account, deal.amount_minor) for deal in session.exec(select(Deal))] == [("Acme", 1_200_000)]
    assert answer(office, "deal Acme won").startswith("🎉 You won Acme!")


def test_the_same_event_is_taken_once_however_often_it_comes(office: Office) -> None:
    said = write(office, "5 calls")
    for _ in range(3):
        assert deliver(office, said["event"])
    assert entries(office) == [(5, "", "")]
    assert len([m for m in office.sees(ANA, ANA) if m["text"].startswith("Logged")]) == 1


def test_an_answer_that_slack_did_not_take_is_given_when_the_message_comes_again(office: Office) -> None:
    office.sandbox.state.ack_seconds = 1.0
    office.sandbox.post("faults", method="chat.postMessage", kind="error", value="internal_error", count=1)
    write(office, "5 calls")  # the sandbox sends it again, as Slack does
    assert entries(office) == [(5, "", "")]
    assert len([m for m in office.sees(ANA, ANA) if m["text"].startswith("Logged 5 calls")]) == 1


def test_after_a_restart_the_same_message_is_neither_saved_nor_answered_again(tmp_path: Path) -> None:
    with open_office(tmp_path) as office:
        said = write(office, "5 calls")
        # The process ended after it had posted and before it noted so.
        with office.database.writing() as session:
            session.execute(sa.update(Receipt).where(col(Receipt.key).like("event:%")).values(answer=""))
        assert deliver(office, said["event"])
        assert entries(office) == [(5, "", "")]
        assert len([m for m in office.sees(ANA, ANA) if m["text"].startswith("Logged")]) == 1
        # It ended before it had posted: it is answered now, and still stored once.
        with office.database.writing() as session:
            session.execute(sa.update(Receipt).where(col(Receipt.key).like("event:%")).values(answer=""))
        for message in office.sees(ANA, ANA):
            if message["text"].startswith("Logged"):
                office.sandbox.state.conversations[message["channel"]].messages.pop(message["ts"])
        assert deliver(office, said["event"])
        assert entries(office) == [(5, "", "")]
        assert len([m for m in office.sees(ANA, ANA) if m["text"].startswith("Logged")]) == 1


def test_an_answer_in_a_thread_stands_in_the_thread(office: Office) -> None:
    first = write(office, "5 calls")
    said = write(office, "2 demos", thread_ts=first["ts"])
    (reply,) = answers(said)
    assert reply["thread_ts"] == first["ts"]


def test_an_edited_message_changes_nothing_and_is_answered_once(office: Office) -> None:
    said = write(office, "5 calls Acme")
    channel = said["messages"][0]["channel"]
    edited = office.sandbox.post("message/edit", user=ANA, channel=channel, ts=said["ts"], text="6 calls Acme")
    (told,) = answers(edited)
    assert told["text"] == "You edited your message, but what I saved stays: 5 calls · Acme"
    assert labels(told) == ["Undo", "Edit"]
    again = office.sandbox.post("message/edit", user=ANA, channel=channel, ts=said["ts"], text="7 calls Acme")
    assert answers(again) == []
    assert entries(office) == [(5, "Acme", "")]
    assert office.click(ANA, told, "log_undo")[-1].startswith("Undone: 5 calls")


def test_a_deleted_message_that_was_stored_is_answered_and_another_one_is_not(office: Office) -> None:
    said = write(office, "5 calls")
    channel = said["messages"][0]["channel"]
    (told,) = answers(office.sandbox.post("message/delete", user=ANA, channel=channel, ts=said["ts"]))
    assert told["text"].startswith("You edited your message")
    chat = write(office, "good morning to you")
    assert answers(office.sandbox.post("message/delete", user=ANA, channel=channel, ts=chat["ts"])) == []
    moved = write(office, "new deal Gamma 3k")
    (told,) = answers(office.sandbox.post("message/edit", user=ANA, channel=channel, ts=moved["ts"], text="new"))
    assert told["text"].startswith("I've already acted on your first message")


OWN = {"user": ANA, "ts": "1", "text": "a"}
PROGRAMS: tuple[dict[str, Any], ...] = (
    {"bot_id": "B0OTHER"},
    {"app_id": "A0OTHER"},
    {"bot_profile": {"id": "B0OTHER"}},
    {"subtype": "bot_message", "bot_id": "B0OTHER"},
    {"subtype": "file_share", "files": [{"id": "F1"}], "bot_id": "B0OTHER"},
    {"subtype": "file_share", "files": [{"id": "F1", "mode": "tombstone"}]},
    {"subtype": "file_share", "files": [{"id": "F1"}], "channel_type": "channel"},
    {"subtype": "file_share", "files": "F1"},
    {"subtype": "channel_join"},
    {"subtype": "me_message"},
    {"user": "USLACKBOT"},
    {"user": "U0PACERBOT"},
    {"channel_type": "channel"},
    {"channel_type": "mpim"},
    {"subtype": "message_changed", "message": {"bot_id": "B1"}, "previous_message": {**OWN, "bot_id": "B1"}},
    {"subtype": "message_changed", "message": {**OWN, "attachments": [{}]}, "previous_message": OWN},
    {"subtype": "message_replied", "message": {"user": ANA, "text": "a"}},
)  # fmt: skip


@pytest.mark.parametrize("about", PROGRAMS)
def test_programs_and_other_places_are_never_answered(about: dict[str, Any]) -> None:
    payload = event_of("5 calls", **about)
    assert heard_in(payload, payload["event"]) is None


def test_pacer_hears_its_own_messages_and_answers_none(office: Office) -> None:
    office.click(ANA, answers(write(office, "5 calls"))[0], "log_undo")
    assert deliver(office, event_of("5 calls", bot_id="B0PACERBOT", user=BOT))
    assert len(office.sees(ANA, ANA)) == 2
    assert entries(office) == []


def test_nothing_is_kept_of_what_is_no_entry(tmp_path: Path) -> None:
    with open_office(tmp_path) as office:
        answer(office, "my zebra dreams of quixotic umbrellas")
        (asked,) = answers(write(office, "call quixotic later"))
        office.click(ANA, asked, "asked_drop")
        with office.database.engine.connect() as connection:
            tables = [
                str(connection.execute(sa.text(f'SELECT * FROM "{name}"')).all())
                for name in sa.inspect(office.database.engine).get_table_names()
            ]
    assert not [table for table in tables if "quixotic" in table or "zebra" in table]


def test_a_first_message_is_noted_until_then_admins_are_told_how_to_get_them(office: Office) -> None:
    def noted() -> dt.datetime | None:
        with office.database.reading() as session:
            workspace = find_workspace(session)
            assert isinstance(workspace, Workspace)
            return workspace.written_to_at

    assert noted() is None
    answer(office, "hello")
    assert noted() is not None


def test_who_may_not_do_something_by_command_may_not_by_writing_either(office: Office) -> None:
    assert answer(office, f"goal <@{CLEO}> calls 20 a week", MANAGER) == office.say(
        MANAGER, "/goal", f"<@{CLEO}> calls 20 a week"
    )
    with office.database.reading() as session:
        assert session.exec(select(Goal)).all() == []
