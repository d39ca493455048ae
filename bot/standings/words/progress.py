"""`/progress`: one's own goals by period, what changed, what runs, and the last four weeks."""

import datetime as dt
from collections.abc import Iterator

from bot.core.words.blocks import actions, button, context, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.pipeline.words.conversion import conversion_lines
from bot.standings.progress import Change, Progress
from bot.standings.words.cards import goal_card, goal_words
from bot.standings.words.recent_weeks import weeks_chart, weeks_words
from bot.standings.words.standing import chance_words
from bot.standings.words.team_totals import total_line, total_words
from bot.standings.words.today import today_words
from metrics.periods import PeriodKind

MORE_GOALS = "progress_more"
PAGE = 8
"""Goals in one message: a phone's two screens, and far from Slack's limits."""
CHANGES_SHOWN, STREAKS_SHOWN, WEEKS_SHOWN, CONVERSION_SHOWN = 4, 3, 4, 2


def progress_message(progress: Progress, language: Language, *, page: int = 0, charts: bool = True) -> Message:
    """The member's goals, eight to a page; what changed, streaks and the last weeks are on the first one.

    Without `charts` (a modal takes none) their figures are there in words.
    """
    if not progress.goals:
        text = language(
            "No goal yet. Ask your manager to set one, or propose your own with `/goal`. You can start logging now."
        )
        return Message(text=text, blocks=(section(text),))
    shown = progress.goals[page * PAGE : (page + 1) * PAGE] or progress.goals[:PAGE]
    title = language("*Where you stand* · {day}", day=language.day(progress.date))
    blocks: list[Block] = [section(title)]
    spoken = [language("Where you stand · {day}", day=language.day(progress.date))]
    today = today_words(progress.today, language) if page == 0 else ""
    if today:
        blocks.append(section(today))
        spoken.append(today)
    heading = ""
    for line in shown:
        period = language.period(line.period.kind, line.period.start, line.period.end)
        if period != heading:
            heading = period
            blocks.append(context(f"*{escape(period[:1].upper() + period[1:])}*"))
        blocks.append(goal_card(line, progress.member, language))
        spoken.append(goal_words(line, language))
    if page == 0:
        more = _first_page(progress, language, charts=charts)
        blocks.extend(more.blocks)
        spoken.append(more.text)
    rest = len(progress.goals) - (page + 1) * PAGE
    if rest > 0:
        more_goals = language.plural("{n} more goal", "{n} more goals", rest)
        value = f"{progress.member.slack_user_id}:{page + 1}"
        blocks.append(actions(button(more_goals, action=MORE_GOALS, value=value), block_id=f"more_goals_{page}"))
        spoken.append(more_goals)
    return Message(text="\n".join(part for part in spoken if part), blocks=tuple(blocks))


def _first_page(progress: Progress, language: Language, *, charts: bool) -> Message:
    blocks: list[Block] = []
    totals: list[str] = []
    if progress.totals:
        heading = language("As a team")
        totals = [heading, *(total_words(each, language) for each in progress.totals)]
        lines = [f"*{heading}*", *(total_line(each, language) for each in progress.totals)]
        blocks.append(section("\n".join(lines)))
    changes = list(_changes(progress, language))
    if changes:
        since = _since(progress.changes[0].since, progress.date, language)
        changes = [since, *(f"• {change}" for change in changes)]
        blocks.append(section("\n".join([f"*{since}*", *changes[1:]])))
    streaks = _streaks(progress, language)
    if streaks:
        blocks.append(context(streaks))
    weeks = progress.weeks[:WEEKS_SHOWN]
    drawn = [chart for each in weeks[:1] if charts and (chart := weeks_chart(each, language)) is not None]
    blocks.extend(drawn)
    words = [weeks_words(each, language) for each in weeks]
    others = words[len(drawn) :]
    if others:
        blocks.append(context("\n".join(others)))
    converts = (
        conversion_lines(progress.conversion, language)[:CONVERSION_SHOWN] if progress.conversion is not None else []
    )
    if converts:
        shown = converts[:CONVERSION_SHOWN]
        converts = [language("Deals and leads, over a year"), *(f"• {line}" for line in shown)]
        blocks.append(section("\n".join([f"*{converts[0]}*", *converts[1:]])))
    return Message(
        text="\n".join([*totals, *changes, *filter(None, [streaks]), *words, *converts]), blocks=tuple(blocks)
    )


def _since(morning: dt.date, today: dt.date, language: Language) -> str:
    if morning == today - dt.timedelta(days=1):
        return language("Since yesterday morning")
    return language("Since the morning of {day}", day=language.day(morning))


def _changes(progress: Progress, language: Language) -> Iterator[str]:
    """What is more, good news first; a goal on which nothing came is not spoken of."""
    told = [change for change in progress.changes if change.more]
    for change in sorted(told, key=lambda each: -each.more / each.goal.target)[:CHANGES_SHOWN]:
        yield _change(change, language)


def _change(change: Change, language: Language) -> str:
    line = change.goal
    metric, period = language.name(line.metric), language.period(line.period.kind, line.period.start, line.period.end)
    n = language.amount(line.metric, abs(change.more), short=True)
    if change.more > 0:
        said = language("{metric} {period}: {n} more", metric=metric, period=period, n=n)
    else:
        said = language("{metric} {period}: {n} less, after a correction", metric=metric, period=period, n=n)
    if line.left <= 0:
        return language("{said}, and the goal is done", said=said)
    if change.probability is None:
        return said
    before, now = chance_words(change.probability, language), chance_words(line.probability, language)
    # Of who did more it is no news to cheer them that the odds fell all the same.
    if before == now or (change.more > 0 and line.probability < change.probability):
        return said
    return language("{said}. Your odds went from {before} to {now}.", said=said, before=before, now=now)


def _streaks(progress: Progress, language: Language) -> str:
    runs = [
        language.plural("{metric} {n} workday", "{metric} {n} workdays", each.streak.length, metric=name)
        if each.period is PeriodKind.DAY
        else language.plural("{metric} {n} week", "{metric} {n} weeks", each.streak.length, metric=name)
        for each in progress.streaks[:STREAKS_SHOWN]
        for name in [language.named(each.metric)]
    ]
    return language("Streaks: {runs}", runs=language(", ").join(runs)) if runs else ""
