"""What Slack says of its people: somebody joined, changed (their status, say) or left."""

from typing import Any

from slack_bolt import App

from bot.core.doors.context import Context
from bot.leave.status_leave import hear_of_users
from bot.setup.directory import slack_user
from storage.workspaces import find_workspace


def register(app: App, context: Context) -> None:
    """Register the events of people."""

    def take_user(event: dict[str, Any]) -> None:
        with context.database.writing(patience=context.patience.left()) as session:
            workspace = find_workspace(session)
            if workspace is not None:
                user = slack_user(event["user"])
                hear_of_users(session, workspace=workspace, users=[user], now=context.clock.now())

    app.event("team_join")(take_user)
    app.event("user_change")(take_user)
