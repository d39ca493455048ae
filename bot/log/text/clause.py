"""Entries of one clause: what stands between two commas of a line after `/log`."""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.core.text.dates import nearest_day_word
from bot.core.text.errors import LooseNumber, NotUnderstood, UnclearText
from bot.core.text.outcomes import NO_WIN, WON
from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.log.text.measure import Measure, is_marked, measure, name_of
from bot.log.text.places import Places
from bot.log.text.refusals import loose_number, name_or_entry, require_no_slip, two_outcomes, unknown
from bot.log.text.tokens import QUOTES, Kind, Token

LONGEST_ACCOUNT = 200
JOINERS = frozenset(
    (
        *(
            "to",
            "for",
            "with",
            "at",
            "from",
            "by",
            "w",
            "w/",
            "c/o",
            "@",
            "=",
            "worth",
            "valued",
            "bernilai",
            "kepada",
            "untuk",
            "dengan",
            "di",
            "dari",
        ),
        *("daripada", "ke", "bersama", "dgn", "dng", "utk", "kpd", "drpd", "sama", "kat", "kt", "ngan"),
    )
)
LEADING = JOINERS | frozenset(
    ("about", "re", "regarding", "of", "the", "on", "in", "a", "their", "his", "her", "tentang", "mengenai", "pasal")
)
"""Words after which a metric's word is no entry: `call Acme about 2 demos`."""
NO_QUOTES = {ord(quote): None for quote in QUOTES}


class EitherOrder(UnclearText):
    """A clause's numbers may belong to what stands before them or after them."""


