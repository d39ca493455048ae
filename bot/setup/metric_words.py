"""Which words a metric and its outcomes may have: each means one thing, and can be typed after `/log`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core.failures import Failure, Words
from bot.core.presets import words_of
from bot.core.text.errors import NotUnderstood, harmless
from bot.core.text.numbers import NUMBER_WORDS
from bot.core.text.outcomes import Outcomes, write_outcomes
from bot.core.text.vocabulary import Vocabulary, bare_word
from bot.core.vocabulary import WITH_AMOUNT, words_of_metric
from bot.log.text.clause import LEADING
from bot.log.text.command import LogRequest, ParsedEntry, parse_log
from bot.log.text.places import FILLERS
from bot.log.text.tokens import Kind, tokens_of
from storage.tables import Metric, Unit, Workspace

LONGEST_WORD = 40
MOST_OUTCOMES = 15
KEPT = frozenset(",;|=:*\n")
"""Signs that part words where several are written; `*` stands for the usual ones."""
SMALL_WORDS = LEADING | FILLERS | frozenset(NUMBER_WORDS)
_SOME_DAY = dt.date(2026, 11, 17)


class WrongMetric(Failure):
    """A metric cannot be added or changed so; the message says why and what to do."""


def require_outcomes(outcomes: Outcomes) -> None:
    """Raise WrongMetric where an outcome, or a word for one, is unfit or is there twice."""
    if len(outcomes) > MOST_OUTCOMES:
        raise WrongMetric("A metric can have up to {most} outcomes.", most=MOST_OUTCOMES, field="outcomes")
    meant: dict[str, str] = {}
    for name, words in outcomes:
        for word in (name, *words):
            _require_fit(word, "outcomes")
            first = meant.setdefault(_folded(word), name)
            if first != name:
                raise WrongMetric(
                    "{word} is used for both {one} and {other}. Keep it in one.",
                    word=_quoted(word),
                    one=_quoted(first),
                    other=_quoted(name),
                    field="outcomes",
                )


def require_words(workspace: Workspace, metric: Metric, others: Sequence[Metric]) -> None:
    """Raise WrongMetric where a word of the metric, or of what can come of it, means something else already.

    `others` are the other metrics in use.
    """
    taken = {_folded(word): other for other in others for word in words_of(other)}
    for field, words in _fields(metric):
        for word in words:
            _require_fit(word, field)
            if (other := taken.get(_folded(word))) is not None:
                raise _taken(word, other, field)
    own = words_of_metric(metric)
    for other in others:
        phrases = {" ".join(phrase) for phrase in words_of_metric(other).phrases}
        for word in words_of(metric):
            if _folded(word) in phrases:
                raise _taken(word, other, _field_of(metric, word))
    vocabulary = Vocabulary(tuple(map(words_of_metric, others)), workspace.currency, workspace.locale)
    for field, words in _fields(metric):
        for word in words:
            if _means_by_itself(word, vocabulary, every=field == "outcomes"):
                raise _untypable(word, field)
    _require_typed(metric, replace(vocabulary, metrics=(own, *vocabulary.metrics)))


def require_addition(
    workspace: Workspace,
    metric: Metric,
    others: Sequence[Metric],
    *,
    word: str = "",
    outcome: tuple[str, tuple[str, ...]] | None = None,
) -> None:
    """Raise WrongMetric where the metric, as it is, could not have this word or outcome besides. It is not changed."""
    words = words_of_metric(metric)
    outcomes = (*words.outcomes, *([outcome] if outcome is not None else []))
    require_outcomes(outcomes)
    tried = Metric(
        workspace_id=metric.workspace_id,
        key=metric.key,
        singular=metric.singular,
        plural=metric.plural,
        aliases=",".join(filter(None, [*words.aliases, word])),
        unit=metric.unit,
        outcomes=write_outcomes(metric.key, outcomes),
    )
    require_words(workspace, tried, others)


def _fields(metric: Metric) -> list[tuple[str, tuple[str, ...]]]:
    """The words of the metric by the field in which they are written."""
    outcomes = tuple(word for name, words in words_of_metric(metric).outcomes for word in (name, *words))
    return [
        ("singular", (metric.key, metric.singular)),
        ("plural", (metric.plural,)),
        ("aliases", words_of(metric)[3:]),
        ("outcomes", outcomes),
    ]


def _field_of(metric: Metric, word: str) -> str:
    return next((field for field, words in _fields(metric) if word in words), "singular")


def _require_fit(word: str, field: str) -> None:
    if not word.strip() or len(word) > LONGEST_WORD or KEPT & set(word):
        raise WrongMetric(
            "Words can have 1 to {most} characters, without `, ; : | = *`. {word} won't work.",
            most=LONGEST_WORD,
            word=_quoted(word),
            field=field,
        )


def _means_by_itself(word: str, vocabulary: Vocabulary, *, every: bool) -> bool:
    """Whether a part of it, or `every` one, is a day or a number; or it is a small word that holds a line together."""
    tokens = tokens_of(word, vocabulary, _SOME_DAY)
    if (all if every else any)(token.kind not in (Kind.WORD, Kind.METRIC) for token in tokens):
        return True
    return len(tokens) == 1 and tokens[0].folded[0] in SMALL_WORDS


def _require_typed(metric: Metric, vocabulary: Vocabulary) -> None:
    """Read each word as `/log` would: whatever is not understood as what it is to mean cannot be typed."""
    for field, words in _fields(metric)[:3]:
        for word in words:
            found = _read(f"{word} 100" if metric.unit is Unit.MONEY else word, vocabulary)
            if found is None or (found.metric_key, found.account, found.note) != (metric.key, None, None):
                raise _untypable(word, field)
    if metric.unit is Unit.MONEY or metric.key in WITH_AMOUNT - {"proposal"}:
        return
    for name, others in words_of_metric(metric).outcomes:
        for word in (name, *others):
            found = _read(f"1 {metric.singular} {word}", vocabulary)
            if found is None or (found.metric_key, found.outcome, found.account) != (metric.key, name, None):
                raise _untypable(word, "outcomes")


def _read(text: str, vocabulary: Vocabulary) -> ParsedEntry | None:
    try:
        meaning = parse_log(text, vocabulary, today=_SOME_DAY, backdate_days=0)
    except NotUnderstood:
        return None
    if not isinstance(meaning, LogRequest) or len(meaning.entries) != 1 or meaning.entries[0].date != _SOME_DAY:
        return None
    return meaning.entries[0]


def _untypable(word: str, field: str) -> WrongMetric:
    return WrongMetric(
        "{word} can't be typed after `/log`. It means something else there, or has signs that split words. Choose "
        "another word.",
        word=_quoted(word),
        field=field,
    )


def _taken(word: str, other: Metric, field: str) -> WrongMetric:
    return WrongMetric(
        "{word} is already used for {metric}. Choose another word, or remove it there first.",
        word=_quoted(word),
        metric=Words(other.plural),
        field=field,
    )


def _folded(word: str) -> str:
    return " ".join(filter(None, map(bare_word, word.split())))


def _quoted(word: str) -> str:
    return repr(harmless(word))
