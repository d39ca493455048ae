"""`/away`: days off, and the buttons of its answers."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.core.doors.answering import Visit, answer_click, answer_command, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.typed import Typable, Understood
from bot.core.text.errors import NotUnderstood
from bot.core.words.message import Message
from bot.leave.away import Leave, cancel_leave, cancel_next_leave, noted_leave, take_leave
from bot.leave.text.command import (
    AwayDoubt,
    AwayHelp,
    AwayRequest,
    CancelAway,
    TakeAway,
    parse_away,
    says_away,
)
from bot.leave.text.days import Days, Part
from bot.leave.words.away import (
    CANCEL,
    DAYS,
    TAKE,
    away_cancelled_message,
    away_doubt_message,
    away_help,
    away_list_message,
    away_message,
)


def register(app: App, context: Context) -> None:
    """Register the command and its buttons."""

    @app.command(context.settings.pacer_away_command)
    def away_command(ack: Ack, command: dict[str, Any]) -> None:
        text, receipt = command.get("text", ""), receipt_of(command)
        ack(**answer_command(context, command, lambda here: answer(here, text, receipt)))

    @app.action(re.compile(f"^{TAKE}:"))
    def take(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _take_ahead(here, int(action["value"])))

    @app.action(re.compile(f"^{DAYS}:"))
    def take_days(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _take(here, _asked(action["value"])), replaces=True)

    @app.action(CANCEL)
    def cancel(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _cancel(here, _leave(action["value"])))


def typable() -> Typable:
    """What can be typed of it without the command: `off friday`, `cuti esok`."""
    return Typable(
        command="away",
        whole=frozenset({"cuti", "ooo", "mc"}),
        answer=answer,
        understand=_understand,
    )


def _understand(here: Visit, text: str, receipt: str) -> Understood | None:
    """A message without the command: about days off where a word says so, and every other has its place."""
    if not says_away(text):
        return None
    try:
        request = _request(here, text, guesses=False)
    except NotUnderstood:
        return None
    if not isinstance(request, TakeAway | CancelAway | AwayDoubt):
        return None
    return Understood(lambda: _act(here, request, receipt))


def _request(here: Visit, text: str, *, guesses: bool = True) -> AwayRequest:
    backdate_days, week_start = here.workspace.backdate_days, here.workspace.week_start
    return parse_away(text, today=here.today, backdate_days=backdate_days, week_start=week_start, guesses=guesses)


def answer(here: Visit, text: str, receipt: str) -> Message:
    """What is answered to a text after `/away`. Raises a NotUnderstood that says what to write."""
    return _act(here, _request(here, text), receipt)


def _act(here: Visit, request: AwayRequest, receipt: str) -> Message:
    match request:
        case TakeAway(days=days):
            return _take(here, _as_leave(days))
        case CancelAway(days=None):
            return _cancel_next(here, receipt)
        case CancelAway(days=Days() as days):
            return _cancel(here, _as_leave(days))
        case AwayDoubt(readings=readings):
            return away_doubt_message([_as_leave(days) for days in readings], here.language)
        case AwayHelp():
            return away_help(here.language)
    return _noted(here)


def _noted(here: Visit) -> Message:
    leaves = noted_leave(here.session, workspace=here.workspace, member=here.member, now=here.now)
    return away_list_message(leaves, here.language, today=here.today)


def _take_ahead(here: Visit, days: int) -> Message:
    day = here.today + dt.timedelta(days=days)
    return _take(here, Leave(day, day + dt.timedelta(days=1)))


def _take(here: Visit, asked: Leave) -> Message:
    change = take_leave(here.session, workspace=here.workspace, member=here.member, asked=asked, now=here.now)
    return away_message(change, here.language)


def _cancel_next(here: Visit, receipt: str) -> Message:
    change = cancel_next_leave(
        here.session, workspace=here.workspace, member=here.member, receipt=receipt, now=here.now
    )
    return _noted(here) if change is None else away_cancelled_message(change, here.language)


def _cancel(here: Visit, days: Leave) -> Message:
    change = cancel_leave(here.session, workspace=here.workspace, member=here.member, days=days, now=here.now)
    return away_cancelled_message(change, here.language)


def _as_leave(days: Days) -> Leave:
    part = days.part.value if days.part in (Part.MORNING, Part.AFTERNOON) else ""
    return Leave(days.starts, days.ends, 1.0 if days.part is Part.WHOLE else 0.5, part)


def _asked(value: str) -> Leave:
    """The leave that a button carried: its dates, how much of each, and which part."""
    days, portion, part = value.rsplit(":", 2)
    leave = _leave(f"{days}:{part}")
    return replace(leave, portion=0.5 if portion == "half" else 1.0)


def _leave(value: str) -> Leave:
    starts, ends, part = value.split(":")
    return Leave(dt.date.fromisoformat(starts), dt.date.fromisoformat(ends), 1.0, part)
