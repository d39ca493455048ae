"""A new deal, typed: its name, and what follows it."""

import datetime as dt
import itertools
import re
from dataclasses import replace

from bot.core.failures import Words
from bot.core.text.amounts import write_plain_amount
from bot.core.text.dates import is_weekday
from bot.core.text.errors import UnclearText
from bot.core.text.small_words import ABOUT, SUFFIXES
from bot.core.text.vocabulary import fold
from bot.deals.text.doubt import doubtful, says_a_name
from bot.deals.text.ends import DealReader, Word, read_money_safely
from bot.deals.text.keywords import (
    IN,
    TO,
    UNITS,
    VERB_OF_PHRASE,
    WITH,
    DealVocabulary,
    exact_stage,
    find_stage_key,
    stage_keys,
)
from bot.deals.text.meanings import DealAdd, DealDoubt, DealReading, Why

MOST_READINGS = 3
TIMES = frozenset({"x", "×", "*", "@"})
"""Between how many and how much each."""
AMOUNT_IN_NAME = re.compile(r"[$€£¥₹]\W?\d.*|\d[\d.,]*(?:k|mio|mn|bn)\W*")
"""An amount; after other words it is no part of a name, as in `5k Runs`."""
OF_A_DEAL = ("won", "lost", "move", "refund", "reopen")
ENDS = frozenset(phrase for phrase, verb in VERB_OF_PHRASE.items() if verb in OF_A_DEAL)
"""Verbs that end a line about a deal that there is; at the end of a new name they are doubtful."""


def read_add(words: list[Word], vocabulary: DealVocabulary, today: dt.date) -> DealAdd | DealDoubt:
    """A new deal of these words. What may belong to the name as well is a doubt, with both readings."""
    words = [word for word in words if word.plain != ":"]
    if len(words) > 1 and words[0].plain in WITH:
        words = words[1:]
    at = doubtful(words)
    if at is not None and not says_a_name(words, at):
        kept = [word for place, word in enumerate(words) if place != at or word.said.endswith("?")]
        kept = [Word(word.said.rstrip("?"), word.plain) for word in kept]
        readings = _readings(kept, vocabulary, today) if kept else ()
        return DealDoubt(readings[:1], Why.NOT_YET, words[at].said)
    if at is not None:
        words = [*words[:at], Word(words[at].said, ""), *words[at + 1 :]]
    exact, rough = without_about(words, vocabulary)
    exact, multiplied = with_product(exact, vocabulary)
    rough = rough or multiplied
    readings = _readings(exact, vocabulary, today)
    first = readings[0]
    if isinstance(first, DealAdd) and first.stage and first.date and words and is_weekday(words[-1].plain):
        # Closing Friday: then it is added, or then it is to close.
        readings = (replace(first, date=None), *readings)
    if len(readings) == 1 and not (rough or _lists_names(words)) and _is_sure(words, vocabulary, today):
        assert isinstance(first, DealAdd)
        return first
    return DealDoubt(readings[:MOST_READINGS])


def _is_sure(words: list[Word], vocabulary: DealVocabulary, today: dt.date) -> bool:
    reader = _taken(words, vocabulary, today)[0]
    amounts = (word for word in reader.words if not word.said.isdecimal() and read_money_safely(word, vocabulary))
    # Add Acme 12k and Globex 5k: two, it seems.
    return not reader.left_out and (reader.amount is None or next(amounts, None) is None)


def without_about(words: list[Word], vocabulary: DealVocabulary) -> tuple[list[Word], bool]:
    """(the words with an amount that is not exact as if it were, whether there is one): about 12k, ~12k, 12k+."""
    kept: list[Word] = []
    rough = False
    for at, word in enumerate(words):
        bare = word.said.strip("~≈><+")
        after = words[at + 1] if at + 1 < len(words) else None
        if (word.plain,) in ABOUT and at and after is not None and read_money_safely(after, vocabulary) is not None:
            rough = True
        elif word.plain and bare != word.said and read_money_safely(Word(bare, bare), vocabulary) is not None:
            kept.append(Word(bare, fold(bare)))
            rough = True
        else:
            kept.append(word)
    return kept, rough


def with_product(words: list[Word], vocabulary: DealVocabulary) -> tuple[list[Word], bool]:
    """(the words with an amount so many times as their product, whether there is one): 3 x 4k, 50 seats @ 20."""
    for at, word in enumerate(words):
        times = next((n for n in (at + 1, at + 2) if n < len(words) - 1 and words[n].said in TIMES), None)
        if times is None or not word.plain.isdecimal() or (times == at + 2 and words[at + 1].plain not in UNITS):
            continue
        amount = read_money_safely(words[times + 1], vocabulary)
        if amount is not None:
            whole = write_plain_amount(int(word.plain) * amount, currency=vocabulary.currency)
            return [*words[:at], Word(whole, whole), *words[times + 2 :]], True
    return words, False


