"""The answer to `/goal`."""

from bot.coach.goals import GoalSet
from bot.messages.answers import plain_message
from bot.messages.language import Language
from bot.messages.message import Message
from bot.messages.widgets import escape


def goal_set_message(changed: GoalSet, language: Language) -> Message:
    """What holds now, and what held before."""
    period = language(f"a {changed.period.value}")
    if changed.target is None:
        if changed.before is None:
            return plain_message(
                language(
                    "{who} had no goal for {metric} {period}. Nothing changed.",
                    who=escape(changed.subject_name),
                    metric=escape(changed.metric.plural),
                    period=period,
                )
            )
        text = language(
            "{who}: the goal of {before} {period} ends on {day}.",
            who=escape(changed.subject_name),
            before=language.things(changed.metric, changed.before),
            period=period,
            day=language.day(changed.starts),
        )
        return plain_message(text)
    text = language(
        "{who}: {target} {period}, from {day} on.",
        who=escape(changed.subject_name),
        target=language.things(changed.metric, changed.target),
        period=period,
        day=language.day(changed.starts),
    )
    if changed.before is not None:
        text += " " + language("Before: {before}.", before=language.amount(changed.metric, changed.before))
    return plain_message(text)


def goal_help(language: Language, *, command: str) -> Message:
    """What can be typed after `/goal`."""
    return plain_message(
        language("*Set a goal:*")
        + f"\n`{command} @rep calls 20 a week`   `{command} team North demos 14 a month`"
        + f"\n`{command} @rep revenue 60k a month from 2026-12-01`   `{command} @rep calls off week`"
    )
