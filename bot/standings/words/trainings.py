"""A training in a sentence, and what it is for."""

import datetime as dt

from bot.core.words.blocks import escape, section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.pipeline.words.deals import stage_words
from bot.standings.commitments import Measure
from bot.standings.trainings import TrainingAhead
from storage.tables import Metric


def day_words(date: dt.date, today: dt.date, language: Language) -> str:
    """When it is, for who has this date today."""
    if date == today:
        return language("today")
    if date == today + dt.timedelta(days=1):
        return language("tomorrow")
    return language("on {day}", day=language.day(date))


def measure_words(measure: Measure, language: Language) -> str:
    """What it is for: demos; deals on from Quoting."""
    if isinstance(measure, Metric):
        return language.named(measure)
    return language("deals on from {stage}", stage=stage_words(measure, language))


def training_message(training: TrainingAhead, today: dt.date, language: Language) -> Message:
    """That somebody has a training, for themself."""
    when = day_words(training.date, today, language)
    words = language("Training {when}: {topic}.", when=when, topic=escape(training.topic))
    return Message(text=words, blocks=(section(words),))


def training_off_message(training: TrainingAhead, today: dt.date, language: Language) -> Message:
    """That a training which somebody knows of will not be."""
    when = day_words(training.date, today, language)
    words = language("Cancelled: the training {when}, {topic}.", when=when, topic=escape(training.topic))
    return Message(text=words, blocks=(section(words),))
