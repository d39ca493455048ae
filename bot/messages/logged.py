"""The answer to a logged activity: what was saved, where that leaves the rep, and how to take it back."""

from bot.coach.log import Logged, LoggedEntry, MetricToday
from bot.messages.language import Language
from bot.messages.message import Block, Message
from bot.messages.widgets import actions, bar, button, context, escape, section, shorten
from metrics.periods import PeriodKind

UNDO = "log_undo"


def logged_message(said: Logged, language: Language) -> Message:
    """What the rep sees at once after `/log`, or after undoing it."""
    what = _sentence(said, language)
    lines = [_standing(metric, language) for metric in said.metrics]
    reached = [] if said.undone else [_reached(metric, language) for metric in said.metrics]
    text = "\n".join(part for part in (what, *lines, *reached) if part)
    blocks: list[Block] = [section("\n".join([f"*{what}*", *(line for line in (*lines, *reached) if line)]))]
    if not said.undone:
        blocks.append(actions(button(language("Undo"), action=UNDO, value=said.batch), block_id="logged"))
    else:
        blocks.append(context(language("Nothing is lost: log it again whenever you like.")))
    return Message(text=text, blocks=tuple(blocks))


def _sentence(said: Logged, language: Language) -> str:
    told = [entry for entry in said.entries if entry.amount_of is None]
    entries = language(", ").join(_entry(entry, said, language) for entry in told[:8])
    if len(told) > 8:
        entries += language(" and {n} more", n=len(told) - 8)
    return (
        language("Undone: {entries}", entries=entries) if said.undone else language("Logged {entries}", entries=entries)
    )


def _entry(entry: LoggedEntry, said: Logged, language: Language) -> str:
    parts = [language.things(entry.metric, entry.quantity)]
    amounts = [other for other in said.entries if entry.deal_id is not None and other.amount_of == entry.deal_id]
    parts.extend(language.amount(other.metric, other.quantity) for other in amounts)
    if entry.amount_minor:
        parts.append(language.money(entry.amount_minor))
    if entry.outcome:
        parts.append(escape(entry.outcome))
    if entry.account:
        parts.append(escape(shorten(entry.account, 60)))
    if entry.date != said.today:
        parts.append(language.day(entry.date))
    if entry.note:
        parts.append(f"“{escape(shorten(entry.note, 120))}”")
    return " · ".join(parts)


def _standing(metric: MetricToday, language: Language) -> str:
    today = _today(metric, language)
    parts = [today]
    if not any(goal.period is PeriodKind.WEEK for goal in metric.goals):
        parts.append(language("Week {total}", total=language.amount(metric.metric, metric.week)))
    for goal in metric.goals:
        if goal.period is PeriodKind.DAY:
            continue
        parts.append(
            language(
                "{period} {done} of {target}",
                period=_capital(language.period(goal.period, goal.starts)),
                done=language.amount(metric.metric, goal.done),
                target=language.amount(metric.metric, goal.target),
            )
        )
    return "     ".join(parts)


def _today(metric: MetricToday, language: Language) -> str:
    target = _target_of_today(metric)
    done = language.amount(metric.metric, metric.today)
    if target is None or target <= 0:
        return language("{metric} today {done}", metric=language.name(metric.metric), done=done)
    left = target - metric.today
    stands = language(
        "{metric} today {done} of {target}",
        metric=language.name(metric.metric),
        done=done,
        target=language.amount(metric.metric, target),
    )
    if left > 0:
        stands += language(", {left} to go", left=language.amount(metric.metric, left))
    return f"{stands}    {bar(metric.today, target)}"


def _target_of_today(metric: MetricToday) -> int | None:
    """The day's own goal, else what this morning asked for."""
    for goal in metric.goals:
        if goal.period is PeriodKind.DAY:
            return goal.target
    return metric.ask


def _reached(metric: MetricToday, language: Language) -> str:
    reached = [goal for goal in metric.goals if goal.done >= goal.target]
    if not reached:
        return ""
    longest = reached[-1]
    return language(
        "Goal reached: {done} {metric} {period}.",
        done=language.amount(metric.metric, longest.done),
        metric=escape(metric.metric.plural),
        period=language.period(longest.period, longest.starts),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
