"""What is typed after `/deal`.

    line      = list [person] | person | help | playbook | verb rest | name verb rest | name TO stage
    add       = "add" name [amount] ["in" stage] [date]
    move      = ["move"] name TO stage [date]
    won       = "won" name [amount] [TO person] [date]
    lost      = "lost" name [date] [":" reason [";" lesson]]       also "because" for the colon
    amount    = "amount" name amount
    refund    = "refund" name amount [date]
    reopen    = "reopen" name
    lead      = "lead" name ["from" source] | "answered" name | "drop" name

What follows the name is taken from the end, in any order: so a name may have any words. In quotes, words are a name
and nothing else; `#12` is a deal's number. The words in English and Malay are in deal_words.py.
"""

import datetime as dt
import re

from bot.core.failures import Words
from bot.core.text.errors import UnclearText, WrongAmount
from bot.core.text.slack import plain_text
from bot.core.text.vocabulary import fold
from bot.deals.text.ends import DealReader, Word, words_of
from bot.deals.text.keywords import (
    AGAIN,
    BECAUSE,
    FROM,
    HANDED,
    HELP,
    IN,
    LIST,
    PLAYBOOK,
    TO,
    VERB_OF_WORD,
    DealVocabulary,
    find_stage_key,
    stage_keys,
)
from bot.deals.text.meanings import (
    DealAdd,
    DealAmount,
    DealHelp,
    DealListing,
    DealLost,
    DealMeaning,
    DealMove,
    DealPlaybook,
    DealRefund,
    DealReopen,
    DealWon,
    LeadAdd,
    LeadAnswered,
)

LONGEST_TEXT = 3000
LESSON = re.compile(r"[.;,]?\s*\b(?:lesson|lessons|next time|pengajaran)\b\s*:?\s*|;\s*", flags=re.IGNORECASE)
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
LISTED = re.compile(r"(?:(\S+)\s+)?@([UW](?=[A-Z]*\d)[A-Z0-9]{4,})")
"""Somebody whose deals are asked for; the sign alone does not make a name of letters a Slack id."""
COMMANDS: tuple[tuple[frozenset[str], DealMeaning], ...] = (
    (LIST, DealListing()),
    (HELP, DealHelp()),
    (PLAYBOOK, DealPlaybook()),
)


class UnclearDeal(UnclearText):
    """The text does not say which deal, or what to do with it."""


def parse_deal(text: str, vocabulary: DealVocabulary, *, today: dt.date) -> DealMeaning:
    """The meaning of `text` as Slack sends it. Raises a NotUnderstood that says what to write.

    `add Acme 12.5k` · `Acme to quoting` · `Acme won to @kim` · `Acme lost: too dear; ask for the budget first` ·
    `refund Acme 2k` · `lead Acme from website`. A name in quotes is a name whatever is in it.
    """
    said = plain_text(MENTION.sub(r"@\1", text))
    if len(said) > LONGEST_TEXT:
        raise UnclearDeal("the text is longer than {most} characters.", most=LONGEST_TEXT)
    command = " ".join(fold(said).split())
    listed = LISTED.fullmatch(said)
    if listed is not None and fold(listed[1] or "") in LIST:
        return DealListing(person=listed[2])
    for known, meaning in COMMANDS:
        if command in known:
            return meaning
    head, reason = _split_reason(said)
    words = words_of(head)
    verb, words = _verb_of(words, vocabulary)
    if verb != "lost":
        words += words_of(reason)
    return _meaning(verb, DealReader(words, vocabulary, today), reason)


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


