"""What Slack says of its people: somebody joined, changed or left."""

from typing import Any

from slack_bolt import App

from bot.coach.people.members import take_users
from bot.delivery.directory import slack_user
from bot.listeners.context import Context
from storage.workspaces import find_workspace


def register(app: App, context: Context) -> None:
    """Register the events of people."""

    def take_user(event: dict[str, Any]) -> None:
        with context.database.writing() as session:
            workspace = find_workspace(session)
            if workspace is not None:
                user = slack_user(event["user"])
                take_users(session, workspace=workspace, users=[user], now=context.clock.now(), first_admin=False)

    app.event("team_join")(take_user)
    app.event("user_change")(take_user)
