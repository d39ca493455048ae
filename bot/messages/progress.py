"""`/progress` and the Home tab: one's own goals."""

from bot.coach.progress import Progress
from bot.messages.language import Language
from bot.messages.message import Block, Message
from bot.messages.standing_words import goal_table, likely_range, status_words
from bot.messages.widgets import context, escape, section
from metrics.episodes import Status


def progress_message(progress: Progress, language: Language) -> Message:
    """The member's goals with bars, and where each period will probably end."""
    if not progress.goals:
        text = language("You have no goal yet. Your manager sets one with `/goal`; logging works all the same.")
        return Message(text=text, blocks=(section(text),))
    title = language("*Where you stand* · {day}", day=language.day(progress.date))
    blocks: list[Block] = [section(title), section(goal_table(progress.goals, language))]
    likely = [
        language(
            "{metric} {period}: likely {range} of {target}",
            metric=language.name(line.metric),
            period=language.period(line.period.kind, line.period.start),
            range=likely_range(line, language),
            target=language.amount(line.metric, line.target, short=True),
        )
        for line in progress.goals
        if line.status not in (Status.REACHED, Status.TOO_EARLY)
    ]
    if likely:
        blocks.append(context("\n".join(likely)))
    spoken = [escape(title).replace("\u200b", ""), *(status_words(line, language) for line in progress.goals), *likely]
    return Message(text="\n".join(spoken), blocks=tuple(blocks))
