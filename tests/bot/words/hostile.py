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


Recipe = Callable[["Maker"], Any]
"""Makes a value of one hint for one field."""


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
        self._recipes = _RECIPES.setdefault((id(special), id(afterwards)), {})

    def turn(self) -> int:
        """Another number at each call: so that options go round and ids are different."""
        return next(self._turns)

    def text(self) -> str:
        """A text as somebody wrote it."""
        return self.nature.text

    def make(self, hint: Any, name: str = "", owner: Any = None) -> Any:
        """A value of `hint` for the field or parameter `name` of `owner`."""
        return self._recipe(hint, name, owner)(self)

    def arguments(self, function: Callable[..., Any]) -> dict[str, Any]:
        """Arguments for each parameter of a function, but those that have a default where nothing is given."""
        hints = _hints(function)
        return {
            name: self.make(hint, name, function) for name, hint in hints.items() if name not in ("return", "language")
        }

    def _recipe(self, hint: Any, name: str, owner: Any) -> Recipe:
        # A message takes thousands of values of a few hundred hints: what a hint means is found out once.
        try:
            return self._recipes[hint, name, owner]
        except TypeError:  # it has no hash
            return self._found_out(hint, name, owner)
        except KeyError:
            found = self._recipes[hint, name, owner] = self._found_out(hint, name, owner)
            return found

    def _found_out(self, hint: Any, name: str, owner: Any) -> Recipe:
        for key in ((owner, name), hint):
            if _hashable(key) and key in self._special:
                return self._special[key]
        origin = typing.get_origin(hint)
        if origin in (types.UnionType, typing.Union):
            return _one_of(typing.get_args(hint), name, owner)
        if name in BY_NAME and (hint in (str, float) or (name in ("week", "nudge_days") and origin is tuple)):
            return BY_NAME[name]
        if origin is typing.Literal:
            return _by_turns(typing.get_args(hint))
        if origin is not None:
            return _container(origin, typing.get_args(hint), name, owner)
        return self._simple(hint, name)

    def _simple(self, hint: Any, name: str) -> Recipe:
        if dataclasses.is_dataclass(hint) and isinstance(hint, type):
            return self._filled(hint, [field.name for field in dataclasses.fields(hint) if field.init])
        if issubclass(hint, SQLModel):
            return self._filled(hint, list(hint.model_fields))
        if issubclass(hint, enum.Enum):
            return _by_turns(tuple(hint))
        if name == "id" or name.endswith("_id"):
            return (lambda maker: maker.turn() + 1) if hint is int else (lambda maker: f"S0{maker.turn():07d}")
        if hasattr(hint, "_fields"):
            return lambda maker: hint(**{field: maker.make(each, field, hint) for field, each in _hints(hint).items()})
        return _SIMPLE[hint]

    def _filled(self, kind: Any, names: list[str]) -> Recipe:
        hints, after = _hints(kind), self._afterwards.get(kind)
        widths = {name: _width(kind, name) if issubclass(kind, SQLModel) else None for name in names}
        recipes: list[tuple[str, Recipe]] = []

        def filled(maker: "Maker") -> Any:
            if not recipes:
                # At the first use: a kind may hold others of itself.
                recipes.extend((name, maker._recipe(hints[name], name, kind)) for name in names)
            maker._deep += 1
            try:
                values = {name: recipe(maker) for name, recipe in recipes}
                for name, width in widths.items():
                    if width is not None and isinstance(values[name], str):
                        values[name] = values[name][:width]  # what is left of a text in its column
                made = kind(**values)
                return made if after is None else after(made)
            finally:
                maker._deep -= 1

        return filled


_RECIPES: dict[tuple[int, int], dict[Any, Recipe]] = {}
"""What was found out of hints, by the tables that it goes by."""


def _by_turns(options: tuple[Any, ...]) -> Recipe:
    return lambda maker: options[maker.turn() % len(options)]


def _one_of(options: tuple[Any, ...], name: str, owner: Any) -> Recipe:
    given = [option for option in options if option is not type(None)]
    may_lack = len(given) < len(options)

    def one(maker: Maker) -> Any:
        if may_lack and (not maker.nature.given or maker._deep > 8):
            return None
        return maker.make(given[maker.turn() % len(given)], name, owner)

    return one


def _container(origin: Any, inside: tuple[Any, ...], name: str, owner: Any) -> Recipe:
    if origin is tuple and (len(inside) != 2 or inside[1] is not Ellipsis):
        return lambda maker: tuple(maker.make(each, name, owner) for each in inside)
    if origin in (dict, collections.abc.Mapping):
        return _mapping(inside, owner)
    if origin in _MANY:
        make = _MANY[origin]

        def many(maker: Maker) -> Any:
            number = maker.nature.many if maker._deep < 2 else min(maker.nature.many, 3)
            recipe = maker._recipe(inside[0], name, owner)
            return make(recipe(maker) for _ in range(number))

        return many
    raise TypeError(f"no value is known of {origin} for {name}")


def _mapping(inside: tuple[Any, ...], owner: Any) -> Recipe:
    if inside[1] is Any:
        return lambda _: {}
    if inside[0] is int:
        return lambda maker: Everybody(lambda: maker.make(inside[1], "", owner))
    return lambda maker: {
        maker.make(inside[0], "", owner): maker.make(inside[1], "", owner) for _ in range(maker.nature.many)
    }


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


@functools.cache
def _width(kind: type[SQLModel], name: str) -> int | None:
    return next((each.max_length for each in kind.model_fields[name].metadata if hasattr(each, "max_length")), None)


def _hashable(key: Any) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True
