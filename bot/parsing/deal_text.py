"""What is typed after `/deal`."""

import datetime as dt
import difflib
import re
from dataclasses import dataclass, field

from bot.parsing.amounts import currency_of, read_amount, strip_currency
from bot.parsing.day_words import find_day
from bot.parsing.errors import UnclearText, WrongAmount
from bot.parsing.slack_text import plain_text
from bot.parsing.vocabulary import bare_word, fold

LONGEST_TEXT = 3000
VERBS: dict[str, tuple[str, ...]] = {
    "add": ("add", "new", "tambah", "baru"),
    "move": ("move", "pindah", "alih"),
    "amount": ("amount", "price", "nilai", "harga"),
    "won": ("won", "win", "menang", "berjaya"),
    "lost": ("lost", "lose", "kalah"),
    "refund": ("refund", "refunded", "pulangkan"),
    "reopen": ("reopen", "buka"),
    "lead": ("lead", "prospek"),
    "answered": ("answered", "replied", "dijawab", "jawab"),
    "drop": ("drop", "dropped", "lepaskan"),
}
"""What can be done, and the words for it in English and Malay."""
LIST = frozenset({"", "list", "mine", "senarai"})
HELP = frozenset({"help", "?", "bantuan", "tolong"})
PLAYBOOK = frozenset({"playbook", "stages", "how", "panduan", "peringkat"})
TO, FROM, IN = (
    frozenset({"to", "ke", "kepada", "->", "→"}),
    frozenset({"from", "via", "dari", "daripada"}),
    {"in", "di"},
)
BECAUSE = frozenset({"because", "kerana", "sebab"})
HANDED = frozenset({"handed", "hand", "over", "serah", "diserahkan"})
LESSON = re.compile(r"[.;,]?\s*\b(?:lesson|lessons|next time|pengajaran)\b\s*:?\s*|;\s*", flags=re.IGNORECASE)
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
WORD = re.compile(r'["“”„«»]([^"“”„«»\n]+)["“”„«»]|(\S+)')
STAGE_WORDS: dict[str, tuple[str, ...]] = {
    "prospecting": ("prospect", "prospek"),
    "qualifying": ("qualify", "qualified", "qualification", "nilai"),
    "quoting": ("quote", "quoted", "quotation", "proposal"),
    "closing": ("close", "negotiating", "negotiation", "tutup"),
}
"""Other words for the stages that a workspace starts with."""
_WORD_OF_VERB = {word: verb for verb, words in VERBS.items() for word in words}


@dataclass(frozen=True)
class DealVocabulary:
    """The stages in use, as (key, label), and how this workspace writes money."""

    stages: tuple[tuple[str, str], ...]
    currency: str = "USD"
    locale: str = "en"

    @property
    def labels(self) -> tuple[str, ...]:
        """What the stages are called."""
        return tuple(label for _, label in self.stages)


@dataclass(frozen=True)
class DealListing:
    """The member's open deals."""


@dataclass(frozen=True)
class DealHelp:
    """The member asks what can be typed."""


@dataclass(frozen=True)
class DealPlaybook:
    """How to go about the stages."""


@dataclass(frozen=True)
class DealAdd:
    """A new deal; amounts in minor units, `stage` a stage's key, `date` None is today."""

    account: str
    amount_minor: int = 0
    stage: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True)
class DealMove:
    """To another stage, by its key."""

    account: str
    stage: str
    date: dt.date | None = None


@dataclass(frozen=True)
class DealAmount:
    """Another amount."""

    account: str
    amount_minor: int


@dataclass(frozen=True)
class DealWon:
    """Won; `handed_to` is a Slack user id or a name, empty when it was not said."""

    account: str
    amount_minor: int | None = None
    handed_to: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class DealLost:
    """Lost; `reason` is empty when it was not said, which is asked for then."""

    account: str
    reason: str = ""
    lesson: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class DealRefund:
    """A part of a won deal's amount was given back."""

    account: str
    amount_minor: int
    date: dt.date | None = None


