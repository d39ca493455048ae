"""The way from an outcome goal back to the activities of a working day, to be adopted as goals."""

from collections.abc import Sequence
from typing import Any

from bot.core.words.blocks import context, escape, section
from bot.core.words.forms import choice, field, modal
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.core.words.periods import a_period, which
from bot.goals.adoption import StepToGoal, WayToGoal
from bot.goals.editing import GoalSet
from bot.goals.team_breakdown import TeamWay
from bot.goals.words.answer import goal_set_text
from bot.goals.words.realism import percent
from bot.standings.words.standing import chance_words
from metrics.breakdown import Planned

WAY = "goal_way"
EVEN, SAFE = "even", "safe"


def way_view(way: WayToGoal, language: Language, *, carried: dict[str, Any]) -> Block:
    """The way in figures, and the button that adopts it where there is something to adopt."""
    title = language(
        "*{who}: {target} {period}*",
        who=escape(way.member.name),
        target=language.things(way.outcome.metric, way.plan.target),
        period=a_period(way.kind, language),
    )
    blocks: list[Block] = [section("\n".join([title, _deals(way, language)]))]
    if way.steps and way.plan.need > 0:
        blocks.append(section("\n".join(_step(each, way, language) for each in way.steps)))
        blocks.append(context(language("Ranges run from a 50% to an 80% chance, based on past conversion rates.")))
    if not way.adoptable:
        blocks.append(section(_nothing(way, language)))
        return modal(language("Plan"), blocks, callback=WAY, submit=None, close=language("Close"))
    if way.too_much:
        blocks.append(section(too_much_words(way, language)))
        return modal(language("Plan"), blocks, callback=WAY, submit=None, close=language("Close"))
    blocks.append(section(week_words(way, language)))
    blocks.append(field("chance", language("As weekly goals"), chance_choice(way, language)))
    return modal(
        language("Plan"),
        blocks,
        callback=WAY,
        submit=language("Adopt these goals"),
        close=language("Not now"),
        carried=carried,
    )


def adopted_view(done: Sequence[GoalSet], language: Language) -> Block:
    """What was adopted."""
    lines = [goal_set_text(each, language) for each in done]
    return modal(
        language("Adopted"), [section("\n".join(lines))], callback="goal_saved", submit=None, close=language("Close")
    )


def _deals(way: WayToGoal, language: Language) -> str:
    plan = way.plan
    done = language(
        "In {period}: {done} so far, {need} to go.",
        period=which(way.period, language),
        done=language.amount(way.outcome.metric, plan.done),
        need=language.amount(way.outcome.metric, plan.need),
    )
    if plan.activities is None or plan.need == 0:
        return done
    days = language.plural("{n} workday is left.", "{n} workdays are left.", round(plan.activities.remaining))
    if plan.size is None:
        return f"{done} {days}"
    deals = language(
        "That's {deals} of about {size}.",
        deals=language.things(way.outcome.counted, plan.activities.deals),
        size=language.amount(way.outcome.metric, plan.size.mean, short=True),
    )
    return f"{done} {deals} {days}"


def _step(each: StepToGoal, way: WayToGoal, language: Language) -> str:
    step, name = each.step, language.name(each.metric)
    if step.planned is Planned.NEXT_PERIOD:
        return language(
            "• {metric}: too late for {period}, so work now counts for the next one.",
            metric=name,
            period=which(way.period, language),
        )
    if step.low is None or step.low_a_day is None:
        return language("• {metric}: not enough data yet on where they lead.", metric=name)
    high = step.high if step.high is not None else step.low
    high_a_day = step.high_a_day if step.high_a_day is not None else step.low_a_day
    values = {
        "metric": name,
        "a_day": _range(language.rate(step.low_a_day), language.rate(high_a_day)),
        "all": _range(language.count(step.low), language.count(high)),
    }
    if step.rate is None:
        said = language("• {metric}: *{a_day}* a workday ({all} in all)", **values)
    else:
        said = language(
            "• {metric}: *{a_day}* a workday ({all} in all), {rate} lead on",
            rate=language.percent(step.rate),
            **values,
        )
    if each.chance is None or each.a_week is None:
        return said
    return said + language(
        ". {goal} a week is {likely} for them: {percent}",
        goal=language.count(each.a_week[0]),
        likely=chance_words(each.chance, language),
        percent=percent(each.chance, language),
    )


def a_week_words(way: WayToGoal, at: int, language: Language) -> str:
    """The activities of a week as goals: for an even chance (0) or a safe one (1)."""
    return language(", ").join(
        language.things(each.metric, each.a_week[at])
        for each in way.steps
        if each.a_week is not None and each.a_week[at] > 0
    )


def week_words(way: WayToGoal, language: Language) -> str:
    """The activities of a week in one sentence, and those of a safe chance where they are within reach."""
    even, safe = (a_week_words(way, at, language) for at in (0, 1))
    if not even:
        return language("What's under way is enough for a 50% chance. To be safe: {more}", more=safe)
    if even == safe or way.safe_too_much:
        return language("A week: {goals}", goals=even)
    return language("A week: {goals}. To be safe: {more}", goals=even, more=safe)


def chance_choice(way: WayToGoal | TeamWay, language: Language) -> Block:
    """How sure the goals of a week are to make it: safe ones are offered only where they are realistic."""
    options = []
    if isinstance(way, TeamWay) or way.asks(safe=False):
        options.append((language("Enough for a 50% chance"), EVEN))
    if not way.safe_too_much:
        options.append((language("Enough for an 80% chance"), SAFE))
    assert options, "a plan without either is not offered"
    return choice(options, chosen=options[0][1])


def too_much_words(way: WayToGoal, language: Language) -> str:
    """Why a plan is not to be adopted: what it asks of a week is next to impossible."""
    asked = [
        language("{goal} a week ({percent})", goal=language.things(each.metric, each.a_week[0]), percent=said)
        for each in way.too_much
        if each.a_week is not None and each.chance is not None
        for said in [percent(each.chance, language)]
    ]
    return language(
        "*This plan isn't realistic:* {asked}. Lower the goal or give it more time, then plan again.",
        asked=language.listed(asked),
    )


def _nothing(way: WayToGoal, language: Language) -> str:
    if way.plan.need == 0:
        return language("This goal is done, so there's nothing left to plan.")
    if way.under_way:
        return language("What's under way should be enough.")
    if way.outcome.of_money and way.plan.size is None:
        return language("No won deals yet, theirs or the team's. Once there are some, I can plan.")
    return language("Not enough data yet on what leads to deals. After a few weeks of entries I can plan.")


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"
