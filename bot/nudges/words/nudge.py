"""The morning nudge: the point first, what to do and why, where the goals stand. It fits a phone whatever the data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.words.blocks import PLAN_MARK, actions, context, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.nudges.nudge import FirstThing, Nudge
from bot.nudges.words.buttons import (
    action_buttons,
    first_button,
    help_button,
    last_buttons,
    less_buttons,
    missing_buttons,
    time_menu,
)
from bot.nudges.words.coaching import coaching_lines
from bot.nudges.words.sentences import (
    action_title,
    action_words,
    first_words,
    heard_words,
    help_words,
    leads_there,
    look_back_words,
    point_words,
    praise_words,
    question_words,
)
from bot.standings.goal_lines import ActionLine, GoalLine
from bot.standings.words.standing import amounts_in_words, goal_bar, goal_rows, of_period, ramp_words
from metrics.episodes import Status

LONGEST = 900
"""Characters of a nudge, in its blocks as in its text: what a phone shows without much scrolling."""
ROOM = ((8, True), (6, True), (4, True), (3, True), (3, False), (2, False), (1, False), (0, False))
"""What is tried in turn: how many goals are shown, and whether what can be left out is said too."""
LINE, REASONS = 200, 260
NEED = (Status.AT_RISK, Status.WATCH, Status.NO_DATA, Status.ON_TRACK, Status.TOO_EARLY, Status.REACHED)
"""Which goals are shown first where there are too many."""


@dataclass(frozen=True)
class _Part:
    """One thing that is said: in words, as blocks, and whether it may be left out where there is no room."""

    words: str
    blocks: tuple[Block, ...]
    needed: bool = True


def nudge_message(nudge: Nudge, language: Language) -> Message:
    """The rep's one message of the morning, at most LONGEST characters."""
    for rows, optional in ROOM:
        parts = [part for part in _parts(nudge, rows, language) if optional or part.needed]
        if _length(parts) <= LONGEST:
            break
    blocks = [block for part in parts for block in part.blocks]
    text = "\n".join(part.words for part in parts if part.words)
    return Message(text=shorten(text, LONGEST), blocks=(*blocks, last_buttons(nudge, language)))


def _parts(nudge: Nudge, rows: int, language: Language) -> Iterator[_Part]:
    point = shorten(point_words(nudge, language), LINE)
    praise = shorten(praise_words(nudge, language), LINE)
    yield _said(f"*{point}*" if not praise else f"*{point}*\n{praise}")
    if nudge.look_back is not None:
        yield _said(look_back_words(nudge.look_back, nudge.date, language), needed=False)
    if nudge.missing:
        words = question_words(language)
        yield _Part(words, (section(words), missing_buttons(nudge.missing, language)))
    yield from _todo(nudge, language)
    yield from _goals(nudge, rows, language)
    if nudge.coaching is not None:
        said = coaching_lines(nudge.coaching, nudge.date, language)
        yield _Part(said.text, said.blocks)
    if nudge.help is not None:
        yield _help(nudge, language)
    # Once the managers were asked they know already.
    if nudge.heard is not None and not (nudge.help is not None and nudge.help.asked):
        words = heard_words(nudge.heard, language)
        yield _Part(words, (context(words),))
    if nudge.asks_less:
        words = language("Looks like these messages haven't been useful lately. Want fewer?")
        yield _Part(words, (section(words), less_buttons(nudge.member, language)))


def _said(words: str, *, needed: bool = True) -> _Part:
    return _Part(words.replace("*", ""), (section(words),), needed=needed)


def _todo(nudge: Nudge, language: Language) -> Iterator[_Part]:
    for at, thing in enumerate(nudge.todo):
        match thing:
            case FirstThing():
                words = f"*{at + 1}.* {shorten(first_words(thing, language), LINE)}"
                yield _Part(
                    words.replace("*", ""), (section(words, accessory=first_button(thing, language)),), needed=at == 0
                )
            case ActionLine():
                yield _action(thing, at, nudge, language)


def _action(line: ActionLine, at: int, nudge: Nudge, language: Language) -> _Part:
    title = action_title(line, at + 1, language)
    reasons = (
        shorten(action_words(line, nudge.attainable if at == 0 else None, language), REASONS) if not line.done else ""
    )
    said, drawn = [f"{title}."], [f"*{title}*"]
    if line.goal is not None and not line.done:
        stands = f"{amounts_in_words(line.goal, language)} {of_period(line.goal, language)}"
        if line.goal.on_ramp:
            stands = f"{stands} ({ramp_words(line.goal, language)})"
        # Of the title's own metric the goal needs no name.
        whose = language.name(line.goal.metric) if leads_there(line) else ""
        said.append(f"{whose} {stands}.".strip())
        drawn.append(" ".join(part for part in (goal_bar(line.goal), f"*{whose}*" if whose else "", stands) if part))
    if at == 0 and nudge.planned_at is not None and not line.done:
        reasons = f"{reasons} {language('Planned for {time}.', time=language.clock(nudge.planned_at))}"
    if reasons:
        said.append(reasons)
        drawn.append(reasons)
    buttons = action_buttons(line, nudge.date, language)
    if at == 0 and nudge.offers_time and not line.done:
        buttons.append(time_menu(line, nudge, language))
    return _Part(
        " ".join(said), (section("\n".join(drawn)), actions(*buttons, block_id=f"nudge_do_{at}")), needed=at == 0
    )


def _goals(nudge: Nudge, rows: int, language: Language) -> Iterator[_Part]:
    """The goals that nothing is to be done for today, or all of them; those in need first where there are too many."""
    told = {
        (line.goal.metric.key, line.goal.period) for line in nudge.actions if line.goal is not None and not line.done
    }
    praised = nudge.praise.reached if nudge.praise is not None and not nudge.praise.won else None
    # That a goal is done was said in the line of praise.
    said = told | ({(praised.metric.key, praised.period)} if praised is not None else set())
    others = [line for line in nudge.goals if (line.metric.key, line.period) not in said]
    shown: Sequence[GoalLine] = (
        sorted(others, key=lambda line: NEED.index(line.status))[:rows] if len(others) > rows else others
    )
    words, drawn = goal_rows(shown, language, asks=bool(nudge.missing))
    more = (
        language.plural(
            "{n} more goal: `/progress` shows it.", "{n} more goals: `/progress` shows them.", len(others) - len(shown)
        )
        if len(others) > len(shown)
        else ""
    )
    blocks = [section(drawn)] if drawn else []
    legend = language("{mark} = on track for today", mark=PLAN_MARK) if drawn or told else ""
    small = " ".join(part for part in (more, legend) if part)
    if small:
        blocks.append(context(small))
    if blocks:
        yield _Part("\n".join(part for part in (words, more) if part), tuple(blocks))


def _help(nudge: Nudge, language: Language) -> _Part:
    assert nudge.help is not None
    words = help_words(nudge.help, language)
    offered = help_button(nudge.help, nudge.date, language) if not nudge.help.asked else None
    return _Part(words, (section(words, accessory=offered),), needed=False)


def _length(parts: Sequence[_Part]) -> int:
    """The longer of the two: what is seen, and what is read aloud."""
    words = sum(len(part.words) + 1 for part in parts)
    blocks = [block for part in parts for block in part.blocks]
    texts = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    texts += [element["text"] for block in blocks if block["type"] == "context" for element in block["elements"]]
    return max(words, sum(len(text) + 1 for text in texts))
