"""A member's own entries, to look at and to change: the answer to `/log list`, and a form of what was said at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.core.words.blocks import actions, button, context, overflow, section, shorten
from bot.core.words.forms import modal
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.log.answer import Logged, LoggedEntry
from bot.log.own_entries import LATEST, PAGE, EntryPage
from bot.log.words.answer import EDIT, UNDO, entry_words

MENU, PAGE_BUTTON, RESTORE = "log_entry", "log_page", "log_restore"
ROOM = 300
LONGEST_TEXT = 3900


def entry_list_message(page: EntryPage, language: Language, *, deleted: Logged | None = None) -> Message:
    """The member's entries of one page, by day; above them the one that was just `deleted`."""
    said = _as_said(page)
    blocks: list[Block] = []
    lines: list[str] = []
    if deleted is not None:
        words = language("Deleted: {entry}", entry=entry_words(deleted.entries[0], deleted, language, room=ROOM))
        lines.append(words)
        blocks.append(section(words))
        if deleted.entries[0].deal_id is None:
            put_back = button(language("Restore"), action=RESTORE, value=str(deleted.entries[0].id))
            blocks.append(actions(put_back, block_id="deleted"))
    if not said.told:
        lines.append(language("No entries yet. Try `/log call`."))
        blocks.append(section(lines[-1]))
    date = None
    for entry in said.told:
        if entry.date != date:
            date = entry.date
            day = language("Today") if date == page.today else language.day(date)
            lines.append(day)
            blocks.append(context(day))
        words = _entry(entry, said, language)
        if entry.id in page.of_deals and not entry.double:
            words = language("{entry} · part of a deal, edit it in `/deal`", entry=words)
            blocks.append({**section(words), "block_id": f"entry:{entry.id}"})
        else:
            blocks.append({**section(words, accessory=_menu(entry, page, language)), "block_id": f"entry:{entry.id}"})
        lines.append(words)
    turns = list(_turns(page, language))
    if turns:
        blocks.append(actions(*turns, block_id="pages"))
    return Message(text=shorten("\n".join(lines), LONGEST_TEXT), blocks=tuple(blocks))


def latest_entries_blocks(latest: Sequence[Logged], language: Language) -> list[Block]:
    """The latest entries, each with Undo: private answers are gone when Slack is loaded again."""
    if not latest:
        return []
    blocks: list[Block] = [
        section(f"*{language('Latest entries')}* · {language('`/log list` shows them all, to edit or delete.')}")
    ]
    for said in latest[:LATEST]:
        words = language(", ").join(entry_words(entry, said, language, room=ROOM) for entry in said.told)
        undo = button(language("Undo"), action=UNDO, value=said.batch, about=words)
        blocks.append({**section(shorten(words, 600), accessory=undo), "block_id": f"latest:{said.batch}"})
    return blocks


def some_entries_form(said: Logged, language: Language, *, carried: dict[str, Any]) -> Block:
    """A form with what was said in one breath, each entry with a button to change it."""
    blocks = [
        {
            **section(
                entry_words(entry, said, language, room=ROOM),
                accessory=button(
                    language("Edit"), action=EDIT, value=str(entry.id), about=entry_words(entry, said, language)
                ),
            ),
            "block_id": f"entry:{entry.id}",
        }
        for entry in said.told
    ]
    return modal(language("Edit"), blocks, callback="log_some", submit=None, close=language("Close"), carried=carried)


def _entry(entry: LoggedEntry, said: Logged, language: Language) -> str:
    words = entry_words(entry, said, language, room=ROOM, dated=False)
    return language("{entry} (counted once, your CRM sent it too)", entry=words) if entry.double else words


def _menu(entry: LoggedEntry, page: EntryPage, language: Language) -> Block:
    options = [
        (language("Edit"), f"edit:{entry.id}:{page.first}"),
        (language("Delete"), f"delete:{entry.id}:{page.first}"),
    ]
    if entry.double:
        options.append((language("Count both"), f"two:{entry.id}:{page.first}"))
    return overflow(options, action=MENU)


def _turns(page: EntryPage, language: Language) -> Iterator[Block]:
    # Each button of a message has an action_id of its own.
    if page.first > 0:
        yield button(language("Newer"), action=f"{PAGE_BUTTON}:newer", value=str(max(0, page.first - PAGE)))
    if page.more:
        yield button(language("Older"), action=f"{PAGE_BUTTON}:older", value=str(page.first + PAGE))


def _as_said(page: EntryPage) -> Logged:
    return Logged(batch="", entries=page.entries, metrics=(), today=page.today)
