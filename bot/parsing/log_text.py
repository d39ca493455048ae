"""What is typed after `/log`."""

import datetime as dt
import html
import re
from dataclasses import dataclass, replace

from bot.parsing.amounts import read_amount, read_whole, strip_currency
from bot.parsing.day_words import read_day, require_loggable
from bot.parsing.errors import UnclearText, UnknownMetric, WrongAmount, WrongQuantity
from bot.parsing.vocabulary import MetricWords, Vocabulary, fold, nearest_metric, words_to_metrics

LONGEST_ACCOUNT, LONGEST_NOTE = 200, 1000
LONGEST_TEXT = 3000
JOINERS = frozenset({"to", "for", "with", "at", "from", "kepada", "untuk", "dengan"})
AND = frozenset({"and", "dan", "+", "&"})
MONEY_LIKE = re.compile(r"[\d٠-٩]")


@dataclass(frozen=True)
class ParsedEntry:
    """One entry: a count, or for a metric of money the amount in minor units; the rest when it was said.

    `amount_minor` is the amount beside a counted thing: `proposal €4,000` is one proposal of that amount.
    """

    metric_key: str
    quantity: int
    date: dt.date
    account: str | None = None
    outcome: str | None = None
    note: str | None = None
    amount_minor: int | None = None


@dataclass(frozen=True)
class LogRequest:
    """Entries to store."""

    entries: tuple[ParsedEntry, ...]


@dataclass(frozen=True)
class LogHelp:
    """The member asks what can be typed."""


@dataclass(frozen=True)
class LogUndo:
    """The member takes the last message back."""


LogMeaning = LogRequest | LogHelp | LogUndo


def parse_log(text: str, vocabulary: Vocabulary, *, today: dt.date, backdate_days: int) -> LogMeaning:
    """The meaning of `text`, or an error of bot/parsing/errors.py when any part of it has none.

    `5 calls 2 demos yesterday` · `call Acme: left voicemail` · `deal 12.5k Acme`. A number belongs to the metric that
    follows it, or to the one before when none follows; a date said once holds for all entries; what follows a colon is
    the note; other words after a metric are the account.
    """
    said = html.unescape(_without_markup(text)).replace("\u00a0", " ").strip()
    if len(said) > LONGEST_TEXT:
        raise UnclearText(f"the text is longer than {LONGEST_TEXT} characters.")
    command = fold(said)
    if command in ("", "help", "?", "bantuan"):
        return LogHelp()
    if command in ("undo", "batal"):
        return LogUndo()
    said, note = _split_note(said, vocabulary)
    pieces = _Pieces(said, vocabulary, today)
    entries = pieces.entries()
    date = require_loggable(pieces.date or today, today=today, backdate_days=backdate_days)
    return LogRequest(tuple(replace(entry, date=date, note=note if note else entry.note) for entry in entries))


def _split_note(said: str, vocabulary: Vocabulary) -> tuple[str, str | None]:
    # "calls: 3" is a quantity; a colon before anything else begins the note.
    head, colon, tail = said.partition(":")
    if not colon:
        return said, None
    if fold(head).strip() in words_to_metrics(vocabulary) and read_whole(tail.strip().split(" ")[0] or "-") is not None:
        return f"{head} {tail}", None
    return head, " ".join(tail.split())[:LONGEST_NOTE] or None


