"""The words that Pacer uses, and those that it does not: one word for one thing, in Slack, in commands and in docs.

`faults(text)` says what is wrong with a text, a line each. `SLACK` is the strictest, `DOCS` is for the command line,
the README and the docs, where some words mean something else. The reasons stand in docs/tone.md.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto


class Where(Enum):
    """Where a word is not used."""

    EVERYWHERE = auto()
    SLACK = auto()


EVERYWHERE, SLACK = Where.EVERYWHERE, Where.SLACK
DOCS = Where.EVERYWHERE
"""What the command line and the docs keep to."""


@dataclass(frozen=True)
class NotUsed:
    """A word or turn of phrase that is not used, as a pattern, and what is said instead."""

    said: str
    instead: str
    where: Where = EVERYWHERE


STANDINGS = ("on track", "slightly behind", "behind", "done", "not logged yet", "too early to say")
"""How a goal stands, in the only words for it."""
STANDINGS_IN_MALAY = (
    "ikut rancangan",
    "sedikit ketinggalan",
    "ketinggalan",
    "tercapai",
    "belum dicatat",
    "masih terlalu awal",
)

ENGLISH = (
    # How a goal stands, and its odds.
    NotUsed(r"behind plan|behind the plan", "behind"),
    NotUsed(r"on plan\b", "on track"),
    NotUsed(r"a little behind|a bit behind", "slightly behind"),
    NotUsed(r"just begun", "just started"),
    NotUsed(r"log (?:is )?missing", "not logged yet"),
    NotUsed(r"reaching it (?:is|was)", "likely to make it"),
    NotUsed(r"\beven chance|(?:is|was|are) even\b", "50/50"),
    NotUsed(r"probabilit(?:y|ies)|likelihood|chances? of (?!rain)", "odds", SLACK),
    # Who finds out, who does what.
    NotUsed(r"\bhears? of\b|\bheard of\b|\b(?:is|are) told\b", "find out, get an alert"),
    NotUsed(r"\blook(?:s|ed|ing)? after\b", "own, follow up"),
    NotUsed(r"look closer", "View rep…"),
    NotUsed(r"\b(?:let|lets) (?:\w+ )?go on\b|\bmessages go on\b", "resume"),
    NotUsed(r"made up for", "sent later"),
    NotUsed(r"\bpassed over\b", "skipped"),
    NotUsed(r"\bmended\b|\bmends?\b", "fixed, fix"),
    NotUsed(r"\b(?:take|takes|took|taken) (?:it |them |that |the last message |your words )?back\b", "undo"),
    NotUsed(r"\btake out (?:everything|all|what)", "export", SLACK),
    NotUsed(r"another program|other programs", "your CRM", SLACK),
    NotUsed(r"what (?:can come|came|comes) of", "outcome"),
    NotUsed(r"\bcomes? of (?:one|it|them|\{)", "leads to, turns into"),
    # Time.
    NotUsed(r"\bfrom (?:tomorrow|today|now|then|there|\{x\})(?: morning)? on\b(?! the)", "starting, from"),
    NotUsed(r"\bany more\b(?! than)", "anymore, no longer"),
    NotUsed(r"\bby now than\b", "than"),
    NotUsed(r"\btoo long ago\b", "too far back"),
    # Time off is one thing.
    NotUsed(
        r"\b(?:on|of|for|your|their|as|add|older|less your|half a day of|or|and|take|taken) leave\b"
        r"(?! (?:it|them|out|alone|the|blank|empty|early|this|that|a))"
        r"|(?:^|\. |\*)Leave (?:is|can|counts|and|of)\b|\bleave (?:is|counts|can be)\b|^leave$",
        "time off",
    ),
    NotUsed(r"\b(?:are|is|you're|when|away today|not) away\b|^away\b|\*Away", "off, on time off", SLACK),
    # One word for one thing.
    NotUsed(r"\bfigures?\b(?! out)", "numbers"),
    NotUsed(r"e-mails?\b", "email, emails"),
    NotUsed(r"\bworking (?:day|morning)s?\b", "workday, workday morning"),
    NotUsed(r"\bworking weeks?\b", "work week", SLACK),
    NotUsed(r"\bone by one\b", "individually"),
    NotUsed(r"\brefused lately|\brefusals?\b", "denied actions", SLACK),
    NotUsed(r"\b(?:some|any)body\b", "someone, anyone"),
    NotUsed(r"\b(?:every)body\b", "everyone"),
    NotUsed(r"\bnobody\b", "no one"),
    NotUsed(r"\bpeople of other organi[sz]ations|another organi[sz]ation|organi[sz]ations?\b", "company", SLACK),
    NotUsed(r"\bthemself\b", "themselves, or say it another way"),
    NotUsed(r"(?<=[\d}]) %", "15%, without a space"),
    NotUsed(r"\bthe way there\b|\bon the way to\b", "Plan"),
    NotUsed(r"\bsells? as\b|sell like|sells like", "sales role"),
    # Sentences that no colleague says.
    NotUsed(r"\bis no (?!longer|one|different|need|point|rush|problem)\w+|\bis none\b(?! of)", "isn't a …"),
    NotUsed(r"\bthere is no such\b|\bno such \w+ any", "… was deleted, doesn't exist"),
    NotUsed(r"\b(?:is|are|was) not there\b|\bisn't there\b", "was deleted, is gone"),
    NotUsed(r"\bthere is (?:no|nothing|nobody|none)\b|\bthere are (?:no|none)\b", "… has no …, no … yet", SLACK),
    NotUsed(
        r"(?:^|[.:;,!?] |\*)(?:please )?say (?:which|what|whom?|when|where|how|the|so|it)\b", "ask: Which deal?", SLACK
    ),
    NotUsed(r"\bshall (?:i|we|they|it)\b", "Want …?, should"),
    NotUsed(r"\bwhom\b", "who", SLACK),
    NotUsed(r"\bnothing is (?:sent|expected|asked|lost|known|written|logged|set)\b", "we won't …, no … yet", SLACK),
    NotUsed(r"\b(?:you|pacer|it) may not\b", "can't", SLACK),
    NotUsed(r"\bhardly luck\b|\bof the trade\b|slip of the finger", "say it plainly"),
    NotUsed(r"\bat the moment\b|\bmeanwhile\b", "right now, until then", SLACK),
    NotUsed(r"\bmust\b", "need to, has to", SLACK),
)
"""What is not said in English."""

MALAY = (
    NotUsed(r"pentadbir", "admin"),
    NotUsed(r"\bdijeda|\bjeda", "dihentikan sementara"),
    NotUsed(r"\bkalah\b", "terlepas"),
    NotUsed(r"\bnampak\b", "lihat"),
    NotUsed(r"\brentak", "kadar biasa"),
    NotUsed(r"sama kemungkinan", "50-50"),
    NotUsed(r"ketinggalan (?:daripada )?rancangan", "ketinggalan"),
    NotUsed(r"dalam perjalanan ke", "menuju"),
    NotUsed(r"seorang demi seorang", "satu per satu"),
    NotUsed(r"\bcara jualan\b", "jenis pasukan jualan, peranan jualan"),
    NotUsed(r"sebagai ganti:", "Cadangan:"),
    NotUsed(r"tidak jadi bercuti", "cuti dibatalkan"),
    NotUsed(r"\bprogram lain\b", "CRM anda"),
    NotUsed(r"(?<=[\d}]) %", "15%, tanpa ruang"),
    NotUsed(r"\bemel\b|\bemail\b", "e-mel"),
    NotUsed(r"\bhari kerja\b|\bseminggu kerja\b|\bminggu kerja\b|\bwaktu kerja\b", "hari, minggu, waktu bekerja"),
)
"""What is not said in Malay."""

UNCONTRACTED = re.compile(
    r"\b(?:cannot|can not|do not|does not|did not|is not|are not|was not|were not|has not|have not|had not|will not|"
    r"would not|should not|could not|I am|I will|you are|you will|we are|we will|they are|they will|it is|that is|"
    r"there is|(?<!one )here is|what is|who is)\b(?!\s*(?:[.,:?!*]|$))"
    r"|\b(?:I|you|we|they) have (?:\w+ed|been|done|had)\b",
    re.IGNORECASE,
)
"""Where speech contracts: can't, isn't, you're."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n|(?<=[.!?]\*)\s+")
WORD = re.compile(r"[\w{}'’/%$<>@#.,:-]*\w[\w{}'’/%$<>@#-]*")
LONGEST_SENTENCE = 20
"""Words of a sentence."""
MEDIAN_SENTENCE = 10
"""Words of the sentence in the middle, over all texts."""


def faults(text: str, *, where: Where = SLACK, words: tuple[NotUsed, ...] = ENGLISH) -> list[str]:
    """Words in `text` that are not used there, with what is said instead; what is to be typed is not looked at."""
    spoken = re.sub(r"\{\w+(?:!r)?\}", "{x}", re.sub(r"`[^`]*`", "`…`", text))
    found = []
    for each in words:
        if each.where is Where.SLACK and where is not Where.SLACK:
            continue
        if hit := re.search(each.said, spoken, re.IGNORECASE):
            found.append(f"{hit[0]!r}: say {each.instead!r}")
    return found


def uncontracted(text: str) -> list[str]:
    """What speech would contract."""
    return [hit[0] for hit in UNCONTRACTED.finditer(re.sub(r"`[^`]*`|“[^”]*”", "…", text))]


def sentences(text: str) -> list[str]:
    """The sentences of a text, a line of a list being one."""
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def word_count(sentence: str) -> int:
    """Its words; what is to be typed counts as one."""
    return len(WORD.findall(re.sub(r"`[^`]*`", "typed", sentence)))
