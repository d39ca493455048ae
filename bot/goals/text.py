"""What is typed after `/goal`."""

import datetime as dt
import html
import itertools
import re
from dataclasses import dataclass
from decimal import Decimal

from bot.core.failures import Words
from bot.core.text.amounts import read_amount, read_whole, strip_currency
from bot.core.text.dates import PERIODS
from bot.core.text.errors import UnclearQuestion, UnclearText, UnknownMetric, WrongAmount, WrongQuantity
from bot.core.text.vocabulary import MetricWords, Vocabulary, fold, nearest_metric, words_to_metrics

FILLERS = frozenset({"a", "an", "per", "each", "every", "/", "of", "the", "setiap", "tiap", "sebanyak"})
OFF = frozenset({"off", "none", "end", "stop", "tiada", "tamat", "henti"})
ROLE = frozenset({"role", "ramp", "peranan"})
PLAN = frozenset({"plan", "rancang", "rancangan", "pelan"})
TEAM = frozenset({"team", "pasukan"})
HISTORY = frozenset({"history", "changes", "sejarah"})
HELP = frozenset({"help", "?", "bantuan", "tolong"})
PERCENT = re.compile(r"(?<![\w.,])([+\-−–])\s*(\d{1,4}(?:[.,]\d)?)\s*(?:%|percent\b|peratus\b)", re.IGNORECASE)
REASON = re.compile(r"\s+(?:because|kerana|sebab|reason:|why:)\s+(.+)$", re.IGNORECASE | re.DOTALL)
LONGEST_REASON = 300
WHOSE = Words("whose goal? Begin with @somebody, with team and its name, or with a sales role.")


@dataclass(frozen=True)
class GoalRequest:
    """A goal to set. `user` is a Slack user id, or else `team` a team's name (a sales role may stand after it), or
    `role` a sales role's; `target` None ends it.

    `target` is a count or minor units; `period` is day, week, month, quarter or year; `starts` None is today. With
    `percent` the target is None too, and follows from the last period: so many percent above it, or below.
    """

    user: str | None
    team: str | None
    metric_key: str
    target: int | None
    period: str
    starts: dt.date | None = None
    percent: Decimal | None = None
    reason: str = ""
    role: str | None = None


@dataclass(frozen=True)
class GoalForm:
    """Nothing was typed: they want the form."""


@dataclass(frozen=True)
class GoalHistoryRequest:
    """How a goal changed: of a Slack user id, or else of a team's or a sales role's name; of one metric, or (None) of
    all.
    """

    user: str | None
    team: str | None
    metric_key: str | None
    role: str | None = None


@dataclass(frozen=True)
class GoalPlanRequest:
    """The way to the outcome goal of a Slack user, or else of a team or a sales role."""

    user: str | None
    team: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class GoalHelp:
    """The manager asks what can be typed."""


GoalCommand = GoalRequest | GoalHistoryRequest | GoalPlanRequest | GoalForm | GoalHelp


class UnclearGoal(UnclearText):
    """The text does not say whose goal, on what, how much and how often."""

    hint = (
        "Write it like `/goal @rep calls 20 a week`, `/goal team North demos 14 a month`, `/goal SDR calls 20 a day` "
        "or `/goal @rep calls off week`."
    )


def parse_goal(text: str, vocabulary: Vocabulary) -> GoalCommand:
    """The meaning of `text`. Raises a NotUnderstood that says what to write."""
    said = html.unescape(text.replace("\u00a0", " ")).strip()
    if not said:
        return GoalForm()
    if fold(said) in HELP:
        return GoalHelp()
    first, _, rest = said.partition(" ")
    if fold(first) in HISTORY:
        return _history(rest.strip(), vocabulary)
    if fold(first) in PLAN:
        return _plan(rest.strip())
    said, reason = _reason(said)
    said, starts = _starts(said)
    said, percent = _percent(said)
    whose, words = _subject(said, vocabulary)
    metric, words = _metric(words, vocabulary)
    period, words = _period(words)
    words = [word for word in words if fold(word) not in FILLERS]
    if percent is not None and not words:
        return GoalRequest(whose.user, whose.team, metric.key, None, period, starts, percent, reason, whose.role)
    if percent is not None:
        raise UnclearGoal("a number or a percentage, not both.")
    if not words:
        raise UnclearGoal("how much?")
    # An amount may be of several words: RM 60,000 or 60 thousand.
    if len(words) > 1 and metric.unit != "money":
        raise UnclearGoal("I don't know what `{said}` means here.", said=" ".join(words))
    target = None if fold(words[0]) in OFF else read_goal_target(" ".join(words), metric, vocabulary)
    return GoalRequest(whose.user, whose.team, metric.key, target, period, starts, None, reason, whose.role)


