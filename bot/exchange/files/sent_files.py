"""Files that an admin sends to Pacer in Slack: tried, offered, and imported when they say so.

The file itself stays in Slack. It is got anew each time, into a temporary file, so that a restart between the trial and
the press loses nothing, and nothing of it is kept here but what the message shows.
"""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter
from sqlmodel import Session

from bot.core.content import Content
from bot.core.failures import Failure
from bot.core.permissions import Action, NotAllowed, Subject, Viewer, may
from bot.core.requested_files import plan_file
from bot.core.work import Work
from bot.exchange.dates import ASKS_FOR_ORDER
from bot.exchange.files.message_options import read_beside
from bot.exchange.files.runs import TriedLine
from bot.exchange.problems import WrongFile
from storage import deliveries, people, refreshes
from storage.sent_files import add_sent_file, find_sent_file, sent_files_by_id
from storage.tables import Delivery, FileState, Member, Metric, SentFile, Workspace
from storage.workspaces import record_audit

SENT_FILE, REFUSED_LINES = "sent file", "refused lines"
LARGEST = 20_000_000
"""Bytes: some 150,000 lines. What is longer is imported with `pacer import`."""
TABLES = ("csv", "tsv", "tab", "txt", "text", "xlsx", "xls", "xlsm", "ods", "numbers")
"""The kinds of file of which somebody may expect that they can be imported."""
MOST_LINES = 8
"""Of reasons, notes and the like in one message."""
STAYS = dt.timedelta(days=2)
LONGEST_SAID = 3000


class OnlyAdminsImport(NotAllowed):
    """Somebody else sent a file to be imported."""

    def __init__(self) -> None:
        self.action, self.subject = Action.IMPORT, Subject()
        super(NotAllowed, self).__init__("Only an admin can import files. Ask one of them to send it to me.")


class SendAgain(Failure):
    """The file is not known any more."""

    def __init__(self) -> None:
        super().__init__("I don't have that file anymore. Please send it again.")


class OneAtATime(Failure):
    """Several files came in one message."""

    def __init__(self) -> None:
        super().__init__("Please send one file at a time. Nothing was read.")


@dataclass(frozen=True)
class NamedFile:
    """A file as Slack tells of it; `kind` is Slack's name of its type."""

    id: str
    name: str
    kind: str = ""

    @property
    def is_table(self) -> bool:
        """Whether somebody may expect that it is imported."""
        return self.kind in TABLES or self.name.rpartition(".")[2].lower() in TABLES


@dataclass(frozen=True)
class Report:
    """What was found out about a file. Texts about its lines are as `pacer import` writes them."""

    trouble: str = ""
    """Why nothing can be done with it, by a word of TROUBLES."""
    problem: str = ""
    """The same, where reading it showed what is wrong."""
    kind: str = ""
    format: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """(our column, their header)."""
    missing: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    lines: tuple[TriedLine, ...] = ()
    new: int = 0
    changed: int = 0
    known: int = 0
    left_out: int = 0
    reasons: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    altered: bool = False
    """Whether the file was changed in Slack after it had been shown, and is shown again."""

    def written(self) -> str:
        """As JSON for a row."""
        return _REPORTS.dump_json(self, exclude_defaults=True).decode()

    @property
    def asks_for_order(self) -> bool:
        """Whether lines are refused only because nobody said in which order their dates are written."""
        return any(ASKS_FOR_ORDER in reason for reason in self.reasons)

    @property
    def importable(self) -> bool:
        """Whether there is anything to import."""
        return not self.trouble and not self.problem and not self.missing and self.new + self.changed > 0


TROUBLES = ("empty", "workbook", "binary", "too large", "gone", "not given", "failed")
_REPORTS = TypeAdapter(Report)


class AboutFile(Content):
    """Which file a message is about."""

    file: int = 0


@dataclass(frozen=True)
class FileNow:
    """A file that was sent, as it stands."""

    id: int
    name: str
    state: FileState
    report: Report
    rows_done: int = 0
    rows_in_all: int = 0
    metrics: tuple[Metric, ...] = field(default=())


@dataclass(frozen=True)
class RefusedLines:
    """The refused lines of a file, as a file that can be imported once they are put right."""

    name: str
    content: bytes
    count: int


def read_report(text: str) -> Report:
    """The report that was stored; an empty one where there is none yet."""
    return _REPORTS.validate_json(text) if text else Report()


def keep_sent_file(
    work: Work, *, viewer: Viewer, member: Member, files: Sequence[NamedFile], said: str, receipt: str
) -> bool:
    """Note that an admin sent a file, to be read soon; False where it is noted already.

    Raises OnlyAdminsImport, OneAtATime.
    """
    if not may(viewer, Action.IMPORT, Subject()):
        raise OnlyAdminsImport
    if len(files) > 1:
        raise OneAtATime
    kept = add_sent_file(
        work.session,
        file=SentFile(
            workspace_id=work.workspace_id,
            member_id=member.id,
            receipt=receipt[:120],
            slack_file_id=files[0].id,
            name=files[0].name[:200],
            said=said[:LONGEST_SAID],
            at=work.now,
        ),
    )
    return kept is not None


