"""The evening wrap-up: did you log everything?"""

from bot.coach.nudges.evening import Evening
from bot.messages.language import Language
from bot.messages.message import Message
from bot.messages.nudge_buttons import LOG_ONE
from bot.messages.widgets import actions, button, context, section

NAMED = 3


def evening_message(evening: Evening, language: Language) -> Message:
    """What is there, what is usually there too, and buttons to add it."""
    said = []
    if evening.logged:
        things = ", ".join(language.things(metric, quantity) for metric, quantity in evening.logged[:NAMED])
        said.append(language("Today: {things}.", things=things))
    missing = ", ".join(
        language("{metric} (usually about {n})", metric=language.named(metric), n=language.count(usual))
        for metric, usual in evening.missing[:NAMED]
    )
    said.append(language("Did you log everything? Not in your log yet: {missing}.", missing=missing))
    how = language("If there was nothing, leave it. `{example}` adds more than one.", example=_example(evening))
    buttons = [
        button(
            language("Log one: {metric}", metric=metric.singular), action=f"{LOG_ONE}:{metric.key}", value=metric.key
        )
        for metric, _ in evening.missing[:2]
    ]
    text = "\n".join(said)
    return Message(text=f"{text}\n{how}", blocks=(section(text), context(how), actions(*buttons, block_id="evening")))


def _example(evening: Evening) -> str:
    metric, usual = evening.missing[0]
    word = metric.plural if usual != 1 else metric.singular
    return f"/log {max(1, usual)} {' '.join(word.split())}".replace("`", "'")
