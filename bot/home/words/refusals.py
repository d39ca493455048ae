"""What was refused lately: in an admin's Home tab."""

from collections.abc import Sequence

from bot.core.refusals import Attempt
from bot.core.words.blocks import context, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block

SHOWN = 5


def refusals_blocks(attempts: Sequence[Attempt], language: Language) -> list[Block]:
    """The newest attempts at what somebody may not do, for admins; nothing where there was none."""
    if not attempts:
        return []
    lines = [f"• {_attempt(each, language)}" for each in attempts[:SHOWN]]
    note = language("Usually it's just a wrong button. On the server, `pacer refusals` lists more.")
    return [section("\n".join([language("*Recently denied*"), *lines])), context(note)]


def _attempt(attempt: Attempt, language: Language) -> str:
    day = language.day(attempt.day)
    if attempt.actor is None:
        program = escape(shorten(attempt.detail, 120))
        if attempt.subject is not None:
            return language("{day}: {program}, for {whom}", day=day, program=program, whom=escape(attempt.subject.name))
        return language("{day}: {program}", day=day, program=program)
    whom = escape(attempt.subject.name) if attempt.subject is not None else language("a team, or everyone")
    return language(
        "{day}: {who} tried to {what} {whom}",
        day=day,
        who=escape(attempt.actor.name),
        what=escape(language.exactly(attempt.detail.partition(";")[0])),
        whom=whom,
    )
