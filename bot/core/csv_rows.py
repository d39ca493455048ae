"""Rows as a CSV file."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TextIO

from bot.core.csv_cells import harmless_cell


def write_table(
    to: TextIO,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    progress: Callable[[int], None] = lambda _rows: None,
) -> int:
    """Write a header and the rows; how many. No cell is a formula for a spreadsheet; missing values are empty."""
    writer = csv.writer(to)
    writer.writerow(columns)
    written = 0
    for row in rows:
        writer.writerow([harmless_cell(row.get(name)) for name in columns])
        written += 1
        progress(written)
    return written
