"""A rep's proposal for a goal, as the manager reads it, and what the rep hears of it."""

from bot.core.words.blocks import actions, button, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.core.words.periods import a_period, dates_words
from bot.goals.proposal_messages import Proposal
from bot.goals.words.realism import outlook_lines, proposed_words
from bot.targets.inheriting import dates_of
from metrics.periods import Period, PeriodKind
from storage.tables import Metric

APPROVE, CHANGE, DECLINE = "proposal_approve", "proposal_change", "proposal_decline"


def proposal_message(proposal: Proposal, language: Language) -> Message:
    """The proposal with how realistic it is, and the buttons; once answered, what was answered."""
    lines = [_title(proposal, language)]
    if proposal.row.reason:
        lines.append(language("“{reason}”", reason=escape(proposal.row.reason)))
    if proposal.held is not None and proposal.row.decided_at is None:
        lines.append(language("Now it's {held}.", held=language.things(proposal.metric, proposal.held)))
    if proposal.row.decided_at is not None:
        lines.append(_answered(proposal, language))
        return Message(text="\n".join(lines), blocks=(section("\n".join(lines)),))
    if proposal.outlook is not None:
        lines.extend(outlook_lines(proposal.outlook, language))
        if (better := proposed_words(proposal.outlook, language)) is not None:
            lines.append(better)
    blocks: list[Block] = [section("\n".join(lines))]
    value = str(proposal.row.id)
    blocks.append(
        actions(
            button(language("Agree"), action=APPROVE, value=value, style="primary"),
            button(language("Change it"), action=CHANGE, value=value),
            button(language("Decline"), action=DECLINE, value=value),
        )
    )
    return Message(text="\n".join(lines), blocks=tuple(blocks))


def answer_message(proposal: Proposal, language: Language) -> Message:
    """What came of the rep's own proposal."""
    who = escape(proposal.decided_by.name) if proposal.decided_by is not None else language("Your manager")
    asked = _proposed(proposal, language)
    if proposal.granted is None:
        text = language(
            "{who} declined {goal}, so nothing changes. Your next 1:1 is a good time to ask why.",
            who=who,
            goal=asked,
        )
        return Message(text=text, blocks=(section(text),))
    metric, period, dates = proposal.metric, proposal.row.period, proposal.dates
    goal = proposal.goal
    if goal is not None and proposal.goal_metric is not None:
        metric, period, dates = proposal.goal_metric, goal.period, dates_of(goal)
    granted = _goal(metric, proposal.granted, period, dates, language)
    same = granted == asked
    if dates is None and goal is not None and proposal.starts_later:
        granted = language("{goal}, starting {day}", goal=granted, day=language.day(goal.starts))
    elif dates is None:
        granted = language("{goal}, starting today", goal=granted)
    if same:
        text = language("{who} agreed. Your goal is {goal}.", who=who, goal=granted)
    else:
        text = language("{who} set {goal}. You proposed {asked}.", who=who, goal=granted, asked=asked)
    return Message(text=text, blocks=(section(text),))


def decided_words(proposal: Proposal, language: Language) -> str:
    """What the one who decided reads at once."""
    name = escape(proposal.member.name)
    if proposal.granted is None:
        return language("Declined. I'll let {who} know.", who=name)
    return language("Agreed. I'll let {who} know.", who=name)


def _title(proposal: Proposal, language: Language) -> str:
    return language(
        "*{who} proposes their own goal: {goal}*",
        who=escape(proposal.member.name),
        goal=_proposed(proposal, language),
    )


def _proposed(proposal: Proposal, language: Language) -> str:
    row = proposal.row
    return _goal(proposal.metric, row.target, row.period, proposal.dates, language)


def _goal(metric: Metric, target: int, period: PeriodKind, dates: Period | None, language: Language) -> str:
    """A goal within a sentence: 70 calls a week; 200 calls, Mon 23 Nov to Sun 27 Dec."""
    quantity = language.things(metric, target)
    if dates is not None:
        return language("{target}, {dates}", target=quantity, dates=dates_words(dates, language))
    return language("{target} {period}", target=quantity, period=a_period(period, language))


def _answered(proposal: Proposal, language: Language) -> str:
    who = escape(proposal.decided_by.name) if proposal.decided_by is not None else language("Someone")
    if proposal.row.accepted:
        return language("{who} set the goal.", who=who)
    return language("{who} declined it.", who=who)