@dataclass(frozen=True)
class DealReopen:
    """Open again."""

    account: str


@dataclass(frozen=True)
class LeadAdd:
    """Somebody asked; `source` is empty when it was not said."""

    account: str
    source: str = ""


@dataclass(frozen=True)
class LeadAnswered:
    """A lead was answered, or given up when it was `dropped`."""

    account: str
    dropped: bool = False


DealMeaning = (
    DealListing
    | DealHelp
    | DealPlaybook
    | DealAdd
    | DealMove
    | DealAmount
    | DealWon
    | DealLost
    | DealRefund
    | DealReopen
    | LeadAdd
    | LeadAnswered
)


COMMANDS: tuple[tuple[frozenset[str], DealMeaning], ...] = (
    (LIST, DealListing()),
    (HELP, DealHelp()),
    (PLAYBOOK, DealPlaybook()),
)


class UnclearDeal(UnclearText):
    """The text does not say which deal, or what to do with it."""


@dataclass(frozen=True)
class _Word:
    """A word as it was typed; `plain` is it folded, empty for a quoted one, which means nothing but a name."""

    said: str
    plain: str


@dataclass
class _Reader:
    """Takes what is at the end of the words, until a name is left."""

    words: list[_Word]
    vocabulary: DealVocabulary
    today: dt.date
    date: dt.date | None = None
    amount: int | None = None
    whom: str = ""
    took: list[str] = field(default_factory=list)

    def take_ends(self, *, amount: bool) -> None:
        """Take a date, and an amount when one may be there, in any order from the end."""
        while (self.date is None and self._take_date()) or (amount and self.amount is None and self._take_amount()):
            continue

    def take_after(self, joiners: frozenset[str] | set[str]) -> list[_Word] | None:
        """The words after the last of the joiners; None without one, or with nothing on either side of it."""
        for at in range(len(self.words) - 2, 0, -1):
            if self.words[at].plain in joiners:
                found, self.words = self.words[at + 1 :], self.words[:at]
                return found
        return None

    def name(self) -> str:
        """What is left, as a name."""
        return " ".join(word.said for word in self.words).strip(" ,;.-") if self.words else ""

    def _take_date(self) -> bool:
        plain = [word.plain for word in self.words]
        for length in range(min(4, len(plain)), 0, -1):
            at = len(plain) - length
            if at == 0 or not all(plain[at:]):
                continue
            found = find_day(plain, at, self.today)
            if found is not None and found[1] == length:
                self.date = found[0]
                del self.words[at:]
                return True
        return False

    def _take_amount(self) -> bool:
        for length in (2, 1):
            if len(self.words) < length or not all(word.plain for word in self.words[-length:]):
                continue
            said = " ".join(word.said for word in self.words[-length:])
            if length == 2 and not self._has_mark(self.words[-2].said, self.words[-1].said):
                continue
            amount = read_money(said, self.vocabulary)
            if amount is not None:
                self.amount = amount
                self.took.append(said)
                del self.words[-length:]
                return True
        return False

    def _has_mark(self, one: str, other: str) -> bool:
        spoken = {"currency": self.vocabulary.currency, "locale": self.vocabulary.locale}
        return currency_of(one, **spoken) is not None or currency_of(other, **spoken) is not None


def parse_deal(text: str, vocabulary: DealVocabulary, *, today: dt.date) -> DealMeaning:
    """The meaning of `text` as Slack sends it. Raises a NotUnderstood that says what to write.

    `add Acme 12.5k` · `Acme to quoting` · `Acme won to @kim` · `Acme lost: too dear; ask for the budget first` ·
    `refund Acme 2k` · `lead Acme from website`. A name in quotes is a name whatever is in it.
    """
    said = plain_text(MENTION.sub(r"@\1", text))
    if len(said) > LONGEST_TEXT:
        raise UnclearDeal("the text is longer than {most} characters.", most=LONGEST_TEXT)
    command = " ".join(fold(said).split())
    for known, meaning in COMMANDS:
        if command in known:
            return meaning
    head, reason = _split_reason(said)
    words = _words_of(head)
    verb, words = _verb_of(words, vocabulary)
    if verb != "lost":
        words += _words_of(reason)
    return _meaning(verb, _Reader(words, vocabulary, today), reason)


