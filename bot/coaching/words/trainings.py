"""Trainings: the list, one with its people and what followed, and the form to plan one."""

import datetime as dt
from collections.abc import Iterator, Sequence

from bot.coaching.training_checks import next_check
from bot.coaching.trainings import TrainingSeen, TrainingsPage
from bot.coaching.words.forms import Measures, measure_value
from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, button, confirm, context, escape, escaped_within, section
from bot.core.words.forms import Option, choice, date_box, field, grouped_choice, modal, people, radio, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.pipeline.words.deals import plain_stage
from bot.standings.trainings import LONGEST_TOPIC, TrainingNow
from bot.standings.words.trainings import day_words, measure_words
from metrics.coaching.matching import ENOUGH_CONTROLS, ENOUGH_TREATED
from metrics.coaching.waiting_list import ENOUGH_IN_HALF, POWER, WAIT_DAYS
from storage.tables import CheckFinding, Member, Team, TrainingCheck, Unit

OPEN, PLAN = "coach_training", "coach_training_plan"
DRAW, CANCEL, AGAIN = "coach_training_draw", "coach_training_cancel", "coach_training_again"
FORM = "coach_training_form"
TOGETHER, BY_LOT = "together", "by_lot"
MOST_ROWS, MOST_NAMES = 12, 20
LINE = 100


def trainings_message(page: TrainingsPage, language: Language) -> Message:
    """The trainings of a manager's reps, each with a button to what followed."""
    title = language("Trainings")
    blocks: list[Block] = [section(f"*{title}*")]
    spoken = [title]
    for training in page.rows[:MOST_ROWS]:
        words = _row_words(training, page.today, language)
        topic = escaped_within(training.stored.topic, LINE)
        opens = button(language("View training"), action=OPEN, value=str(training.stored.id), about=topic)
        blocks.append(section(words, accessory=opens))
        spoken.append(words)
    if not page.rows:
        said = language("No trainings yet. Plan one, or add one you've had, and I'll check what changed.")
        blocks.append(section(said))
        spoken.append(said)
    elif len(page.rows) > MOST_ROWS:
        more = language.plural("{n} older training", "{n} older trainings", len(page.rows) - MOST_ROWS)
        blocks.append(context(more))
        spoken.append(more)
    blocks.append(actions(button(language("Plan a training"), action=PLAN), block_id="coach_trainings"))
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def training_detail(seen: TrainingSeen, language: Language) -> Message:
    """One training: who has it when, what followed so far, and what can be done."""
    training, today = seen.training, seen.today
    parts = [_title(training, today, language), *_people(training, today, language)]
    found = [check_words(each, training, language) for each in training.checks]
    if found:
        parts.append("\n".join([f"*{language('What followed')}*", *(f"• {each}" for each in found)]))
    foot = [*_outlook(training, today, language)]
    blocks: list[Block] = [section(part) for part in parts]
    if foot:
        blocks.append(context(*foot))
    buttons = _buttons(training, today, language)
    if buttons:
        blocks.append(actions(*buttons, block_id=f"coach_training:{training.stored.id}"))
    return Message(text="\n".join([*parts, *foot]), blocks=tuple(blocks))


def cancelled_message(training: TrainingNow, language: Language) -> Message:
    """That a training will not be."""
    topic = escape(training.stored.topic)
    return plain_message(language("Cancelled: {topic}. Everyone who knew about it gets a message.", topic=topic))


def check_message(seen: TrainingSeen, language: Language) -> Message:
    """What followed a training, the newest first, for who is told."""
    training, check = seen.training, seen.check
    topic = escaped_within(training.stored.topic, LINE)
    if check is None:
        return training_detail(seen, language)
    title = language("How the training went: {topic}", topic=topic)
    words = check_words(check, training, language)
    earlier = [check_words(each, training, language) for each in training.checks if each.days < check.days]
    foot = [*earlier, *_doubt(check, language), *_outlook(training, seen.today, language)]
    buttons = [button(language("View training"), action=OPEN, value=str(training.stored.id), about=topic)]
    parts = [words]
    if check.refresher_due:
        parts.append(refresher_words(check, language))
        again = button(language("Plan a refresher"), action=AGAIN, value=str(training.stored.id), style="primary")
        buttons.insert(0, again)
    blocks: list[Block] = [section(f"*{title}*"), *(section(part) for part in parts)]
    if foot:
        blocks.append(context(*foot))
    blocks.append(actions(*buttons, block_id=f"coach_check:{training.stored.id}"))
    return Message(text="\n".join([title, *parts, *foot]), blocks=tuple(blocks))


def check_words(check: TrainingCheck, training: TrainingNow, language: Language) -> str:
    """What was found, with the number of people and the range; of too few no difference is spoken of."""
    when = (
        language("While one half waited")
        if check.days == WAIT_DAYS
        else language("After {days} days", days=language.count(check.days))
    )
    return language("{when}: {said}", when=when, said=_finding(check, training, language))


