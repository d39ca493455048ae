"""Dates as people type them: today, yesterday, weekdays, ISO dates, in English and Malay."""

import datetime as dt
import re

from bot.parsing.errors import WrongDate
from bot.parsing.vocabulary import fold

TODAY = ("today", "hari ini")
YESTERDAY = ("yesterday", "semalam")
WEEKDAYS = (
    ("mon", "monday", "isnin"),
    ("tue", "tues", "tuesday", "selasa"),
    ("wed", "weds", "wednesday", "rabu"),
    ("thu", "thur", "thurs", "thursday", "khamis"),
    ("fri", "friday", "jumaat"),
    ("sat", "saturday", "sabtu"),
    ("sun", "sunday", "ahad"),
)
ISO = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}$")


def read_day(text: str, today: dt.date) -> dt.date | None:
    """The date that the words name; None when they name none.

    A weekday is the last such day, and today's weekday is today.
    """
    word = " ".join(fold(text).strip(".,").split())
    if word in TODAY:
        return today
    if word in YESTERDAY:
        return today - dt.timedelta(days=1)
    for number, names in enumerate(WEEKDAYS):
        if word in names:
            return today - dt.timedelta(days=(today.weekday() - number) % 7)
    if ISO.match(word):
        year, month, day = (int(part) for part in word.split("-"))
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None
    return None


def require_loggable(date: dt.date, *, today: dt.date, backdate_days: int) -> dt.date:
    """`date` when it may be logged. Raises WrongDate for the future and for too long ago."""
    if date > today:
        raise WrongDate(date, f"{date.isoformat()} is in the future. Log it when it has happened.")
    if (today - date).days > backdate_days:
        raise WrongDate(
            date, f"{date.isoformat()} is more than {backdate_days} days ago. Ask your admin to import older entries."
        )
    return date
