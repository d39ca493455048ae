"""A group's goal one by one: a target for each member, and what would change, before anything is set."""

from bot.core.words.blocks import context, escape, section
from bot.core.words.forms import field, modal, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.core.words.periods import a_period
from bot.goals.copies import Copies, Copy, field_of
from bot.goals.words.realism import percent, rate_words
from bot.standings.words.standing import chance_words

COPY, COPY_FORM, COPY_REVIEW = "goal_copy", "goal_copy_form", "goal_copy_review"


def copies_form(copies: Copies, language: Language) -> Block:
    """A field for each member, filled with the group's target."""
    title = language(
        "*{who}: {metric} {period}, set individually*",
        who=escape(copies.owner.name),
        metric=language.name(copies.metric),
        period=a_period(copies.draft.period, language),
    )
    blocks: list[Block] = [
        section(title),
        context(
            language("Leave a field blank to keep that person's goal. A percentage is of what each did last period.")
        ),
    ]
    for row in copies.rows:
        blocks.append(
            field(
                field_of(row.member),
                row.member.name,
                text_box(value=row.said, longest=40),
                optional=True,
                hint=_usual(row, copies, language),
            )
        )
    return modal(
        language("Set individually"),
        blocks,
        callback=COPY_FORM,
        submit=language("Preview"),
        close=language("Cancel"),
        carried=copies.draft.carried(),
    )


def copies_review(copies: Copies, language: Language) -> Block:
    """What would be set for whom, and how likely each reaches it."""
    lines = [_row(row, copies, language) for row in copies.rows]
    changed = sum(row.changes for row in copies.rows)
    blocks: list[Block] = [
        section(language("*Not set yet.* Starting {day}:", day=language.day(copies.starts))),
        section("\n".join(lines)),
    ]
    if not changed:
        blocks.append(section(language("Nothing would change.")))
    return modal(
        language("Set individually"),
        blocks,
        callback=COPY_REVIEW,
        submit=language("Set these goals") if changed else None,
        close=language("Cancel"),
        carried={**copies.draft.carried(), "c": {str(row.member.id): row.said for row in copies.rows if row.said}},
    )


def _usual(row: Copy, copies: Copies, language: Language) -> str:
    parts = []
    if row.usual is not None:
        parts.append(language("Usually {rate} a day", rate=rate_words(copies.metric, row.usual, language)))
    if row.own is not None:
        parts.append(language("has their own goal: {target}", target=language.amount(copies.metric, row.own)))
    return language(", ").join(parts)


def _row(row: Copy, copies: Copies, language: Language) -> str:
    who = escape(row.member.name)
    if row.target is None:
        return language("• {who}: as before", who=who)
    target = language.things(copies.metric, row.target)
    period = a_period(copies.draft.period, language)
    if not row.changes:
        return language("• {who}: {target} {period}, as before", who=who, target=target, period=period)
    said = language("• {who}: *{target} {period}*", who=who, target=target, period=period)
    if row.own is not None:
        said += " " + language("(now {before})", before=language.amount(copies.metric, row.own))
    if row.chance is not None:
        said += language(
            ", {likely} ({percent})", likely=chance_words(row.chance, language), percent=percent(row.chance, language)
        )
    return said
