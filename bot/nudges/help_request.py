"""A rep asks their managers for help with a goal: a private note with the figures, once a day and goal."""

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.alerts.facts import Facts, of_figures
from bot.core.content import Content
from bot.core.failures import Failure
from bot.core.members import local_date
from bot.core.work import Work
from bot.people.alert_readers import managers_of
from bot.standings.standings import GoalFigures, figures_on
from bot.targets.holding import teams_of
from metrics.periods import PeriodKind
from storage import catalogue, deliveries, memberships, people
from storage.tables import Delivery, Member, Metric, Workspace

HELP_REQUEST = "help request"
USEFUL = dt.timedelta(days=1)
"""A note that could not be sent for so long is of no use any more."""


class NobodyToAsk(Failure):
    """The rep has no manager who can be reached."""

    def __init__(self) -> None:
        super().__init__("There's no manager on your team to ask. Your admin can add one.")


class NothingToAskFor(Failure):
    """The goal is reached, or gone."""

    def __init__(self) -> None:
        super().__init__("That goal doesn't need help anymore, so nothing was sent.")


class GoalToHelpWith(Content):
    """Who asks (a member's id), and for which of their goals."""

    rep: int
    metric: str
    period: PeriodKind


@dataclass(frozen=True)
class HelpAsked:
    """What became of asking: to whom the note goes, and whether they had it already today."""

    metric: Metric
    managers: tuple[Member, ...]
    before: bool


@dataclass(frozen=True)
class HelpRequest:
    """What a manager reads: who asks, for which goal, and its figures. `others` got the same note."""

    rep: Member
    metric: Metric
    period: PeriodKind
    period_start: dt.date
    facts: Facts
    others: tuple[Member, ...]


def ask_for_help(work: Work, *, member: Member, metric_key: str, period: PeriodKind, date: dt.date) -> HelpAsked:
    """Send the member's managers a note with the figures of the member's own goal: once for each goal and `date`.

    To every manager of the team who can be reached. Raises NobodyToAsk, NothingToAskFor.
    """
    metric = next((each for each in work.metrics(retired=True) if each.key == metric_key), None)
    item = (
        None
        if metric is None
        else _figures(work.session, work.workspace, member, metric, period, work.today_of(member))
    )
    if metric is None or item is None or item.done >= item.target:
        raise NothingToAskFor
    managers = managers_to_ask(work.session, workspace=work.workspace, members=[member], date=work.today_of(member))[
        member.id
    ]
    if not managers:
        raise NobodyToAsk
    rows = [
        deliveries.new_row(
            workspace_id=work.workspace_id,
            kind=HELP_REQUEST,
            recipient=manager.slack_user_id,
            key=_key(member.id, metric.id, period, date),
            member_id=manager.id,
            local_date=local_date(manager, work.workspace, work.now),
            content=GoalToHelpWith(rep=member.id, metric=metric.key, period=period).stored(),
            due_at=work.now,
            expires_at=work.now + USEFUL,
            token=secrets.token_hex(16),
        )
        for manager in managers
    ]
    new = deliveries.plan(work.session, rows=rows)
    if new:
        work.audit(actor_id=member.id, action="help asked", subject_id=member.id, detail=metric.key)
    return HelpAsked(metric, managers, before=not new)


def managers_to_ask(
    session: Session, *, workspace: Workspace, members: Sequence[Member], date: dt.date
) -> dict[int, tuple[Member, ...]]:
    """The managers of each member's team whom they can ask, without themselves."""
    ids = [member.id for member in members]
    team_of = teams_of(session, workspace=workspace, member_ids=ids, date=date)
    by_team = {
        team.id: managers_of(session, workspace=workspace, team=team, date=date)
        for team in memberships.list_teams(session, workspace_id=workspace.id)
        if team.id in team_of.values()
    }
    return {who: tuple(manager for manager in by_team.get(team_of.get(who, 0), ()) if manager.id != who) for who in ids}


def asked_on(
    session: Session, *, workspace: Workspace, wanted: Mapping[int, tuple[int, PeriodKind]], date: dt.date
) -> set[int]:
    """Which of these members asked for help on `date` with the goal (metric and period) named for each."""
    keys = {_key(who, metric_id, period, date): who for who, (metric_id, period) in wanted.items()}
    found = deliveries.keys_planned(session, workspace_id=workspace.id, kind=HELP_REQUEST, keys=sorted(keys))
    return {keys[key] for key in found}


def help_requests_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, HelpRequest | None]:
    """The content of these notes by delivery id; None where the goal or the rep is gone, or the goal is reached."""
    metrics = {m.key: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    return {row.id: _content(session, workspace, row, metrics, now) for row in rows}


def shown_in_help_request(_session: Session, row: Delivery) -> Collection[int]:
    """Whose figures the note shows."""
    return {GoalToHelpWith.of_row(row).rep}


def _content(
    session: Session, workspace: Workspace, row: Delivery, metrics: Mapping[str, Metric], now: dt.datetime
) -> HelpRequest | None:
    asked = GoalToHelpWith.of_row(row)
    rep = people.members_by_id(session, ids={asked.rep}).get(asked.rep)
    metric, period = metrics.get(asked.metric), asked.period
    if rep is None or metric is None or not rep.active:
        return None
    date = local_date(rep, workspace, now)
    item = _figures(session, workspace, rep, metric, period, date)
    if item is None or item.done >= item.target:
        return None
    others = managers_to_ask(session, workspace=workspace, members=[rep], date=date)[rep.id]
    return HelpRequest(
        rep=rep,
        metric=metric,
        period=period,
        period_start=item.period.start,
        facts=of_figures(item),
        others=tuple(each for each in others if each.id != row.member_id),
    )


def _figures(
    session: Session, workspace: Workspace, member: Member, metric: Metric, period: PeriodKind, date: dt.date
) -> GoalFigures | None:
    figures = figures_on(session, workspace=workspace, members=[member], date=date, with_today=True)
    return next(
        (item for item in figures if item.metric.id == metric.id and item.period.kind is period and not item.of_days),
        None,
    )


def _key(member_id: int, metric_id: int, period: PeriodKind, date: dt.date) -> str:
    return f"{member_id}:{metric_id}:{period.value}:{date}"