def _lists_names(words: list[Word]) -> bool:
    """Whether a comma stands between two names: `Acme, Globex`, but not `Acme, Inc`."""
    return any(
        one.plain and one.said.endswith(",") and other.is_capital and other.plain.strip(".") not in SUFFIXES
        for one, other in itertools.pairwise(words)
    )


def _readings(words: list[Word], vocabulary: DealVocabulary, today: dt.date) -> tuple[DealReading, ...]:
    """What the words may mean, the likeliest first: each doubtful end is taken, or left to the name."""
    reader, stage = _taken(words, vocabulary, today)
    name = reader.name()
    if any(word.plain and AMOUNT_IN_NAME.fullmatch(word.said) for word in reader.words[1:]):
        raise UnclearText("that's more than one amount. Add one deal at a time, like `/deal add Acme 12,500`.")
    if not name and reader.took and not AMOUNT_IN_NAME.fullmatch(reader.took[0]):
        # Nothing else was said: the number is the name, as of a deal with 1848.
        name, reader.amount = reader.took[0], None
    if not name:
        raise UnclearDealName("which deal? Write it like `/deal {example}`.", example=Words("add Acme 12,500"))
    found: list[DealReading] = [DealAdd(name, reader.amount or 0, stage, reader.date)]
    for starts, ends in reader.unsure[:1]:
        opaque = Word(" ".join(word.said for word in words[starts:ends]), "")
        found += _readings([*words[:starts], opaque, *words[ends:]], vocabulary, today)
    return tuple(dict.fromkeys(found))


class UnclearDealName(UnclearText):
    """The text does not say whom the deal is with."""


def _taken(words: list[Word], vocabulary: DealVocabulary, today: dt.date) -> tuple[DealReader, str | None]:
    """A reader that has taken the amount, the date and the stage, and the stage's key."""
    reader = DealReader(list(words), vocabulary, today)
    stage = None
    for _ in range(3):
        reader.take_ends(amount=True)
        if stage is None:
            stage = _stage_after(reader) or _bare_stage(reader)
    _take_verb(reader)
    if reader.amount is None:
        _take_amount_inside(reader)
    return reader, stage


def _stage_after(reader: DealReader) -> str | None:
    """The stage after in or to; these may be part of a name, so they begin a stage only where one follows."""
    words = reader.words
    at = max((at for at, word in enumerate(words) if at > 0 and word.plain in IN | TO), default=None)
    if at is None or not all(word.plain for word in words[at + 1 :]):
        return None
    said = " ".join(word.said for word in words[at + 1 :])
    stage = find_stage_key(said, reader.vocabulary) if words[at].plain in ("in", "di") else None
    stage = stage or exact_stage(said, reader.vocabulary)
    if stage is not None:
        del words[at:]
    return stage


def _bare_stage(reader: DealReader) -> str | None:
    """The stage at the end by itself. After the amount it is one; after the name it may be part of that."""
    words = reader.words
    longest = max((len(name.split()) for name in stage_keys(reader.vocabulary)), default=1)
    for length in range(min(longest, len(words) - 1), 0, -1):
        at = len(words) - length
        stage = exact_stage(" ".join(word.said for word in words[at:]), reader.vocabulary)
        if stage is None or not all(word.plain for word in words[at:]):
            continue
        follows_amount = reader.amount is None and read_money_safely(words[at - 1], reader.vocabulary) is not None
        if not follows_amount or words[at].is_capital:
            reader.unsure.append((at, at + length))
        del words[at:]
        return stage
    return None


def _take_verb(reader: DealReader) -> None:
    """A verb at the end of a new deal's name: Days Won is a name, and Acme won is not."""
    words = reader.words
    for length in (3, 2, 1):
        at = len(words) - length
        if at > 0 and tuple(word.plain for word in words[at:]) in ENDS:
            reader.unsure.append((at, at + length))
            del words[at:]
            return


def _take_amount_inside(reader: DealReader) -> None:
    """An amount before the end, as in $12k Acme, or Acme 12k renewal."""
    words = reader.words
    for at, word in enumerate(words):
        amount = read_money_safely(word, reader.vocabulary) if len(words) > 1 else None
        marked = amount is not None and not word.said.strip("(),").isdecimal()
        if not marked:
            continue
        if at > 0 or word.plain[-1:].isalpha():
            reader.unsure.append((at, at + 1))
        reader.amount = amount
        del words[at]
        return
