"""`python -m benchmarks [log] [morning] [limits] [--reps N]`: runs the benchmarks and prints their figures."""

import argparse
import logging
import tempfile
from pathlib import Path

import structlog

from benchmarks.log_command import measure_log
from benchmarks.morning import measure_morning
from benchmarks.mornings import measure_mornings


def main() -> None:
    """Run what is asked for; all of it when nothing is."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument(
        "what", nargs="*", choices=["log", "morning", "limits", []], help="one of them; all if left out"
    )
    parser.add_argument("--reps", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365, help="days of history")
    said = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    chosen = said.what or ["log", "morning", "limits"]
    with tempfile.TemporaryDirectory() as folder:
        if "log" in chosen:
            measure_log(Path(folder))
        if "morning" in chosen:
            measure_morning(Path(folder), reps=said.reps, days=said.days)
    if "limits" in chosen:
        measure_mornings()


if __name__ == "__main__":
    main()
