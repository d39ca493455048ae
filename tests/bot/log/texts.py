"""Texts that might be typed after `/log`: by a grammar, by a slip of the finger, and by no grammar at all."""

import random
import unicodedata

METRICS = (
    *("call", "calls", "email", "emails", "demo", "demos", "meeting", "meetings", "proposal", "proposals", "deal"),
    *("deals", "revenue", "panggilan", "emel", "mesyuarat", "urus niaga", "quote", "won", "dial", "met", "pipeline"),
)
NUMBERS = (
    *("1", "2", "5", "12", "20", "0", "-1", "3x", "x3", "1,000", "1.000", "12.5k", "12,5k", "$500", "€4,000", "RM 12"),
    *("500 USD", "1.2m", "99999", "12 500", "a", "five", "lima", "dua", "5calls", "٥", "５", "1e9", "0.001", "½", "²"),
)
COUNTS, AMOUNTS = ("1", "2", "5", "12", "3x", "five", "lima"), ("1,000", "12.5k", "500", "1.2m")
DAYS = (
    *("yesterday", "today", "mon", "last friday", "2026-11-16", "2026-11-30", "2026-02-30", "16 nov", "nov 16", "5/11"),
    *("semalam", "isnin lepas", "3 days ago", "last week", "tomorrow", "29 feb", "16/11", "hari ini", "kelmarin dulu"),
)
OUTCOMES = (
    *("no answer", "connected", "left voicemail", "booked", "no show", "held", "sent", "replied", "won", "lost"),
    *("tiada jawapan", "tak hadir", "accepted", "not interested", "call back"),
)
NAMES = (
    *("Acme", "acme ltd", "Globex, Inc", "3M", '"Monday Ltd"', "“Demo GmbH”", "Salt & Co", "<@U123|ana>", "@ana"),
    *("<http://acme.example|acme.example>", "<!channel>", "*Acme*", "`x`", "_y_", "~z~", "אבג", "A: B", "🙂", "&amp;"),
    *("東京", "x" * 250),
)
NOTES = (
    *(
        "left voicemail",
        "3 calls later: yes",
        "a\u202eb",
        "*bold* <!here>",
        "`code`",
        "n" * 1000,
        "你好",
        "",
        "&lt;b&gt;",
    ),
    "n" * 900,
)
JOINERS = (" ", " ", " ", ", ", " and ", "; ", "\n", " to ", " with ", " - ", ": ", " + ", "  ", "\t", " dan ")
SIGNS = tuple(".,;:!?'\"()[]{}<>|&*_~`@#$%^+-=/\\\n\t 0123456789abcdeéñ€£½\u200b\u202e\u0000\u00a0\ufeff")


def typed(chance: random.Random) -> str:
    """A text that somebody, or a cat on the keyboard, might type."""
    kind = chance.random()
    if kind < 0.6:
        return by_grammar(chance)
    if kind < 0.85:
        return with_slips(by_grammar(chance), chance)
    return "".join(_any_letter(chance) for _ in range(chance.randrange(60)))


def by_grammar(chance: random.Random) -> str:
    """Words of the grammar in an order that may make sense."""
    parts: list[str] = []
    careful = chance.random() < 0.6
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5, 12))):
        metric = chance.choice(METRICS)
        amount = metric in ("revenue", "pipeline")
        numbers = (AMOUNTS if amount else COUNTS) if careful else NUMBERS
        order = [_maybe(chance, numbers, 1.0 if careful and amount else 0.6), metric]
        if chance.random() < 0.25 or (careful and amount):
            order.reverse()
        order += [_maybe(chance, NAMES, 0.4), _maybe(chance, OUTCOMES, 0.15), _maybe(chance, DAYS, 0.15)]
        if not careful and chance.random() < 0.4:
            chance.shuffle(order)
        parts.append(" ".join(filter(None, order)))
        parts.append(chance.choice((", ", "\n", ", ", " and ") if careful else JOINERS))
    text = "".join(parts[:-1])
    if chance.random() < 0.2:
        text += chance.choice((": ", " - ", ":", " – ", "：")) + chance.choice(NOTES)
    return text


def with_slips(text: str, chance: random.Random) -> str:
    """The text with some letters left out, doubled, swapped or replaced."""
    letters = list(text)
    for _ in range(chance.randrange(1, 5)):
        if not letters:
            break
        at = chance.randrange(len(letters))
        slip = chance.randrange(4)
        if slip == 0:
            del letters[at]
        elif slip == 1:
            letters.insert(at, letters[at])
        elif slip == 2:
            letters[at] = chance.choice(SIGNS)
        else:
            letters.insert(at, _any_letter(chance))
    return "".join(letters)


def _maybe(chance: random.Random, some: tuple[str, ...], share: float) -> str:
    return chance.choice(some) if chance.random() < share else ""


def _any_letter(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(SIGNS)
    while unicodedata.category(letter := chr(chance.randrange(0x110000))) == "Cn":
        pass
    return letter
