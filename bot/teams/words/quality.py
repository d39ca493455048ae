"""`/team quality`: how deals move, how leads are answered, which sources pay, and what a customer is worth."""

from collections.abc import Iterator
from dataclasses import replace

from bot.core.words.blocks import context, escape, header, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.deals.words.customer_value import customer_lines
from bot.pipeline.words.conversion import conversion_lines
from bot.teams.quality import RepQuality, TeamQuality
from metrics.coaching.lead_quality import SourceQuality

SOURCES_SHOWN, WEAK_SHOWN = 8, 5


def quality_message(quality: TeamQuality, language: Language) -> Message:
    """The four parts, each only where there is something to say."""
    title = language("{team}: how deals move", team=escape(quality.team.name))
    parts = [
        (language("From stage to stage"), list(_stages(quality, language))),
        (language("Where leads come from"), list(_sources(quality, language))),
        (language("What a customer is worth"), customer_lines(quality.customer, language)),
    ]
    blocks: list[Block] = [header(title)]
    spoken = [title]
    for heading, lines in parts:
        if lines:
            blocks.append(section("\n".join([f"*{heading}*", *(f"• {line}" for line in lines)])))
            spoken += [heading, *lines]
    if len(spoken) == 1:
        text = language("Nothing to show yet: no deals in any stage, and no leads.")
        blocks.append(section(text))
        spoken.append(text)
    else:
        note = language("The past year. Very recent deals and leads aren't counted.")
        blocks.append(context(note))
        spoken.append(note)
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def rep_quality_message(quality: RepQuality, language: Language) -> Message:
    """One rep's, in the words that they read themself."""
    title = language("{who}: how deals move", who=escape(quality.member.name))
    lines = conversion_lines(quality.figures, language)
    if not lines:
        lines = [language("Nothing to show yet: no deals in any stage, and no leads.")]
    note = language("Over a year. They see the same numbers, and that you looked.")
    text = "\n".join(f"• {line}" for line in lines)
    return Message(text="\n".join([title, *lines, note]), blocks=(header(title), section(text), context(note)))


def _stages(quality: TeamQuality, language: Language) -> Iterator[str]:
    figures = quality.figures
    # A team is not compared with itself, and its weak stages are named below with whose they are.
    stages = tuple(replace(rate, team_rate=None) for rate in figures.stages)
    yield from conversion_lines(replace(figures, stages=stages, weak=()), language)
    for weak in figures.weak[:WEAK_SHOWN]:
        member = quality.members.get(weak.member_id)
        if member is not None and weak.judgement.rate is not None and weak.judgement.others_rate is not None:
            yield language(
                "<@{who}> loses more deals at {stage}: {own} move on, {others} for the rest",
                who=member.slack_user_id,
                stage=escape(weak.stage.label),
                own=language.percent(weak.judgement.rate),
                others=language.percent(weak.judgement.others_rate),
            )


def _sources(quality: TeamQuality, language: Language) -> Iterator[str]:
    for source in quality.figures.sources.sources[:SOURCES_SHOWN]:
        yield _source(source, language)


def _source(source: SourceQuality, language: Language) -> str:
    name = escape(source.source) or language("no source given")
    leads = language.plural("{name}: {n} lead", "{name}: {n} leads", source.leads, name=name)
    if source.too_few:
        return language("{leads}, too few to tell", leads=leads)
    if not source.qualified and not source.won:
        return language("{leads}, none has become a deal yet", leads=leads)
    parts = [leads]
    if source.qualified is not None:
        parts.append(language("{share} qualified", share=language.percent(source.qualified)))
    if source.won is not None:
        parts.append(language("{share} won", share=language.percent(source.won)))
    if source.revenue:
        parts.append(language("{amount} a lead", amount=language.about_money(source.revenue)))
    if source.median_days is not None:
        parts.append(language.plural("{n} day to win", "{n} days to win", round(source.median_days)))
    return language(", ").join(parts)
