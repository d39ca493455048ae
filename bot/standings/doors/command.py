"""`/progress`: where I stand, and why."""

from typing import Any

from slack_bolt import Ack, App

from bot.core.doors.answering import Visit, answer_command, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.typed import Typable
from bot.core.members import viewer_of
from bot.core.vocabulary import vocabulary_of
from bot.core.words.help import progress_help
from bot.core.words.message import Message
from bot.people.own_data import ask_for_own_data
from bot.people.words.own_data import own_data_promised
from bot.standings.counting import count_of
from bot.standings.leaderboard import board_for
from bot.standings.progress import narrow, progress_of
from bot.standings.text import CountRequest, asks_for_progress, parse_count, parse_progress
from bot.standings.why import why_of
from bot.standings.words.counting import counted_message
from bot.standings.words.leaderboard import board_message
from bot.standings.words.progress import progress_message
from bot.standings.words.why import why_message
from metrics.periods import PeriodKind


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_progress_command)
    def progress_command(ack: Ack, command: dict[str, Any]) -> None:
        said, receipt = command.get("text", ""), receipt_of(command)
        ack(**answer_command(context, command, lambda here: answer(here, said, receipt), reads=True))


def typable() -> Typable:
    """What can be typed of it without the command, and the questions that it answers."""
    return Typable(
        command="progress", also=frozenset({"kemajuan", "stats"}), answer=answer, asks=asks_for_progress, reads=True
    )


def answer(here: Visit, text: str, receipt: str) -> Message:
    """What is answered to a text after `/progress`. Raises a NotUnderstood that says what to write, NoSuchGoal."""
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    counting = parse_count(text, vocabulary)
    if isinstance(counting, CountRequest):
        kind = PeriodKind(counting.period)
        counted = count_of(here, member=here.member, metric_key=counting.metric, kind=kind, last=counting.last)
        return counted_message(counted, here.language)
    asked = counting or parse_progress(text, vocabulary)
    if asked.help:
        return progress_help(here.language)
    if asked.export:
        ask_for_own_data(here.session, workspace=here.workspace, member=here.member, receipt=receipt, now=here.now)
        return own_data_promised(here.language)
    if asked.board:
        return board_message(board_for(here.session, here.workspace, here.member, here.now), here.language)
    period = PeriodKind(asked.period) if asked.period is not None else None
    if asked.why and asked.metric is not None:
        whys = why_of(
            here.session,
            workspace=here.workspace,
            viewer=viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
            member=here.member,
            metric_key=asked.metric,
            period=period,
            now=here.now,
        )
        return why_message(whys, here.member, here.language, own=True)
    progress = progress_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
    if asked.metric is not None or period is not None:
        progress = narrow(progress, metric_key=asked.metric, period=period)
    return progress_message(progress, here.language)
