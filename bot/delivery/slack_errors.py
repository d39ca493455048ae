"""What can come of a call to Slack that did not simply succeed."""


class Refused(Exception):
    """Slack says no, and will say so again."""

    def __init__(self, error: str) -> None:
        self.error = error
        super().__init__(error)


class TokenRevoked(Exception):
    """Slack no longer takes the bot's token."""

    def __init__(self, error: str) -> None:
        self.error = error
        super().__init__(error)


class Throttled(Exception):
    """Slack asks to wait `seconds` before this method is called again; nothing was done."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"retry after {seconds} s")


class OutcomeUnknown(Exception):
    """The call may or may not have been carried out."""


class NotDone(Exception):
    """The call was not carried out, and may be repeated."""
