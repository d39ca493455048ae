"""The managers' alert: who is unlikely to reach a goal, the evidence, and a next step."""

import datetime as dt

from bot.alerts.alert import Alert, AlertRow, was_answered
from bot.alerts.words.evidence import a_day, evidence
from bot.core.words.blocks import actions, button, context, escape, header, menu, overflow, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.people.alert_readers import Instead
from bot.standings.words.cards import CLOSER
from metrics.periods import PeriodKind
from metrics.realism import PROPOSED, TeamVerdict

ACK_ALL, ROW, SHOW_ALL, ADOPT = "alert_ack_all", "alert_row", "alert_show_all", "goal_adopt"
PERIOD_OVER, LEFT = "period over", "left"
ACK, TALK, ASSIGN, SNOOZE_WEEK, DISMISS = "ack", "talk", "assign", "snooze", "dismiss"


def alert_message(alert: Alert, language: Language) -> Message:
    """The message, with a row for each rep; rows change in place as things happen."""
    title = alert_title(alert, language)
    blocks: list[Block] = [header(title)]
    spoken = [title]
    if alert.about is not None:
        note = _note(alert, language)
        blocks.append(section(note))
        spoken.append(note)
    # What the title says already of all of them is not said of each again.
    over = [row for row in alert.rows if _is_over(alert) and row.episode.close_reason == PERIOD_OVER]
    if over:
        names = ", ".join(f"<@{row.member.slack_user_id}>" for row in over)
        spoken.append(language("It was about {names}.", names=names))
        blocks.append(section(spoken[-1]))
    for row in (each for each in alert.rows if each not in over):
        text = row_words(row, alert, language)
        spoken.append(text)
        blocks.append(section(text, accessory=row_menu(row, language) if row.open else None))
    blocks += _buttons(alert, language)
    foot = _foot(alert, language)
    blocks.append(context(*foot))
    return Message(text="\n".join([*spoken, *foot]), blocks=tuple(blocks))


def counts_message(alert: Alert, language: Language) -> Message:
    """The same for a channel that others read: how many, and nobody's name."""
    title = alert_title(alert, language)
    foot = language("Others read this channel too, so the managers have the names in a direct message.")
    return Message(text=f"{title}\n{foot}", blocks=(section(f"*{title}*"), context(foot)))


def reminder_message(alert: Alert, language: Language) -> Message:
    """A reply in the alert's thread: who is still where they were, and nobody has said that they look after it; and of
    whom that is not true any more.
    """
    if alert.rows:
        lines = [language("Still unlikely, and nobody has taken it on:")]
        lines += [_reminded(row, alert, language) for row in alert.rows]
        lines += [language("No longer:")] if alert.hidden else []
    else:
        lines = [language("This reminder is out of date:")]
    lines += [row_words(row, alert, language) for row in alert.hidden]
    blocks = [section(line) for line in lines[:40]]
    if alert.rows:
        lines.append(language("You answer in the message above: in the menu beside the name."))
        blocks.append(context(lines[-1]))
    return Message(text="\n".join(lines), blocks=tuple(blocks), thread_ts=alert.thread_ts)


def _reminded(row: AlertRow, alert: Alert, language: Language) -> str:
    words = f"<@{row.member.slack_user_id}>  {_evidence(row, alert, language)}"
    if not row.corrected:
        return words
    return f"{words}\n{language('The log was corrected since; these are the figures now.')}"


def alert_title(alert: Alert, language: Language) -> str:
    """What it is about, and how many."""
    metric, period = language.name(alert.metric), _period(alert, language)
    if _is_over(alert):
        return language("{metric}, {period}: the period is over", metric=metric, period=period)
    return language(
        "{metric}, {period}: {behind} of {size} unlikely to reach their goal",
        metric=metric,
        period=period,
        behind=language.count(alert.behind),
        size=language.count(alert.team_size),
    )


def _is_over(alert: Alert) -> bool:
    rows = (*alert.rows, *alert.hidden)
    return not alert.behind and any(row.episode.close_reason == PERIOD_OVER for row in rows)