def read_money(said: str, vocabulary: DealVocabulary) -> int | None:
    """An amount in minor units; None when it is none. Raises WrongAmount for another currency or one below zero."""
    bare, currency = strip_currency(said, vocabulary.currency, vocabulary.locale)
    amount = read_amount(bare, currency=vocabulary.currency, locale=vocabulary.locale, typed=True)
    if amount is None:
        return None
    if currency not in (None, vocabulary.currency):
        raise WrongAmount(
            "amounts here are in {own}, and `{said}` is in {other}.",
            own=vocabulary.currency,
            said=said,
            other=currency,
        )
    if amount < 0:
        raise WrongAmount("an amount is never below zero. Money given back is a refund: `/deal refund Acme 2k`.")
    return amount


def find_stage_key(said: str, vocabulary: DealVocabulary) -> str | None:
    """The key of the stage that the words name, or begin, or nearly name; None when they name none."""
    folded = " ".join(fold(said).split()).strip(".,;!")
    names: dict[str, str] = {}
    for key, label in vocabulary.stages:
        for name in (key, fold(label), *STAGE_WORDS.get(key, ())):
            names.setdefault(" ".join(name.split()), key)
    if folded in names:
        return names[folded]
    begun = {key for name, key in names.items() if len(folded) >= 3 and name.startswith(folded)}
    if len(begun) == 1:
        return begun.pop()
    close = difflib.get_close_matches(folded, names, n=1, cutoff=0.75)
    return names[close[0]] if close else None


def _split_reason(said: str) -> tuple[str, str]:
    """(what stands before the reason, the reason). It follows a colon, or the word because."""
    head, colon, tail = said.partition(":")
    if colon:
        return head, " ".join(tail.split())
    words = said.split()
    for at, word in enumerate(words[1:], start=1):
        if fold(word) in BECAUSE:
            return " ".join(words[:at]), " ".join(words[at + 1 :])
    return said, ""


def _words_of(text: str) -> list[_Word]:
    return [
        _Word(match[1].strip(), "") if match[1] else _Word(match[2], bare_word(match[2]) or fold(match[2]))
        for match in WORD.finditer(text)
    ]


def _verb_of(words: list[_Word], vocabulary: DealVocabulary) -> tuple[str, list[_Word]]:
    """What to do, and the words without it. The verb comes first, or after the name."""
    for at, word in enumerate(words):
        verb = _WORD_OF_VERB.get(word.plain)
        if verb is None:
            continue
        if at > 0 and words[at - 1].plain in TO and verb in ("won", "lost"):
            return verb, words[: at - 1] + words[at + 1 :]
        # Inside a sentence these are more often part of a name or a stage.
        if at > 0 and verb in ("add", "move", "lead", "drop"):
            continue
        if at > 0 and words[at - 1].plain in TO and find_stage_key(word.said, vocabulary) is not None:
            continue
        return verb, words[:at] + words[at + 1 :]
    if any(word.plain in TO for word in words[1:]):
        return "move", words
    raise UnclearDeal(
        "say what to do with it, for example `/deal add {said} 12,500`, `/deal {said} to {stage}` or "
        "`/deal {said} won`.",
        said=" ".join(word.said for word in words) or "Acme",
        stage=fold(vocabulary.labels[0]) if vocabulary.labels else "quoting",
    )


