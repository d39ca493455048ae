"""Items of one request, and what is wrong with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.exchange.problems import ForbiddenMember, WrongLine

Offered = TypeVar("Offered")
Row = TypeVar("Row")
NEW, CHANGED, KNOWN = "new", "changed", "known"
NOT_YET = "not yet"
"""What was said is kept, and nothing was made of it so far; `why` says what is missing."""


@dataclass(frozen=True)
class ItemProblem:
    """Why the item at `index` cannot be taken, and the field that it is about."""

    index: int
    field: str
    why: str
    forbidden: int | None = None
    """The member (id) for whom nothing may be written, where that is why."""


@dataclass(frozen=True)
class Taken:
    """What became of an item: `new`, `changed`, `known` already or `not yet`; `notes` are for its sender."""

    id: int
    external_id: str | None
    state: str
    why: str = ""
    notes: tuple[str, ...] = ()


class WrongItems(Exception):
    """Nothing was stored; every item that is wrong is named."""

    def __init__(self, problems: Sequence[ItemProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"item {each.index}: {each.why}" for each in problems))


def read_items(offered: Sequence[Offered], read: Callable[[Offered], Row]) -> list[Row]:
    """Make a row of each item. Raises WrongItems with all that cannot be taken."""
    rows: list[Row] = []
    problems: list[ItemProblem] = []
    for index, item in enumerate(offered):
        try:
            rows.append(read(item))
        except WrongLine as problem:
            forbidden = problem.member_id if isinstance(problem, ForbiddenMember) else None
            problems.append(ItemProblem(index, problem.field, problem.why, forbidden))
    if problems:
        raise WrongItems(problems)
    return rows
