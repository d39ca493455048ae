"""What buttons and forms carry, read: whoever sends it may have changed it."""

import datetime as dt

from bot.coaching.people import WrongCoaching

LONGEST, MOST = 20, 2**31 - 1
"""Characters of an id, and the largest that there can be: what is larger no database takes."""


def number_in(value: object) -> int:
    """An id in a button or a form. Raises WrongCoaching."""
    try:
        number = int(str(value)[:LONGEST])
    except ValueError:
        raise WrongCoaching("That's gone. Open `/coach` again.") from None
    if not 0 <= number <= MOST:
        raise WrongCoaching("That's gone. Open `/coach` again.")
    return number


def date_in(value: object, *, field: str) -> dt.date:
    """A date of a form. Raises WrongCoaching at the field."""
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise WrongCoaching("Pick a date.", field=field) from None
