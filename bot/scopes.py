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
STATUS_SCOPE = "users.profile:read"
"""Only where leave is noted by Slack's status: to ask for a status that was set while nobody listened."""
OPTIONAL_SCOPES = frozenset({STATUS_SCOPE})
"""What an installation may ask for besides; manifest.yml says in a comment what for."""