def start_import(work: Work, *, viewer: Viewer, member: Member, file_id: int) -> None:
    """Have an offered file imported; once, however often it is pressed. Raises OnlyAdminsImport, SendAgain."""
    file = _offered(work, viewer, file_id)
    if file is None:
        return
    file.state, file.attempts, file.claimed_until = FileState.IMPORTING, 0, None
    work.session.add(file)
    detail = f"{read_report(file.report).kind} from a file in Slack"
    record_audit(
        work.session, workspace_id=work.workspace_id, at=work.now, actor_id=member.id, action="import", detail=detail
    )
    show_again(work.session, work.workspace, file_id)


def say_more(work: Work, *, viewer: Viewer, file_id: int, said: str) -> None:
    """Have an offered file read again with one more option, as `--dates d/m/y`. Raises OnlyAdminsImport, SendAgain."""
    file = _offered(work, viewer, file_id)
    if file is None:
        return
    together = f"{file.said} {said}".strip()
    try:
        read_beside(together)
    except WrongFile:
        raise SendAgain from None
    if len(together) > LONGEST_SAID:
        raise SendAgain
    file.said, file.report = together, ""
    file.state, file.attempts, file.claimed_until = FileState.READING, 0, None
    work.session.add(file)
    show_again(work.session, work.workspace, file_id)


def decline_import(work: Work, *, viewer: Viewer, file_id: int) -> None:
    """Forget an offered file. Raises OnlyAdminsImport, SendAgain."""
    file = _offered(work, viewer, file_id)
    if file is None:
        return
    file.state, file.report = FileState.DECLINED, ""
    work.session.add(file)
    show_again(work.session, work.workspace, file_id)


def _offered(work: Work, viewer: Viewer, file_id: int) -> SentFile | None:
    """The file if it is offered; None where that was answered already."""
    if not may(viewer, Action.IMPORT, Subject()):
        raise OnlyAdminsImport
    file = find_sent_file(work.session, workspace_id=work.workspace_id, file_id=file_id)
    if file is None or work.now - file.at > STAYS:
        raise SendAgain
    return file if file.state is FileState.OFFERED else None


def tell_of(session: Session, *, workspace: Workspace, file: SentFile, member: Member, now: dt.datetime) -> None:
    """Have the file's message posted, or said again where it was posted."""
    row = deliveries.new_row(
        workspace_id=workspace.id,
        kind=SENT_FILE,
        recipient=member.slack_user_id,
        key=f"file:{file.id}",
        member_id=member.id,
        content=AboutFile(file=file.id).stored(),
        due_at=now,
        expires_at=now + STAYS,
        token=secrets.token_hex(16),
    )
    deliveries.plan(session, rows=[row])
    show_again(session, workspace, file.id)


def show_again(session: Session, workspace: Workspace, file_id: int) -> None:
    """Have the file's message say what is true now."""
    for row in deliveries.of_kind(session, workspace_id=workspace.id, kind=SENT_FILE, key=f"file:{file_id}"):
        refreshes.request_refresh(session, delivery_id=row.id, at=None)


def plan_refused_lines(
    session: Session, *, workspace: Workspace, file: SentFile, member: Member, now: dt.datetime
) -> None:
    """Plan to send the refused lines back."""
    about = AboutFile(file=file.id)
    plan_file(
        session,
        workspace=workspace,
        kind=REFUSED_LINES,
        member=member,
        about=about,
        receipt=f"file:{file.id}",
        now=now,
    )


def files_now(work: Work, rows: Sequence[Delivery], metrics: tuple[Metric, ...]) -> dict[int, FileNow | None]:
    """Of each delivery the file that it is about, as it stands, while its reader is an admin."""
    found, readers = _of(work, rows)
    return {
        row.id: FileNow(
            file.id,
            file.name,
            file.state,
            read_report(file.report),
            file.rows_done,
            file.rows_in_all,
            metrics,
        )
        if (file := found.get(row.id)) is not None and row.member_id in readers
        else None
        for row in rows
    }


def refused_now(work: Work, rows: Sequence[Delivery]) -> dict[int, RefusedLines | None]:
    """Of each delivery the refused lines of the file that it is about."""
    found, readers = _of(work, rows)
    return {
        row.id: RefusedLines(
            f"not-imported-{file.name.rpartition('.')[0] or file.name}.csv"[:120],
            ("\ufeff" + file.refused).encode(),
            read_report(file.report).left_out,
        )
        if (file := found.get(row.id)) is not None and file.refused and row.member_id in readers
        else None
        for row in rows
    }


def _of(work: Work, rows: Sequence[Delivery]) -> tuple[dict[int, SentFile], set[int]]:
    """(the files by delivery, the members who are admins still)."""
    ids = {row.id: AboutFile.of_row(row).file for row in rows}
    files = sent_files_by_id(work.session, ids=set(ids.values()))
    members = people.members_by_id(work.session, ids={row.member_id for row in rows if row.member_id is not None})
    admins = {
        each.id
        for each in members.values()
        if may(Viewer(each.id, each.role, active=each.active, guest=each.guest), Action.IMPORT, Subject())
    }
    return {row_id: files[file_id] for row_id, file_id in ids.items() if file_id in files}, admins
