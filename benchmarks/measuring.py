"""Times, how they spread over several runs, and tables of them in Markdown."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Figures = dict[str, float]
"""What one run measured, by a name that ends in its unit."""


def times_of(call: Callable[[], Any], *, rounds: int, warm_up: int) -> list[float]:
    """How long each of `rounds` calls took, in milliseconds, after some that do not count."""
    times = []
    for _ in range(warm_up + rounds):
        began = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - began))
    return times[warm_up:]


def percentile(times: Sequence[float], share: float) -> float:
    """The value that `share` of these do not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float]) -> str:
    """The median, and the least and the most where there are several."""
    middle = _short(statistics.median(values))
    return middle if len(values) < 2 else f"{middle} ({_short(min(values))}–{_short(max(values))})"


def table_of_runs(runs: Sequence[Figures]) -> str:
    """One line for each figure: its median and its spread over the runs."""
    rows = [[name, spread([run[name] for run in runs if name in run])] for name in runs[0]]
    return markdown(["what", f"median of {len(runs)} (least–most)" if len(runs) > 1 else "once"], rows)


def table_of_two(here: Sequence[Figures], there: Sequence[Figures]) -> str:
    """Both checkouts side by side, with the median ratio of neighbouring runs."""
    rows = []
    for name in [name for name in there[0] if name in here[0]]:
        ratios = [one[name] / other[name] for one, other in zip(here, there, strict=True) if other[name]]
        before, after = ([run[name] for run in side] for side in (there, here))
        rows.append([name, spread(before), spread(after), spread(ratios) if ratios else "–"])
    return markdown(["what", "there", "here", "here / there"], rows)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def with_ratio(figures: Mapping[str, float], of: str, to: str, name: str) -> Figures:
    """The figures, and one of them as a multiple of another."""
    return {**figures, name: figures[of] / figures[to]}


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
