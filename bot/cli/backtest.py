"""`pacer backtest`: how good the forecast and the alert rule would have been."""

import datetime as dt
import gzip
import io
import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.calibration_plot import plot_calibration
from bot.cli.session import day_of, present, reading_workspace, say
from bot.core.members import local_date
from bot.standings.backtest_history import history_rows
from metrics.backtest import Options, Panel, WrongData, read_rows, run_backtest
from metrics.backtest.panel import make_panel, read_workdays
from metrics.backtest.report import as_json, as_text


def backtest(
    file: Annotated[
        Path | None,
        typer.Argument(help="CSV or CSV.gz with rep, team, date, value. Default: your own history."),
    ] = None,
    period: Annotated[str, typer.Option(help="week, month, quarter, year or 4weeks.")] = "month",
    target: Annotated[
        str, typer.Option(help="trailing:FACTOR sets goals at FACTOR times the average of earlier periods.")
    ] = "trailing:1.1",
    workdays: Annotated[str, typer.Option(help="mon-fri, or sun,mon,tue …")] = "mon-fri",
    since: Annotated[
        dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of the first period.")
    ] = None,
    metric: Annotated[str, typer.Option(help="Metric from your own history.")] = "call",
    as_json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    plot: Annotated[Path | None, typer.Option(help="Write the calibration plot to this PNG file.")] = None,
) -> None:
    """Backtest the forecast against your own history."""
    options = Options(
        period=period,
        factor=_factor(target),
        workdays=read_workdays(workdays),
        since=day_of(since) if since else None,
    )
    panel = _of_workspace(metric, options) if file is None else _of_file(file, options)
    report = run_backtest(panel, options)
    say(json.dumps(as_json(report), indent=1) if as_json_ else as_text(report))
    if plot is not None:
        plot_calibration(report, plot)


def _factor(target: str) -> float:
    kind, _, factor = target.partition(":")
    try:
        if kind != "trailing":
            raise ValueError
        return float(factor)
    except ValueError:
        raise WrongData(f"--target looks like trailing:1.1, not {target!r}.") from None


def _of_file(file: Path, options: Options) -> Panel:
    if not file.is_file():
        raise WrongData(f"File not found: {file}.")
    try:
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return read_rows(io.StringIO(content.decode("utf-8-sig"), newline=""), options)
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise WrongData(f"{file} isn't UTF-8 text: {error}.") from error


def _of_workspace(metric: str, options: Options) -> Panel:
    with reading_workspace() as (session, workspace):
        today = local_date(None, workspace, present())
        rows = history_rows(session, workspace=workspace, metric_key=metric, today=today)
    return make_panel(rows, options)
