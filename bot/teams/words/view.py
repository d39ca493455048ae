"""`/team`: a team on one screen, in words and bars, and the menus to look closer."""

import itertools
from collections.abc import Iterator, Sequence

from bot.alerts.words.settings import OPEN as ALERT_SETTINGS
from bot.core.words.blocks import actions, button, context, escape, header, menu, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.standings.words.cards import CLOSER, pace_words
from bot.standings.words.standing import chance_words, ramp_words
from bot.standings.words.team_totals import total_line, total_words
from bot.teams.view import JUDGED, Cell, RepRow, TeamView, Trend
from bot.teams.words.charts import pace_chart, weeks_chart, weeks_words
from metrics.episodes import Status
from metrics.periods import PeriodKind

FILTER, FILE, QUALITY, TEAM = "team_filter", "team_file", "team_quality", "team_view"
BUTTONS_SHOWN, OTHERS_SHOWN, TOTALS_SHOWN = 20, 4, 4
ROWS_A_BLOCK = 20
MOST_ROWS = 100
ANY = "*"


def team_message(view: TeamView, language: Language) -> Message:
    """The team's reps, who needs help most first."""
    title = f"{escape(view.team.name)} · {language.day(view.date)}"
    if not view.rows:
        text = language("{team} has no reps yet. Add people with `pacer teams join`.", team=escape(view.team.name))
        return Message(text=text, blocks=(section(text), *_menus(view, language)))
    if not view.shown:
        text = language("{team} has no goals yet. `/goal` sets one.", team=escape(view.team.name))
        return Message(text=text, blocks=(section(text), *_menus(view, language)))
    blocks: list[Block] = [header(f"{view.team.name} · {language.day(view.date)}")]
    summary = _summary(view, language)
    blocks.append(section(summary))
    totals: list[str] = []
    if view.totals:
        heading = language("As a team")
        totals = [heading, *(total_words(each, language) for each in view.totals[:TOTALS_SHOWN])]
        lines = [total_line(each, language) for each in view.totals[:TOTALS_SHOWN]]
        blocks.append(section("\n".join([f"*{heading}*", *lines])))
    blocks += _people(view, language)
    charts = _charts(view, language)
    blocks += charts.blocks
    notes = _notes(view, language)
    blocks.append(context(*notes))
    blocks += _menus(view, language)
    spoken = [title, summary.replace("*", ""), *totals, *(_spoken(row, language) for row in view.rows[:MOST_ROWS])]
    spoken += [*filter(None, [charts.text]), *notes]
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def status_heading(row: RepRow, language: Language) -> str:
    """The heading that a rep stands under."""
    if row.away:
        return language("Off today")
    return {
        Status.AT_RISK: language("Behind"),
        Status.WATCH: language("Slightly behind"),
        Status.NO_DATA: language("Not logged yet"),
        Status.TOO_EARLY: language("Too early to say"),
        Status.ON_TRACK: language("On track"),
        Status.REACHED: _upper(language("done")),
        None: language("No goal"),
    }[row.status]


def state_of(team_id: int | None, metric_key: str | None, period: PeriodKind | None) -> str:
    """What a menu's option asks for, as its value."""
    return f"{team_id}|{metric_key or ANY}|{period.value if period is not None else ANY}"


def _summary(view: TeamView, language: Language) -> str:
    groups = [(heading, len(list(some))) for heading, some in _grouped(view.rows, language)]
    return " · ".join(f"*{language.count(n)}* {heading[:1].lower()}{heading[1:]}" for heading, n in groups)


def _grouped(rows: Sequence[RepRow], language: Language) -> Iterator[tuple[str, Iterator[RepRow]]]:
    return itertools.groupby(rows, key=lambda row: status_heading(row, language))


