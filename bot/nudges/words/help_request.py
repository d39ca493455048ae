"""A rep's note to their manager, and what the rep is answered."""

from bot.alerts.words.evidence import a_day
from bot.core.words.answers import plain_message
from bot.core.words.blocks import context, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.nudges.help_request import HelpAsked, HelpRequest
from bot.nudges.words.sentences import called
from bot.standings.words.standing import period_words
from storage.tables import Unit

NAMED = 3


def help_request_message(note: HelpRequest, language: Language) -> Message:
    """Who asks for a hand with what, the two figures that matter, and who else reads it."""
    facts = note.facts
    asks = language(
        "<@{rep}> would like a hand with {things}.",
        rep=note.rep.slack_user_id,
        things=language.named(note.metric),
    )
    stands = language(
        "{done} of {target} {period}, {days} left.",
        done=language.amount(note.metric, facts.done, short=True),
        target=language.amount(note.metric, facts.target, short=True),
        period=period_words(note.period, note.period_start, language, facts.ends),
        days=language.plural("{n} workday", "{n} workdays", max(0, round(facts.remaining))),
    )
    name = called(note.rep)
    pace = (
        language(
            "That takes about {required} a day. {name} usually does {usual}.",
            required=a_day(note.metric, facts.required, language),
            name=name,
            usual=a_day(note.metric, facts.usual, language),
        )
        if note.metric.unit is Unit.COUNT
        else ""
    )
    small = language("{name} chose to send you this. A short reply today helps most.", name=name)
    if note.others:
        others = language(", ").join(escape(shorten(each.name, 40)) for each in note.others[:NAMED])
        small = f"{small} {language('Also sent to {names}.', names=others)}"
    said = "\n".join(part for part in (f"*{asks}*", " ".join(part for part in (stands, pace) if part)) if part)
    return Message(text=f"{said.replace('*', '')}\n{small}", blocks=(section(said), context(small)))


def help_asked_message(asked: HelpAsked, language: Language) -> Message:
    """To whom the note goes, or that they have it already."""
    names = language(", ").join(escape(shorten(each.name, 40)) for each in asked.managers[:NAMED])
    things = language.named(asked.metric)
    if asked.before:
        return plain_message(language("{names} already has today's note on {things}.", names=names, things=things))
    return plain_message(
        language("Sent to {names}, privately: your {things} and what's left.", names=names, things=things)
    )
