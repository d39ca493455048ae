"""What is answered about a commitment."""

import datetime as dt

from bot.core.words.answers import plain_message
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.standings.commitments import CommitmentNow
from bot.standings.words.commitments import by_words, promise_words


def added_message(now: CommitmentNow, today: dt.date, language: Language, *, own: bool) -> Message:
    """That a commitment is stored, for who added it."""
    promise = promise_words(now.measure, now.commitment.target, language)
    by = by_words(now.commitment.due_on, today, language)
    if own:
        said = language("Noted: {promise} {by}. I'll show how it's going each morning.", promise=promise, by=by)
    else:
        said = language("Noted: {promise} {by}.", promise=promise, by=by)
    return plain_message(said)


def carried_message(now: CommitmentNow, today: dt.date, language: Language) -> Message:
    """That what is left goes on with a new date."""
    return plain_message(
        language(
            "Carried forward: {promise} {by}.",
            promise=promise_words(now.measure, now.commitment.target, language),
            by=by_words(now.commitment.due_on, today, language),
        )
    )


def closed_message(now: CommitmentNow, language: Language, *, kept: bool) -> Message:
    """That a commitment is closed."""
    promise = promise_words(now.measure, now.commitment.target, language)
    if kept:
        return plain_message(language("🎉 {promise}: you did what you said!", promise=promise))
    return plain_message(language("Let go: {promise}. Room for something that fits better.", promise=promise))