def _people(view: TeamView, language: Language) -> Iterator[Block]:
    """Each rep by name with the goal that is furthest behind, who needs help most first. Of a large team the first
    ones have a button; the others stand together, a line each, and are opened by the menu below.
    """
    single = len(view.shown) == 1
    for row in view.rows[:BUTTONS_SHOWN]:
        yield section(
            "\n".join(_row(row, language, single=single)),
            accessory=button(
                language("View"), action=f"{CLOSER}:one", value=str(row.member.id), about=_plain_name(row)
            ),
        )
    rest = view.rows[BUTTONS_SHOWN:MOST_ROWS]
    for at in range(0, len(rest), ROWS_A_BLOCK):
        yield section(
            "\n".join(line for row in rest[at : at + ROWS_A_BLOCK] for line in _row(row, language, single=True)[:1])
        )


def _row(row: RepRow, language: Language, *, single: bool) -> list[str]:
    """The rep, and the goal that their state is of: which one, how much of it, and how likely; the others below it."""
    who = f"*<@{row.member.slack_user_id}>*"
    if row.away:
        return [language("{who} · {state}", who=who, state=_lower(status_heading(row, language)))]
    worst = row.furthest
    if worst is None:
        return [language("{who} · {state}", who=who, state=_lower(status_heading(row, language)))]
    lines = [language("{who} · {goal}", who=who, goal=goal_in_a_line(worst, language))]
    if single:
        if worst.line.status in JUDGED and (likely := _narrow_enough(worst, language)):
            lines.append(likely)
    else:
        others = [_short(cell, language) for cell in row.cells if cell is not worst]
        if others:
            lines.append(language(" · ").join(others[:OTHERS_SHOWN]))
    on_ramp = [cell for cell in row.cells if cell.line.on_ramp]
    if on_ramp:
        lines.append(_ramp(on_ramp, language))
    return lines


def goal_in_a_line(cell: Cell, language: Language) -> str:
    """A goal in a line: Demos November 2 of 14, unlikely ↓."""
    line = cell.line
    said = language(
        "{metric} {period} {done} of {target}, {standing}",
        metric=language.name(line.metric),
        period=language.period(line.period.kind, line.period.start, line.period.end),
        done=language.amount(line.metric, line.done, short=True),
        target=language.amount(line.metric, line.target, short=True),
        standing=_standing(cell, language),
    )
    return f"{said} {_arrow(cell.trend)}".rstrip()


def _short(cell: Cell, language: Language) -> str:
    """Another goal at a glance: Calls 7/60, 50/50."""
    line = cell.line
    done, target = (
        language.amount(line.metric, line.done, short=True),
        language.bare_amount(line.metric, line.target),
    )
    return language(
        "{metric} {done}/{target} {standing}",
        metric=language.name(line.metric),
        done=done,
        target=target,
        standing=_standing(cell, language),
    )


def _narrow_enough(cell: Cell, language: Language) -> str:
    """How it stands, by how much, and where it will end where that is known well enough."""
    return pace_words(cell.line, language)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _plain_name(row: RepRow) -> str:
    return escape(row.member.name or row.member.slack_user_id)


def _ramp(cells: Sequence[Cell], language: Language) -> str:
    """That less is asked of who gets started: of one goal how much, of several from what share to what."""
    if len(cells) == 1:
        return ramp_words(cells[0].line, language)
    low, high = (language.percent(end(cell.line.ramp for cell in cells)) for end in (min, max))
    if low == high:
        return language("ramp: {share}", share=low)
    return language("ramp: {low} to {high}", low=low, high=high)


def _standing(cell: Cell, language: Language) -> str:
    """How likely it is to be reached, in a word; what cannot be judged says why."""
    match cell.line.status:
        case Status.REACHED:
            return language("done")
        case Status.TOO_EARLY:
            return language("too early to say")
        case Status.NO_DATA:
            return language("not logged yet")
        case _:
            return chance_words(cell.line.probability, language)


def _arrow(trend: Trend | None) -> str:
    return {Trend.UP: "↑", Trend.DOWN: "↓", Trend.STEADY: " ", None: " "}[trend]


