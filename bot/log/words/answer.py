"""The answer to a logged activity: what was saved, where that leaves the rep, and how to take it back."""

from dataclasses import replace

from bot.core.words.blocks import actions, bar, button, escape, escaped_within, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.log.answer import Logged, LoggedEntry, Moment, Unusual
from bot.pipeline.words.offer import offer_blocks, offer_text
from bot.standings.today import MetricToday
from bot.standings.words.today import target_of_today
from metrics.periods import PeriodKind

UNDO, EDIT, EDIT_SOME, TWO = "log_undo", "log_edit", "log_edit_some", "log_two"
REDO = "log_redo"
TWO_TOLD, LIST_TOLD = "log_two_told", "log_list_told"
"""The same of what another program told since, below the answer; and the list with what it told."""
LONGEST_TEXT = 3900
ROOM, MOST_OF_NAME, MOST_OF_NOTE = 1600, 200, 300
"""Characters for the names and notes of all entries together, and at most for one."""
WHOLE_STANDING = 3
"""Of more metrics at once only today and the week are told."""


def logged_message(said: Logged, language: Language) -> Message:
    """What the rep sees at once after `/log`, or after undoing or changing it."""
    what = _sentence(said, language)
    lines, drawn = standing_lines(said, language)
    reached = [] if said.undone or said.moment is None else [f"🎉 {reached_words(said.moment, language)}"]
    doubles = [entry for entry in said.told if entry.double and not said.undone]
    notes = [_about_doubles(language)] if doubles else []
    if said.unusual is not None:
        notes.append(_about_unusual(said.unusual, language))
    if any(entry.void for entry in said.told) and not said.undone:
        notes.append(language("It didn't take place, so it doesn't count."))
    blocks: list[Block] = [section("\n".join([f"*{what}*", *drawn, *reached, *notes]))]
    if not said.undone:
        blocks.append(actions(*_buttons(said, doubles, language), block_id="logged"))
    elif (redo := redo_button(said, language)) is not None:
        blocks.append(actions(redo, block_id="logged"))
    too = [] if said.undone else told_too_blocks(said, language)
    blocks.extend(too)
    notes += [block["text"]["text"] for block in too]
    asks = [] if said.offer is None else [offer_text(said.offer, language)]
    if said.offer is not None:
        blocks.extend(offer_blocks(said.offer, language))
    text = "\n".join([what, *lines, *reached, *notes, *asks])
    return Message(text=shorten(text, LONGEST_TEXT), blocks=tuple(blocks))


