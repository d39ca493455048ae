"""What somebody who is in an anonymous survey is told: that it is open, and what it showed."""

from bot.core.words.blocks import actions, button, context, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.people.surveys import GroupResult, Question, SurveySaid
from metrics.coaching.anonymity import Level
from storage.tables import SurveyMoment

ANSWER = "survey_answer"
"""The button; its listener is in bot/coaching/doors/surveys.py."""


def survey_message(said: SurveySaid, language: Language) -> Message:
    """What they are told in this moment, with its button."""
    if said.moment is SurveyMoment.RESULT and said.result is not None:
        return team_result_message(said.result, language)
    words = language.plural(
        "One quick question about what helps you. It's anonymous.",
        "{n} quick questions about what helps you. It's anonymous.",
        len(said.now.questions),
    )
    foot = language(
        "Open until {day}. Results show once at least five people have answered.", day=language.day(said.now.closes_on)
    )
    opens = button(language("Answer"), action=ANSWER, value=str(said.now.group.id))
    return Message(
        text=f"{words}\n{foot}",
        blocks=(section(words), context(foot), actions(opens, block_id=f"survey:{said.now.group.id}")),
    )


def team_result_message(result: GroupResult, language: Language) -> Message:
    """What a survey showed, for those who were asked, with what will be done about it."""
    title = language("The survey results are in.")
    lines = [f"*{title}*", *result_lines(result, language)]
    if result.group.promise:
        lines.append(language("What happens next: {words}", words=escape(result.group.promise)))
    text = "\n".join(lines)
    return Message(text=text.replace("*", ""), blocks=(section(text),))


def result_lines(result: GroupResult, language: Language) -> list[str]:
    """Each question with its choices, those of most first; what few or nobody chose is left out."""
    found = []
    for question, levels in result.levels.items():
        said = [
            language("{level}: {choices}", level=level_name(level, language), choices=language.listed(some))
            for level in reversed(Level)
            if level is not Level.FEW
            and (some := [choice_name(question, choice, language) for choice, each in levels.items() if each is level])
        ]
        if not said:
            said = [language("No answer stands out.")]
        found.append(f"*{question_name(question, language)}*\n" + "\n".join(f"• {each}" for each in said))
    return found


def level_name(level: Level, language: Language) -> str:
    """How many, in a word."""
    return {
        Level.FEW: language("Few or none"),
        Level.SOME: language("Some"),
        Level.MOST: language("Most"),
        Level.NEARLY_ALL: language("Nearly everyone"),
    }[level]


def question_name(question: Question, language: Language) -> str:
    """The question."""
    return {
        Question.HELPS: language("What helps you most right now?"),
        Question.GOAL: language("How do your goals feel?"),
        Question.TRAINING: language("Was your last training useful?"),
    }[question]


def choice_name(question: Question, choice: str, language: Language) -> str:
    """A choice of the question."""
    names = {
        (Question.HELPS, "meetings"): language("1:1s with my manager"),
        (Question.HELPS, "colleagues"): language("Learning from colleagues"),
        (Question.HELPS, "playbook"): language("The playbook and tips"),
        (Question.HELPS, "numbers"): language("Seeing my numbers"),
        (Question.HELPS, "time"): language("Time for selling"),
        (Question.HELPS, "nothing"): language("Nothing so far"),
        (Question.GOAL, "fair"): language("About right"),
        (Question.GOAL, "hard"): language("Hard, but fair"),
        (Question.GOAL, "too high"): language("Too high"),
        (Question.GOAL, "too low"): language("Too low"),
        (Question.TRAINING, "very"): language("Very useful"),
        (Question.TRAINING, "somewhat"): language("Somewhat"),
        (Question.TRAINING, "not really"): language("Not really"),
    }
    return names.get((question, choice)) or language("Rather not say")
