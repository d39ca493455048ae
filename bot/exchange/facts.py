"""What was said of a record and when it was so: the newest holds, in whatever order it is told.

A fact is kept with the instant of which it is true where it comes from. Of the stage and the owner all that was said
is kept, because who owned a deal when it was won, and since when it is won, follow from it.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Value = str | int | bool | None
Timed = tuple[dt.datetime, Value]

IN_TURN = frozenset({"stage", "owner"})
"""Of these all that was said is kept."""
MOST_KEPT = 24
UNDATED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""The instant of what is known of a file alone, which does not say when it was so: whatever is dated is newer."""


@dataclass(frozen=True)
class Facts:
    """What was said of each field, the oldest first."""

    said: Mapping[str, tuple[Timed, ...]] = field(default_factory=dict)

    @property
    def fields(self) -> frozenset[str]:
        """The fields of which anything was said."""
        return frozenset(self.said)

    @property
    def newest(self) -> dt.datetime | None:
        """The last instant of which anything was said."""
        return max((at for said in self.said.values() for at, _ in said), default=None)

    def __contains__(self, name: str) -> bool:
        return name in self.said

    def get(self, name: str) -> Value:
        """What holds of a field; None where nothing was said, and where it was cleared."""
        return self.said[name][-1][1] if name in self.said else None

    def at(self, name: str) -> dt.datetime | None:
        """The instant of which it was said last."""
        return self.said[name][-1][0] if name in self.said else None

    def since(self, name: str) -> dt.datetime | None:
        """Since when, as far as was said, a field is what it is."""
        since = None
        for at, value in reversed(self.said.get(name, ())):
            if value != self.said[name][-1][1]:
                break
            since = at
        return since

    def as_of(self, name: str, instant: dt.datetime) -> Value:
        """What held of a field at an instant; the first that was said where that was later."""
        found = self.said.get(name, ())
        before = [value for at, value in found if at <= instant and value is not None]
        return before[-1] if before else next((value for _, value in found if value is not None), None)

    def told_undated(self, name: str, value: Value, latest: dt.datetime) -> "tuple[Facts, bool]":
        """The same of a file that does not say of when it is, but was written at `latest`: it is meant to hold, unless
        what is known is newer than the file, and it makes nothing else look old."""
        last = self.at(name)
        if last is not None and last > latest:
            return self, False
        return self.told(name, value, last or UNDATED, again=True)

    def told(self, name: str, value: Value, at: dt.datetime, *, again: bool) -> "tuple[Facts, bool]":
        """The facts with this one, and whether it is news: of a later instant than what was said before.

        What is said again is news only where it is said on purpose (`again`), as by whoever imports a file.
        """
        before = self.said.get(name, ())
        if not before:
            return self._with(name, ((at, value),)), True
        last_at, last = before[-1]
        news = at >= last_at and (again or value != last)
        if name not in IN_TURN:
            return (self, False) if at < last_at else (self._with(name, ((at, value),)), news)
        if (at, value) in before:
            return self, news
        place = next((index for index, (other, _) in enumerate(before) if other > at), len(before))
        return self._with(name, _bounded((*before[:place], (at, value), *before[place:]))), news

    def filled(self, other: "Facts") -> "Facts":
        """These, and of the fields of which they say nothing what the others say."""
        return replace(self, said={**other.said, **self.said})

    def _with(self, name: str, said: tuple[Timed, ...]) -> "Facts":
        return replace(self, said={**self.said, name: said})

    def written(self) -> str:
        """The facts as they are stored."""
        return json.dumps(
            {name: [[at.isoformat(), value] for at, value in said] for name, said in self.said.items()},
            separators=(",", ":"),
            ensure_ascii=False,
        )


def read_facts(text: str) -> Facts:
    """The facts that were stored."""
    if not text.startswith("{"):
        return Facts()
    stored = json.loads(text)
    return Facts(
        {name: tuple((dt.datetime.fromisoformat(at), value) for at, value in said) for name, said in stored.items()}
    )


def _bounded(said: tuple[Timed, ...]) -> tuple[Timed, ...]:
    """At most so many: what only confirms goes first, then the oldest."""
    while len(said) > MOST_KEPT:
        alike = next(
            (index for index in range(1, len(said) - 1) if said[index - 1][1] == said[index][1] == said[index + 1][1]),
            0,
        )
        said = said[:alike] + said[alike + 1 :]
    return said
