"""What is typed after `/coach`: a 1:1, a commitment or a topic, in English and Malay."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.text.amounts import read_amount, read_whole, strip_currency
from bot.core.text.errors import AmbiguousDay, NotUnderstood, UnclearText, UnknownMetric, WrongAmount
from bot.core.text.numbers import read_number
from bot.core.text.slack import plain_text
from bot.core.text.vocabulary import MetricWords, Vocabulary, fold, fold_words, nearest_metric
from bot.leave.text.command import AwayDoubt, TakeAway, parse_away

HELP = frozenset({"help", "?", "bantuan", "tolong"})
MEETING = frozenset({"1:1", "1-1", "1on1", "one-on-one", "meeting", "meet", "perjumpaan", "jumpa"})
COMMIT = frozenset({"commit", "commitment", "promise", "janji", "komitmen"})
TOPIC = frozenset({"topic", "topics", "topik"})
ASK = frozenset({"ask", "stuck", "minta"})
ME = frozenset({"me", "mine", "saya"})
PAIR = frozenset({"pair", "pairs", "buddy", "pasangan", "pasang"})
SURVEY = frozenset({"survey", "surveys", "tinjauan"})
SETTINGS = frozenset({"settings", "tetapan"})
TRAININGS = frozenset({"training", "trainings", "workshop", "workshops", "latihan", "bengkel"})
PACK = frozenset({"pack", "pek"})
PLAN = frozenset({"plan", "new", "rancang", "baharu"})
BY = frozenset({"by", "until", "till", "before", "menjelang", "sebelum", "hingga", "sehingga", "pada"})
EVERY = re.compile(
    r"\b(?:every|each|setiap|tiap)\s+(?:(?P<n>\d|two|four|dua|empat)\s+)?(?:weeks?|minggu)\b|\b(?P<once>once|sekali)\b"
    r"|\b(?P<weekly>weekly|mingguan)\b|\b(?P<fortnightly>fortnightly|biweekly)\b|\b(?P<monthly>monthly|bulanan)\b",
    re.IGNORECASE,
)
NUMBERS = {"two": 2, "dua": 2, "four": 4, "empat": 4}
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
TIME = re.compile(
    r"(?<![\d/.-])(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?\s*(?P<half>am|pm|pagi|petang)?(?![\d/.-])", re.IGNORECASE
)
PAST = 400
"""A date so many days ago is read as what it is, and refused where it is used."""
FILLING = frozenset({"with", "on", "at", "the", "a", "dengan", "pada", "pukul", "jam"})
MOVED_ON = frozenset(
    {"deal", "deals", "on", "from", "out", "of", "move", "past", "urus", "niaga", "keluar", "dari", "daripada"}
)
"""Words beside a stage's name: 3 deals on from Quoting."""


@dataclass(frozen=True)
class PageRequest:
    """Nothing more was typed: their coaching at a glance, or `me`: their `own` also where they manage others."""

    own: bool = False


@dataclass(frozen=True)
class CoachHelp:
    """They ask what can be typed."""


@dataclass(frozen=True)
class SettingsRequest:
    """They want to choose which parts of coaching a team has: the one of this name, or (empty) their first."""

    team: str = ""


@dataclass(frozen=True)
class TrainingsRequest:
    """The trainings of a manager's reps; `plan`: the form for another."""

    plan: bool = False


@dataclass(frozen=True)
class PackRequest:
    """The pack for a team's meeting: of the team of this name, or of the first one."""

    team: str = ""


@dataclass(frozen=True)
class MeetingsRequest:
    """The 1:1s of a manager's reps."""


@dataclass(frozen=True)
class BriefRequest:
    """The brief for a 1:1 with this Slack user."""

    user: str


@dataclass(frozen=True)
class MeetingRequest:
    """Plan a 1:1 with this Slack user; what was not said is None, and asked for in a form."""

    user: str
    date: dt.date | None = None
    at: dt.time | None = None
    every_weeks: int | None = None


@dataclass(frozen=True)
class CommitRequest:
    """So much of a metric, or of deals moved on from a stage, up to a date; of a Slack user, or (None) one's own."""

    user: str | None
    target: int
    due_on: dt.date
    metric_key: str | None = None
    stage: str | None = None


@dataclass(frozen=True)
class CommitForm:
    """A commitment without any words: they want the form."""

    user: str | None


@dataclass(frozen=True)
class TopicRequest:
    """A topic for one's next 1:1; `help_wanted`: they ask for help with it."""

    words: str
    help_wanted: bool = False


@dataclass(frozen=True)
class SurveyRequest:
    """The survey that waits for them, or the results of the last one."""


@dataclass(frozen=True)
class PairRequest:
    """Their pair; with a Slack user, the wish to pair up with them."""

    user: str | None = None


