"""The calibration plot of a backtest: what was said against what happened."""

from pathlib import Path

from metrics.backtest import Report
from metrics.scores import calibrate


def plot_calibration(report: Report, path: Path) -> None:
    """Write the plot as a PNG file."""
    # Matplotlib takes half a second to import, and only this command needs it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 5), dpi=120)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--", label="perfect")
    for rule, colour, label in (("constants", "#1f6f78", "constants"), ("tuned", "#c2571a", "learned")):
        bins = calibrate(report.probabilities[rule], report.reached)
        axes.plot([b.said for b in bins], [b.happened for b in bins], color=colour, linewidth=1.5, label=label)
        sizes = [20 + 400 * b.share for b in bins]
        axes.scatter([b.said for b in bins], [b.happened for b in bins], s=sizes, color=colour, alpha=0.6)
    axes.set_xlabel("predicted odds of reaching the goal")
    axes.set_ylabel("share of goals reached")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.legend(loc="upper left", frameon=False)
    axes.set_title(f"{report.cases} predictions, {report.member_periods} member-periods")
    figure.tight_layout()
    figure.savefig(path)
