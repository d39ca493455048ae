"""What each word of a line is there for: which the grammar reads, which change nothing, and which have no place.

The grammar (clause.py) reads what is left. A line is certain only where nothing stands beside it.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.core.text.amounts import RANGE
from bot.core.text.dates import ORDINAL, STILL_AHEAD
from bot.core.text.errors import NotAnActivity, NotUnderstood, UnclearText
from bot.core.text.numbers import REPEATS, TIMES
from bot.core.text.outcomes import WON
from bot.core.text.small_words import (
    ABOUT,
    ACRONYMS,
    AFTER_NUMBER,
    BEFORE_METRIC,
    FILLERS,
    MOVED,
    NOT_DONE,
    NUMBERED,
    OTHER_DAYS,
    PEOPLE,
    PLANNED,
    SPANS,
    TAKEN_BACK,
    TOTAL,
    UNITS,
)
from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.log.text.clause import JOINERS
from bot.log.text.measure import is_marked
from bot.log.text.names import bare, is_capital, is_span_of_days
from bot.log.text.places import FILLERS as BEFORE_ENTRY
from bot.log.text.places import Places
from bot.log.text.tokens import Kind, Token, number_token

COUNTED = re.compile(r"\W*[~≈]?\d[\d.,/:()+-]*(?:%|[a-z]{1,7})?\W*", re.IGNORECASE)
"""Figures with perhaps a unit: no name. What has more letters, such as 7-Eleven, may be one."""
PHONE = re.compile(
    r"(?<![\w/.-])(?:\+\d[\d ().-]{6,}\d|\(\d{2,4}\)[ -]?\d[\d .-]{4,}\d|0\d{1,3}[ -]\d{3,4}[ -]?\d{3,4}"
    r"|\d{3}[-. ]\d{3}[-. ]\d{4}|\d{3}-\d{4}|0\d{7,14})(?![\w/-])"
)
"""A telephone number."""
EACH_TIME = re.compile(r"[x×]\d+|\d+[x×]", re.IGNORECASE)
SHORT_NAME = re.compile(r"\d[A-Z]|\d{1,3}[A-Z]{1,3}")
DIGIT_NAME = re.compile(r"\d{1,3}-[A-Z][a-z]+\W*")
"""7-Eleven: it may be a name."""
VAGUE = frozenset(
    (
        *("some", "several", "few", "many", "lots", "lot", "bunch", "loads", "tons", "plenty", "heaps", "dozens"),
        *("hundreds", "thousands", "beberapa", "banyak", "ramai", "berpuluh", "beratus", "puluhan", "ratusan"),
    )
)
EARLY_OR_LATE = frozenset(("early", "late", "awal", "lewat"))
BY_YEAR = frozenset(("arr", "acv", "tcv", "pa", "p.a", "annually", "yearly", "setahun"))
EACH_YEAR = frozenset((("a", "year"), ("per", "year"), ("per", "annum"), ("each", "year"), ("every", "year")))
BY_PART = frozenset(("mrr", "monthly", "pm", "p.m"))
BOUNDS = frozenset(
    ("since", "until", "till", "before", "after", "by", "sejak", "hingga", "sehingga", "sebelum", "selepas")
)
ONE_MORE = frozenset((("another",), ("lagi",)))
AND_MORE = frozenset(("plus", "odd", "something", "ish", "lebih", "++"))
HALVES = frozenset(("half", "½", "¼", "¾", "setengah", "quarter", "suku"))
OUT_OF = frozenset((("of",), ("out", "of"), ("daripada",), ("dari",)))
OF_SOMEBODY = frozenset(("the", "a", "an", "my", "our", "their", "your", "his", "her"))
"""After these stands a thing or a person."""
BETWEEN = frozenset(("to", "or", "-", "–", "—", "atau", "hingga"))


@dataclass
class Sensed:
    """A line's tokens for the grammar, and what was left out of them."""

    tokens: list[Token] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    """Words that have no place, as they were said; `why` is then what is wrong with the first of them."""
    why: NotUnderstood | None = None
    final: bool = False
    """Whether there is no reading at all."""
    total: bool = False
    """Whether a number is the whole of the day."""

    def doubt(self, why: NotUnderstood) -> None:
        """Note the first thing that is not certain."""
        self.why = self.why or why