def _meaning(verb: str, reader: _Reader, reason: str) -> DealMeaning:
    match verb:
        case "add":
            return _add(reader)
        case "move":
            return _move(reader)
        case "won":
            reader.take_ends(amount=True)
            whom = reader.take_after(TO) or ()
            while len(reader.words) > 1 and reader.words[-1].plain in HANDED:
                del reader.words[-1]
            reader.take_ends(amount=True)
            name = " ".join(word.said for word in whom).removeprefix("@")
            return DealWon(_named(reader, "won Acme"), reader.amount, name, reader.date)
        case "lost":
            reader.take_ends(amount=False)
            parts = LESSON.split(reason, maxsplit=1)
            lesson = parts[1].strip() if len(parts) > 1 else ""
            return DealLost(_named(reader, "lost Acme: too dear"), parts[0].strip(" ."), lesson, reader.date)
        case "amount":
            reader.take_ends(amount=True)
            return DealAmount(_named(reader, "amount Acme 15k"), _amount(reader, "amount Acme 15k"))
        case "refund":
            reader.take_ends(amount=True)
            amount = _amount(reader, "refund Acme 2k")
            return DealRefund(_named(reader, "refund Acme 2k"), amount, reader.date)
        case "lead":
            return _lead(reader)
        case "answered" | "drop":
            return LeadAnswered(_named(reader, "answered Acme"), dropped=verb == "drop")
        case _:
            return DealReopen(_named(reader, "reopen Acme"))


def _add(reader: _Reader) -> DealAdd:
    stage = None
    for _ in range(2):
        reader.take_ends(amount=True)
        at = max((at for at, word in enumerate(reader.words) if at > 0 and word.plain in IN), default=None)
        if at is None or stage is not None:
            continue
        # "in" may be part of a name: it begins a stage only where one follows.
        stage = find_stage_key(" ".join(word.said for word in reader.words[at + 1 :]), reader.vocabulary)
        if stage is not None:
            del reader.words[at:]
    return DealAdd(_named(reader, "add Acme 12,500"), reader.amount or 0, stage, reader.date)


def _move(reader: _Reader) -> DealMove:
    reader.take_ends(amount=False)
    after = reader.take_after(TO)
    if after is None:
        after, reader.words = reader.words[-1:], reader.words[:-1]
    said = " ".join(word.said for word in after)
    stage = find_stage_key(said, reader.vocabulary)
    if stage is None:
        raise UnclearDeal(
            "I don't know the stage `{said}`. Stages: {known}.", said=said, known=reader.vocabulary.labels
        )
    return DealMove(_named(reader, "Acme to quoting"), stage, reader.date)


def _lead(reader: _Reader) -> LeadAdd | LeadAnswered:
    if len(reader.words) > 1 and _WORD_OF_VERB.get(reader.words[-1].plain) == "answered":
        del reader.words[-1]
        return LeadAnswered(_named(reader, "answered Acme"))
    source = reader.take_after(FROM) or ()
    return LeadAdd(_named(reader, "lead Acme from website"), " ".join(word.said for word in source))


def _named(reader: _Reader, example: str) -> str:
    name = reader.name()
    if not name and reader.took:
        # Nothing else was said: the number is the name, as of a deal with 1848.
        name, reader.amount = reader.took[0], None
    if not name:
        raise UnclearDeal("say which deal, for example `/deal {example}`.", example=example)
    return name


def _amount(reader: _Reader, example: str) -> int:
    if reader.amount is None or not reader.words:
        raise WrongAmount("say the amount too, for example `/deal {example}`.", example=example)
    return reader.amount


def words_for_amount(said: str | None, vocabulary: DealVocabulary) -> int:
    """An amount typed into a form, 0 when it is left empty. Raises WrongAmount with the field `amount`."""
    if said is None or not said.strip():
        return 0
    try:
        amount = read_money(said.strip(), vocabulary)
        if amount is None:
            raise WrongAmount("`{said}` is no amount I can read. Write it like 12,500 or 12.5k.", said=said)
    except WrongAmount as refused:
        refused.field = "amount"
        raise
    return amount
