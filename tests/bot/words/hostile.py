"""Values as hostile as data can be, made of nothing but type hints: whatever a message says, it is given the worst.

A `Maker` builds a value of any hint that the messages take: a dataclass or a table with every field filled, a sequence
as long as its `Nature` says, an option of an enumeration by turns. What a hint does not say (that a name of a currency
has three letters) stands in a table here, by the name of the field.
"""

import collections.abc
import dataclasses
import datetime as dt
import enum
import functools
import itertools
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel

TODAY = dt.date(2026, 11, 17)
NOW = dt.datetime(2026, 11, 17, 12, 0, tzinfo=dt.UTC)
INJECTION = "<!channel> <@U0EVIL> <https://evil.example|y> *bold* _x_ ~y~ `code` ```fence``` &amp; {name} %s"
RIGHT_TO_LEFT = "\u202eعبدالرحمن\u2066 שלום \u202bחברה 12"
COMBINING = "Z\u0351\u0363\u0357a\u0334\u0321l\u0489g\u0323\u0353o\u0300\u0301 " * 3
EMOJI = "👩‍👩‍👧‍👦🦆🏳️‍🌈🇲🇾 "


@dataclass(frozen=True)
class Nature:
    """What the values of one run are like. `many` is the length of sequences, `given` whether what may be None is."""

    name: str
    text: str
    number: int
    many: int
    given: bool = True


NATURES = (
    Nature("usual", "Acme Quill", 7, 2),
    Nature("nothing", "", 0, 0, given=False),
    Nature("empty and many", "", 0, 40),
    Nature("80 letters", "Wolfeschlegel" * 6 + "ff", 10**15, 3),
    Nature("3,000 letters", "lorem ipsum " * 250, 10**15, 2),
    Nature("3,000 letters in one word", "x" * 3000, 10**15, 40),
    Nature("injection", INJECTION, 12, 3),
    Nature("40 injections", INJECTION, 10**15, 40),
    Nature("right to left", RIGHT_TO_LEFT, 1_234, 12),
    Nature("combining", COMBINING, 1, 6),
    Nature("emoji", EMOJI * 12, 99, 12),
    Nature("lines", "first\nsecond\r\n\n> quoted\n• third\t", -5, 3),
    Nature("ampersands", "&<>" * 1000, 10**15, 12),
)


def _shares(maker: "Maker") -> float:
    return (0.0, 0.37, 1.0)[maker.turn() % 3]


BY_NAME: Mapping[str, Callable[["Maker"], Any]] = {
    # What Slack gives, or Pacer makes, and nobody writes.
    "slack_user_id": lambda maker: f"U0{maker.turn():07d}",
    "thread_ts": lambda _: "1764000000.000100",
    "ts": lambda _: "1764000000.000100",
    "channel": lambda _: "C0ALERTS",
    "alert_channel": lambda _: "C0ALERTS",
    "timezone": lambda _: "America/Argentina/ComodRivadavia",
    "locale": lambda _: "en_US",
    "currency": lambda _: "USD",
    "commands": lambda _: "",
    "country": lambda _: "US",
    "subdivision": lambda _: "CA",
    "today": lambda _: TODAY.isoformat(),
    "key": lambda maker: f"key{maker.turn()}",
    "metric_key": lambda maker: f"key{maker.turn()}",
    "week": lambda _: (1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0),
    "nudge_days": lambda _: (True, True, False, True, True, False, False),
    **dict.fromkeys(
        ("probability", "certainty", "share", "rate", "team_rate", "others_rate", "team_share", "threshold"), _shares
    ),
}
"""Fields whose type says too little, wherever they stand. Rates and shares are between none and all."""


