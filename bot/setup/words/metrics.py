"""What can be logged, for an admin: the list, the form of one metric, and what today's presets would add."""

from collections.abc import Sequence

from bot.core.words.blocks import actions, button, context, escape, escaped_within, section, shorten
from bot.core.words.forms import choice, field, modal, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.setup.metric_words import LONGEST_WORD, MOST_OUTCOMES
from bot.setup.metrics import (
    ALWAYS,
    FROM_DEALS,
    LONGEST_ALIASES,
    MOST_METRICS,
    MetricDraft,
    draft_of,
)
from bot.setup.preset_update import MetricUpdate
from bot.setup.text import write_outcomes_text, write_words
from storage.tables import Metric, Unit

LIST, ADD, EDIT, UPDATE = "metrics_list", "metrics_add", "metrics_edit", "metrics_update"
FORM, UPDATE_FORM = "metrics_form", "metrics_update_form"
COUNT, MONEY = Unit.COUNT.value, Unit.MONEY.value
LEADING, LAGGING = "leading", "lagging"
ON, OFF = "on", "off"
NAMES_SHOWN, SHOWN = 12, 60
WORDS_ROOM, LONGEST_ADDITION = 100, 1000


def home_section(metrics: Sequence[Metric], language: Language) -> list[Block]:
    """The section of an admin's Home tab."""
    names = [language.named(metric) for metric in metrics[:NAMES_SHOWN]]
    if len(metrics) > NAMES_SHOWN:
        names.append(language("and {n} more", n=language.count(len(metrics) - NAMES_SHOWN)))
    title = language.plural("*What reps can log* · {n} metric", "*What reps can log* · {n} metrics", len(metrics))
    buttons = [button(language("Metrics"), action=LIST)]
    if len(metrics) < MOST_METRICS:
        buttons.append(button(language("Add a metric"), action=ADD))
    return [section(f"{title}\n{language(', ').join(names)}"), actions(*buttons, block_id="home_metrics")]


def list_view(metrics: Sequence[Metric], updates: Sequence[MetricUpdate], language: Language) -> Block:
    """All metrics, those switched off last, each with a button to change it."""
    in_use = [metric for metric in metrics if metric.retired_at is None]
    off = [metric for metric in metrics if metric.retired_at is not None]
    blocks: list[Block] = []
    if updates:
        text = language("Pacer has new words and outcomes for your metrics.")
        blocks.append(section(text, accessory=button(language("See what's new"), action=UPDATE)))
    blocks += [_row(metric, language) for metric in [*in_use, *off][:SHOWN]]
    if len(in_use) < MOST_METRICS:
        blocks.append(actions(button(language("Add a metric"), action=ADD), block_id="metrics"))
    return modal(language("What reps can log"), blocks, callback="metrics", submit=None, close=language("Close"))


def metric_form(metric: Metric | None, language: Language) -> Block:
    """The form of one metric; None is a new one."""
    draft = draft_of(metric) if metric is not None else MetricDraft(singular="", plural="")
    from_deals = metric is not None and metric.key in FROM_DEALS
    blocks = [
        field(
            "singular",
            language("Name, singular"),
            text_box(value=draft.singular, placeholder=language("workshop"), longest=LONGEST_WORD),
        ),
        field(
            "plural",
            language("Name, plural"),
            text_box(value=draft.plural, placeholder=language("workshops"), longest=LONGEST_WORD),
        ),
        field(
            "aliases",
            language("Other words for it"),
            text_box(value=write_words(draft.aliases), lines=True, longest=LONGEST_ALIASES),
            optional=True,
            hint=language("Separated by commas, in any language your people use."),
        ),
    ]
    if from_deals:
        blocks.append(context(language("It comes from deals, logged with `/deal` or `/log deal`.")))
    else:
        blocks += _kinds(draft, language, new=metric is None)
    if metric is not None and metric.key not in ALWAYS:
        blocks.append(_in_use(draft, language))
    return modal(
        language("Add a metric") if metric is None else language("Change a metric"),
        blocks,
        callback=FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"metric": metric.key} if metric is not None else {},
    )


def update_view(updates: Sequence[MetricUpdate], language: Language) -> Block:
    """What would be added, before anything is."""
    blocks = [
        context(language("This only adds words. Ones you already use for something else are skipped.")),
        *(section(shorten(_addition(each, language), LONGEST_ADDITION)) for each in updates[:MOST_METRICS]),
    ]
    return modal(
        language("New words"),
        blocks,
        callback=UPDATE_FORM,
        submit=language("Add these"),
        close=language("Cancel"),
    )


def _row(metric: Metric, language: Language) -> Block:
    draft = draft_of(metric)
    # Only what is not so of most is said.
    kind = [f"*{language.name(metric)}*"]
    if metric.unit is Unit.MONEY:
        kind.append(language("an amount"))
    if not metric.leading:
        kind.append(language("a result"))
    if metric.retired_at is not None:
        kind.append(language("switched off"))
    lines = [" · ".join(kind)]
    if draft.aliases:
        words = escaped_within(language(", ").join(draft.aliases), WORDS_ROOM)
        lines.append(language("Also: {words}", words=words))
    if draft.outcomes and metric.key not in FROM_DEALS:
        names = escaped_within(language(", ").join(name for name, _ in draft.outcomes), WORDS_ROOM)
        lines.append(language("Outcomes: {names}", names=names))
    change = button(language("Change"), action=EDIT, value=metric.key)
    return {**section("\n".join(lines), accessory=change), "block_id": f"metric:{metric.key}"}


def _kinds(draft: MetricDraft, language: Language, *, new: bool) -> list[Block]:
    unit = field(
        "unit",
        language("What one entry counts"),
        choice([(language("How many"), COUNT), (language("An amount of money"), MONEY)], chosen=draft.unit.value),
        hint=language("You can't change this later."),
    )
    leads = field(
        "leading",
        language("Type"),
        choice(
            [
                (language("An activity a rep does (calls, demos)"), LEADING),
                (language("A result, not an activity (revenue)"), LAGGING),
            ],
            chosen=LEADING if draft.leading else LAGGING,
        ),
        hint=language("Only activities appear in the morning message."),
    )
    outcomes = field(
        "outcomes",
        language("Possible outcomes"),
        text_box(
            value=write_outcomes_text(draft.outcomes or ()),
            placeholder=language("booked: meeting set, appointment"),
            lines=True,
        ),
        optional=True,
        hint=language(
            "One a line, with other words after a colon, {n} at most. Logged entries keep theirs.", n=MOST_OUTCOMES
        ),
    )
    return [*([unit] if new else []), leads, outcomes]


def _in_use(draft: MetricDraft, language: Language) -> Block:
    return field(
        "in_use",
        language("In use"),
        choice(
            [(language("Reps can log it"), ON), (language("Switched off, but entries stay"), OFF)],
            chosen=ON if draft.in_use else OFF,
        ),
    )


def _addition(each: MetricUpdate, language: Language) -> str:
    lines = [f"*{language.name(each.metric)}*"]
    if each.aliases:
        words = escaped_within(language(", ").join(each.aliases), 900)
        lines.append(language("Words: {words}", words=words))
    if each.outcomes:
        names = escape(language(", ").join(name for name, _ in each.outcomes))
        lines.append(language("Outcomes: {names}", names=names))
    if each.left_out:
        words = escaped_within(language(", ").join(each.left_out), 900)
        lines.append(language("Skipped, already used here: {words}", words=words))
    return "\n".join(lines)
