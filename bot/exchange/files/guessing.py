"""A proposal how a file is to be read, by its headers and its first lines."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from sqlmodel import Session

from bot.core.vocabulary import MetricsByWord
from bot.exchange.dates import OrderEvidence
from bot.exchange.files.kinds import KINDS
from bot.exchange.files.layouts import layout_of
from bot.exchange.files.mapping import Mapped
from bot.exchange.problems import WrongFile
from bot.exchange.reading import OpenFile
from bot.exchange.stage_names import StageWords
from bot.exchange.table import Column, Foot, Head, Layout, Line, fold_header, read_head, read_lines
from storage.tables import Workspace

GUESSED = ("deals", "activities", "leads")
SAMPLE = 200
SHOWN = 10
ALSO: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "deals": {
        "external id": ("id", "deal id", "opportunity id", "record id", "opportunityid"),
        "member": (
            "owner",
            "rep",
            "sales rep",
            "sales agent",
            "agent",
            "user",
            "assigned to",
            "owner email",
            "ownerid",
        ),
        "account": (
            "company",
            "customer",
            "client",
            "organization",
            "account name",
            "company name",
            "dealname",
            "title",
        ),
        "name": ("deal name", "opportunity name", "opportunityname", "name"),
        "amount": ("value", "deal value", "amount usd", "revenue", "close value", "price", "total", "deal value usd"),
        "currency": ("currency code", "currencyisocode"),
        "stage": ("deal stage", "status", "outcome", "stagename"),
        "opened": ("created", "create date", "created date", "engage date", "createddate", "opened on", "add time"),
        "closed": ("close date", "closed on", "closed date", "closedate", "won on", "close month"),
        "lost reason": ("loss reason", "reason lost"),
    },
    "activities": {
        "external id": ("id", "call id", "call sid", "activity id", "event id", "message id", "record id"),
        "date": (
            *("start date", "datetime", "start time", "activity date", "call at", "call at utc", "created", "day"),
            *("timestamp", "started at", "due date"),
        ),
        "time": ("start time", "hour"),
        "member": (
            *("owner", "rep", "user", "agent", "assigned to", "meeting organizer", "organizer", "from", "sales rep"),
            *("caller", "assigned", "owner email"),
        ),
        "metric": ("type", "activity type", "module", "kind", "activity"),
        "quantity": ("count", "number", "qty"),
        "account": ("company", "customer", "client", "organization", "account name"),
        "note": ("subject", "title", "description"),
        "outcome": ("result", "disposition", "call result"),
        "done": ("status", "answered", "completed"),
        "direction": ("call direction", "type of call"),
    },
    "leads": {
        "external id": ("id", "lead id", "record id"),
        "member": ("owner", "lead owner", "rep", "assigned to"),
        "account": ("company", "company name", "organization", "email", "name"),
        "source": ("lead source", "original source", "channel", "utm source"),
        "created": ("create date", "created at", "created date", "submitted at", "date"),
        "answered": ("first contacted", "first response", "answered at"),
    },
}
"""What other programs call our columns."""
TELLING = {"deals": ("stage", "amount", "closed"), "activities": ("date", "metric"), "leads": ("created", "source")}
"""What a kind of file has and others have not."""


@dataclass(frozen=True)
class Guess:
    """A proposal: the kind, how it is read, and what is still to be said by somebody."""

    kind: str
    mapped: Mapped
    headers: Mapping[str, str]
    """Which header is which column."""
    unused: tuple[str, ...]
    missing: tuple[str, ...]
    """Columns that have to be set for the whole file."""
    stages: tuple[str, ...] = ()
    """Stages of theirs that have no counterpart here."""
    lines: tuple[Mapping[str, str], ...] = field(default_factory=tuple)

    def command(self, file: str) -> str:
        """The command that imports the file so, for its reader to check."""
        said = self.mapped
        parts = [f"pacer import {self.kind} {_quoted(file)}"]
        if said.format:
            parts.append(f"--format {said.format}")
        if said.columns:
            pairs = ",".join(f"{column}={_in_pair(header)}" for column, header in said.columns.items())
            parts.append(f"--columns {_quoted(pairs)}")
        parts += [f"--set {name}=…" for name in self.missing]
        if said.dates and said.dates != "y-m-d":
            parts.append(f"--dates {said.dates}")
        if said.timezone:
            parts.append(f"--timezone {said.timezone}")
        if self.stages:
            parts.append(f"--stages {_quoted(','.join(f'{_in_pair(stage)}=…' for stage in self.stages))}")
        return " ".join([*parts, "--dry-run"])


def guess(session: Session, *, workspace: Workspace, file: OpenFile, kind: str = "") -> Guess:
    """Propose how a file is to be read. Raises WrongFile for one that has no header that could be ours."""
    found = max(
        (_of_kind(file, name, format_) for name in ([kind] if kind else GUESSED) for format_ in _formats(name)),
        key=lambda each: (each[0], each[1].mapped.format == ""),
    )
    score, proposed = found
    if score <= 0:
        raise WrongFile(["None of its headers is one that Pacer could use. docs/import.md has the columns."])
    return _looked_into(session, workspace, file, proposed)


def _formats(kind: str) -> tuple[str, ...]:
    if kind not in KINDS:
        raise WrongFile([f"Can't import {kind!r}. There are: {', '.join(KINDS)}."])
    return ("", *KINDS[kind].presets)


def _of_kind(file: OpenFile, kind: str, format_: str) -> tuple[float, Guess]:
    columns = KINDS[kind].columns
    layout = layout_of(format_ or "plain", KINDS[kind].presets, columns)
    head = _head(file, columns, layout)
    headers = {column: head.names[at] for column, at in head.places.items()}
    own = len(headers)
    also: dict[str, str] = {}
    for column, names in ALSO.get(kind, {}).items():
        for name in names:
            header = next(
                (each for each in head.names if _plain(each) == name and _plain(each) in head_unused(head)), ""
            )
            if column not in headers and header and header not in headers.values():
                headers[column] = also[column] = header
                break
    missing = tuple(column.name for column in columns if column.needed and column.name not in headers)
    telling = sum(column in headers for column in TELLING.get(kind, ()))
    score = own + 0.7 * len(also) + telling - 1.5 * len(missing)
    unused = tuple(name for name in head.names if name and name not in headers.values())
    return (score if headers else 0), Guess(kind, Mapped(format=format_, columns=also), headers, unused, missing)


def head_unused(head: Head) -> set[str]:
    """The headers that mean nothing yet, without what stands in brackets."""
    return {_plain(name) for name in head.unused}


def _head(file: OpenFile, columns: tuple[Column, ...], layout: Layout) -> Head:
    loose = tuple(Column(column.name, longest=column.longest) for column in columns)
    return read_head(file(), columns=loose, layout=Layout(layout.headers, strict=False))


def _plain(name: str) -> str:
    return fold_header(name).partition(" (")[0].replace("(", " ").replace(")", "").strip()


def _looked_into(session: Session, workspace: Workspace, file: OpenFile, proposed: Guess) -> Guess:
    """The proposal with what its lines say: the order of dates, the zone, stages, and the first of them."""
    kind = KINDS[proposed.kind]
    layout = layout_of(proposed.mapped.format or "plain", kind.presets, kind.columns, proposed.mapped.columns)
    layout = Layout(layout.headers, strict=False)
    loose = tuple(Column(column.name, longest=column.longest) for column in kind.columns)
    head = read_head(file(), columns=loose, layout=layout)
    evidence, words = OrderEvidence(), StageWords(session, workspace)
    shown: list[Mapping[str, str]] = []
    stages: dict[str, None] = {}
    metrics = MetricsByWord(session, workspace=workspace)
    lines = (line for line in read_lines(file(), head, columns=loose, foot=Foot()) if isinstance(line, Line))
    for line in islice(lines, SAMPLE):
        for column in ("date", "opened", "closed", "created", "completed"):
            evidence.look(line.number, line[column])
        if proposed.kind == "deals" and line["stage"] and words.find_or_none(line["stage"]) is None:
            stages[line["stage"]] = None
        if len(shown) < SHOWN:
            shown.append({name: line[name] for name in proposed.headers})
    wide = any(metrics.find(name) is not None for name in proposed.unused) and "metric" in proposed.missing
    utc = any("utc" in header.casefold() for header in proposed.headers.values())
    said = Mapped(
        format=proposed.mapped.format,
        columns=proposed.mapped.columns,
        dates=evidence.order,
        timezone="UTC" if utc else "",
    )
    missing = tuple(name for name in proposed.missing if not (wide and name == "metric"))
    return Guess(proposed.kind, said, proposed.headers, proposed.unused, missing, tuple(stages)[:20], tuple(shown))


def said_of(proposal: Guess, file: str) -> Iterable[str]:
    """The proposal in lines."""
    named = f", an export of {proposal.mapped.format}" if proposal.mapped.format else ""
    yield f"It looks like {proposal.kind}{named}."
    for column, header in proposal.headers.items():
        yield f"  {column}: {header}"
    if proposal.unused:
        yield f"Not used: {', '.join(proposal.unused)}."
    for name in proposal.missing:
        yield f"No column for {name}: name one with --columns '{name}=…', or set it for all with --set '{name}=…'."
    if proposal.mapped.dates:
        yield f"Its dates are {proposal.mapped.dates}."
    if proposal.stages:
        yield f"Stages without a counterpart here: {', '.join(proposal.stages)}."
    yield f"Try it with: {proposal.command(file)}"


def _in_pair(text: str) -> str:
    if "," not in text and '"' not in text:
        return text
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([text])
    return out.getvalue()


def _quoted(text: str) -> str:
    return text if text.replace(".", "").replace("/", "").replace("_", "").replace("-", "").isalnum() else f"'{text}'"
