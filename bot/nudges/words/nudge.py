"""The morning nudge: what is good, where I stand, what to do today, why. It fits a phone's screen whatever the data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.alerts.words.heads_up import told_first_words
from bot.core.words.blocks import context, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.nudges.nudge import Nudge
from bot.nudges.words.buttons import done_button, first_button, last_buttons, less_buttons, missing_buttons
from bot.nudges.words.coaching import coaching_lines
from bot.nudges.words.sentences import action_words, first_words, look_back_words, missing_words, opening_words
from bot.standings.goal_lines import GoalLine
from bot.standings.words.standing import goal_table, status_words
from metrics.episodes import Status

LONGEST = 900
"""Characters of a nudge, in its blocks as in its text: what a phone shows without much scrolling."""
ROOM = ((8, True), (6, True), (4, True), (3, True), (3, False), (2, False), (1, False))
"""What is tried in turn: how many goals are shown, and whether what can be left out is said too."""
LINE = 200
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
    when = language(
        "{weekday} · day {day} of {days}",
        weekday=language.weekday(nudge.date),
        day=language.count(nudge.day),
        days=language.count(nudge.days),
    )
    yield _Part(when, (context(when),))
    opening = shorten(opening_words(nudge, language), LINE)
    yield _Part(opening, (section(opening),))
    yield _goals(nudge.goals, rows, language, asks=bool(nudge.missing))
    if nudge.look_back is not None:
        words = look_back_words(nudge.look_back, nudge.date, language)
        yield _Part(words, (section(words),), needed=False)
    if nudge.coaching is not None:
        said = coaching_lines(nudge.coaching, nudge.date, language)
        yield _Part(said.text, said.blocks)
    if nudge.missing:
        yield _missing(nudge, language)
    if nudge.told_first:
        words = shorten(told_first_words(nudge.told_first, language), 2 * LINE)
        yield _Part(words, (section(words),))
    yield from _todo(nudge, language)
    if nudge.asks_less:
        words = language("These messages seem to be of little use to you lately. Shall they come less often?")
        yield _Part(words, (section(words), less_buttons(nudge.member, language)))


def _goals(lines: Sequence[GoalLine], rows: int, language: Language, *, asks: bool) -> _Part:
    shown = sorted(lines, key=lambda line: NEED.index(line.status))[:rows] if len(lines) > rows else lines
    blocks = [section(goal_table(shown, language, asks=asks))]
    words = [status_words(line, language, asks=asks) for line in shown]
    if len(lines) > rows:
        more = language.plural(
            "{n} more goal: `/progress` shows it.", "{n} more goals: `/progress` shows them.", len(lines) - rows
        )
        blocks.append(context(more))
        words.append(more)
    return _Part("\n".join(words), tuple(blocks))


def _missing(nudge: Nudge, language: Language) -> _Part:
    words = missing_words(nudge.missing, language)
    return _Part(words, (section(words), missing_buttons(nudge.missing, language)))


def _todo(nudge: Nudge, language: Language) -> Iterator[_Part]:
    said = [(first_words(thing, language), first_button(thing, language)) for thing in nudge.first]
    if not nudge.calm:
        said += [(action_words(line, language), done_button(line, language)) for line in nudge.actions]
    title = language("Today")
    for number, (what, button) in enumerate(said, start=1):
        words = f"{number}. {shorten(what, LINE)}"
        shown = f"*{title}*\n{words}" if number == 1 else words
        yield _Part(words, (section(shown, accessory=button),), needed=number == 1)


def _length(parts: Sequence[_Part]) -> int:
    """The longer of the two: what is seen, and what is read aloud."""
    words = sum(len(part.words) + 1 for part in parts)
    blocks = [block for part in parts for block in part.blocks]
    texts = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    texts += [element["text"] for block in blocks if block["type"] == "context" for element in block["elements"]]
    return max(words, sum(len(text) + 1 for text in texts))
