"""The forms of a member's own settings: messages and language, the working week, leave."""

import datetime as dt
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, show_modal, take_submission
from bot.core.due import usual_nudge_time
from bot.core.places import country_of_zone
from bot.core.words.message import Block
from bot.home.home import board_of
from bot.home.preferences import Preferences, change_preferences, preferences_of
from bot.home.words import settings as form
from bot.home.words.home import ADD_LEAVE, SETTINGS, WEEK
from bot.leave.calendars import week_of
from bot.leave.company_calendar import set_own_country
from bot.leave.upcoming import add_leave
from bot.leave.words.calendar_forms import BY_ZONE
from bot.leave.working_week import change_week
from bot.standings.words.privacy import board_words
from bot.teams.digest import reads_digests


def register(app: App, context: Context) -> None:
    """Register the buttons that open the forms, and what saves them."""

    @app.action(SETTINGS)
    def open_settings(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, _settings)

    @app.action(WEEK)
    def open_week(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, _week)

    @app.action(ADD_LEAVE)
    def open_leave(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: form.leave_form(here.today, here.language))

    @app.view(form.SAVE_SETTINGS)
    def save_settings(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _save_settings, first_field="messages")

    @app.view(form.SAVE_WEEK)
    def save_week(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _save_week, first_field="day_0")

    @app.view(form.SAVE_LEAVE)
    def save_leave(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _save_leave, first_field="first")


def _settings(here: Visit) -> Block:
    board = board_of(here, member=here.member, date=here.today)
    return form.settings_form(
        preferences_of(here.member),
        usual_nudge_time(here.workspace),
        board_words(board, here.language),
        here.language,
        reads_digests=reads_digests(here.session, workspace=here.workspace, member=here.member),
        status_leave=here.workspace.status_leave,
    )


def _save_settings(here: Visit, values: Values) -> None:
    messages, days = values["messages"], values["nudge_days"]
    language = values["language"]
    asked_for_digests = reads_digests(here.session, workspace=here.workspace, member=here.member)
    wanted = Preferences(
        nudges_on=form.MORNING in messages,
        nudge_time=dt.time.fromisoformat(values["nudge_time"]) if values["nudge_time"] else None,
        nudge_days=tuple(str(day) in days for day in range(7)),
        plan_on=form.PLAN in messages,
        evening_on=form.EVENING in messages,
        recap_on=form.RECAP in messages,
        # Who was not asked keeps what they had.
        digest_on=form.DIGEST in messages if asked_for_digests else here.member.digest_on,
        celebrate_on=form.CELEBRATE in messages,
        language="" if language == form.FOLLOW_SLACK else language,
        board_name_on=values["board"] == form.NAME_SHOWN,
        status_leave_on=(values["status"] == form.STATUS_USED if "status" in values else here.member.status_leave_on),
    )
    change_preferences(here, member=here.member, wanted=wanted)


def _week(here: Visit) -> Block:
    return form.week_form(
        week_of(here.member),
        here.today,
        here.language,
        country=here.member.country,
        zone_country=country_of_zone(here.member.timezone),
    )


def _save_week(here: Visit, values: Values) -> None:
    shares = [float(values[f"day_{day}"]) for day in range(7)]
    change_week(
        here.session,
        workspace=here.workspace,
        member=here.member,
        shares=shares,
        starts=dt.date.fromisoformat(values["starts"]),
        now=here.now,
    )
    chosen = values.get("country")
    country = "" if chosen == BY_ZONE else str(chosen or here.member.country)
    if country.upper() != here.member.country.upper():
        set_own_country(here, member=here.member, actor_id=here.member.id, country=country)


def _save_leave(here: Visit, values: Values) -> None:
    first = dt.date.fromisoformat(values["first"])
    add_leave(
        here.session,
        workspace=here.workspace,
        member=here.member,
        first=first,
        last=dt.date.fromisoformat(values["last"]) if values["last"] else first,
        part="" if values["part"] == form.WHOLE else str(values["part"]),
        now=here.now,
    )
