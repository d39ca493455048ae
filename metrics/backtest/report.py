"""A backtest's report as JSON and as a table to read."""

import math
from typing import Any

from metrics.backtest.run import AlertScores, Report

NAMES = {
    "naive": "pace >= 1",
    "pace_below_0.8": "pace >= 0.8",
    "constants": "forecast, constants",
    "tuned": "forecast, tuned",
}


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values; a figure that no case could tell is None."""
    return {
        "rules": {
            name: {figure: _plain(value) for figure, value in vars(scores).items()}
            for name, scores in report.rules.items()
        },
        "alerts": _alerts(report.alerts),
        "alerts_manager_thresholds": _alerts(report.alerts_manager),
        "alerts_whole_period": _alerts(report.alerts_whole),
        "cases": report.cases,
        "member_periods": report.member_periods,
    }


def as_text(report: Report) -> str:
    """The report as lines of aligned figures."""
    lines = [
        f"{report.cases} predictions on working mornings at 20-80 % of {report.member_periods} member-periods.",
        "",
        f"{'rule':22}{'Brier':>8}{'log loss':>10}{'AUC':>8}{'calibr.':>9}{'worst 20 %':>12}",
    ]
    for name, scores in report.rules.items():
        lines.append(
            f"{NAMES[name]:22}{scores.brier:8.4f}{scores.log_loss:10.4f}{scores.auc:8.4f}"
            f"{scores.calibration_error:9.4f}{scores.precision_worst_20:12.3f}"
        )
    lines += ["", f"{'alerts':22}{'precision':>10}{'recall':>8}{'false':>7}{'flips/100':>11}{'lead (days)':>13}"]
    for title, alerts in (
        (".25 / .40", report.alerts),
        (".15 / .30", report.alerts_manager),
        (".25 / .40, whole", report.alerts_whole),
    ):
        lines.append(
            f"{title:22}{alerts.precision:10.3f}{alerts.recall:8.3f}{alerts.false_alarms:7d}"
            f"{alerts.flips_per_100:11.1f}{alerts.lead_days:13.1f}"
        )
    lines += [
        "",
        "A long gap without any event stands for known leave: the one use of later data.",
        "Constants are fitted on earlier periods only, and used only where they predicted better so far.",
    ]
    return "\n".join(lines)


def _alerts(scores: AlertScores) -> dict[str, float | int | None]:
    return {name: _plain(value) for name, value in vars(scores).items()}


def _plain(value: float) -> float | int | None:
    if isinstance(value, int):
        return value
    return round(value, 6) if math.isfinite(value) else None