def _period(alert: Alert, language: Language) -> str:
    """The period's name; of a week that is over, its first day: it is not this week any more."""
    if alert.period is PeriodKind.WEEK and alert.date >= alert.period_start + dt.timedelta(days=7):
        return language("the week of {day}", day=language.day(alert.period_start))
    return language.period(alert.period, alert.period_start)


def row_words(row: AlertRow, alert: Alert, language: Language) -> str:
    """One rep: the evidence, a next step, and what was answered."""
    who = f"<@{row.member.slack_user_id}>"
    if not row.open and row.episode.close_reason == PERIOD_OVER:
        return language("{who}  the period is over", who=who)
    if not row.open and row.episode.close_reason == LEFT:
        return _left(row, who, language)
    if not row.open:
        return language("{who}  back on track ({reason})", who=who, reason=_reason(row.episode.close_reason, language))
    lines = [f"{who}  {_evidence(row, alert, language)}"]
    if row.put_right:
        lines.append(
            language("_The log was corrected: no longer unlikely. The next working morning says whether it is over._")
        )
        return "\n".join([*lines, *_answers(row, alert, language)])
    lines.append(f"_{_step(row, alert, language)}_")
    if row.corrected:
        lines.append(language("The log was corrected since; these are the figures now."))
    if row.worse:
        lines.append(language("Less likely still than when you were told."))
    elif row.episode.improving:
        lines.append(language("Getting better since the alert."))
    if row.rep_not_told:
        lines.append(language("Their own message could not be sent: they may not know yet."))
    return "\n".join([*lines, *_answers(row, alert, language)])


def row_menu(row: AlertRow, language: Language) -> Block:
    """What can be answered to one row."""
    return overflow(
        [
            (language("Acknowledge"), f"{ACK}:{row.episode.id}"),
            (language("1:1 planned"), f"{TALK}:{row.episode.id}"),
            (language("Assign to…"), f"{ASSIGN}:{row.episode.id}"),
            (language("Snooze for a week"), f"{SNOOZE_WEEK}:{row.episode.id}"),
            (language("Not useful…"), f"{DISMISS}:{row.episode.id}"),
        ],
        action=ROW,
    )


def dismissal_words(reason: str, language: Language) -> str:
    """Why an alert was not useful."""
    return {
        "known": language("I knew, and am on it"),
        "log": language("the log is not complete"),
        "goal": language("the goal is not right"),
        "early": language("too early to say"),
        "special": language("there is a special reason"),
    }.get(reason, "")


def _answers(row: AlertRow, alert: Alert, language: Language) -> list[str]:
    episode, found = row.episode, []
    if episode.acknowledged_by is not None:
        by = _mention(alert, episode.acknowledged_by)
        if row.acknowledged_on is not None:
            when = language.day(row.acknowledged_on)
            found.append(language("Acknowledged by {who}, {day}", who=by, day=when))
        else:
            found.append(language("Acknowledged by {who}", who=by))
    if episode.assigned_to is not None:
        found.append(language("{who} looks after it", who=_mention(alert, episode.assigned_to)))
    if episode.talk_planned_at is not None:
        found.append(language("1:1 planned"))
    if episode.dismissed_by is not None:
        found.append(
            language(
                "{who} says: not useful, {reason}",
                who=_mention(alert, episode.dismissed_by),
                reason=dismissal_words(episode.dismiss_reason, language),
            )
        )
    if episode.snoozed_until is not None:
        found.append(language("Snoozed until {day}", day=language.day(episode.snoozed_until)))
    return found


def _mention(alert: Alert, member_id: int) -> str:
    member = alert.people.get(member_id)
    return f"<@{member.slack_user_id}>" if member is not None else "?"


