"""`/progress why calls`: how a goal's figures came about, line by line."""

from collections.abc import Iterator, Sequence

from bot.core.words.blocks import actions, context, escape, header, menu, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.standings.why import Why
from bot.standings.words.standing import chance_words
from metrics.calendar import DayReason
from metrics.explain import BaselineSource
from metrics.leave_policy import LeavePolicy
from storage.tables import Member

DAYS_SHOWN = 10
DAYS_TO_OPEN = 31
OPEN_DAY = "why_day"


def why_message(whys: Sequence[Why], member: Member, language: Language, *, own: bool, footed: bool = True) -> Message:
    """The parts of the figures of one metric, one list for each of its goals, in the words that `member` reads.

    `footed`: whether it ends with the way to put an entry right, which may stand below it in more words.
    """
    blocks: list[Block] = []
    spoken: list[str] = []
    if not own:
        spoken.append(language("What {name} sees:", name=escape(member.name)))
        blocks.append(context(*spoken))
    for why in whys:
        lines = [line for line in _lines(why, language) if line]
        title = _title(why, language)
        blocks += [header(title), section("\n".join(f"• {line}" for line in lines))]
        spoken += [title, *lines]
        if why.parts.entries:
            blocks.append(actions(_days_to_open(why, member, language), block_id=f"days_{len(blocks)}"))
    if own and footed:
        foot = language("Is an entry wrong or missing? `/log list` shows them all, to change or delete.")
        spoken.append(foot)
        blocks.append(context(foot))
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def _days_to_open(why: Why, member: Member, language: Language) -> Block:
    metric = why.figures.metric
    return menu(
        [
            (
                f"{language.day(day.date)} · {language.amount(metric, day.quantity)}",
                f"{member.slack_user_id}:{metric.key}:{day.date.isoformat()}",
            )
            for day in reversed(why.parts.entries[-DAYS_TO_OPEN:])
        ],
        action=OPEN_DAY,
        placeholder=language("Open a day"),
    )


def _title(why: Why, language: Language) -> str:
    return language(
        "{metric} {period}: {done} of {target}",
        metric=language.name(why.figures.metric),
        period=language.period(why.figures.period.kind, why.figures.period.start, why.figures.period.end),
        done=language.amount(why.figures.metric, why.figures.done),
        target=language.amount(why.figures.metric, why.figures.target),
    )


def _lines(why: Why, language: Language) -> Iterator[str]:
    yield _entries(why, language)
    yield _days(why, language)
    yield from _target(why, language)
    yield _plan(why, language)
    if why.figures.deal_size is not None:
        yield _deals(why, language)
    else:
        yield _usual(why, language)
        yield _rate(why, language)
    yield _outlook(why, language)


def _entries(why: Why, language: Language) -> str:
    metric, days = why.figures.metric, why.parts.entries
    if not days:
        return language("Nothing logged in this period yet.")
    shown = [f"{language.day(day.date)}: {language.amount(metric, day.quantity)}" for day in days[-DAYS_SHOWN:]]
    if len(days) > DAYS_SHOWN:
        earlier = sum(day.quantity for day in days[:-DAYS_SHOWN])
        shown.insert(0, language("earlier: {sum}", sum=language.amount(metric, earlier)))
    days_said = language(", ").join(shown)
    return language("*Logged:* {sum} ({days})", days=days_said, sum=language.amount(metric, why.parts.done))


def _days(why: Why, language: Language) -> str:
    said = language(
        "*Workdays:* {worked} done, {remaining} left including today",
        worked=language.rate(why.parts.worked),
        remaining=language.rate(why.parts.remaining),
    )
    off = [
        f"{language.day(day.date)} ({_day_reason(day.reasons[0], language)})"
        for day in why.parts.days
        if day.reasons and day.reasons[0] is not DayReason.NOT_SCHEDULED
    ]
    if not off:
        return said
    more = f" +{len(off) - DAYS_SHOWN}" if len(off) > DAYS_SHOWN else ""
    return f"{said}. {language('Not counted: {days}', days=', '.join(off[:DAYS_SHOWN]) + more)}"


