"""The picture of a review: the last weeks of each metric, and each rep's share of the goals that ended."""

import io
import threading
from typing import TYPE_CHECKING

from bot.core.words.blocks import escape, shorten
from bot.core.words.language import Language
from bot.teams.closed_period import Attained, Moved, TeamReview
from storage.tables import SalesRole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WEEKS_SHOWN, GOALS_SHOWN, REPS_SHOWN = 2, 1, 10
"""So few that a phone of 390 pixels shows the letters large enough to read."""
INK, SOFT, GRID = "#22313a", "#5d6c75", "#dfe5e8"
PAST, NOW, SHORT = "#a9c6cb", "#1f6f78", "#c2571a"
"""Earlier weeks; the newest, and who reached the goal; who did not. The figures beside the bars say the same."""
WIDTH, DPI = 4.0, 300

# Fonts are found and cached once for all threads; drawing one at a time keeps that safe, and costs nothing here.
_DRAWING = threading.Lock()


def draw_review(review: TeamReview, language: Language) -> bytes | None:
    """The picture as a PNG file, 1,200 pixels wide; None where there is nothing to draw."""
    moved = [each for each in review.moved if any(total for _, total in each.weeks)][:WEEKS_SHOWN]
    goals = [each for each in review.attained if each.of > 1][:GOALS_SHOWN]
    if not moved:
        return None
    # Matplotlib takes half a second to import, and only this needs it. No pyplot: that keeps every figure in memory.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    reps = max((min(each.of, REPS_SHOWN) for each in goals), default=0)
    heights = [1.9, *([0.55 + 0.26 * reps] if goals else [])]
    with _DRAWING:
        figure = Figure(figsize=(WIDTH, sum(heights)), dpi=DPI, facecolor="white", layout="constrained")
        FigureCanvasAgg(figure)
        rows = figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False)
        for axes, each in zip(rows[0][0].subplots(1, len(moved), squeeze=False)[0], moved, strict=True):
            _weeks(axes, each, language)
        if goals:
            for axes, goal in zip(rows[1][0].subplots(1, len(goals), squeeze=False)[0], goals, strict=True):
                _shares(axes, goal, language)
        out = io.BytesIO()
        figure.savefig(out, format="png")
    return out.getvalue()


def whose_goal(metric: str, role: SalesRole | None, language: Language) -> str:
    """The metric, with the sales role whose goal it is."""
    if role is None:
        return metric
    return language("{metric} ({role})", metric=metric, role=escape(role.name))


def _weeks(axes: "Axes", moved: Moved, language: Language) -> None:
    """The totals of the last weeks, the newest with its figure."""
    totals = [total for _, total in moved.weeks]
    bars = axes.bar(range(len(totals)), totals, color=[*[PAST] * (len(totals) - 1), NOW], width=0.74)
    newest = language.amount(moved.metric, totals[-1], short=True)
    axes.bar_label(bars, labels=[*[""] * (len(totals) - 1), _safe(newest)], fontsize=9, color=INK, padding=2)
    name = language("{metric} a week", metric=language.plain_name(moved.metric))
    axes.set_title(_safe(name), fontsize=10, loc="left", color=INK)
    axes.set_ylim(0, max(totals) * 1.2)
    axes.set_xticks([0.4, len(totals) - 1.4], [language.date(moved.weeks[0][0]), language.date(moved.weeks[-1][0])])
    axes.set_yticks([])
    _quiet(axes)


def _shares(axes: "Axes", goal: Attained, language: Language) -> None:
    """Each rep's share of the goal, by name: it is no ranking. The line is the goal."""
    shown = sorted(goal.shares, key=lambda each: each[0].name.casefold())[:REPS_SHOWN][::-1]
    shares = [min(share, 1.6) for _, share in shown]
    axes.axvline(1, color=GRID, linewidth=1.5, zorder=0)
    bars = axes.barh(range(len(shown)), shares, color=[NOW if s >= 1 else SHORT for s in shares], height=0.62, zorder=2)
    labels = axes.bar_label(bars, labels=[language.percent(s) for _, s in shown], fontsize=8.5, color=INK, padding=3)
    for label in labels:
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8})
    names = [_safe(shorten(member.name or member.slack_user_id, 16)) for member, _ in shown]
    axes.set_yticks(range(len(shown)), names)
    heading = language(
        "{metric}: {reached} of {of}",
        metric=shorten(whose_goal(language.plain_name(goal.metric), goal.role, language), 30),
        reached=language.count(goal.reached),
        of=language.count(goal.of),
    )
    axes.set_title(_safe(heading), fontsize=10, loc="left", color=INK)
    axes.set_xlim(0, 2.0)
    axes.set_xticks([])
    _quiet(axes)


def _quiet(axes: "Axes") -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)
    axes.tick_params(length=0, labelcolor=SOFT, labelsize=8.5)


def _safe(text: str) -> str:
    """A text as it is: a dollar sign begins no formula."""
    return text.replace("$", r"\$")
