"""How a thing to do is called: book 1 demo, 12 calls."""

from bot.core.words.language import Language
from storage.tables import Metric


def task_words(metric: Metric, number: int, language: Language) -> str:
    """So much of a metric as something to do, within a sentence. A bare "1 call" is no sentence."""
    things = language.things(metric, number)
    match metric.key:
        case "demo" | "meeting":
            return language("book {things}", things=things)
        case "proposal":
            return language("send {things}", things=things)
        case "call" if number == 1:
            return language("make {things}", things=things)
        case "email" if number == 1:
            return language("send {things}", things=things)
        case _:
            return things


def capital(text: str) -> str:
    """The text at the start of a line."""
    return text[:1].upper() + text[1:]
