"""The charts of `/team` where one metric is chosen: how the team moved, and each rep beside the plan."""

from collections.abc import Sequence

from bot.core.words.charts import MOST_CATEGORIES, bar_chart
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.teams.view import Column, RepRow
from bot.teams.weeks import TeamWeeks
from metrics.episodes import Status


def weeks_chart(weeks: TeamWeeks, language: Language) -> Block | None:
    """What the whole team did in each of the last eight weeks; None where that was nothing."""
    if not any(total for _, total in weeks.weeks):
        return None
    labels = [language.numeric_date(week.start) for week, _ in weeks.weeks[:-1]]
    title = language("{metric}, the team by week", metric=language.plain_name(weeks.metric))
    totals = [total for _, total in weeks.weeks]
    return bar_chart(title, [*labels, language("Now")], {language("Done"): totals}, weeks.metric, language)


def weeks_words(weeks: TeamWeeks, language: Language) -> str:
    """The same as a line: Calls, the team's last eight weeks: 320, 310 … 120 so far."""
    totals = [language.amount(weeks.metric, total, short=True) for _, total in weeks.weeks]
    return language(
        "{metric}, the team's last eight weeks: {totals} so far.",
        metric=language.name(weeks.metric),
        totals=language(", ").join(totals),
    )


def pace_chart(rows: Sequence[RepRow], column: Column, language: Language) -> Block | None:
    """What each rep did beside what the plan asks by today; None where nobody is judged. The list says it too."""
    judged: list[tuple[str, float, float]] = []
    for row in rows:
        for cell in row.cells:
            line = cell.line
            same = (line.metric.key, line.period.kind) == (column.metric.key, column.period)
            if same and line.status not in (Status.TOO_EARLY, Status.NO_DATA):
                judged.append((row.member.name or row.member.slack_user_id, line.done, line.done - line.gap))
    if len(judged) < 2:
        return None
    shown = judged[:MOST_CATEGORIES]
    title = language(
        "{metric} {period}, by rep",
        metric=language.plain_name(column.metric),
        period=language.period(column.period, column.starts, column.ends),
    )
    series: dict[str, list[float]] = {
        language("Done"): [done for _, done, _ in shown],
        language("Plan by today"): [plan for _, _, plan in shown],
    }
    return bar_chart(title, [name for name, _, _ in shown], series, column.metric, language)
