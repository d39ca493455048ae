"""What should I do today? Asked of Pacer itself, and answered as the morning's message would be now."""

from bot.core.doors.answering import Visit
from bot.core.doors.typed import Typable
from bot.core.words.message import Message
from bot.nudges.nudge import nudge_now
from bot.nudges.words.nudge import nudge_message
from bot.standings.progress import progress_of
from bot.standings.words.progress import progress_message

QUESTIONS = frozenset(
    {"what should i do today", "what should i do", "what should i do now", "what should i do next", "what do i do"}
    | {"what do i do today", "what do i do now", "what do i do next", "what do i need to do", "what next", "whats next"}
    | {"what do i need to do today", "what is there to do", "what is there to do today", "what to do today"}
    | {"what to do", "whats my plan", "whats my plan today", "whats my plan for today", "what is my plan"}
    | {"what is my plan for today", "whats the plan", "whats the plan today", "whats the plan for today", "my plan"}
    | {"my plan today", "plan for today", "whats on today", "what now", "what have i got today", "what is due today"}
    | {"what should i focus on", "what should i focus on today", "whats my focus", "whats my focus today", "my day"}
    | {"apa patut saya buat", "apa patut saya buat hari ini", "apa perlu saya buat", "apa perlu saya buat hari ini"}
    | {"apa yang patut saya buat", "apa yang patut saya buat hari ini", "apa yang perlu saya buat hari ini"}
    | {"apa yang perlu saya buat", "apa saya perlu buat", "apa saya perlu buat hari ini", "apa saya patut buat"}
    | {"apa saya patut buat hari ini", "apa nak buat", "apa nak buat hari ini", "nak buat apa", "nak buat apa hari ini"}
    | {"apa seterusnya", "apa rancangan hari ini", "apa rancangan saya hari ini", "rancangan saya hari ini"}
    | {"apa tugas saya hari ini", "hari ini nak buat apa", "hari ini buat apa", "apa fokus saya hari ini"}
)
"""What people ask who want to know what to do, without signs and apostrophes."""


def typable() -> Typable:
    """The question that it answers."""
    return Typable(command="today", asks=lambda question: "" if question in QUESTIONS else None, answer=_answer)


def _answer(here: Visit, _text: str, _receipt: str) -> Message:
    nudge = nudge_now(here, member=here.member)
    if nudge is not None:
        return nudge_message(nudge, here.language)
    progress = progress_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
    return progress_message(progress, here.language)
