"""Every language says everything, with the values of the text, and fits where it is shown."""

import ast
from collections.abc import Iterator

import pytest

from bot.core.words.language import language_for
from bot.core.words.translations import CODE, lacking, languages, put_together, read_catalogue, texts_in_code
from tests.office import ANA, BEN, MANAGER, Office

LIMITS = {"modal": 24, "submit": 24, "close": 24, "button": 75, "header": 150}
"""Slack's limits of what is shown in one line, by the function or argument that a text is given to."""


def test_there_is_malay() -> None:
    assert languages() == ["ms"]


@pytest.mark.parametrize("language", languages())
def test_a_language_says_everything_with_the_values_of_the_text(language: str) -> None:
    assert lacking(language) == []


def test_the_texts_are_found_where_they_are_said() -> None:
    found = {text.msgid for text in texts_in_code()}
    assert "Undo" in found  # a button
    assert "calls" in found  # a metric's name
    assert "I don't know `{word}`. You can log: {known}." in found  # why something was not understood
    assert any(isinstance(msgid, tuple) for msgid in found)


def test_no_text_is_put_together_where_it_is_said() -> None:
    assert put_together() == []


def one_liners() -> Iterator[tuple[str, int]]:
    """Each literal text of a title, button or heading, and the characters that Slack allows it."""
    for path in CODE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            if call.func.id in LIMITS and call.args:
                yield from literal(call.args[0], LIMITS[call.func.id])
            if call.func.id == "modal":
                for keyword in call.keywords:
                    yield from literal(keyword.value, LIMITS.get(keyword.arg or "", 0))


def literal(said: ast.expr, limit: int) -> Iterator[tuple[str, int]]:
    if limit and isinstance(said, ast.Call) and said.args and isinstance(said.args[0], ast.Constant):
        yield str(said.args[0].value), limit


@pytest.mark.parametrize("language", ["en", *languages()])
def test_titles_buttons_and_headings_fit_in_every_language(language: str) -> None:
    catalogue = read_catalogue(language) if language != "en" else None
    checked, too_long = 0, []
    for text, limit in one_liners():
        translated = catalogue.get(text) if catalogue is not None else None
        said = str(translated.string) if translated is not None and translated.string else text
        checked += 1
        if len(said) > limit:
            too_long.append((said, limit))
    assert checked > 50
    assert too_long == []


@pytest.mark.parametrize(
    ("locale", "says"), [("ms-MY", "Batalkan"), ("en-GB", "Undo"), ("fr-FR", "Undo"), ("nonsense", "Undo")]
)
def test_a_reader_gets_their_language_where_there_is_one_and_english_else(locale: str, says: str) -> None:
    assert language_for(locale=locale, currency="MYR")("Undo") == says


def test_a_malay_reader_is_answered_in_malay(office: Office) -> None:
    office.sandbox.post("users", id=ANA, locale="ms-MY")
    assert office.say(ANA, "/log", "panggilan 5").startswith("Dicatat: 5 panggilan")
    assert office.say(ANA, "/log", "pangilan").startswith("`pangilan` tidak dikenali.")
    assert "sasaran" in office.say(ANA, "/progress").casefold()
    unclear = office.say(MANAGER, "/goal", "banyak panggilan")
    assert unclear.endswith("`/goal @rep calls off week`. Nothing was saved.")
    office.sandbox.post("users", id=BEN, locale="ms-MY")
    assert office.say(BEN, "/goal", f"plan <@{ANA}>").startswith("Anda tidak boleh menetapkan sasaran untuk")
    office.sandbox.post("users", id=MANAGER, locale="ms-MY")
    assert "Tulis seperti `/goal" in office.say(MANAGER, "/goal", "banyak panggilan")
