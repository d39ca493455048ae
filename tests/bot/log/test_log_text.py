"""What people type after `/log`, and what is made of it."""

import pytest

from bot.log.text.command import LogRequest, parse_log
from tests.bot.log.log_cases import REFUSED, UNDERSTOOD
from tests.bot.log.words import BACKDATE_DAYS, TODAY, in_short, read, why_not_saved, write_log


@pytest.mark.parametrize(("typed", "meant"), UNDERSTOOD)
def test_what_people_type_is_understood(typed: str, meant: str) -> None:
    meaning, words = read(typed)
    assert in_short(meaning) == meant
    if isinstance(meaning, LogRequest):
        written = write_log(meaning, words)
        assert parse_log(written, words, today=TODAY, backdate_days=BACKDATE_DAYS) == meaning, written


@pytest.mark.parametrize(("typed", "answered"), REFUSED)
def test_what_has_no_meaning_or_two_is_refused_in_one_line_that_says_what_to_type(typed: str, answered: str) -> None:
    said = str(why_not_saved(typed))
    assert said.endswith(" Nothing was saved.")
    assert "\n" not in said
    assert answered[:1].upper() + answered[1:] in said
