"""That somebody is asked to look after a rep's goal."""

from bot.alerts.facts import Facts
from bot.alerts.words.evidence import evidence
from bot.core.words.blocks import section
from bot.core.words.language import Language
from bot.core.words.message import Message
from storage.tables import Episode, Member, Metric


def assignment_message(
    episode: Episode, metric: Metric, facts: Facts | None, language: Language, *, by: Member, rep: Member
) -> Message:
    """Who asks, which goal of whom, and the figures where there are some."""
    text = language(
        "<@{by}> asks you to look after <@{rep}>: {metric}, {period}",
        by=by.slack_user_id,
        rep=rep.slack_user_id,
        metric=language.name(metric),
        period=language.period(episode.period, episode.period_start),
    )
    said = text if facts is None else f"{text}\n{evidence(metric, facts, language)}"
    return Message(text=said, blocks=(section(said),))
