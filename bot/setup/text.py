"""A metric's other words and its outcomes, as an admin writes them in a form or after an option."""

from bot.core.text.outcomes import Outcomes
from bot.core.text.slack import plain_text


def read_words(text: str) -> tuple[str, ...]:
    """The words between commas and line ends, each once."""
    parts = (" ".join(part.split()) for part in plain_text(text).replace("\n", ",").split(","))
    return tuple(dict.fromkeys(filter(None, parts)))


def write_words(words: tuple[str, ...]) -> str:
    """Words as `read_words` reads them."""
    return ", ".join(words)


def read_outcomes(text: str) -> Outcomes:
    """One outcome a line: its name, and after a colon other words for it between commas.

    A name that comes again adds its words to the first.
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in plain_text(text).split("\n"):
        name, _, words = line.partition(":")
        name = " ".join(name.split())
        if name:
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *read_words(words))))
    return tuple(found.items())


def write_outcomes_text(outcomes: Outcomes) -> str:
    """Outcomes as `read_outcomes` reads them; a name that is among its own words is written once."""
    lines = []
    for name, words in outcomes:
        others = [word for word in words if word != name]
        lines.append(f"{name}: {write_words(tuple(others))}" if others else name)
    return "\n".join(lines)
