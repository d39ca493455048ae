"""The buttons of a nudge that log: what **Done** and +1 store, and for which day."""

import datetime as dt
from dataclasses import dataclass

from bot.core.failures import Failure
from bot.core.work import Work
from bot.log.text.command import ParsedEntry
from storage import day_totals, deliveries, people
from storage.tables import Member, Metric


class TooLongAgo(Failure):
    """A button is of a day that cannot be changed any more."""

    def __init__(self) -> None:
        super().__init__("That message is too old to use, so nothing was saved. Log it with `/log`.")


class DayIsOver(Failure):
    """A button of an earlier message is about a day that is over."""

    def __init__(self) -> None:
        super().__init__("That message is from an earlier day. To snooze today, use today's message or `/away today`.")


@dataclass(frozen=True)
class DoneAlready:
    """So many of the metric are logged for `date` that nothing was added."""

    metric: Metric
    total: int
    date: dt.date
    number: int


@dataclass(frozen=True)
class DoneInPart:
    """`shown` were logged when the button was written, and `since` then some, but not all of its number: it is asked
    which of two is meant.
    """

    metric: Metric
    number: int
    shown: int
    since: int
    date: dt.date

    @property
    def rest(self) -> int:
        """What is missing to the button's number."""
        return self.number - self.since


def done_of(
    work: Work, *, member: Member, metric_key: str, number: int, date: dt.date, shown: int
) -> ParsedEntry | DoneAlready | DoneInPart:
    """What **Done** logs: the number that is written on it, for the nudge's own day.

    `shown` were logged when the button was written. Where as many as it says have been logged since (by the button
    itself, pressed before, or typed), nothing is to be added; where some have been, nobody knows whether they are among
    them. Two presses at once wait for each other.
    """
    metric = next(each for each in work.metrics(retired=True) if each.key == metric_key)
    people.lock_member(work.session, member_id=member.id)
    total = day_totals.total_between(
        work.session, member_id=member.id, metric_id=metric.id, starts=date, ends=date + dt.timedelta(days=1)
    ).quantity
    since = total - shown
    if since >= number:
        return DoneAlready(metric, total, date, number)
    if since > 0:
        return DoneInPart(metric, number, shown, since, date)
    return ParsedEntry(metric_key=metric_key, quantity=number, date=date)


def day_of_button(work: Work, *, member: Member, said: str, channel: str, ts: str) -> dt.date:
    """The day that a button means: the one that it carries as `said`, else its message's, else today.

    Raises TooLongAgo for a day that nothing can be logged for any more, or that has not come.
    """
    today = work.today_of(member)
    date = dt.date.fromisoformat(said) if said else _day_of_message(work, member, channel, ts) or today
    # Who travels west has a message of tomorrow for some hours.
    if not today - dt.timedelta(days=work.workspace.backdate_days) <= date <= today + dt.timedelta(days=1):
        raise TooLongAgo
    return min(date, today)


def _day_of_message(work: Work, member: Member, channel: str, ts: str) -> dt.date | None:
    """Of a message that was sent before its buttons carried a date."""
    row = deliveries.find_by_message(work.session, workspace_id=work.workspace_id, channel=channel, ts=ts)
    return row.local_date if row is not None and row.member_id == member.id else None
