"""Whom to coach next, and why, in few words."""

import itertools

from bot.coaching.queue import Queue, QueueRow, Reason, Why
from bot.coaching.words.meetings import PLAN, SETTINGS
from bot.core.words.blocks import actions, button, context, escape, escaped_within, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message

TRAININGS, PACK = "coach_trainings", "coach_pack"
OPEN_REP, MEETINGS = "coach_rep", "coach_meetings"
LINE = 120


def queue_message(queue: Queue, language: Language) -> Message:
    """The queue under its reasons, each rep with a button to prepare a 1:1."""
    title = language("Who to coach next")
    blocks: list[Block] = [section(f"*{title}*")]
    spoken = [title]
    for why, rows in itertools.groupby(queue.rows, key=lambda row: row.reasons[0].why):
        heading = heading_of(why, language)
        blocks.append(context(heading))
        spoken.append(heading)
        for row in rows:
            words = row_words(row, language)
            prepare = button(language("Prepare 1:1"), action=OPEN_REP, value=str(row.member.id), about=words)
            blocks.append(section(words, accessory=prepare))
            spoken.append(words)
    if not queue.rows:
        said = (
            language("No one stands out right now. Keep the 1:1s going.")
            if queue.reps
            else language("No reps on your team yet.")
        )
        blocks.append(section(said))
        spoken.append(said)
    foot = language("By usual pace, not last month's total. It shows where there's room, not what coaching will do.")
    blocks.append(context(foot))
    spoken.append(foot)
    blocks.append(
        actions(
            button(language("All 1:1s"), action=MEETINGS),
            button(language("Plan a 1:1"), action=PLAN),
            button(language("Trainings"), action=TRAININGS),
            button(language("Team meeting pack"), action=PACK),
            button(language("Coaching settings"), action=SETTINGS, value=str(queue.teams[0].id if queue.teams else "")),
            block_id="coach_queue",
        )
    )
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def heading_of(why: Why, language: Language) -> str:
    """The heading over the reps of a reason."""
    return {
        Why.CORE: language("Steady performers with room to grow"),
        Why.NEW: language("Getting started"),
        Why.AT_RISK: language("Behind on a goal"),
        Why.ASKED: language("Asked for help"),
        Why.NO_MEETING: language("No 1:1 in a while"),
    }[why]


def row_words(row: QueueRow, language: Language) -> str:
    """A rep and why, the first reason in full."""
    name = escape(row.member.name or row.member.slack_user_id)
    said = [reason_words(reason, language) for reason in row.reasons]
    return "\n".join([f"*{name}*", *said])


def reason_words(reason: Reason, language: Language) -> str:
    """Why somebody is in the queue."""
    match reason:
        case Reason(why=Why.CORE, room=room) if room is not None:
            n = max(1, round(room.a_week))
            return language(
                "About {n} more {name} a week would put them halfway to your top reps.",
                n=language.count(n),
                name=language.named(room.metric, n),
            )
        case Reason(why=Why.NEW, month=month):
            return language("Month {n} of getting started.", n=language.count(month))
        case Reason(why=Why.AT_RISK, metric=metric, since=since) if metric is not None and since is not None:
            return language("Behind on {metric} since {day}.", metric=language.named(metric), day=language.day(since))
        case Reason(why=Why.ASKED, words=words):
            return language("Would like help with: {words}", words=escaped_within(words, LINE))
        case Reason(since=since) if since is not None:
            return language("Last 1:1 on {day}.", day=language.day(since))
        case _:
            return language("No 1:1 yet.")
