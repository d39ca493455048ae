"""The pack for a team's meeting: short parts that can be read out, within what Slack takes."""

from collections.abc import Iterator

from bot.coaching.lost_deals import LostInStage
from bot.coaching.pack import Asking, PackGoal, PackQuestion, TeamPack
from bot.core.words.blocks import context, escape, escaped_within, header, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.core.words.periods import a_period
from bot.pipeline.words.deals import stage_words
from bot.standings.words.team_totals import total_line

LINE = 200
"""Characters of what somebody wrote."""
PART = 2500
"""Characters of a part: a section takes 3,000."""
MOST_STAGES, MOST_TOTALS, MOST_ACTIVITIES = 3, 4, 5


def pack_message(pack: TeamPack, language: Language) -> Message:
    """Why the goals are what they are, what is expected, what leads there, what lost deals teach, two questions."""
    title = language("{team}: team meeting, {month}", team=escape(pack.team.name), month=language.month(pack.month))
    parts = [
        (language("Why these goals"), list(_why(pack, language))),
        (language("What's expected"), list(_expected(pack, language))),
        (language("What leads there"), list(_activities(pack, language))),
        (language("What lost deals teach"), list(_lost(pack, language))),
        (language("Two questions for the team"), [question_words(each, language) for each in pack.questions]),
    ]
    blocks: list[Block] = [header(title)]
    spoken = [title]
    for heading, lines in parts:
        if lines:
            text = shorten("\n".join([f"*{heading}*", *(f"• {line}" for line in lines)]), PART)
            blocks.append(section(text))
            spoken += [heading, *lines]
    foot = language("Names are only next to lessons that someone shared. Only you get this.")
    blocks.append(context(foot))
    return Message(text="\n".join([*spoken, foot]), blocks=tuple(blocks))


def question_words(question: PackQuestion, language: Language) -> str:
    """An open question for everybody."""
    match question:
        case PackQuestion(asking=Asking.STAGE, stage=LostInStage(stage=stage)) if stage is not None:
            return language(
                "We lost most deals in {stage}. What could we try there?", stage=stage_words(stage, language)
            )
        case PackQuestion(asking=Asking.GOAL, goal=goal) if goal is not None:
            return language("What would make {metric} easier this month?", metric=language.named(goal.metric))
        case PackQuestion(asking=Asking.STOP):
            return language("What could we stop doing, to have more time with customers?")
        case PackQuestion(asking=Asking.CUSTOMERS):
            return language("What did customers tell us last month that we should all know?")
        case _:
            return language("What worked last month that the rest of us could copy?")


def _why(pack: TeamPack, language: Language) -> Iterator[str]:
    for each in pack.goals:
        yield _goal(each, language)
    unexplained = [each.goal.metric for each in pack.goals if not each.reason.strip()]
    unexplained += [total.metric for total in pack.totals[:MOST_TOTALS] if not total.stored.reason.strip()]
    for total in pack.totals[:MOST_TOTALS]:
        said = language(
            "{metric} as a team: {target} {period}.",
            metric=language.name(total.metric),
            target=language.amount(total.metric, total.target, short=True),
            period=a_period(total.stored.period, language),
        )
        yield _with_reason(said, total.stored.reason, language)
    if unexplained:
        # Once, however many goals it is about.
        names = [language.named(metric) for metric in {metric.id: metric for metric in unexplained}.values()]
        yield language(
            "No reason is written down yet for {goals}. Add `because …` when you set the goal.",
            goals=language.listed(names),
        )


def _goal(each: PackGoal, language: Language) -> str:
    goal = each.goal
    whose = language.name(goal.metric)
    if goal.role is not None:
        whose = language("{metric} ({role})", metric=whose, role=escape(goal.role.name))
    said = language(
        "{metric}: {target} {period} each.",
        metric=whose,
        target=language.amount(goal.metric, goal.target, short=True),
        period=a_period(goal.period, language),
    )
    return _with_reason(said, each.reason, language)


def _with_reason(said: str, reason: str, language: Language) -> str:
    if not reason.strip():
        return said
    return language("{said} Why: {reason}", said=said, reason=escaped_within(reason, LINE))


def _expected(pack: TeamPack, language: Language) -> Iterator[str]:
    for total in pack.totals[:MOST_TOTALS]:
        yield total_line(total, language)
    for each in pack.goals:
        judged = each.goal.realism
        if judged.share is not None:
            yield language(
                "{metric}: about {n} of {of} are likely to make it.",
                metric=language.name(each.goal.metric),
                n=language.count(round(judged.expected_attainers)),
                of=language.count(judged.members),
            )


def _activities(pack: TeamPack, language: Language) -> Iterator[str]:
    if pack.outcome is None:
        return
    for each in pack.activities[:MOST_ACTIVITIES]:
        yield language("{activity} a week, all together", activity=language.things(each.metric, each.a_week))
    yield language(
        "That gives you 50/50 odds for the goal on {metric}, going by past deals.",
        metric=language.named(pack.outcome),
    )


def _lost(pack: TeamPack, language: Language) -> Iterator[str]:
    for lost in pack.lost[:MOST_STAGES]:
        yield _stage(lost, language)
        for lesson in lost.lessons:
            words = escaped_within(lesson.words, LINE)
            if lesson.by is None:
                yield language("Next time: {lesson}", lesson=words)
            else:
                name = escape(lesson.by.name or lesson.by.slack_user_id)
                yield language("Next time: {lesson} ({name})", lesson=words, name=name)


def _stage(lost: LostInStage, language: Language) -> str:
    reasons = [
        language("{reason} ({n})", reason=escaped_within(each.words, LINE), n=language.count(each.deals))
        for each in lost.reasons
    ]
    if lost.stage is None:
        said = language.plural("{n} deal lost before any stage", "{n} deals lost before any stage", lost.deals)
    else:
        stage = stage_words(lost.stage, language)
        said = language.plural("{n} deal lost in {stage}", "{n} deals lost in {stage}", lost.deals, stage=stage)
    return language("{said}: {reasons}", said=said, reasons=language(", ").join(reasons)) if reasons else said
