"""`/progress board`: the team's leaderboard, as much of it as the team chose to show."""

from bot.core.words.blocks import context, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.standings.leaderboard import Board, BoardRow, MetricBoard

MOST = 25
"""So many places are shown of one metric."""


def board_message(board: Board, language: Language) -> Message:
    """Places and units a working day; no goal stands beside a name."""
    blocks: list[Block] = []
    said: list[str] = []
    for each in board.metrics:
        title = language("*{metric}* a workday, the last four weeks", metric=language.name(each.metric))
        lines = [_row(row, each, language) for row in each.rows[:MOST]]
        if each.own_place is None:
            lines.append(language("You aren't ranked yet. It takes a week of work on the team."))
        blocks.append(section("\n".join([title, *lines])))
        said += [title, *lines]
    foot = (
        language(
            "Only {role} on your team, per day worked. Time off and part time don't cost you a place. New reps "
            "aren't ranked.",
            role=escape(board.role.name),
        )
        if board.role is not None
        else language(
            "Only reps on your team, per day worked. Time off and part time don't cost you a place. New reps "
            "aren't ranked."
        )
    )
    blocks.append(context(foot))
    return Message(text="\n".join([*said, foot]), blocks=tuple(blocks))


def _row(row: BoardRow, board: MetricBoard, language: Language) -> str:
    rate = language.rate(row.rate)
    if row.own:
        return language(
            "*{place}. You, {rate}* · of {all}",
            place=language.count(row.place),
            all=language.count(board.ranked),
            rate=rate,
        )
    name = escape(shorten(row.name, 60)) if row.name else language("a colleague")
    return language("{place}. {name}, {rate}", place=language.count(row.place), name=name, rate=rate)
