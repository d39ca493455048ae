"""Why a clause of `/log` is refused, and what to type instead."""

from collections.abc import Sequence

from bot.core.text.errors import LooseNumber, NotUnderstood, UnclearText, UnknownMetric
from bot.core.text.small_words import OTHER_WORDS
from bot.core.text.vocabulary import MetricWords, Vocabulary, fold, nearest_metric
from bot.log.text.places import Places
from bot.log.text.tokens import Kind, Token

SURELY_MEANT = 0.8
"""So alike a word after a number must be to a metric's before it is no name."""


def unknown(tokens: Sequence[Token], vocabulary: Vocabulary) -> NotUnderstood:
    """Why a clause that begins with these tokens is no entry."""
    places = Places(tokens, vocabulary)
    said = [token for at, token in enumerate(tokens) if token.kind is not Kind.NUMBER and not places.is_filler(at)]
    if not said:
        return UnclearText("what's the number for? Write it like `/log 5 calls`.")
    if said[0].metric is not None:
        return UnclearText("one number before `{word}` is enough. Put a comma between entries.", word=said[0].said)
    word = said[0].said.strip(",;.")
    if any(letter.isdecimal() for letter in word[:2]):
        return UnclearText("`{word}` isn't a number I can read. Write it like 5, 12,500 or 12.5k.", word=word)
    nearest = nearest_metric(word, vocabulary)
    if nearest is None and any(token.kind is Kind.METRIC for token in said):
        return UnclearText(
            "I don't know what `{word}` means there. Start with what you did, like `/log call Acme`.", word=word
        )
    return unknown_metric(word, vocabulary)


def probable_metric(word: str, vocabulary: Vocabulary) -> MetricWords | None:
    """The metric that a word, which is none of its words, probably means: another word for it, or a slip."""
    said = fold(word).strip("\ufe0f")
    meant = next((key for key, words in OTHER_WORDS.items() if said in words), None)
    found = next((metric for metric in vocabulary.metrics if metric.key == meant), None)
    return found or (nearest_metric(word, vocabulary) if word[:1].isalpha() else None)


def unknown_metric(word: str, vocabulary: Vocabulary) -> UnknownMetric:
    """That `word` is no metric, with the one that it is most like."""
    nearest = probable_metric(word, vocabulary)
    return UnknownMetric(
        word,
        nearest=nearest.singular if nearest else None,
        known=tuple(metric.singular for metric in vocabulary.metrics),
    )


def loose_number(places: Places, at: int, metric: MetricWords | None) -> NotUnderstood:
    """Why the number at `at` belongs to nothing; `metric` is the one before it."""
    said = places.tokens[at].said
    if metric is not None and (outcome := places.phrase(at + 1, metric)[0]) is not None:
        return UnclearText(
            "write each outcome as its own entry: `{said} {plural} {outcome}`, then a comma and the next.",
            said=said,
            plural=metric.plural,
            outcome=outcome,
        )
    after = places.word(at + 1)
    if after and nearest_metric(after, places.vocabulary) is not None:
        return unknown(places.tokens[at:], places.vocabulary)
    return LooseNumber(
        'what\'s `{said}` for? Put the number first (`5 calls`), or put names in quotes (`"7 Eleven"`).',
        said=said,
    )


def require_no_slip(places: Places, at: int) -> None:
    """Refuse `call 3 dmos`: a word after a number that is nearly a metric's is no name."""
    if not places.word(at) or not places.tokens[at].said.islower():
        return
    if nearest_metric(places.word(at), places.vocabulary, likeness=SURELY_MEANT) is not None:
        raise unknown(places.tokens[at:], places.vocabulary)


def two_outcomes(one: str, other: str, metric: MetricWords) -> UnclearText:
    """That one entry has two outcomes."""
    return UnclearText(
        "`{one}` and `{other}` are two outcomes for one {metric}. Put a comma and the metric between them.",
        one=one,
        other=other,
        metric=metric.singular,
    )


def name_or_entry(word: str) -> UnclearText:
    """That a metric's word could be part of a name."""
    return UnclearText(
        "`{word}` could be an entry or part of a name. Put a comma before an entry, and quotes around a name.",
        word=word,
    )