def _spoken(row: RepRow, language: Language) -> str:
    """One rep as a sentence: what a screen reader reads."""
    goals = []
    for cell in row.cells:
        said = goal_in_a_line(cell, language).rstrip(" ↑↓")
        said = f"{said} ({ramp_words(cell.line, language)})" if cell.line.on_ramp else said
        trend = {Trend.UP: language("rising"), Trend.DOWN: language("falling")}.get(cell.trend) if cell.trend else None
        goals.append(f"{said}, {trend}" if trend else said)
    return f"<@{row.member.slack_user_id}>: {status_heading(row, language)}. {'. '.join(goals)}"


def _charts(view: TeamView, language: Language) -> Message:
    """Where one metric is shown: each rep beside the plan, and how the whole team moved."""
    if view.weeks is None:
        return Message(text="", blocks=())
    drawn = [pace_chart(view.rows, view.shown[0], language), weeks_chart(view.weeks, language)]
    words = weeks_words(view.weeks, language)
    return Message(text=words, blocks=tuple(chart for chart in drawn if chart is not None))


def _notes(view: TeamView, language: Language) -> list[str]:
    moved = any(cell.trend in (Trend.UP, Trend.DOWN) for row in view.rows for cell in row.cells)
    notes = [language("↑↓ odds vs. a week ago")] if moved else []
    if len(view.rows) > MOST_ROWS:
        notes.append(language("The first {n} reps. The file has all of them", n=language.count(MOST_ROWS)))
    off = [escape(row.member.name) for row in view.rows if row.nudges_off]
    if off:
        notes.append(language("Morning messages are off: {names}", names=", ".join(off[:10])))
    for member in view.left:
        if member.left_on is not None:
            name, day = escape(member.name), language.day(member.left_on)
            notes.append(language("{name} left on {day} and isn't counted anymore", name=name, day=day))
    notes.append(language("Reps see the same numbers, and that you viewed them."))
    return notes


def _menus(view: TeamView, language: Language) -> list[Block]:
    team_id, metric, period = view.team.id, view.metric_key, view.period
    filters: list[Block] = []
    if len(view.teams) > 1:
        options = [(team.name, state_of(team.id, None, None)) for team in view.teams[:100]]
        filters.append(menu(options, action=f"{FILTER}:team", placeholder=view.team.name))
    metrics = {column.metric.key: column.metric for column in view.columns}
    if len(metrics) > 1:
        everything = (language("All metrics"), state_of(team_id, None, period))
        options = [everything, *((language.name(m), state_of(team_id, key, period)) for key, m in metrics.items())]
        shown = language.name(metrics[metric]) if metric in metrics else everything[0]
        filters.append(menu(options, action=f"{FILTER}:metric", placeholder=shown))
    periods = list(dict.fromkeys(column.period for column in view.columns))
    if len(periods) > 1:
        every = (language("All periods"), state_of(team_id, metric, None))
        options = [every, *((_period_name(kind, language), state_of(team_id, metric, kind)) for kind in periods)]
        shown = _period_name(period, language) if period is not None else every[0]
        filters.append(menu(options, action=f"{FILTER}:period", placeholder=shown))
    closer: list[Block] = []
    if view.rows:
        people = [(row.member.name or row.member.slack_user_id, str(row.member.id)) for row in view.rows[:100]]
        closer.append(menu(people, action=CLOSER, placeholder=language("View rep…")))
    closer.append(button(language("How deals move"), action=QUALITY, value=str(team_id)))
    closer.append(button(language("Send me the file"), action=FILE, value=str(team_id)))
    closer.append(button(language("Alerts…"), action=ALERT_SETTINGS, value=str(team_id)))
    rows = [actions(*filters, block_id="team_filters")] if filters else []
    return [*rows, actions(*closer, block_id="team_closer")]


def _period_name(kind: PeriodKind, language: Language) -> str:
    return {
        PeriodKind.DAY: language("Days"),
        PeriodKind.WEEK: language("Weeks"),
        PeriodKind.MONTH: language("Months"),
        PeriodKind.QUARTER: language("Quarters"),
        PeriodKind.YEAR: language("Years"),
        PeriodKind.CUSTOM: language("Own dates"),
    }.get(kind, kind.value)
