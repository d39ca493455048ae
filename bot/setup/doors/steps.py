"""Setting up: the buttons of the checklist and the forms of its steps."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, show_modal, take_submission
from bot.core.members import known_zones, viewer_of
from bot.core.permissions import Viewer
from bot.core.words.answers import plain_message
from bot.core.words.blocks import escape
from bot.core.words.message import Block, Message
from bot.goals.doors.form import form_for
from bot.people.teams import team_by_id
from bot.people.user_groups import ask_again, want_group
from bot.setup.checklist import Setup, Step, go_live, setup_to_change
from bot.setup.pausing import set_paused
from bot.setup.preview import plan_preview
from bot.setup.steps import WrongSetup, choose_channels, choose_holidays, choose_metrics, choose_times, form_team
from bot.setup.words import forms as setup_forms
from bot.setup.words.checklist import FOLLOW, LIVE, OPEN, PAUSE, PREVIEW, RESUME, TEAM_MENU, paused_message

Submitted = Callable[[Visit, Values, Values], Block | None]
"""Takes what was filled in and what the form carried; the next view, or None to close."""


def register(app: App, context: Context) -> None:
    """Register the buttons and the forms; only admins get past them."""
    for step, compose in FORMS.items():
        app.action(OPEN[step])(_opens(context, compose))
    for callback, (first_field, take) in SUBMITTED.items():
        app.view(callback)(_takes(context, first_field, take))
    app.action(PREVIEW)(_answers(context, _preview))
    app.action(LIVE)(_answers(context, _live))
    app.action(PAUSE)(_answers(context, lambda here, _action: _pause(here, None, paused=True)))
    app.action(RESUME)(_answers(context, lambda here, _action: _pause(here, None, paused=False)))
    app.action(re.compile(f"^{FOLLOW}:"))(_answers(context, _follow_group))
    app.action(re.compile(f"^{TEAM_MENU}:"))(_answers(context, _pause_team))


def _opens(context: Context, compose: Callable[[Visit], Block]) -> Callable[..., None]:
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, compose)

    return open_form


def _takes(
    context: Context, first_field: str, compose: Callable[[Visit, Values, Values], Block | None]
) -> Callable[..., None]:
    def take(ack: Ack, body: dict[str, Any]) -> None:
        carried = carried_by(body["view"])
        take_submission(
            context, ack, body, lambda here, values: compose(here, values, carried), first_field=first_field
        )

    return take


def _answers(context: Context, compose: Callable[[Visit, dict[str, Any]], Message]) -> Callable[..., None]:
    def answer(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: compose(here, action))

    return answer


def _setup(here: Visit) -> Setup:
    return setup_to_change(here.session, workspace=here.workspace, viewer=_viewer(here), now=here.now)


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)


def _people_form(here: Visit) -> Block:
    found = _setup(here)
    # By the time that the form is filled in, the groups are as Slack has them now.
    ask_again(here.session, workspace=here.workspace)
    return setup_forms.people_form(found, here.language)


def _time_form(here: Visit) -> Block:
    zones = known_zones(here.session, workspace=here.workspace)
    return setup_forms.time_form(_setup(here), here.language, zones=zones)


FORMS: dict[Step, Callable[[Visit], Block]] = {
    Step.PEOPLE: _people_form,
    Step.METRICS: lambda here: setup_forms.metrics_form(_setup(here), here.language),
    Step.GOALS: form_for,
    Step.CHANNEL: lambda here: setup_forms.channel_form(_setup(here), here.language),
    Step.HOLIDAYS: lambda here: setup_forms.holidays_form(
        _setup(here), here.language, timezone=here.member.timezone or here.workspace.timezone
    ),
    Step.TIME: _time_form,
}


def _people(here: Visit, values: Values, _carried: Values) -> None:
    chosen, name = str(values.get("team") or ""), str(values.get("name") or "")
    if chosen.isdigit() and name.strip():
        raise WrongSetup('Choose "New team…" above to make one, or leave this empty.', field="name")
    form_team(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        name=name,
        team_id=int(chosen) if chosen.isdigit() else None,
        reps=values.get("reps") or (),
        managers=values.get("managers") or (),
        group=str(values.get("group") or ""),
        leaving=values.get("leaving") or (),
        now=here.now,
    )


def _metrics(here: Visit, values: Values, _carried: Values) -> None:
    choose_metrics(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        role=str(values.get("role") or ""),
        currency=str(values.get("currency") or ""),
        now=here.now,
    )


def _channels(here: Visit, values: Values, _carried: Values) -> None:
    choose_channels(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        channels=setup_forms.channels_of(values),
        now=here.now,
    )


def _country(here: Visit, values: Values, carried: Values) -> Block | None:
    country = str(values.get("country") or setup_forms.NO_COUNTRY)
    if country == setup_forms.NO_COUNTRY:
        country = ""
    elif country == carried.get("country") and values.get("subdivision"):
        _subdivision(here, values, carried)
        return None
    elif parts := setup_forms.subdivision_form(_setup(here), country, here.language):
        return parts
    _take_holidays(here, country, "")
    return None


def _subdivision(here: Visit, values: Values, carried: Values) -> None:
    part = str(values.get("subdivision") or setup_forms.WHOLE_COUNTRY)
    _take_holidays(here, str(carried.get("country")), "" if part == setup_forms.WHOLE_COUNTRY else part)


def _take_holidays(here: Visit, country: str, subdivision: str) -> None:
    choose_holidays(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        country=country,
        subdivision=subdivision,
        now=here.now,
    )


def _times(here: Visit, values: Values, _carried: Values) -> None:
    choose_times(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        nudge=dt.time.fromisoformat(str(values.get("nudge") or "08:30")),
        zone=str(values.get("zone") or ""),
        week_start=int(values.get("week_start") or 0),
        now=here.now,
    )


SUBMITTED: dict[str, tuple[str, Submitted]] = {
    setup_forms.PEOPLE_FORM: ("reps", _people),
    setup_forms.METRICS_FORM: ("role", _metrics),
    setup_forms.CHANNEL_FORM: ("channel", _channels),
    setup_forms.HOLIDAYS_FORM: ("country", _country),
    setup_forms.SUBDIVISION_FORM: ("subdivision", _subdivision),
    setup_forms.TIME_FORM: ("nudge", _times),
}


def _preview(here: Visit, _action: dict[str, Any]) -> Message:
    planned = plan_preview(
        here.session, workspace=here.workspace, viewer=_viewer(here), admin=here.member, now=here.now
    )
    text = here.language.plural(
        "{day}: I'd send {n} message. Here it is, just for you.",
        "{day}: I'd send {n} messages. Here are the first ones, just for you.",
        planned.all,
        day=here.language.day(planned.date),
    )
    return plain_message(text)


def _follow_group(here: Visit, action: dict[str, Any]) -> Message:
    team_id = int(str(action["action_id"]).rpartition(":")[2])
    group = want_group(here.session, workspace=here.workspace, viewer=_viewer(here), team_id=team_id, now=here.now)
    return plain_message(
        here.language(
            "I'm asking Slack who's in @{group}. I'll tell you what changed in a moment.", group=escape(group.handle)
        )
    )


def _live(here: Visit, _action: dict[str, Any]) -> Message:
    go_live(here.session, workspace=here.workspace, viewer=_viewer(here), now=here.now)
    time = here.language.clock(here.workspace.nudge_time)
    return plain_message(
        here.language("Pacer is live. Reps get their first message on their next workday at {time}.", time=time)
    )


def _pause(here: Visit, team_id: int | None, *, paused: bool) -> Message:
    team = None if team_id is None else team_by_id(here.session, workspace=here.workspace, team_id=team_id)
    set_paused(here.session, workspace=here.workspace, viewer=_viewer(here), team=team, paused=paused, now=here.now)
    if paused:
        return paused_message(here.language, team)
    return plain_message(here.language("Messages resumed. Missed ones won't be sent."))


def _pause_team(here: Visit, action: dict[str, Any]) -> Message:
    _, what, team_id = str(action["action_id"]).split(":")
    return _pause(here, int(team_id), paused=what == "off")
