"""The files for running Pacer elsewhere name what there is."""

import configparser
import json
import os
import subprocess
import sys
from pathlib import Path

import yaml
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

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
    assert "SLACK_BOT_TOKEN is not set" in said.stderr


def test_the_compose_file_sets_what_pacer_reads() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))["services"]
    assert {name.lower() for name in services["pacer"]["environment"]} <= set(Settings.model_fields)
    assert (ROOT / "deploy" / services["pacer"]["build"]["context"] / "manifest.yml").is_file()
    assert (ROOT / services["pacer"]["build"]["dockerfile"]).is_file()


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
