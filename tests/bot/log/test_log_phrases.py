"""What people type after `/log` is stored as they meant it, or asked back."""

import pytest

from bot.core.text.errors import NotUnderstood
from bot.core.text.vocabulary import Vocabulary, fold_words
from bot.log.text.command import LogProposal, LogRequest, parse_log
from tests.bot.log.phrase_cases import PHRASES
from tests.bot.log.words import BACKDATE_DAYS, ENGLISH, TODAY, in_short, read


def outcome(text: str) -> str:
    """What comes of a text, as the table writes it."""
    try:
        meaning, _ = read(text)
    except NotUnderstood:
        return "-"
    if isinstance(meaning, LogProposal):
        return f"?{in_short(LogRequest(meaning.entries))}"
    return f"={in_short(meaning)}" if isinstance(meaning, LogRequest) and meaning.total else in_short(meaning)


@pytest.mark.parametrize(("typed", "comes"), PHRASES)
def test_a_phrase_is_saved_as_it_was_meant_or_asked_back_or_refused(typed: str, comes: str) -> None:
    got = outcome(typed)
    if comes == "-":
        assert got[:1] in "-?", got
    else:
        assert got == comes


def known(text: str, *names: str, words: Vocabulary = ENGLISH) -> str:
    """The same where these accounts are known."""
    keys = frozenset(map(fold_words, names))
    return in_short(parse_log(text, words, today=TODAY, backdate_days=BACKDATE_DAYS, known=keys))


@pytest.mark.parametrize(
    "name", ["Later Capital", "Not Just Bikes", "Phase 2 Studio", "May Day", "Demo House", "no limits"]
)
def test_an_account_that_is_known_is_one_whatever_words_it_is_made_of(name: str) -> None:
    assert known(f"call {name}", name) == f"1 call @{name}"
    assert known(f"5 calls {name.lower()} yesterday", name) == f"5 call 11-16 @{name.lower()}"


def test_a_known_account_of_one_word_is_no_day_number_or_metric() -> None:
    assert known("5 calls monday", "monday", "5", "calls") == "5 call 11-16"


def test_what_could_be_two_days_is_asked_with_both_that_may_be_logged() -> None:
    meaning, _ = read("5 calls 10/11/2026")
    assert isinstance(meaning, LogProposal)
    assert [in_short(LogRequest(entries)) for entries in meaning.readings] == ["5 call 11-10"]
