"""The files for running Pacer elsewhere name what there is."""

import configparser
import fnmatch
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.core.settings import Settings

ROOT = Path(__file__).parents[1]
COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]


def test_slacks_command_line_gets_the_manifest_as_json() -> None:
    hooks = json.loads((ROOT / ".slack" / "hooks.json").read_text(encoding="utf-8"))["hooks"]
    program, *arguments = hooks["get-manifest"].split()
    assert program == "python3"
    said = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(said.stdout) == yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))


def test_slacks_command_line_starts_pacer_run(tmp_path: Path) -> None:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "PACER_", "DATABASE_"))}
    said = subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        cwd=tmp_path,
        env={**plain, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert said.returncode == 2
    assert "SLACK_BOT_TOKEN isn't set" in said.stderr


def test_the_compose_file_sets_what_pacer_reads() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))["services"]
    assert {name.lower() for name in services["pacer"]["environment"]} <= set(Settings.model_fields)
    assert (ROOT / "deploy" / services["pacer"]["build"]["context"] / "manifest.yml").is_file()
    assert (ROOT / services["pacer"]["build"]["dockerfile"]).is_file()


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        "deploy/.env",
        ".env.production",
        "pacer.sqlite",
        "data/pacer.sqlite-wal",
        "old.db",
        "backups/pacer-2026-11-17.sqlite",
        "backups/anything",
        "pacer.dump",
        "deploy/tls.key",
        "demo-data/sandbox.json",
        ".git/config",
        ".venv/bin/python",
        "bot/__pycache__/runtime.pyc",
        ".mypy_cache/cache",
    ],
)
def test_no_secret_and_no_data_gets_into_the_image(path: str) -> None:
    assert is_left_out(path)


@pytest.mark.parametrize(
    "path",
    [
        "bot/cli/run.py",
        "bot/pipeline/stages.yml",
        "storage/migrations/env.py",
        "manifest.yml",
        "README.md",
        "LICENSE",
    ],
)
def test_what_pacer_runs_on_gets_into_the_image(path: str) -> None:
    assert (ROOT / path).is_file()
    assert not is_left_out(path)


def is_left_out(path: str) -> bool:
    """Whether a line of .dockerignore matches the path or a folder that it is in; `**/` stands for any folders."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    parts = path.split("/")
    ways = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    for pattern in (line for line in lines if line and not line.startswith("#")):
        anywhere, wanted = pattern.startswith("**/"), pattern.removeprefix("**/")
        if any(fnmatch.fnmatchcase(way.rpartition("/")[2] if anywhere else way, wanted) for way in ways):
            return True
    return False


def test_the_systemd_unit_calls_commands_that_there_are() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "deploy" / "pacer.service")
    for key in ("ExecStart", "ExecStartPre"):
        program, command, *_ = unit["Service"][key].split()
        assert program.endswith("/bin/pacer")
        assert command in COMMANDS


def test_the_container_installs_what_pacer_runs_on_and_nothing_else() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import requirements as r; print(r.pinned(r.running()), end='')"],
        cwd=ROOT / "deploy",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    kept = (ROOT / "deploy" / "requirements.txt").read_text(encoding="utf-8")
    assert said == kept, "run deploy/requirements.py"
    assert "slack-bolt==" in kept
    assert "pytest" not in kept
