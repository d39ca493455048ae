"""That somebody or a channel cannot be reached, as the admins are told."""

from bot.core.content import Content

ADMIN_NOTICE = "admin notice"


class Unreachable(Content):
    """Who or where (`subject`) Slack does not let Pacer write, why in Slack's word, and what was to be sent there."""

    subject: str
    error: str
    kind: str = ""