def sense(tokens: Sequence[Token], vocabulary: Vocabulary, *, shouting: bool) -> Sensed:
    """The tokens of a line, told apart. `shouting`: everything is in capitals, so that they mark no name."""
    return _Sense(tokens, vocabulary, shouting).read()


def void_note(note: str) -> NotUnderstood | None:
    """Why an entry whose note is only this was none; None for any other note."""
    words = tuple(word.strip(".,!?") for word in note.casefold().replace("’", "'").split())
    whole = " ".join(words)
    for said, why in ((NOT_DONE, _not_done), (PLANNED, _planned)):
        if words in said or (len(words) <= 3 and words and words[:1] in said and whole not in _OUTCOME_NOTES):
            return why(note)
    return None


_OUTCOME_NOTES = frozenset(("no answer", "no reply", "no interest", "not interested", "will call back", "no pickup"))


def _not_done(said: str) -> NotUnderstood:
    return NotAnActivity("`{said}` sounds like it didn't happen. Log it once it's done.", said=said)


def _planned(said: str) -> NotUnderstood:
    return NotAnActivity("`{said}` sounds like a plan. Log it once it's done.", said=said)


def _taken_back(said: str) -> NotUnderstood:
    return NotAnActivity(
        "`{said}` sounds like taking something back. For that there's `/log undo`, `/log list` and `/deal`.", said=said
    )


def _moved(said: str) -> NotUnderstood:
    return NotAnActivity(
        "`{said}` sounds like a deal moving on. That's `/deal`, like `/deal Acme to proposal`.", said=said
    )


def _span(said: str) -> NotUnderstood:
    return UnclearText("`{said}` isn't one day. Log each day by itself, like `/log 5 calls mon`.", said=said)


def _other_day(said: str) -> NotUnderstood:
    return UnclearText("I don't know the day `{said}`. Write it like yesterday, mon or 16 nov.", said=said)


def _counts_else(said: str) -> NotUnderstood:
    return UnclearText("`{said}` doesn't count what you did.", said=said)


def _rough(said: str) -> NotUnderstood:
    return UnclearText("`{said}` isn't an exact number.", said=said)


def name_in_doubt(said: str) -> NotUnderstood:
    """That words may be a name or not."""
    return UnclearText("is `{said}` a name? Put it in quotes to be sure.", said=said)


def left_over(said: str) -> NotUnderstood:
    """That words have no meaning here."""
    return UnclearText("I'm not sure about `{said}`. Put a name in quotes, or a note after a colon.", said=said)


CLASSES = (
    (NOT_DONE, _not_done),
    (PLANNED, _planned),
    (TAKEN_BACK, _taken_back),
    (MOVED, _moved),
    (SPANS, _span),
    (frozenset((day,) for day in OTHER_DAYS), _other_day),
)
NO_DAY = frozenset(
    (
        *("ytd", "mtd", "wtd", "qtd", "other", "the", "ago", "before", "few"),
        *("per", "every", "each", "daily", "weekly", "monthly", "since", "until", "till", "a", "between", "w/c"),
        *("setiap", "tiap", "sejak", "hingga", "sehingga", "sehari", "seminggu", "sebulan", "harian", "mingguan"),
    )
)
"""Words with which no reading has the right day."""
LONGEST_PHRASE = max(len(phrase) for phrases, _ in CLASSES for phrase in phrases)


