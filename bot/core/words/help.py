"""What can be typed."""

from bot.core.text.vocabulary import Vocabulary
from bot.core.words.answers import plain_message
from bot.core.words.blocks import escape, section
from bot.core.words.language import Language
from bot.core.words.message import Message


def log_help(vocabulary: Vocabulary, language: Language) -> Message:
    """The answer to `/log help`: the grammar of docs/logging.md in short."""
    words = language(", ").join(escape(language.exactly(metric.singular)) for metric in vocabulary.metrics)
    text = "\n".join(
        [
            language("*Log what you did:*"),
            language(
                "`/log call`\n`/log 5 calls 2 demos Acme`\n`/log 3 emails yesterday`\n`/log call Acme, no answer`\n"
                "`/log call Acme: ask again on Monday`\n`/log deal 12,500 Acme`"
            ),
            language(
                "Separate entries with commas. Put quotes around names that contain numbers. Days: yesterday, "
                "mon, 16 nov, 2026-11-16."
            ),
            language("You can log: {words}.", words=words),
            language(
                "`/log` opens a form, `/log list` shows your entries, `/log undo` undoes the last thing you logged."
            ),
        ]
    )
    return Message(text=text, blocks=(section(text),))


def progress_help(language: Language) -> Message:
    """What can be typed after `/progress`."""
    return plain_message(
        language(
            "*Your numbers:* `/progress` shows all your goals.\n`/progress calls`\n`/progress week`\n`/progress "
            "why calls` shows where a number comes from.\n`/progress board` shows your team's leaderboard, "
            "`/progress export` sends you everything I keep about you."
        )
    )


def team_help(language: Language) -> Message:
    """What can be typed after `/team`."""
    return plain_message(
        language(
            "*Your team:* `/team` shows it. More than one? Add the name, like `/team North`.\n`/team @rep` shows "
            "what a rep sees.\n`/team alerts` lists the open alerts.\n`/team deals` lists the open deals, `/team "
            "deals @rep` one rep's.\n`/team quality` and `/team quality @rep` show how deals move and leads are "
            "answered.\n`/team year` and `/team year @rep` show the year so far."
        )
    )


def coach_help(language: Language) -> Message:
    """What can be typed after `/coach`."""
    return plain_message(
        language(
            "*Your coaching:* `/coach` shows your 1:1, your commitments, your topics and your pair.\n"
            "`/coach commit 2 demos by friday` adds a commitment, two at most at a time.\n"
            "`/coach topic pricing` adds a topic to your next 1:1, `/coach ask pricing` asks your manager for help.\n"
            "`/coach pair @colleague` asks someone to pair up with you, `/coach survey` answers a survey or shows the "
            "last results.\n"
            "*Managers:* `/coach 1:1 @rep friday 10:00` plans a 1:1, every week unless you add `once` or "
            "`every 2 weeks`.\n"
            "`/coach` shows who to coach next, `/coach 1:1` all 1:1s, `/coach @rep` prepares one now, `/coach me` your "
            "own, `/coach settings` switches parts off.\n"
            "`/coach training` lists trainings and what followed, `/coach training plan` plans one. "
            "`/coach pack` is a pack for your team's meeting."
        )
    )


def kudos_help(language: Language) -> Message:
    """What can be typed after `/kudos`."""
    return plain_message(
        language("*Thank a colleague:*\n`/kudos @colleague for the introduction to Acorn Supply`\nOnly they read it.")
    )
