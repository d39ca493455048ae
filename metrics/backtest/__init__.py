"""Backtest: what the forecast and the alert rule would have said on past data, without looking ahead."""

from metrics.backtest.learn import Learned, learn_constants
from metrics.backtest.panel import Options, Panel, WrongData, read_rows
from metrics.backtest.run import Report, run_backtest

__all__ = ["Learned", "Options", "Panel", "Report", "WrongData", "learn_constants", "read_rows", "run_backtest"]
