"""`pacer goals …`: the targets of members and teams."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot.cli.imports import import_file
from bot.cli.session import day_of, present, reading_workspace, say, writing_workspace
from bot.core.goals_in_force import goals_now
from bot.core.words.blocks import money
from bot.core.words.language import language_for
from bot.core.work import Work
from bot.goals import editing as goals
from bot.goals.past_periods import today_of
from bot.goals.team_totals import TotalSet, set_team_total
from bot.people import teams
from bot.people.goal_owners import GoalOwner, RoleGroup, WrongGoal
from bot.people.sales_roles import find_sales_role
from bot.standings.team_totals import totals_now
from bot.standings.words.team_totals import total_words
from metrics.periods import Period, PeriodKind
from storage.catalogue import list_metrics
from storage.memberships import list_teams
from storage.people import members_by_id
from storage.sales_roles import list_roles
from storage.tables import Metric, Team, Unit, Workspace

app = typer.Typer(help="Set, end, list and import goals.", no_args_is_help=True)
Who = Annotated[str, typer.Argument(help="Email address or Slack ID, or a team name with --team.")]
Known = Annotated[str, typer.Argument(help="Metric, like calls. See: pacer metrics list")]
OfTeam = Annotated[bool, typer.Option("--team", help="Treat WHO as a team. The goal is for each of its reps.")]
AsTotal = Annotated[bool, typer.Option("--total", help="With --team: one goal for the whole team together.")]
OfRole = Annotated[str, typer.Option("--role", help="For one sales role. Give a team as WHO, or - for all teams.")]
From = Annotated[dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day. Default: today.")]


@app.command("list")
def show() -> None:
    """List the goals in force."""
    with reading_workspace() as (session, workspace):
        rows = goals_now(session, workspace=workspace, now=present())
        metrics = {m.id: m for m in list_metrics(session, workspace_id=workspace.id, retired=True)}
        names = members_by_id(session, ids={row.member_id for row in rows if row.member_id})
        roles = {role.id: role.name for role in list_roles(session, workspace_id=workspace.id, retired=True)}
        team_names = {team.id: team.name for team in list_teams(session, workspace_id=workspace.id)}
        for row in rows:
            if row.member_id:
                owner = names[row.member_id].name
            else:
                owner = f"each {roles[row.sales_role_id] if row.sales_role_id else 'rep'}"
                owner += f" of {team_names[row.team_id]}" if row.team_id else ""
            metric = metrics[row.metric_id]
            say(f"{owner}: {_amount(row.target, metric, workspace)} a {row.period.value}, from {row.starts}")
        work = Work(session, workspace, present())
        language = language_for(locale="en", currency=workspace.currency)
        found = totals_now(work, teams=list_teams(session, workspace_id=workspace.id), date=work.today_of(None))
        for totals in found.values():
            for now in totals:
                say(f"{now.team.name} in all: {total_words(now, language)}, from {now.stored.starts}")


@app.command("set")
def set_(
    who: Who,
    metric: Known,
    target: Annotated[str, typer.Argument(help="A number, or an amount like 60000, 12.5k or RM 60,000.")],
    period: PeriodKind,
    team: OfTeam = False,
    total: AsTotal = False,
    role: OfRole = "",
    starts: From = None,
    to: Annotated[
        dt.datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of a custom period. --from is the first."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why this goal. The rep sees it.")] = "",
) -> None:
    """Set a goal."""
    owner = _Whose(who, team=team, total=total, role=role)
    _change(owner, metric, target, period, starts=starts, reason=reason, to=to)


@app.command()
def end(
    who: Who,
    metric: Known,
    period: PeriodKind,
    team: OfTeam = False,
    total: AsTotal = False,
    role: OfRole = "",
    starts: From = None,
) -> None:
    """End a goal."""
    _change(_Whose(who, team=team, total=total, role=role), metric, None, period, starts=starts, reason="")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV: member or team, metric, period, target, from, reason, leave.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change without changing it.")] = False,
) -> None:
    """Set many goals from a CSV file, all or nothing. Importing it twice changes nothing."""
    import_file("goals", file, dry_run=dry_run)


@dataclass(frozen=True)
class _Whose:
    """Whose goal was asked for: a person, or each rep of a team or sales role, or a team as one total."""

    who: str
    team: bool
    total: bool
    role: str


def _change(
    whose: _Whose,
    metric: str,
    target: str | None,
    period: PeriodKind,
    *,
    starts: dt.datetime | None,
    reason: str,
    to: dt.datetime | None = None,
) -> None:
    now = present()
    with writing_workspace() as (session, workspace):
        work = Work(session, workspace, now)
        subject = _owner(session, workspace, whose)
        first = day_of(starts) if starts else today_of(subject, workspace, now)
        found = goals.known_metric(work, key=metric)
        last = day_of(to) if to is not None else None
        if last is not None and (period is not PeriodKind.CUSTOM or last < first):
            raise WrongGoal("--to needs a custom period and a day after --from.")
        wanted = target and goals.read_target(work, metric=found, text=target)
        dates = Period(first, last + dt.timedelta(days=1)) if last is not None else None
        changed: goals.GoalSet | TotalSet
        if whose.total and isinstance(subject, Team):
            changed = set_team_total(
                work,
                viewer=None,
                team=subject,
                metric_key=found.key,
                period=period,
                target=wanted or None,
                starts=first,
                dates=dates,
                reason=reason,
            )
            name = f"{subject.name} in all"
        else:
            changed = goals.set_goal(
                work,
                viewer=None,
                subject=subject,
                metric_key=found.key,
                period=period,
                target=wanted or None,
                starts=first,
                reason=reason,
                dates=dates,
            )
            name = changed.subject_name
        what = found.plural + ": ended" if changed.target is None else _amount(changed.target, found, workspace)
        often = "" if period is PeriodKind.CUSTOM else f" a {period.value}"
        until = f" to {last}" if last is not None else ""
        said = f"{name}: {what}{often}, from {first}{until}"
    say(said)


def _owner(session: Session, workspace: Workspace, whose: _Whose) -> GoalOwner:
    if whose.total and (whose.role or not whose.team):
        raise WrongGoal("Only a team can have a goal as one total. Add --team, without --role.")
    if not whose.role:
        if whose.team:
            return teams.find_team(session, workspace=workspace, name=whose.who)
        return teams.find_person(session, workspace=workspace, who=whose.who)
    of_role = find_sales_role(session, workspace=workspace, name=whose.role)
    every = whose.who == "-"
    return RoleGroup(of_role, None if every else teams.find_team(session, workspace=workspace, name=whose.who))


def _amount(target: int, metric: Metric, workspace: Workspace) -> str:
    if metric.unit is Unit.MONEY:
        return f"{money(target, currency=workspace.currency, locale=workspace.locale)} {metric.plural}"
    return f"{target} {metric.plural}"
