"""Every message, modal and Home tab that Pacer makes is within Slack's rules, whatever the data, and says all in words.

What is judged is found in the code: each public function of a room's words that gives a message, a view or a block.
So nothing new can be forgotten: it is built of hostile values (hostile.py) by its type hints, what these do not say
stands in invariants.py, and judge.py judges it by the sandbox's table of Slack's rules.
"""

import importlib
import inspect
import pkgutil
import re
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import bot
from bot.alerts.settings import HELLO
from bot.alerts.words.alert import alert_message, counts_message, reminder_message
from bot.alerts.words.assignment import assignment_message
from bot.alerts.words.heads_up import heads_up_message
from bot.coaching.pack import PACK
from bot.coaching.planned import BRIEF, CALENDAR_FILE, MISSED
from bot.coaching.restraint import COACHING
from bot.coaching.surveys import RESULTS
from bot.coaching.trainings import CHECK
from bot.coaching.words.brief import brief_message
from bot.coaching.words.meetings import file_message, missed_message
from bot.coaching.words.pack import pack_message
from bot.coaching.words.surveys import results_message
from bot.coaching.words.to_rep import to_rep_message
from bot.coaching.words.trainings import check_message
from bot.core.changes import CHECKLIST
from bot.core.message_kinds import ADMIN_NOTICE, ALERT, ASSIGNMENT, COUNTS, HEADS_UP, NUDGE, REMINDER
from bot.core.words.language import Language, language_for
from bot.core.words.message import Block, Message
from bot.exchange.files.goals_file import GOALS_FILE
from bot.exchange.files.sent_files import REFUSED_LINES, SENT_FILE
from bot.exchange.files.words.goals_file import goals_file_message
from bot.exchange.files.words.sent_file import refused_lines_message, sent_file_message
from bot.goals.proposal_messages import PROPOSAL, PROPOSAL_ANSWER
from bot.goals.words.proposal import answer_message, proposal_message
from bot.leave.status_leave import STATUS_LEAVE
from bot.leave.words.status_leave import status_leave_message
from bot.nudges.evening import EVENING
from bot.nudges.help_request import HELP_REQUEST
from bot.nudges.lateness import LATE_NOTICE
from bot.nudges.plan_of_day import PLANNED_STEP
from bot.nudges.recap import RECAP
from bot.nudges.welcome import WELCOME
from bot.nudges.words.evening import evening_message
from bot.nudges.words.help_request import help_request_message
from bot.nudges.words.nudge import nudge_message
from bot.nudges.words.planned_step import planned_step_message
from bot.nudges.words.recap import recap_message
from bot.nudges.words.welcome import welcome_message
from bot.people.kudos import KUDOS
from bot.people.own_data import OWN_DATA
from bot.people.user_groups import FOLLOWED
from bot.people.words.group_followed import followed_message
from bot.people.words.kudos import kudos_message
from bot.people.words.own_data import own_data_message
from bot.runtime.kinds import kinds
from bot.setup.preview import PREVIEW
from bot.setup.words.channels import hello_message
from bot.setup.words.checklist import checklist_message
from bot.setup.words.notices import late_message, unreachable_message
from bot.setup.words.preview import preview_message
from bot.teams.digest import DIGEST
from bot.teams.export import TEAM_FILE
from bot.teams.words import digest
from bot.teams.words.digest import digest_message
from bot.teams.words.export import team_file_message
from sandbox.bounds import Refusal
from tests.bot.words.hostile import NATURES, Maker, Nature
from tests.bot.words.invariants import AFTERWARDS, SPECIAL
from tests.bot.words.judge import judge_message, judge_piece, judge_view, unspoken

ENGLISH = language_for(locale="en_US", currency="USD")
MALAY = language_for(locale="ms_MY", currency="MYR")
USUAL = NATURES[0]
IN_MALAY = ("usual", "3,000 letters")
"""Natures that Malay is tried with too: its texts are of another length, and no other values go into them."""

PIECES = ("core.blocks", "core.forms", "core.lengths")
"""Modules of parts that take any text: they are judged in the messages that are made of them."""
WORDS = (str, str | None, list[str], tuple[list[str], list[str]], typing.Iterator[str], Iterator[str])
SHOWN = (Message, Block, Block | None, list[Block])
NOT_SHOWN = {
    "core.translations": "the catalogues' own tools",
    "teams.digest_picture.draw_review": "a picture; its words stand in the digest",
    "goals.form.draft_of": "reads a form",
    "alerts.row.left_on": "a date, which the row's words say",
    "goals.form.plan_carried": "what a button carries, not what is shown",
    "core.language": "the reader's language",
    "log.form.chosen_metric": "reads a form",
    "standings.today.target_of_today": "a number",
    "standings.standing.stated_by_pace": "a question about a goal",
    "nudges.sentences.leads_there": "a question about a thing to do",
    "standings.standing.goal_rows": "the same in words and drawn; it is judged in the nudge",
    "home.settings.language_names": "options of the form in the same module",
    "setup.forms.channels_of": "reads a form",
}

