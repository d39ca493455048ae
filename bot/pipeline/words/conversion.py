"""Why, not only what: how one's deals move from stage to stage, how leads are answered, what has led to deals."""

from collections.abc import Iterator

from bot.core.words.language import Language
from bot.pipeline.conversion import ActivityEffect, ConversionFigures, StageRate
from bot.pipeline.words.deals import stage_words
from metrics.coaching.lead_response import LeadResponse


def conversion_lines(figures: ConversionFigures, language: Language) -> list[str]:
    """A line for each stage that can be judged, for the leads, and for what has led to deals; empty where the figures
    cannot tell.
    """
    lines = [line for rate in figures.stages if (line := _stage(rate, language))]
    lines.extend(
        language("Most deals get lost in {stage}. Worth a look together.", stage=stage_words(weak.stage, language))
        for weak in figures.weak
    )
    lines.extend(_leads(figures.response, language))
    effects = [_effect(effect, language) for effect in figures.led_to_deals[:2]]
    if effects:
        # Said once, however many lines it is about.
        effects[-1] = language("{effect} (A pattern, not proof of cause.)", effect=effects[-1])
    return [*lines, *effects]


def _stage(rate: StageRate, language: Language) -> str:
    if rate.rate is None or not rate.count.entrants:
        return ""
    said = language.plural(
        "{stage}: {share} of {n} deal moved forward",
        "{stage}: {share} of {n} deals moved forward",
        rate.count.entrants,
        stage=stage_words(rate.stage, language),
        share=language.percent(rate.count.advanced / rate.count.entrants),
    )
    if rate.team_rate is not None:
        said = language("{said} (team {share})", said=said, share=language.percent(rate.team_rate))
    if rate.usual_days is not None:
        said = language.plural(
            "{said}, usually within {n} day", "{said}, usually within {n} days", rate.usual_days, said=said
        )
    return said


def _leads(response: LeadResponse, language: Language) -> Iterator[str]:
    if not response.leads:
        return
    said = language.plural(
        "{n} lead, {answered} answered",
        "{n} leads, {answered} answered",
        response.leads,
        answered=language.count(response.answered),
    )
    if response.business.median is not None:
        said = language.plural(
            "{said}, half within {n} minute of working time",
            "{said}, half within {n} minutes of working time",
            max(1, round(response.business.median)),
            said=said,
        )
    yield said


def _effect(effect: ActivityEffect, language: Language) -> str:
    return language(
        "On your team, deals with {metric} were won {share} of the time, and {other} without.",
        metric=language.named(effect.metric),
        share=language.percent(effect.with_it.advanced / max(1, effect.with_it.entrants)),
        other=language.percent(effect.without_it.advanced / max(1, effect.without_it.entrants)),
    )