def _note(alert: Alert, language: Language) -> str:
    """What more than half a team behind is about: the goal, or something that befell all of them."""
    goal = alert.about
    assert goal is not None
    lines = [
        language("That is the team or the goal, not the reps."),
        language(
            "It would take {required} a day from each who is below it; their usual is {usual}.",
            required=a_day(goal.metric, goal.required, language),
            usual=a_day(goal.metric, goal.usual, language),
        ),
    ]
    if goal.realism.verdict is TeamVerdict.TOO_HARD and goal.realism.share is not None:
        lines.append(
            language(
                "By their history, {expected} of {reps} could be expected to reach {target} in a usual period.",
                expected=language.count(goal.realism.expected_attainers),
                reps=language.count(goal.realism.members),
                target=language.amount(goal.metric, goal.target, short=True),
            )
        )
    elif goal.realism.verdict is not TeamVerdict.UNKNOWN:
        lines.append(
            language("By their history the goal is within reach: ask what changed for all of them in this period.")
        )
    if goal.coming is not None:
        lines.append(
            language(
                "From {day} on the goal is {target}.",
                day=language.day(goal.next_start),
                target=language.amount(goal.metric, goal.coming, short=True),
            )
        )
    elif goal.proposed is not None:
        lines.append(
            language(
                "With a goal of {target} about {share} of them would reach it.",
                target=language.amount(goal.metric, goal.proposed, short=True),
                share=language.percent(PROPOSED),
            )
        )
    return "\n".join(lines)


def _buttons(alert: Alert, language: Language) -> list[Block]:
    elements = []
    open_rows = [row for row in (*alert.rows, *alert.hidden) if row.behind]
    if any(not was_answered(row.episode) and row.episode.snoozed_until is None for row in open_rows):
        ids = ",".join(str(row.episode.id) for row in open_rows[:150])
        label = language("Acknowledge all") if len(open_rows) > 1 else language("Acknowledge")
        elements.append(button(label, action=ACK_ALL, value=ids))
    if alert.hidden:
        n = len(alert.hidden)
        text = (
            language.plural("Show all ({n} more)", "Show all ({n} more)", n)
            if alert.rows
            else language("Show all {n}", n=language.count(n))
        )
        elements.append(button(text, action=SHOW_ALL, value=str(alert.delivery_id)))
    if alert.rows:
        named = {row.member.id: row.member.name or row.member.slack_user_id for row in alert.rows}
        options = [(name, str(member_id)) for member_id, name in named.items()]
        elements.append(menu(options, action=CLOSER, placeholder=language("Look closer at…")))
    goal = alert.about
    if goal is not None and goal.proposed is not None and goal.coming is None:
        elements.append(
            button(
                language(
                    "Set {target} from {day}",
                    target=language.amount(goal.metric, goal.proposed, short=True),
                    day=language.day(goal.next_start),
                ),
                action=ADOPT,
                value=goal.reference,
            )
        )
    return [actions(*elements, block_id="alert")] if elements else []


def _foot(alert: Alert, language: Language) -> list[str]:
    foot = [language("Each rep had these figures first, in a message of their own.")]
    if alert.instead is Instead.AWAY:
        foot.append(
            language("You read this because the managers of {team} are away today.", team=escape(alert.team.name))
        )
    if alert.instead is Instead.NO_MANAGER:
        foot.append(language("You read this because {team} has no manager.", team=escape(alert.team.name)))
    if alert.possibly_repeated:
        foot.append(language("This message may be a repetition: Slack did not say whether the first one arrived."))
    return foot


def _evidence(row: AlertRow, alert: Alert, language: Language) -> str:
    if row.facts is None:
        return language("no figures any more")
    return evidence(alert.metric, row.facts, language)


def _left(row: AlertRow, who: str, language: Language) -> str:
    closed = row.member.left_on or row.episode.closed_on
    if closed is None:
        return language("{who}  has left, so this alert is closed", who=who)
    return language("{who}  left on {day}, so this alert is closed", who=who, day=language.day(closed))


def _step(row: AlertRow, alert: Alert, language: Language) -> str:
    since = language("since {day}", day=language.day(row.episode.opened_on))
    facts = row.facts
    if facts is not None and facts.slower:
        step = language("Slower than their own usual: ask what is in the way.")
    elif alert.period is PeriodKind.WEEK:
        step = language("At their usual pace, but the goal is above it: agree what to do first this week.")
    else:
        step = language("At their usual pace, but the goal is above it: look at the goal together.")
    return f"{since} · {step}"


def _reason(reason: str, language: Language) -> str:
    return {
        "reached": language("goal reached"),
        "recovered": language("recovered"),
    }.get(reason, escape(reason))