BY_KIND: dict[str, Callable[..., Message]] = {
    NUDGE: nudge_message,
    EVENING: evening_message,
    RECAP: recap_message,
    PLANNED_STEP: planned_step_message,
    HELP_REQUEST: help_request_message,
    WELCOME: welcome_message,
    STATUS_LEAVE: status_leave_message,
    KUDOS: kudos_message,
    ALERT: alert_message,
    COUNTS: counts_message,
    REMINDER: reminder_message,
    HEADS_UP: heads_up_message,
    ASSIGNMENT: assignment_message,
    TEAM_FILE: team_file_message,
    OWN_DATA: own_data_message,
    DIGEST: digest_message,
    ADMIN_NOTICE: unreachable_message,
    LATE_NOTICE: late_message,
    PROPOSAL: proposal_message,
    PROPOSAL_ANSWER: answer_message,
    GOALS_FILE: goals_file_message,
    SENT_FILE: sent_file_message,
    REFUSED_LINES: refused_lines_message,
    CHECKLIST: checklist_message,
    FOLLOWED: followed_message,
    HELLO: hello_message,
    PREVIEW: preview_message,
    BRIEF: brief_message,
    MISSED: missed_message,
    CALENDAR_FILE: file_message,
    COACHING: to_rep_message,
    CHECK: check_message,
    PACK: pack_message,
    RESULTS: results_message,
}
SHOWN_ONLY: dict[Callable[..., Any], set[str]] = {
    # What the mark in a bar means is of no use to who hears no bar.
    nudge_message: {
        *["on", "track", "for", "today"],
        *["paras", "ikut", "rancangan", "hari", "ini"],
    },
}
"""Words that a message need not say, by the function that makes it."""


def modules() -> Iterator[tuple[str, ModuleType]]:
    """The modules of all rooms' words, by the room and their own name: alerts.heads_up, exchange.files."""
    for found in pkgutil.walk_packages(bot.__path__, "bot."):
        room, words, module = found.name.removeprefix("bot.").partition(".words")
        if words and not found.ispkg:
            yield room + module, importlib.import_module(found.name)


def functions() -> Iterator[tuple[str, Callable[..., Any], Any]]:
    """Every public function there that may be shown, with what it gives."""
    for name, module in modules():
        if name in PIECES or name in NOT_SHOWN:
            continue
        for own, found in vars(module).items():
            if inspect.isfunction(found) and found.__module__ == module.__name__ and not own.startswith("_"):
                yield f"{name}.{own}", found, typing.get_type_hints(found)["return"]


JUDGED = {name: found for name, found, given in functions() if given in SHOWN and name not in NOT_SHOWN}


def made(compose: Callable[..., Any], nature: Nature, language: Language) -> Any:
    """What a function makes of values of this nature."""
    arguments = Maker(nature, special=SPECIAL, afterwards=AFTERWARDS).arguments(compose)
    spoken = {"language": language} if "language" in inspect.signature(compose).parameters else {}
    return compose(**arguments, **spoken)


def judge(found: Any) -> None:
    """Judge whatever a function gives."""
    match found:
        case Message():
            judge_message(found)
        case {"type": "modal" | "home"}:
            judge_view(found)
        case list():
            for each in found:
                judge_piece(each)
        case dict():
            judge_piece(found)
        case _:
            assert found is None


@pytest.fixture(autouse=True)
def no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture takes a tenth of a second, and is none of Slack's blocks."""
    monkeypatch.setattr(digest, "draw_review", lambda *_: None)


@pytest.mark.parametrize("name", JUDGED)
def test_it_is_within_slacks_rules_whatever_the_data(name: str) -> None:
    for nature in NATURES:
        for language in (ENGLISH, MALAY) if nature.name in IN_MALAY else (ENGLISH,):
            try:
                judge(made(JUDGED[name], nature, language))
            except (AssertionError, Refusal) as fault:
                pytest.fail(f"{name} of {nature.name} in {language.locale}: {fault}")


@pytest.mark.parametrize("name", [name for name, found, given in functions() if given is Message])
@pytest.mark.parametrize("language", [ENGLISH, MALAY], ids=["English", "Malay"])
def test_its_text_says_in_words_all_that_it_shows(name: str, language: Language) -> None:
    lacking = unspoken(made(JUDGED[name], USUAL, language)) - SHOWN_ONLY.get(JUDGED[name], set())
    assert not lacking, f"a screen reader does not hear: {sorted(lacking)}"


def test_no_words_are_left_out() -> None:
    left = {
        name: given
        for name, _, given in functions()
        if given not in SHOWN and given not in WORDS and name not in NOT_SHOWN
    }
    assert not left, "is it shown to somebody? Then give a Message or a Block, else say in NOT_SHOWN what it is"


def test_every_kind_of_delivery_is_a_message_that_is_judged() -> None:
    assert set(BY_KIND) == set(kinds())
    assert set(BY_KIND.values()) <= set(JUDGED.values())


def test_what_writes_a_message_says_nothing_of_its_own() -> None:
    sources = [*Path(bot.__path__[0]).rglob("sends.py")]
    assert len(sources) > 5
    words = re.compile(r"""\blanguage\(\s*["']|\bMessage\(|_message\(\s*f?["']""")
    speaking = [str(path) for path in sources if words.search(path.read_text())]
    assert not speaking, "move the words to a function in words, where they are judged"
