"""The kinds of file that can be exported; each has the columns of the import of its kind."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from babel.numbers import get_currency_precision
from sqlmodel import Session

from bot.core.failures import Failure
from bot.exchange.files import activities as activity_files
from bot.exchange.files import deals as deal_files
from bot.exchange.files import goals as goal_files
from bot.exchange.files import leads as lead_files
from bot.exchange.files import people as people_files
from bot.exchange.files import time_off as time_off_files
from bot.exchange.ids import own_id
from bot.exchange.table import Column
from bot.leave.ramps import write_ramp
from bot.log.duplicates import FROM_OUTSIDE
from bot.people.sales_roles import roles_of
from storage import absences, catalogue, deals, goals, leads, memberships, people, sales_roles, sources, team_totals
from storage.tables import Deal, Member, Metric, Source, TeamRole, Unit, Workspace

Rows = Iterable[Mapping[str, object]]
FIRST, LAST = dt.date(1900, 1, 1), dt.date(9999, 12, 31)


class NothingSuch(Failure):
    """There is no such kind of file."""


@dataclass(frozen=True)
class Exported:
    """A kind of file: its columns, and its rows read one after the other."""

    columns: tuple[str, ...]
    read: Callable[[Session, Workspace], Rows]


def rows_of(session: Session, *, workspace: Workspace, kind: str) -> tuple[tuple[str, ...], Rows]:
    """The columns and rows of a kind. Raises NothingSuch with the kinds that there are."""
    found = KINDS.get(kind)
    if found is None:
        raise NothingSuch("{kind!r} can't be exported. You can export: {kinds}.", kind=kind, kinds=", ".join(KINDS))
    return found.columns, found.read(session, workspace)


def plain_amount(minor: int, workspace: Workspace) -> str:
    """An amount of minor units as a bare decimal number: 12500.50."""
    digits = get_currency_precision(workspace.currency)
    return f"{minor / 10**digits:.{digits}f}"


def known_as(member: Member) -> str:
    """By what a file names the member: the e-mail address, else the Slack id."""
    return member.email or member.slack_user_id


def _members(session: Session, workspace: Workspace) -> dict[int, Member]:
    found = people.list_members(session, workspace_id=workspace.id, active_only=False)
    return {member.id: member for member in found if not member.guest}


def _activities(session: Session, workspace: Workspace) -> Iterator[Mapping[str, object]]:
    members = _members(session, workspace)
    metrics = {metric.id: metric for metric in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    # What deals brought about comes again with the deals.
    for row in sources.standing_entries(session, workspace_id=workspace.id, beside=Source.DEAL):
        if row.member_id not in members:
            continue  # a guest, for whom nothing is kept any more
        metric = metrics[row.metric_id]
        kept = row.source in FROM_OUTSIDE and row.external_id is not None
        yield {
            "date": row.local_date.isoformat(),
            "member": known_as(members[row.member_id]),
            "metric": metric.key,
            "quantity": plain_amount(row.quantity, workspace) if metric.unit is Unit.MONEY else row.quantity,
            "account": row.account,
            "note": row.note,
            "outcome": row.outcome,
            "external id": row.external_id if kept else own_id(row.id, row.logged_at),
        }


def _deals(session: Session, workspace: Workspace) -> Iterator[Mapping[str, object]]:
    members = _members(session, workspace)
    for deal in deals.list_deals(session, workspace_id=workspace.id):
        if deal.member_id not in members:
            continue
        closed_on = deal.won_on or deal.lost_on
        yield {
            "external id": deal.external_id or own_id(deal.id, deal.created_at),
            "member": known_as(members[deal.member_id]),
            "account": deal.account,
            "amount": plain_amount(deal.amount_minor, workspace),
            "stage": deal.stage,
            "opened": deal.opened_on and deal.opened_on.isoformat(),
            "closed": closed_on and closed_on.isoformat(),
            "lost reason": deal.lost_reason,
            "count": deal.quantity,
            "refunds": _refunds(session, workspace, deal),
        }


def _refunds(session: Session, workspace: Workspace, deal: Deal) -> str:
    if not deal.refunded_minor:
        return ""
    return "; ".join(
        f"{refund.refunded_on.isoformat()} {plain_amount(refund.amount_minor, workspace)}"
        for refund in deals.refunds_of(session, deal_id=deal.id)
    )


def _leads(session: Session, workspace: Workspace) -> Iterator[Mapping[str, object]]:
    members = _members(session, workspace)
    for lead in leads.list_leads(session, workspace_id=workspace.id):
        member = members.get(lead.member_id or 0)
        yield {
            "external id": lead.external_id or own_id(lead.id, lead.created_at),
            "member": member and known_as(member),
            "account": lead.account,
            "source": lead.source,
            "created": lead.created_at.isoformat(),
            "answered": lead.answered_at and lead.answered_at.isoformat(),
            "qualified": lead.qualified_on and lead.qualified_on.isoformat(),
            "closed": lead.closed_at and lead.closed_at.isoformat(),
        }


def _people(session: Session, workspace: Workspace) -> Iterator[Mapping[str, object]]:
    aliases: dict[int, list[str]] = {}
    for alias in people.list_aliases(session, workspace_id=workspace.id):
        aliases.setdefault(alias.member_id, []).append(alias.alias)
    teams = {team.id: team.name for team in memberships.list_teams(session, workspace_id=workspace.id)}
    members = _members(session, workspace)
    roles = roles_of(session, workspace=workspace, member_ids=sorted(members), date=LAST)
    times: dict[int, list[tuple[str, str, dt.date]]] = {}
    for team_role in TeamRole:
        for time in memberships.in_teams_on(session, workspace_id=workspace.id, date=LAST, team_role=team_role):
            times.setdefault(time.member_id, []).append((teams[time.team_id], team_role.value, time.starts))
    for member_id, member in members.items():
        for name, team_role_name, starts in times.get(member_id, [("", "", None)]):
            yield {
                "member": known_as(member),
                "role": member.role.value,
                "team": name,
                "team role": team_role_name,
                "from": starts and starts.isoformat(),
                "joined": member.joined_on and member.joined_on.isoformat(),
                "working week": member.week_shares,
                "also known as": "; ".join(aliases.get(member_id, [])),
                "sales role": roles[member_id].name if member_id in roles else "",
                "ramp": write_ramp(member.ramp),
                "ramp from": member.ramp_starts and member.ramp_starts.isoformat(),
            }


def _goals(session: Session, workspace: Workspace) -> Iterator[Mapping[str, object]]:
    return goal_rows(session, workspace, only=lambda _owner: True)


def goal_rows(
    session: Session, workspace: Workspace, *, only: Callable[[goals.Owner], bool]
) -> Iterator[Mapping[str, object]]:
    """Every goal that held or will, of the owners that `only` lets through, and where one ends for good the line that
    ends it.
    """
    members = _members(session, workspace)
    teams = {team.id: team.name for team in memberships.list_teams(session, workspace_id=workspace.id)}
    roles = {role.id: role.name for role in sales_roles.list_roles(session, workspace_id=workspace.id)}
    metrics = {metric.id: metric for metric in catalogue.list_metrics(session, workspace_id=workspace.id)}
    rows = [
        row
        for row in goals.goals_from(session, workspace_id=workspace.id, date=FIRST)
        if only(goals.owner_of(row))
        and row.metric_id in metrics
        and (row.member_id is None or row.member_id in members)
        and (row.sales_role_id is None or row.sales_role_id in roles)
    ]
    begun = {(goals.owner_of(row), row.metric_id, row.period, row.starts) for row in rows}
    for row in rows:
        metric = metrics[row.metric_id]
        said = {
            "member": known_as(members[row.member_id]) if row.member_id is not None else "",
            "team": teams[row.team_id] if row.team_id is not None else "",
            "sales role": roles[row.sales_role_id] if row.sales_role_id is not None else "",
            "metric": metric.key,
            "period": row.period.value,
        }
        yield {
            **said,
            "target": plain_amount(row.target, workspace) if metric.unit is Unit.MONEY else row.target,
            "from": row.starts.isoformat(),
            "reason": row.reason,
            "leave": row.leave.value,
        }
        if row.ends is not None and (goals.owner_of(row), row.metric_id, row.period, row.ends) not in begun:
            yield {**said, "target": "off", "from": row.ends.isoformat()}
    yield from _total_rows(session, workspace, teams, metrics, only)


def _total_rows(
    session: Session,
    workspace: Workspace,
    teams: Mapping[int, str],
    metrics: Mapping[int, Metric],
    only: Callable[[goals.Owner], bool],
) -> Iterator[Mapping[str, object]]:
    """The goals that teams have as one total, in the same form."""
    rows = [
        row
        for row in team_totals.totals_from(session, workspace_id=workspace.id, date=FIRST)
        if only(goals.Owner(team_id=row.team_id)) and row.metric_id in metrics and row.team_id in teams
    ]
    begun = {(row.team_id, row.metric_id, row.period, row.starts) for row in rows}
    for row in rows:
        metric, last = metrics[row.metric_id], row.period_ends
        said = {"team": teams[row.team_id], "total": "yes", "metric": metric.key, "period": row.period.value}
        yield {
            **said,
            "target": plain_amount(row.target, workspace) if metric.unit is Unit.MONEY else row.target,
            "from": (row.period_starts or row.starts).isoformat(),
            "to": (last - dt.timedelta(days=1)).isoformat() if last is not None else "",
            "reason": row.reason,
        }
        of_dates = last is not None and row.ends == last
        if row.ends is not None and not of_dates and (row.team_id, row.metric_id, row.period, row.ends) not in begun:
            yield {**said, "target": "off", "from": row.ends.isoformat()}


def _time_off(session: Session, workspace: Workspace) -> Iterator[Mapping[str, object]]:
    members = _members(session, workspace)
    for row in absences.time_off_between(
        session, workspace_id=workspace.id, starts=FIRST, ends=LAST, member_ids=set(members)
    ):
        yield {
            "member": known_as(members[row.member_id]),
            "first day": row.starts.isoformat(),
            "last day": (row.ends - dt.timedelta(days=1)).isoformat(),
            "portion": f"{row.portion:g}",
        }


NOT_WRITTEN = frozenset(
    {"held", "direction", "completed", "time", "currency", "step", "name", "won", "lost", "modified"}
)
"""Columns by which other programs say what Pacer writes in one way."""


def _names(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.name for column in columns if column.name not in NOT_WRITTEN)


KINDS: Mapping[str, Exported] = MappingProxyType(
    {
        "activities": Exported(_names(activity_files.COLUMNS), _activities),
        "deals": Exported(_names(deal_files.COLUMNS), _deals),
        "leads": Exported(_names(lead_files.COLUMNS), _leads),
        "goals": Exported(_names(goal_files.COLUMNS), _goals),
        "people": Exported(_names(people_files.COLUMNS), _people),
        "time-off": Exported(_names(time_off_files.COLUMNS), _time_off),
    }
)