class _Sense:
    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary, shouting: bool) -> None:
        self._places = Places(tokens, vocabulary)
        self._tokens, self._vocabulary, self._shouting = tokens, vocabulary, shouting
        self._metrics: dict[str, MetricWords] = {token.metric.key: token.metric for token in tokens if token.metric}
        self._out = Sensed()

    def read(self) -> Sensed:
        at = 0
        while at < len(self._tokens) and not self._out.final:
            at += self._step(at) or self._keep(at, 1)
        return self._out

    def _keep(self, at: int, length: int) -> int:
        self._out.tokens.extend(self._tokens[at : at + length])
        return length

    def _aside(self, at: int, length: int, why: NotUnderstood | None) -> int:
        """Leave these tokens out, as what has no place."""
        self._out.beside.extend(token.said for token in self._tokens[at : at + length])
        if why is not None:
            self._out.doubt(why)
        return length

    def _said(self, at: int, length: int) -> str:
        return " ".join(token.said for token in self._tokens[at : at + length])

    def _step(self, at: int) -> int:
        """Read what stands at `at`; how many tokens were taken, 0 where the grammar is to read it."""
        token = self._tokens[at]
        if (length := self._outcome(at)) > 0:
            return self._keep(at, length)
        if self._says_won_again(at):
            return 1
        if token.kind is Kind.METRIC:
            return self._metric_in_name(at)
        if token.kind is Kind.DATE:
            return self._date(at)
        if token.kind is Kind.NUMBER:
            return self._number(at)
        if token.kind not in (Kind.WORD, Kind.AND):
            return 0
        return self._word(at) if token.kind is Kind.WORD else 0

    def _metric_in_name(self, at: int) -> int:
        """Take a metric's word for the beginning of a name where capitals say so: `call Deal Hub`."""
        token, before = self._tokens[at], self._out.tokens[-1] if self._out.tokens else None
        if before is None or not (before.kind is Kind.METRIC or bare(before) in JOINERS):
            return 0
        if self._places.kind(at + 1) is not Kind.WORD or self._small(at + 1):
            return 0
        if not (is_capital(token, self._shouting) and is_capital(self._tokens[at + 1], self._shouting)):
            return 0
        self._out.doubt(name_in_doubt(self._name_at(at)))
        self._out.tokens.append(replace(token, kind=Kind.WORD, metric=None))
        return 1

    def _outcome(self, at: int) -> int:
        """How many tokens name an outcome of a metric of the line, after the metric or before it."""
        # "call call back": the second is the outcome.
        if self._places.kind(at) is Kind.QUOTED or (self._places.kind(at) is Kind.METRIC and not self._out.tokens):
            return 0
        last = next((token.metric for token in reversed(self._out.tokens) if token.metric is not None), None)
        outcome, length = self._places.phrase(at, last)
        if outcome is None or (self._places.kind(at) is Kind.METRIC and length == 1):
            outcome, length = self._places.outcome_before_metric(at)
        return length

    def _says_won_again(self, at: int) -> bool:
        """Whether a metric's word only repeats, at the end, that the deal before it is won: `deal Acme 12k won`."""
        metric, before = self._tokens[at].metric, self._out.tokens[-1] if self._out.tokens else None
        if metric is None or before is None or before.kind is not Kind.NUMBER or not is_marked(before):
            return False
        if self._places.phrase(at, metric)[0] != WON or self._places.kind(at + 1) not in (None, Kind.BREAK, Kind.DATE):
            return False
        clause = itertools.takewhile(lambda token: token.kind is not Kind.BREAK, reversed(self._out.tokens))
        return any(token.metric is metric for token in clause)

    def _date(self, at: int) -> int:
        token = self._tokens[at]
        before = self._out.tokens[-1] if self._out.tokens else None
        word = before.folded[0] if before is not None and before.kind is Kind.WORD else ""
        if word in BOUNDS:
            return self._finally(_span(f"{before.said if before else ''} {token.said}"))
        if " ".join(token.folded) in STILL_AHEAD:
            self._out.doubt(_planned(token.said))
        if len(token.folded) == 1 and token.folded[0].isalpha() and self._begins_name(at):
            self._out.doubt(name_in_doubt(self._said(at, 2)))
            capitals = is_capital(token, self._shouting) and is_capital(self._tokens[at + 1], self._shouting)
            if capitals and not self._counted():
                # "call Sun Pharma": it is asked whether that is the name.
                self._out.tokens.append(replace(token, kind=Kind.WORD, date=None))
                return 1
        if not token.exact or ("/" in token.said and self._follows_bare_plural()):
            self._out.doubt(UnclearText("`{said}` could be a day or a number.", said=token.said))
        return 0

    def _begins_name(self, at: int) -> bool:
        """Whether a day of the week may be the first word of a name: `call sun pharma`."""
        before = self._out.tokens[-1] if self._out.tokens else None
        if before is None or not (before.kind is Kind.METRIC or bare(before) in JOINERS):
            return False
        if self._places.kind(at + 1) is not Kind.WORD or self._places.word(at + 1) in JOINERS:
            return False
        return not (self._small(at + 1) or self._outcome(at + 1))

    def _follows_bare_plural(self) -> bool:
        """Whether just before stands a metric in the plural with no number: `calls 10/20`."""
        out = self._out.tokens
        if not out or out[-1].metric is None or (len(out) > 1 and out[-2].kind is Kind.NUMBER):
            return False
        return out[-1].metric.grammatical_number(" ".join(out[-1].folded)) == 2

    def _number(self, at: int) -> int:
        token, out = self._tokens[at], self._out.tokens
        following = self._places.word(at + 1)
        if RANGE.fullmatch(token.said) or (self._between(at + 1) and self._places.kind(at + 2) is Kind.NUMBER):
            return self._finally(UnclearText("`{said}` is a range. Write one number.", said=self._said(at, 3)))
        if following in REPEATS and token.count is not None:
            return self._times(at, token.count, 2)
        if self._places.kind(at + 2) is Kind.METRIC and self._tokens[at + 1].said.casefold() in AND_MORE:
            self._out.doubt(_rough(self._said(at, 2)))
            out.append(token)
            return 2
        if (length := self._of_so_many(at)) > 0:
            out.append(token)
            return 1 + self._aside(at + 1, length, _counts_else(self._said(at, 1 + length)))
        if not token.exact:
            self._out.doubt(_rough(token.said))
        if EACH_TIME.fullmatch(token.said) and token.count and out and out[-1].kind in (Kind.WORD, Kind.QUOTED):
            return self._times(at, token.count, 1)
        if (joined := self._apart(at)) is not None:
            self._out.doubt(_rough(joined.said))
            out.append(joined)
            return 2
        before = out[-1] if out else None
        if self._numbers_name(at):
            self._out.doubt(name_in_doubt(self._said(at, 2)))
        if before is not None and before.kind is Kind.DATE and len(out) > 1 and out[-2].metric is not None:
            self._out.total = self._out.total or self._places.kind(at + 1) is not Kind.METRIC  # "calls today: 5"
        if following in PEOPLE and self._is_count(before) and not self._counted():
            out.insert(len(out) - 1, token)
            return 2
        if (length := self._unit(at)) > 0 and not self._counted() and self._named(at + 1):
            self._out.doubt(name_in_doubt(self._name_at(at)))  # "call 24 Hour Fitness"
            out.append(replace(token, kind=Kind.WORD))
            return 1
        if length > 0:
            return self._aside(at, length, _counts_else(self._said(at, length)))
        if self._ends_name(at):
            self._out.doubt(name_in_doubt(f"{before.said} {token.said}" if before is not None else token.said))
            out.append(replace(token, kind=Kind.WORD))
            return 1
        return self._amount(at)

    def _of_so_many(self, at: int) -> int:
        """How many words after a number say out of how many it is: `5 of 10 calls`."""
        length = self._phrase(at + 1, OUT_OF)
        if not length or self._places.kind(at + 1 + length) is not Kind.NUMBER:
            return 0
        return length + 1 if self._places.kind(at + 2 + length) is Kind.METRIC else 0

    def _ends_name(self, at: int) -> bool:
        """Whether a number after a word in capitals may be the end of its name: `call Studio 54`."""
        token, before = self._tokens[at], self._out.tokens[-1] if self._out.tokens else None
        metric = next((each.metric for each in reversed(self._out.tokens) if each.metric is not None), None)
        if before is None or before.kind is not Kind.WORD or not is_capital(before, self._shouting):
            return False
        if metric is None or metric.takes_amount or metric.unit == "money" or self._counted() or is_marked(token):
            return False
        named = next(each for each in reversed(self._out.tokens) if each.metric is not None)
        if metric.grammatical_number(" ".join(named.folded)) == 2:
            return False
        return self._places.kind(at + 1) in (None, Kind.BREAK) and bool(token.count)

    @staticmethod
    def _is_count(token: Token | None) -> bool:
        """Whether the token is a metric of which there are so many, and no amount."""
        metric = token.metric if token is not None else None
        return metric is not None and not (metric.takes_amount or metric.unit == "money")

    def _apart(self, at: int) -> Token | None:
        """The amount that two numbers make where thousands are written apart: `12 500 USD`."""
        one, other = self._tokens[at], self._tokens[at + 1 : at + 2]
        money = any(metric.takes_amount or metric.unit == "money" for metric in self._metrics.values())
        if not money or is_marked(one) or not re.fullmatch(r"\d{1,3}", one.said) or not other:
            return None
        if not is_marked(other[0]) or not re.fullmatch(r"\d{3}(?:[.,]\d\d)?(?:\D.*)?", other[0].said):
            return None
        number = number_token(one.said + other[0].said, self._vocabulary)
        return None if number is None else replace(number, said=f"{one.said} {other[0].said}")

    def _numbers_name(self, at: int) -> bool:
        """Whether a number after a single thing may begin a name: `call 99 Bikes`, but not `calls 99 Bikes`."""
        out, token = self._out.tokens, self._tokens[at]
        metric = out[-1].metric if out else None
        if metric is None or metric.takes_amount or metric.unit == "money":
            return False
        if self._counted() or token.count in (None, 1) or is_marked(token):
            return False
        if self._places.kind(at + 1) is not Kind.WORD or EACH_TIME.fullmatch(token.said):
            return False
        if self._places.word(at + 1) in JOINERS or self._small(at + 1) or self._outcome(at + 1):
            return False
        return metric.grammatical_number(" ".join(out[-1].folded)) == 1

    def _between(self, at: int) -> bool:
        """Whether there stands what makes a range of two numbers; `5 calls or 6`."""
        return at < len(self._tokens) and (self._tokens[at].said in BETWEEN or self._places.word(at) in BETWEEN)

    def _counted(self) -> bool:
        """Whether the last metric has a number before it."""
        out = self._out.tokens
        last = next((at for at in range(len(out) - 1, -1, -1) if out[at].metric is not None), None)
        return last is not None and last > 0 and out[last - 1].kind is Kind.NUMBER

    def _unit(self, at: int) -> int:
        """How many tokens count something else: `50 users`, `30 min`; 0 where the number counts what was done."""
        if at + 1 >= len(self._tokens) or self._places.kind(at + 1) is not Kind.WORD:
            return 0
        word, said = self._places.word(at + 1), self._tokens[at + 1].said
        if is_marked(self._tokens[at]):
            return 0
        if word in UNITS or said == "%":
            return 2 + (self._places.word(at + 2) in ("each", "setiap"))
        before = self._out.tokens[-1] if self._out.tokens else None
        metric = next((token.metric for token in reversed(self._out.tokens) if token.metric is not None), None)
        if metric is None or not (metric.takes_amount or metric.unit == "money"):
            return 0
        if not said.islower() or word in JOINERS or self._outcome_of(at + 1, metric) or self._small(at + 1):
            return 0
        plural = before is not None and before.metric is metric and metric.grammatical_number(bare(before)) == 2
        return 0 if plural or not self._amount_follows(at + 1) else 2

    def _outcome_of(self, at: int, metric: MetricWords) -> bool:
        return self._places.phrase(at, metric)[0] is not None

    def _small(self, at: int) -> bool:
        return any(self._phrase(at, phrases) for phrases in (FILLERS, TOTAL, ABOUT)) or self._places.word(at) in (
            BY_YEAR | BY_PART | {"each", "apiece"}
        )

    def _amount_follows(self, at: int) -> bool:
        return any(token.kind is Kind.NUMBER for token in self._tokens[at:])

    def _amount(self, at: int) -> int:
        """An amount with what says how it is to be taken: `4k each`, `4k and 6k`, `12k ARR`."""
        token, out = self._tokens[at], self._out.tokens
        metric = next((each.metric for each in reversed(out) if each.metric is not None), None)
        if metric is None or not (metric.takes_amount or metric.unit == "money"):
            return 0
        count = self._count_before()
        following = self._places.word(at + 1)
        if following in ("each", "apiece", "setiap") and token.money is not None and token.money.minor and count:
            minor = token.money.minor * count
            out.append(replace(token, count=None, money=replace(token.money, minor=minor, marked=True)))
            return 2 + (following == "setiap" and self._places.word(at + 2) in ("satu", "satunya"))
        if length := self._phrase(at + 1, EACH_YEAR):
            out.append(token)
            return 1 + length
        if following in BY_YEAR | BY_PART:
            if following in BY_PART:
                self._out.doubt(_counts_else(self._said(at, 2)))
            out.append(token)
            return 2
        return self._sum(at, count)

    def _sum(self, at: int, count: int) -> int:
        token = self._tokens[at]
        amounts, ahead = [token], at + 1
        while self._places.kind(ahead) in (Kind.AND, Kind.BREAK) and self._places.kind(ahead + 1) is Kind.NUMBER:
            if self._places.kind(ahead + 2) is Kind.METRIC:
                break
            amounts.append(self._tokens[ahead + 1])
            ahead += 2
        if len(amounts) < 2 or len(amounts) != count or not all(is_marked(each) for each in amounts):
            return 0
        minors = [each.money.minor for each in amounts if each.money is not None and each.money.minor]
        if len(minors) != len(amounts) or token.money is None:
            return 0
        said = self._said(at, ahead - at)
        self._out.tokens.append(replace(token, said=said, count=None, money=replace(token.money, minor=sum(minors))))
        return ahead - at

    def _count_before(self) -> int:
        """The number before the last metric; 1 where it has none."""
        out = self._out.tokens
        last = next((at for at in range(len(out) - 1, -1, -1) if out[at].metric is not None), None)
        if last is None or last == 0 or out[last - 1].kind is not Kind.NUMBER:
            return 1
        return out[last - 1].count or 0

    def _times(self, at: int, count: int, length: int) -> int:
        """`called Acme twice`: the number belongs before the metric."""
        out = self._out.tokens
        last = next((n for n in range(len(out) - 1, -1, -1) if out[n].metric is not None), None)
        number = Token(Kind.NUMBER, str(count), (str(count),), count=count)
        if last is None:
            out.append(number)
        elif self._counted():
            return self._aside(at, length, _counts_else(self._said(at, length)))
        else:
            out.insert(last, number)
        return length

    def _word(self, at: int) -> int:
        token = self._tokens[at]
        word = bare(token)
        if is_span_of_days(token):
            return self._finally(_span(token.said))
        if word in TIMES and not self._named(at):
            return self._times(at, TIMES[word], 1)
        if PHONE.fullmatch(token.said):
            return self._aside(at, 1, _counts_else(token.said))
        if RANGE.fullmatch(token.said) and not SHORT_NAME.fullmatch(token.said):
            return self._finally(UnclearText("`{said}` is a range. Write one number.", said=token.said))
        if DIGIT_NAME.fullmatch(token.said) and not self._shouting:
            self._out.doubt(name_in_doubt(token.said))
            return self._keep(at, 1)
        if COUNTED.fullmatch(token.said) and not SHORT_NAME.fullmatch(token.said):
            if self._describes(at):
                return 1  # "1st call"
            if ORDINAL.fullmatch(word) and self._named(at + 1):
                return 0  # "1st National Bank"
            return self._aside(at, 1, _counts_else(token.said))
        if word in NUMBERED and self._places.kind(at + 1) is Kind.NUMBER and not is_marked(self._tokens[at + 1]):
            named = self._out.tokens[-1] if self._out.tokens else None
            if named is not None and named.kind is Kind.WORD and bare(named) not in JOINERS:
                self._out.tokens += [token, replace(self._tokens[at + 1], kind=Kind.WORD)]
                self._out.doubt(name_in_doubt(self._said(at, 2)))
                return 2
        if word in VAGUE and self._places.kind(at + 1 + (self._places.word(at + 1) == "of")) is Kind.METRIC:
            return self._finally(UnclearText("how many? Write a number, like `5 calls`."))
        if word in HALVES and self._metric_follows(at + 1):
            return self._finally(UnclearText("how many? Write a number, like `5 calls`."))
        if (length := self._describes(at)) > 0:
            return length
        if word in EARLY_OR_LATE and self._places.kind(at + 1) is Kind.DATE:
            return 1
        if length := self._about(at):
            self._out.doubt(_rough(self._said(at, length + 1)))
            return length
        if length := self._filler(at):
            return length
        return self._class(at)

    def _describes(self, at: int) -> int:
        """How many words only describe the metric after them: `3 more calls`, `10 cold calls`."""
        before = self._out.tokens[-1] if self._out.tokens else None
        if before is not None and before.kind in (Kind.METRIC, Kind.QUOTED):
            return 0
        if before is not None and before.kind is Kind.WORD and bare(before) not in BEFORE_ENTRY:
            return 0
        more = self._phrase(at, AFTER_NUMBER | ONE_MORE)
        if more and self._places.kind(at + more) is Kind.NUMBER and self._places.kind(at + more + 1) is Kind.METRIC:
            return more  # "another 5 calls"
        first = length = self._phrase(at, BEFORE_METRIC)
        while length and self._places.kind(at + length) is Kind.WORD:
            more = self._phrase(at + length, BEFORE_METRIC)
            if not more:
                return first if self._places.kind(at + first) is Kind.METRIC else 0
            length += more
        return length if length and self._places.kind(at + length) is Kind.METRIC else 0

    def _metric_follows(self, at: int) -> bool:
        between = at < len(self._tokens) and self._tokens[at].said.casefold() in ("a", "an", "of")
        return self._places.kind(at + between) is Kind.METRIC

    def _about(self, at: int) -> int:
        if (length := self._phrase(at, ABOUT)) and self._places.kind(at + length) is Kind.NUMBER:
            last = self._out.tokens[-1] if self._out.tokens else None
            starts = last is None or last.kind in (Kind.METRIC, Kind.BREAK, Kind.AND, Kind.DATE)
            # "call Acme about 2 demos" is about something.
            return length if starts or bare(last or self._tokens[at]) in BEFORE_ENTRY | JOINERS else 0
        if self._phrase(at, frozenset({("or", "so"), ("or", "more"), ("ish",)})):
            return 2 if self._places.word(at) == "or" else 1
        return 0

    def _filler(self, at: int) -> int:
        """How many words change nothing here."""
        if self._named(at):
            return 0
        total = self._phrase(at, TOTAL)
        length = max(total, self._phrase(at, FILLERS))
        if not length:
            return 0
        begun = any(token.kind is Kind.METRIC for token in self._out.tokens)
        before = self._out.tokens[-1] if self._out.tokens else None
        if begun and before is not None and bare(before) in JOINERS | OF_SOMEBODY:
            return 0  # "call with the team"
        ahead = at + length
        follows = self._places.kind(ahead) in (Kind.WORD, Kind.QUOTED) and self._places.word(ahead) not in JOINERS
        if begun and follows and not self._phrase(ahead, FILLERS | TOTAL | ABOUT):
            return 0
        if total == length:
            self._out.total = True
        return length

    def _class(self, at: int) -> int:
        for length in range(LONGEST_PHRASE, 0, -1):
            words = self._words(at, length)
            for phrases, why in CLASSES if words else ():
                if words not in phrases:
                    continue
                said = self._said(at, length)
                if self._named(at) or (phrases is not NOT_DONE and self._may_be_name(at, length)):
                    self._out.doubt(name_in_doubt(self._name_at(at)))
                    return 0
                if phrases is CLASSES[-1][0] or (phrases is SPANS and words[0] in NO_DAY):
                    return self._finally(why(said))
                if phrases is NOT_DONE and self._places.kind(at + length) is Kind.METRIC:
                    return self._aside(at, length + 1, why(said))  # "5 calls, no demos"
                return self._aside(at, length, why(said))
        return 0

    def _name_at(self, at: int) -> str:
        ahead = at + 1
        while ahead < len(self._tokens) and self._tokens[ahead].kind is Kind.WORD:
            ahead += 1
        return self._said(at, ahead - at)

    def _may_be_name(self, at: int, length: int) -> bool:
        """Whether one word in capitals stands where a name would, and nothing after it: `call Next`."""
        before = self._out.tokens[-1] if self._out.tokens else None
        if length != 1 or before is None or not (before.kind is Kind.METRIC or bare(before) in JOINERS):
            return False
        if bare(self._tokens[at]) in ACRONYMS or not is_capital(self._tokens[at], self._shouting):
            return False
        return self._places.kind(at + 1) in (None, Kind.BREAK, Kind.DATE)

    def _named(self, at: int) -> bool:
        """Whether capitals make a name of what stands there, together with the word beside it."""
        if not self._out.tokens or at >= len(self._tokens) or not is_capital(self._tokens[at], self._shouting):
            return False
        if bare(self._tokens[at]) in ACRONYMS:
            return False
        beside = [each for each in (at - 1, at + 1) if 0 <= each < len(self._tokens)]
        return any(
            self._tokens[each].kind is Kind.WORD and is_capital(self._tokens[each], self._shouting) for each in beside
        )

    def _phrase(self, at: int, phrases: frozenset[tuple[str, ...]]) -> int:
        return next((length for length in (4, 3, 2, 1) if self._words(at, length) in phrases), 0)

    def _words(self, at: int, length: int) -> tuple[str, ...]:
        """The folded words there; none where some are no plain words."""
        tokens = self._tokens[at : at + length]
        if len(tokens) < length:
            return ()
        said = tuple(word for token in tokens for word in _spoken(token))
        return said if len(said) >= length else ()

    def _finally(self, why: NotUnderstood) -> int:
        self._out.why, self._out.final = why, True
        return len(self._tokens)


def _spoken(token: Token) -> Iterator[str]:
    if token.kind in (Kind.WORD, Kind.AND) or (token.kind is Kind.NUMBER and token.money is None):
        yield from token.folded
