"""`python -m benchmarks [log|morning|coaching|forecasts|start|limits|load|quarter …]` prints tables in Markdown."""

import argparse
import itertools
import json
import logging
import sys
from collections.abc import Callable, Iterator

import structlog

from benchmarks.against import alternating
from benchmarks.coaching import Coaching
from benchmarks.databases import POSTGRESQL, SQLITE, Databases, databases
from benchmarks.forecasts import measure_forecasts
from benchmarks.load import measure_load
from benchmarks.log_command import measure_log
from benchmarks.measuring import Figures, table_of_runs, table_of_two
from benchmarks.morning import Morning
from benchmarks.mornings import measure_mornings
from benchmarks.quarter import WEEKS, measure_quarter
from benchmarks.start import measure_start

KINDS = {SQLITE: (SQLITE,), POSTGRESQL: (POSTGRESQL,), "both": (SQLITE, POSTGRESQL)}


def main(arguments: list[str] | None = None) -> None:
    """Run what is asked for; `log`, `morning` and `coaching` when nothing is."""
    given = sys.argv[1:] if arguments is None else arguments
    said = _parser().parse_args(given)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    chosen = said.what or ["log", "morning", "coaching"]
    for what in chosen:
        if what == "limits":
            measure_mornings()
            continue
        if what == "quarter":
            with databases(SQLITE) as made:
                print(
                    "\n".join(
                        f"| {name} | {value} |" for name, value in measure_quarter(made, weeks=said.weeks).items()
                    )
                )
            continue
        for kind in KINDS[said.database] if what in ("log", "morning", "load", "coaching") else (SQLITE,):
            if what == "load":
                measure_load(kind, reps=said.load_reps, lines=said.lines, commands=said.commands)
                continue
            if said.against:
                one = [what, "--database", kind, "--reps", str(said.reps), "--days", str(said.days), "--json"]
                here, there = alternating(one, said.against, runs=said.runs)
                print(_title(what, kind), table_of_two(here, there), sep="\n\n", end="\n\n")
                continue
            runs = list(itertools.islice(_runs(what, kind, said), said.runs))
            if said.json:
                print(json.dumps(runs[0]))
            else:
                print(_title(what, kind), table_of_runs(runs), sep="\n\n", end="\n\n")


def _runs(what: str, kind: str, said: argparse.Namespace) -> Iterator[Figures]:
    """One run after the other; what they share is made once."""
    with databases(kind) as made:
        measure = _measure(what, made, said)
        while True:
            yield measure()


def _measure(what: str, made: Databases, said: argparse.Namespace) -> Callable[[], Figures]:
    if what == "morning":
        return Morning(made, reps=said.reps, days=said.days).measure
    if what == "coaching":
        return Coaching(made, reps=said.reps, days=said.days).measure
    if what == "log":
        return lambda: measure_log(made, rounds=said.commands)
    return measure_forecasts if what == "forecasts" else measure_start


def _title(what: str, kind: str) -> str:
    return f"**{what}**, {kind}" if what in ("log", "morning", "coaching") else f"**{what}**"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument(
        "what", nargs="*", choices=["log", "morning", "coaching", "load", "forecasts", "start", "limits", "quarter", []]
    )
    parser.add_argument("--runs", type=int, default=1, help="so many runs; the median and the spread are printed")
    parser.add_argument("--reps", type=int, default=10_000, help="reps of the morning")
    parser.add_argument("--days", type=int, default=365, help="days of history")
    parser.add_argument("--database", choices=sorted(KINDS), default=SQLITE)
    parser.add_argument("--against", help="the directory of another checkout: both run in turns and are compared")
    parser.add_argument("--json", action="store_true", help="print one run as JSON")
    parser.add_argument("--commands", type=int, default=300, help="so many `/log` in each measurement")
    parser.add_argument("--load-reps", type=int, nargs="+", default=[2500, 10_000], help="mornings of the load table")
    parser.add_argument("--weeks", type=int, default=WEEKS, help="so many weeks of the demonstration's team")
    parser.add_argument("--lines", type=int, default=100_000, help="lines of the import in the load table")
    return parser


if __name__ == "__main__":
    main()
