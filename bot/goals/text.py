"""What is typed after `/goal`."""

import datetime as dt
import html
import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.core.failures import Words
from bot.core.text.amounts import read_amount, read_whole, strip_currency
from bot.core.text.dates import AFTER_NEXT, MONTHS, NEXT, PERIODS
from bot.core.text.errors import NotUnderstood, UnclearQuestion, UnclearText, UnknownMetric, WrongAmount, WrongQuantity
from bot.core.text.numbers import read_number, read_scaled
from bot.core.text.small_words import ABOUT, HEDGES
from bot.core.text.vocabulary import MetricWords, Vocabulary, fold, nearest_metric, words_to_metrics
from bot.leave.text.command import AwayDoubt, TakeAway, parse_away

FILLERS = frozenset({"a", "an", "per", "each", "every", "/", "of", "the", "setiap", "tiap", "sebanyak"})
OFF = frozenset({"off", "none", "end", "stop", "tiada", "tamat", "henti"})
ROLE = frozenset({"role", "ramp", "peranan"})
PLAN = frozenset({"plan", "rancang", "rancangan", "pelan"})
TEAM = frozenset({"team", "pasukan"})
TOTAL = frozenset({"total", "together", "jumlah", "bersama"})
"""After a team's name, or at the end: the team's as one total, not each rep's."""
AS_ONE = frozenset({"in", "as", "one", "sebagai", "satu", "secara"})
HISTORY = frozenset({"history", "changes", "sejarah"})
HELP = frozenset({"help", "?", "bantuan", "tolong"})
PERCENT = re.compile(r"(?<![\w.,])([+\-−–])\s*(\d{1,4}(?:[.,]\d)?)\s*(?:%|percent\b|peratus\b)", re.IGNORECASE)
REASON = re.compile(r"\s+(?:because|kerana|sebab|reason:|why:)\s+(.+)$", re.IGNORECASE | re.DOTALL)
FROM = re.compile(
    r"\s(?:from|starting(?: from)?|beginning|as of|mulai|bermula|dari)\s+((?:\S+\s*){1,3})$", flags=re.IGNORECASE
)
DATES = re.compile(
    r"\s(?:(?:from|between|mulai|bermula|dari|antara)\s+(?P<first>(?:\S+\s+){1,3}?)"
    r"(?:to|until|till|through|and|hingga|sampai|dan|-|–)\s+(?P<last>(?:\S+\s*){1,3})"
    r"|(?:for|selama)\s+(?P<count>(?:the\s+)?\S+\s+(?:weeks?|days?|minggu|hari))"
    r"(?:\s+(?:from|starting|beginning|mulai|bermula|dari)\s+(?P<since>(?:\S+\s*){1,3}))?)$",
    flags=re.IGNORECASE,
)
"""A goal by dates of its own: from 2 nov to 6 dec, between 2 nov and 6 dec, for 5 weeks from 2 nov."""
QUOTED = re.compile(r"(?i)(?P<team>(?:team|pasukan)\s+)?[\"“”‘'](?P<name>[^\"“”’]+)[\"“”’'](?=[\s,:])")
BETWEEN = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])|(?<=\d)/(?=[^\W\d_])")
"""A stroke that means each: 20 calls/week, calls 20/week."""
NUMBER = re.compile(r"[~≈+<>-]?\d[\d.,]*[km]?\+?", re.IGNORECASE)
THOUSANDS = re.compile(r"(\d{1,3}(?:\.\d)?)k", re.IGNORECASE)
HEDGED = frozenset((word,) for word in HEDGES)
PERIOD_WORDS = frozenset(word for words in PERIODS.values() for word in words)
BACK = 400
"""A goal can start so many days ago at most."""
LONGEST_REASON = 300
WHOSE = Words("whose goal? Start with @someone, with `team` and its name, or with a sales role.")


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
    last: dt.date | None = None
    """Of a goal by dates of its own, whose `period` is custom: the last of them; `starts` is the first."""
    total: bool = False
    """Of a team: as one total, not each rep's."""


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


