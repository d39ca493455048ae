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
            "I couldn't reach {subject}: Slack says `{error}`. I won't send anything there until that's fixed. "
            "`pacer users list` and `pacer teams list` show who's affected.",
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
        parts.append(
            language.plural("{n} is still waiting to be sent.", "{n} are still waiting to be sent.", late.waiting)
        )
    if late.missed:
        parts.append(
            language.plural(
                "{n} came too late to help, so I skipped it.",
                "{n} came too late to help, so I skipped them.",
                late.missed,
            )
        )
    head = language("{day}'s morning messages didn't go out on time.", day=language.day(date))
    hint = language("Pacer was down, or Slack was slow. Pacer's log and health check say which.")
    return plain_message("\n".join([head, *parts, hint]))
