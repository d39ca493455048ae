"""What Pacer asks of Slack: the bot's scopes. manifest.yml asks for the same, and a test holds the two together."""

BOT_SCOPES = frozenset(
    {
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
    }
)
GROUPS_SCOPE = "usergroups:read"
"""To take a team's reps from a user group; without it they are picked one by one."""
STATUS_SCOPE = "users.profile:read"
"""Only where leave is noted by Slack's status: to ask for a status that was set while nobody listened."""
OPTIONAL_SCOPES = frozenset({GROUPS_SCOPE, STATUS_SCOPE})
"""What whoever installs Pacer may say no to."""
