"""What holds of every nudge: the point first, one gap once, and the first thing to do is of the goal that needs it."""

import re

from benchmarks.quarter import first_thing
from bot.core.words.message import Message
from tests.bot.words.voice import sent_faults

POINT = re.compile(
    r"Focus today|focus is done|on track for everything|All good so far|Nothing logged|and it's only|ahead of plan|"
    r"where things stand|fresh start|Fokus hari ini|ikut rancangan|Semuanya baik|Belum ada catatan|dan baru|mendahului|"
    r"kedudukan anda|permulaan baharu"
)
FIRST = re.compile(r"^1\. (.+?)(?: · |\. |\.$)", re.MULTILINE)
MALAY_POINT = re.compile(r"\banda\b|\bhari ini\b", re.IGNORECASE)


def faults_of(message: Message, *, flagged: str = "") -> list[str]:
    """What is wrong with a nudge; `flagged` is the metric of the goal that is helped first, where one is at risk."""
    found = sent_faults(message, malay=MALAY_POINT.search(message.text) is not None)
    point = message.text.split("\n")[0]
    first = FIRST.search(message.text)
    if not POINT.search(point) or (first is not None and first[1].lower() not in point.lower()):
        found.append("the first line does not say the point")
    if flagged and first_thing(message) != flagged:
        found.append("the first thing to do is not of the flagged goal")
    return found
