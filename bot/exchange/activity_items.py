"""Activities that another program logs for members."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision
from sqlmodel import Session

from bot.core.members import local_date
from bot.core.text.outcomes import took_place
from bot.core.vocabulary import MetricsByWord, is_void
from bot.exchange.activities import LARGEST, OF_DEALS, NewActivity, store_activities
from bot.exchange.activity_status import outcome_denies
from bot.exchange.identity import ACTIVITY, record_id
from bot.exchange.items import Taken, read_items
from bot.exchange.problems import ForbiddenMember, WrongLine
from bot.exchange.values import EARLIEST
from bot.exchange.who import Directory
from storage.tables import Member, Metric, Source, Unit, Workspace


@dataclass(frozen=True)
class OfferedActivity:
    """An entry as another program says it. `quantity` counts; `amount` is money. Without a date it is of today."""

    member: str
    metric: str
    quantity: int | None = None
    amount: Decimal | None = None
    date: dt.date | None = None
    account: str = ""
    note: str = ""
    outcome: str = ""
    external_id: str | None = None
    at: dt.datetime | None = None
    """The instant of which it is true; None: now."""


def take_activities(
    session: Session, *, workspace: Workspace, offered: Sequence[OfferedActivity], now: dt.datetime
) -> tuple[Taken, ...]:
    """Store the entries, and change those whose program says something else of them now. Raises WrongItems; then
    nothing is stored."""
    directory, metrics = Directory(session, workspace), MetricsByWord(session, workspace=workspace)
    rows = read_items(offered, lambda item: _entry(item, directory, metrics, workspace, now))
    return tuple(store_activities(session, workspace=workspace, rows=rows, source=Source.API, now=now))


def _entry(
    item: OfferedActivity,
    directory: Directory,
    metrics: MetricsByWord,
    workspace: Workspace,
    now: dt.datetime,
) -> NewActivity:
    member = active_member(directory, item.member)
    metric = metrics.find(item.metric)
    if metric is None:
        known = ", ".join(each.key for each in metrics.metrics if each.key not in OF_DEALS)
        raise WrongLine(f"unknown metric {item.metric!r}. There are: {known}.", field="metric")
    if metric.key in OF_DEALS:
        raise WrongLine(f"{metric.plural} come from deals: send them to /api/v1/deals.", field="metric")
    # What people log too, such as a no-show, is kept and counts for nothing; of the rest there is nothing to keep yet.
    if took_place(item.outcome) and outcome_denies(metric.key, item.outcome):
        raise WrongLine(f"it didn't take place: {item.outcome!r}.", field="outcome")
    if item.external_id is not None:
        record_id(item.external_id, kind=ACTIVITY)
    return NewActivity(
        member_id=member.id,
        metric_id=metric.id,
        quantity=_quantity(item, metric, workspace),
        date=past_date(item.date, local_date(member, workspace, now), field="date"),
        account=item.account.strip(),
        note=item.note.strip(),
        outcome=item.outcome.strip(),
        void=is_void(metric, item.outcome.strip()),
        external_id=item.external_id,
        at=min(item.at, now) if item.at is not None else None,
    )


def active_member(directory: Directory, said: str) -> Member:
    """The member who is meant and has not left. Raises WrongLine."""
    member = directory.find(said)
    if not member.active:
        raise ForbiddenMember(f"{said!r} has left: nothing more is logged for them.", member_id=member.id)
    return member


def past_date(date: dt.date | None, today: dt.date, *, field: str) -> dt.date:
    """The date, or today; a day ahead is let pass, for clocks in other zones. Raises WrongLine."""
    if date is None:
        return today
    if date > today + dt.timedelta(days=1):
        raise WrongLine(f"{date} is in the future.", field=field)
    if date.year < EARLIEST:
        raise WrongLine(f"{date} is before the year {EARLIEST}.", field=field)
    return date


def past_instant(at: dt.datetime | None, now: dt.datetime, *, field: str) -> dt.datetime | None:
    """The instant in UTC; a day ahead is let pass, for clocks that differ. Raises WrongLine."""
    if at is None:
        return None
    if not EARLIEST <= at.year <= now.year + 1 or at > now + dt.timedelta(days=1):
        raise WrongLine(f"{at.isoformat()} is in the future, or before the year {EARLIEST}.", field=field)
    return at.astimezone(dt.UTC)


def minor_units(amount: Decimal, workspace: Workspace, *, field: str) -> int:
    """An amount in minor units of the workspace's currency. Raises WrongLine when it is finer than that."""
    minor = amount.scaleb(get_currency_precision(workspace.currency))
    if minor != minor.to_integral_value():
        raise WrongLine(f"{amount} has more decimals than {workspace.currency} has.", field=field)
    return int(minor)


def _quantity(item: OfferedActivity, metric: Metric, workspace: Workspace) -> int:
    if metric.unit is Unit.MONEY:
        if item.amount is None or item.quantity is not None:
            raise WrongLine(f"{metric.plural} is money: send amount, not quantity.", field="amount")
        amount = minor_units(item.amount, workspace, field="amount")
        if amount <= 0:
            raise WrongLine("its amount isn't above zero.", field="amount")
        return amount
    if item.amount is not None:
        raise WrongLine(f"{metric.plural} are counted: send quantity, not amount.", field="amount")
    quantity = 1 if item.quantity is None else item.quantity
    if quantity > LARGEST:
        raise WrongLine(f"{quantity} {metric.plural} at once is more than {LARGEST}.", field="quantity")
    return quantity
