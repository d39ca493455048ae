"""What is answered when a team's goal as one total is set or ended."""

import json

from bot.core.words.blocks import actions, button, escape, section
from bot.core.words.forms import modal
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.core.words.periods import a_period, dates_words
from bot.goals.team_totals import TotalSet

UNDO = "goal_total_undo"


def total_set_words(changed: TotalSet, language: Language) -> str:
    """What holds now, what held before, and what the last period came to."""
    team, period = escape(changed.team.name), a_period(changed.period, language)
    if changed.target is None:
        if changed.before is None:
            return language(
                "{team} had no total on {metric} {period}. Nothing changed.",
                team=team,
                metric=language.named(changed.metric),
                period=period,
            )
        return language(
            "{team} in all: the goal of {before} {period} ends on {day}.",
            team=team,
            before=language.things(changed.metric, changed.before),
            period=period,
            day=language.day(changed.starts),
        )
    target = language.things(changed.metric, changed.target)
    if changed.dates is not None:
        said = language(
            "{team} in all: {target}, {dates}.", team=team, target=target, dates=dates_words(changed.dates, language)
        )
    else:
        said = language(
            "{team} in all: {target} {period}, starting {day}.",
            team=team,
            target=target,
            period=period,
            day=language.day(changed.starts),
        )
    parts = [said]
    if changed.before is not None:
        parts.append(language("Before: {before}.", before=language.amount(changed.metric, changed.before)))
    if changed.last is not None:
        parts.append(
            language("The last whole period came to {last}.", last=language.amount(changed.metric, changed.last))
        )
    return " ".join(parts)


def total_set_message(changed: TotalSet, language: Language) -> Message:
    """The same as an answer, with Undo."""
    text = total_set_words(changed, language)
    blocks: list[Block] = [section(text)]
    if changed.total_id or changed.ended:
        undo = {"g": changed.total_id, "e": [[each, ends and ends.isoformat()] for each, ends in changed.ended]}
        blocks.append(actions(button(language("Undo"), action=UNDO, value=json.dumps(undo)), block_id="goal_total_set"))
    return Message(text=text, blocks=tuple(blocks))


def total_saved_view(changed: TotalSet, language: Language) -> Block:
    """The same in the place of the form."""
    blocks = [section(total_set_words(changed, language))]
    return modal(language("Saved"), blocks, callback="goal_saved", submit=None, close=language("Close"))
