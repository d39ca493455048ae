"""The one reminder at a time that the rep chose, and what is answered when they choose it."""

from bot.core.words.answers import plain_message
from bot.core.words.blocks import section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.nudges.plan_of_day import PlannedStep, StepPlanned
from bot.nudges.words.buttons import step_buttons
from bot.nudges.words.tasks import task_words


def planned_step_message(step: PlannedStep, language: Language) -> Message:
    """It's 10:00: time to book 1 demo, as planned."""
    said = language(
        "It's {time}. As you planned: {task}.",
        time=language.clock(step.time),
        task=task_words(step.metric, step.left, language),
    )
    return Message(text=said, blocks=(section(said), step_buttons(step, language)))


def step_planned_message(planned: StepPlanned, language: Language) -> Message:
    """When it is done, and that one reminder comes."""
    return plain_message(
        language(
            "Got it: {task} at {time}. I'll remind you once.",
            time=language.clock(planned.time),
            task=task_words(planned.metric, planned.number, language),
        )
    )


def begin_message(planned: StepPlanned, language: Language) -> Message:
    """That they begin at once."""
    return plain_message(
        language("Off you go: {task}. No reminder today.", task=task_words(planned.metric, planned.number, language))
    )
