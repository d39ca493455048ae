"""Reads and imports the files that were sent in Slack, one after the other, in a thread of its own."""

import datetime as dt
import hashlib
import io
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol

import structlog
from sqlmodel import Session

from bot.core.clock import Clock
from bot.core.counters import Figures
from bot.core.supervisor import note_failure
from bot.exchange.activity_status import Counting
from bot.exchange.files.kinds import kind_of
from bot.exchange.files.mapping_proposal import WHOSE_IDS, Guess, guess
from bot.exchange.files.message_options import read_beside
from bot.exchange.files.runs import Trial, names_of, options_for, refused_lines, run_file, try_file
from bot.exchange.files.sent_files import (
    LARGEST,
    MOST_LINES,
    REFUSED_LINES,
    Report,
    plan_refused_lines,
    show_again,
    tell_of,
)
from bot.exchange.problems import WrongFile
from bot.exchange.reading import Imported, OpenFile
from storage import people
from storage.engine import Database
from storage.sent_files import change_sent_file, claim_sent_file, forget_sent_lines, sent_files_by_id
from storage.tables import FileState, SentFile, Workspace
from storage.workspaces import find_workspace

log = structlog.get_logger(__name__)

FILES = "files"
IDLE_SECONDS = 15.0
CLAIM_SECONDS = 90.0
TELL_SECONDS = 2.0
"""So often the message says how far it is; Slack takes an update a second in a conversation."""
MOST_ATTEMPTS = 5
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of Excel begin, those of today and those of before 2007."""


class NotFetched(Exception):
    """Slack did not give the file: `reason` is `gone`, `too large` or `not given`. Where `later`, it is tried again."""

    def __init__(self, reason: str, *, later: bool = False) -> None:
        self.reason, self.later = reason, later
        super().__init__(reason)


class Fetch(Protocol):
    """Gets files from Slack."""

    def __call__(self, slack_file_id: str, to: IO[bytes], *, most: int) -> None:
        """Write the bytes of a file, at most so many. Raises NotFetched."""


@dataclass(frozen=True)
class HowToCount:
    """What the workspace's settings say of files."""

    counting: Counting
    move_won: bool


class FileErrands:
    """Takes up what was sent or pressed. Whatever ends it, the file is taken up again when its claim is over."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        fetch: Fetch,
        how: HowToCount,
        *,
        told: Callable[[], None] = lambda: None,
        figures: Figures | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`told` is called when there is something to send."""
        self._database, self._clock, self._fetch, self._how, self._told = database, clock, fetch, how, told
        self._figures, self._seconds = figures or Figures(), seconds

    def run(self, stop: threading.Event, waits: threading.Event, beat: Callable[[], None] = lambda: None) -> None:
        """Work until `stop`; looks again when `waits` is set, at the latest after some seconds."""
        while not stop.is_set():
            beat()
            waits.clear()
            try:
                more = self.run_once()
            except Exception as failure:  # noqa: BLE001 (the next file has its turn all the same)
                note_failure(self._figures, FILES, failure)
                more = False
            else:
                self._figures.failures.went_well(FILES)
            if not more:
                waits.wait(IDLE_SECONDS)

    def run_once(self) -> bool:
        """Do what is to be done with one file; whether there was one."""
        with self._database.writing() as session:
            forget_sent_lines(session, kind=REFUSED_LINES)
            file = claim_sent_file(session, here=self._database.now(session), seconds=CLAIM_SECONDS)
        if file is None:
            return False
        if file.attempts > MOST_ATTEMPTS:
            self._end(file, Report(trouble="failed"), FileState.FAILED)
            return True
        try:
            with tempfile.NamedTemporaryFile(prefix="pacer-") as got:
                self._fetch(file.slack_file_id, got.file, most=LARGEST)
                got.flush()
                self._work_on(file, Path(got.name))
        except NotFetched as missing:
            if not missing.later or file.attempts >= MOST_ATTEMPTS:
                self._end(file, Report(trouble=missing.reason), FileState.FAILED)
        except WrongFile as wrong:
            self._end(file, Report(problem=str(wrong).partition("\n")[2] or str(wrong)), FileState.FAILED)
        return True

    def _work_on(self, file: SentFile, content: Path) -> None:
        trouble, digest = _look_at(content)
        if trouble:
            self._end(file, Report(trouble=trouble), FileState.FAILED)
        elif file.state is FileState.READING:
            self._offer(file, content, digest)
        elif digest != file.digest:
            self._offer(file, content, digest, altered=True)
        else:
            self._import(file, content)

    def _offer(self, file: SentFile, content: Path, digest: str, *, altered: bool = False) -> None:
        trial = self._try(file, content)
        report = replace(_report_of(trial), altered=altered)
        rows = report.new + report.changed + report.known
        self._end(file, report, FileState.OFFERED, digest=digest, rows_in_all=rows, rows_done=0)

    def _try(self, file: SentFile, content: Path) -> Trial:
        beside = read_beside(file.said)
        return try_file(
            self._database,
            _opener(content),
            now=self._clock.now(),
            said=beside.mapped,
            kind=beside.kind,
            counting=self._how.counting,
            move_won=self._how.move_won,
            written_at=file.at,
            looked=_NowAndThen(self._seconds, lambda _rows: self._keep_claim(file)),
        )

    def _import(self, file: SentFile, content: Path) -> None:
        opener, now = _opener(content), self._clock.now()
        beside = read_beside(file.said)
        proposal = self._proposed(opener, beside.kind, file)
        kind = kind_of(proposal.kind)
        options = options_for(proposal, counting=self._how.counting, written_at=file.at, move_won=self._how.move_won)
        refused = io.StringIO(newline="")
        write = refused_lines(refused, names_of(opener, kind, options))
        imported = run_file(
            self._database,
            kind,
            opener,
            now=now,
            options=options,
            looked=_NowAndThen(self._seconds, lambda _rows: self._keep_claim(file)),
            stored=_NowAndThen(self._seconds, lambda rows: self._tell_progress(file, rows)),
            refused=write,
        )
        report = replace(_counts(imported), kind=proposal.kind)
        self._end(
            file,
            report,
            FileState.IMPORTED,
            refused=refused.getvalue() if imported.left_out else "",
            rows_done=imported.new + imported.changed + imported.known,
        )
        log.info("file imported", file=file.id, kind=proposal.kind, new=imported.new, changed=imported.changed)

    def _proposed(self, opener: OpenFile, kind: str, file: SentFile) -> Guess:
        with self._database.reading() as session:
            return guess(
                session, workspace=_workspace(session), file=opener, kind=kind, said=read_beside(file.said).mapped
            )

    def _keep_claim(self, file: SentFile) -> None:
        with self._database.writing() as session:
            self._extend(session, file)

    def _tell_progress(self, file: SentFile, rows: int) -> None:
        with self._database.writing() as session:
            self._extend(session, file, rows_done=rows)
            show_again(session, _workspace(session), file.id)
        self._told()

    def _extend(self, session: Session, file: SentFile, **values: object) -> None:
        until = self._database.now(session) + dt.timedelta(seconds=CLAIM_SECONDS)
        change_sent_file(session, file_id=file.id, claimed_until=until, **values)

    def _end(self, file: SentFile, report: Report, state: FileState, **values: object) -> None:
        """What came of it, and that it is to be told."""
        now = self._clock.now()
        with self._database.writing() as session:
            kept = sent_files_by_id(session, ids={file.id}).get(file.id)
            if kept is None:
                return
            workspace = _workspace(session)
            for name, value in {**values, "state": state, "report": report.written(), "claimed_until": None}.items():
                setattr(kept, name, value)
            session.add(kept)
            session.flush()
            member = people.members_by_id(session, ids={file.member_id})[file.member_id]
            tell_of(session, workspace=workspace, file=kept, member=member, now=now)
            if kept.refused:
                plan_refused_lines(session, workspace=workspace, file=kept, member=member, now=now)
        self._told()


