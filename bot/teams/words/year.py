"""A year of each rep: where they shine and where they struggle, metric by metric."""

from collections.abc import Iterator

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
        "{team}: the year from {day}", team=escape(year.team.name), day=language.long_date(year.period.start)
    )
    blocks: list[Block] = [header(title)]
    spoken = [title]
    alone = len(year.reps) == 1
    for rep in year.reps[:REPS_SHOWN]:
        lines = list(_in_full(rep, language)) if alone else list(year_lines(rep, language))
        if lines:
            blocks.append(section("\n".join(lines)))
            spoken += lines
    if len(spoken) == 1:
        text = language("Nothing is logged in this year yet.")
        blocks.append(section(text))
        spoken.append(text)
    note = language(
        "Beside the rest of the team: 15 % from its rate, and on the same side in most months. "
        "A ground for next year's goals, not a mark."
    )
    blocks.append(context(note))
    return Message(text="\n".join([*spoken, note]), blocks=tuple(blocks))


def year_lines(rep: RepYear, language: Language) -> Iterator[str]:
    """One rep in one line: where they shine, where they struggle; nothing where neither can be told."""
    shines = [language.named(each.metric) for each in rep.metrics if each.year.verdict is YearVerdict.SHINES]
    struggles = [language.named(each.metric) for each in rep.metrics if each.year.verdict is YearVerdict.STRUGGLES]
    who = f"<@{rep.member.slack_user_id}>"
    parts = []
    if shines:
        parts.append(language("strong in {metrics}", metrics=language(", ").join(shines)))
    if struggles:
        parts.append(language("could use help with {metrics}", metrics=language(", ").join(struggles)))
    if rep.weak is not None:
        parts.append(language("deals get lost in {stage}", stage=escape(rep.weak.stage.label)))
    if parts:
        yield language("{who}: {what}", who=who, what="; ".join(parts))
    elif any(each.year.verdict is YearVerdict.STEADY for each in rep.metrics):
        yield language("{who}: as the team", who=who)


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
                "above them in {above} of {months} months",
                above=language.count(year.above),
                months=language.count(year.months),
            )
        )
    if each.goals:
        parts.append(
            language(
                "goal reached in {reached} of {goals} months",
                reached=language.count(each.reached),
                goals=language.count(each.goals),
            )
        )
    words = {
        YearVerdict.SHINES: language("a strength"),
        YearVerdict.STRUGGLES: language("a place to help"),
        YearVerdict.STEADY: language("as the team"),
        YearVerdict.TOO_LITTLE: language("too little to tell"),
    }
    return language(" · ").join([*parts, words[year.verdict]])


def _rate(each: MetricYear, a_day: float, language: Language) -> str:
    if each.metric.unit is Unit.MONEY:
        return language.amount(each.metric, round(a_day), short=True)
    return language.rate(a_day)
