"""Two checkouts measured by the same harness, in turns, so that a busy machine is as busy for both."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import Figures

HERE = Path(__file__).resolve().parent
# The harness is this one also where the other checkout has another: only what is measured comes from there.
START = """
import importlib.util, sys
folder, *arguments = sys.argv[1:]
where = {"submodule_search_locations": [folder]}
spec = importlib.util.spec_from_file_location("benchmarks", folder + "/__init__.py", **where)
sys.modules["benchmarks"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from benchmarks.__main__ import main
main(arguments)
"""


def alternating(arguments: Sequence[str], other: str, *, runs: int) -> tuple[list[Figures], list[Figures]]:
    """The figures of `runs` runs of this checkout and of the `other`, which ran in turns."""
    here: list[Figures] = []
    there: list[Figures] = []
    for _ in range(runs):
        there.append(one_run(arguments, Path(other).resolve()))
        here.append(one_run(arguments, HERE.parent))
    return here, there


def one_run(arguments: Sequence[str], checkout: Path) -> Figures:
    """The figures of one run with what this checkout has of Pacer, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(HERE), *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found
