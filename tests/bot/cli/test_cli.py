"""The command line as a whole: its commands are listed without being loaded, and loaded when they are called."""

import subprocess
import sys
from importlib.metadata import version

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.commands import COMMANDS, load

HEAVY = ("numpy", "scipy", "matplotlib", "slack_bolt", "slack_sdk", "sqlalchemy", "sqlmodel", "babel")


def loaded_by(*arguments: str) -> tuple[str, set[str]]:
    """What `pacer` with these arguments prints in a process of its own, and the packages that it had to load."""
    program = (
        "import sys\nfrom bot.cli import main\n"
        f"try:\n    main({list(arguments)!r})\n"
        "finally:\n    print('loaded:', *{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120, encoding="utf-8"
    )
    said, _, names = done.stdout.rpartition("loaded:")
    return said, set(names.split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["lve"]])
def test_listing_the_commands_loads_none_of_them(arguments: list[str]) -> None:
    said, names = loaded_by(*arguments)
    assert "typer" in names
    assert names.isdisjoint(HEAVY)
    if arguments == ["--help"]:
        assert all(f" {name} " in said for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_as_it_describes_itself(name: str) -> None:
    command = load(name)
    assert command.name == name
    assert " ".join(command.help.split()) == COMMANDS[name].help


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "sandbox"])
def test_every_command_has_its_help(name: str) -> None:
    said = CliRunner().invoke(app, [name, "--help"])
    assert said.exit_code == 0
    assert f"pacer {name}" in said.output
    assert "completion" not in said.output


def test_the_version_is_that_of_the_package_and_of_python() -> None:
    said = CliRunner().invoke(app, ["--version"])
    assert said.exit_code == 0
    assert said.output == f"pacer {version('pacer')} (Python {sys.version.split()[0]})\n"


def test_an_unknown_command_is_refused_with_what_may_be_meant() -> None:
    said = CliRunner().invoke(app, ["lve"])
    assert said.exit_code == 2
    assert "No such command 'lve'. Did you mean 'live'?" in said.output


def test_without_a_command_the_commands_are_listed() -> None:
    said = CliRunner().invoke(app, [])
    assert said.exit_code == 2
    assert "status-leave" in said.output


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("storage.engine", {"numpy", "scipy", "slack_sdk"}),
        ("bot.cli.database", {"numpy", "scipy", "slack_sdk", "slack_bolt", "babel"}),
        ("bot.cli.tokens", {"numpy", "scipy", "slack_sdk", "slack_bolt", "babel"}),
        ("bot.cli.doctor", {"scipy", "matplotlib", "slack_bolt"}),
        ("bot.runtime.start", {"matplotlib", "alembic", "bot.exchange.api"}),
    ],
)
def test_a_module_loads_no_more_than_it_needs(module: str, without: set[str]) -> None:
    program = f"import sys, {module}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert without & set(done.stdout.split()) == set()
