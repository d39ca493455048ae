"""A workspace's own history as rows for a backtest."""

import datetime as dt

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.text.errors import harmless
from bot.targets.holding import teams_of
from storage import catalogue, day_totals, people
from storage.tables import Workspace


class NoHistory(Failure):
    """There is nothing to backtest; the message says what to do."""


def history_rows(
    session: Session, *, workspace: Workspace, metric_key: str, today: dt.date
) -> list[tuple[str, str, dt.date, float]]:
    """(member, team, date, quantity) of each day with entries of the metric. Raises NoHistory."""
    metric = catalogue.find_metric(session, workspace_id=workspace.id, key=metric_key)
    if metric is None:
        known = ", ".join(m.key for m in catalogue.list_metrics(session, workspace_id=workspace.id))
        raise NoHistory("No metric is called {key}. Metrics: {known}.", key=repr(harmless(metric_key)), known=known)
    members = people.list_members(session, workspace_id=workspace.id, active_only=False)
    ids = [member.id for member in members]
    teams = teams_of(session, workspace=workspace, member_ids=ids, date=today)
    rows = [
        (str(member_id), str(teams.get(member_id, f"alone {member_id}")), date, float(quantity))
        for at in range(0, len(ids), 2000)
        for member_id, date, quantity in day_totals.days_of_metric(
            session, member_ids=ids[at : at + 2000], metric_id=metric.id, starts=dt.date(2000, 1, 1), ends=today
        )
    ]
    if not rows:
        raise NoHistory(
            "No {plural} logged yet. Name a CSV file (rep,team,date,value) to try one.",
            plural=metric.plural,
        )
    return rows
