"""An admin sends a file to Pacer: they see what it would do, and it is imported when they say so."""

import base64
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import pytest
import sqlalchemy as sa

from bot.core.counters import Figures
from bot.core.refusals import attempts
from bot.exchange.files import background_imports as errands_module
from bot.exchange.files.background_imports import FileErrands, NotFetched
from bot.exchange.files.message_options import read_beside
from bot.exchange.files.sent_files import LARGEST, STAYS
from bot.exchange.problems import WrongFile
from bot.runtime.retention import RECEIPTS
from bot.runtime.start import file_errands
from storage.sent_files import prune_sent_files
from storage.tables import Activity, Deal, Delivery, SentFile
from storage.workspaces import find_workspace
from tests.office import ADMIN, BEN, MANAGER, Office, open_office

DEALS = (
    "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Currency\r\n"
    "1,Acorn Supply,closedwon,2026-11-12,Ana Quill,1200.00,USD\r\n"
    "2,Birch Works,contractsent,2026-12-20,Ben Sparrow,900,USD\r\n"
    "3,Cedar Lane,closedwon,2026-11-13,Ana Quill,1000000,JPY\r\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("files")) as opened:
        opened.sandbox.post("limits", enabled=False)
        yield opened


@pytest.fixture
def errands(office: Office) -> FileErrands:
    with office.database.writing() as session:
        for table in (Delivery, SentFile):
            session.execute(sa.delete(table))
    return file_errands(office.context, Figures())


def send(office: Office, content: str | bytes, *, name: str = "deals.csv", text: str = "", who: str = ADMIN) -> Any:
    sent = office.sandbox.post(
        "file",
        user=who,
        channel="app",
        text=text,
        files=[{"name": name, **_encoded(content)}],
    )
    assert sent["acked"]
    return sent


def _encoded(content: str | bytes) -> dict[str, str]:
    raw = content.encode() if isinstance(content, str) else content
    return {"content_base64": base64.b64encode(raw).decode()}


def work(office: Office, errands: FileErrands) -> None:
    while errands.run_once():
        pass
    # A message a second goes into a conversation.
    office.sandbox.post("clock", advance_seconds=3)
    office.worker.drain()


def said(office: Office, who: str = ADMIN) -> dict[str, Any]:
    """The last message of its own that Pacer wrote about a file."""
    return [each for each in office.sees(who, who) if each.get("metadata")][-1]


def press(office: Office, action: str = "file_import") -> list[str]:
    return office.click(ADMIN, said(office), action)


def buttons(message: dict[str, Any]) -> list[str]:
    return [
        element["action_id"]
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def deals(office: Office) -> dict[str, int]:
    with office.database.reading() as session:
        rows = session.execute(sa.select(Deal.account, Deal.amount_minor).where(Deal.undone_at.is_(None)))  # type: ignore[union-attr]
        return {row[0]: row[1] for row in rows}


def offered(office: Office, errands: FileErrands, content: str | bytes, **more: Any) -> str:
    send(office, content, **more)
    work(office, errands)
    return str(said(office)["text"])


def test_an_admin_sees_what_a_file_would_do_presses_import_and_gets_back_what_was_refused(
    office: Office, errands: FileErrands
) -> None:
    first = send(office, DEALS)["messages"][-1]
    assert first["text"] == (
        "Got *deals.csv*. I'll check what importing it would do. Nothing is stored until you say so."
    )
    work(office, errands)
    offer = said(office)
    assert offer["text"] == (
        "*deals.csv* looks like deals from HubSpot. Importing it would add 2, change 0 and leave out 1.\n"
        "*How I read the columns*\n"
        "• `Record ID` → `external id`\n• `Deal owner` → `member`\n• `Deal Name` → `account`\n• `Amount` → `amount`\n"
        "• `Deal Stage` → `stage`\n• `Close Date` → `closed`\n• `Deal Name` → `name`\n• `Currency` → `currency`\n"
        "*First lines*\n"
        "Line 2: Ana Quill · Acorn Supply · $1,200 · won · 12 Nov 2026\n"
        "Line 3: Ben Sparrow · Birch Works · $900 · Closing\n"
        "Line 4: refused, its amount is in JPY, and amounts here are in USD.\n"
        "*Worth checking*\n"
        "• No column for opened: new deals don't count as opened on any day, as opportunities or pipeline.\n"
        "*1 line can't be imported.* You'll get it back as a file to fix.\n"
        "• Line 4: its amount is in JPY, and amounts here are in USD.\n"
        "Nothing is stored yet. To have it read differently, send it again with a message like "
        "`--timezone UTC --dates d/m/y --set metric=call`."
    )
    assert buttons(offer) == ["file_import", "file_decline"]
    assert deals(office) == {}
    press(office)
    work(office, errands)
    done = office.sees(ADMIN, ADMIN)
    (summary,) = [each for each in done if each["ts"] == offer["ts"]]
    assert summary["text"] == (
        "Imported *deals.csv*: 2 new, 0 changed, 0 already here.\n"
        "1 line wasn't imported. It's in the file below.\n"
        "• Line 4: its amount is in JPY, and amounts here are in USD.\n"
        "*Worth checking*\n"
        "• No column for opened: new deals don't count as opened on any day, as opportunities or pipeline."
    )
    assert buttons(summary) == []
    assert deals(office) == {"Acorn Supply": 120_000, "Birch Works": 90_000}
    # What comes back can be put right and imported as it is.
    back = done[-1]
    assert back["text"].startswith("This line wasn't imported. The reason is in its last column")
    (file,) = back["files"]
    content = bytes.fromhex(office.sandbox.state.files[file["id"]]["content"]).decode("utf-8-sig")
    assert content == (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Currency,line,why\r\n"
        '3,Cedar Lane,closedwon,2026-11-13,Ana Quill,1000000,JPY,4,"its amount is in JPY, and amounts here are in USD."'
        "\r\n"
    )
    assert "add 1, change 0 and leave out 0" in offered(office, errands, content.replace("JPY,4", "USD,4"))
    press(office)
    work(office, errands)
    assert deals(office)["Cedar Lane"] == 100_000_000
    assert offered(office, errands, DEALS.replace("JPY", "USD")).startswith(
        "*deals.csv* has nothing new: every line is here already."
    )
    assert buttons(said(office)) == []
    # Nothing of the lines is kept once they were sent.
    work(office, errands)
    with office.database.reading() as session:
        assert set(session.execute(sa.select(SentFile.refused)).scalars()) == {""}


def test_dont_import_stores_nothing_and_forgets_the_lines(office: Office, errands: FileErrands) -> None:
    before = deals(office)
    offered(office, errands, DEALS.replace("Acorn", "Elm").replace("1,", "71,", 1))
    press(office, "file_decline")
    work(office, errands)
    assert said(office)["text"] == "Nothing of *deals.csv* was imported."
    assert deals(office) == before
    with office.database.reading() as session:
        assert session.execute(sa.select(SentFile.report)).scalar_one() == ""


def test_what_the_file_lacks_is_asked_and_said_beside_it_when_it_is_sent_again(
    office: Office, errands: FileErrands
) -> None:
    calls = "call_id,started (UTC),user,direction\n9001,2026-11-16T18:30:00,Cleo Marsh,outbound\n"
    asked = offered(office, errands, calls, name="aircall.csv")
    assert asked.startswith("*aircall.csv* has no column for `metric`. Send it again with `--set metric=…`"), asked
    assert buttons(said(office)) == ["file_say:metric"]
    # Keyboards make dashes and curly quotes of what was typed.
    offer = offered(
        office,
        errands,
        calls,
        name="aircall.csv",
        text="here you are —set metric=call --columns “date=started (UTC)” —source aircall",
    )
    assert "Line 2: Cleo Marsh · 1 call · 17 Nov 2026" in offer
    press(office)
    work(office, errands)
    with office.database.reading() as session:
        row = session.execute(sa.select(Activity).where(Activity.external_id == "aircall:activity:9001")).scalar_one()
    assert row.local_date == dt.date(2026, 11, 17)


def test_what_each_line_is_and_how_dates_are_written_is_chosen_under_the_message(
    office: Office, errands: FileErrands
) -> None:
    calls = "call_id,started,user,direction\n7001,11/02/2026,Cleo Marsh,outbound\n7002,11/03/2026,Cleo Marsh,outbound\n"
    offered(office, errands, calls, name="dialler.csv", text="--source dialler")
    asked = said(office)
    assert asked["text"].startswith("*dialler.csv* has no column for `metric`"), asked["text"]
    (menu,) = [block["elements"][0] for block in asked["blocks"] if block["type"] == "actions"]
    assert "deal" not in [option["value"].rpartition("=")[2] for option in menu["options"]]
    (call,) = [option["value"] for option in menu["options"] if option["value"].endswith("metric=call")]
    office.click(ADMIN, asked, "file_say:metric", call)
    work(office, errands)
    refused = said(office)
    assert refused["ts"] == asked["ts"]
    assert refused["text"].startswith("I can't import any line of *dialler.csv*.")
    assert buttons(refused) == ["file_say:dmy", "file_say:mdy"]
    office.click(ADMIN, refused, "file_say:mdy")
    work(office, errands)
    offer = said(office)
    assert "Line 2: Cleo Marsh · 1 call · 2 Nov 2026" in offer["text"]
    press(office)
    work(office, errands)
    with office.database.reading() as session:
        rows = session.execute(
            sa.select(Activity.local_date).where(Activity.external_id.like("dialler:activity:%"))  # type: ignore[union-attr]
        )
        assert sorted(rows.scalars()) == [dt.date(2026, 11, 2), dt.date(2026, 11, 3)]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b" \n", "*empty.csv* is empty."),
        ("deals.xlsx", b"PK\x03\x04\x14\x00", "*deals.xlsx* is an Excel workbook, and I read CSV. In Excel choose"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "*old.xls* is an Excel workbook"),
        ("deals.csv", b"a,b\x00\x01\x02", "*deals.csv* isn't text. Export it as CSV and send me that file."),
        ("deals.csv", "a,b\n1,é\n".encode("cp1252"), "I can't import *deals.csv*. The file isn't UTF-8. Save it"),
        ("deals.csv", "Deal Name,Amount\n".encode("utf-16"), "I can't import *deals.csv*. The file isn't UTF-8."),
        ("deals.csv", b"x,y\n1,2\n", "I can't import *deals.csv*. None of its headers is one that Pacer could use."),
        ("deals.csv", b'member,amount\n"Ana', "I can't import any line of *deals.csv*."),
        ("deals.csv", b"x" * (LARGEST + 1), "*deals.csv* is larger than 20 MB. Split it, or ask whoever runs Pacer"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_that_says_what_to_do(
    office: Office, errands: FileErrands, name: str, content: bytes, says: str
) -> None:
    text = offered(office, errands, content, name=name)
    assert text.startswith(says), text
    assert buttons(said(office)) == []


def test_only_admins_import_files_and_who_tries_is_noted(office: Office, errands: FileErrands) -> None:
    for who in (BEN, MANAGER):
        (answer,) = [each["text"] for each in send(office, DEALS, who=who)["messages"] if each.get("metadata")]
        assert answer == "Only an admin can import files. Ask one of them to send it to me."
    assert not errands.run_once()
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        assert len(attempts(session, workspace=workspace, limit=9)) == 2


def test_a_picture_is_not_read_and_what_is_typed_beside_it_counts(office: Office, errands: FileErrands) -> None:
    answers = [each["text"] for each in send(office, b"\x89PNG", name="board.png", who=BEN)["messages"]]
    assert answers[-1] == "I can't read that file. Write it to me instead, like `5 calls`."
    answers = [each["text"] for each in send(office, b"\x89PNG", name="b.png", text="5 calls", who=BEN)["messages"]]
    assert "5 calls" in answers[-1]
    assert not errands.run_once()


def test_several_files_at_once_are_sent_one_by_one(office: Office, errands: FileErrands) -> None:
    two = [{"name": name, "content": DEALS} for name in ("a.csv", "b.csv")]
    answer = office.sandbox.post("file", user=ADMIN, channel="app", files=two)["messages"][-1]["text"]
    assert answer == "Please send one file at a time. Nothing was read."
    assert not errands.run_once()


def test_an_event_that_slack_sends_again_is_one_file(office: Office, errands: FileErrands) -> None:
    sent = send(office, DEALS)
    for _ in range(2):
        office.sandbox.post("event", payload=sent["event"])
    work(office, errands)
    office.sandbox.post("event", payload=sent["event"])
    work(office, errands)
    mine = [each["text"] for each in office.sees(ADMIN, ADMIN) if each["ts"] > sent["ts"]]
    assert [text.split(".csv*")[0] for text in mine] == ["Got *deals", "*deals"]
    with office.database.reading() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(SentFile)).scalar_one() == 1


def test_two_presses_import_once_and_a_press_after_a_restart_too(office: Office, errands: FileErrands) -> None:
    offered(office, errands, DEALS.replace("Acorn Supply", "Fir Grove").replace("1,", "81,", 1))
    message = said(office)
    assert office.click(ADMIN, message, "file_import") == []
    # Another process than the one that read it.
    again = file_errands(office.context, Figures())
    assert again.run_once()
    office.click(ADMIN, message, "file_decline")
    office.click(ADMIN, message, "file_import")
    assert not again.run_once()
    work(office, errands)
    (told,) = [each["text"] for each in office.sees(ADMIN, ADMIN) if each["ts"] == message["ts"]]
    assert told.startswith("Imported *deals.csv*: ")
    assert deals(office)["Fir Grove"] == 120_000


def test_a_file_that_is_gone_or_changed_by_the_time_of_the_press_is_not_imported_unseen(
    office: Office, errands: FileErrands
) -> None:
    sent = send(office, DEALS.replace("Acorn Supply", "Gum Tree").replace("1,", "91,", 1))
    work(office, errands)
    file = office.sandbox.state.files[sent["files"][0]]
    file["content"] = DEALS.replace("Acorn Supply", "Hazel Wood").replace("1,", "92,", 1).encode().hex()
    press(office)
    work(office, errands)
    shown = said(office)
    assert shown["text"].startswith("The file has changed since you saw this, so I checked it again.\n")
    assert "Hazel Wood" in shown["text"]
    assert buttons(shown) == ["file_import", "file_decline"]
    assert "Gum Tree" not in deals(office)
    office.sandbox.post("file/delete", user=ADMIN, file=sent["files"][0])
    press(office)
    work(office, errands)
    assert said(office)["text"] == "*deals.csv* isn't in Slack anymore. Please send it again."
    assert "Hazel Wood" not in deals(office)


def test_a_file_is_taken_up_again_after_its_worker_died_and_given_up_after_some_attempts(
    office: Office, errands: FileErrands
) -> None:
    send(office, DEALS)

    def dies(_file: str, _to: BinaryIO, *, most: int) -> None:
        raise RuntimeError("the machine was switched off")

    broken = file_errands(office.context, Figures())
    broken._fetch = dies
    for _ in range(errands_module.MOST_ATTEMPTS):
        with pytest.raises(RuntimeError):
            broken.run_once()
        assert not broken.run_once()  # it is claimed
        _let_claims_end(office)
    work(office, errands)
    assert said(office)["text"].startswith("Something went wrong with *deals.csv*. Please send it again")


def test_where_slack_does_not_give_the_file_now_it_is_asked_again(office: Office, errands: FileErrands) -> None:
    send(office, DEALS)
    office.sandbox.post("faults", method="files.info", kind="status", value=503, count=1)
    assert errands.run_once()
    assert not errands.run_once()
    _let_claims_end(office)
    work(office, errands)
    assert "*deals.csv*" in said(office)["text"]
    # Without the scope Slack answers with its login page.
    scopes = office.sandbox.state.scopes
    assert scopes is not None
    office.sandbox.state.scopes = scopes - {"files:read"}
    try:
        assert offered(office, errands, DEALS).startswith("Slack didn't give me *deals.csv*.")
    finally:
        office.sandbox.state.scopes = scopes


def test_the_token_goes_to_slacks_hosts_alone(office: Office, errands: FileErrands) -> None:
    sent = send(office, DEALS)
    file = office.sandbox.state.files[sent["files"][0]]
    file["url_private_download"] = file["url_private"] = "https://files.example.com/deals.csv"
    work(office, errands)
    assert said(office)["text"].startswith("Slack didn't give me *deals.csv*.")


def test_while_a_long_file_is_imported_its_message_says_how_far_it_is(office: Office, errands: FileErrands) -> None:
    lines = "".join(f"{n},call,2026-11-16,Ana Quill\n" for n in range(1, 701))
    offered(office, errands, "external id,metric,date,member\n" + lines, name="calls.csv")
    seconds = iter(range(0, 1_000_000, 10))
    slow = file_errands(office.context, Figures())
    slow._seconds = lambda: float(next(seconds))
    told: list[str] = []

    def tell() -> None:
        office.worker.drain()
        told.append(str(said(office)["text"]))

    slow._told = tell
    press(office)
    while slow.run_once():
        pass
    assert told[:2] == [
        "Importing *calls.csv*: 250 of 700 lines so far.",
        "Importing *calls.csv*: 500 of 700 lines so far.",
    ]
    assert said(office)["text"].startswith("Imported *calls.csv*: 700 new, 0 changed, 0 already here.")


def test_an_offer_ends_after_two_days_and_nothing_of_the_file_is_kept(office: Office, errands: FileErrands) -> None:
    offered(office, errands, DEALS.replace("Acorn Supply", "Ivy House").replace("1,", "99,", 1))
    message = said(office)
    assert STAYS == RECEIPTS
    with office.database.writing() as session:
        now = office.context.clock.now()
        assert prune_sent_files(session, before=now + dt.timedelta(seconds=1), limit=9) == 1
    assert office.click(ADMIN, message, "file_import") == ["I don't have that file anymore. Please send it again."]


def test_what_is_written_beside_a_file_is_read_or_refused() -> None:
    beside = read_beside("deals --timezone Asia/Kuala_Lumpur --stages 'Engaging=qualifying' --columns 'a=B'")
    assert (beside.kind, beside.mapped.timezone) == ("deals", "Asia/Kuala_Lumpur")
    assert beside.mapped.stages == {"Engaging": "qualifying"}
    assert read_beside("here's what I've got, thanks").mapped == replace(
        beside.mapped, timezone="", stages={}, columns={}
    )
    with pytest.raises(WrongFile, match=r"There is no option --zone here\. There are: --format"):
        read_beside("--zone UTC")
    with pytest.raises(WrongFile, match="--timezone needs something after it"):
        read_beside("--timezone")


def _let_claims_end(office: Office) -> None:
    with office.database.writing() as session:
        session.execute(sa.update(SentFile).values(claimed_until=None))


def test_a_fetch_tells_why_there_is_no_file() -> None:
    assert (NotFetched("gone").later, NotFetched("not given", later=True).later) == (False, True)
