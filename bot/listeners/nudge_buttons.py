"""The buttons of the morning nudge: log one, off today, snooze."""

import re
from typing import Any

from slack_bolt import Ack, App

from bot.coach.log import log_entries
from bot.coach.people import local_date
from bot.coach.rest import rest_until
from bot.listeners.context import Context
from bot.listeners.doors import EXPECTED, failure_text, receipt_of, visit
from bot.messages.answers import plain_message
from bot.messages.logged import logged_message
from bot.messages.nudge import LOG_ONE, MORE, OFF_TODAY, SNOOZE_WEEK
from bot.parsing.log_text import ParsedEntry


def register(app: App, context: Context) -> None:
    """Register the buttons."""

    @app.action(re.compile(f"^{LOG_ONE}:"))
    def log_one(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        try:
            with visit(context, body["user"]["id"]) as here:
                today = local_date(here.member, here.workspace, here.now)
                said = log_entries(
                    here.session,
                    workspace=here.workspace,
                    member=here.member,
                    entries=[ParsedEntry(metric_key=action["value"], quantity=1, date=today)],
                    receipt=receipt_of(body),
                    now=here.now,
                )
                answer = logged_message(said, here.language)
        except EXPECTED as failure:
            answer = failure_text(failure)
        context.wake.set()
        context.replies.add(body["response_url"], answer)

    @app.action(OFF_TODAY)
    def off_today(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        _rest(context, body, days=1, off=True)

    @app.action(MORE)
    def more(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        _rest(context, body, days=7 if action["selected_option"]["value"] == SNOOZE_WEEK else 1, off=False)


def _rest(context: Context, body: dict[str, Any], *, days: int, off: bool) -> None:
    try:
        with visit(context, body["user"]["id"]) as here:
            until = rest_until(
                here.session, workspace=here.workspace, member=here.member, days=days, off=off, now=here.now
            )
            text = here.language("Quiet until {day}. Your log works as always.", day=here.language.day(until))
            answer = plain_message(text)
    except EXPECTED as failure:
        answer = failure_text(failure)
    context.replies.add(body["response_url"], answer)
