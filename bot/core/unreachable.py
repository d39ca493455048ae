"""That somebody or a channel cannot be reached, as admins and managers are told."""

from bot.core.content import Content


class Unreachable(Content):
    """Who or where (`subject`) Slack does not let Pacer write, why in Slack's word, and what was to be sent there.

    `channel` is the alert channel of the team `subject`, of which its managers are told.
    """

    subject: str
    error: str
    kind: str = ""
    channel: str = ""
