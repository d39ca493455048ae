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
            language("A comma parts entries, quotes keep a name together. Days: yesterday, mon, 16 nov, 2026-11-16."),
            language("You can log: {words}.", words=words),
            language("`/log` opens a form, `/log list` shows your entries, `/log undo` takes the last message back."),
        ]
    )
    return Message(text=text, blocks=(section(text),))


def progress_help(language: Language) -> Message:
    """What can be typed after `/progress`."""
    return plain_message(
        language(
            "*Your numbers:* `/progress` shows all your goals.\n`/progress calls`\n`/progress week`\n"
            "`/progress why calls` opens a figure down to its entries.\n"
            "`/progress board` shows your team's leaderboard, `/progress export` sends you all that is kept about you."
        )
    )


def team_help(language: Language) -> Message:
    """What can be typed after `/team`."""
    return plain_message(
        language(
            "*Your team:* `/team` shows it; of several, name one: `/team North`.\n"
            "`/team @rep` shows what a rep sees of their own figures.\n"
            "`/team deals` lists the open deals, `/team deals @rep` those of one.\n"
            "`/team quality` and `/team quality @rep` show how deals move and leads are answered.\n"
            "`/team year` and `/team year @rep` show the year so far."
        )
    )


def kudos_help(language: Language) -> Message:
    """What can be typed after `/kudos`."""
    return plain_message(
        language("*Thank a colleague:*\n`/kudos @colleague for the introduction to Acorn Supply`\nOnly they read it.")
    )
