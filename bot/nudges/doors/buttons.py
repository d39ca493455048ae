"""The buttons of the morning nudge: log one, done, off today, snooze, fewer messages, and "these are wrong"."""

import re
from typing import Any

from slack_bolt import Ack, App

from bot.core.doors.answering import Then, Visit, answer_click, receipt_of
from bot.core.doors.context import Context
from bot.core.words.message import Message
from bot.leave.rest import end_rest, rest_until
from bot.log.doors.told import log_and_tell
from bot.log.text.command import ParsedEntry
from bot.nudges.attention import Rhythm, choose_rhythm
from bot.nudges.doubt import doubt_figures
from bot.nudges.words.answers import (
    ask_rhythm_message,
    awake_message,
    doubt_message,
    off_today_message,
    quiet_message,
    rhythm_message,
)
from bot.nudges.words.buttons import DONE, FEWER, LOG_ONE, MORE, OFF_TODAY, RHYTHM, SNOOZE_WEEK, WAKE, WRONG


def register(app: App, context: Context) -> None:
    """Register the buttons."""

    @app.action(re.compile(f"^{LOG_ONE}:"))
    def log_one(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _log(context, here, action["value"], 1, receipt_of(body)))

    @app.action(re.compile(f"^{DONE}:"))
    def done(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        metric, _, number = action["value"].partition(":")
        answer_click(context, body, lambda here: _log(context, here, metric, int(number), receipt_of(body)))

    @app.action(OFF_TODAY)
    def off_today(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _rest(here, days=1, off=True))

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
        chosen = action["selected_option"]["value"]
        answer_click(context, body, lambda here: _more(here, chosen))


def _more(here: Visit, chosen: str) -> Message:
    if chosen == WRONG:
        doubt = doubt_figures(here.session, workspace=here.workspace, member=here.member, now=here.now)
        return doubt_message(doubt, here.member, here.language)
    if chosen == FEWER:
        return ask_rhythm_message(here.member, here.language)
    return _rest(here, days=7 if chosen == SNOOZE_WEEK else 1, off=False)


def _log(context: Context, here: Visit, metric_key: str, number: int, receipt: str) -> Then:
    entry = ParsedEntry(metric_key=metric_key, quantity=number, date=here.today)
    return log_and_tell(context, here, [entry], receipt)


def _choose(here: Visit, rhythm: Rhythm) -> Message:
    days = choose_rhythm(here.session, workspace=here.workspace, member=here.member, rhythm=rhythm, now=here.now)
    return rhythm_message(rhythm, days, here.language)


def _rest(here: Visit, *, days: int, off: bool) -> Message:
    until = rest_until(here.session, workspace=here.workspace, member=here.member, days=days, off=off, now=here.now)
    return off_today_message(here.today, until, here.language) if off else quiet_message(until, here.language)


def _wake(here: Visit) -> Message:
    end_rest(here.session, member=here.member)
    return awake_message(here.language)
