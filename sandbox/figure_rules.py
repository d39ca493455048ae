"""Tables and charts: data_table, table and data_visualization."""

from collections.abc import Iterator
from typing import Any

from sandbox.bounds import (
    Json,
    hold_count,
    hold_length,
    hold_number,
    hold_objects,
    hold_string,
    is_number,
    listed,
    one_of,
    refused,
)
from sandbox.rich_text_rules import check_rich_text

CHARTS = frozenset({"pie", "bar", "area", "line"})
_ALIGNMENTS = frozenset({"left", "center", "right"})


def check_data_table(block: Json, where: str) -> None:
    """A data_table: the first row is its header, all rows are of one length."""
    caption = block.get("caption")
    if not isinstance(caption, str) or not caption:
        raise refused("missing required field: caption", where)
    hold_number(block, "page_size", "data_table page_size", where)
    rows = _check_rows(block, "data_table", where)
    if len({len(row) for row in rows}) > 1:
        raise refused("all rows must have the same number of values", f"{where}/rows")
    if any(cell["type"] == "rich_text" for cell in rows[0]):
        raise refused("the header must not be rich_text", f"{where}/rows/0")


def check_table(block: Json, where: str) -> None:
    """A plain table."""
    for at, column in enumerate(listed(block, "column_settings", where)):
        # A column that is to have the default settings is null.
        if isinstance(column, dict):
            one_of(column, "align", _ALIGNMENTS, f"{where}/column_settings/{at}")
        elif column is not None:
            raise refused("must be an object", f"{where}/column_settings/{at}")
    hold_count(len(listed(block, "column_settings", where)), "table column_settings", f"{where}/column_settings")
    _check_rows(block, "table", where)


def _check_rows(block: Json, kind: str, where: str) -> list[list[Json]]:
    rows = listed(block, "rows", where)
    hold_count(len(rows), f"{kind} rows", f"{where}/rows")
    for at, row in enumerate(rows):
        inside = f"{where}/rows/{at}"
        if not isinstance(row, list):
            raise refused("must be an array", inside)
        hold_count(len(row), f"{kind} columns", inside)
        for column, cell in enumerate(row):
            _check_cell(cell, f"{inside}/{column}")
    hold_length("".join(texts_in(rows)), f"{kind} text", f"{where}/rows")
    return rows


def _check_cell(cell: Any, where: str) -> None:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "rich_text":
        check_rich_text(cell, where)
    elif kind == "raw_text":
        if not isinstance(cell.get("text"), str) or not cell["text"]:
            raise refused("must be more than 0 characters", f"{where}/text")
    elif kind == "raw_number":
        if not is_number(cell.get("value")) or not isinstance(cell.get("text", "-"), str):
            raise refused("a raw_number needs a number as its value, and a string as its text", where)
    else:
        raise refused("a cell must be raw_text, raw_number or rich_text", where)


def texts_in(value: Any) -> Iterator[str]:
    """Every string called `text` in a JSON value, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def check_chart(block: Json, where: str) -> None:
    """A data_visualization: a pie of segments, or series over categories."""
    hold_string(block, "title", "chart title", where, needed=True)
    chart, inside = block.get("chart"), f"{where}/chart"
    if not isinstance(chart, dict):
        raise refused("missing required field: chart", where)
    one_of(chart, "type", CHARTS, inside, needed=True)
    if chart["type"] == "pie":
        _check_pie(chart, inside)
    else:
        _check_series(chart, inside)


def _check_pie(chart: Json, where: str) -> None:
    for at, segment in enumerate(hold_objects(chart, "segments", "chart segments", where)):
        inside = f"{where}/segments/{at}"
        hold_string(segment, "label", "chart label", inside, needed=True)
        if not is_number(segment.get("value")) or segment["value"] <= 0:
            raise refused("must be a number greater than 0", f"{inside}/value")


def _check_series(chart: Json, where: str) -> None:
    categories = _check_categories(chart, where)
    names = set()
    for at, series in enumerate(hold_objects(chart, "series", "chart series", where)):
        inside = f"{where}/series/{at}"
        name = hold_string(series, "name", "chart label", inside, needed=True)
        if name in names:
            raise refused(f"the series {name} is there twice", f"{inside}/name")
        names.add(name)
        points = listed(series, "data", inside)
        if any(not isinstance(point, dict) or not is_number(point.get("value")) for point in points):
            raise refused("each point needs a label and a number as its value", f"{inside}/data")
        if sorted(str(point.get("label")) for point in points) != sorted(categories):
            raise refused("must have one point for each category", f"{inside}/data")


def _check_categories(chart: Json, where: str) -> list[str]:
    axes, at = chart.get("axis_config"), f"{where}/axis_config"
    if not isinstance(axes, dict):
        raise refused("missing required field: axis_config", where)
    for key in ("x_label", "y_label"):
        hold_string(axes, key, "chart axis label", at)
    categories = listed(axes, "categories", at)
    hold_count(len(categories), "chart categories", f"{at}/categories")
    for number, category in enumerate(categories):
        if not isinstance(category, str):
            raise refused("must be a string", f"{at}/categories/{number}")
        hold_length(category, "chart label", f"{at}/categories/{number}")
    if len(set(categories)) < len(categories):
        raise refused("must not have a category twice", f"{at}/categories")
    return categories
