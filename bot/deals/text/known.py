"""The names of deals and leads that there are, found in what was typed before anything else is looked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.text.vocabulary import bare_word, fold
from bot.deals.text.ends import Word

FEWEST_PARTS = 2
"""A part of a name is looked for when it has at least so many words."""


@dataclass(frozen=True)
class KnownNames:
    """The accounts of the deals and leads that somebody may mean: what is open, closed, or waits for an answer."""

    open: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A name in the words from `starts` to before `ends`; `account` is how the deal is called."""

    account: str
    starts: int
    ends: int


def names_in(words: list[Word], known: KnownNames) -> list[Found]:
    """The names in these words, each the longest there: whole names, else parts of them of two words or more."""
    every = list(dict.fromkeys((*known.open, *known.closed, *known.leads)))
    quoted = [Found(word.said, at, at + 1) for at, word in enumerate(words) if not word.plain]
    return [*quoted, *(_longest(_whole(words, every)) or _longest(_parts(words, every)))]


def with_name(words: list[Word], found: Found) -> list[Word]:
    """The words with the name as one, which means nothing else."""
    return [*words[: found.starts], Word(found.account, ""), *words[found.ends :]]


def _whole(words: list[Word], names: Iterable[str]) -> Iterator[Found]:
    plain = [word.plain for word in words]
    for name in names:
        parts = _plain_parts(name)
        for at in range(len(words) - len(parts) + 1):
            if parts and plain[at : at + len(parts)] == parts:
                yield Found(name, at, at + len(parts))


def _parts(words: list[Word], names: Iterable[str]) -> Iterator[Found]:
    plain = [word.plain for word in words]
    for name in names:
        parts = _plain_parts(name)
        for at in range(len(words)):
            length = next((n for n in range(len(parts), 0, -1) if plain[at : at + n] == parts[:n]), 0)
            if length >= FEWEST_PARTS:
                yield Found(" ".join(word.said for word in words[at : at + length]), at, at + length)


def _longest(found: Iterable[Found]) -> list[Found]:
    """Those which are no part of a longer one; of the same words one."""
    every = list({(each.starts, each.ends): each for each in found}.values())
    return [
        each
        for each in every
        if not any(other is not each and other.starts <= each.starts and each.ends <= other.ends for other in every)
    ]


def _plain_parts(name: str) -> list[str]:
    return [bare_word(part) or fold(part) for part in name.split()]
