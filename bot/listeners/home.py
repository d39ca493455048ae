"""The Home tab: one's own goals. Published when it is opened."""

from typing import Any

import structlog
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.coach.people import UnknownMember
from bot.coach.progress import progress_of
from bot.listeners.context import Context
from bot.listeners.doors import visit
from bot.messages.home import home_view

log = structlog.get_logger(__name__)


def register(app: App, context: Context) -> None:
    """Register the event."""

    @app.event("app_home_opened")
    def home_opened(event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") != "home":
            return
        try:
            with visit(context, event["user"]) as here:
                progress = progress_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
                view = home_view(progress, here.language)
        except UnknownMember:
            return
        client.timeout = 2
        try:
            client.views_publish(user_id=event["user"], view=view)
        except SlackApiError as refused:
            log.warning("home not published", error=refused.response.get("error"))
