"""The picture of a review: the last weeks of each metric, and each rep's share of the goals that ended."""

import datetime as dt
import io
import threading
from typing import TYPE_CHECKING

from bot.coach.team_review import Attained, Moved, TeamReview
from bot.messages.language import Language
from bot.messages.widgets import shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WEEKS_SHOWN, GOALS_SHOWN, REPS_SHOWN = 4, 3, 14
INK, SOFT, GRID = "#22313a", "#6b7a83", "#dfe5e8"
PAST, NOW, SHORT = "#a9c6cb", "#1f6f78", "#c2571a"
"""Earlier weeks, the newest and what reached its goal, and what did not. The figures beside them say the same."""

# Drawing in two threads at once mixes up fonts; a digest is drawn in a quarter of a second.
_DRAWING = threading.Lock()


def draw_review(review: TeamReview, title: str, language: Language) -> bytes | None:
    """The picture as a PNG file, 1,200 pixels wide; None where there is nothing to draw."""
    moved = [each for each in review.moved if any(total for _, total in each.weeks)][:WEEKS_SHOWN]
    goals = [each for each in review.attained if each.of > 1][:GOALS_SHOWN]
    if not moved:
        return None
    # Matplotlib takes half a second to import, and only this needs it. No pyplot: that keeps every figure in memory.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    reps = max((min(each.of, REPS_SHOWN) for each in goals), default=0)
    heights = [2.1] + ([0.6 + 0.27 * reps] if goals else [])
    with _DRAWING:
        figure = Figure(figsize=(8, 0.7 + sum(heights)), dpi=150, facecolor="white", layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle(title, x=0.015, ha="left", fontsize=13, fontweight="bold", color=INK)
        rows = figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False)
        for axes, each in zip(rows[0][0].subplots(1, len(moved), squeeze=False)[0], moved, strict=True):
            _weeks(axes, each, language)
        if goals:
            for axes, goal in zip(rows[1][0].subplots(1, len(goals), squeeze=False)[0], goals, strict=True):
                _shares(axes, goal, language)
        out = io.BytesIO()
        figure.savefig(out, format="png")
    return out.getvalue()


def _weeks(axes: "Axes", moved: Moved, language: Language) -> None:
    totals = [total for _, total in moved.weeks]
    colours = [PAST] * (len(totals) - 1) + [NOW]
    bars = axes.bar(range(len(totals)), totals, color=colours, width=0.72)
    axes.bar_label(
        bars,
        labels=["" for _ in totals[:-1]] + [language.amount(moved.metric, totals[-1], short=True)],
        fontsize=9,
        color=INK,
        padding=2,
    )
    axes.set_title(_safe(language.plain_name(moved.metric)), fontsize=10, loc="left", color=INK)
    axes.set_ylim(0, max(totals) * 1.18)
    axes.set_xticks([0, len(totals) - 1], [_day(moved.weeks[0][0], language), _day(moved.weeks[-1][0], language)])
    axes.set_yticks([])
    _quiet(axes)


def _shares(axes: "Axes", goal: Attained, language: Language) -> None:
    shown = goal.shares[:REPS_SHOWN][::-1]
    shares = [min(share, 1.6) for _, share in shown]
    colours = [NOW if share >= 1 else SHORT for share in shares]
    bars = axes.barh(range(len(shown)), shares, color=colours, height=0.62)
    axes.bar_label(bars, labels=[language.percent(share) for _, share in shown], fontsize=8, color=INK, padding=2)
    axes.axvline(1, color=SOFT, linewidth=1)
    names = [_safe(shorten(member.name or member.slack_user_id, 18)) for member, _ in shown]
    # Each goal has its own order, by share, so each has its own names.
    axes.set_yticks(range(len(shown)), names, fontsize=8)
    heading = language(
        "{metric}: {reached} of {of}",
        metric=language.plain_name(goal.metric),
        reached=language.count(goal.reached),
        of=language.count(goal.of),
    )
    axes.set_title(_safe(heading), fontsize=10, loc="left", color=INK)
    axes.set_xlim(0, 1.95)
    axes.set_xticks([])
    _quiet(axes)


def _quiet(axes: "Axes") -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)
    axes.tick_params(length=0, labelcolor=SOFT, labelsize=8)


def _day(date: dt.date, language: Language) -> str:
    return language.date(date)


def _safe(text: str) -> str:
    """A name as it is: a dollar sign begins no formula."""
    return text.replace("$", r"\$")
