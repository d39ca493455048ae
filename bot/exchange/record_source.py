"""What a file, a webhook or the API tells of a record: by which program, and of when it is true."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.exchange.facts import Facts, Value
from bot.exchange.identity import RecordId, record_id
from bot.exchange.problems import WrongLine


@dataclass(frozen=True, kw_only=True)
class Told:
    """Whose record it is and of when that is true."""

    told_by: str = ""
    """The program that it is a record of; empty for files and the API without one."""
    at: dt.datetime | None = None
    """The instant of which this is true; None: now."""
    written_at: dt.datetime | None = None
    """Of a file that does not say of when it is: when it was written."""


@dataclass(frozen=True, kw_only=True)
class ToldFields(Told, ABC):
    """The same, said field by field: what nothing is said of stays as it is."""

    also: tuple[str, ...] = ()
    """Other ids by which the record may be known from before."""
    gone: bool | None = None
    """Whether it was deleted there, or is there again."""
    cleared: frozenset[str] = frozenset()
    """Fields that are empty there now."""
    times: Mapping[str, dt.datetime] = field(default_factory=dict)
    """The instants of which single fields are true, where they differ."""

    @property
    @abstractmethod
    def values(self) -> Mapping[str, Value]:
        """All that can be said, by field; None says nothing."""

    @property
    def fields(self) -> dict[str, Value]:
        """What is said, by field."""
        said = {**self.values, "gone": self.gone}
        return {name: value for name, value in said.items() if value is not None or name in self.cleared}

    def added_to(self, facts: Facts, *, now: dt.datetime, again: bool) -> tuple[Facts, frozenset[str]]:
        """(the facts with these, the fields of which they are news). `again` as in `Facts.told`."""
        news: set[str] = set()
        for name, value in self.fields.items():
            if self.written_at is not None and self.at is None:
                facts, is_news = facts.told_undated(name, value, self.written_at)
            else:
                facts, is_news = facts.told(name, value, self.times.get(name, self.at or now), again=again)
            news |= {name} if is_news else set()
        return facts, frozenset(news)


def identity_or_problem(text: str, *, kind: str, told_by: str) -> RecordId | WrongLine:
    """The identity of a record, or why the id cannot be one: all of a request's are judged together."""
    try:
        return record_id(text, kind=kind, source=told_by)
    except WrongLine as problem:
        return problem
