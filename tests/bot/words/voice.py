"""How a rendered message is said: what a colleague would not write, in English and in Malay.

`spoken_faults` is for every message, `sent_faults` for those that come by themselves: a nudge, an alert.
"""

import re

from bot.core.words.message import Message
from tests import glossary

PLAIN = re.compile(r"```.*?```|`[^`\n]*`|<[^>]*>|[*_]|[▓░┃•✓○]|:\w+:", re.DOTALL)
SEMICOLON = re.compile(r";(?!\))")
BEHIND = re.compile(r"\bbehind\b|\bketinggalan\b", re.IGNORECASE)
NUMBERED = re.compile(r"^\d\. ", re.MULTILINE)
HEADING = re.compile(r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day ·|^(?:Isnin|Selasa|Rabu|Khamis|Jumaat|Sabtu|Ahad) ·")
VOWELS = re.compile(r"[aeiouy]+")
LONGEST_POINT = 160
"""Characters of the first line: what a phone shows of a message before it is opened."""
HARDEST = 8.0
"""The school year (Flesch and Kincaid) in which a message is understood."""
ENOUGH_WORDS = 25
"""Of fewer words the school year says nothing."""
THINGS = 2


def spoken_faults(message: Message, *, malay: bool = False) -> list[str]:
    """Words that are not used, glue, and what is hard to read in what the message says to a screen reader."""
    text = PLAIN.sub(" ", message.text).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    found = [f"a word that is not used: {each}" for each in glossary.faults(text, words=words_of(malay=malay))]
    if SEMICOLON.search(text):
        found.append("a semicolon glues two sentences")
    if not malay:
        found += [f"speech contracts {each!r}" for each in glossary.uncontracted(text)]
        if (grade := reading_grade(text)) > HARDEST:
            found.append(f"hard to read: grade {grade:.1f}")
    return found


def sent_faults(message: Message, *, malay: bool = False) -> list[str]:
    """The same, and what holds of a message that comes by itself: the point first, one gap once, two things to do."""
    found = spoken_faults(message, malay=malay)
    point = message.text.partition("\n")[0]
    if not point.strip() or HEADING.search(point):
        found.append("the first line does not say the point")
    if len(point) > LONGEST_POINT:
        found.append("the first line is cut off on a phone")
    if len(BEHIND.findall(message.text)) > 1:
        found.append("behind is said more than once")
    if len(NUMBERED.findall(message.text)) > THINGS:
        found.append("more than two things to do")
    return found


def words_of(*, malay: bool) -> tuple[glossary.NotUsed, ...]:
    """The words that are not used in a language."""
    return glossary.MALAY if malay else glossary.ENGLISH


def reading_grade(text: str) -> float:
    """The school year in which its sentences are understood, by Flesch and Kincaid; 0 where there are too few."""
    sentences = [each for each in glossary.sentences(text) if each[-1] in ".?!" and re.search(r"[A-Za-z]{2}", each)]
    words = [word for each in sentences for word in re.findall(r"[A-Za-z']{2,}", each)]
    if len(words) < ENOUGH_WORDS:
        return 0.0
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    found = len(VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le") and found > 1
    return max(1, found - silent)
