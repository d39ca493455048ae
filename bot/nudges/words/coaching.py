"""The lines about coaching in the morning message."""

import datetime as dt

from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.nudges.coaching import CoachingSaid
from bot.people.words.coaching_requests import ask_message
from bot.people.words.one_on_ones import meeting_message
from bot.standings.words.commitments import commitment_message
from bot.standings.words.trainings import training_message


def coaching_lines(said: CoachingSaid, date: dt.date, language: Language) -> Message:
    """Each commitment, the 1:1 and the trainings that are near, and what is asked; with their buttons."""
    some = [commitment_message(now, date, language) for now in said.commitments]
    if said.meeting is not None:
        some.append(meeting_message(said.meeting, date, language))
    some += [training_message(training, date, language) for training in said.trainings]
    if said.ask is not None:
        some.append(ask_message(said.ask, language))
    return Message(
        text="\n".join(each.text for each in some),
        blocks=tuple(block for each in some for block in each.blocks),
    )
