"""One rep in an alert: what they may miss, the two figures that matter, what would still turn it, the last answer."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from bot.alerts.facts import Facts
from bot.alerts.rows import AlertRow, AtRisk
from bot.alerts.words.evidence import evidence, goal_words, when_words
from bot.core.words.blocks import escape, overflow
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.leave.away import LEFT
from bot.standings.words.standing import WORTH_NAMING
from metrics.chances import LEAST_SHOWN
from metrics.periods import PeriodKind
from storage.tables import Episode, Member, Metric

ROW = "alert_row"
ACK, TALK, ASSIGN, SNOOZE_WEEK, DISMISS = "ack", "talk", "assign", "snooze", "dismiss"
STILL_POSSIBLE = 1.5
"""So many times the usual rate somebody can do for the rest of a period."""
GOALS_SHOWN = 5
IDS_IN_A_MENU = 8
"""An option carries at most 75 characters."""


def row_words(
    row: AlertRow, people: Mapping[int, Member], today: dt.date, language: Language, *, titled: bool = False
) -> str:
    """The rep by name and what they may miss, each goal's figures, what would still turn it, and the last answer.

    `titled`: the line above says already what this rep may miss.
    """
    who, alone, risks = f"*<@{row.member.slack_user_id}>*", len(row.goals) == 1, row.at_risk
    if alone and not risks:
        settled = [who] if titled and row.goals[0].over else _settled(who, row.goals[0], today, language)
        return "\n".join([*settled, *_answered(row, people, today, language)])
    goals, lines = row.goals, [who]
    if (left := left_on(row)) is not None:
        goals, lines = tuple(goal for goal in goals if not _left(goal)), [left_words(left, language, who=who)]
    if risks and not titled:
        lines = [language("{who} may fall short on {goals}", who=who, goals=risk_words(risks, today, language))]
    for goal in goals[:GOALS_SHOWN]:
        lines += _goal(goal, today, language, alone=alone)
    if risks and (turns := _turn(risks[0], len(risks) > 1, language)):
        lines.append(f"_{turns}_")
    if any(goal.worse for goal in risks):
        lines.append(language("Slipping further since this alert."))
    elif any(goal.episode.improving for goal in risks):
        lines.append(language("Getting better since this alert."))
    if risks and row.rep_not_told:
        lines.append(language("Their own message couldn't be delivered, so they may not know yet."))
    return "\n".join([*lines, *_answered(row, people, today, language)])


def risk_words(goals: Sequence[AtRisk], today: dt.date, language: Language) -> str:
    """The goals within a sentence: demos this month and calls this week."""
    if len(goals) > 3:
        return language.plural("{n} goal", "{n} goals", len(goals))
    return language.listed([which_words(goal, today, language) for goal in goals])


def which_words(goal: AtRisk, today: dt.date, language: Language) -> str:
    """Which goal, within a sentence."""
    episode = goal.episode
    return goal_words(goal.metric, episode.period, episode.period_start, today, language, ends=goal.ends)


def end_words(goal: AtRisk, today: dt.date, language: Language, *, who: str) -> str:
    """How a goal ended whose period is over: somebody finished on 24 of 45 calls in November, or made it."""
    about = {"who": who, "goal": which_words(goal, today, language)}
    if goal.ending is None:
        return language("{who}: {goal} is over", **about)
    values = {
        **about,
        "done": language.amount(goal.metric, goal.ending.done, short=True),
        "target": language.amount(goal.metric, goal.ending.target, short=True),
    }
    if goal.ending.made_it:
        return language("{who} made it: {done} of {target} {goal}", **values)
    return language("{who} finished on {done} of {target} {goal}", **values)


def _one_ending(name: str, goal: AtRisk, today: dt.date, language: Language) -> str:
    """The same under a rep's name, one of several goals: Demos: 3 of 8 in November."""
    episode = goal.episode
    when = when_words(episode.period, episode.period_start, today, language, ends=goal.ends)
    if goal.ending is None:
        return language("*{metric}:* over {period}", metric=name, period=when)
    values = {
        "metric": name,
        "done": language.amount(goal.metric, goal.ending.done, short=True),
        "target": language.amount(goal.metric, goal.ending.target, short=True),
        "period": when,
    }
    if goal.ending.made_it:
        return language("*{metric}:* made it, {done} of {target} {period}", **values)
    return language("*{metric}:* {done} of {target} {period}", **values)


