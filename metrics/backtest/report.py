"""A backtest's report as JSON and as a table to read."""

import math
from typing import Any

from metrics.backtest.run import AlertScores, RangeHeld, Report

NAMES = {
    "naive": "pace >= 1",
    "pace_below_0.8": "pace >= 0.8",
    "constants": "forecast, constants",
    "tuned": "forecast, learned",
}


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values; a figure that no case could tell is None."""
    return {
        "rules": {
            name: {figure: _plain(value) for figure, value in vars(scores).items()}
            for name, scores in report.rules.items()
        },
        "range_80": {name: _range(held) for name, held in report.ranges.items()},
        "newcomers": None
        if report.newcomers is None
        else {
            "cases": report.newcomers.cases,
            "people": report.newcomers.people,
            "range_80": _plain(report.newcomers.held),
            **{figure: _plain(value) for figure, value in vars(report.newcomers.scores).items()},
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
        f"{report.cases} predictions on working mornings, 20-80% into {report.member_periods} member-periods.",
        "",
        f"{'rule':22}{'Brier':>8}{'log loss':>10}{'AUC':>8}{'calibr.':>9}{'worst 20%':>12}{'range 80%':>12}",
    ]
    for name, scores in report.rules.items():
        lines.append(
            f"{NAMES[name]:22}{scores.brier:8.4f}{scores.log_loss:10.4f}{scores.auc:8.4f}"
            f"{scores.calibration_error:9.4f}{scores.precision_worst_20:12.3f}"
            + (f"{report.ranges[name].held:12.3f}" if name in report.ranges else "")
        )
    if report.newcomers is not None:
        new = report.newcomers
        lines.append(
            f"{'learned, newcomers':22}{new.scores.brier:8.4f}{new.scores.log_loss:10.4f}{new.scores.auc:8.4f}"
            f"{new.scores.calibration_error:9.4f}{new.scores.precision_worst_20:12.3f}{new.held:12.3f}"
            f"  ({new.people} people, {new.cases} predictions)"
        )
    learned = report.ranges["tuned"]
    lines += [
        "",
        "How often the 80% range held, by share of the period that was over (learned, then constants):",
        "  ".join(f"{100 * tenth.starts:.0f}-{100 * tenth.ends:.0f}%" for tenth in learned.tenths),
        "  ".join(f"{tenth.cases:7d}" for tenth in learned.tenths) + "  predictions",
        *(
            "  ".join(f"{tenth.held:.2f}".rjust(7) for tenth in report.ranges[name].tenths)
            for name in ("tuned", "constants")
        ),
    ]
    lines += ["", f"{'alerts':22}{'precision':>10}{'recall':>8}{'false':>7}{'flips/100':>11}{'lead (days)':>13}"]
    for title, alerts in (
        (".25 / .40", report.alerts),
        ("managers' threshold", report.alerts_manager),
        (".25 / .40, whole", report.alerts_whole),
    ):
        lines.append(
            f"{title:22}{alerts.precision:10.3f}{alerts.recall:8.3f}{alerts.false_alarms:7d}"
            f"{alerts.flips_per_100:11.1f}{alerts.lead_days:13.1f}"
        )
    lines += [
        "",
        "A long gap without events counts as known time off. Nothing else uses later data.",
        "'Learned' uses earlier periods only. Alerts go by what was learned, as on a real morning.",
    ]
    return "\n".join(lines)


def _range(held: RangeHeld) -> dict[str, Any]:
    return {
        "held": _plain(held.held),
        "tenths": [{"from": t.starts, "to": t.ends, "held": _plain(t.held), "cases": t.cases} for t in held.tenths],
    }


def _alerts(scores: AlertScores) -> dict[str, float | int | None]:
    return {name: _plain(value) for name, value in vars(scores).items()}


def _plain(value: float) -> float | int | None:
    if isinstance(value, int):
        return value
    return round(value, 6) if math.isfinite(value) else None
