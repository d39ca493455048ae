"""What says that something has not happened: Acme not won yet, Acme akan menang."""

from bot.deals.text.ends import Word
from bot.deals.text.keywords import BEFORE_TO, INFINITIVES, NOT, PLANNED, TO, VERB_OF_PHRASE


def doubtful(words: list[Word]) -> int | None:
    """Where a word says that it did not happen, or is only planned or asked; None where none does."""
    for at, word in enumerate(words):
        after = words[at + 1].plain if at + 1 < len(words) else ""
        if _denies(word):
            return at
        if word.plain in BEFORE_TO and after in TO:
            return at
        if word.plain in ("may", "can", "to") and (after in INFINITIVES or after == "be"):
            return at
    if words and words[-1].plain and words[-1].said.endswith("?"):
        return len(words) - 1
    return None


def _denies(word: Word) -> bool:
    return word.plain in NOT or word.plain in PLANNED or word.plain.endswith(("n't", "'ll"))


def without_doubt(words: list[Word]) -> list[Word]:
    """The words as if it had happened."""
    kept = []
    for at, word in enumerate(words):
        before = words[at - 1].plain if at else ""
        if _denies(word):
            continue
        if word.plain in BEFORE_TO or (at and word.plain in ("yet", "lagi", "be", "been", "may", "can")):
            continue
        if word.plain in TO and (before in BEFORE_TO or (at + 1 < len(words) and words[at + 1].plain in _VERBS)):
            continue
        if word.said == "?":
            continue
        verb = INFINITIVES.get(word.plain) if at else None
        kept.append(Word(verb, verb) if verb else Word(word.said.rstrip("?"), word.plain))
    return kept


def says_a_name(words: list[Word], at: int) -> bool:
    """Whether the doubtful word at `at` is the beginning of a new name, as in Will Power and Not On The High Street."""
    rest = words[at : at + 2]
    return at == 0 and len(rest) > 1 and all(word.is_capital or word.said == "&" for word in rest)


_VERBS = frozenset({phrase[0] for phrase in VERB_OF_PHRASE} | set(INFINITIVES) | {"be"})
