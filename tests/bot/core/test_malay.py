"""What Malay shows can be typed as it stands, and it has one word for one thing."""

import datetime as dt
import re
from collections.abc import Callable

import pytest

from bot.coaching.text import parse_coach
from bot.core.presets import PRESETS
from bot.core.text.dates import find_day
from bot.core.text.errors import NotUnderstood
from bot.core.text.outcomes import OUTCOMES
from bot.core.text.vocabulary import words_to_metrics
from bot.core.words.language import language_for
from bot.core.words.translations import read_catalogue
from bot.deals.text.command import parse_deal
from bot.deals.text.keywords import DealVocabulary, find_stage_key
from bot.goals.text import asks_for_role, parse_goal
from bot.leave.text.command import parse_away
from bot.log.text.command import parse_log
from bot.people.text import parse_kudos
from bot.pipeline.stages import default_stages
from bot.pipeline.words.deals import STAGES
from bot.standings.text import parse_progress
from bot.teams.text import parse_team
from tests.bot.goals.test_goal_text import AHEAD
from tests.bot.log.words import vocabulary

TODAY = dt.date(2026, 11, 17)
MALAY = language_for(locale="ms", currency="MYR")
WORDS = vocabulary("MYR", "ms")
SHIPPED = {stage["label"]: stage["key"] for stage in default_stages()["en"]}
DEALS = DealVocabulary(tuple((key, label) for label, key in SHIPPED.items()), "MYR", "ms")
PARSERS: dict[str, Callable[[str], object]] = {
    "log": lambda said: parse_log(said, WORDS, today=TODAY, backdate_days=31),
    "deal": lambda said: parse_deal(said, DEALS, today=TODAY),
    "away": lambda said: parse_away(said, today=TODAY, backdate_days=31),
    "goal": lambda said: asks_for_role(said) or parse_goal(said, WORDS, today=TODAY, ahead=AHEAD),
    "kudos": parse_kudos,
    "progress": lambda said: parse_progress(said, WORDS),
    "team": parse_team,
    "coach": lambda said: parse_coach(said, WORDS, tuple((key, label) for label, key in SHIPPED.items()), today=TODAY),
}
EXAMPLE = re.compile(rf"`/({'|'.join(PARSERS)}) ([^`]+)`")
FILLED = {
    "{several}": "5 panggilan",
    "{metric}": "urus niaga",
    "{nearest}": "panggilan",
    "{first}": "panggilan",
    "{example}": "tambah Acme 12,500",
    "{said}": "Acme",
    "{goal}": "<@U0ANA> calls 20 a week",
    "{name}": "Acme",
    "{stage}": "Penilaian",
    "{number}": "12",
    " …": " kawasan bertambah",
}
"""What may stand for the names in an example."""
PEOPLE = re.compile(r"@(?:wakil|rakan|seseorang|rep|colleague|kim)\b")
OTHER_WORDS = ("urus janji", "pentadbir", "mesej langsung", "prospek baharu", "tidak mungkin")
"""Said otherwise here: urus niaga, admin, mesej terus, prospek, kecil kemungkinan."""


def texts(language: str) -> list[str]:
    """Every text in a language."""
    if language == "en":
        ids = [message.id for message in read_catalogue("ms") if message.id]
        return [form for each in ids for form in (each if isinstance(each, tuple | list) else [each])]
    said = [message.string for message in read_catalogue(language) if message.id]
    return [form for each in said for form in (each if isinstance(each, tuple | list) else [each])]


@pytest.mark.parametrize("language", ["en", "ms"])
def test_every_example_can_be_typed_as_it_is_shown(language: str) -> None:
    wrong, tried = [], 0
    for text in texts(language):
        for command, example in EXAMPLE.findall(text):
            said = PEOPLE.sub("<@U0ANA>", example)
            for name, value in FILLED.items():
                said = said.replace(name, value)
            tried += 1
            try:
                PARSERS[command](said)
            except NotUnderstood as failure:
                wrong.append(f"/{command} {example}: {failure}")
    assert tried > 60
    assert wrong == []


def test_names_are_understood_as_malay_shows_them() -> None:
    words = words_to_metrics(WORDS)
    assert [preset.key for preset in PRESETS if words[MALAY.exactly(preset.plural)].key != preset.key] == []
    assert set(SHIPPED) <= STAGES
    assert [label for label, key in SHIPPED.items() if find_stage_key(MALAY.exactly(label), DEALS) != key] == []
    for key, outcomes in OUTCOMES.items():
        for name, phrases in outcomes:
            assert MALAY.exactly(name) in phrases, (key, name)


@pytest.mark.parametrize("date", [dt.date(2026, month, 9) for month in range(1, 13)])
def test_a_date_is_understood_as_malay_shows_it(date: dt.date) -> None:
    words = MALAY.long_date(date).lower().split()
    assert find_day(words, 0, TODAY) == (date, len(words))


def test_malay_has_one_word_for_one_thing() -> None:
    found = [text for text in texts("ms") for word in OTHER_WORDS if word in text.lower()]
    assert found == []


def test_where_a_number_stands_no_word_is_doubled() -> None:
    doubled = re.compile(r"\{n\} (\w+)-\1\b")
    assert [text for text in texts("ms") if doubled.search(text)] == []
