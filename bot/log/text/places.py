"""What stands where in a clause of `/log`: its tokens by place, and the phrases for outcomes among them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.log.text.tokens import Kind, Token

FILLERS = frozenset(
    (
        *("i", "i've", "ive", "we", "did", "made", "had", "have", "got", "just", "also", "then", "log", "logged"),
        *("the", "a", "an", "saya", "telah", "sudah", "buat", "ada", "juga", "dah", "baru", "my", "our", "so", "was"),
        *("aku", "kami", "today's", "completed", "finished"),
    )
)
"""Words before an entry that change nothing."""

Phrase = tuple[str | None, int]
"""An outcome and how many tokens say it; (None, 0) where none is said."""


@dataclass(frozen=True)
class Places:
    """The tokens of one clause. A place beyond the last has no kind and no word."""

    tokens: Sequence[Token]
    vocabulary: Vocabulary

    def kind(self, at: int) -> Kind | None:
        """What stands at `at`; None beyond the end."""
        return self.tokens[at].kind if at < len(self.tokens) else None

    def word(self, at: int) -> str:
        """The folded word at `at`; empty where no word stands."""
        return self.tokens[at].folded[0] if self.kind(at) is Kind.WORD else ""

    def is_filler(self, at: int) -> bool:
        """Whether what stands there changes nothing before an entry."""
        return self.kind(at) is Kind.AND or self.word(at) in FILLERS

    def phrase(self, at: int, metric: MetricWords | None) -> Phrase:
        """The outcome of `metric` that the tokens from `at` on name, the longest."""
        if metric is None or not metric.phrases:
            return None, 0
        words: tuple[str, ...] = ()
        found: Phrase = (None, 0)
        for ahead in range(at, min(at + metric.longest_phrase, len(self.tokens))):
            words += self.tokens[ahead].folded or ("",)
            if (outcome := metric.phrases.get(words)) is not None:
                found = outcome, ahead + 1 - at
        return found

    def outcome_before_metric(self, at: int) -> Phrase:
        """The outcome that stands before its metric, as in `no show demo` and `booked 2 demos`."""
        if self.word(at) not in self.vocabulary.outcome_starts:
            return None, 0
        for metric in self.vocabulary.metrics:
            outcome, length = self.phrase(at, metric)
            ahead = at + length
            if outcome is None:
                continue
            while self.word(ahead) in FILLERS:  # what follows an "and" is another clause
                ahead += 1
            ahead += self.kind(ahead) is Kind.NUMBER
            if ahead < len(self.tokens) and self.tokens[ahead].metric == metric:
                return outcome, length
        return None, 0

    def begins_entry(self, at: int, *, numbers_first: bool) -> bool:
        """Whether an entry can begin at `at`: a metric, what came of it, or a number before either."""
        if self.kind(at) is Kind.METRIC or self.outcome_before_metric(at)[0] is not None:
            return True
        return numbers_first and self.kind(at) is Kind.NUMBER and self.begins_entry(at + 1, numbers_first=False)
