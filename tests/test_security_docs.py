"""What docs/security.md says of a door is shown by a test that there is."""

import ast
import functools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOCUMENT)))


@functools.cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_test_is_there(file: str, name: str) -> None:
    assert name in names_in(file)


def test_every_door_is_shown_by_a_test() -> None:
    rows = [line for line in DOCUMENT.splitlines() if line.startswith("| ") and not line.startswith("| door")]
    assert len(rows) > 20
    assert [row for row in rows if "tests/" not in row.split(" | ")[-1]] == []


def test_every_route_of_the_api_is_listed() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot" / "exchange" / "api").glob("*.py"))
    paths = set(re.findall(r'path="/api/v1/([\w./]+)', source))
    assert len(paths) >= 6
    assert [path for path in sorted(paths) if path.rstrip("/").rpartition("/")[2] not in DOCUMENT] == []


def test_it_is_said_what_was_not_tried_and_where_a_weakness_is_reported() -> None:
    assert "No live Slack account was tried" in DOCUMENT
    report = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "Report a vulnerability" in report
    assert "don't open a public issue" in report
