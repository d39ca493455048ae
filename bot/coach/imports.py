"""Importing activities from a CSV file: all or nothing, and the same file again changes nothing."""

import csv
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.coach.catalogue import words_of
from bot.parsing.amounts import read_amount, read_whole
from storage import activities, catalogue, people, standings
from storage.tables import Member, Metric, Source, Unit, Workspace

COLUMNS = ("date", "member", "metric", "quantity", "account", "note", "external id")
NEEDED = COLUMNS[:4]
BATCH = 5000
LARGEST = 1_000_000
SHOWN_ERRORS = 50


class WrongFile(Exception):
    """Nothing was imported; the message says what is wrong, line by line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = f"\n… and {len(problems) - SHOWN_ERRORS} more" if len(problems) > SHOWN_ERRORS else ""
        super().__init__("Nothing was imported.\n" + "\n".join(problems[:SHOWN_ERRORS]) + more)


@dataclass(frozen=True)
class Imported:
    """How many lines became entries, and how many were there already."""

    new: int
    known: int


def import_activities(
    session: Session,
    *,
    workspace: Workspace,
    lines: Iterable[str],
    now: dt.datetime,
    progress: Callable[[int], None] = lambda _lines: None,
) -> Imported:
    """Import the lines of a CSV file with a header. Raises WrongFile with every bad line; then nothing is stored.

    Columns: date (ISO), member (e-mail or Slack id), metric (any of its words), quantity (for money an amount), and
    optionally account, note and external id. A line without an external id is known by its content and its place among
    equal lines, so that importing the same file again changes nothing. `progress` is told the lines read so far.
    """
    assert workspace.id is not None
    reader = _Reader(session, workspace, now)
    rows = reader.read(lines, progress)
    known = activities.existing_external_ids(
        session,
        workspace_id=workspace.id,
        source=Source.IMPORT,
        external_ids=[row["external_id"] for row in rows],
    )
    new = [row for row in rows if row["external_id"] not in known]
    for at in range(0, len(new), BATCH):
        activities.add_activity_rows(session, rows=new[at : at + BATCH])
    earliest: dict[tuple[int, int], dt.date] = {}
    for row in new:
        key = (row["member_id"], row["metric_id"])
        earliest[key] = min(row["local_date"], earliest.get(key, row["local_date"]))
    for (member_id, metric_id), date in earliest.items():
        standings.forget_history(session, member_id=member_id, metric_id=metric_id, after=date)
    return Imported(new=len(new), known=len(rows) - len(new))


class _Reader:
    def __init__(self, session: Session, workspace: Workspace, now: dt.datetime) -> None:
        assert workspace.id is not None
        self._workspace, self._now = workspace, now
        self._members: dict[str, Member] = {}
        for member in people.list_members(session, workspace_id=workspace.id, active_only=False):
            self._members[member.slack_user_id.casefold()] = member
            if member.email:
                self._members[member.email.casefold()] = member
        self._metrics: dict[str, Metric] = {
            word.casefold(): metric
            for metric in catalogue.list_metrics(session, workspace_id=workspace.id)
            for word in words_of(metric)
        }
        self._seen: dict[str, int] = {}
        self._ids: dict[str, int] = {}

    def read(self, lines: Iterable[str], progress: Callable[[int], None]) -> list[dict[str, Any]]:
        table = csv.DictReader(lines, strict=True)
        header = [str(name).strip().casefold().replace("_", " ") for name in table.fieldnames or ()]
        missing = [name for name in NEEDED if name not in header]
        unknown = [name for name in header if name not in COLUMNS]
        if missing or unknown:
            raise WrongFile([_about_header(missing, unknown)])
        table.fieldnames = header
        rows: list[dict[str, Any]] = []
        problems: list[str] = []
        try:
            for line in table:
                try:
                    rows.append(self._row(line, table.line_num))
                except ValueError as problem:
                    problems.append(f"Line {table.line_num}: {problem}")
                progress(table.line_num)
        except csv.Error as error:
            problems.append(f"Line {table.line_num}: not CSV: {error}.")
        except UnicodeDecodeError as error:
            raise WrongFile(["The file is not UTF-8. Save it as CSV UTF-8 and try again."]) from error
        if problems:
            raise WrongFile(problems)
        return rows

    def _row(self, line: dict[str | None, Any], number: int) -> dict[str, Any]:
        if None in line or any(value is None for value in line.values()):
            raise ValueError("it has not as many fields as the header.")
        said = {str(name): str(value).strip() for name, value in line.items()}
        member = self._members.get(said["member"].casefold())
        if member is None:
            raise ValueError(f"nobody is known as {said['member']!r}. See pacer users list.")
        metric = self._metrics.get(said["metric"].casefold())
        if metric is None:
            raise ValueError(f"there is no metric {said['metric']!r}. See pacer metrics list.")
        date = self._date(said["date"])
        quantity = self._quantity(said["quantity"], metric)
        for name, longest in (("account", 200), ("note", 1000), ("external id", 200)):
            if len(said.get(name, "")) > longest:
                raise ValueError(f"its {name} is longer than {longest} characters.")
        return {
            "workspace_id": self._workspace.id,
            "member_id": member.id,
            "metric_id": metric.id,
            "quantity": quantity,
            "local_date": date,
            "account": said.get("account", ""),
            "note": said.get("note", ""),
            "outcome": "",
            "source": Source.IMPORT,
            "external_id": self._external_id(said, number),
            "batch": "",
            "logged_at": self._now,
            "version": 1,
        }

    def _date(self, text: str) -> dt.date:
        try:
            date = dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text!r} is no date like 2026-11-17.") from None
        if date > self._now.date() + dt.timedelta(days=1):
            raise ValueError(f"{text} is in the future.")
        if date.year < 2000:
            raise ValueError(f"{text} is before the year 2000.")
        return date

    def _quantity(self, text: str, metric: Metric) -> int:
        if metric.unit is Unit.MONEY:
            quantity = read_amount(text, currency=self._workspace.currency, locale=self._workspace.locale)
        else:
            quantity = read_whole(text)
        if quantity is None:
            raise ValueError(f"{text!r} is no {'amount' if metric.unit is Unit.MONEY else 'whole number'}.")
        if quantity <= 0:
            raise ValueError("its quantity is not above zero.")
        if metric.unit is Unit.COUNT and quantity > LARGEST:
            raise ValueError(f"{quantity} {metric.plural} in one line is more than {LARGEST}.")
        return quantity

    def _external_id(self, said: dict[str, str], number: int) -> str:
        given = said.get("external id", "")
        if given:
            if given in self._ids:
                raise ValueError(f"its external id {given!r} is that of line {self._ids[given]} too.")
            self._ids[given] = number
            return given
        content = "\x1f".join(said.get(name, "") for name in COLUMNS)
        self._seen[content] = self._seen.get(content, 0) + 1
        digest = hashlib.sha256(f"{content}\x1f{self._seen[content]}".encode()).hexdigest()
        return f"line-{digest[:40]}"


def _about_header(missing: list[str], unknown: list[str]) -> str:
    said = []
    if missing:
        said.append(f"The header lacks {', '.join(missing)}.")
    if unknown:
        said.append(f"The header has {', '.join(unknown)}, which means nothing here.")
    return " ".join([*said, f"It may have: {', '.join(COLUMNS)}."])
