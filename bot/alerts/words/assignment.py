"""That somebody is asked to follow up on a rep's goals."""

from bot.alerts.answers import Assignment
from bot.alerts.words.evidence import evidence
from bot.alerts.words.row import which_words
from bot.core.words.blocks import section
from bot.core.words.language import Language
from bot.core.words.message import Message


def assignment_message(assignment: Assignment, language: Language) -> Message:
    """Who asks, about whom, and a line for each goal with the figures where there are some."""
    asking, rep = assignment.by.slack_user_id, assignment.row.member.slack_user_id
    lines = [language("<@{by}> asks you to follow up with <@{rep}>", by=asking, rep=rep)]
    for goal in assignment.row.goals:
        which = which_words(goal, assignment.today, language)
        which = which[:1].upper() + which[1:]
        if goal.facts is None:
            lines.append(f"*{which}*")
        else:
            lines.append(
                language("*{metric}:* {numbers}", metric=which, numbers=evidence(goal.metric, goal.facts, language))
            )
    text = "\n".join(lines)
    return Message(text=text, blocks=(section(text),))