def parse_goal(text: str, vocabulary: Vocabulary, *, today: dt.date, ahead: Mapping[str, dt.date]) -> GoalCommand:
    """The meaning of `text`, typed on `today`. Raises a NotUnderstood that says what to write.

    `ahead` says when the next week, month, quarter and year begin here.
    """
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
    said, dates = _dates(said, today, ahead)
    said, starts = _starts(said, today, ahead) if dates is None else (said, dates[0])
    said, percent = _percent(said)
    whose, words = _subject(said, vocabulary)
    metric, words = _metric(words, vocabulary)
    period, words = _period(words) if dates is None else ("custom", words)
    words = [word for word in words if fold(word) not in FILLERS]
    whose, words, total = _total(whose, words)
    if total and percent is not None:
        raise UnclearText("for a team's total, write a number instead of a percentage.")
    if dates is not None and (percent is not None or set(map(fold, words)) & PERIOD_WORDS):
        raise UnclearGoal(
            "a goal for those dates is one number for all of them. Leave out how often, or the dates: "
            "`/goal @rep calls 200 from 2 Nov to 6 Dec`."
        )
    if percent is not None and not words:
        return GoalRequest(whose.user, whose.team, metric.key, None, period, starts, percent, reason, whose.role)
    if percent is not None:
        raise UnclearGoal("a number or a percentage, not both.")
    if not words:
        raise UnclearGoal("how much?")
    # An amount may be of several words: RM 60,000 or 60 thousand.
    if len(words) > 1 and metric.unit != "money" and _in_words(" ".join(words), metric, vocabulary) is None:
        raise UnclearGoal("I don't know what `{said}` means here.", said=" ".join(words))
    target = None if fold(words[0]) in OFF else read_goal_target(" ".join(words), metric, vocabulary)
    last = dates[1] if dates is not None else None
    return GoalRequest(
        whose.user, whose.team, metric.key, target, period, starts, None, reason, whose.role, last, total
    )


def _total(whose: "_Whose", words: list[str]) -> tuple["_Whose", list[str], bool]:
    """Whose goal it is and what is left of the words, and whether the team's total was asked for: `team North total
    revenue 200k a month`, `team North revenue 200k a month in total`.
    """
    if whose.team is None:
        return whose, words, False
    if any(fold(word) in TOTAL for word in words):
        return whose, [word for word in words if fold(word) not in TOTAL | AS_ONE], True
    name = whose.team.split()
    if len(name) > 1 and fold(name[-1]) in TOTAL and not whose.quoted:
        return replace(whose, team=" ".join(name[:-1])), words, True
    return whose, words, False


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


def _starts(said: str, today: dt.date, ahead: Mapping[str, dt.date]) -> tuple[str, dt.date | None]:
    """The text without its start, and that: from 1 dec, from monday, from march, starting next quarter, mulai 1 dis."""
    match = FROM.search(said)
    if match is None:
        return said, None
    date = _first_day(fold(match[1]).replace(",", " ").split(), today, ahead)
    if date is None:
        raise UnclearGoal("`{said}` isn't a date.", said=match[0].strip())
    return said[: match.start()].strip(), date


def _dates(said: str, today: dt.date, ahead: Mapping[str, dt.date]) -> tuple[str, tuple[dt.date, dt.date] | None]:
    """The text without its dates, and the first and the last of them; None where no range of dates is typed."""
    match = DATES.search(said)
    if match is None:
        return said, None
    if match["count"]:
        typed = match["count"] + (f" from {match['since']}" if match["since"] else "")
    else:
        typed = f"from {match['first']} to {match['last']}"
    meant = parse_away(typed, today=today, backdate_days=BACK, week_start=ahead["week"].weekday(), guesses=False)
    if not isinstance(meant, TakeAway):
        raise UnclearGoal("`{said}` could be two dates. Write it like 2 Nov or 2026-11-02.", said=match[0].strip())
    return said[: match.start()].strip(), (meant.days.starts, meant.days.ends - dt.timedelta(days=1))


def _first_day(words: list[str], today: dt.date, ahead: Mapping[str, dt.date]) -> dt.date | None:
    """The day from which a goal is to hold; of a month its first day, this year's or the next."""
    if (begins := _next_period(words, ahead)) is not None:
        return begins
    month = next((number for number, names in enumerate(MONTHS, start=1) if words[0] in names), None)
    if month is not None and (len(words) == 1 or re.fullmatch(r"20\d\d", words[1])):
        year = int(words[1]) if len(words) > 1 else today.year + (month < today.month)
        return dt.date(year, month, 1) if len(words) <= 2 else None
    try:
        meant = parse_away(" ".join(words), today=today, backdate_days=BACK, guesses=False)
    except NotUnderstood:
        return None
    if isinstance(meant, AwayDoubt):
        raise UnclearGoal("`{said}` could be two dates. Write it like 2 Nov or 2026-11-02.", said=" ".join(words))
    return meant.days.starts if isinstance(meant, TakeAway) else None


def _next_period(words: list[str], ahead: Mapping[str, dt.date]) -> dt.date | None:
    """When next week, month, quarter or year begins; None where it is none of these that is typed."""
    if words[0] in NEXT:
        named = words[1:]
    elif words[-1] in AFTER_NEXT:
        named = words[:-1]
    else:
        return None
    if named == ["suku", "tahun"]:
        return ahead["quarter"]
    return next((begins for kind, begins in ahead.items() if len(named) == 1 and named[0] in PERIODS[kind]), None)


@dataclass(frozen=True)
class _Whose:
    user: str | None = None
    team: str | None = None
    role: str | None = None
    quoted: bool = False


