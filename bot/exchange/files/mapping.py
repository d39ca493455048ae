"""How a file is to be read, as somebody wrote it down: in a small YAML file, or in the options of a command."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.exchange.activity_status import USUALLY, Counting, folded
from bot.exchange.dates import DATE_ORDERS, known_zone
from bot.exchange.files.kinds import ImportKind
from bot.exchange.files.layouts import layout_of
from bot.exchange.identity import CRMS, SOURCE_NAME
from bot.exchange.pairs import named_pairs
from bot.exchange.problems import WrongFile, WrongLine
from bot.exchange.reading import Options
from bot.exchange.stage_names import stage_pairs
from bot.exchange.values import decimal_mark

SECTIONS = ("format", "columns", "set", "stages", "dates", "timezone", "numbers", "source", "done")
LARGEST = 100_000


@dataclass(frozen=True)
class Mapped:
    """What was said of how a file is to be read; empty where nothing was."""

    format: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    timezone: str = ""
    numbers: str = ""
    source: str = ""
    done: tuple[str, ...] = ()

    def over(self, other: "Mapped") -> "Mapped":
        """This, and where it says nothing what the other says."""
        return Mapped(
            self.format or other.format,
            {**other.columns, **self.columns},
            {**other.set, **self.set},
            {**other.stages, **self.stages},
            self.dates or other.dates,
            self.timezone or other.timezone,
            self.numbers or other.numbers,
            self.source or other.source,
            (*other.done, *self.done),
        )

    def options(self, kind: ImportKind, *, counting: Counting = USUALLY, **more: Any) -> Options:
        """The options for a kind of file. Raises WrongFile for what is none."""
        dates = self.dates or "y-m-d"
        if dates not in DATE_ORDERS:
            raise WrongFile([f"--dates is one of {', '.join(DATE_ORDERS)}, not {dates!r}."])
        known_zone(self.timezone)
        if self.source and not SOURCE_NAME.fullmatch(self.source):
            raise WrongFile([f"--source is a short name of small letters, such as aircall, not {self.source!r}."])
        if self.stages and "stage" not in {column.name for column in kind.columns}:
            raise WrongFile(["--stages is for deals."])
        try:
            decimal_mark(self.numbers)
        except WrongLine as problem:
            raise WrongFile([f"--numbers: {problem.why}"]) from None
        name = self.format or "plain"
        return Options(
            layout=layout_of(name, kind.presets, kind.columns, self.columns, self.set),
            dates=dates,
            timezone=self.timezone,
            numbers=self.numbers,
            source=self.source or (name if name in CRMS else ""),
            stages=self.stages,
            counting=Counting(
                inbound=counting.inbound,
                missed=counting.missed,
                done=counting.done | frozenset(map(folded, self.done)),
            ),
            **more,
        )


def mapped(*, columns: str = "", fixed: tuple[str, ...] = (), stages: str = "", **said: Any) -> Mapped:
    """What the options of a command say. Raises WrongFile."""
    return Mapped(
        columns=_pairs(columns, "--columns", "COLUMN=HEADER"),
        set=dict(pair for text in fixed for pair in _pair(text).items()),
        stages=_stages(stages),
        **said,
    )


def read_mapping(text: str) -> Mapped:
    """What a YAML file says: `columns`, `stages`, `set`, `dates` and so on, or columns and headers alone. Raises
    WrongFile."""
    try:
        said = yaml.safe_load(text) if len(text) <= LARGEST else None
    except yaml.YAMLError as error:
        raise WrongFile([f"The file for --columns isn't YAML: {' '.join(str(error).split())[:200]}"]) from None
    if not isinstance(said, dict):
        raise WrongFile(
            ["The file for --columns says nothing. Write columns: and below it column: header, a line each."]
        )
    if not said.keys() & set(SECTIONS):
        said = {"columns": said}
    unknown = sorted(str(name) for name in said if name not in SECTIONS)
    if unknown:
        raise WrongFile([f"The file for --columns has {', '.join(unknown)}; it may have {', '.join(SECTIONS)}."])
    done = said.get("done") or []
    return Mapped(
        format=str(said.get("format") or ""),
        columns=_table("columns", said.get("columns")),
        set=_table("set", said.get("set")),
        stages=_table("stages", said.get("stages")),
        dates=str(said.get("dates") or ""),
        timezone=str(said.get("timezone") or ""),
        numbers=str(said.get("numbers") or ""),
        source=str(said.get("source") or ""),
        done=tuple(map(str, done if isinstance(done, list) else [done])),
    )


def read_stages(text: str) -> dict[str, str]:
    """What a file for --stages says: YAML, or THEIRS=OURS a line. Raises WrongFile."""
    pairs = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if pairs and all(re.fullmatch(r".*[^:]=.*", line) for line in pairs):
        found: dict[str, str] = {}
        for line in pairs:
            theirs, _, ours = line.rpartition("=")
            found[theirs.strip().strip('"')] = ours.strip()
        return found
    mapping = read_mapping(text)
    return dict(mapping.stages or mapping.columns)


def _table(name: str, said: object) -> dict[str, str]:
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise WrongFile([f"In the file for --columns {name} isn't a list of names with what each is."])
    return {str(key): str(value) for key, value in said.items()}


def _pairs(text: str, option: str, form: str) -> dict[str, str]:
    try:
        return named_pairs(text)
    except ValueError as problem:
        raise WrongFile([f"{option} does not take {str(problem)!r}: write {form}."]) from None


def _pair(text: str) -> dict[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise WrongFile([f"--set does not take {text!r}: write COLUMN=VALUE, as in --set metric=call."])
    return {name.strip(): value.strip()}


def _stages(text: str) -> dict[str, str]:
    try:
        return stage_pairs(text)
    except WrongLine as problem:
        raise WrongFile([problem.why]) from None