def refresher_words(check: TrainingCheck, language: Language) -> str:
    """Why a refresher is proposed."""
    if check.finding is CheckFinding.BELOW_USUAL:
        return language("More of them are below their usual range again. Worth a refresher?")
    return language("Less than half of the gain is left. Worth a refresher?")


def training_form(
    measures: Measures,
    teams: Sequence[Team],
    language: Language,
    *,
    date: dt.date,
    again: TrainingNow | None = None,
    chosen: Sequence[Member] = (),
) -> Block:
    """Plan a training or add one that took place; `again` is the one that a refresher is for."""
    # Of amounts nothing can be told; where there is nothing else the form says so when it is sent.
    counted = [each for each in measures.metrics if each.unit is Unit.COUNT] or measures.metrics
    groups: list[tuple[str, Sequence[Option]]] = [
        (language("Activities and results"), [(language.plain_name(each), measure_value(each)) for each in counted])
    ]
    if measures.stages:
        stages = [(plain_stage(each, language), measure_value(each)) for each in measures.stages]
        groups.append((language("Deals moved on from a stage"), stages))
    measure = measure_value(again.measure) if again is not None else None
    topic = again.stored.topic if again is not None else ""
    blocks = [
        field(
            "topic",
            language("Topic"),
            text_box(longest=LONGEST_TOPIC, value=topic, placeholder=language("Handling objections")),
        ),
        field("measure", language("What should it improve?"), grouped_choice(groups, chosen=measure)),
        field(
            "date",
            language("Date"),
            date_box(chosen=date.isoformat()),
            hint=language("Pick a past date to add one you've had."),
        ),
        field("people", language("People"), people(chosen=[each.slack_user_id for each in chosen]), optional=True),
    ]
    if teams:
        options = [(each.name, str(each.id)) for each in teams]
        blocks.append(field("team", language("Or a whole team"), choice(options), optional=True))
    blocks.append(
        field(
            "how",
            language("Who attends, and when"),
            radio(
                [
                    (language("Everyone on that date"), TOGETHER),
                    (language("Half on that date, half four weeks later, picked at random"), BY_LOT),
                ],
                chosen=TOGETHER,
                notes={
                    TOGETHER: language("With fewer than 10 people there's too little to compare"),
                    BY_LOT: language("The fairest way to see if it works"),
                },
            ),
        )
    )
    return modal(
        language("Plan a refresher") if again is not None else language("Plan a training"),
        blocks,
        callback=FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"again": again.stored.id if again is not None else 0},
    )


def _title(training: TrainingNow, today: dt.date, language: Language) -> str:
    when = day_words(training.stored.date, today, language)
    said = language(
        "*{topic}* {when}, for more {measure}",
        topic=escape(training.stored.topic),
        when=when,
        measure=measure_words(training.measure, language),
    )
    count = language.plural("{n} person", "{n} people", len(training.places))
    return f"{said} · {count}"


def _row_words(training: TrainingNow, today: dt.date, language: Language) -> str:
    title = _title(training, today, language)
    if training.checks:
        return f"{title}\n{check_words(training.checks[-1], training, language)}"
    return title


def _people(training: TrainingNow, today: dt.date, language: Language) -> Iterator[str]:
    if not training.stored.draw:
        yield _names(training.half(waits=False), language)
        return
    for waits, date in ((False, training.stored.date), (True, training.last_date)):
        names, when = _names(training.half(waits=waits), language), day_words(date, today, language)
        if waits:
            yield language("Second half, {when}: {names}", when=when, names=names)
        else:
            yield language("First half, {when}: {names}", when=when, names=names)


def _names(members: Sequence[Member], language: Language) -> str:
    shown = [escaped_within(each.name or each.slack_user_id, 40) for each in members[:MOST_NAMES]]
    if len(members) > MOST_NAMES:
        shown.append(language("{n} more", n=language.count(len(members) - MOST_NAMES)))
    return language.listed(shown)


