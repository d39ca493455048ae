"""What can come of an activity, by the key of its metric, and the words for it in English and Malay."""

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
)
_HELD = ("held", "done", "took place", "selesai")
_NO_SHOW = ("no show", "no-show", "noshow", "didn't show", "did not show", "didn't show up", "tak hadir", "tidak hadir")
_MOVED = ("rescheduled", "postponed", "ditunda", "ditangguh")
_CANCELLED = ("cancelled", "canceled", "called off", "dibatalkan")
_NOT_INTERESTED = ("not interested", "no interest", "tak berminat", "tidak berminat")

OUTCOMES: dict[str, Outcomes] = {
    "call": (
        ("connected", ("connected", "answered", "picked up", "got through", "spoke", "talked", "dijawab", "bercakap")),
        (
            "no answer",
            (
                "no answer",
                "no reply",
                "unanswered",
                "not answered",
                "didn't answer",
                "did not answer",
                "didn't pick up",
                "no pickup",
                "tiada jawapan",
                "tak jawab",
                "tidak jawab",
                "tak angkat",
                "tidak dijawab",
            ),
        ),
        (
            "voicemail",
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
        ("busy", ("busy", "line busy", "engaged", "sibuk", "talian sibuk")),
        ("call back", ("call back", "callback", "will call back", "call again", "hubungi semula", "telefon semula")),
        ("wrong number", ("wrong number", "bad number", "nombor salah", "salah nombor")),
        ("not interested", _NOT_INTERESTED),
        ("booked", _BOOKED),
    ),
    "email": (
        ("sent", ("sent", "dihantar")),
        ("replied", ("replied", "reply", "got reply", "got a reply", "answered", "dibalas", "dijawab")),
        ("no reply", ("no reply", "no answer", "tiada balasan", "tak balas")),
        ("bounced", ("bounced", "bounce", "undelivered", "melantun")),
        ("not interested", _NOT_INTERESTED),
        ("booked", _BOOKED),
    ),
    "meeting": (
        ("booked", ("booked", "set", "ditempah")),
        ("held", _HELD),
        ("no show", _NO_SHOW),
        ("rescheduled", _MOVED),
        ("cancelled", _CANCELLED),
        ("not interested", _NOT_INTERESTED),
    ),
    "demo": (
        ("booked", ("booked", "set", "ditempah")),
        ("held", _HELD),
        ("no show", _NO_SHOW),
        ("rescheduled", _MOVED),
        ("cancelled", _CANCELLED),
        ("interested", ("interested", "berminat")),
        ("not interested", _NOT_INTERESTED),
    ),
    "proposal": (
        ("sent", ("sent", "dihantar")),
        ("accepted", ("accepted", "agreed", "diterima")),
        ("rejected", ("rejected", "declined", "turned down", "ditolak")),
        ("revised", ("revised", "dipinda")),
    ),
    "deal": (
        ("won", ("won", "signed", "closed", "closed won", "menang", "dimeterai")),
        ("lost", ("lost", "closed lost", "kalah", "gagal")),
        ("refunded", ("refund", "refunded", "dipulangkan")),
    ),
}
"""By metric: (outcome, the words for it)."""

WON = "won"
"""The outcome of every deal that `/log` records, and so not worth storing."""

NO_WIN = frozenset({"lost", "refunded"})
"""Outcomes of a deal that `/log` refuses, because it records won deals."""


def outcomes_of(metric_key: str, written: str = "") -> Outcomes:
    """The outcomes of a metric: those `written` for it as `connected=talked|spoke; no answer=na`, else the usual.

    A metric that the workspace added has no usual ones.
    """
    if not written.strip():
        return OUTCOMES.get(metric_key, ())
    pairs = (part.partition("=") for part in written.split(";"))
    return tuple((name.strip(), _words(words)) for name, _, words in pairs if name.strip())


def _words(written: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in written.split("|") if word.strip())