class _NowAndThen:
    """Adds up what it is told, and passes the sum on no more often than every few seconds."""

    def __init__(self, seconds: Callable[[], float], tell: Callable[[int], None]) -> None:
        self._seconds, self._tell, self._sum = seconds, tell, 0
        self._told_at = seconds()

    def __call__(self, some: int) -> None:
        self._sum += some
        if self._seconds() - self._told_at >= TELL_SECONDS:
            self._told_at = self._seconds()
            self._tell(self._sum)


def _look_at(content: Path) -> tuple[str, str]:
    """(why it cannot be a table, its digest)."""
    digest = hashlib.sha256()
    with content.open("rb") as file:
        first = file.read(4096)
        digest.update(first)
        while some := file.read(1 << 20):
            digest.update(some)
    if not first.strip():
        return "empty", ""
    if first.startswith(WORKBOOKS):
        return "workbook", ""
    # UTF-16 has zeros too: the reader says what to do about that.
    if b"\x00" in first and not first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "binary", ""
    return "", digest.hexdigest()


def _opener(content: Path) -> OpenFile:
    """Gives the lines of the file from its start, as often as it is asked."""

    def lines() -> Iterator[str]:
        with content.open(encoding="utf-8-sig", newline="") as text:
            yield from text

    return lines


def _report_of(trial: Trial) -> Report:
    proposal = trial.proposal
    report = _counts(trial.imported) if trial.imported is not None else Report(unused=proposal.unused[:MOST_LINES])
    unnamed = "external id" in proposal.headers and not (proposal.mapped.format or proposal.mapped.source)
    return replace(
        report,
        notes=(WHOSE_IDS, *report.notes) if unnamed else report.notes,
        kind=proposal.kind,
        format=proposal.mapped.format,
        headers=tuple(proposal.headers.items()),
        missing=proposal.missing,
        stages=proposal.stages,
        lines=trial.lines,
    )


def _counts(imported: Imported) -> Report:
    reasons = imported.reasons[:MOST_LINES]
    if len(imported.reasons) > MOST_LINES:
        reasons = (*reasons, f"… and {len(imported.reasons) - MOST_LINES} more reasons.")
    return Report(
        new=imported.new,
        changed=imported.changed,
        known=imported.known,
        left_out=imported.left_out,
        reasons=reasons,
        changes=imported.changes[:MOST_LINES],
        notes=imported.notes[:MOST_LINES],
        unused=imported.unused[:MOST_LINES],
    )


def _workspace(session: Session) -> Workspace:
    workspace = find_workspace(session)
    assert workspace is not None
    return workspace
