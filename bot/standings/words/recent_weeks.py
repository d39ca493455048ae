"""The last four weeks of a metric: as a chart, and in words."""

from bot.core.words.charts import bar_chart
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.standings.recent_weeks import MetricWeeks, WeekDone


def weeks_chart(weeks: MetricWeeks, language: Language) -> Block | None:
    """Bars of what was done, beside what was planned where there was a plan; None where there is nothing to show."""
    if not any(week.done or week.plan for week in weeks.weeks):
        return None
    labels = [_label(week, weeks, language) for week in weeks.weeks]
    series = {language("Done"): [float(week.done) for week in weeks.weeks]}
    if any(week.plan for week in weeks.weeks):
        series[language("Plan")] = [week.plan for week in weeks.weeks]
    title = language("{metric}, the last four weeks", metric=language.plain_name(weeks.metric))
    return bar_chart(title, labels, series, weeks.metric, language)


def weeks_words(weeks: MetricWeeks, language: Language) -> str:
    """The same as a line: Calls, last four weeks: 52 of 60, 61 of 60, 48 of 60, 24 of 36 so far."""
    said = [
        language(
            "{done} of {plan}",
            done=language.amount(weeks.metric, week.done, short=True),
            plan=language.amount(weeks.metric, round(week.plan), short=True),
        )
        if week.plan
        else language.amount(weeks.metric, week.done, short=True)
        for week in weeks.weeks
    ]
    return language(
        "{metric}, the last four weeks: {weeks} so far.",
        metric=language.name(weeks.metric),
        weeks=language(", ").join(said),
    )


def _label(week: WeekDone, weeks: MetricWeeks, language: Language) -> str:
    return language("This week") if week is weeks.weeks[-1] else language.date(week.period.start)