class Order(enum.Enum):
    """Where numbers stand in a clause: before what they count, or after it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Said:
    """One entry as it was said, without its date and note."""

    metric: MetricWords
    word: str
    measure: Measure
    account: str | None
    outcome: str | None
    led_to: bool = False
    """Whether a word such as `with` or `to` led to the account."""
    names: tuple[Token, ...] = ()
    """The tokens of the account, and whatever else stands with them."""

    @property
    def disagrees(self) -> bool:
        """Whether the word is singular beside another number than one, or plural beside one."""
        number = self.metric.grammatical_number(self.word)
        return number is not None and (number == 1) != (self.measure.quantity == 1)


def read_clause(tokens: Sequence[Token], vocabulary: Vocabulary, order: Order | None = None) -> list[Said]:
    """The entries of a clause that names a metric. Raises a NotUnderstood when any part of it has no meaning.

    A number belongs to the metric after it, or everywhere to the metric before it. Where both make sense, the singular
    and the plural decide; where they do not, `order` does, and without one EitherOrder is raised.
    """
    places = Places(tokens, vocabulary)
    first = next(at for at, token in enumerate(tokens) if token.kind is Kind.METRIC)
    if not any(token.kind is Kind.NUMBER for token in tokens[first:]):
        return _Reader(places, Order.BEFORE).entries()
    readings: list[list[Said]] = []
    failures: list[NotUnderstood] = []
    for each in Order:
        try:
            readings.append(_Reader(places, each).entries())
        except NotUnderstood as failure:
            failures.append(failure)
    if not readings:
        clear = [failure for failure in failures if not isinstance(failure, LooseNumber)]
        raise (clear or failures[:1] if tokens[0].kind is Kind.NUMBER else clear or failures[1:])[0]
    if len(readings) == 1 or readings[0] == readings[1]:
        return readings[0]
    return _clearer(readings[0], readings[1], order)


def read_outcome(tokens: Sequence[Token], metric: MetricWords) -> str | None:
    """The outcome of the metric that these tokens name, all of them together; None when they name none."""
    words = tuple(word for token in tokens for word in token.folded)
    return metric.phrases.get(words)


def with_outcome(said: Said, outcome: str) -> Said:
    """The entry with an outcome that was said after it. Raises UnclearText where it has one already."""
    if said.outcome is not None:
        raise two_outcomes(said.outcome, outcome, said.metric)
    return replace(said, outcome=_worth_storing(said.metric, outcome))


def account_of(names: Sequence[Token]) -> str | None:
    """The account that these tokens name; None when they name none. Raises UnclearText when it is too long.

    What stands in quotes is kept as it is; else punctuation at the ends goes.
    """
    names = list(names)
    while names and names[-1].kind is Kind.AND:
        names.pop()
    for token in names:
        if token.kind is Kind.WORD and token.said.islower() and (day := nearest_day_word(token.folded[0])):
            raise UnclearText(
                "did `{said}` mean `{day}`? Write the day again, or put the name in quotes.", said=token.said, day=day
            )
    if len(names) == 1 and names[0].kind is Kind.QUOTED:
        account = names[0].said
    else:
        words = " ".join(token.said for token in names).translate(NO_QUOTES)
        account = " ".join(words.lstrip(" ,;:./|-–—").rstrip(" ,;:.!?/|-–—").split())
    if len(account) > LONGEST_ACCOUNT:
        raise UnclearText("that account name is longer than {most} characters. Shorten it.", most=LONGEST_ACCOUNT)
    return account or None


def _worth_storing(metric: MetricWords, outcome: str | None) -> str | None:
    """The outcome; None for a deal that is won, as all that `/log` records are."""
    if metric.key != "deal":
        return outcome
    if outcome in NO_WIN:
        raise UnclearText(
            "`/log {metric}` is for wins, and this one is {outcome}. Use `/deal` for that: `/deal help` shows how.",
            metric=metric.singular,
            outcome=outcome,
        )
    return outcome if outcome != WON else None


def _clearer(before: list[Said], after: list[Said], order: Order | None) -> list[Said]:
    wrong = [any(entry.disagrees for entry in reading) for reading in (before, after)]
    if wrong == [False, True]:
        return before
    if wrong == [True, False]:
        return after
    if order is not None:
        return before if order is Order.BEFORE else after
    raise EitherOrder(
        "did you mean `{one}` or `{other}`?",
        one=_written(before),
        other=_written(after),
    )


def _written(entries: Sequence[Said]) -> str:
    return ", ".join(f"{entry.measure.quantity} {name_of(entry.metric, entry.measure.quantity)}" for entry in entries)


@dataclass
class _Draft:
    """An entry while it is read: the numbers after its metric, and the tokens of its account."""

    metric: MetricWords
    counted: bool
    outcome: str | None
    numbers: list[Token] = field(default_factory=list)
    names: list[Token] = field(default_factory=list)
    led_to: bool = False


class _Reader:
    """Reads the tokens of one clause from left to right, with numbers in one order."""

    def __init__(self, places: Places, order: Order) -> None:
        self._places, self._tokens, self._order = places, places.tokens, order
        self._at = 0

    def entries(self) -> list[Said]:
        """The entries, all tokens used."""
        found: list[Said] = []
        while self._at < len(self._tokens):
            if self._places.is_filler(self._at):
                self._at += 1
            else:
                found.append(self._entry())
        return found

    def _entry(self) -> Said:
        before: Token | None = None
        outcome = self._pass_outcome()
        if self._places.kind(self._at) is Kind.NUMBER:
            if self._order is Order.AFTER:
                raise loose_number(self._places, self._at, None)
            before = self._tokens[self._at]
            self._at += 1
        outcome = outcome or self._pass_outcome()
        metric, word = self._take_metric()
        draft = _Draft(metric, before is not None, outcome)
        self._read_tail(draft)
        return Said(
            metric=metric,
            word=word,
            measure=measure(metric, word, before, draft.numbers, self._places.vocabulary),
            account=account_of(draft.names),
            outcome=_worth_storing(metric, draft.outcome),
            led_to=draft.led_to,
            names=tuple(draft.names),
        )

    def _pass_outcome(self) -> str | None:
        outcome, length = self._places.outcome_before_metric(self._at)
        self._at += length
        while outcome is not None and self._places.is_filler(self._at):
            self._at += 1
        return outcome

    def _take_metric(self) -> tuple[MetricWords, str]:
        if self._at >= len(self._tokens) or (metric := self._tokens[self._at].metric) is None:
            raise unknown(self._tokens[max(0, self._at - 1) :], self._places.vocabulary)
        # "phone call" and "won deal" name one thing twice.
        while self._at + 1 < len(self._tokens) and self._tokens[self._at + 1].metric == metric:
            if self._places.phrase(self._at + 1, metric)[0] is not None:
                break  # "call call back"
            self._at += 1
        word = " ".join(self._tokens[self._at].folded)
        self._at += 1
        return metric, word

    def _read_tail(self, draft: _Draft) -> None:
        """Read what belongs to the entry after its metric: numbers, an outcome and an account, until the next entry."""
        named = False
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if not named:
                if self._take_outcome(draft):
                    continue
                if self._places.begins_entry(self._at, numbers_first=self._order is Order.BEFORE):
                    self._require_clear_start(draft)
                    return
            named = self._is_joiner(draft)
            draft.led_to = draft.led_to or (named and not draft.names)
            if token.kind is Kind.NUMBER:
                self._take_number(draft)
            elif not named and (token.kind is not Kind.AND or draft.names):
                draft.names.append(token)
            self._at += 1

    def _is_joiner(self, draft: _Draft) -> bool:
        """Whether the token only says that a name or an amount follows, as in `to Acme`."""
        if self._places.word(self._at) not in JOINERS:
            return False
        return not draft.names or self._places.kind(self._at + 1) is Kind.NUMBER

    def _take_outcome(self, draft: _Draft) -> bool:
        outcome, length = self._places.phrase(self._at, draft.metric)
        if outcome is None:
            return False
        if draft.outcome not in (None, outcome):
            raise two_outcomes(draft.outcome or "", outcome, draft.metric)
        draft.outcome = outcome
        self._at += length
        return True

    def _take_number(self, draft: _Draft) -> None:
        token = self._tokens[self._at]
        if draft.metric.unit == "money" or draft.metric.takes_amount:
            draft.numbers.append(token)
        elif re.fullmatch(r"\d+[MK]", token.said):
            draft.names.append(token)  # a name, such as 3M
        elif is_marked(token) or (self._order is Order.AFTER and not (draft.counted or draft.names)):
            draft.counted = True
            draft.numbers.append(token)
            require_no_slip(self._places, self._at + 1)
        else:
            raise loose_number(self._places, self._at, draft.metric)

    def _require_clear_start(self, draft: _Draft) -> None:
        """Refuse an entry that begins without a comma where the metric's word could as well be part of a name."""
        places, at = self._places, self._at
        word = next(token for token in self._tokens[at:] if token.kind is Kind.METRIC)
        numbered = places.kind(at) is not Kind.METRIC
        after = at
        while places.kind(after) is Kind.METRIC:
            after += 1
        if self._order is Order.AFTER and after > at:
            numbered = places.kind(after) is Kind.NUMBER
        if draft.names:
            last = draft.names[-1]
            clear = last.kind is Kind.QUOTED or (numbered and last.folded[0] not in LEADING)
        else:
            names_follow = bool(places.word(after)) and places.word(after) not in JOINERS
            clear = numbered or not names_follow or places.phrase(after, self._tokens[at].metric)[0] is not None
        if not clear:
            raise name_or_entry(word.said)