def _finding(check: TrainingCheck, training: TrainingNow, language: Language) -> str:
    n, others = language.count(check.people), language.count(check.others)
    if check.difference is not None and check.low is not None and check.high is not None:
        span = language("{low} to {high}", low=_signed(check.low, language), high=_signed(check.high, language))
        size = language.percent(abs(check.difference))
        values = {"size": size, "measure": measure_words(training.measure, language), "span": span}
        match check.finding, check.days == WAIT_DAYS:
            case CheckFinding.MORE, True:
                return language(
                    "{size} more {measure} than the half that waited ({span}, {n} people and {others}).",
                    n=n,
                    others=others,
                    **values,
                )
            case CheckFinding.LESS, True:
                return language(
                    "{size} fewer {measure} than the half that waited ({span}, {n} people and {others}).",
                    n=n,
                    others=others,
                    **values,
                )
            case CheckFinding.MORE, _:
                return language(
                    "{size} more {measure} than similar reps without it ({span}, {n} people and {others}).",
                    n=n,
                    others=others,
                    **values,
                )
            case CheckFinding.LESS, _:
                return language(
                    "{size} fewer {measure} than similar reps without it ({span}, {n} people and {others}).",
                    n=n,
                    others=others,
                    **values,
                )
            case _:
                return language("no clear difference ({span}, {n} people and {others}).", span=span, n=n, others=others)
    match check.finding:
        case CheckFinding.TOO_FEW:
            return language(
                "too few to compare ({n} and {others} people, it takes {enough} each).",
                n=n,
                others=others,
                enough=language.count(ENOUGH_IN_HALF),
            )
        case CheckFinding.UNKNOWN:
            return language("too little logged to tell.")
        case CheckFinding.BELOW_USUAL:
            return language(
                "too few to compare. {some} of {n} people are below their usual range.",
                some=language.count(check.below),
                n=n,
            )
        case CheckFinding.ABOVE_USUAL:
            return language(
                "too few to compare. {some} of {n} people are above their usual range.",
                some=language.count(check.above),
                n=n,
            )
        case _:
            return language(
                "too few to compare. {some} of {n} people are in their usual range.",
                some=language.count(check.within),
                n=n,
            )


def _doubt(check: TrainingCheck, language: Language) -> Iterator[str]:
    if check.difference is not None:
        yield language("The true difference is in the range about 19 times in 20.")
    elif check.days != WAIT_DAYS and check.finding is not CheckFinding.UNKNOWN:
        yield language(
            "Comparing takes {n} people and {others} others like them, so this says where they are, not why.",
            n=language.count(ENOUGH_TREATED),
            others=language.count(ENOUGH_CONTROLS),
        )


def _outlook(training: TrainingNow, today: dt.date, language: Language) -> Iterator[str]:
    """What can be hoped for of the halves, how to draw them again, and when it is looked at next."""
    if training.stored.draw:
        first, waiting = (len(training.half(waits=waits)) for waits in (False, True))
        if not any(each.days == WAIT_DAYS for each in training.checks):
            yield power_words(min(first, waiting), language)
        draw = escape(training.stored.draw)
        yield language("Drawn by lot with {draw}. Anyone can draw it again from this.", draw=draw)
    elif training.may_be_drawn(today):
        yield language("Want to see if it works? Draw halves: half have it then, half four weeks later, by lot.")
        yield power_words(len(training.places) // 2, language)
    ahead = next_check(training)
    if ahead is not None:
        days, date = ahead
        if days == WAIT_DAYS:
            yield language("I'll compare the halves around {day}.", day=language.day(max(date, today)))
        else:
            yield language(
                "Next check around {day}, after {days} days.",
                day=language.day(max(date, today)),
                days=language.count(days),
            )


def power_words(half: int, language: Language) -> str:
    """How likely a real gain is to show, with so many people in the smaller half."""
    (few, of_few), (many, of_many) = POWER
    if half < ENOUGH_IN_HALF:
        return language(
            "With fewer than {n} people in a half there's nothing to compare, only who's in their usual range.",
            n=language.count(ENOUGH_IN_HALF),
        )
    if half < few:
        return language(
            "With halves this small, even a real 30% gain shows up less than {share} of the time.",
            share=language.percent(of_few),
        )
    if half < many:
        return language(
            "With halves this size, a real 30% gain shows up about {low} to {high} of the time.",
            low=language.percent(of_few),
            high=language.percent(of_many),
        )
    return language(
        "With halves this size, a real 30% gain shows up {share} of the time or more.",
        share=language.percent(of_many),
    )


def _buttons(training: TrainingNow, today: dt.date, language: Language) -> list[Block]:
    value, topic = str(training.stored.id), escaped_within(training.stored.topic, LINE)
    found = []
    if training.may_be_drawn(today):
        found.append(button(language("Draw halves"), action=DRAW, value=value, about=topic, style="primary"))
    if any(each.refresher_due for each in training.checks[-1:]):
        found.append(button(language("Plan a refresher"), action=AGAIN, value=value, about=topic))
    if not training.checks:
        cancel = button(language("Cancel training"), action=CANCEL, value=value, about=topic)
        cancel["confirm"] = confirm(
            language("Cancel this training?"),
            language("Everyone who knows about it gets a message."),
            yes=language("Cancel training"),
            no=language("Keep it"),
        )
        found.append(cancel)
    return found


def _signed(share: float, language: Language) -> str:
    """+12%, −3%."""
    words = language.percent(abs(share))
    return f"+{words}" if share >= 0 else f"\u2212{words}"
