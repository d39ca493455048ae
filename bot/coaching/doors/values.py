"""What buttons and forms carry, read: whoever sends it may have changed it."""

import datetime as dt

from bot.coaching.people import WrongCoaching


def number_in(value: object) -> int:
    """An id in a button or a form. Raises WrongCoaching."""
    try:
        return int(str(value))
    except ValueError:
        raise WrongCoaching("That's gone. Open `/coach` again.") from None


def date_in(value: object, *, field: str) -> dt.date:
    """A date of a form. Raises WrongCoaching at the field."""
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise WrongCoaching("Pick a date.", field=field) from None
