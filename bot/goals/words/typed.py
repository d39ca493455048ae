"""The answer to a goal that was typed: what holds now, how realistic it is, Undo; or one click that is asked first."""

import datetime as dt
import json

from bot.core.words.blocks import actions, button, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.core.words.periods import a_period, which
from bot.goals.drafts import whose_of
from bot.goals.editing import GoalSet
from bot.goals.requests import AskedGoal
from bot.goals.text import LONGEST_REASON
from bot.goals.words.answer import goal_set_text
from bot.goals.words.realism import goal_words, outlook_lines, proposed_words
from metrics.realism import TeamVerdict

SET_ANYWAY, UNDO = "goal_set_anyway", "goal_undo"
LONGEST_VALUE = 2000
LONGEST_KEY = 200


def goal_set_message(changed: GoalSet, language: Language, *, asked: AskedGoal) -> Message:
    """What holds now and held before, what a percentage was taken of, how realistic it is, and Undo."""
    lines = [" ".join([goal_set_text(changed, language), *_over(asked, language)]), *_realism(asked, language)]
    text = "\n".join(lines)
    blocks: list[Block] = [section(text)]
    undo = json.dumps({"g": changed.goal_id, "e": [[each, ends and ends.isoformat()] for each, ends in changed.ended]})
    if (changed.goal_id or changed.ended) and len(undo) <= LONGEST_VALUE:
        blocks.append(actions(button(language("Undo"), action=UNDO, value=undo), block_id="goal_set"))
    return Message(text=text, blocks=tuple(blocks))


def goal_doubt_message(asked: AskedGoal, language: Language) -> Message:
    """That one click more is asked: the goal is not realistic, or ends one that is planned."""
    lines: list[str] = []
    buttons: list[Block] = []
    if asked.target is None and asked.planned:
        lines.append(language("Nothing was saved yet."))
        first = asked.planned[0]
        lines.append(
            language(
                "This also ends {who}'s planned goal: {target} {period}, starting {day}.",
                who=escape(asked.subject.name),
                target=language.things(asked.metric, first.target),
                period=a_period(asked.period, language),
                day=language.day(first.starts),
            )
        )
        buttons.append(button(language("End both"), action=f"{SET_ANYWAY}:0", value=_carried(asked, None)))
    elif asked.target is not None and asked.outlook is not None:
        goal = goal_words(asked.subject, asked.metric, asked.target, asked.outlook, language)
        lines.append(language("{goal}? Nothing was saved yet.", goal=goal))
        lines += [*_over(asked, language), *_realism(asked, language)]
        if (proposed := proposed_words(asked.outlook, language)) is not None:
            lines.append(proposed)
            better = asked.outlook.proposed
            amount = language.amount(asked.metric, better or 0)
            buttons.append(
                button(
                    language("Use {amount} instead", amount=amount),
                    action=f"{SET_ANYWAY}:1",
                    value=_carried(asked, better),
                )
            )
        buttons.append(button(language("Set it anyway"), action=f"{SET_ANYWAY}:0", value=_carried(asked, asked.target)))
    text = "\n".join(lines) or language("Nothing was saved yet.")
    blocks: list[Block] = [section(text)]
    if buttons:
        blocks.append(actions(*buttons, block_id="goal_doubt"))
    return Message(text=text, blocks=tuple(blocks))


def goal_undone_message(language: Language) -> Message:
    """That the change of a goal was taken back."""
    text = language("Undone. Goals are back to what they were.")
    return Message(text=text, blocks=(section(text),))


def _over(asked: AskedGoal, language: Language) -> list[str]:
    if asked.over is None:
        return []
    over, metric = asked.over, asked.metric
    base = language.rate(over.base) if over.base < 10 else language.amount(metric, over.base)
    return [language("Based on {base} in {period}.", base=base, period=which(over.period, language))]


def _realism(asked: AskedGoal, language: Language) -> list[str]:
    """How realistic it is, in a line; nothing where there is nothing to judge it by."""
    outlook = asked.outlook
    if outlook is None or (outlook.team is not None and outlook.team.verdict is TeamVerdict.UNKNOWN):
        return []
    if all(each.realism.probability is None for each in outlook.members):
        return []
    return outlook_lines(outlook, language)[:1]


def _carried(asked: AskedGoal, target: int | None) -> str:
    return json.dumps(
        {
            "w": whose_of(asked.subject),
            "m": asked.metric.key[:LONGEST_KEY],
            "p": asked.period.value,
            "t": target,
            "f": asked.starts.isoformat(),
            "r": asked.reason[:LONGEST_REASON],
            **({"x": (asked.dates.end - dt.timedelta(days=1)).isoformat()} if asked.dates is not None else {}),
        },
        ensure_ascii=False,
    )
