"""What is filled in in the form of `/log`."""

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.text.dates import require_loggable
from bot.core.text.errors import NotUnderstood, UnclearText, WrongAmount, WrongQuantity
from bot.core.text.slack import plain_text, slack_text
from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.log.text.command import ParsedEntry
from bot.log.text.measure import amount_of, count_of
from bot.log.text.tokens import number_token

METRIC, QUANTITY, AMOUNT, DATE, OUTCOME, ACCOUNT, NOTE = (
    "metric",
    "quantity",
    "amount",
    "date",
    "outcome",
    "account",
    "note",
)
"""The fields; that of the outcome is followed by a colon and the metric's key, because each metric has its own."""


@dataclass(frozen=True)
class FormValues:
    """What stands in the form, as text; the date in ISO form."""

    metric: str = ""
    quantity: str = ""
    amount: str = ""
    date: str = ""
    outcome: str = ""
    account: str = ""
    note: str = ""


def filled_in(values: Mapping[str, Any]) -> FormValues:
    """The values of the form's fields by their names; a field that is not there is empty."""
    metric = str(values.get(METRIC) or "")
    return FormValues(
        metric=metric,
        quantity=str(values.get(QUANTITY) or ""),
        amount=str(values.get(AMOUNT) or ""),
        date=str(values.get(DATE) or ""),
        outcome=str(values.get(f"{OUTCOME}:{metric}") or ""),
        account=str(values.get(ACCOUNT) or ""),
        note=str(values.get(NOTE) or ""),
    )


def read_form(filled: FormValues, vocabulary: Vocabulary, *, today: dt.date, backdate_days: int) -> ParsedEntry:
    """The entry that is filled in. Raises a NotUnderstood whose `field` is the one to put right."""
    with _at(METRIC):
        metric = next((each for each in vocabulary.metrics if each.key == filled.metric), None)
        if metric is None:
            raise UnclearText("choose what you did.")
    with _at(DATE):
        date = _date(filled.date, today, backdate_days)
    quantity, amount = _measure(filled, metric, vocabulary)
    outcome = filled.outcome if filled.outcome in {name for name, _ in metric.outcomes} else ""
    return ParsedEntry(
        metric_key=metric.key,
        quantity=quantity,
        date=date,
        account=_one_line(filled.account),
        outcome=outcome or None,
        note=_one_line(filled.note),
        amount_minor=amount,
    )


def _measure(filled: FormValues, metric: MetricWords, vocabulary: Vocabulary) -> tuple[int, int | None]:
    if metric.unit == "money":
        with _at(AMOUNT):
            return _amount(filled.amount, vocabulary), None
    with _at(QUANTITY):
        quantity = _count(filled.quantity, metric, vocabulary)
    if not metric.takes_amount or not filled.amount.strip():
        return quantity, None
    with _at(AMOUNT):
        return quantity, _amount(filled.amount, vocabulary)


def _count(text: str, metric: MetricWords, vocabulary: Vocabulary) -> int:
    token = number_token(text.strip(), vocabulary)
    if token is None:
        raise WrongQuantity(
            "`{said}` isn't a whole number of {plural}. Write one like 5.", said=text, plural=metric.plural
        )
    return count_of(token, metric, vocabulary)


def _amount(text: str, vocabulary: Vocabulary) -> int:
    token = number_token(" ".join(text.split()), vocabulary)
    if token is None:
        raise WrongAmount("`{said}` isn't an amount I can read. Write it like 12,500 or 12.5k.", said=text)
    return amount_of(token, vocabulary)


def _date(text: str, today: dt.date, backdate_days: int) -> dt.date:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise UnclearText("choose the day you did it.") from None
    return require_loggable(date, today=today, backdate_days=backdate_days)


def _one_line(text: str) -> str | None:
    # A form sends what was typed, without Slack's markup.
    return " ".join(plain_text(slack_text(text)).split()) or None


@contextlib.contextmanager
def _at(field: str) -> Iterator[None]:
    try:
        yield
    except NotUnderstood as failure:
        failure.field = field
        raise
