"""A date is the member's, the team's or the workspace's, and never the server's or UTC's."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TODAY = {("date", "today"), ("datetime", "today"), ("datetime", "utcnow"), ("datetime", "utcfromtimestamp")}
UTC_NAMES = ("dt.UTC", "UTC", "dt.timezone.utc", "timezone.utc")

ALLOWED = {
    ("bot/core/clock.py", "dt.datetime.now(dt.UTC)"): "the clock itself",
    ("bot/cli/session.py", "dt.datetime.now(dt.UTC)"): "where commands read the clock",
    ("bot/cli/session.py", "typed.date()"): "an option that was typed as a date",
    ("bot/cli/simulate.py", "{day:%A %d %B %Y}"): "a date, not an instant",
    ("bot/runtime/schedule.py", "dt.datetime.now(dt.UTC)"): "the first tick is at once",
    ("bot/core/members.py", "(at - WEST_MOST).astimezone(dt.UTC).date()"): "the bound that others use",
    ("bot/core/members.py", "(at + EAST_MOST).astimezone(dt.UTC).date()"): "the bound that others use",
    ("bot/core/refusals.py", "{now:%Y-%m-%d %H}"): "the name of an hour, which nobody reads",
    ("bot/leave/slack_status.py", "here.date()"): "moved to the member's zone by leave_of_status",
    ("bot/leave/slack_status.py", "end.date()"): "moved to the member's zone by leave_of_status",
    ("bot/home/words/home.py", "home.next_message.date()"): "moved to the member's zone by next_message_of",
    ("bot/people/one_on_ones.py", "local.date()"): "moved to the member's zone three lines before",
    ("bot/nudges/nudge.py", "at.date()"): "moved to the member's zone two lines before",
    ("bot/standings/words/entries.py", "at.date()"): "moved to the member's zone on the line before",
    ("storage/backlog.py", "(now - NEAR).date()"): "a bound two days wide",
    ("storage/backlog.py", "(now + NEAR).date()"): "a bound two days wide",
    ("storage/engine.py", "dt.datetime.now(dt.UTC)"): "the database's clock, by which leases and claims end: no date",
}
"""What may make a date of an instant by another way, and why."""


def dates_of_nobody(source: str) -> Iterator[str]:
    """The expressions of this code that make a date of an instant in no person's zone, or read a clock."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_of_nobody(node, node.func):
            yield ast.unparse(node)
        if isinstance(node, ast.JoinedStr):
            yield from _written(node)


def _is_of_nobody(call: ast.Call, function: ast.Attribute) -> bool:
    owner = ast.unparse(function.value).rpartition(".")[2]
    if (owner, function.attr) in TODAY or (owner == "datetime" and function.attr == "now"):
        return True
    if function.attr == "fromtimestamp":
        return owner == "date" or len(call.args) + len(call.keywords) < 2
    if function.attr == "strftime":
        return "%d" in ast.unparse(call)
    return function.attr == "date" and not call.args and not _in_a_zone(function.value)


def _in_a_zone(instant: ast.expr) -> bool:
    if not (isinstance(instant, ast.Call) and isinstance(instant.func, ast.Attribute)):
        return False
    return instant.func.attr == "astimezone" and [ast.unparse(zone) for zone in instant.args] not in (
        [],
        *([name] for name in UTC_NAMES),
    )


def _written(text: ast.JoinedStr) -> Iterator[str]:
    """Instants that are written with their day, unless "UTC" is said after them."""
    for part, after in zip(text.values, [*text.values[1:], None], strict=True):
        if not isinstance(part, ast.FormattedValue) or part.format_spec is None:
            continue
        form = "".join(str(each.value) for each in part.format_spec.values if isinstance(each, ast.Constant))  # type: ignore[attr-defined]
        said = str(after.value) if isinstance(after, ast.Constant) else ""
        if "%d" in form and not said.startswith(" UTC"):
            yield f"{{{ast.unparse(part.value)}:{form}}}"


@functools.cache
def found_in_the_code() -> set[tuple[str, str]]:
    files = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/*.py"), *ROOT.glob("metrics/**/*.py")]
    assert len(files) > 300
    return {
        (str(file.relative_to(ROOT)), expression)
        for file in files
        for expression in dates_of_nobody(file.read_text(encoding="utf-8"))
    }


def test_an_instant_becomes_a_date_only_where_somebody_is() -> None:
    assert found_in_the_code() - set(ALLOWED) == set(), "use local_date, team_date, or a bound of members.py"


def test_every_exception_is_still_needed_and_says_why() -> None:
    assert set(ALLOWED) - found_in_the_code() == set()
    assert all(ALLOWED.values())


@pytest.mark.parametrize(
    "planted",
    [
        "today = now.date()",
        "today = workspace.created_at.date()",
        "today = now.astimezone(dt.UTC).date()",
        "today = now.astimezone().date()",
        "today = dt.date.today()",
        "now = datetime.now()",
        "now = dt.datetime.now(tz=dt.UTC)",
        "now = dt.datetime.utcnow()",
        "day = dt.date.fromtimestamp(0)",
        "at = dt.datetime.fromtimestamp(0)",
        "at = dt.datetime.utcfromtimestamp(0)",
        "day = at.strftime('%Y-%m-%d')",
        "day = f'{at:%d %B}'",
        "day = f'made {at:%Y-%m-%d %H:%M}, used'",
    ],
)
def test_a_date_of_nobody_is_found(planted: str) -> None:
    assert list(dates_of_nobody(planted))


@pytest.mark.parametrize(
    "fine",
    [
        "today = local_date(member, workspace, now)",
        "today = now.astimezone(zone).date()",
        "at = dt.datetime.fromtimestamp(0, dt.UTC)",
        "time = at.strftime('%H:%M')",
        "said = f'{at:%Y-%m-%d %H:%M} UTC'",
    ],
)
def test_a_date_of_somebody_is_let_pass(fine: str) -> None:
    assert list(dates_of_nobody(fine)) == []
