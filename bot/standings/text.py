"""What is typed after `/progress`."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.text.dates import PERIODS
from bot.core.text.errors import UnclearQuestion
from bot.core.text.vocabulary import TRIM, MetricWords, Vocabulary, fold, nearest_metric, words_to_metrics

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


LAST_PERIOD_WORDS = {
    "yesterday": "day",
    "semalam": "day",
    "kelmarin": "day",
    "last week": "week",
    "minggu lepas": "week",
    "minggu lalu": "week",
    "last month": "month",
    "bulan lepas": "month",
    "bulan lalu": "month",
}
HOW_MANY = (("how", "many"), ("how", "much"), ("berapa", "banyak"), ("berapa", "jumlah"), ("berapa",), ("count",))
LEFT = frozenset({"left", "need", "needed", "remaining", "remain", "more", "lagi", "tinggal", "baki", "perlu"})
"""A question with one of these is about what is still to be done."""
ASIDE = frozenset(
    {"have", "i", "ive", "did", "do", "make", "made", "done", "logged", "log", "had", "so", "far", "got", "already"}
    | {"are", "is", "there", "my", "to", "go", "for", "in", "me", "the", "total", "we", "of"}
    | {"ada", "saya", "sudah", "dah", "telah", "buat", "dibuat", "dicatat", "catat", "setakat", "untuk", "yang", "aku"}
)
"""Words of a question that change nothing."""
QUESTIONS = frozenset(
    {"how am i doing", "how are we doing", "how am i going", "how is it going", "hows it going", "how did i do"}
    | {"how do i stand", "how do i look", "where do i stand", "where am i", "where am i at", "am i on track"}
    | {"am i behind", "am i ahead", "am i doing ok", "am i doing okay", "am i doing well", "how is my progress"}
    | {"hows my progress", "hows my pace", "how are my numbers", "show my progress"}
    | {"show me my progress", "show my numbers", "show me my numbers", "my progress", "my numbers", "my stats"}
    | {"my goals", "whats my progress", "what is my progress", "whats my status", "what is my status", "status"}
    | {"my status", "show my goals", "how far am i", "hows my day", "how is my day", "how am i tracking"}
    | {"macam mana saya", "macam mana prestasi saya", "bagaimana prestasi saya", "bagaimana kemajuan saya"}
    | {"macam mana kemajuan saya", "macam mana progress saya", "apa kedudukan saya", "kedudukan saya", "prestasi saya"}
    | {"kemajuan saya", "sasaran saya", "tunjuk kemajuan saya", "tunjukkan kemajuan saya", "apa status saya"}
    | {"di mana saya sekarang", "saya ok ke", "saya ketinggalan ke", "adakah saya ketinggalan", "status saya"}
    | {"apa khabar prestasi saya", "camne progress saya", "camne saya", "bagaimana saya", "macam mana nombor saya"}
)
"""What people ask who want to know where they stand, without signs; a period may follow."""


@dataclass(frozen=True)
class CountRequest:
    """How many of a metric there were in the period that runs, or in the one before: `how many calls this week?`"""

    metric: str
    """A metric's key."""
    period: str
    last: bool = False


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
        raise UnclearQuestion("which number? Write it like `/progress why calls`.")
    return ProgressRequest(period=period)


def asks_for_progress(question: str) -> str | None:
    """What a question means as a text after the command; None where it asks for nothing of this. `question` is folded
    and has no signs."""
    words = question.split()
    if _how_many(words):
        return question
    if question in QUESTIONS:
        return ""
    for length in (3, 2, 1):
        period = PERIOD_WORDS.get(" ".join(words[-length:])) if len(words) > length else None
        before = " ".join(words[:-length])
        if period is not None and (before in QUESTIONS or before.removesuffix(" for") in QUESTIONS):
            return " ".join(words[-length:])
    return None


def parse_count(text: str, vocabulary: Vocabulary) -> CountRequest | ProgressRequest | None:
    """How many are asked for, or how many are left; None where the text does not ask that. Raises UnclearQuestion."""
    words = [word for each in fold(text).replace("'", "").split() if (word := each.strip(TRIM))]
    length = _how_many(words)
    if not length or fold(text).strip() in words_to_metrics(vocabulary):
        return None
    rest = words[length:]
    last, running = _named(LAST_PERIOD_WORDS, rest), _named(PERIOD_WORDS, rest)
    said = last or running
    if said is not None:
        rest = f" {' '.join(rest)} ".replace(f" {said} ", " ", 1).split()
    left = any(word in LEFT for word in rest)
    name = " ".join(word for word in rest if word not in LEFT | ASIDE or word in words_to_metrics(vocabulary))
    if not name:
        raise UnclearQuestion("which numbers? Write it like `/progress calls`.")
    metric = _metric(name, vocabulary, why=False)
    if left:
        return ProgressRequest(metric=metric.key, period=PERIOD_WORDS.get(running or ""))
    period = LAST_PERIOD_WORDS[last] if last is not None else PERIOD_WORDS.get(running or "", "day")
    return CountRequest(metric.key, period, last is not None)


def _named(periods: Iterable[str], words: list[str]) -> str | None:
    """The longest of these names that stands in the words."""
    said = f" {' '.join(words)} "
    return max((name for name in periods if f" {name} " in said), key=len, default=None)


def _how_many(words: list[str]) -> int:
    """How many words ask for a number."""
    return next((len(said) for said in HOW_MANY if tuple(words[: len(said)]) == said and len(words) > len(said)), 0)


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
