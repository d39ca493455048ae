"""A group's outcome goal shared out by what each rep can do, with the activities of each, to be adopted as goals."""

from typing import Any

from bot.core.words.blocks import context, escape, section
from bot.core.words.forms import field, modal
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.core.words.periods import a_period, which
from bot.goals.team_breakdown import RepPart, TeamWay
from bot.goals.words.breakdown import WAY, chance_choice, week_words
from bot.goals.words.realism import percent
from bot.standings.words.standing import chance_words

SHOWN = 20


def team_way_view(way: TeamWay, language: Language, *, carried: dict[str, Any]) -> Block:
    """Each rep's share with its chance and what it takes a week, and the button that adopts all of it."""
    metric = way.outcome.metric
    title = language(
        "*{who}: {total} {period} together*",
        who=escape(way.owner.name),
        total=language.things(metric, way.total),
        period=a_period(way.goal.kind, language),
    )
    what = language(
        "{target} for each, split by usual pace and workdays in {period}.",
        target=language.things(metric, way.goal.target),
        period=which(way.period, language),
    )
    blocks: list[Block] = [section(f"{title}\n{what}")]
    blocks.extend(section(_part(part, way, language)) for part in way.parts[:SHOWN])
    if len(way.parts) > SHOWN:
        blocks.append(context(language.plural("and {n} more", "and {n} more", len(way.parts) - SHOWN)))
    if way.keep_own:
        names = language(", ").join(escape(member.name) for member in way.keep_own)
        blocks.append(context(language("Keeping their own goal: {names}.", names=names)))
    if way.too_much:
        names = language.listed([escape(part.member.name) for part in way.too_much[:SHOWN]])
        blocks.append(
            section(
                language(
                    "*This plan isn't realistic for {names}.* Lower the goal or give it more time, then plan again.",
                    names=names,
                )
            )
        )
        return modal(language("Plan"), blocks, callback=WAY, submit=None, close=language("Close"))
    blocks.append(
        field(
            "chance",
            language("As each rep's goals"),
            chance_choice(way, language),
            hint=language("Each rep gets their share as their own goal, and the activities as weekly goals."),
        )
    )
    return modal(
        language("Plan"),
        blocks,
        callback=WAY,
        submit=language("Adopt these goals"),
        close=language("Not now"),
        carried=carried,
    )


def _part(part: RepPart, way: TeamWay, language: Language) -> str:
    share = language.things(way.outcome.metric, part.share)
    first = language("*{who}:* {share}", who=escape(part.member.name), share=share)
    if part.chance is not None:
        first += language(
            ", {likely} ({percent})",
            likely=chance_words(part.chance, language),
            percent=percent(part.chance, language),
        )
    if part.way.adoptable:
        return f"{first}\n{week_words(part.way, language)}"
    if part.way.under_way:
        return first + "\n" + language("What's under way should be enough.")
    return f"{first}\n{language('Not enough data yet on what leads there.')}"