def _verb_of(words: list[Word], vocabulary: DealVocabulary) -> tuple[str, list[Word]]:
    """What to do, and the words without it. The verb comes first, or after the name."""
    for at, word in enumerate(words):
        verb = VERB_OF_WORD.get(word.plain)
        if verb is None:
            continue
        if at > 0 and words[at - 1].plain in TO and verb in ("won", "lost"):
            return verb, words[: at - 1] + words[at + 1 :]
        # Inside a sentence these are more often part of a name or a stage.
        if at > 0 and verb in ("add", "move", "lead", "drop"):
            continue
        if _in_stage(words, at, vocabulary):
            continue
        after = words[at + 1 :]
        if verb == "reopen" and after and after[0].plain == AGAIN:
            after = after[1:]
        return verb, words[:at] + after
    if any(word.plain in TO for word in words[1:]):
        return "move", words
    named = " ".join(word.said for word in words) if words and words[0].plain not in TO else ""
    labels = vocabulary.labels
    raise UnclearDeal(
        "say what to do with it, for example `/deal add {said} 12,500`, `/deal {said} to {stage}` or "
        "`/deal {said} won`.",
        said=named or "Acme",
        # Where a deal begins, nobody moves it to.
        stage=labels[min(1, len(labels) - 1)] if labels else "quoting",
    )


def _in_stage(words: list[Word], at: int, vocabulary: DealVocabulary) -> bool:
    """Whether the word at `at` is part of the name of the stage to which a deal is moved."""
    names = stage_keys(vocabulary)
    starts = [begin + 1 for begin in range(at) if words[begin].plain in TO]
    return any(
        (at == start == end - 1 and find_stage_key(words[at].said, vocabulary) is not None)
        or " ".join(word.plain for word in words[start:end]) in names
        for start in starts
        for end in range(at + 1, len(words) + 1)
    )


def _meaning(verb: str, reader: DealReader, reason: str) -> DealMeaning:
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
            return DealWon(_named(reader, Words("won Acme")), reader.amount, name, reader.date)
        case "lost":
            reader.take_ends(amount=False)
            parts = LESSON.split(reason, maxsplit=1)
            lesson = parts[1].strip() if len(parts) > 1 else ""
            return DealLost(_named(reader, Words("lost Acme: too dear")), parts[0].strip(" ."), lesson, reader.date)
        case "amount":
            reader.take_ends(amount=True)
            return DealAmount(_named(reader, Words("amount Acme 15k")), _amount(reader, Words("amount Acme 15k")))
        case "refund":
            reader.take_ends(amount=True)
            amount = _amount(reader, Words("refund Acme 2k"))
            return DealRefund(_named(reader, Words("refund Acme 2k")), amount, reader.date)
        case "lead":
            return _lead(reader)
        case "answered" | "drop":
            return LeadAnswered(_lead_name(reader, Words("answered Acme")), dropped=verb == "drop")
        case _:
            return DealReopen(_named(reader, Words("reopen Acme")))


def _add(reader: DealReader) -> DealAdd:
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
    return DealAdd(_named(reader, Words("add Acme 12,500")), reader.amount or 0, stage, reader.date)


def _move(reader: DealReader) -> DealMove:
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
    return DealMove(_named(reader, Words("Acme to quoting")), stage, reader.date)


def _lead(reader: DealReader) -> LeadAdd | LeadAnswered:
    if len(reader.words) > 1 and VERB_OF_WORD.get(reader.words[-1].plain) == "answered":
        del reader.words[-1]
        return LeadAnswered(_lead_name(reader, Words("answered Acme")))
    source = reader.take_after(FROM) or ()
    return LeadAdd(_lead_name(reader, Words("lead Acme from website")), " ".join(word.said for word in source))


def _named(reader: DealReader, example: Words) -> str:
    name = reader.name()
    if not name and reader.took:
        # Nothing else was said: the number is the name, as of a deal with 1848.
        name, reader.amount = reader.took[0], None
    if not name:
        raise UnclearDeal("say which deal, for example `/deal {example}`.", example=example)
    return name


def _lead_name(reader: DealReader, example: Words) -> str:
    name = reader.name()
    if not name:
        raise UnclearDeal("say which lead, for example `/deal {example}`.", example=example)
    return name


def _amount(reader: DealReader, example: Words) -> int:
    if reader.amount is None or not reader.words:
        raise WrongAmount("say the amount too, for example `/deal {example}`.", example=example)
    return reader.amount