def _subject(said: str, vocabulary: Vocabulary) -> tuple[_Whose, list[str]]:
    mention = re.match(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*", said)
    if mention is not None:
        return _Whose(user=mention[1]), _apart(said[mention.end() :])
    if said.startswith("@"):
        raise UnclearText(
            "pick the person from the list that opens when you type `@`. A name in plain text isn't enough."
        )
    quoted = QUOTED.match(said)
    if quoted is not None and (rest := _apart(said[quoted.end() :])):
        name = quoted["name"].strip()
        return (_Whose(team=name, quoted=True) if quoted["team"] else _Whose(role=name)), rest
    words, known = _apart(said), words_to_metrics(vocabulary)
    of_team = bool(words) and fold(words[0]) in TEAM
    if words and (fold(words[0]).strip(",:") in known or _is_number(words, 0)):
        raise UnclearGoal(WHOSE)
    for at in range(2 if of_team else 1, len(words)):
        is_metric = fold(words[at]).strip(",:") in known
        # A number before what is counted is how much, as in "SDR 20 calls a day"; where another follows, it is of the
        # name, as in "team North 2 calls 20 a week".
        if is_metric or _is_how_much(words, at, known, of_team=of_team):
            first = 2 if of_team else 1
            if is_metric and not _has_number(words[at + 1 :]):
                at = next((n for n in range(first, at) if _number_until(words, n, at)), at)
            _require_exact(words[first:at])
            name = " ".join(words[1:at] if of_team else words[:at]).strip("\"“”‘’'").removesuffix(":")
            return (_Whose(team=name) if of_team else _Whose(role=name)), words[at:]
    if of_team:
        raise UnclearText(
            "which team, and what counts? Use one of these: {known}.",
            known=tuple(metric.singular for metric in vocabulary.metrics),
        )
    raise UnclearGoal(WHOSE)


def _is_number(words: list[str], at: int) -> bool:
    return bool(NUMBER.fullmatch(words[at])) or read_number(list(map(fold, words)), at) is not None


def _has_number(words: list[str]) -> bool:
    return any(letter.isdigit() for word in words for letter in word)


def _number_until(words: list[str], at: int, ends: int) -> bool:
    """Whether the words from `at` to `ends` are a number written out: `team North twenty calls a week`."""
    read = read_number(list(map(fold, words[:ends])), at)
    return read is not None and at + read[1] == ends


def _require_exact(name: list[str]) -> None:
    """Refuse `team North about 20 calls a week`: a goal is one number."""
    folded = tuple(map(fold, name))
    about = next((folded[-length:] for length in (2, 1) if folded[-length:] in ABOUT | HEDGED), ())
    if about:
        raise UnclearGoal("a goal is one exact number. Leave out `{said}`.", said=" ".join(about))


def _apart(said: str) -> list[str]:
    """The words, with calls/week as three."""
    return BETWEEN.sub(r" / ", said).split()


def _is_how_much(words: list[str], at: int, known: Collection[str], *, of_team: bool) -> bool:
    if not any(letter.isdigit() for letter in words[at]):
        return False
    metric = next((n for n in range(at + 1, len(words)) if fold(words[n]).strip(",:") in known), None)
    if metric is None:
        return not of_team
    between = any(letter.isdigit() for word in words[at + 1 : metric] for letter in word)
    after = any(letter.isdigit() for word in words[metric + 1 :] for letter in word)
    return not between and not after


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


def _in_words(said: str, metric: MetricWords, vocabulary: Vocabulary) -> int | None:
    """A number that is written out: twenty, dua puluh; of money sixty thousand, half a million."""
    words = fold(said).split()
    read = read_scaled(words, 0) if metric.unit == "money" else read_number(words, 0)
    if read is None or read[1] != len(words):
        return None
    if metric.unit != "money":
        return read[0]
    return read_amount(str(read[0]), currency=vocabulary.currency, locale=vocabulary.locale)


def read_goal_target(said: str, metric: MetricWords, vocabulary: Vocabulary, *, typed: bool = True) -> int:
    """The target that `said` names, a count or minor units; more is read where a person `typed` it and sees at once
    what was made of it (read_amount). Raises a NotUnderstood.
    """
    if metric.unit == "money":
        bare, currency = strip_currency(said, vocabulary.currency, vocabulary.locale)
        if currency is not None and currency != vocabulary.currency:
            raise WrongAmount(
                "amounts here are in {own}, and `{said}` is in {other}.",
                own=vocabulary.currency,
                said=said,
                other=currency,
            )
        target = read_amount(bare, currency=vocabulary.currency, locale=vocabulary.locale, typed=typed)
    else:
        target = read_whole(said)
    if target is None and typed and (thousands := THOUSANDS.fullmatch(said)):
        target = int(Decimal(thousands[1]) * 1000)
    if target is None and typed:
        target = _in_words(said, metric, vocabulary)
    if target is None:
        raise UnclearGoal("`{said}` isn't a number I can read.", said=said)
    if target <= 0:
        raise WrongQuantity("a goal needs a number above zero. To end a goal, write `off` instead.")
    return target
