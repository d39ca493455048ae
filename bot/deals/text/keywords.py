"""The words of `/deal` in English and Malay: what can be done with a deal, what joins its parts, and stages' names."""

import difflib
from dataclasses import dataclass

from bot.core.failures import Words
from bot.core.text.small_words import HEDGES, NEGATIONS
from bot.core.text.vocabulary import fold

VERBS: dict[str, tuple[str, ...]] = {
    "add": (
        *("add", "new", "tambah", "baru", "baharu", "new deal", "add deal", "add a deal", "add new deal"),
        *("add a new deal", "open deal", "open a deal", "open a new deal", "create deal", "create a deal"),
        *("urus niaga baru", "urus niaga baharu", "tambah urus niaga", "tambah urus niaga baharu"),
        *("buka urus niaga", "tambah deal", "tambah deal baru", "tambah deal baharu", "deal baru", "deal baharu"),
    ),
    "move": ("move", "moved", "moves", "moving", "pindah", "pindahkan", "dipindahkan", "alih", "alihkan", "beralih"),
    "amount": ("amount", "price", "nilai", "harga"),
    "won": (
        *("won", "win", "wins", "signed", "closed won", "closed-won", "closedwon", "closed as won"),
        *("menang", "dimenangi", "memenangi", "berjaya", "ditandatangani", "tandatangan"),
    ),
    "lost": (
        *("lost", "lose", "loses", "closed lost", "closed-lost", "closedlost", "closed as lost"),
        *("kalah", "terlepas", "hilang"),
    ),
    "refund": ("refund", "refunded", "pulangkan", "dipulangkan"),
    "reopen": ("reopen", "buka", "buka semula"),
    "lead": (
        *("lead", "prospek", "new lead", "a new lead", "add lead", "add a lead", "add new lead", "add a new lead"),
        *("prospek baru", "prospek baharu", "tambah prospek", "tambah prospek baru", "tambah prospek baharu"),
    ),
    "answered": ("answered", "replied", "dijawab", "jawab"),
    "drop": ("drop", "dropped", "lepaskan", "gugurkan"),
}
"""What can be done, and the words for it in English and Malay."""
LIST = frozenset({"", "list", "mine", "senarai"})
HELP = frozenset({"help", "?", "bantuan", "tolong"})
PLAYBOOK = frozenset({"playbook", "stages", "how", "panduan", "peringkat"})
TO = frozenset({"to", "ke", "kepada", "->", "→"})
FROM = frozenset({"from", "via", "dari", "daripada"})
IN = frozenset({"in", "at", "di", "dalam"})
WITH = frozenset({"with", "called", "dengan"})
FOR = frozenset(
    {"=", "-", "–", "@", ":", "for", "at", "worth", "of", "untuk", "bernilai", "sebanyak", "dengan", "nilai"}
)
"""Stand between a name and its amount."""
BECAUSE = frozenset({"because", "kerana", "sebab"})
HANDED = frozenset({"handed", "hand", "over", "serah", "diserahkan"})
DEAL = frozenset({"deal", "deals"})
AROUND = frozenset(
    {
        "as",
        "we",
        "i",
        "we've",
        "i've",
        "is",
        "was",
        "has",
        "have",
        "had",
        "been",
        "be",
        "got",
        "get",
        "just",
        "now",
        "already",
    }
    | {"finally", "kami", "kita", "saya", "sudah", "telah", "dah", "baru", "kini", "akhirnya"}
)
"""Stand before a verb and change nothing: we lost Acme, Acme has signed, Acme sudah menang."""
IDLE = frozenset(
    {"the", "a", "deal", "contract", "kontrak", "paperwork", "it", "yay", "hooray", "finally", "it's", "already"}
    | {"akhirnya", "itu"}
)
"""May follow a verb and change nothing."""
NOT = NEGATIONS | {"unlikely"}
PLANNED = HEDGES | {"almost", "nearly", "yet", "hampir", "if"}
"""Say that something has not happened, or not yet."""
BEFORE_TO = frozenset({"going", "about", "due", "ready", "wants", "want", "plan", "plans"})
"""Say so before `to`: going to sign."""
BEFORE_NAME = frozenset({"mark", "set", "update", "put", "change", "tandakan", "kemaskini", "please", "pls", "tolong"})
"""Before a deal's name these change nothing: mark Acme won, set Acme to closing."""
CLOSES = frozenset({"close", "closed", "closes", "tutup", "ditutup"})
"""Won to some, and to others a stage: it is asked."""
SELLS = frozenset({"sold", "sell", "sells", "jual", "dijual", "terjual"})
"""Probably won."""
INFINITIVES = {"sign": "won", "signs": "won", "close": "won", "closes": "won", "tandatangani": "won"}
"""Verbs only where something has not happened yet: Acme will sign."""
UNITS = frozenset(
    {"users", "user", "seats", "seat", "licences", "licenses", "licence", "license", "pax", "people", "employees"}
    | {"units", "unit", "stores", "sites", "pengguna", "orang", "lesen", "kerusi", "pekerja"}
)
"""What is counted beside a deal, and is no amount of money: 50 users."""
A_YEAR = frozenset({"arr", "mrr", "acv", "tcv", "p.a", "pa", "yearly", "monthly", "annually", "setahun", "sebulan"})
STAGE_WORDS: dict[str, tuple[str, ...]] = {
    "prospecting": ("prospect", "prospek", "mencari prospek"),
    "qualifying": ("qualify", "qualified", "qualification", "nilai", "penilaian"),
    "quoting": ("quote", "quoted", "quotation", "proposal", "sebut harga", "sebutharga", "cadangan"),
    "closing": ("close", "negotiating", "negotiation", "tutup", "penutupan", "rundingan"),
}
"""Other words for the stages that a workspace starts with."""
VERB_OF_PHRASE = {tuple(phrase.split()): verb for verb, phrases in VERBS.items() for phrase in phrases}
LONGEST_PHRASE = max(map(len, VERB_OF_PHRASE))


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


def exact_stage(said: str, vocabulary: DealVocabulary) -> str | None:
    """The key of the stage with just this name; None without one."""
    return stage_keys(vocabulary).get(" ".join(fold(said).split()).strip(".,;!"))


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