def left_on(row: AlertRow) -> dt.date | None:
    """When the rep left, where that closed a goal of the row."""
    return max((goal.episode.closed_on for goal in row.goals if _left(goal) and goal.episode.closed_on), default=None)


def _left(goal: AtRisk) -> bool:
    return goal.episode.close_reason == LEFT


def left_words(day: dt.date, language: Language, *, who: str) -> str:
    """That nothing is to be done about somebody any more, who left on a day."""
    return language("{who} left on {day}, so this is closed", who=who, day=language.day(day))


def row_menu(row: AlertRow, language: Language) -> Block | None:
    """What can be answered about a rep, for all their goals in it; None once all are over."""
    ids = ",".join(str(each) for each in row.open_ids[:IDS_IN_A_MENU])
    if not ids:
        return None
    return overflow(
        [
            (language("I'll follow up"), f"{ACK}:{ids}"),
            (language("1:1 planned"), f"{TALK}:{ids}"),
            (language("Assign to…"), f"{ASSIGN}:{ids}"),
            (language("Snooze a week"), f"{SNOOZE_WEEK}:{ids}"),
            (language("Not useful…"), f"{DISMISS}:{ids}"),
        ],
        action=ROW,
    )


def dismissal_words(reason: str, language: Language) -> str:
    """Why an alert was not useful."""
    return {
        "known": language("already on it"),
        "log": language("the log isn't up to date"),
        "goal": language("the goal isn't right"),
        "early": language("too early to say"),
        "special": language("there's a special reason"),
    }.get(reason, "")


def state_words(
    row: AlertRow,
    people: Mapping[int, Member],
    today: dt.date,
    language: Language,
    *,
    name: Callable[[Member], str] = lambda member: f"<@{member.slack_user_id}>",
) -> str:
    """Who follows up on a rep's goals, and the last answer; empty as long as nobody answered."""
    episodes = [goal.episode for goal in row.goals if goal.open] or [goal.episode for goal in row.goals]
    last = max(episodes, key=_answered_at)
    picked_up = {goal.episode.id: goal.picked_up_on for goal in row.goals}[last.id]

    def mention(member_id: int) -> str:
        member = people.get(member_id)
        return name(member) if member is not None else "?"

    parts = []
    owner = last.assigned_to or last.acknowledged_by
    if owner is not None and picked_up is not None and last.assigned_to is None:
        day = language.day(picked_up)
        parts.append(language("{who} has been following up since {day}", who=mention(owner), day=day))
    elif owner is not None:
        parts.append(language("{who} is following up", who=mention(owner)))
    if last.dismissed_by is not None:
        said = dismissal_words(last.dismiss_reason, language)
        parts.append(language("{who}: not useful, {reason}", who=mention(last.dismissed_by), reason=said))
    elif last.snoozed_until is not None and last.snoozed_until > today:
        parts.append(language("Snoozed until {day}", day=language.day(last.snoozed_until)))
    elif last.talk_planned_at is not None:
        parts.append(language("1:1 planned"))
    return language(" · ").join(parts)


def _answered_at(episode: Episode) -> tuple[dt.datetime, int]:
    never = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    answers = (episode.acknowledged_at, episode.talk_planned_at, episode.dismissed_at)
    return max(at or never for at in answers), int(episode.assigned_to is not None or episode.snoozed_until is not None)


def _answered(row: AlertRow, people: Mapping[int, Member], today: dt.date, language: Language) -> list[str]:
    said = state_words(row, people, today, language)
    return [said] if said else []


