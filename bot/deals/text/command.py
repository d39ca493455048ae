"""What is typed after `/deal`.

    line      = list [person] | person | help | playbook | verb rest | name verb rest | name TO stage
    add       = "add" name [amount] ["in" stage] [date]              also "new deal"; the stage after the amount
    move      = ["move"] name TO stage [date]
    won       = "won" name [amount] [TO person] [date]               also "signed", "closed won"
    lost      = "lost" name [TO other] [date] [":" reason [";" lesson]]      also "because" for the colon
    amount    = "amount" name amount
    refund    = "refund" name amount [date]
    reopen    = "reopen" name
    lead      = "lead" name ["from" source] | "answered" name | "drop" name

The name of a deal that there is comes before every other reading of its words, so that Won Ton Foods can be moved. What
follows the name is taken from the end, in any order: so a name may have any words. In quotes, words are a name and
nothing else; `#12` is a deal's number. What says that something has not happened, and what can be read in several ways,
is a doubt: nothing is done, and the readings can be offered. The words in English and Malay are in keywords.py.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.failures import Words
from bot.core.text.errors import NotUnderstood, UnclearText, WrongAmount
from bot.core.text.slack import plain_text
from bot.core.text.vocabulary import fold
from bot.deals.text.adding import read_add
from bot.deals.text.doubt import doubtful, without_doubt
from bot.deals.text.ends import DealReader, Word, read_money_safely, require_no_range, with_written_amounts, words_of
from bot.deals.text.keywords import (
    AROUND,
    BECAUSE,
    BEFORE_NAME,
    CLOSES,
    DEAL,
    FOR,
    FROM,
    HANDED,
    HELP,
    IDLE,
    IN,
    LIST,
    LONGEST_PHRASE,
    PLAYBOOK,
    SELLS,
    TO,
    VERB_OF_PHRASE,
    DealVocabulary,
    exact_stage,
    find_stage_key,
)
from bot.deals.text.known import Found, KnownNames, names_in, with_name
from bot.deals.text.meanings import (
    DealAdd,
    DealAmount,
    DealDoubt,
    DealHelp,
    DealListing,
    DealLost,
    DealMeaning,
    DealMove,
    DealNamed,
    DealPlaybook,
    DealReading,
    DealRefund,
    DealReopen,
    DealWon,
    LeadAdd,
    LeadAnswered,
    Why,
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
FIRST_ONLY = frozenset({"add", "move", "lead", "drop"})
"""Inside a sentence these are more often part of a name or a stage."""


class UnclearDeal(UnclearText):
    """The text does not say which deal, or what to do with it."""


class NothingToDo(UnclearDeal):
    """The text does not say what to do."""


def parse_deal(
    text: str, vocabulary: DealVocabulary, *, today: dt.date, known: KnownNames | None = None
) -> DealMeaning:
    """The meaning of `text` as Slack sends it. Raises a NotUnderstood that says what to write.

    `add Acme 12.5k` · `Acme to quoting` · `Acme won to @kim` · `Acme lost: too dear; ask for the budget first` ·
    `refund Acme 2k` · `lead Acme from website`. A name in quotes is a name whatever is in it, and so is one in `known`.
    """
    said = plain_text(MENTION.sub(r"@\1", text))
    if len(said) > LONGEST_TEXT:
        raise UnclearDeal("that's longer than {most} characters. Shorten it.", most=LONGEST_TEXT)
    command = " ".join(fold(said).split())
    listed = LISTED.fullmatch(said)
    if listed is not None and fold(listed[1] or "") in LIST:
        return DealListing(person=listed[2])
    for words, meaning in COMMANDS:
        if command in words:
            return meaning
    typed = with_written_amounts(words_of(said))
    require_no_range(typed)
    return _with_names(typed, known or KnownNames(), vocabulary, today)


def _with_names(words: list[Word], known: KnownNames, vocabulary: DealVocabulary, today: dt.date) -> DealMeaning:
    """The meaning in which a name that is known is what is spoken of; without one, whatever the words say."""
    names = names_in(words, known)
    meanings: list[DealMeaning] = []
    refusals: list[NotUnderstood] = []
    for name in names:
        try:
            meaning = _read(with_name(words, name), vocabulary, today, named=True)
        except NothingToDo:
            continue
        except NotUnderstood as refused:
            refusals.append(refused)
            continue
        if _account_of(meaning) == name.account and meaning not in meanings:
            meanings.append(meaning)
    if len(meanings) == 1:
        return meanings[0]
    if meanings:
        readings = tuple(reading for meaning in meanings for reading in _readings(meaning))
        return DealDoubt(readings)
    if refusals:
        raise refusals[0]
    of_deals = [name for name in names if words[name.starts].plain or name.account in known.open]
    added = _verb_at(words, 0, "add") and all(name.starts for name in names)
    if of_deals and not added:
        return _named_only(with_name(words, of_deals[0]), of_deals[0], vocabulary, today)
    return _read(words, vocabulary, today)


def _named_only(words: list[Word], name: Found, vocabulary: DealVocabulary, today: dt.date) -> DealMeaning:
    """A deal that is named without a verb: with an amount, that may be its new one, and closed may be won."""
    others = [word for word in words if word.plain and word.plain not in AROUND | FOR | TO]
    reader = DealReader([Word(name.account, ""), *others], vocabulary, today)
    with contextlib.suppress(NotUnderstood):
        reader.take_ends(amount=True)
    left = {word.plain for word in reader.words[1:]} - IDLE
    if left and left <= CLOSES | SELLS:
        stage = exact_stage("close", vocabulary) if left & CLOSES and reader.amount is None else None
        moved = (DealMove(name.account, stage, reader.date),) if stage else ()
        return DealDoubt((DealWon(name.account, reader.amount, date=reader.date), *moved), word=" ".join(left))
    if reader.amount is not None and not left:
        return DealDoubt((DealAmount(name.account, reader.amount),))
    return DealNamed(name.account)


def _readings(meaning: DealMeaning) -> tuple[DealReading, ...]:
    if isinstance(meaning, DealDoubt):
        return meaning.readings
    return () if isinstance(meaning, DealListing | DealHelp | DealPlaybook | DealNamed) else (meaning,)


def _account_of(meaning: DealMeaning) -> str | None:
    readings = _readings(meaning)
    return readings[0].account if readings else None


def _read(words: list[Word], vocabulary: DealVocabulary, today: dt.date, *, named: bool = False) -> DealMeaning:
    """The meaning of the words, of which a quoted one is a name. Raises NotUnderstood."""
    if length := _verb_at(words, 0, "add"):
        return _add(words, length, vocabulary, today)
    if len(words) > 1 and words[0].said == "deal":
        words = words[1:]
        doubt = doubtful(_head(words))
        if doubt is None and not _has_verb(words, vocabulary):
            return read_add(words, vocabulary, today)
    at = doubtful(_head(words))
    if at is None:
        return _clear(words, vocabulary, today, named=named)
    try:
        reading = _clear(without_doubt(words), vocabulary, today, named=named)
    except NotUnderstood:
        return DealDoubt((), Why.NOT_YET, words[at].said)
    # The day said is the one on which it is to happen.
    return DealDoubt(tuple(map(_undated, _readings(reading)[:1])), Why.NOT_YET, words[at].said)


def _undated(reading: DealReading) -> DealReading:
    if isinstance(reading, DealAdd | DealMove | DealWon | DealLost | DealRefund):
        return replace(reading, date=None)
    return reading


def _head(words: list[Word]) -> list[Word]:
    """What stands before a reason."""
    at = next((at for at, word in enumerate(words) if at and word.plain in (":", *BECAUSE)), len(words))
    return words[:at]


def _has_verb(words: list[Word], vocabulary: DealVocabulary) -> bool:
    head = _head(words)
    return _to_stage(head, vocabulary) is not None or any(_phrase_at(head, at) for at in range(len(head)))


def _phrase_at(words: Sequence[Word], at: int) -> tuple[str, int] | None:
    """(the verb that begins at `at`, its words); None without one."""
    for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
        verb = VERB_OF_PHRASE.get(tuple(word.plain for word in words[at : at + length]))
        # Add New Deal Foods: with capitals it is a name.
        named = any(word.is_capital for word in words[at + 1 : at + length])
        if verb is not None and not (named and (verb == "add" or length > 1)):
            return verb, length
    return None


def _verb_at(words: Sequence[Word], at: int, wanted: str) -> int:
    found = _phrase_at(words, at)
    return found[1] if found is not None and found[0] == wanted else 0


def _add(words: list[Word], length: int, vocabulary: DealVocabulary, today: dt.date) -> DealMeaning:
    """A new deal; `New Relic won` and `New Balance 12k` may speak of one whose name begins so."""
    rest = words[length:]
    verb = words[0]
    # The documented word is plainly a verb; "new" is as often the beginning of a name.
    is_name = (
        length == 1
        and bool(rest)
        and verb.plain not in ("add", "tambah")
        and (verb.is_capital or not (rest[0].is_capital or not rest[0].plain or rest[0].said[:1].isdigit()))
    )
    if not is_name:
        return read_add(rest, vocabulary, today)
    opaque = [Word(f"{verb.said} {rest[0].said}", ""), *rest[1:]]
    if rest[0].plain in DEAL and len(rest) > 1:
        rest = rest[1:]
    if _has_verb(opaque, vocabulary):
        return _clear(opaque, vocabulary, today)
    readings = (*_readings(read_add(rest, vocabulary, today)), *_readings(read_add(opaque, vocabulary, today)))
    return DealDoubt(readings, word=verb.said)


def _clear(words: list[Word], vocabulary: DealVocabulary, today: dt.date, *, named: bool = False) -> DealMeaning:
    """The meaning of what has happened. A name TO a stage comes first: then a verb before it is part of the name."""
    if not words or words[0].plain in TO:
        raise _nothing_to_do(words, vocabulary)
    head = _head(words)
    if (move := _to_stage(head, vocabulary, today)) is not None:
        return move
    if named and len(head) == 2 and head[1].plain in CLOSES:
        raise _nothing_to_do(words, vocabulary)
    if named and not head[0].plain and (stage := exact_stage(" ".join(each.said for each in head[1:]), vocabulary)):
        return DealMove(head[0].said, stage)
    for at in range(len(head)):
        found = _phrase_at(head, at)
        if found is None:
            continue
        verb, length = found
        if at > 0 and verb in FIRST_ONLY:
            continue
        before, after = words[:at], words[at + length :]
        if before and before[-1].plain in TO and verb in ("won", "lost"):
            before = before[:-1]
        before = _without_around(before)
        return _meaning(verb, before, after, vocabulary, today, named=named)
    if any(word.plain in TO for word in head[1:]):
        return _move(head, vocabulary, today)
    if _verb_at(head, 0, "move") and len(head) > 1:
        return _move(head, vocabulary, today)
    if not named and len(words) > 1 and (added := _as_added(words, vocabulary, today)):
        return DealDoubt(added)
    raise _nothing_to_do(words, vocabulary)


def _as_added(words: list[Word], vocabulary: DealVocabulary, today: dt.date) -> tuple[DealReading, ...]:
    """`Acme 12k` without a word for what to do: a new deal, it seems."""
    try:
        readings = _readings(read_add(words, vocabulary, today))
    except NotUnderstood:
        return ()
    return tuple(each for each in readings if isinstance(each, DealAdd) and each.amount_minor)[:1]


def _without_around(words: list[Word]) -> list[Word]:
    """The words before a verb without those that change nothing: we, has, just, sudah; and Acme deal."""
    kept = list(words)
    while len(kept) > 1 and kept[0].plain in BEFORE_NAME:
        del kept[0]
    while kept and kept[-1].plain in AROUND:
        del kept[-1]
    if len(kept) > 1 and kept[-1].said in DEAL:
        del kept[-1]
        if len(kept) > 1 and kept[0].said == "the":
            del kept[0]
    return kept


def _to_stage(head: list[Word], vocabulary: DealVocabulary, today: dt.date | None = None) -> DealMove | None:
    """`Acme to closing`, the stage by its name; None without one at the end, a date aside."""
    reader = DealReader(list(head), vocabulary, today or dt.date.min)
    if today is not None:
        reader.take_ends(amount=False)
    words = reader.words
    for at in range(len(words) - 2, 0, -1):
        if words[at].plain not in TO and words[at].plain not in IN:
            continue
        stage = exact_stage(" ".join(word.said for word in words[at + 1 :]), vocabulary)
        if stage is None or not all(word.plain for word in words[at + 1 :]):
            continue
        name = words[_verb_at(words, 0, "move") : at]
        while len(name) > 1 and name[0].plain in BEFORE_NAME and not name[1].plain:
            name = name[1:]
        if len(name) > 1 and _verb_at(name, len(name) - 1, "move"):
            name = name[:-1]  # Acme moved to closing
        name = _without_around(name) or name
        if name:
            return DealMove(DealReader(name, vocabulary, reader.today).name(), stage, reader.date)
    return None


def _nothing_to_do(words: list[Word], vocabulary: DealVocabulary) -> NothingToDo:
    named = " ".join(word.said for word in words) if words and words[0].plain not in TO else ""
    labels = vocabulary.labels
    return NothingToDo(
        "what happened with it? Write it like `/deal add {said} 12,500`, `/deal {said} to {stage}` or `/deal "
        "{said} won`.",
        said=named or "Acme",
        # Where a deal begins, nobody moves it to.
        stage=labels[min(1, len(labels) - 1)] if labels else "quoting",
    )


def _meaning(
    verb: str, before: list[Word], after: list[Word], vocabulary: DealVocabulary, today: dt.date, *, named: bool
) -> DealMeaning:
    if verb == "lost":
        return _lost(before, after, vocabulary, today, named=named)
    after = [word for word in after if word.plain != ":"]
    if verb == "won":
        return _won(before, after, vocabulary, today)
    if verb == "amount" and before:
        # Acme price is 15k, amount Acme to 15k
        after = after[next((at for at, word in enumerate(after) if word.plain not in AROUND | TO), len(after)) :]
    reader = DealReader([*before, *after], vocabulary, today)
    match verb:
        case "amount":
            reader.take_ends(amount=True)
            return DealAmount(_named(reader, Words("amount Acme 15k")), _amount(reader, Words("amount Acme 15k")))
        case "refund":
            reader.take_ends(amount=True)
            amount = _amount(reader, Words("refund Acme 2k"))
            return DealRefund(_named(reader, Words("refund Acme 2k")), amount, reader.date)
        case "lead":
            return _lead(reader, vocabulary, today)
        case "answered" | "drop":
            return LeadAnswered(_lead_name(reader, Words("answered Acme")), dropped=verb == "drop")
        case "move":
            return _move(reader.words, vocabulary, today)
        case _:
            return DealReopen(_named(reader, Words("reopen Acme")))


def _won(before: list[Word], after: list[Word], vocabulary: DealVocabulary, today: dt.date) -> DealMeaning:
    """`won Acme 12k to Kim`, `Acme won 12k to Kim`: what follows the verb of a named deal is no name."""
    # An empty word stands for the name, which nothing is taken from.
    reader = DealReader([Word("", ""), *after], vocabulary, today)
    reader.take_ends(amount=True)
    whom = reader.take_after(TO) or ()
    while len(reader.words) > 1 and reader.words[-1].plain in HANDED:
        del reader.words[-1]
    reader.take_ends(amount=True)
    handed = " ".join(word.said for word in whom).removeprefix("@")
    if handed and exact_stage(handed, vocabulary) is not None:
        raise UnclearDeal("`{said}` is a stage, not a person. Put a name in quotes.", said=handed)
    rest = [word for word in reader.words[1:] if not before or word.plain not in IDLE]
    if not before:
        reader.words = rest
        return DealWon(_named(reader, Words("won Acme")), reader.amount, handed, reader.date)
    owner = DealReader(before, vocabulary, today)
    if len(before) > 1 and reader.amount is None and read_money_safely(before[-1], vocabulary) is not None:
        owner.take_ends(amount=True)
    won = DealWon(_named(owner, Words("won Acme")), _first(reader.amount, owner.amount), handed, reader.date)
    return DealDoubt((won,), word=" ".join(word.said for word in rest)) if rest else won


def _first(one: int | None, other: int | None) -> int | None:
    return one if one is not None else other


def _lost(
    before: list[Word], after: list[Word], vocabulary: DealVocabulary, today: dt.date, *, named: bool
) -> DealMeaning:
    """`Acme lost to Globex: price; ask sooner`: a reason, also that another won them, and a lesson."""
    starts = next((at for at, word in enumerate(after) if word.plain in (":", *BECAUSE)), len(after))
    said = after[starts + 1 :]
    if said and starts < len(after) and after[starts].plain == "because" and said[0].plain == "of":
        said = said[1:]
    reason = " ".join(word.said for word in said).replace(" :", ":")
    reader = DealReader([*before, *after[:starts]], vocabulary, today)
    reader.take_ends(amount=False)
    other = " ".join(word.said for word in reader.take_after(TO) or ())
    parts = LESSON.split(reason, maxsplit=1)
    lesson = parts[1].strip() if len(parts) > 1 else ""
    why = parts[0].strip(" .")
    if other:
        why = f"{other}: {why}" if why else other
    guessed: list[Word] = []
    if before:
        guessed = [word for word in reader.words[len(before) :] if word.plain not in IDLE]
        reader.words = reader.words[: len(before)]
    if guessed and not why:
        why = " ".join(word.said for word in guessed).strip(" ,;.-")
        guessed = [] if named else guessed
    lost = DealLost(_named(reader, Words("lost Acme: too dear")), why, lesson, reader.date)
    return DealDoubt((lost,), word=" ".join(word.said for word in guessed)) if guessed else lost


def _move(words: list[Word], vocabulary: DealVocabulary, today: dt.date) -> DealMove:
    reader = DealReader(list(words[_verb_at(words, 0, "move") :]), vocabulary, today)
    reader.take_ends(amount=False)
    after = reader.take_after(TO)
    if after is None:
        after, reader.words = reader.words[-1:], reader.words[:-1]
    said = " ".join(word.said for word in after)
    stage = find_stage_key(said, vocabulary)
    if stage is None:
        raise UnclearDeal("I don't know the stage `{said}`. Stages: {known}.", said=said, known=vocabulary.labels)
    return DealMove(_named(reader, Words("Acme to quoting")), stage, reader.date)


def _lead(reader: DealReader, vocabulary: DealVocabulary, today: dt.date) -> DealMeaning:
    if len(reader.words) > 1 and _verb_at(reader.words, len(reader.words) - 1, "answered"):
        del reader.words[-1]
        return LeadAnswered(_lead_name(reader, Words("answered Acme")))
    if len(reader.words) > 2 and reader.words[0].plain in FROM:
        name = DealReader(reader.words[2:], vocabulary, today).name()
        return DealDoubt((LeadAdd(name, reader.words[1].said.strip(":,")),))
    source = reader.take_after(FROM) or ()
    if not source and len(reader.words) > 1:
        doubt = _lead_or_deal(reader, vocabulary, today)
        if doubt is not None:
            return doubt
    return LeadAdd(_lead_name(reader, Words("lead Acme from website")), " ".join(word.said for word in source))


def _lead_or_deal(reader: DealReader, vocabulary: DealVocabulary, today: dt.date) -> DealMeaning | None:
    """`Lead Forensics won` and `Lead Forensics 12k` speak of a deal, though they begin like a lead."""
    named = [Word(f"Lead {reader.words[0].said}", ""), *reader.words[1:]]
    if any(_phrase_at(named, at) is not None for at in range(1, len(named))):
        return _clear(named, vocabulary, today)
    if read_money_safely(reader.words[-1], vocabulary) is None:
        return None
    lead = LeadAdd(DealReader(reader.words[:-1], vocabulary, today).name())
    return DealDoubt((*_readings(read_add(named, vocabulary, today))[:1], lead))


def _named(reader: DealReader, example: Words) -> str:
    name = reader.name()
    if not name and reader.took:
        # Nothing else was said: the number is the name, as of a deal with 1848.
        name, reader.amount = reader.took[0], None
    if not name:
        raise UnclearDeal("which deal? Write it like `/deal {example}`.", example=example)
    return name


def _lead_name(reader: DealReader, example: Words) -> str:
    name = reader.name()
    if not name:
        raise UnclearDeal("which lead? Write it like `/deal {example}`.", example=example)
    return name


def _amount(reader: DealReader, example: Words) -> int:
    if reader.amount is None or not reader.words:
        raise WrongAmount("how much? Write it like `/deal {example}`.", example=example)
    return reader.amount
