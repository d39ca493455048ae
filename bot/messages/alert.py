"""The managers' alert: who is unlikely to reach a goal, the evidence, and a next step."""

from bot.coach.review import Alert, AlertRow
from bot.messages.language import Language
from bot.messages.message import Block, Message
from bot.messages.standing_words import chance_words
from bot.messages.widgets import actions, button, context, escape, header, overflow, section
from metrics.periods import PeriodKind
from storage.tables import Unit

ACK_ALL, ROW = "alert_ack_all", "alert_row"
ACK, SNOOZE_WEEK = "ack", "snooze"


def alert_message(alert: Alert, language: Language) -> Message:
    """The message, with a row for each rep; rows change in place as things happen."""
    title = _title(alert, language)
    open_rows = [row for row in alert.rows if row.episode.closed_on is None]
    blocks: list[Block] = [header(title)]
    spoken = [title]
    if alert.about_the_team:
        note = language(
            "That is the team or the goal, not the reps: look at what they have in common, and at the goal itself."
        )
        blocks.append(section(note))
        spoken.append(note)
    for row in alert.rows:
        text = _row(row, alert, language)
        spoken.append(text)
        blocks.append(section(text, accessory=_menu(row, language) if row.episode.closed_on is None else None))
    if alert.more:
        blocks.append(context(language.plural("{n} more is behind", "{n} more are behind", alert.more)))
    if any(row.episode.acknowledged_by is None for row in open_rows):
        ids = ",".join(str(row.episode.id) for row in open_rows)
        blocks.append(actions(button(language("Acknowledge all"), action=ACK_ALL, value=ids), block_id="alert"))
    foot = [language("Each rep had these figures first, in their own morning message.")]
    if alert.possibly_repeated:
        foot.append(language("This message may be a repetition: Slack did not say whether the first one arrived."))
    blocks.append(context(*foot))
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def reminder_message(alert: Alert, language: Language) -> Message:
    """A reply in the alert's thread: who is still where they were, and nobody has said that they look after it."""
    title = language("Still unlikely, and nobody has taken it on:")
    rows = [f"<@{row.member.slack_user_id}>  {_evidence(row, alert, language)}" for row in alert.rows]
    blocks = (section(title), *(section(row) for row in rows))
    return Message(text="\n".join([title, *rows]), blocks=blocks, thread_ts=alert.thread_ts)


def _title(alert: Alert, language: Language) -> str:
    behind = sum(row.episode.closed_on is None for row in alert.rows) + alert.more
    return language(
        "{metric}, {period}: {behind} of {size} unlikely to reach their goal",
        metric=language.name(alert.metric),
        period=language.period(alert.period, alert.period_start),
        behind=language.count(behind),
        size=language.count(alert.team_size),
    )


def _row(row: AlertRow, alert: Alert, language: Language) -> str:
    who = f"<@{row.member.slack_user_id}>"
    if row.episode.closed_on is not None:
        return language("{who}  back on track ({reason})", who=who, reason=_reason(row.episode.close_reason, language))
    lines = [f"{who}  {_evidence(row, alert, language)}", f"_{_step(row, alert, language)}_"]
    if row.episode.improving:
        lines.append(language("Getting better since the alert."))
    if row.rep_not_told:
        lines.append(language("Their own message could not be sent: they may not know yet."))
    if row.episode.acknowledged_by is not None:
        by = alert.acknowledgers[row.episode.acknowledged_by]
        lines.append(language("Acknowledged by {who}", who=f"<@{by.slack_user_id}>"))
    if row.episode.snoozed_until is not None:
        lines.append(language("Snoozed until {day}", day=language.day(row.episode.snoozed_until)))
    return "\n".join(lines)


def _evidence(row: AlertRow, alert: Alert, language: Language) -> str:
    standing = row.standing
    if standing is None:
        return language("no figures yet")
    need = max(0, standing.target - standing.done)
    required = need / standing.remaining if standing.remaining > 0 else float(need)
    figures = language(
        "*{done} of {target}* · {days} working days left · needs {required} a day, usual {usual} · likely {low}–{high}",
        done=language.amount(alert.metric, standing.done, short=True),
        target=language.amount(alert.metric, standing.target, short=True),
        days=language.rate(standing.remaining),
        required=_rate(alert, required, language),
        usual=_rate(alert, standing.baseline, language),
        low=language.amount(alert.metric, standing.low or 0, short=True),
        high=language.amount(alert.metric, standing.high or 0, short=True),
    )
    return f"{figures} · {chance_words(standing.probability or 0.0, language)}"


def _rate(alert: Alert, a_day: float, language: Language) -> str:
    if alert.metric.unit is Unit.MONEY:
        return language.amount(alert.metric, a_day, short=True)
    return language.rate(a_day)


def _step(row: AlertRow, alert: Alert, language: Language) -> str:
    since = language("since {day}", day=language.day(row.episode.opened_on))
    standing = row.standing
    if standing is not None and standing.baseline > 0 and standing.rate < 0.7 * standing.baseline:
        step = language("Slower than their own usual: ask what is in the way.")
    elif alert.period is PeriodKind.WEEK:
        step = language("At their usual pace, but the goal is above it: agree what to do first this week.")
    else:
        step = language("At their usual pace, but the goal is above it: look at the goal together.")
    return f"{since} · {step}"


def _menu(row: AlertRow, language: Language) -> Block:
    return overflow(
        [
            (language("Acknowledge"), f"{ACK}:{row.episode.id}"),
            (language("Snooze for a week"), f"{SNOOZE_WEEK}:{row.episode.id}"),
        ],
        action=ROW,
    )


def _reason(reason: str, language: Language) -> str:
    return {
        "reached": language("goal reached"),
        "recovered": language("recovered"),
        "period over": language("the period is over"),
    }.get(reason, escape(reason))
