"""What can come of an activity, by the key of its metric, and the words for it in English and Malay."""

from collections.abc import Iterable

from bot.core.failures import Words
from bot.core.text.vocabulary import fold_words

Outcomes = tuple[tuple[str, tuple[str, ...]], ...]

_BOOKED = (
    "booked",
    "meeting booked",
    "demo booked",
    "booked meeting",
    "booked a meeting",
    "booked a demo",
    "meeting set",
    "appointment set",
    "ditempah",
    "temu janji",
    "tempah",
)
_HELD = ("held", "done", "took place", "selesai")
_NO_SHOW = ("no show", "no-show", "noshow", "didn't show", "did not show", "didn't show up", "tak hadir", "tidak hadir")
_MOVED = ("rescheduled", "postponed", "ditunda", "ditangguh")
_CANCELLED = ("cancelled", "canceled", "called off", "dibatalkan")
_NOT_INTERESTED = ("not interested", "no interest", "tak berminat", "tidak berminat")

OUTCOMES: dict[str, Outcomes] = {
    "call": (
        (
            Words("connected"),
            ("connected", "answered", "picked up", "got through", "spoke", "talked", "dijawab", "bercakap"),
        ),
        (
            Words("no answer"),
            (
                "no answer",
                "no reply",
                "unanswered",
                "not answered",
                "didn't answer",
                "did not answer",
                "didn't pick up",
                "no pickup",
                "no one picked up",
                "nobody picked up",
                "no one answered",
                "nobody answered",
                "couldn't reach",
                "could not reach",
                "didn't get through",
                "unreachable",
                "tak dapat dihubungi",
                "tiada siapa jawab",
                "tiada siapa angkat",
                "tiada jawapan",
                "tak jawab",
                "tidak jawab",
                "tak angkat",
                "tidak dijawab",
            ),
        ),
        (
            Words("voicemail"),
            (
                "voicemail",
                "voice mail",
                "left voicemail",
                "left a voicemail",
                "left vm",
                "vm",
                "left message",
                "left a message",
                "mel suara",
                "tinggal pesan",
            ),
        ),
        (Words("busy"), ("busy", "line busy", "engaged", "sibuk", "talian sibuk")),
        (
            Words("call back"),
            ("call back", "callback", "will call back", "call again", "hubungi semula", "telefon semula"),
        ),
        (Words("wrong number"), ("wrong number", "bad number", "nombor salah", "salah nombor")),
        (Words("not interested"), _NOT_INTERESTED),
        (Words("booked"), _BOOKED),
    ),
    "email": (
        (Words("sent"), ("sent", "dihantar")),
        (Words("replied"), ("replied", "reply", "got reply", "got a reply", "answered", "dibalas", "dijawab")),
        (Words("no reply"), ("no reply", "no answer", "tiada balasan", "tak balas")),
        (Words("bounced"), ("bounced", "bounce", "undelivered", "melantun", "tidak sampai")),
        (Words("not interested"), _NOT_INTERESTED),
        (Words("booked"), _BOOKED),
    ),
    "meeting": (
        (Words("booked"), ("booked", "set", "ditempah", "tempah")),
        (Words("held"), _HELD),
        (Words("no show"), _NO_SHOW),
        (Words("rescheduled"), _MOVED),
        (Words("cancelled"), _CANCELLED),
        (Words("not interested"), _NOT_INTERESTED),
    ),
    "demo": (
        (Words("booked"), ("booked", "set", "ditempah", "tempah")),
        (Words("held"), _HELD),
        (Words("no show"), _NO_SHOW),
        (Words("rescheduled"), _MOVED),
        (Words("cancelled"), _CANCELLED),
        (Words("interested"), ("interested", "berminat")),
        (Words("not interested"), _NOT_INTERESTED),
    ),
    "proposal": (
        (Words("sent"), ("sent", "dihantar")),
        (Words("accepted"), ("accepted", "agreed", "diterima")),
        (Words("rejected"), ("rejected", "declined", "turned down", "ditolak")),
        (Words("revised"), ("revised", "dipinda")),
    ),
    "deal": (
        (Words("won"), ("won", "signed", "closed", "closed won", "menang", "dimeterai")),
        (Words("lost"), ("lost", "closed lost", "kalah", "terlepas", "gagal")),
        (Words("refunded"), ("refund", "refunded", "dipulangkan")),
    ),
}
"""By metric: (outcome, the words for it)."""

_VOID = frozenset(fold_words(word) for word in (*_NO_SHOW, *_MOVED, *_CANCELLED))


def took_place(outcome: str, words: Iterable[str] = ()) -> bool:
    """Whether a thing with this outcome took place, whoever says so: a rep, a file, the API or a CRM (NO_SHOW).

    `words` are the other words of the outcome, where a workspace has its own. What did not take place does not count.
    """
    said = (fold_words(each.replace("_", " ")) for each in (outcome, *words))
    return not any(each in _VOID for each in said)


WON = "won"
"""The outcome of every deal that `/log` records, and so not worth storing."""

NO_WIN = frozenset({"lost", "refunded"})
"""Outcomes of a deal that `/log` refuses, because it records won deals."""


USUAL = "*"
"""Stands for the usual words of an outcome in what is stored, so that it stays short and follows what is usual."""
NONE = ";"
"""Stored where a metric has no outcomes although some are usual."""


def outcomes_of(metric_key: str, written: str = "") -> Outcomes:
    """The outcomes of a metric: those `written` for it as `connected=*|talked; no answer=na`, else the usual.

    A metric that the workspace added has no usual ones.
    """
    usual = OUTCOMES.get(metric_key, ())
    if not written.strip():
        return usual
    known = dict(usual)
    pairs = ((name.strip(), words) for name, _, words in (part.partition("=") for part in written.split(";")))
    return tuple((name, tuple(_words(words, known.get(name, ())))) for name, words in pairs if name)


def write_outcomes(metric_key: str, outcomes: Outcomes) -> str:
    """These outcomes as they are stored: `outcomes_of` gives them again, in another order of their words perhaps.

    Empty for the usual ones. No name or word may have any of `=;|*` in it.
    """
    usual = {name: _others(name, words) for name, words in OUTCOMES.get(metric_key, ())}
    said = {name: _others(name, words) for name, words in outcomes}
    if list(said.items()) == list(usual.items()):
        return ""
    return "; ".join(f"{name}={_written(words, usual.get(name, ()))}" for name, words in said.items()) or NONE


def _others(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word != name)


def _words(written: str, usual: tuple[str, ...]) -> dict[str, None]:
    found: dict[str, None] = {}
    for word in filter(None, map(str.strip, written.split("|"))):
        found.update(dict.fromkeys(usual if word == USUAL else (word,)))
    return found


def _written(words: tuple[str, ...], usual: tuple[str, ...]) -> str:
    if not usual or not set(usual) <= set(words):
        return "|".join(words)
    return "|".join([USUAL, *(word for word in words if word not in usual)])