def asks_for_role(text: str) -> str | None:
    """The Slack user whose role and ramp are asked for (`role @rep`, `ramp @rep`); empty for nobody yet, None where
    something else is.
    """
    first, _, rest = text.strip().partition(" ")
    if fold(first) not in ROLE:
        return None
    mention = re.fullmatch(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", rest.strip())
    return mention[1] if mention is not None else "" if not rest.strip() else None


def asks_for_plan(text: str) -> bool:
    """Whether what follows `/goal` begins with plan: that is answered by a view."""
    return fold(text.strip().partition(" ")[0]) in PLAN


def read_percent(text: str) -> Decimal | None:
    """+15 %, -10% or +7.5 percent as a number; None when it is no such thing."""
    match = PERCENT.fullmatch(text.strip())
    return _signed(match) if match is not None else None


def _percent(said: str) -> tuple[str, Decimal | None]:
    match = PERCENT.search(said)
    if match is None:
        return said, None
    return f"{said[: match.start()]} {said[match.end() :]}".strip(), _signed(match)


def _signed(match: re.Match[str]) -> Decimal:
    amount = Decimal(match[2].replace(",", "."))
    return amount if match[1] == "+" else -amount


def _reason(said: str) -> tuple[str, str]:
    match = REASON.search(said)
    if match is None:
        return said, ""
    return said[: match.start()].strip(), " ".join(match[1].split())[:LONGEST_REASON]


def _plan(said: str) -> GoalPlanRequest:
    mention = re.fullmatch(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", said)
    if mention is not None:
        return GoalPlanRequest(mention[1])
    first, _, rest = said.partition(" ")
    if not said or (fold(first) in TEAM and not rest.strip()):
        raise UnclearQuestion("whose plan? Write `/goal plan @rep` or `/goal plan team North`.")
    if fold(first) in TEAM:
        return GoalPlanRequest(None, rest.strip().strip('"“”'))
    return GoalPlanRequest(None, None, said)


def _history(said: str, vocabulary: Vocabulary) -> GoalHistoryRequest:
    if not said:
        raise UnclearQuestion("whose goals? Write `/goal history @rep calls` or `/goal history team North`.")
    mention = re.fullmatch(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", said)
    if mention is not None:
        return GoalHistoryRequest(mention[1], None, None)
    words = said.split()
    if fold(words[0]) in TEAM and not set(map(fold, words)) & set(words_to_metrics(vocabulary)):
        return GoalHistoryRequest(None, " ".join(words[1:]).strip('"“”'), None)
    if not said.startswith("<@") and not set(map(fold, words)) & set(words_to_metrics(vocabulary)):
        return GoalHistoryRequest(None, None, None, said)
    whose, rest = _subject(said, vocabulary)
    metric, _ = _metric(rest, vocabulary)
    return GoalHistoryRequest(whose.user, whose.team, metric.key, whose.role)


def _starts(said: str) -> tuple[str, dt.date | None]:
    match = re.search(r"\b(?:from|mulai|dari) (\d{4})-(\d{1,2})-(\d{1,2})\s*$", said, flags=re.IGNORECASE)
    if match is None:
        return said, None
    try:
        date = dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise UnclearGoal("`{said}` is no date.", said=match[0]) from error
    return said[: match.start()].strip(), date


@dataclass(frozen=True)
class _Whose:
    user: str | None = None
    team: str | None = None
    role: str | None = None


def _subject(said: str, vocabulary: Vocabulary) -> tuple[_Whose, list[str]]:
    mention = re.match(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*", said)
    if mention is not None:
        return _Whose(user=mention[1]), said[mention.end() :].split()
    words, known = said.split(), words_to_metrics(vocabulary)
    of_team = bool(words) and fold(words[0]) in TEAM
    if words and fold(words[0]).strip(",:") in known:
        raise UnclearGoal(WHOSE)
    for at in range(2 if of_team else 1, len(words)):
        is_metric = fold(words[at]).strip(",:") in known
        # A role's name has no digit: what follows is the number, as in "SDR 20 calls a day".
        if is_metric or (not of_team and any(letter.isdigit() for letter in words[at])):
            name = " ".join(words[1:at] if of_team else words[:at]).strip('"“”')
            return (_Whose(team=name) if of_team else _Whose(role=name)), words[at:]
    if of_team:
        raise UnclearText(
            "say the team's name and what is counted, one of: {known}.",
            known=tuple(metric.singular for metric in vocabulary.metrics),
        )
    raise UnclearGoal(WHOSE)


def _metric(words: list[str], vocabulary: Vocabulary) -> tuple[MetricWords, list[str]]:
    known = words_to_metrics(vocabulary)
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            found = known.get(" ".join(fold(word).strip(",:") for word in words[at : at + length]))
            if found is not None:
                return found, words[:at] + words[at + length :]
    candidates = [word for word in words if word.isalpha() and fold(word) not in FILLERS | OFF]
    said = candidates[0] if candidates else " ".join(words)
    nearest = nearest_metric(said, vocabulary)
    raise UnknownMetric(
        said,
        nearest=nearest.singular if nearest else None,
        known=tuple(metric.singular for metric in vocabulary.metrics),
    )


def _period(words: list[str]) -> tuple[str, list[str]]:
    for at, pair in enumerate(itertools.pairwise(words)):
        if tuple(map(fold, pair)) == ("suku", "tahun"):
            return "quarter", words[:at] + words[at + 2 :]
    for at, word in enumerate(words):
        for period, names in PERIODS.items():
            if fold(word).strip("/,.") in names:
                return period, words[:at] + words[at + 1 :]
    raise UnclearGoal("a day, week, month, quarter or year?")


def read_goal_target(said: str, metric: MetricWords, vocabulary: Vocabulary) -> int:
    """The target that `said` names, a count or minor units. Raises a NotUnderstood."""
    if metric.unit == "money":
        bare, currency = strip_currency(said, vocabulary.currency, vocabulary.locale)
        if currency is not None and currency != vocabulary.currency:
            raise WrongAmount(
                "amounts here are in {own}, and `{said}` is in {other}.",
                own=vocabulary.currency,
                said=said,
                other=currency,
            )
        target = read_amount(bare, currency=vocabulary.currency, locale=vocabulary.locale)
    else:
        target = read_whole(said)
    if target is None:
        raise UnclearGoal("`{said}` is no number I can read.", said=said)
    if target <= 0:
        raise WrongQuantity("a goal is a number above zero. To end a goal, write off instead of the number.")
    return target
