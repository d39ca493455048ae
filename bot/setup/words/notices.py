"""What admins are told of Pacer itself: who cannot be reached, and that morning messages came late."""

import datetime as dt

from bot.core.words.answers import plain_message
from bot.core.words.blocks import escape
from bot.core.words.language import Language
from bot.core.words.message import Message
from storage.backlog import Lateness


def unreachable_message(subject: str, error: str, language: Language) -> Message:
    """That somebody or a channel cannot be reached; `error` is Slack's name for why."""
    return plain_message(
        language(
            "Pacer could not reach {subject}: Slack says `{error}`. Nothing more is sent there until that is mended; "
            "`pacer users list` and `pacer teams list` show who and what is affected.",
            subject=escape(subject),
            error=escape(error),
        )
    )


def channel_closed_message(team: str, channel: str, error: str, language: Language) -> Message:
    """To a team's managers: that its alert channel takes no alerts, and that they come here meanwhile."""
    why = {
        "is_archived": language("it was archived"),
        "not_in_channel": language("I'm not in it anymore"),
        "channel_not_found": language("I can't see it anymore"),
    }.get(error, language("Slack says `{error}`", error=escape(error)))
    return plain_message(
        language(
            "I can't post {team}'s alerts in <#{channel}>: {why}. They'll come to you here until that's fixed. To use "
            "another channel, open my Home tab and look under Alerts.",
            team=escape(team),
            channel=escape(channel),
            why=why,
        )
    )


def late_message(late: Lateness, date: dt.date, language: Language) -> Message:
    """How many nudges of a date came late or not at all, and where to look."""
    parts = [
        language.plural("{n} was sent more than half an hour late.", "{n} were sent more than half an hour late.", n)
        for n in (late.sent_late,)
        if n
    ]
    if late.waiting:
        parts.append(language.plural("{n} still waits to be sent.", "{n} still wait to be sent.", late.waiting))
    if late.missed:
        parts.append(
            language.plural(
                "{n} came too late to be of use and was left out.",
                "{n} came too late to be of use and were left out.",
                late.missed,
            )
        )
    head = language("Morning messages of {day} did not go out in time.", day=language.day(date))
    hint = language("Pacer's log and its health check say why: it was down, or Slack was slow to take them.")
    return plain_message("\n".join([head, *parts, hint]))
