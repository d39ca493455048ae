"""The kinds of file that can be imported: a line here, and a module of its own."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from sqlmodel import Session

from bot.exchange.files import activities, deals, goals, layouts, leads, people, time_off
from bot.exchange.problems import WrongFile
from bot.exchange.reading import Imported, OpenFile, Options, Prepared
from bot.exchange.table import Column
from storage.tables import Workspace


class Importer(Protocol):
    """Takes over the lines of a CSV file, all of them or none, or only the good ones."""

    def __call__(
        self,
        session: Session,
        *,
        workspace: Workspace,
        lines: Iterable[str],
        now: dt.datetime,
        options: Options = ...,
    ) -> Imported: ...


class Preparing(Protocol):
    """Reads the header of a CSV file that is stored in portions."""

    def __call__(
        self,
        session: Session,
        *,
        workspace: Workspace,
        file: OpenFile,
        now: dt.datetime,
        options: Options = ...,
    ) -> Prepared[Any]: ...


@dataclass(frozen=True)
class ImportKind:
    """A kind of file: what takes it over, its columns, and how other programs name them.

    Files that may be long have a `prepare` too: they are read, and then stored in portions.
    """

    importer: Importer
    columns: tuple[Column, ...]
    presets: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: MappingProxyType({}))
    prepare: Preparing | None = None


KINDS: Mapping[str, ImportKind] = MappingProxyType(
    {
        "activities": ImportKind(
            activities.import_activities, activities.COLUMNS, layouts.ACTIVITIES, activities.prepare_activities
        ),
        "deals": ImportKind(deals.import_deals, deals.COLUMNS, layouts.DEALS, deals.prepare_deals),
        "leads": ImportKind(leads.import_leads, leads.COLUMNS, layouts.LEADS, leads.prepare_leads),
        "goals": ImportKind(goals.import_goals, goals.COLUMNS),
        "people": ImportKind(people.import_people, people.COLUMNS),
        "time-off": ImportKind(time_off.import_time_off, time_off.COLUMNS),
    }
)


def kind_of(name: str) -> ImportKind:
    """The kind of this name. Raises WrongFile with the names that there are."""
    kind = KINDS.get(name)
    if kind is None:
        raise WrongFile([f"Can't import {name!r}. There are: {', '.join(KINDS)}."])
    return kind
