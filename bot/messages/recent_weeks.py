"""The last four weeks of a metric: as a chart, and in words."""

from babel.numbers import get_currency_precision

from bot.coach.figures.recent_weeks import MetricWeeks, WeekDone
from bot.messages.language import Language
from bot.messages.message import Block
from bot.messages.widgets import shorten
from storage.tables import Unit

CHART_TITLE, CHART_LABEL = 50, 20


def weeks_chart(weeks: MetricWeeks, language: Language) -> Block | None:
    """Bars of what was done, beside what was planned where there was a plan; None where there is nothing to show."""
    if not any(week.done or week.plan for week in weeks.weeks):
        return None
    labels = [_label(week, weeks, language) for week in weeks.weeks]
    series = [_series(language("Done"), labels, [_number(week.done, weeks, language) for week in weeks.weeks])]
    if any(week.plan for week in weeks.weeks):
        plan = [_number(round(week.plan), weeks, language) for week in weeks.weeks]
        series.append(_series(language("Plan"), labels, plan))
    name = language.plain_name(weeks.metric)
    return {
        "type": "data_visualization",
        "title": shorten(language("{metric}, the last four weeks", metric=name), CHART_TITLE),
        "chart": {"type": "bar", "series": series, "axis_config": {"categories": labels}},
    }


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
    if week is weeks.weeks[-1]:
        return shorten(language("This week"), CHART_LABEL)
    return shorten(language.date(week.period.start), CHART_LABEL)


def _series(name: str, labels: list[str], values: list[float]) -> Block:
    points = [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]
    return {"name": shorten(name, CHART_LABEL), "data": points}


def _number(quantity: int, weeks: MetricWeeks, language: Language) -> float:
    if weeks.metric.unit is Unit.COUNT:
        return quantity
    return float(quantity / 10 ** get_currency_precision(language.currency))
