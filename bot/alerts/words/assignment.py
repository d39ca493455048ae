"""That somebody is asked to look after a rep's goal."""

from bot.alerts.answers import Assignment
from bot.alerts.words.evidence import evidence
from bot.core.words.blocks import section
from bot.core.words.language import Language
from bot.core.words.message import Message


def assignment_message(assignment: Assignment, language: Language) -> Message:
    """Who asks, which goal of whom, and the figures where there are some."""
    text = language(
        "<@{by}> asks you to look after <@{rep}>: {metric}, {period}",
        by=assignment.by.slack_user_id,
        rep=assignment.rep.slack_user_id,
        metric=language.name(assignment.metric),
        period=language.period(assignment.episode.period, assignment.episode.period_start),
    )
    if assignment.facts is not None:
        text = f"{text}\n{evidence(assignment.metric, assignment.facts, language)}"
    return Message(text=text, blocks=(section(text),))