def _settled(who: str, goal: AtRisk, today: dt.date, language: Language) -> list[str]:
    """A rep's only goal, which is over, on track again or put right."""
    if goal.over:
        return [end_words(goal, today, language, who=who)]
    about = {"who": who, "goal": which_words(goal, today, language)}
    if not goal.open:
        if goal.episode.close_reason == "reached" and goal.facts is not None:
            done = language.amount(goal.metric, goal.facts.done, short=True)
            target = language.amount(goal.metric, goal.facts.target, short=True)
            return [language("{who} made it: {done} of {target} {goal}", **about, done=done, target=target)]
        if goal.episode.close_reason == LEFT and goal.episode.closed_on is not None:
            return [left_words(goal.episode.closed_on, language, who=who)]
        if goal.episode.close_reason in ("recovered", "reached"):
            return [language("{who} is back on track with {goal}", **about)]
        return [language("{who}: {goal} is closed", **about)]
    return [
        language("{who} is no longer at risk of missing {goal}", **about),
        language("_Their log was updated. The next morning check will confirm it._"),
    ]


def _goal(goal: AtRisk, today: dt.date, language: Language, *, alone: bool) -> list[str]:
    """One goal's line; of several each says which it is."""
    name = language.name(goal.metric)
    if not goal.behind:
        return [_one_ending(name, goal, today, language) if goal.over else _settled(name, goal, today, language)[0]]
    if goal.facts is None:
        said = language("no numbers anymore")
    else:
        said = evidence(goal.metric, goal.facts, language)
    if goal.told_before is not None:
        told = language.day(goal.told_before)
        said = language("{numbers} (told {day})", numbers=said, day=told)
    lines = [said if alone else language("*{metric}:* {numbers}", metric=name, numbers=said)]
    if goal.corrected:
        lines.append(language("Their log was updated since. These are the latest numbers."))
    return lines


def _turn(goal: AtRisk, of_several: bool, language: Language) -> str:
    """What would still turn the goal that is most at risk, and what a manager can do; one sentence each."""
    facts = goal.facts
    if facts is None:
        return ""
    help_ = _help(goal, facts, language)
    said = [_possible(goal.metric, facts, language), help_]
    if of_several:
        said.insert(0, language("{metric} first.", metric=language.name(goal.metric)))
    return " ".join(said)


def _possible(metric: Metric, facts: Facts, language: Language) -> str:
    days = max(1, round(facts.remaining))
    if facts.slower and facts.done + facts.usual * facts.remaining >= facts.target:
        return language("Their usual pace would still get there.")
    if facts.usual > 0 and facts.remaining > 0 and facts.required <= STILL_POSSIBLE * facts.usual:
        return language.plural("Still doable on the last workday.", "Still doable in the {n} workdays left.", days)
    target = language.amount(metric, facts.target, short=True)
    level = int(facts.median)
    if facts.probability > LEAST_SHOWN and level <= facts.done:
        return language("{target} is a stretch now.", target=target)
    if level <= facts.done or level >= facts.target or level < WORTH_NAMING * facts.target:
        return language("{target} is a long shot now.", target=target)
    return language(
        "{target} is a long shot now, but {level} is still doable.",
        target=target,
        level=language.amount(metric, level, short=True),
    )


def _help(goal: AtRisk, facts: Facts, language: Language) -> str:
    if facts.slower:
        return language("Below their usual pace, so ask what's getting in the way.")
    if goal.episode.period is PeriodKind.WEEK:
        return language("At their usual pace, but the goal is higher. Agree on what comes first this week.")
    return language("At their usual pace, but the goal is higher. Review it together.")


def plain_member(member: Member) -> str:
    """A name where no mention is read, such as a heading."""
    return member.name or member.slack_user_id


def safe_member(member: Member) -> str:
    """A name in mrkdwn that notifies nobody."""
    return escape(plain_member(member))
