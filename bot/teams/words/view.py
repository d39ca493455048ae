"""`/team`: a team on one screen, in words and bars, and the menus to look closer."""

import itertools
import textwrap
from collections.abc import Iterator, Sequence

from bot.alerts.words.settings import OPEN as ALERT_SETTINGS
from bot.core.words.blocks import actions, bar, button, context, escape, header, menu, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.standings.words.cards import CLOSER, pace_words
from bot.standings.words.standing import chance_words, likely_range, ramp_words
from bot.teams.view import JUDGED, Cell, Column, RepRow, TeamView, Trend
from bot.teams.words.charts import pace_chart, weeks_chart, weeks_words
from metrics.episodes import Status
from metrics.periods import PeriodKind

FILTER, FILE, QUALITY = "team_filter", "team_file", "team_quality"
NAME_WIDTH, CELL_WIDTH, WIDE_CELL, LINE_WIDTH = 8, 3, 5, 35
COLUMN_WIDTH = CELL_WIDTH + 5
"""A phone shows about 36 characters without wrapping."""
MOST_COLUMNS = 3
ROWS_A_BLOCK = 20
MOST_ROWS = 100
ANY = "*"


def team_message(view: TeamView, language: Language) -> Message:
    """The team's reps, who needs help most first."""
    title = f"{escape(view.team.name)} · {language.day(view.date)}"
    if not view.rows:
        text = language("{team} has no reps yet. `pacer teams join` puts people into it.", team=escape(view.team.name))
        return Message(text=text, blocks=(section(text), *_menus(view, language)))
    if not view.shown:
        text = language("{team} has no goals yet. `/goal` sets one.", team=escape(view.team.name))
        return Message(text=text, blocks=(section(text), *_menus(view, language)))
    blocks: list[Block] = [header(f"{view.team.name} · {language.day(view.date)}")]
    summary = _summary(view, language)
    blocks.append(section(summary))
    for heading, lines in _tables(view, language):
        blocks.append(section(f"*{heading}*\n```\n" + "\n".join(lines).replace("`", "'") + "\n```"))
    charts = _charts(view, language)
    blocks += charts.blocks
    notes = _notes(view, language)
    blocks.append(context(*notes))
    blocks += _menus(view, language)
    spoken = [title, summary.replace("*", ""), *(_spoken(row, language) for row in view.rows[:MOST_ROWS])]
    spoken += [*filter(None, [charts.text]), *notes]
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def status_heading(row: RepRow, language: Language) -> str:
    """The heading that a rep stands under."""
    if row.away:
        return language("Away today")
    return {
        Status.AT_RISK: language("Behind"),
        Status.WATCH: language("A little behind"),
        Status.NO_DATA: language("Log missing"),
        Status.TOO_EARLY: language("Just begun"),
        Status.ON_TRACK: language("On plan"),
        Status.REACHED: language("Reached"),
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


def _tables(view: TeamView, language: Language) -> Iterator[tuple[str, list[str]]]:
    """Under each heading the reps' rows, below the names of the columns; a long one in several parts."""
    columns = view.shown[:MOST_COLUMNS]
    single = len(columns) == 1
    names = [shorten(_column_name(column, view, language), 24 if single else COLUMN_WIDTH) for column in columns]
    top = (" " * (NAME_WIDTH + 1) + " ".join(f"{name:<{COLUMN_WIDTH}}" for name in names)).rstrip()
    for heading, rows in _grouped(view.rows[:MOST_ROWS], language):
        some = list(rows)
        for at in range(0, len(some), ROWS_A_BLOCK):
            lines = [line for row in some[at : at + ROWS_A_BLOCK] for line in _row(row, columns, language)]
            yield heading, [top, *lines]


def _row(row: RepRow, columns: Sequence[Column], language: Language) -> Iterator[str]:
    """A rep's bars; of several goals those that are in doubt are said in words below."""
    cells = [_find(row, column) for column in columns]
    shown = [_wide(cell, language) if len(columns) == 1 else _narrow(cell, language) for cell in cells]
    yield f"{_short_name(row):<{NAME_WIDTH}} {' '.join(shown)}".rstrip()
    if len(columns) > 1 and not row.away:
        doubts = [
            language(
                "{metric} {standing}",
                metric=language.plain_name(cell.line.metric).lower(),
                standing=_standing(cell, language),
            )
            for cell in row.cells
            if cell.standing in (Status.AT_RISK, Status.WATCH)
        ]
        for doubt in doubts:
            yield from (f"  {line}" for line in textwrap.wrap(doubt, LINE_WIDTH - 2))
    elif len(columns) == 1 and cells[0] is not None and not row.away and cells[0].line.status in JUDGED:
        line = cells[0].line
        likely = language("likely {range}", range=likely_range(line, language))
        yield f"  {pace_words(line, language)} · {likely}"
    on_ramp = [cell for cell in cells if cell is not None and cell.line.on_ramp]
    if on_ramp:
        yield f"  {_ramp(on_ramp, language)}"


def _ramp(cells: Sequence[Cell], language: Language) -> str:
    """That less is asked of who gets started: of one goal how much, of several from what share to what."""
    if len(cells) == 1:
        return ramp_words(cells[0].line, language)
    low, high = (language.percent(end(cell.line.ramp for cell in cells)) for end in (min, max))
    if low == high:
        return language("ramp: {share}", share=low)
    return language("ramp: {low} to {high}", low=low, high=high)


def _short_name(row: RepRow) -> str:
    """First name and the last one's initial: Bram C."""
    first, *others = (row.member.name or row.member.slack_user_id).split()
    if not others:
        return shorten(first, NAME_WIDTH)
    return f"{shorten(first, NAME_WIDTH - 3)} {others[-1][:1]}."


def _column_name(column: Column, view: TeamView, language: Language) -> str:
    name = language.name(column.metric)
    twice = sum(other.metric.key == column.metric.key for other in view.shown) > 1
    if len(view.shown[:MOST_COLUMNS]) == 1 or twice:
        return f"{name} {language.period(column.period, column.starts)}"
    return name


def _find(row: RepRow, column: Column) -> Cell | None:
    return next(
        (
            cell
            for cell in row.cells
            if (cell.line.metric.key, cell.line.period.kind) == (column.metric.key, column.period)
        ),
        None,
    )


def _narrow(cell: Cell | None, language: Language) -> str:
    """A bar, the share, and the trend."""
    if cell is None:
        return f"{'–':<{COLUMN_WIDTH}}"
    line = cell.line
    share = min(999, int(100 * line.done / line.target)) if line.target else 0
    return f"{bar(line.done, line.target, width=CELL_WIDTH)}{share:>3}%{_arrow(cell.trend)}"


def _wide(cell: Cell | None, language: Language) -> str:
    """Where there is room: done and target, the trend, and the chance in words."""
    if cell is None:
        return "–"
    line = cell.line
    amounts = f"{language.amount(line.metric, line.done, short=True)}/{language.bare_amount(line.metric, line.target)}"
    return f"{bar(line.done, line.target, width=WIDE_CELL)} {amounts:>7}{_arrow(cell.trend)} {_chance(cell, language)}"


def _standing(cell: Cell, language: Language) -> str:
    """How far behind plan, and the chance in words: 12 behind, unlikely."""
    chance = _chance(cell, language)
    if cell.line.status not in JUDGED:
        return chance
    behind = int(-cell.line.gap)
    if behind < 1:
        return chance
    n = language.amount(cell.line.metric, behind, short=True)
    return language("{n} behind, {chance}", n=n, chance=chance)


def _chance(cell: Cell, language: Language) -> str:
    match cell.line.status:
        case Status.REACHED:
            return language("reached")
        case Status.TOO_EARLY:
            return language("too early")
        case Status.NO_DATA:
            return language("log missing")
        case _:
            return chance_words(cell.line.probability, language)


def _arrow(trend: Trend | None) -> str:
    return {Trend.UP: "↑", Trend.DOWN: "↓", Trend.STEADY: " ", None: " "}[trend]


def _spoken(row: RepRow, language: Language) -> str:
    """One rep as a sentence: what a screen reader reads."""
    goals = []
    for cell in row.cells:
        line = cell.line
        said = language(
            "{metric} {period} {done} of {target}, {standing}",
            metric=language.name(line.metric),
            period=language.period(line.period.kind, line.period.start),
            done=language.amount(line.metric, line.done, short=True),
            target=language.amount(line.metric, line.target, short=True),
            standing=_standing(cell, language),
        )
        said = f"{said} ({ramp_words(line, language)})" if line.on_ramp else said
        trend = {Trend.UP: language("rising"), Trend.DOWN: language("falling")}.get(cell.trend) if cell.trend else None
        goals.append(f"{said}, {trend}" if trend else said)
    return f"<@{row.member.slack_user_id}>: {status_heading(row, language)}. {'; '.join(goals)}"


def _charts(view: TeamView, language: Language) -> Message:
    """Where one metric is shown: each rep beside the plan, and how the whole team moved."""
    if view.weeks is None:
        return Message(text="", blocks=())
    drawn = [pace_chart(view.rows, view.shown[0], language), weeks_chart(view.weeks, language)]
    words = weeks_words(view.weeks, language)
    return Message(text=words, blocks=tuple(chart for chart in drawn if chart is not None))


def _notes(view: TeamView, language: Language) -> list[str]:
    notes = [language("↑ ↓ likelier or less likely than a week ago, or than when the period began")]
    if len(view.shown) > MOST_COLUMNS:
        left = len(view.shown) - MOST_COLUMNS
        notes.append(
            language.plural("{n} more goal: choose a metric below", "{n} more goals: choose a metric below", left)
        )
    if len(view.rows) > MOST_ROWS:
        notes.append(language("The first {n} reps; the file has all of them", n=language.count(MOST_ROWS)))
    off = [escape(row.member.name) for row in view.rows if row.nudges_off]
    if off:
        notes.append(language("Morning messages are off: {names}", names=", ".join(off[:10])))
    for member in view.left:
        if member.left_on is not None:
            name, day = escape(member.name), language.day(member.left_on)
            notes.append(language("{name} left on {day} and isn't counted anymore", name=name, day=day))
    notes.append(language("Each rep sees the same figures, and that you looked"))
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
        closer.append(menu(people, action=CLOSER, placeholder=language("Look closer at…")))
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
    }.get(kind, kind.value)
