"""The entries that a day's total is made of."""

from bot.core.words.blocks import escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.standings.why import DayOfEntries
from storage.tables import Activity, Source

ENTRIES_SHOWN = 15


def entries_message(day: DayOfEntries, language: Language) -> Message:
    """Each entry: when it was logged, how many, and what was said with it."""
    total = sum(entry.quantity for entry in day.entries)
    title = language(
        "{metric}, {day}: {total}",
        metric=language.name(day.metric),
        day=language.day(day.date),
        total=language.amount(day.metric, total),
    )
    lines = [f"• {_entry(entry, day, language)}" for entry in day.entries[:ENTRIES_SHOWN]]
    if len(day.entries) > ENTRIES_SHOWN:
        rest = len(day.entries) - ENTRIES_SHOWN
        lines.append(language.plural("and {n} more entry", "and {n} more entries", rest))
    if not day.entries:
        lines.append(language("That entry was deleted."))
    return Message(text="\n".join([title, *lines]), blocks=(section("\n".join([f"*{title}*", *lines])),))


def _entry(entry: Activity, day: DayOfEntries, language: Language) -> str:
    at = entry.logged_at.astimezone(day.zone)
    time = language.clock(at.time())
    parts = [
        time if at.date() == day.date else f"{language.day(at.date())} {time}",
        language.things(day.metric, entry.quantity),
    ]
    if entry.outcome:
        parts.append(escape(language.exactly(entry.outcome)))
    if entry.account:
        parts.append(escape(shorten(entry.account, 40)))
    if entry.note:
        parts.append(f"“{escape(shorten(entry.note, 80))}”")
    if entry.source in (Source.IMPORT, Source.API):
        parts.append(language("imported"))
    if entry.source is Source.DEAL:
        parts.append(language("from a deal"))
    return " · ".join(parts)
