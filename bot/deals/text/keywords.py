"""The words of `/deal` in English and Malay: what can be done with a deal, what joins its parts, and stages' names."""

import difflib
from dataclasses import dataclass

from bot.core.failures import Words
from bot.core.text.vocabulary import fold

VERBS: dict[str, tuple[str, ...]] = {
    "add": ("add", "new", "tambah", "baru", "baharu"),
    "move": ("move", "pindah", "pindahkan", "alih", "alihkan"),
    "amount": ("amount", "price", "nilai", "harga"),
    "won": ("won", "win", "menang", "berjaya"),
    "lost": ("lost", "lose", "kalah"),
    "refund": ("refund", "refunded", "pulangkan", "dipulangkan"),
    "reopen": ("reopen", "buka"),
    "lead": ("lead", "prospek"),
    "answered": ("answered", "replied", "dijawab", "jawab"),
    "drop": ("drop", "dropped", "lepaskan", "gugurkan"),
}
"""What can be done, and the words for it in English and Malay."""
AGAIN = "semula"
"""Follows the Malay word for to open: buka semula."""
LIST = frozenset({"", "list", "mine", "senarai"})
HELP = frozenset({"help", "?", "bantuan", "tolong"})
PLAYBOOK = frozenset({"playbook", "stages", "how", "panduan", "peringkat"})
TO = frozenset({"to", "ke", "kepada", "->", "→"})
FROM = frozenset({"from", "via", "dari", "daripada"})
IN = frozenset({"in", "di"})
BECAUSE = frozenset({"because", "kerana", "sebab"})
HANDED = frozenset({"handed", "hand", "over", "serah", "diserahkan"})
STAGE_WORDS: dict[str, tuple[str, ...]] = {
    "prospecting": ("prospect", "prospek", "mencari prospek"),
    "qualifying": ("qualify", "qualified", "qualification", "nilai", "penilaian"),
    "quoting": ("quote", "quoted", "quotation", "proposal", "sebut harga", "sebutharga", "cadangan"),
    "closing": ("close", "negotiating", "negotiation", "tutup", "penutupan", "rundingan"),
}
"""Other words for the stages that a workspace starts with."""
VERB_OF_WORD = {word: verb for verb, words in VERBS.items() for word in words}


@dataclass(frozen=True)
class DealVocabulary:
    """The stages in use, as (key, label), and how this workspace writes money."""

    stages: tuple[tuple[str, str], ...]
    currency: str = "USD"
    locale: str = "en"

    @property
    def labels(self) -> tuple[str, ...]:
        """What the stages are called."""
        return tuple(Words(label) for _, label in self.stages)


def stage_keys(vocabulary: DealVocabulary) -> dict[str, str]:
    """The key of each stage by its folded names."""
    names: dict[str, str] = {}
    for key, label in vocabulary.stages:
        for name in (key, fold(label), *STAGE_WORDS.get(key, ())):
            names.setdefault(" ".join(name.split()), key)
    return names


def find_stage_key(said: str, vocabulary: DealVocabulary) -> str | None:
    """The key of the stage that the words name, or begin, or nearly name; None when they name none."""
    folded = " ".join(fold(said).split()).strip(".,;!")
    names = stage_keys(vocabulary)
    if folded in names:
        return names[folded]
    begun = {key for name, key in names.items() if len(folded) >= 3 and name.startswith(folded)}
    if len(begun) == 1:
        return begun.pop()
    close = difflib.get_close_matches(folded, names, n=1, cutoff=0.75)
    return names[close[0]] if close else None
