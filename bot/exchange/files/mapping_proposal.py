"""A proposal how a file is to be read, by its headers and its first lines."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from sqlmodel import Session

from bot.core.vocabulary import MetricsByWord
from bot.exchange.activity_status import folded
from bot.exchange.dates import OrderEvidence
from bot.exchange.files.deals import OPEN_WORDS, stage_said
from bot.exchange.files.kinds import KINDS
from bot.exchange.files.layouts import layout_of
from bot.exchange.files.mapping import Mapped
from bot.exchange.problems import WrongFile
from bot.exchange.reading import OpenFile
from bot.exchange.stage_names import StageWords
from bot.exchange.table import WHY, Column, Foot, Head, Layout, Line, fold_header, read_head, read_lines
from storage.tables import Workspace

GUESSED = ("deals", "activities", "leads")
SAMPLE = 200
WHOSE_IDS = (
    "Its ids are taken as of no program: --source copper, say, keeps them apart from others with the same numbers."
)
NOTHING_SAID = Mapped()
ALSO: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "deals": {
        "external id": (
            *("id", "deal id", "opportunity id", "record id", "opportunityid", "copper id", "deal number"),
            "do not modify opportunity",
        ),
        "member": (
            *("owner", "deal owner", "opportunity owner", "rep", "sales rep", "sales agent", "agent", "user"),
            *("assigned to", "owner email", "ownerid", "owned by", "sales owner", "user name", "salesperson"),
            *("account executive", "account manager", "responsible", "responsible person", "deal owner email"),
        ),
        "account": (
            *("company", "customer", "client", "organization", "account name", "company name", "potential customer"),
            *("customer name", "lead name", "dealname", "title"),
        ),
        "name": ("deal name", "opportunity name", "opportunityname", "name", "topic", "opportunity", "deal"),
        "amount": (
            *("value", "deal value", "deal amount", "opportunity value", "opportunity amount", "amount usd", "revenue"),
            *("actual revenue", "est. revenue", "estimated revenue", "close value", "price", "total", "total value"),
            "deal value usd",
        ),
        "currency": ("currency code", "currencyisocode", "value currency", "deal currency", "transaction currency"),
        "stage": (
            *("deal stage", "opportunity stage", "pipeline stage", "sales stage", "stagename", "stage name"),
            *("deal status", "opportunity status", "status", "status label", "outcome"),
        ),
        "opened": (
            *("created", "create date", "created date", "created time", "created on", "created at", "creation date"),
            *("date created", "engage date", "createddate", "opened on", "add time"),
        ),
        "closed": (
            *("actual close date", "close date", "closed on", "closed at", "closed date", "closing date", "closedate"),
            *("date closed", "won on", "close month", "est. close date", "expected close date"),
        ),
        "won": ("date won", "won date", "won time", "won at"),
        "lost": ("date lost", "lost date", "lost time", "lost at"),
        "modified": (
            *("modified time", "modified on", "updated at", "date updated", "last modified", "last modified date"),
            *("do not modify modified on", "last updated"),
        ),
        "lost reason": ("loss reason", "reason lost", "reason for loss", "closed lost reason"),
    },
    "activities": {
        "external id": ("id", "call id", "call sid", "activity id", "event id", "message id", "record id", "copper id"),
        "date": (
            *("start date", "datetime", "start time", "activity date", "call at", "call at utc", "created", "day"),
            *(
                "timestamp",
                "started at",
                "started",
                "date created",
                "created at",
                "occurred at",
                "call start time",
                "call date",
                "date/time",
                "actual end",
            ),
            *("completed on", "due date"),
        ),
        "time": ("start time", "hour"),
        "member": (
            *("owner", "rep", "user", "agent", "assigned to", "meeting organizer", "organizer", "from", "sales rep"),
            *("caller", "assigned", "owner email", "call owner", "activity owner", "user name", "owned by", "host"),
        ),
        "metric": ("type", "activity type", "module", "kind", "activity"),
        "quantity": ("count", "number", "qty"),
        "account": ("company", "customer", "client", "organization", "account name", "lead name", "related to"),
        "note": ("subject", "title", "description"),
        "outcome": ("result", "disposition", "call result", "call disposition"),
        "done": ("status", "activity status", "call status", "outgoing call status", "answered", "completed"),
        "direction": ("call direction", "call type", "type of call"),
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
OF_FORMAT: Mapping[tuple[str, str], tuple[frozenset[str], ...]] = {
    ("deals", "hubspot"): (frozenset({"record id", "deal stage"}), frozenset({"dealstage"})),
    ("deals", "salesforce"): (
        *(frozenset({name}) for name in ("opportunity id", "opportunityid", "opportunity owner", "stagename")),
        frozenset({"isclosed"}),
    ),
    ("deals", "pipedrive"): (frozenset({"deal - "}), frozenset({"add time"}), frozenset({"won time"})),
    ("activities", "hubspot"): (frozenset({"record id", "activity type"}), frozenset({"engagement type"})),
    ("activities", "salesforce"): (
        *(frozenset({name}) for name in ("task subtype", "tasksubtype", "activity id", "completeddatetime")),
    ),
    ("activities", "pipedrive"): (frozenset({"activity - "}), frozenset({"marked as done time"})),
    ("leads", "hubspot"): (
        *(frozenset({"record id", name}) for name in ("contact owner", "original source", "original traffic source")),
    ),
    ("leads", "salesforce"): (
        *(frozenset({name}) for name in ("lead id", "leadsource", "company / account", "converteddate")),
    ),
    ("leads", "pipedrive"): (frozenset({"lead - "}),),
}
"""Headers by which an export of a program is known, any of these sets: ids are of the program that is named, so others
that use the same words must not be taken for it. One that ends in a blank is how headers begin."""
STATES = frozenset({*map(str, OPEN_WORDS), "won", "lost", "closed won", "closed lost", "abandoned", "disqualified"})
"""What stands in a column that only says whether a deal is over, beside one that has its stage."""
STATE_HEADERS = ("status", "deal status", "opportunity status", "status type", "state")
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

    def command(self, file: str) -> str:
        """The command that imports the file so, for its reader to check."""
        said = self.mapped
        parts = [f"pacer import {self.kind} {_quoted(file)}"]
        if said.format:
            parts.append(f"--format {said.format}")
        if said.columns:
            pairs = ",".join(f"{column}={_in_pair(header)}" for column, header in said.columns.items())
            parts.append(f"--columns {_quoted(pairs)}")
        elif self.unused and not said.format:
            # Where nothing is said of the columns, a header that means nothing refuses the file.
            column, header = next(iter(self.headers.items()))
            parts.append(f"--columns {_quoted(f'{column}={_in_pair(header)}')}")
        parts += [f"--set {_quoted(f'{name}={value}')}" for name, value in said.set.items()]
        parts += [f"--set {name}=…" for name in self.missing]
        if said.dates and said.dates != "y-m-d":
            parts.append(f"--dates {said.dates}")
        if said.timezone:
            parts.append(f"--timezone {said.timezone}")
        if self.stages or said.stages:
            named = [f"{_in_pair(theirs)}={ours}" for theirs, ours in said.stages.items()]
            named += [f"{_in_pair(stage)}=…" for stage in self.stages]
            parts.append(f"--stages {_quoted(','.join(named))}")
        parts += [f"--numbers {said.numbers}"] if said.numbers else []
        parts += [f"--source {said.source}"] if said.source else []
        parts += [f"--done {_quoted(word)}" for word in said.done]
        return " ".join([*parts, "--dry-run"])


def guess(
    session: Session, *, workspace: Workspace, file: OpenFile, kind: str = "", said: Mapped = NOTHING_SAID
) -> Guess:
    """Propose how a file is to be read, as far as it was not said. Raises WrongFile for one that has no header that
    could be ours."""
    tried = [
        _of_kind(file, name, format_, said)
        for name in ([kind] if kind else _kinds_for(said))
        for format_ in ([said.format] if said.format else _formats(name, file))
    ]
    score, proposed = max(tried, key=lambda each: (each[0], each[1].mapped.format == ""))
    if score <= 0:
        raise WrongFile(["None of its headers is one that Pacer could use. docs/import.md has the columns."])
    return _looked_into(session, workspace, file, proposed)


def _kinds_for(said: Mapped) -> tuple[str, ...]:
    """The kinds that have what was said: a file with a metric is one of activities."""
    named = said.columns.keys() | said.set.keys() | ({"stage"} if said.stages else set())
    fitting = tuple(name for name in GUESSED if named <= {column.name for column in KINDS[name].columns})
    return fitting or GUESSED


def _formats(kind: str, file: OpenFile) -> tuple[str, ...]:
    if kind not in KINDS:
        raise WrongFile([f"Can't import {kind!r}. There are: {', '.join(KINDS)}."])
    columns, presets = KINDS[kind].columns, KINDS[kind].presets
    heads = [_head(file, columns, layout_of(format_, presets, columns)) for format_ in ("plain", *presets)]
    names = {fold_header(name) for head in heads for name in head.names}

    def has(header: str) -> bool:
        return any(name.startswith(header) for name in names) if header.endswith(" ") else header in names

    known = [
        format_ for format_ in presets if any(all(map(has, headers)) for headers in OF_FORMAT.get((kind, format_), ()))
    ]
    return ("", *known)


def _of_kind(file: OpenFile, kind: str, format_: str, said: Mapped) -> tuple[float, Guess]:
    columns = KINDS[kind].columns
    layout = layout_of(format_ or "plain", KINDS[kind].presets, columns, said.columns, said.set)
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
    missing = tuple(
        column.name
        for column in columns
        if column.needed and column.name not in headers and column.name not in said.set
    )
    telling = sum(column in headers for column in TELLING.get(kind, ()))
    score = own + 0.7 * len(also) + telling - 1.5 * len(missing) - (3 if telling == 0 and kind in TELLING else 0)
    unused = tuple(name for name in head.names if name and name not in headers.values() and name.casefold() not in WHY)
    mapped = replace(said, format=format_, columns={**also, **said.columns})
    return (score if headers else 0), Guess(kind, mapped, headers, unused, missing)


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
    given = proposed.mapped
    layout = layout_of(given.format or "plain", kind.presets, kind.columns, given.columns, given.set)
    layout = replace(layout, strict=False)
    loose = tuple(Column(column.name, longest=column.longest) for column in kind.columns)
    if proposed.kind == "deals" and (better := _with_step(file, proposed, layout, loose)) is not None:
        return _looked_into(session, workspace, file, better)
    head = read_head(file(), columns=loose, layout=layout)
    evidence, words = OrderEvidence(), StageWords(session, workspace, given.stages)
    stages: dict[str, None] = {}
    metrics = MetricsByWord(session, workspace=workspace)
    lines = (line for line in read_lines(file(), head, columns=loose, foot=Foot()) if isinstance(line, Line))
    for line in islice(lines, SAMPLE):
        for column in ("date", "opened", "closed", "created", "completed"):
            evidence.look(line.number, line[column])
        stage = stage_said(line) if proposed.kind == "deals" else ""
        if stage and folded(stage) not in OPEN_WORDS and words.find_or_none(stage) is None:
            stages[stage] = None
    wide = any(metrics.find(name) is not None for name in proposed.unused) and "metric" in proposed.missing
    utc = any("utc" in header.casefold() for header in proposed.headers.values())
    said = given.over(Mapped(dates=evidence.order, timezone="UTC" if utc else ""))
    missing = tuple(name for name in proposed.missing if not (wide and name == "metric"))
    return Guess(proposed.kind, said, proposed.headers, proposed.unused, missing, tuple(stages)[:20])


def _with_step(file: OpenFile, proposed: Guess, layout: Layout, columns: tuple[Column, ...]) -> Guess | None:
    """The proposal by which one column says whether a deal is over and another its stage; None where it is not so."""
    header = next((name for name in proposed.unused if _plain(name) in STATE_HEADERS), "")
    if not header or "step" in proposed.headers or "stage" not in proposed.headers:
        return None
    both = Layout({**layout.headers, "step": (proposed.headers["stage"],), "stage": (header,)}, strict=False)
    head = read_head(file(), columns=columns, layout=both)
    found = {
        folded(line["stage"])
        for line in islice(read_lines(file(), head, columns=columns, foot=Foot()), SAMPLE)
        if isinstance(line, Line) and line["stage"]
    }
    if not found or not found <= STATES:
        return None
    step = proposed.headers["stage"]
    mapped = replace(proposed.mapped, columns={**proposed.mapped.columns, "stage": header, "step": step})
    headers = {**proposed.headers, "stage": header, "step": step}
    return replace(
        proposed, mapped=mapped, headers=headers, unused=tuple(name for name in proposed.unused if name != header)
    )


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
    if "external id" in proposal.headers and not (proposal.mapped.format or proposal.mapped.source):
        yield WHOSE_IDS
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