def _day_reason(reason: DayReason, language: Language) -> str:
    return {
        DayReason.NOT_JOINED: language("before you joined"),
        DayReason.LEFT: language("after you left"),
        DayReason.PART_DAY: language("part of a day"),
        DayReason.HOLIDAY: language("holiday"),
        DayReason.HALF_HOLIDAY: language("half a holiday"),
        DayReason.LEAVE: language("time off"),
        DayReason.PART_LEAVE: language("half a day off"),
        DayReason.NO_GOAL: language("no goal yet"),
    }.get(reason, reason.value)


def _target(why: Why, language: Language) -> Iterator[str]:
    metric, goal = why.figures.metric, why.figures.goal
    whose = language("your team's goal") if goal.inherited else language("your own goal")
    if goal.owner.sales_role_id is not None:
        whose = language("the goal of your sales role")
    yield language(
        "*Goal:* {target} ({whose})",
        target=language.amount(metric, goal.target),
        whose=whose,
    ) + (f". {escape(goal.reason)}" if goal.reason else "")
    for part in why.parts.target_parts:
        if abs(part.prorated - part.stated) > 1e-6 and not why.figures.of_days:
            yield language(
                "For {days} of {all} workdays: {target}",
                days=language.rate(part.days),
                all=language.rate(part.of_days),
                target=language.rate(part.prorated),
            )
        if why.figures.of_days:
            yield language(
                "Per day, over {days} workdays this week",
                days=language.rate(why.parts.worked + why.parts.remaining),
            )
        if part.ramped < part.prorated - 1e-6:
            yield language("You're new, so it's {target} for now", target=language.rate(part.ramped))
        if goal.leave is LeavePolicy.PRORATE and part.final < part.ramped - 1e-6:
            yield language("After your time off: {target}", target=language.rate(part.final))


def _plan(why: Why, language: Language) -> str:
    metric, pace = why.figures.metric, why.parts.pace
    gap = pace.gap
    by = language.about(metric, abs(gap))
    how = language("{by} ahead", by=by) if gap >= 0 else language("{by} behind", by=by)
    return language(
        "*Plan by this morning:* {expected}, so you're {how}",
        expected=language.about(metric, pace.expected),
        how=how,
    )


def _usual(why: Why, language: Language) -> str:
    parts = why.parts.baseline
    if parts is None:
        return ""
    if parts.source is BaselineSource.GOAL:
        return language("*Your usual pace:* not known yet, so I use the goal")
    if parts.source is BaselineSource.PEERS:
        return language(
            "*Your usual pace:* about {usual} a day, your team's for now", usual=language.roughly(parts.usual)
        )
    return language(
        "*Your usual pace:* about {usual} a day (yours {own} over {days} days, your team's {peers})",
        usual=language.roughly(parts.usual),
        own=language.roughly(parts.history / parts.history_days),
        days=language.roughly(parts.history_days),
        peers=language.roughly(parts.peer_rate),
    )


def _rate(why: Why, language: Language) -> str:
    rate = why.parts.rate
    if rate is None or why.parts.remaining <= 0:
        return ""
    said = language("*Assumed from here:* {rate} a day", rate=language.rate(rate.rate))
    usual = why.parts.baseline
    if usual is not None and language.rate(usual.usual) == language.rate(rate.rate):
        # No reason is given for a difference that nobody sees.
        return said
    if rate.shock < 0.95:
        return f"{said} {language('(the whole team is slower)')}"
    if rate.shock > 1.05:
        return f"{said} {language('(the whole team is faster)')}"
    return said


def _deals(why: Why, language: Language) -> str:
    figures = why.figures
    assert figures.deal_size is not None
    return language(
        "*Usual deal:* {size}, about {deals} deals in 20 workdays",
        size=language.amount(figures.metric, figures.deal_size.mean, short=True),
        deals=language.roughly(20 * figures.baseline / figures.deal_size.mean),
    )


def _outlook(why: Why, language: Language) -> str:
    figures = why.figures
    target = language.amount(figures.metric, figures.target, short=True)
    chance = chance_words(figures.probability, language)
    # Who opens a figure reads the whole range, also one that is too wide to act on.
    return language(
        "*Odds:* {chance} to make {target}, on pace for {low}–{high}",
        low=language.amount(figures.metric, figures.low, short=True),
        high=language.amount(figures.metric, figures.high, short=True),
        target=target,
        chance=chance,
    )
