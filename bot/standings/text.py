"""What is typed after `/progress`."""

from dataclasses import dataclass

from bot.core.text.dates import PERIODS
from bot.core.text.errors import UnclearQuestion
from bot.core.text.vocabulary import MetricWords, Vocabulary, fold, nearest_metric, words_to_metrics

HELP = frozenset({"help", "?", "bantuan", "tolong"})
WHY = frozenset({"why", "kenapa", "mengapa", "sebab"})
EXPORT = frozenset({"export", "eksport"})
BOARD = frozenset({"board", "leaderboard", "papan", "kedudukan", "papan kedudukan"})
PERIOD_WORDS = {
    **{word: period for period, words in PERIODS.items() for word in words},
    "today": "day",
    "hari ini": "day",
    "this week": "week",
    "minggu ini": "week",
    "this month": "month",
    "bulan ini": "month",
    "this quarter": "quarter",
    "suku ini": "quarter",
    "suku tahun": "quarter",
    "suku tahun ini": "quarter",
    "this year": "year",
    "tahun ini": "year",
}


@dataclass(frozen=True)
class ProgressRequest:
    """Where I stand: on everything, or on one metric, or in one kind of period (day, week, month, quarter, year).

    With `why`, how the metric's figures came about. With `export`, everything that is kept about me, as a file;
    with `board`, the team's leaderboard; with `help`, what can be typed.
    """

    metric: str | None = None
    """A metric's key."""
    period: str | None = None
    why: bool = False
    export: bool = False
    board: bool = False
    help: bool = False


def parse_progress(text: str, vocabulary: Vocabulary) -> ProgressRequest:
    """The meaning of `text`. Raises a NotUnderstood that says what to write."""
    words = fold(text).split()
    why = bool(words) and words[0] in WHY
    words = words[1:] if why else words
    if len(words) == 1 and words[0] in HELP:
        return ProgressRequest(help=True)
    if len(words) == 1 and words[0] in EXPORT and words[0] not in words_to_metrics(vocabulary):
        return ProgressRequest(export=True)
    if " ".join(words) in BOARD and words[0] not in words_to_metrics(vocabulary):
        return ProgressRequest(board=True)
    period = None
    if " ".join(words) not in words_to_metrics(vocabulary):
        period, words = _period(words)
    if words:
        return ProgressRequest(metric=_metric(" ".join(words), vocabulary, why=why).key, period=period, why=why)
    if why:
        raise UnclearQuestion("say which figures: `/progress why calls`.")
    return ProgressRequest(period=period)


def _period(words: list[str]) -> tuple[str | None, list[str]]:
    """The period that the last words name, if any, and the words before them."""
    for length in (3, 2, 1):
        name = " ".join(words[-length:])
        if len(words) >= length and name in PERIOD_WORDS:
            return PERIOD_WORDS[name], words[:-length]
    return None, words


def _metric(name: str, vocabulary: Vocabulary, *, why: bool) -> MetricWords:
    found = words_to_metrics(vocabulary).get(name)
    if found is None:
        nearest = nearest_metric(name, vocabulary)
        known = tuple(metric.singular for metric in vocabulary.metrics)
        if nearest is None:
            raise UnclearQuestion("I don't know `{word}`. You can look at: {known}.", word=name, known=known)
        if why:
            raise UnclearQuestion(
                "I don't know `{word}`. Did you mean `/progress why {nearest}`?", word=name, nearest=nearest.singular
            )
        raise UnclearQuestion(
            "I don't know `{word}`. Did you mean `/progress {nearest}`?", word=name, nearest=nearest.singular
        )
    return found
