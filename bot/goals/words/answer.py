"""The answer to `/goal`: what was set, how goals changed, and what can be typed."""

from collections.abc import Sequence

from bot.core.words.answers import plain_message
from bot.core.words.blocks import escape
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.words.periods import a_period, dates_words
from bot.goals.editing import GoalSet
from bot.goals.history import GoalChange
from storage.tables import TeamTotal


def goal_set_text(changed: GoalSet, language: Language) -> str:
    """What holds now, and what held before, in a sentence or two."""
    period = a_period(changed.period, language)
    if changed.target is None:
        if changed.before is None:
            return language(
                "{who} had no goal on {metric} {period}. Nothing changed.",
                who=escape(changed.subject_name),
                metric=language.named(changed.metric),
                period=period,
            )
        return language(
            "{who}: {before} {period} ends on {day}.",
            who=escape(changed.subject_name),
            before=language.things(changed.metric, changed.before),
            period=period,
            day=language.day(changed.starts),
        )
    if changed.dates is not None:
        text = language(
            "{who}: {target}, {dates}.",
            who=escape(changed.subject_name),
            target=language.things(changed.metric, changed.target),
            dates=dates_words(changed.dates, language),
        )
        if changed.before is not None:
            text += " " + language("Before: {before}.", before=language.amount(changed.metric, changed.before))
        return text
    text = language(
        "{who}: {target} {period}, starting {day}.",
        who=escape(changed.subject_name),
        target=language.things(changed.metric, changed.target),
        period=period,
        day=language.day(changed.starts),
    )
    if changed.before is not None:
        text += " " + language("Before: {before}.", before=language.amount(changed.metric, changed.before))
    if changed.planned:
        text += " " + language(
            "Starting {day} it's {target}, as planned.",
            day=language.day(changed.planned[0].starts),
            target=language.amount(changed.metric, changed.planned[0].target),
        )
    return text


def goal_history_message(name: str, changes: Sequence[GoalChange], language: Language) -> Message:
    """How the goals of one person or team changed, the newest first."""
    if not changes:
        return plain_message(
            language(
                "{who} has never had a goal of their own. For a team's goals: `/goal history team North`.",
                who=escape(name),
            )
        )
    title = language("*How {who}'s goals changed*", who=escape(name))
    return plain_message("\n".join([title, *(_change(each, language) for each in changes)]))


def _change(change: GoalChange, language: Language) -> str:
    goal = change.goal
    target = language.things(change.metric, goal.target)
    if isinstance(goal, TeamTotal):
        target = language("Whole team: {target}", target=target)
    values = {
        "target": target,
        "period": a_period(goal.period, language),
        "starts": language.long_date(goal.starts),
    }
    if goal.ends is None:
        text = language("• {target} {period}, starting {starts}", **values)
    elif goal.ends <= goal.starts:
        text = language("• {target} {period}, starting {starts}: replaced before it began", **values)
    else:
        text = language("• {target} {period}, from {starts} until {ends}", ends=language.long_date(goal.ends), **values)
    if change.by is not None:
        day = language.long_date(change.set_on)
        text += language(" (set by {who} on {day})", who=escape(change.by.name), day=day)
    if goal.reason:
        text += language(": {reason}", reason=escape(goal.reason))
    return text


def goal_help(language: Language) -> Message:
    """What can be typed after `/goal`."""
    return plain_message(
        language(
            "*Set a goal:* `/goal` alone opens a form.\n`/goal @rep calls 20 a week`\n`/goal team North demos 14 a "
            "month`\n`/goal team North total revenue 200k a month` for the whole team together\n`/goal @rep calls "
            "+15% a month`\n`/goal @rep revenue 60k a month from 2026-12-01 because …`\n`/goal SDR calls 20 a day`, "
            "`/goal team North SDR calls 20 a day` set one for a sales role. `/goal role @rep` shows a rep's role and "
            "ramp.\n`/goal @rep calls off week` ends one, `/goal history @rep calls` shows how it changed, `/goal "
            "plan @rep` plans the activities."
        )
    )