CoachRequest = (
    PageRequest
    | CoachHelp
    | SettingsRequest
    | TrainingsRequest
    | PackRequest
    | MeetingsRequest
    | BriefRequest
    | MeetingRequest
    | CommitRequest
    | CommitForm
    | TopicRequest
    | PairRequest
    | SurveyRequest
)


def parse_coach(
    text: str, vocabulary: Vocabulary, stages: Sequence[tuple[str, str]], *, today: dt.date
) -> CoachRequest:
    """The meaning of `text`, said on `today`; `stages` are (key, label). Raises a NotUnderstood."""
    said = text.strip()
    first, _, rest = said.partition(" ")
    word, rest = fold(first).strip(",:"), rest.strip()
    if not said:
        return PageRequest()
    if fold(said) in ME:
        return PageRequest(own=True)
    if fold(said) in HELP:
        return CoachHelp()
    if word in PACK:
        return PackRequest(" ".join(plain_text(rest).split()).strip('"“”'))
    if word in TRAININGS and (not rest or fold(rest) in PLAN):
        return TrainingsRequest(plan=bool(rest))
    if word in SETTINGS:
        return SettingsRequest(" ".join(plain_text(rest).split()))
    if word in MEETING:
        return _meeting(rest, today) if rest else MeetingsRequest()
    if word in COMMIT:
        return _commitment(rest, vocabulary, stages, today)
    if word in SURVEY and not rest:
        return SurveyRequest()
    if word in PAIR:
        return _pair(rest)
    if word in TOPIC or word in ASK:
        return TopicRequest(" ".join(plain_text(rest).split()), help_wanted=word in ASK)
    whom = MENTION.fullmatch(said)
    if whom is not None:
        return BriefRequest(whom[1])
    raise UnclearText(
        "I don't know “{said}” here. Try `/coach 1:1 @rep friday 10:00`, `/coach commit 2 demos by friday` or "
        "`/coach topic pricing`.",
        said=plain_text(said),
    )


def read_promise(
    words: str, vocabulary: Vocabulary, stages: Sequence[tuple[str, str]]
) -> tuple[int, str | None, str | None]:
    """(how much, the metric's key, the stage's key) of `2 demos`, `$20,000 revenue`, `3 deals on from Quoting`.

    Raises a NotUnderstood; where a word names a metric and a stage it is the metric, unless deals are named with it.
    """
    plain = plain_text(words).split()
    folded = [fold(word).strip(".,") for word in plain]
    if not folded:
        raise UnclearText("what do you commit to? Write it like `/coach commit 2 demos by friday`.")
    by_stage = {fold_words(name): key for key, label in stages for name in (label, key)}
    of_deals = any(word in ("deal", "deals") for word in folded) or "urus" in folded
    counted = read_number(folded, 0)
    number = read_whole(folded[0])
    if number is None and counted is not None:
        number, taken = counted
    else:
        taken = 1
    rest = [word for word in folded[taken:] if word not in MOVED_ON]
    stage = by_stage.get(" ".join(rest)) or by_stage.get(" ".join(word for word in rest if word != "stage"))
    if number is not None and stage is not None and (of_deals or vocabulary.words.get(" ".join(rest)) is None):
        return _above_zero(number), None, stage
    metric, others = _metric(folded, plain, vocabulary)
    if metric.unit == "money":
        return _money(" ".join(others), vocabulary), metric.key, None
    if number is None or len(others) > taken:
        raise UnclearText("how many? Put the number first, like `2 demos by friday`.")
    return _above_zero(number), metric.key, None


def read_measure(
    words: str, vocabulary: Vocabulary, stages: Sequence[tuple[str, str]]
) -> tuple[str | None, str | None]:
    """(the metric's key, the stage's key) of `demos` or `deals on from Quoting`. Raises a NotUnderstood."""
    _, metric_key, stage = read_promise(f"2 {words}", vocabulary, stages)
    return metric_key, stage


def read_amount_of(text: str, vocabulary: Vocabulary, *, money: bool) -> int | None:
    """The number of a form's field: a count, or minor units where it is `money`; None when it is none."""
    if not money:
        return read_whole(text.strip())
    bare, currency = strip_currency(text, vocabulary.currency, vocabulary.locale)
    if currency not in (None, vocabulary.currency):
        return None
    return read_amount(bare, currency=vocabulary.currency, locale=vocabulary.locale, typed=True)


def read_due(words: str, today: dt.date) -> dt.date:
    """The last day that `friday`, `1 Dec` or `next week` means, from today on. Raises a NotUnderstood."""
    meant = parse_away(words, today=today, backdate_days=PAST, guesses=False)
    if isinstance(meant, AwayDoubt):
        raise AmbiguousDay(words, tuple(days.starts for days in meant.readings))
    if not isinstance(meant, TakeAway):
        raise UnclearText("by when? Write a day, like `by friday` or `by 1 Dec`.")
    return meant.days.ends - dt.timedelta(days=1)


