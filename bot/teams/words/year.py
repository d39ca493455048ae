"""A year of each rep: where they shine and where they struggle, metric by metric."""

from collections.abc import Iterator, Sequence

from bot.core.words.blocks import context, escape, header, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.teams.year import MetricYear, RepYear, TeamYear
from metrics.coaching.year import YearVerdict
from storage.tables import Unit

REPS_SHOWN = 40


def year_message(year: TeamYear, language: Language) -> Message:
    """Each rep's year; of one rep alone every metric in full."""
    title = language(
        "{team}: the year since {day}", team=escape(year.team.name), day=language.long_date(year.period.start)
    )
    blocks: list[Block] = [header(title)]
    spoken = [title]
    alone = len(year.reps) == 1
    told = [list(_in_full(year.reps[0], language))] if alone else [[line] for line in years_lines(year.reps, language)]
    for lines in told:
        blocks.append(section("\n".join(lines)))
        spoken += lines
    if len(spoken) == 1:
        text = language("Nothing logged this year yet.")
        blocks.append(section(text))
        spoken.append(text)
    note = language("Shows only differences of 15% or more, most months. Use it to plan goals, not to grade people.")
    blocks.append(context(note))
    return Message(text="\n".join([*spoken, note]), blocks=tuple(blocks))


def years_lines(reps: Sequence[RepYear], language: Language) -> list[str]:
    """A line for each rep who stands out, and one for all who are in line with the team."""
    shown = reps[:REPS_SHOWN]
    lines = [line for rep in shown for line in _year_lines(rep, language)]
    in_line = [f"<@{rep.member.slack_user_id}>" for rep in shown if not _parts(rep, language) and _steady(rep)]
    if in_line:
        lines.append(language("In line with the team: {names}", names=language(", ").join(in_line)))
    return lines


def _year_lines(rep: RepYear, language: Language) -> Iterator[str]:
    """One rep in one line: where they shine, where they struggle; nothing where neither can be told."""
    parts = _parts(rep, language)
    if parts:
        yield language("{who}: {what}", who=f"<@{rep.member.slack_user_id}>", what=language(" · ").join(parts))


def _parts(rep: RepYear, language: Language) -> list[str]:
    shines = [language.named(each.metric) for each in rep.metrics if each.year.verdict is YearVerdict.SHINES]
    struggles = [language.named(each.metric) for each in rep.metrics if each.year.verdict is YearVerdict.STRUGGLES]
    parts = []
    if shines:
        parts.append(language("strong in {metrics}", metrics=language(", ").join(shines)))
    if struggles:
        parts.append(language("could use help with {metrics}", metrics=language(", ").join(struggles)))
    if rep.weak is not None:
        parts.append(language("loses most deals at {stage}", stage=escape(rep.weak.stage.label)))
    return parts


def _steady(rep: RepYear) -> bool:
    return any(each.year.verdict is YearVerdict.STEADY for each in rep.metrics)


def _in_full(rep: RepYear, language: Language) -> Iterator[str]:
    yield f"*<@{rep.member.slack_user_id}>*"
    for each in rep.metrics:
        yield f"• {_metric(each, language)}"
    if rep.weak is not None:
        yield "• " + language("Most deals get lost in {stage}", stage=escape(rep.weak.stage.label))


def _metric(each: MetricYear, language: Language) -> str:
    year, metric = each.year, each.metric
    said = language(
        "*{metric}*: {done}", metric=language.name(metric), done=language.amount(metric, year.done, short=True)
    )
    parts = [said]
    if year.rate is not None and year.others is not None:
        parts.append(
            language(
                "{rate} a day, the others {others}",
                rate=_rate(each, year.rate, language),
                others=_rate(each, year.others, language),
            )
        )
    if year.verdict is not YearVerdict.TOO_LITTLE:
        parts.append(
            language(
                "ahead in {above} of {months} months",
                above=language.count(year.above),
                months=language.count(year.months),
            )
        )
    if each.goals:
        parts.append(
            language(
                "made the goal in {reached} of {goals} months",
                reached=language.count(each.reached),
                goals=language.count(each.goals),
            )
        )
    words = {
        YearVerdict.SHINES: language("a strength"),
        YearVerdict.STRUGGLES: language("a place to help"),
        YearVerdict.STEADY: language("in line with the team"),
        YearVerdict.TOO_LITTLE: language("too little to tell"),
    }
    return language(" · ").join([*parts, words[year.verdict]])


def _rate(each: MetricYear, a_day: float, language: Language) -> str:
    if each.metric.unit is Unit.MONEY:
        return language.amount(each.metric, round(a_day), short=True)
    return language.rate(a_day)
