"""Faults on demand: what tests make the sandbox do wrong."""

import itertools
from dataclasses import dataclass, field
from typing import Any

KINDS = ("status", "error", "delay", "drop_before", "drop_after")


class UnknownFault(Exception):
    """A fault of a kind that there is not; the message lists the kinds."""


@dataclass
class Fault:
    """One rule: for calls of `method` ("*" is any), `kind` happens `count` times (None: until it is removed).

    status: answers with HTTP status `value`; error: answers ok false with error `value`; delay: answers `value` seconds
    late; drop_before and drop_after: closes the connection without an answer, before or after the call took effect.
    """

    id: int
    method: str
    kind: str
    value: Any = None
    count: int | None = 1
    every: int = 1
    """Only each n-th matching call."""
    matched: int = 0


@dataclass
class Faults:
    """The rules in force."""

    rules: list[Fault] = field(default_factory=list)
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def add(self, said: dict[str, Any]) -> Fault:
        """Add a rule. Raises UnknownFault."""
        if said.get("kind") not in KINDS:
            raise UnknownFault(f"A fault's kind is one of {', '.join(KINDS)}.")
        rule = Fault(
            id=next(self._ids),
            method=str(said.get("method", "*")),
            kind=str(said["kind"]),
            value=said.get("value"),
            count=said.get("count", 1),
            every=int(said.get("every", 1)),
        )
        self.rules.append(rule)
        return rule

    def take(self, method: str) -> dict[str, Any]:
        """What goes wrong with this call: kind -> value; empty when nothing does."""
        found: dict[str, Any] = {}
        for rule in list(self.rules):
            if rule.method not in ("*", method):
                continue
            rule.matched += 1
            if rule.matched % rule.every:
                continue
            found[rule.kind] = rule.value
            if rule.count is not None:
                rule.count -= 1
                if rule.count <= 0:
                    self.rules.remove(rule)
        return found
