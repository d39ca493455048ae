"""The evening wrap-up: did you log everything?"""

from bot.core.text.errors import harmless
from bot.core.words.blocks import actions, context, section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.nudges.evening import Evening
from bot.nudges.words.buttons import log_one_button

NAMED = 3


def evening_message(evening: Evening, language: Language) -> Message:
    """What is there, what is usually there too, and buttons to add it."""
    said = []
    if evening.logged:
        things = ", ".join(language.things(metric, quantity) for metric, quantity in evening.logged[:NAMED])
        said.append(language("Today: {things}.", things=things))
    missing = language.listed([language.things(metric, usual) for metric, usual in evening.missing[:NAMED]])
    said.append(language("Anything left to log today? You usually have about {missing}.", missing=missing))
    several = _several(evening, language)
    how = language("Nothing to add? Just ignore this. More than one? Type `/log {several}`.", several=several)
    buttons = [log_one_button(metric, language, date=evening.date) for metric, _ in evening.missing[:2]]
    text = "\n".join(said)
    return Message(text=f"{text}\n{how}", blocks=(section(text), context(how), actions(*buttons, block_id="evening")))


def _several(evening: Evening, language: Language) -> str:
    metric, usual = evening.missing[0]
    return harmless(f"{max(1, usual)} {language.exactly(metric.plural if usual != 1 else metric.singular)}")
