"""The buttons of the morning nudge: what logs, the day off, snooze, fewer messages, and "these look wrong"."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.core.changes import say_nudge_again
from bot.core.doors.answering import Then, Visit, answer_click, receipt_of
from bot.core.doors.context import Context
from bot.core.words.message import Message
from bot.leave.away import Leave, note_leave
from bot.leave.rest import end_rest, rest_until
from bot.log.doors.log_answer import log_and_tell
from bot.log.text.command import ParsedEntry
from bot.nudges.attention import Rhythm, choose_rhythm
from bot.nudges.doubt import doubt_figures
from bot.nudges.log_buttons import DayIsOver, DoneAlready, DoneInPart, day_of_button, done_of
from bot.nudges.words.answers import (
    ask_rhythm_message,
    awake_message,
    done_already_message,
    done_in_part_message,
    doubt_message,
    off_then_message,
    off_today_message,
    quiet_message,
    rhythm_message,
)
from bot.nudges.words.buttons import (
    DONE,
    FEWER,
    LOG_ONE,
    MORE,
    OFF_TODAY,
    RHYTHM,
    SNOOZE_WEEK,
    WAKE,
    WRONG,
)


def register(app: App, context: Context) -> None:
    """Register the buttons."""

    @app.action(re.compile(f"^{LOG_ONE}:"))
    def log_one(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        metric, _, said = action["value"].partition(":")
        answer_click(context, body, lambda here: _log_one(context, here, metric, _day(here, body, said), body))

    @app.action(re.compile(f"^{DONE}:"))
    def done(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _done(context, here, action["value"].split(":"), body))

    @app.action(OFF_TODAY)
    def off_today(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _off(here, _day(here, body, action.get("value", ""))))

    @app.action(WAKE)
    def wake(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, _wake)

    @app.action(re.compile(f"^{RHYTHM}:"))
    def rhythm(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _choose(here, Rhythm(action["value"])))

    @app.action(MORE)
    def more(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        chosen, _, said = action["selected_option"]["value"].partition(":")
        answer_click(context, body, lambda here: _more(here, chosen, said, body))


def _day(here: Visit, body: Mapping[str, Any], said: str) -> dt.date:
    """The day that a button means: a message's own."""
    place = body.get("container") or {}
    channel, ts = str(place.get("channel_id") or ""), str(place.get("message_ts") or "")
    return day_of_button(here, member=here.member, said=said, channel=channel, ts=ts)


def _more(here: Visit, chosen: str, said: str, body: Mapping[str, Any]) -> Message:
    if chosen == WRONG:
        doubt = doubt_figures(here.session, workspace=here.workspace, member=here.member, now=here.now)
        return doubt_message(doubt, here.member, here.language)
    if chosen == FEWER:
        return ask_rhythm_message(here.member, here.language)
    if chosen == SNOOZE_WEEK:
        return _snooze(here, 7)
    if _day(here, body, said) < here.today:
        raise DayIsOver
    return _snooze(here, 1)


def _log_one(context: Context, here: Visit, metric_key: str, date: dt.date, body: Mapping[str, Any]) -> Then:
    say_nudge_again(here.session, workspace=here.workspace, member=here.member, date=date)
    entry = ParsedEntry(metric_key=metric_key, quantity=1, date=date)
    return log_and_tell(context, here, [entry], receipt_of(body))


def _done(context: Context, here: Visit, value: list[str], body: Mapping[str, Any]) -> Message | Then:
    metric, number, said, shown = (*value, "", "")[:4]
    date = _day(here, body, said)
    what = done_of(here, member=here.member, metric_key=metric, number=int(number), date=date, shown=int(shown or 0))
    match what:
        case DoneAlready():
            return done_already_message(what, here.today, here.language)
        case DoneInPart():
            return done_in_part_message(what, here.language)
        case ParsedEntry():
            say_nudge_again(here.session, workspace=here.workspace, member=here.member, date=date)
            return log_and_tell(context, here, [what], receipt_of(body))


def _choose(here: Visit, rhythm: Rhythm) -> Message:
    days = choose_rhythm(here.session, workspace=here.workspace, member=here.member, rhythm=rhythm, now=here.now)
    return rhythm_message(rhythm, days, here.language)


def _off(here: Visit, date: dt.date) -> Message:
    if date < here.today:
        day = Leave(date, date + dt.timedelta(days=1))
        note_leave(here.session, workspace=here.workspace, member=here.member, asked=day, by=here.member, now=here.now)
        return off_then_message(date, here.today, here.language)
    until = rest_until(here.session, workspace=here.workspace, member=here.member, days=1, off=True, now=here.now)
    return off_today_message(here.today, until, here.language)


def _snooze(here: Visit, days: int) -> Message:
    until = rest_until(here.session, workspace=here.workspace, member=here.member, days=days, off=False, now=here.now)
    return quiet_message(until, here.language)


def _wake(here: Visit) -> Message:
    end_rest(here.session, member=here.member)
    return awake_message(here.language)
