"""Inside a room the rules know no words, no doors and no Slack: what is decided does not depend on how it is said."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[2] / "bot"
PARTS = ("text", "words", "doors", "sends")
ABOVE = frozenset({"cli", "runtime", "delivery"})
"""Rooms that put the others together, or talk to Slack."""
SPEAKS = frozenset({"slack_bolt", "slack_sdk"})
ALLOWED = {
    "core/kinds.py": "says how a kind of message is written, so it knows what a message is",
    "setup/directory.py": "reads Slack's directory of people",
    "setup/slack_checkup.py": "asks Slack what the doctor has to know",
}


def rules() -> Iterator[Path]:
    """The modules that are in no part of a room."""
    for path in sorted(BOT.rglob("*.py")):
        room, *rest = path.relative_to(BOT).with_suffix("").parts
        if room not in ABOVE and rest and not any(part in PARTS for part in rest):
            yield path


def imported(source: str) -> Iterator[str]:
    """The dotted names that a module imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def faults(source: str) -> list[str]:
    """What rules must not import, of what they do."""
    return [
        name
        for name in imported(source)
        if name.split(".")[0] in SPEAKS
        or (name.startswith("bot.") and any(part in ("words", "doors", "sends") for part in name.split(".")[1:-1]))
    ]


def test_rules_import_no_words_no_doors_and_no_slack() -> None:
    found = {str(path.relative_to(BOT)): faults(path.read_text(encoding="utf-8")) for path in rules()}
    assert {name: some for name, some in found.items() if some and name not in ALLOWED} == {}
    assert {name for name in ALLOWED if not found.get(name)} == set(), "an exception that is no longer needed"


@pytest.mark.parametrize(
    "planted",
    [
        "from bot.log.words.answer import logged_message",
        "from bot.core.doors.answering import answer_click",
        "from bot.nudges.sends import render_nudges",
        "from slack_sdk import WebClient",
    ],
)
def test_a_planted_import_is_found(planted: str) -> None:
    assert faults(planted)


def test_a_package_says_in_one_line_what_it_is_and_imports_nothing() -> None:
    packages = [path for path in BOT.rglob("__init__.py") if path.relative_to(BOT).parts[0] != "cli"]
    for path in packages:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert len(tree.body) <= 1, f"{path} does more than say what it is"
