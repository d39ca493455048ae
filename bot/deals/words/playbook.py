"""How to go about a stage: shown when a deal enters it, and as the how of an action."""

from collections.abc import Sequence

from bot.core.words.blocks import actions, button, context, escaped_within, section
from bot.core.words.forms import field, modal, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.deals.playbook import Playbook, default_playbook
from bot.pipeline.stages import as_shipped_now, default_stages
from bot.pipeline.words.deals import plain_stage, stage_words

EDIT_STAGE, FORM = "playbook_edit", "playbook_form"
STEPS_SHOWN, TIPS_SHOWN = 5, 2
LONGEST_LINE, LONGEST_TEXT = 200, 3000
ROOM = 10_000
"""Characters of all steps and tips of one message together."""
STAGES_SHOWN = 12


def how_blocks(how: Playbook | None, language: Language) -> list[Block]:
    """The steps, and the tips in small print; nothing where nothing is written."""
    if how is None:
        return []
    blocks: list[Block] = []
    steps, tips = _said(how, language)
    if steps:
        title = language("*Playbook: {stage}*", stage=stage_words(how.stage, language))
        blocks.append(section("\n".join([title, *_numbered(steps)])))
    if tips:
        blocks.append(context(*(_line(tip) for tip in tips[:TIPS_SHOWN])))
    return blocks


def first_line(how: Playbook, language: Language) -> str:
    """Its first step, else its first tip; empty where nothing is written."""
    steps, tips = _said(how, language)
    return next((escaped_within(line, LONGEST_LINE) for line in (*steps, *tips)), "")


def first_step(how: Playbook, language: Language) -> str:
    """Its first step in the reader's language, as it is written; empty without one."""
    steps, _ = _said(how, language)
    return steps[0] if steps else ""


def how_text(how: Playbook | None, language: Language) -> str:
    """The same in words, a line each; empty where nothing is written."""
    if how is None:
        return ""
    steps, tips = _said(how, language)
    lines = [*_numbered(steps), *(_line(tip) for tip in tips[:TIPS_SHOWN])]
    if steps:
        lines.insert(0, language("Playbook: {stage}", stage=stage_words(how.stage, language)))
    return "\n".join(lines)


def playbook_message(books: Sequence[Playbook], language: Language, *, may_edit: bool) -> Message:
    """Every stage with its steps and tips; with a button to edit each for those who may."""
    title = language("*The sales process, stage by stage*")
    blocks: list[Block] = [section(title)]
    spoken = [language("The sales process, stage by stage")]
    room = ROOM // (max(1, min(len(books), STAGES_SHOWN)) * (STEPS_SHOWN + TIPS_SHOWN))
    for book in books[:STAGES_SHOWN]:
        steps, tips = _said(book, language)
        name = stage_words(book.stage, language)
        lines = _numbered(steps, room) or [language("No steps here yet.")]
        helped = [_line(tip, room) for tip in tips[:TIPS_SHOWN]]
        blocks.append(section("\n".join([f"*{name}*", *lines])))
        if helped:
            blocks.append(context(*helped))
        if may_edit:
            edit = button(language("Edit"), action=EDIT_STAGE, value=book.stage.key)
            blocks.append(actions(edit, block_id=f"playbook_{book.stage.key}"))
        spoken.extend([name, *lines, *helped])
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def playbook_form(book: Playbook, language: Language) -> Block:
    """The form of a stage's steps and tips."""
    return modal(
        plain_stage(book.stage, language),
        [
            field(
                "steps",
                language("Steps"),
                text_box(value="\n".join(book.steps), lines=True, longest=LONGEST_TEXT),
                optional=True,
                hint=language("One step a line, in order."),
            ),
            field(
                "tips",
                language("What helped others"),
                text_box(value="\n".join(book.tips), lines=True, longest=LONGEST_TEXT),
                optional=True,
                hint=language("One tip a line. The first two are shown."),
            ),
        ],
        callback=FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"stage": book.stage.key},
    )


def _said(how: Playbook, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The steps and tips; those that ship in the reader's language, those of the workspace as they are."""
    written = tuple(map(as_shipped_now, how.steps)), tuple(map(as_shipped_now, how.tips))
    shipped = (default_playbook(how.stage.key, each) for each in default_stages())
    if any(book is not None and written == (book.steps, book.tips) for book in shipped):
        translated = default_playbook(how.stage.key, language.locale.language)
        if translated is not None:
            return translated.steps, translated.tips
    return how.steps, how.tips


def _numbered(steps: Sequence[str], room: int = LONGEST_LINE) -> list[str]:
    return [f"{number}. {_line(step, room)}" for number, step in enumerate(steps[:STEPS_SHOWN], start=1)]


def _line(text: str, room: int = LONGEST_LINE) -> str:
    return escaped_within(text, min(room, LONGEST_LINE))
