"""The forms of how people sell: opened from the Home tab, and by `/goal role @rep`."""

import datetime as dt
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, show_modal, take_submission
from bot.core.members import find_meant, viewer_of
from bot.core.permissions import Viewer
from bot.core.words.message import Block
from bot.leave.ramps import read_ramp
from bot.people.sales_roles import change_sales_roles, sales_roles_to_change
from bot.people.selling import NewSelling, selling_of, set_selling
from bot.people.words import selling as form


def register(app: App, context: Context) -> None:
    """Register the buttons that open the forms, and what saves them."""

    @app.action(form.OPEN)
    def open_pick(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: form.pick_view(here.language))

    @app.action(form.OPEN_ROLES)
    def open_roles(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, _roles)

    @app.view(form.PICK)
    def picked(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(
            context, ack, body, lambda here, values: member_form(here, str(values["person"])), first_field="person"
        )

    @app.view(form.SAVE)
    def save(ack: Ack, body: dict[str, Any]) -> None:
        who = str(carried_by(body["view"]).get("w") or "")
        take_submission(context, ack, body, lambda here, values: _save(here, who, values), first_field="sales_role")

    @app.view(form.SAVE_ROLES)
    def save_roles(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _save_roles, first_field="new")


def member_form(here: Visit, user: str) -> Block:
    """The form of one Slack user."""
    member = find_meant(here.session, workspace=here.workspace, slack_user_id=user)
    found = selling_of(here.session, workspace=here.workspace, viewer=_viewer(here), member=member, now=here.now)
    return form.member_view(found, here.language)


def _save(here: Visit, user: str, values: Values) -> Block:
    member = find_meant(here.session, workspace=here.workspace, slack_user_id=user)
    role, ramp, own, starts = values["sales_role"], values["ramp"], values.get("own_ramp"), values.get("ramp_starts")
    wanted = NewSelling(
        role_id=None if role == form.NO_ROLE else int(role),
        ramp=read_ramp(own) if own else "" if ramp == form.USUAL else str(ramp),
        ramp_starts=dt.date.fromisoformat(starts) if starts else None,
    )
    viewer = _viewer(here)
    found = set_selling(
        here.session, workspace=here.workspace, viewer=viewer, member=member, wanted=wanted, now=here.now
    )
    return form.saved_view(found, here.language)


def _roles(here: Visit) -> Block:
    roles = sales_roles_to_change(here.session, workspace=here.workspace, viewer=_viewer(here))
    return form.roles_view(roles, here.language)


def _save_roles(here: Visit, values: Values) -> None:
    change_sales_roles(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        names={
            int(block.removeprefix(form.ROLE_FIELD)): str(value or "")
            for block, value in values.items()
            if block.startswith(form.ROLE_FIELD)
        },
        new=str(values.get("new") or "").splitlines(),
        now=here.now,
    )


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