class _Pieces:
    """Reads the words of one text from left to right."""

    def __init__(self, said: str, vocabulary: Vocabulary, today: dt.date) -> None:
        self._words = said.replace(",", ", ").split() if not re.search(r"\d,\d", said) else said.split()
        self._vocabulary = vocabulary
        self._metrics = words_to_metrics(vocabulary)
        self._longest = max((len(word.split()) for word in self._metrics), default=1)
        self._today = today
        self.date: dt.date | None = None
        self._at = 0

    def entries(self) -> list[ParsedEntry]:
        """The entries, without date and note."""
        found: list[ParsedEntry] = []
        while self._at < len(self._words):
            if self._take_date() or self._take_filler():
                continue
            number = self._take_number()
            metric = self._take_metric()
            if metric is None:
                raise self._unknown()
            found.append(self._entry(metric, number))
        if not found:
            raise UnclearText("say what you did, for example `/log call` or `/log 5 calls`.")
        return found

    def _entry(self, metric: MetricWords, number: str | None) -> ParsedEntry:
        account: list[str] = []
        after: str | None = None
        while self._at < len(self._words):
            if self._at_next_entry(has_number=number is not None or after is not None):
                break
            word = self._words[self._at]
            if self._take_date():
                continue
            self._at += 1
            if after is None and self._is_number(word) and (not account or _looks_like_money(word)):
                after = word.strip(",")
            elif fold(word) in JOINERS and (not account or self._is_number(self._peek())):
                continue
            else:
                account.append(word)
                if word.endswith(","):
                    break
        name = " ".join(account).strip(' ,"“”')[:LONGEST_ACCOUNT] or None
        return self._measure(metric, number, after, name)

    def _measure(self, metric: MetricWords, before: str | None, after: str | None, account: str | None) -> ParsedEntry:
        if metric.unit == "money":
            said = before or after
            if said is None:
                raise WrongAmount(f"say the amount too, for example `/log {metric.singular} 12,500`.")
            return ParsedEntry(metric.key, self._amount(said), self._today, account)
        if before is not None:
            count = self._count(before, metric)
            amount = self._amount(after) if after is not None else None
            return ParsedEntry(metric.key, count, self._today, account, amount_minor=amount)
        if after is None:
            return ParsedEntry(metric.key, 1, self._today, account)
        if metric.key == "deal" or _looks_like_money(after):
            return ParsedEntry(metric.key, 1, self._today, account, amount_minor=self._amount(after))
        return ParsedEntry(metric.key, self._count(after, metric), self._today, account)

    def _count(self, said: str, metric: MetricWords) -> int:
        count = read_whole(said)
        if count is None:
            raise WrongQuantity(said, f"`{said[:40]}` is no whole number of {metric.plural}.")
        if count == 0:
            raise WrongQuantity(said, f"0 {metric.plural} is nothing to log. A day without any needs no entry.")
        if count < 0:
            raise WrongQuantity(said, "a number below zero cannot be logged. To take an entry back: `/log undo`.")
        if count > self._vocabulary.largest_count:
            raise WrongQuantity(
                said,
                f"{count} {metric.plural} at once looks like a slip of the finger. The most in one entry is "
                f"{self._vocabulary.largest_count}.",
            )
        return count

    def _amount(self, said: str) -> int:
        bare, currency = strip_currency(said, self._vocabulary.currency, self._vocabulary.locale)
        if currency is not None and currency != self._vocabulary.currency:
            raise WrongAmount(f"amounts here are in {self._vocabulary.currency}, and `{said[:40]}` is in {currency}.")
        minor = read_amount(bare, currency=self._vocabulary.currency, locale=self._vocabulary.locale)
        if minor is None:
            raise WrongAmount(f"`{said[:40]}` is no amount I can read. Write it like 12,500 or 12.5k.")
        if minor == 0:
            raise WrongQuantity(said, "an amount of 0 is nothing to log.")
        if minor < 0:
            raise WrongQuantity(said, "an amount below zero cannot be logged. To take an entry back: `/log undo`.")
        return minor

    def _at_next_entry(self, *, has_number: bool) -> bool:
        word = self._words[self._at]
        if fold(word) in AND and (self._metric_at(self._at + 1) or self._metric_at(self._at + 2)):
            return True
        if self._is_number(word) and self._metric_at(self._at + 1):
            return True
        return bool(self._metric_at(self._at)) and has_number

    def _take_date(self) -> bool:
        for length in (2, 1):
            words = " ".join(self._words[self._at : self._at + length])
            date = read_day(words, self._today) if words else None
            if date is not None and self._at + length <= len(self._words):
                if self.date is not None and date != self.date:
                    raise UnclearText("two dates in one text. Log each day by itself.")
                self.date = date
                self._at += length
                return True
        return False

    def _take_filler(self) -> bool:
        word = fold(self._words[self._at]).strip(",")
        if word in AND or word == "" or (word == "on" and self._at + 1 < len(self._words)):
            self._at += 1
            return True
        return False

    def _take_number(self) -> str | None:
        word = self._words[self._at]
        if not self._is_number(word):
            return None
        self._at += 1
        return word.strip(",")

    def _take_metric(self) -> MetricWords | None:
        found = self._metric_at(self._at)
        if found is None:
            return None
        metric, length = found
        self._at += length
        return metric

    def _metric_at(self, at: int) -> tuple[MetricWords, int] | None:
        for length in range(min(self._longest, len(self._words) - at), 0, -1):
            words = " ".join(fold(word).strip(",;") for word in self._words[at : at + length])
            if words in self._metrics:
                return self._metrics[words], length
        return None

    def _is_number(self, word: str | None) -> bool:
        if word is None or not MONEY_LIKE.search(word) or read_day(word, self._today) is not None:
            return False
        bare, _ = strip_currency(word.strip(","), self._vocabulary.currency, self._vocabulary.locale)
        if read_whole(bare) is not None:
            return True
        return read_amount(bare, currency=self._vocabulary.currency, locale=self._vocabulary.locale) is not None

    def _peek(self) -> str | None:
        return self._words[self._at] if self._at < len(self._words) else None

    def _unknown(self) -> UnknownMetric | UnclearText:
        if self._at >= len(self._words):
            return UnclearText("say what the number counts, for example `/log 5 calls`.")
        word = self._words[self._at].strip(",;.")
        nearest = nearest_metric(word, self._vocabulary)
        return UnknownMetric(
            word,
            nearest=nearest.singular if nearest else None,
            known=tuple(metric.singular for metric in self._vocabulary.metrics),
        )


def _looks_like_money(word: str) -> bool:
    bare = word.strip(",").casefold()
    return not bare.lstrip("-−").replace(",", "").isdigit() and not re.fullmatch(r"x?\d+x?", bare)


def _without_markup(text: str) -> str:
    # Slack writes <@U123|name>, <#C123|name> and <http://acme.com|acme.com>; what people saw is kept.
    return re.sub(r"<([^<>|]*)(?:\|([^<>]*))?>", lambda m: m[2] or m[1].removeprefix("mailto:"), text)