def still_logged_message(said: Logged, language: Language) -> Message:
    """That an entry stays as it is although the message that said it was changed or deleted."""
    entries = language(", ").join(
        entry_words(entry, said, language, room=ROOM // max(1, len(said.told))) for entry in said.told
    )
    text = language("You edited your message, but what I saved stays: {entries}", entries=entries)
    buttons = actions(*_buttons(said, [], language), block_id="logged")
    return Message(text=shorten(text, LONGEST_TEXT), blocks=(section(text), buttons))


def redo_button(said: Logged, language: Language) -> Block | None:
    """Lets what was undone count again; a deal is not brought back so."""
    if not said.undone or not said.told or any(entry.deal_id is not None for entry in said.told):
        return None
    return button(language("Redo"), action=REDO, value=said.batch)


def told_too_blocks(said: Logged, language: Language) -> list[Block]:
    """That another program has told entries too, which count once: one with the way to count it, more with the list."""
    if not said.told_too:
        return []
    if len(said.told_too) > 1:
        words = language.plural(
            "{n} entry also came in from your CRM, so it's counted once.",
            "{n} entries also came in from your CRM, so they're counted once.",
            len(said.told_too),
        )
        return [section(words, accessory=button(language("View entries"), action=LIST_TOLD))]
    (entry,) = said.told_too
    words = language(
        "Also came in from your CRM, so it's counted once: {entry}",
        entry=entry_words(entry, said, language, room=ROOM // 4),
    )
    return [section(words, accessory=button(language("Count both"), action=TWO_TOLD, value=str(entry.id)))]


def standing_lines(said: Logged, language: Language) -> tuple[list[str], list[str]]:
    """Where each metric stands now, a line each: in words, and drawn with a bar."""
    stands = [_standing(metric, said, language) for metric in said.metrics]
    words = [" · ".join(parts) for _, parts in stands]
    return words, [_drawn(cells, parts) for cells, parts in stands]


def entry_words(entry: LoggedEntry, said: Logged, language: Language, *, room: int = ROOM, dated: bool = True) -> str:
    """One entry in a line, its names and notes in about `room` characters; its date when it is not today's."""
    parts = [language.things(entry.metric, entry.quantity)]
    parts.extend(language.amount(other.metric, other.quantity) for other in said.amounts(entry))
    if entry.amount_minor:
        parts.append(language.money(entry.amount_minor))
    if entry.outcome:
        parts.append(escape(language.exactly(entry.outcome)))
    if entry.account:
        parts.append(escaped_within(entry.account, min(MOST_OF_NAME, room // 3)))
    if dated and entry.date != said.today:
        parts.append(language.day(entry.date))
    if entry.note:
        parts.append(f"“{escaped_within(entry.note, min(MOST_OF_NOTE, room // 2))}”")
    return " · ".join(parts)


def _sentence(said: Logged, language: Language) -> str:
    room = ROOM // max(1, len(said.told))
    together = len(said.told) > 1 and said.earlier is not None
    # What was said once for all of them is told once.
    account, note = _shared(said, "account"), _shared(said, "note")
    told = [
        replace(entry, account="" if account else entry.account, note="" if note else entry.note) for entry in said.told
    ]
    entries = language(", ").join(entry_words(entry, said, language, room=room, dated=not together) for entry in told)
    if account:
        name = escaped_within(account, MOST_OF_NAME)
        entries = language("{entries} · all with {account}", entries=entries, account=name)
    if together and said.earlier is not None:
        entries = language("{entries} · all {day}", entries=entries, day=language.day(said.earlier))
    if note:
        entries = f"{entries} · “{escaped_within(note, MOST_OF_NOTE)}”"
    if said.undone:
        return language("Undone: {entries}", entries=entries)
    if said.changed:
        return language("Changed to {entries}", entries=entries)
    return language("Logged {entries}", entries=entries)


def _shared(said: Logged, name: str) -> str:
    """The account or the note that several entries have in common; empty where they have none."""
    values = {str(getattr(entry, name)) for entry in said.told}
    return values.pop() if len(said.told) > 1 and len(values) == 1 else ""


def _about_doubles(language: Language) -> str:
    return language("Your CRM already sent this, so it's counted once.")


def _about_unusual(unusual: Unusual, language: Language) -> str:
    """A question: a slip of the finger is put right by the buttons below it, and nobody else reads this."""
    return language(
        "{quantity} in one entry? Your best day so far is {best}. If that's a typo, undo or edit it.",
        quantity=language.things(unusual.metric, unusual.quantity),
        best=language.amount(unusual.metric, unusual.best_day),
    )


def _buttons(said: Logged, doubles: list[LoggedEntry], language: Language) -> list[Block]:
    one = len(said.told) == 1
    edit = (EDIT, str(said.told[0].id)) if one else (EDIT_SOME, said.batch)
    what = language(", ").join(entry_words(entry, said, language) for entry in said.told[:3])
    buttons = [
        button(language("Undo"), action=UNDO, value=said.batch, about=what),
        button(language("Edit"), action=edit[0], value=edit[1], about=what),
    ]
    if doubles:
        buttons.append(button(language("Count both"), action=TWO, value=str(doubles[0].id)))
    return buttons


def _standing(metric: MetricToday, said: Logged, language: Language) -> tuple[str, list[str]]:
    """Today's bar, empty where there is no plan for today, and what is said of the day, the week and the goals."""
    cells, day = _day(metric, said, language)
    parts = [day]
    if metric.week is not None and not any(goal.period is PeriodKind.WEEK for goal in metric.goals):
        parts.append(language("Week {total}", total=language.amount(metric.metric, metric.week)))
    if len(said.metrics) > WHOLE_STANDING:
        return cells, parts
    for goal in metric.goals:
        done, target = language.amount(metric.metric, goal.done), language.amount(metric.metric, goal.target)
        if goal.period is PeriodKind.WEEK:
            parts.append(language("Week {done} of {target}", done=done, target=target))
        elif goal.period is not PeriodKind.DAY:
            period = _capital(language.period(goal.period, goal.starts, goal.ends))
            parts.append(language("{period} {done} of {target}", period=period, done=done, target=target))
    return cells, parts


def _drawn(cells: str, parts: list[str]) -> str:
    """Bars stand first, so that they are aligned whatever the width of the words."""
    if not cells:
        return " · ".join(parts)
    return "\n".join(filter(None, [f"{cells}  {parts[0]}", " · ".join(parts[1:])]))


def _day(metric: MetricToday, said: Logged, language: Language) -> tuple[str, str]:
    """The bar and the words of the day."""
    name = language.name(metric.metric)
    if said.earlier is not None and metric.earlier is not None:
        total = language.amount(metric.metric, metric.earlier)
        return "", language("{metric} that day {total}", metric=name, total=total)
    target = target_of_today(metric)
    done = language.amount(metric.metric, metric.today)
    if target is None or target <= 0:
        return "", language("{metric} today {done}", metric=name, done=done)
    whole = language.amount(metric.metric, target)
    stands = language("{metric} today {done} of {target}", metric=name, done=done, target=whole)
    left = target - metric.today
    if left > 0:
        stands += language(", {left} to go", left=language.amount(metric.metric, left))
    return bar(metric.today, target), stands


def reached_words(moment: Moment, language: Language) -> str:
    """That a goal has just been reached."""
    return language(
        "Goal reached: {done} {metric} {period}!",
        done=language.amount(moment.metric, moment.goal.done),
        metric=language.named(moment.metric),
        period=language.period(moment.goal.period, moment.goal.starts, moment.goal.ends),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
