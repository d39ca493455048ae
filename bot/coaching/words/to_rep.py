"""The messages of coaching to a rep."""

from bot.coaching.to_rep import MeetingAhead, ToRep, TrainingNear
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.people.pairs import PairSaid
from bot.people.surveys import SurveySaid
from bot.people.words.coaching_requests import ask_message
from bot.people.words.one_on_ones import meeting_message
from bot.standings.words.trainings import training_message, training_off_message


def to_rep_message(told: ToRep, language: Language) -> Message:
    """What it is about."""
    match told:
        case TrainingNear(training, today, off=True):
            return training_off_message(training, today, language)
        case TrainingNear(training, today):
            return training_message(training, today, language)
        case MeetingAhead(meeting, today):
            return meeting_message(meeting, today, language)
        case PairSaid() | SurveySaid():
            return ask_message(told, language)