def read_time(text: str) -> dt.time | None:
    """10:00, 9.30, 2pm; None when it is no time."""
    match = TIME.fullmatch(text.strip())
    if match is None or (match["m"] is None and match["half"] is None):
        return None
    hour, minute, half = int(match["h"]), int(match["m"] or 0), (match["half"] or "").lower()
    if half in ("pm", "petang") and hour < 12:
        hour += 12
    elif half in ("am", "pagi") and hour == 12:
        hour = 0
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _meeting(said: str, today: dt.date) -> MeetingRequest:
    whom = MENTION.search(said)
    if whom is None:
        raise UnclearText("who's the 1:1 with? Write it like `/coach 1:1 @rep friday 10:00`.")
    rest = f"{said[: whom.start()]} {said[whom.end() :]}".strip()
    rhythm = EVERY.search(rest)
    every: int | None = None
    if rhythm is not None:
        every = _weeks(rhythm)
        rest = f"{rest[: rhythm.start()]} {rest[rhythm.end() :]}"
    words, at = [], None
    given = [word for word in fold(plain_text(rest)).split() if word not in FILLING]
    for word in _glued(given):
        time = read_time(word)
        if time is not None and at is None:
            at = time
        else:
            words.append(word)
    date = read_due(" ".join(words), today) if words else None
    return MeetingRequest(whom[1], date, at, every)


def _pair(said: str) -> PairRequest:
    whom = MENTION.search(said)
    if whom is None and said:
        raise UnclearText("who would you like to pair up with? Write it like `/coach pair @colleague`.")
    return PairRequest(whom[1] if whom is not None else None)


def _glued(words: Sequence[str]) -> list[str]:
    """`2 pm` as one word, as `2pm` is."""
    found: list[str] = []
    for word in words:
        if word in ("am", "pm") and found and re.fullmatch(r"\d{1,2}([:.]\d{2})?", found[-1]):
            found[-1] += word
        else:
            found.append(word)
    return found


def _weeks(rhythm: re.Match[str]) -> int:
    if rhythm["once"]:
        return 0
    if rhythm["fortnightly"]:
        return 2
    if rhythm["monthly"]:
        return 4
    number = rhythm["n"]
    return NUMBERS.get(number.lower(), int(number) if number.isdigit() else 1) if number else 1


def _commitment(
    said: str, vocabulary: Vocabulary, stages: Sequence[tuple[str, str]], today: dt.date
) -> CommitRequest | CommitForm:
    whom = MENTION.match(said)
    user = whom[1] if whom is not None else None
    said = said[whom.end() :].strip() if whom is not None else said
    if not said:
        return CommitForm(user)
    words = said.split()
    at = next((place for place in range(len(words) - 1, 0, -1) if fold(words[place]) in BY), None)
    if at is None:
        raise UnclearText("by when? Write it like `/coach commit 2 demos by friday`.")
    target, metric_key, stage = read_promise(" ".join(words[:at]), vocabulary, stages)
    due_on = read_due(" ".join(words[at + 1 :]), today)
    return CommitRequest(user, target, due_on, metric_key, stage)


def _metric(folded: Sequence[str], plain: Sequence[str], vocabulary: Vocabulary) -> tuple[MetricWords, list[str]]:
    for length in range(min(vocabulary.longest_name, len(folded)), 0, -1):
        for at in range(len(folded) - length + 1):
            found = vocabulary.words.get(" ".join(folded[at : at + length]))
            if found is not None:
                return found, [*plain[:at], *plain[at + length :]]
    named = [word for word in folded if word.isalpha()]
    unknown = named[-1] if named else " ".join(folded)
    nearest = nearest_metric(unknown, vocabulary)
    raise UnknownMetric(
        unknown,
        nearest=nearest.singular if nearest is not None else None,
        known=tuple(metric.singular for metric in vocabulary.metrics),
    )


def _money(words: str, vocabulary: Vocabulary) -> int:
    bare, currency = strip_currency(words, vocabulary.currency, vocabulary.locale)
    if currency is not None and currency != vocabulary.currency:
        raise WrongAmount(
            "amounts here are in {own}, and `{said}` is in {other}.",
            own=vocabulary.currency,
            said=words,
            other=currency,
        )
    amount = read_amount(bare, currency=vocabulary.currency, locale=vocabulary.locale, typed=True)
    if amount is None:
        raise WrongAmount("how much? Write the amount, like `20,000 revenue by friday`.")
    return _above_zero(amount)


def _above_zero(number: int) -> int:
    if number <= 0:
        raise NotUnderstood("a commitment needs a number above zero.")
    return number
