"""Storing entries, and telling where they leave the member when they are stored."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.doors.answering import Busy, Then, Visit, visit
from bot.core.doors.context import Context
from bot.core.work import Work
from bot.log.answer import Logged
from bot.log.entries import StoredLog, store_log, tell_log
from bot.log.goal_reached import take_moment
from bot.log.text.command import ParsedEntry
from bot.log.words.answer import logged_message


def log_and_tell(context: Context, here: Visit, entries: Sequence[ParsedEntry], receipt: str) -> Then:
    """Store these entries now; the answer comes after the commit, because it may take longer than all the rest."""
    stored = store_log(here, member=here.member, entries=entries, receipt=receipt)
    return Then(lambda: logged_message(tell_stored(context, here, stored), here.language))


def tell_stored(context: Context, here: Visit, stored: StoredLog) -> Logged:
    """Where the entries that `here` has stored and committed leave the member."""
    # Who they are was read a moment ago, and the rows are as they were committed.
    with context.database.reading(patience=context.patience.left(), strict=True) as session:
        said = tell_log(Work(session, here.workspace, here.now), member=here.member, stored=stored)
    if said.moment is None:
        return said
    try:
        with visit(context, here.member.slack_user_id) as again:
            first = take_moment(Work(again.session, again.workspace, here.now), member=again.member, said=said)
    except Busy:
        first = False
    return said if first else replace(said, moment=None)
