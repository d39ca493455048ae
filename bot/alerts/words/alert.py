"""The managers' alert: who may miss a goal, the figures, what would still turn it, and how it ended."""

import datetime as dt
from collections.abc import Callable

from bot.alerts.alert import Alert, TeamNote
from bot.alerts.rows import AlertRow, was_answered
from bot.alerts.words.evidence import a_day, goal_words
from bot.alerts.words.row import (
    end_words,
    left_words,
    plain_member,
    risk_words,
    row_menu,
    row_words,
    safe_member,
)
from bot.core.words.blocks import actions, button, context, escape, header, menu, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.leave.away import LEFT
from bot.people.alert_readers import Instead
from bot.standings.words.cards import CLOSER
from metrics.realism import PROPOSED, TeamVerdict
from storage.tables import Member

ACK_ALL, SHOW_ALL, ADOPT = "alert_ack_all", "alert_show_all", "goal_adopt"
NAMES_SHOWN, NOTES_SHOWN = 3, 4
LONGEST_REMINDER = 40


def alert_message(alert: Alert, language: Language) -> Message:
    """The message: the point in its first line, then a part for each rep, which changes in place as things happen."""
    blocks: list[Block] = [header(alert_title(alert, language, name=plain_member))]
    spoken = [alert_title(alert, language)]
    for note in alert.notes[:NOTES_SHOWN]:
        said = _note(note, alert, language)
        spoken.append(said)
        blocks.append(section(said, accessory=_adopt(note, language)))
    titled = len(alert.rows) == 1 and alert.behind in (0, 1) and not alert.notes and not alert.hidden
    for row in alert.rows:
        said = row_words(row, alert.people, alert.date, language, titled=titled)
        spoken.append(said)
        blocks.append(section(said, accessory=row_menu(row, language)))
    blocks += _buttons(alert, language)
    foot = _foot(alert, language)
    if foot:
        blocks.append(context(*foot))
    return Message(text="\n".join([*spoken, *foot]), blocks=tuple(blocks))


def counts_message(alert: Alert, language: Language) -> Message:
    """The same for a channel that others read: how many, and nobody's name."""
    title = _counted(alert, language)
    foot = language("Others read this channel too, so managers get the names by direct message.")
    return Message(text=f"{title}\n{foot}", blocks=(section(f"*{title}*"), context(foot)))


def reminder_message(alert: Alert, language: Language) -> Message:
    """A reply in the alert's thread: who is still where they were, with nobody following up; and of whom that is not
    true anymore.
    """
    if alert.rows:
        lines = [language("Still at risk, and no one's picked this up yet:")]
        lines += [row_words(row, alert.people, alert.date, language) for row in alert.rows]
        lines += [language("Not anymore:")] if alert.hidden else []
    else:
        lines = [language("This reminder is out of date:")]
    lines += [row_words(row, alert.people, alert.date, language) for row in alert.hidden]
    blocks = [section(line) for line in lines[:LONGEST_REMINDER]]
    if alert.rows:
        lines.append(language("Respond from the ••• menu in the alert above."))
        blocks.append(context(lines[-1]))
    return Message(text="\n".join(lines), blocks=tuple(blocks), thread_ts=alert.thread_ts)


def alert_title(alert: Alert, language: Language, *, name: Callable[[Member], str] = safe_member) -> str:
    """The point in one line: who may miss what, or how it ended."""
    behind = [row for row in alert.rows if row.behind]
    if alert.notes:
        return _noted(alert.notes[0], alert, language)
    if not behind:
        return _over(alert, language, name)
    if len(behind) == 1 and alert.behind == 1:
        (row,) = behind
        goals = risk_words(row.at_risk, alert.date, language)
        return language("{who} may fall short on {goals}", who=name(row.member), goals=goals)
    named = [name(row.member) for row in behind[:NAMES_SHOWN]]
    more = alert.behind - len(named)
    if more:
        return language.plural(
            "{names} and {n} more may miss their goals",
            "{names} and {n} more may miss their goals",
            more,
            names=language(", ").join(named),
        )
    return language("{names} may miss their goals", names=language.listed(named))


def _noted(note: TeamNote, alert: Alert, language: Language) -> str:
    return language(
        "{n} of {size} in {team} may fall short on {goal}",
        n=language.count(note.behind),
        size=language.count(alert.team_size),
        team=escape(alert.team.name),
        goal=goal_words(note.metric, note.period, note.period_start, alert.date, language, ends=note.ends),
    )


