"""Every text that people read in Slack is said as a good teammate would say it: one word for one thing, short, active.

The words are in tests/glossary.py, how a rendered message is judged in voice.py; docs/tone.md has the reasons.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median
from types import ModuleType

import pytest

from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.words.translations import read_catalogue, texts_in_code
from bot.pipeline.stages import default_stages
from bot.standings.goal_lines import GoalLine
from bot.standings.words.standing import standing
from metrics.episodes import Status
from metrics.periods import PeriodKind
from tests import glossary
from tests.bot.conversations import away, deal, goal, kudos, log, progress, team
from tests.bot.nudges.test_nudge_words import CALLS
from tests.bot.nudges.test_nudge_words import goal as goal_of
from tests.bot.words.test_every_message import BY_KIND, ENGLISH, MALAY, USUAL, made
from tests.bot.words.voice import SEMICOLON, reading_grade, sent_faults, spoken_faults

TALKS = (log, progress, deal, away, kudos, team, goal)
IN_CODE = re.compile(r"`[^`]*`")
NAMES = re.compile(r"\{\w+(?:!r)?\}")


@dataclass(frozen=True)
class Said:
    """A text, and where the code says it."""

    text: str
    place: str


def english() -> list[Said]:
    """Every text of the code once, both forms of a plural, and the playbook that ships."""
    found = {
        form: Said(form, f"{text.place[0]}:{text.place[1]}")
        for text in texts_in_code()
        for form in (text.msgid if isinstance(text.msgid, tuple) else (text.msgid,))
    }
    return [*found.values(), *playbook("en")]


def malay() -> list[Said]:
    """The same in Malay."""
    catalogue = read_catalogue("ms")
    found = []
    for text in texts_in_code():
        translated = catalogue.get(text.msgid[0] if isinstance(text.msgid, tuple) else text.msgid)
        if translated is not None:
            forms = translated.string if isinstance(translated.string, (tuple, list)) else (translated.string,)
            found += [Said(form, f"{text.place[0]}:{text.place[1]}") for form in forms]
    return [*dict.fromkeys(found), *playbook("ms")]


def playbook(language: str) -> Iterator[Said]:
    for stage in default_stages()[language]:
        yield from (Said(line, f"stages.yml {stage['key']}") for line in (*stage["steps"], *stage["tips"]))


def texts() -> list[tuple[Said, bool]]:
    """All of them, with whether they are Malay."""
    return [*((said, False) for said in english()), *((said, True) for said in malay())]


def faults_of(text: str, *, malay: bool = False) -> list[str]:
    """What is wrong with a text as it stands in the code."""
    words = glossary.MALAY if malay else glossary.ENGLISH
    found = [f"a word that is not used: {each}" for each in glossary.faults(text, words=words)]
    if SEMICOLON.search(IN_CODE.sub("", text)):
        found.append("a semicolon glues two sentences")
    if not malay:
        found += [f"speech contracts {each!r}" for each in glossary.uncontracted(text)]
        for sentence in glossary.sentences(text):
            if glossary.word_count(sentence) > glossary.LONGEST_SENTENCE:
                found.append(f"a sentence of {glossary.word_count(sentence)} words: {sentence}")
    return found


def test_no_text_has_a_word_that_is_not_used_or_a_sentence_that_nobody_says() -> None:
    found = [
        f"{said.place}: {said.text!r}: {fault}"
        for said, malay in texts()
        for fault in faults_of(said.text, malay=malay)
    ]
    assert not found, "\n".join(["say it as tests/glossary.py says:", *found])


def test_half_of_all_sentences_have_at_most_ten_words() -> None:
    # Labels of buttons and fields are no sentences, and would make every median short.
    sentences = [each for said in english() for each in glossary.sentences(said.text) if each[-1] in ".?!"]
    assert len(sentences) > 500
    assert median(map(glossary.word_count, sentences)) <= glossary.MEDIAN_SENTENCE


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("Your managers hear of it in two hours.", "'hear of'"),
        ("You're 5 behind plan.", "'behind plan'"),
        ("Demos are on plan.", "'on plan'"),
        ("There is no such team any more.", "'any more'"),
        ("`{said}` is no number I can read.", "'is no number'"),
        ("Say which deal, for example `/deal Acme won`.", "'Say which'"),
        ("Nothing is sent to you then.", "'Nothing is sent'"),
        ("Somebody who looks after them reads it.", "'Somebody'"),
        ("Who looks after them?", "'looks after'"),
        ("Add your leave here.", "'your leave'"),
        ("You're away on Friday.", "'re away"),
        ("That's one working day.", "'working day'"),
        ("Set your working week.", "'working week'"),
        ("The same figures that you see.", "'figures'"),
        ("Send an e-mail.", "'e-mail'"),
        ("Of each goal {share} % count.", "' %'"),
        ("It holds from {day} on.", "'from {x} on'"),
        ("Another program told this too.", "'Another program'"),
        ("Shall they come less often?", "'Shall they'"),
        ("The chance of making it is small.", "'chance of '"),
        ("It's for people of other organisations.", "organi"),
        ("Pacer is busy; please try again.", "a semicolon"),
        ("You are on track.", "'You are'"),
        ("I cannot post there.", "'cannot'"),
        ("That is all.", "'That is'"),
        (" ".join(["calls"] * 21) + ".", "a sentence of 21 words"),
    ],
)
def test_the_check_of_texts_finds_what_is_planted(planted: str, fault: str) -> None:
    assert any(fault in each for each in faults_of(planted)), faults_of(planted)


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("Minta pentadbir anda.", "'pentadbir'"),
        ("Pacer dijeda.", "'dijeda'"),
        ("Anda kalah kepada pesaing.", "'kalah'"),
        ("Siapa yang nampak ini?", "'nampak'"),
        ("Hantar email.", "'email'"),
        ("Tinggal 3 hari kerja.", "'hari kerja'"),
        ("{share} % daripada sasaran.", "' %'"),
        ("Pacer sibuk; cuba lagi.", "a semicolon"),
    ],
)
def test_the_check_of_malay_finds_what_is_planted(planted: str, fault: str) -> None:
    assert any(fault in each for each in faults_of(planted, malay=True)), faults_of(planted, malay=True)


@pytest.mark.parametrize(
    "good",
    [
        "Leave blank for one day.",
        "If 20 of 100 customers leave in a year, write 80.",
        "Set targets. I'll tell you how realistic they are.",
        "No one here is at risk anymore",
        "`/deal Acme lost: too dear; ask for the budget first`",
        "Their own message couldn't be delivered, so they may not know yet.",
        "{day}: {who} tried to {what} {whom}",
    ],
)
def test_what_speech_allows_is_let_through(good: str) -> None:
    assert faults_of(good) == []


def test_a_goal_stands_in_the_only_six_words_for_it() -> None:
    for language, words in ((ENGLISH, glossary.STANDINGS), (MALAY, glossary.STANDINGS_IN_MALAY)):
        said = {
            standing(goal_of(CALLS, 5, 10, gap, status=status, kind=PeriodKind.MONTH), language)
            for status in Status
            for gap in (-3, 0)
        } | {standing(_slightly(), language)}
        assert said == set(words)


def _slightly() -> GoalLine:
    """On watch, and as likely as not to be reached."""
    return replace(goal_of(CALLS, 5, 10, -1, status=Status.WATCH), probability=0.5)


@pytest.mark.parametrize("language", [ENGLISH, MALAY], ids=["English", "Malay"])
@pytest.mark.parametrize("kind", BY_KIND)
def test_every_message_is_said_as_a_teammate_would(kind: str, language: Language) -> None:
    said = made(BY_KIND[kind], USUAL, language)
    assert spoken_faults(said, malay=language is MALAY) == [], said.text


@pytest.mark.parametrize("module", TALKS, ids=lambda module: module.COMMAND)
def test_every_answer_of_a_conversation_is_said_as_a_teammate_would(module: ModuleType) -> None:
    found = []
    for talk in module.TALKS:
        for _, answered_en, _, answered_ms in talk.rows:
            for text, malay in ((answered_en, False), (answered_ms, True)):
                message = Message(text=str(text), blocks=())
                found += [f"{text!r}: {fault}" for fault in spoken_faults(message, malay=malay)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("Tuesday · day 8 of 21\nCalls 7 of 60.", "the first line does not say the point"),
        ("\nCalls 7 of 60.", "the first line does not say the point"),
        ("Morning, Ana. " + "Calls are what counts today. " * 8, "the first line is cut off on a phone"),
        ("Calls: behind.\nDemos: behind.", "behind is said more than once"),
        ("Panggilan: ketinggalan.\nDemo: ketinggalan.", "behind is said more than once"),
        ("Focus.\n1. A call.\n2. A demo.\n3. An email.", "more than two things to do"),
        ("Your managers hear of it.", "a word that is not used"),
        ("Calls are due; so are demos.", "a semicolon"),
        (
            "Notwithstanding operational considerations, representatives' probabilistically determined attainment "
            "trajectories necessitate immediate remediation. Subsequently, managerial communication concerning the "
            "aforementioned quarterly objectives is anticipated within an administratively convenient interval.",
            "hard to read",
        ),
    ],
)
def test_the_check_of_messages_finds_what_is_planted(planted: str, fault: str) -> None:
    assert any(each.startswith(fault) for each in sent_faults(Message(text=planted, blocks=())))


def test_what_is_typed_a_name_and_a_bar_are_not_judged() -> None:
    said = Message(text="Add it with `/log 5 calls; leave`, <@U0ANA>. ▓▓░░ *Calls* 7 of 60.", blocks=())
    assert sent_faults(said) == []


def test_the_reading_grade_tells_plain_from_heavy() -> None:
    plain = "Morning, Ana. Book one demo, then make twelve calls. Two more than your usual day is enough. "
    heavy = "Attainment of the aforementioned quarterly objectives is considered improbable by the prediction model. "
    assert reading_grade(plain * 2) < 4 < 12 < reading_grade(heavy * 2)
    assert reading_grade(heavy) == 0, "too short to tell"
