"""A wrong or missing setting is one clear sentence and exit code 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.core.settings import is_loopback


def pacer(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "PACER_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**plain, "PYTHONPATH": str(Path(__file__).parents[3]), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "SLACK_BOT_TOKEN isn't set."),
        ({"SLACK_BOT_TOKEN": "xoxp-user"}, "SLACK_BOT_TOKEN must be a bot token"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "Set SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN must be an app-level token"),
        ({"PACER_CLOCK_URL": "http://127.0.0.1:1/"}, "Remove PACER_CLOCK_URL"),
        ({"PACER_PORT": "many"}, "PACER_PORT:"),
        ({"PACER_LOG_COMMAND": "log"}, "PACER_LOG_COMMAND must start with a slash"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "DATABASE_URL": "mysql://x/y"},
            "SQLite or PostgreSQL",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, "Run: pacer db upgrade"),
    ],
)
def test_run_says_what_is_wrong_with_its_settings(
    tmp_path: Path,
    environment: dict[str, str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("SLACK_", "PACER_", "DATABASE_"))]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["pacer", "run"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert (ended.value.code, says in said) == (2, True)
    assert len(said.strip().splitlines()) == 1


def test_the_database_is_upgraded_and_checked_by_command(tmp_path: Path) -> None:
    assert pacer(tmp_path, "db", "upgrade").stdout.startswith("The database is at revision")
    unmet = pacer(tmp_path, "db", "check")
    assert (unmet.returncode, "No Slack workspace connected yet" in unmet.stderr) == (2, True)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8765/api/", True),
        ("http://localhost/api/", True),
        ("http://[::1]/api/", True),
        ("https://slack.com/api/", False),
        ("http://127.0.0.1.example.com/", False),
    ],
)
def test_loopback_is_this_machine_only(url: str, here: bool) -> None:
    assert is_loopback(url) is here