def _over(alert: Alert, language: Language, name: Callable[[Member], str]) -> str:
    """The title once nobody in it is at risk."""
    every = (*alert.rows, *alert.hidden)
    goals = [goal for row in every for goal in row.goals]
    if len(every) == 1 and (day := _left_on(every[0])) is not None:
        return left_words(day, language, who=name(every[0].member))
    if len(every) == 1 and len(goals) == 1:
        (row,), (goal,) = every, goals
        if goal.over:
            return end_words(goal, alert.date, language, who=name(row.member))
        return language("{who} is no longer at risk", who=name(row.member))
    if goals and all(goal.over for goal in goals):
        made_it = sum(goal.ending is not None and goal.ending.made_it for goal in goals)
        return language(
            "How it ended: {n} of {all} goals were reached", n=language.count(made_it), all=language.count(len(goals))
        )
    if every and len(every) <= NAMES_SHOWN:
        return language("{names}: no longer at risk", names=language.listed([name(row.member) for row in every]))
    return language("No one here is at risk anymore")


def _left_on(row: AlertRow) -> dt.date | None:
    """When the rep left, where that closed all that is told of them."""
    days = {goal.episode.closed_on for goal in row.goals if goal.episode.close_reason == LEFT}
    return days.pop() if len(days) == 1 and all(goal.episode.close_reason == LEFT for goal in row.goals) else None


def _counted(alert: Alert, language: Language) -> str:
    return language(
        "{n} of {size} in {team} may miss a goal",
        n=language.count(alert.behind),
        size=language.count(alert.team_size),
        team=escape(alert.team.name),
    )


def _note(note: TeamNote, alert: Alert, language: Language) -> str:
    """What more than half a team at risk is about: the goal, or something that befell all of them."""
    lines = [language("When this many miss, it's usually the goal, not the people.")]
    if note is not alert.notes[0]:
        lines.insert(0, f"*{_noted(note, alert, language)}*")
    goal = note.goal
    if goal is None:
        return "\n".join(lines)
    lines.append(
        language(
            "Each of them needs about {required} a day and usually does {usual}.",
            required=a_day(goal.metric, goal.required, language),
            usual=a_day(goal.metric, goal.usual, language),
        )
    )
    if goal.realism.verdict is TeamVerdict.TOO_HARD and goal.realism.share is not None:
        lines.append(
            language(
                "Judging by their history, about {expected} of {reps} would reach {target}.",
                expected=language.count(goal.realism.expected_attainers),
                reps=language.count(goal.realism.members),
                target=language.amount(goal.metric, goal.target, short=True),
            )
        )
    elif goal.realism.verdict is not TeamVerdict.UNKNOWN:
        lines.append(language("Their history says the goal is within reach, so ask what changed for all of them."))
    if goal.coming is not None:
        lines.append(
            language(
                "Starting {day} the goal is {target}.",
                day=language.day(goal.next_start),
                target=language.amount(goal.metric, goal.coming, short=True),
            )
        )
    elif goal.proposed is not None:
        lines.append(
            language(
                "About {share} of them would reach {target}.",
                target=language.amount(goal.metric, goal.proposed, short=True),
                share=language.percent(PROPOSED),
            )
        )
    return "\n".join(lines)


def _adopt(note: TeamNote, language: Language) -> Block | None:
    goal = note.goal
    if goal is None or goal.proposed is None or goal.coming is not None:
        return None
    text = language(
        "Set {target} from {day}",
        target=language.amount(goal.metric, goal.proposed, short=True),
        day=language.day(goal.next_start),
    )
    return button(text, action=ADOPT, value=goal.reference)


def _buttons(alert: Alert, language: Language) -> list[Block]:
    elements = []
    behind = [goal for row in (*alert.rows, *alert.hidden) for goal in row.at_risk]
    if any(not was_answered(goal.episode) and goal.episode.snoozed_until is None for goal in behind):
        ids = ",".join(str(goal.episode.id) for goal in behind[:150])
        label = language("I'll follow up on all") if alert.behind > 1 else language("I'll follow up")
        elements.append(button(label, action=ACK_ALL, value=ids))
    if alert.hidden:
        text = language("Show all {n}", n=language.count(len(alert.rows) + len(alert.hidden)))
        elements.append(button(text, action=SHOW_ALL, value=str(alert.delivery_id)))
    if alert.rows:
        options = [(plain_member(row.member), str(row.member.id)) for row in alert.rows]
        elements.append(menu(options, action=CLOSER, placeholder=language("View rep…")))
    return [actions(*elements, block_id="alert")] if elements else []


def _foot(alert: Alert, language: Language) -> list[str]:
    told = [row for row in (*alert.rows, *alert.hidden) if row.behind and not row.rep_not_told]
    foot = [language("They saw these numbers first.")] if told else []
    if alert.instead is Instead.AWAY:
        foot.append(
            language("You're getting this because {team}'s managers are off today.", team=escape(alert.team.name))
        )
    if alert.instead is Instead.NO_MANAGER:
        foot.append(language("You're getting this because {team} has no manager.", team=escape(alert.team.name)))
    if alert.possibly_repeated:
        foot.append(language("You may have this message twice: Slack didn't say whether the first one arrived."))
    return foot
