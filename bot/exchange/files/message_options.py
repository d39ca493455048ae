"""What is written beside a file that is sent in Slack: the options of `pacer import`, as far as they are needed."""

import html
import re
import shlex
from dataclasses import dataclass

from bot.exchange.files.kinds import KINDS
from bot.exchange.files.mapping import Mapped, mapped
from bot.exchange.problems import WrongFile

ONCE = ("format", "columns", "dates", "timezone", "numbers", "stages", "source")
REPEATED = ("set", "done")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
_DASHES = re.compile(r"(?<!\S)(?:—|–|––|--)(?=[a-z])")
"""What keyboards make of two hyphens."""


@dataclass(frozen=True)
class Beside:
    """The kind of file, empty where it was not named, and how it is to be read."""

    kind: str
    mapped: Mapped


def read_beside(text: str) -> Beside:
    """The options in a message: `deals --timezone UTC --set metric=call`. Words that are none are passed over, since
    people write a line with a file; an option that does not exist is refused. Raises WrongFile."""
    plain = _DASHES.sub("--", html.unescape(text).translate(_QUOTES))
    if "--" not in plain:
        words = plain.split()
    else:
        try:
            words = shlex.split(plain)
        except ValueError:
            raise WrongFile(["A quotation mark in your message has no other one."]) from None
    kind = next((word.lower() for word in words[:1] if word.lower() in KINDS), "")
    once: dict[str, str] = {}
    repeated: dict[str, list[str]] = {name: [] for name in REPEATED}
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if not word.startswith("--"):
            continue
        name, equals, value = word[2:].partition("=")
        if name not in (*ONCE, *REPEATED):
            options = ", ".join(f"--{each}" for each in (*ONCE, *REPEATED))
            raise WrongFile([f"There is no option --{name} here. There are: {options}."])
        if not equals:
            if at >= len(words) or words[at].startswith("--"):
                raise WrongFile([f"--{name} needs something after it."])
            value = words[at]
            at += 1
        if name in REPEATED:
            repeated[name].append(value)
        else:
            once[name] = value
    said = mapped(columns=once.pop("columns", ""), fixed=tuple(repeated["set"]), stages=once.pop("stages", ""), **once)
    return Beside(kind, Mapped(done=tuple(repeated["done"])).over(said))
