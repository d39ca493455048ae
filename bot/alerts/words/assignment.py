"""That somebody is asked to follow up on a rep's goals."""

import datetime as dt

from bot.alerts.rows import AlertRow
from bot.alerts.words.evidence import evidence, goal_words
from bot.core.words.blocks import section
from bot.core.words.language import Language
from bot.core.words.message import Message
from storage.tables import Member


def assignment_message(row: AlertRow, by: Member, today: dt.date, language: Language) -> Message:
    """Who asks, about whom, and a line for each goal with the figures where there are some."""
    lines = [language("<@{by}> asks you to follow up with <@{rep}>", by=by.slack_user_id, rep=row.member.slack_user_id)]
    for goal in row.goals:
        which = goal_words(goal.metric, goal.episode.period, goal.episode.period_start, today, language)
        which = which[:1].upper() + which[1:]
        if goal.facts is None:
            lines.append(f"*{which}*")
        else:
            lines.append(
                language("*{metric}:* {numbers}", metric=which, numbers=evidence(goal.metric, goal.facts, language))
            )
    text = "\n".join(lines)
    return Message(text=text, blocks=(section(text),))
