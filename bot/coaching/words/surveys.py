"""Anonymous surveys: the form, what managers read of the results, and what they say will be done."""

from collections.abc import Sequence

from bot.coaching.surveys import SurveyPage
from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, button, context, escape, section
from bot.core.words.forms import field, modal, radio, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.people.surveys import CHOICES, GroupResult, SurveyNow
from bot.people.words.surveys import ANSWER, choice_name, question_name, result_lines
from storage.tables import GroupState, Team
from storage.tables.surveys import LONGEST_PROMISE

ANSWER_FORM, PROMISE_FORM, PROMISE = "survey_form", "survey_promise_form", "survey_promise"
MOST_TEAMS = 4
"""Of a pooled group, so many are named."""


def answer_form(now: SurveyNow, language: Language) -> Block:
    """The questions, below what becomes of the answers and by whom they are seen."""
    blocks: list[Block] = [
        section(
            language(
                "Your answers are counted without your name or the time. I only keep a note that you've answered, and "
                "delete it after {day}. So no one can look up, export or erase your answers.",
                day=language.day(now.closes_on),
            )
        ),
        context(
            language(
                "Results come after that, with five answers or more, in words like “most” and "
                "“some”. The managers of {teams} and admins see them first, then everyone who was asked.",
                teams=team_names(now.teams, language),
            )
        ),
    ]
    for question in now.questions:
        options = [(choice_name(question, choice, language), choice) for choice in CHOICES[question]]
        blocks.append(field(question.value, question_name(question, language), radio(options)))
    return modal(
        language("Quick survey"),
        blocks,
        callback=ANSWER_FORM,
        submit=language("Send"),
        close=language("Cancel"),
    )


def thanks_message(now: SurveyNow, language: Language) -> Message:
    """That the answers are counted, and when something comes of them."""
    return plain_message(
        language("Thanks! Results come after {day}, if five or more answer.", day=language.day(now.closes_on))
    )


def open_message(now: SurveyNow, language: Language) -> Message:
    """That a survey is open, on one's own page."""
    words = language("A quick anonymous survey is open until {day}.", day=language.day(now.closes_on))
    opens = button(language("Answer"), action=ANSWER, value=str(now.group.id))
    return Message(text=words, blocks=(section(words), actions(opens, block_id="survey_open")))


def results_message(result: GroupResult, language: Language) -> Message:
    """What a survey showed, for who manages the teams, with the question what will be done."""
    title = language("Survey results: {teams}", teams=team_names(result.teams, language))
    lines = [f"*{title}*", *result_lines(result, language)]
    foot = language("In words, not numbers, so no one's answer can be worked out.")
    if result.group.promise:
        ask = language("Your line: {words}", words=escape(result.group.promise))
        press = button(language("Change line"), action=PROMISE, value=str(result.group.id))
    else:
        ask = language("Want to say what you'll do about it? The team sees it with the results.")
        press = button(language("Add a note"), action=PROMISE, value=str(result.group.id), style="primary")
    said = "\n".join(lines)
    return Message(
        text="\n".join([said, foot, ask]).replace("*", ""),
        blocks=(
            section(said),
            context(foot),
            section(ask),
            actions(press, block_id=f"survey_result:{result.group.id}"),
        ),
    )


def survey_page_message(page: SurveyPage, language: Language) -> Message:
    """The results that somebody may see, of the survey that closed last."""
    parts: list[Message] = []
    for result in page.results[:MOST_TEAMS]:
        if result.group.state is not GroupState.SHOWN:
            title = language("Survey results: {teams}", teams=team_names(result.teams, language))
            said = language("Fewer than five answered, so nothing is shown. The answers are deleted.")
            parts.append(Message(text=f"{title}\n{said}", blocks=(section(f"*{title}*\n{said}"),)))
        elif result.group.id in page.manages:
            parts.append(results_message(result, language))
        else:
            parts.append(_own_result(result, language))
    if page.open_now:
        parts.append(plain_message(language("A survey is open. No one sees any of it until it closes.")))
    if not parts:
        parts.append(plain_message(language("No survey results yet.")))
    return Message(
        text="\n".join(part.text for part in parts), blocks=tuple(block for part in parts for block in part.blocks)
    )


def promise_form(result: GroupResult, language: Language) -> Block:
    """What will be done about the results, in a line."""
    return modal(
        language("What you'll do"),
        [
            section("\n".join(result_lines(result, language))),
            field(
                "words",
                language("One line for the team"),
                text_box(value=result.group.promise, longest=LONGEST_PROMISE),
                hint=language("Everyone who was asked reads it with the results."),
            ),
        ],
        callback=PROMISE_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"group": result.group.id},
    )


def promised_message(language: Language) -> Message:
    """That the line is kept, and when the team reads it."""
    return plain_message(language("Saved. The team gets the results with your line in their next morning message."))


def team_names(teams: Sequence[Team], language: Language) -> str:
    """The teams whose answers are counted together."""
    names = [escape(team.name) or "–" for team in teams[:MOST_TEAMS]]
    if len(teams) > MOST_TEAMS:
        names.append(language.plural("{n} more team", "{n} more teams", len(teams) - MOST_TEAMS))
    return language.listed(names) if names else "–"


def _own_result(result: GroupResult, language: Language) -> Message:
    title = language("Survey results: {teams}", teams=team_names(result.teams, language))
    lines = [f"*{title}*", *result_lines(result, language)]
    if result.group.promise:
        lines.append(language("What happens next: {words}", words=escape(result.group.promise)))
    said = "\n".join(lines)
    return Message(text=said.replace("*", ""), blocks=(section(said),))