class Everybody(dict[Any, Any]):
    """A mapping that knows whoever is asked for."""

    def __init__(self, make: Callable[[], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Any:
        self[key] = made = self._make()
        return made


class Maker:
    """Makes values of one nature, the same at each run."""

    def __init__(
        self,
        nature: Nature,
        *,
        special: Mapping[Any, Callable[["Maker"], Any]],
        afterwards: Mapping[Any, Callable[[Any], Any]],
    ) -> None:
        self.nature, self._special, self._afterwards = nature, special, afterwards
        self._turns = itertools.count()
        self._deep = 0

    def turn(self) -> int:
        """Another number at each call: so that options go round and ids are different."""
        return next(self._turns)

    def text(self) -> str:
        """A text as somebody wrote it."""
        return self.nature.text

    def make(self, hint: Any, name: str = "", owner: Any = None) -> Any:
        """A value of `hint` for the field or parameter `name` of `owner`."""
        for key in ((owner, name), hint):
            if _hashable(key) and key in self._special:
                return self._special[key](self)
        origin = typing.get_origin(hint)
        if origin in (types.UnionType, typing.Union):
            return self._one_of(typing.get_args(hint), name, owner)
        if name in BY_NAME and (hint in (str, float) or (name in ("week", "nudge_days") and origin is tuple)):
            return BY_NAME[name](self)
        if origin is typing.Literal:
            options = typing.get_args(hint)
            return options[self.turn() % len(options)]
        if origin is not None:
            return self._container(origin, typing.get_args(hint), name, owner)
        return self._simple(hint, name)

    def arguments(self, function: Callable[..., Any]) -> dict[str, Any]:
        """Arguments for each parameter of a function, but those that have a default where nothing is given."""
        hints = _hints(function)
        return {
            name: self.make(hint, name, function) for name, hint in hints.items() if name not in ("return", "language")
        }

    def _one_of(self, options: tuple[Any, ...], name: str, owner: Any) -> Any:
        given = [option for option in options if option is not type(None)]
        if len(given) < len(options) and (not self.nature.given or self._deep > 8):
            return None
        return self.make(given[self.turn() % len(given)], name, owner)

    def _container(self, origin: Any, inside: tuple[Any, ...], name: str, owner: Any) -> Any:
        if origin is tuple and (len(inside) != 2 or inside[1] is not Ellipsis):
            return tuple(self.make(each, name, owner) for each in inside)
        if origin in (dict, collections.abc.Mapping):
            return self._mapping(inside, owner)
        if origin in _MANY:
            many = self.nature.many if self._deep < 2 else min(self.nature.many, 3)
            return _MANY[origin](self.make(inside[0], name, owner) for _ in range(many))
        raise TypeError(f"no value is known of {origin} for {name}")

    def _mapping(self, inside: tuple[Any, ...], owner: Any) -> Any:
        if inside[1] is Any:
            return {}
        if inside[0] is int:
            return Everybody(lambda: self.make(inside[1], "", owner))
        return {self.make(inside[0], "", owner): self.make(inside[1], "", owner) for _ in range(self.nature.many)}

    def _simple(self, hint: Any, name: str) -> Any:
        if dataclasses.is_dataclass(hint) and isinstance(hint, type):
            return self._filled(hint, [field.name for field in dataclasses.fields(hint) if field.init])
        if issubclass(hint, SQLModel):
            return self._filled(hint, list(hint.model_fields))
        if issubclass(hint, enum.Enum):
            options = list(hint)
            return options[self.turn() % len(options)]
        if name == "id" or name.endswith("_id"):
            return self.turn() + 1 if hint is int else f"S0{self.turn():07d}"
        if hasattr(hint, "_fields"):
            return hint(**{field: self.make(each, field, hint) for field, each in _hints(hint).items()})
        return _SIMPLE[hint](self)

    def _filled(self, kind: Any, names: list[str]) -> Any:
        hints = _hints(kind)
        self._deep += 1
        try:
            made = kind(**{name: _kept(kind, name, self.make(hints[name], name, kind)) for name in names})
            return self._afterwards[kind](made) if kind in self._afterwards else made
        finally:
            self._deep -= 1


_MANY: Mapping[Any, Callable[[Any], Any]] = {
    tuple: tuple,
    list: list,
    collections.abc.Sequence: tuple,
    collections.abc.Collection: tuple,
    frozenset: frozenset,
    set: set,
}
_SIMPLE: Mapping[Any, Callable[[Maker], Any]] = {
    str: lambda maker: maker.text(),
    bool: lambda maker: maker.turn() % 2 == 0,
    int: lambda maker: maker.nature.number,
    float: lambda maker: float(maker.nature.number),
    bytes: lambda _: b"file",
    dt.date: lambda maker: TODAY - dt.timedelta(days=maker.turn() % 9),
    dt.datetime: lambda maker: NOW - dt.timedelta(days=maker.turn() % 9),
    dt.time: lambda _: dt.time(8, 30),
    dt.timedelta: lambda _: dt.timedelta(hours=1),
    ZoneInfo: lambda _: ZoneInfo("Asia/Kuala_Lumpur"),
}


_hints = functools.cache(typing.get_type_hints)


def _kept(kind: Any, name: str, value: Any) -> Any:
    """What is left of a text in its column."""
    return value[: _width(kind, name)] if isinstance(value, str) and issubclass(kind, SQLModel) else value


@functools.cache
def _width(kind: type[SQLModel], name: str) -> int | None:
    return next((each.max_length for each in kind.model_fields[name].metadata if hasattr(each, "max_length")), None)


def _hashable(key: Any) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True
