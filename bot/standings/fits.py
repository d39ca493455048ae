"""What is learned of a workspace's own history, and how late its teams log: measured now and then, used daily."""

import datetime as dt
import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from bot.core.members import local_date
from bot.core.presets import DEAL_KEY
from bot.core.workspace_periods import periods_in
from bot.leave.calendars import load_calendars
from bot.standings.cases import Forecasting
from metrics.backtest import learn_constants
from metrics.backtest.panel import Panel
from metrics.blend import GRID, blend_of, usual_blend
from metrics.calendar import weights_of
from metrics.late_entries import DAYS, TRAILING_DAYS, Completeness, measure_completeness
from metrics.periods import Period, PeriodKind
from storage import catalogue, day_totals, fits, memberships, people
from storage.tables import Member, Metric, TeamRole, Unit, Workspace

Floats = npt.NDArray[np.float64]

FITTED_PERIODS = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
LONG = (PeriodKind.QUARTER, PeriodKind.YEAR)
LOOKBACK = dt.timedelta(days=3 * 366)
MOST_MEMBERS = 500
"""The weights need no more members than that; it bounds the memory and time of a fit."""


@dataclass(frozen=True)
class Fitted:
    """The outcome of one fit: the weights of the sets of constants, and the profiles of periods by the team's id."""

    metric: Metric
    period: PeriodKind
    weights: Floats
    profiles: Mapping[int, Floats]
    member_periods: int


@dataclass(frozen=True)
class LearnedOf:
    """What mornings forecast by, of each metric and kind of period; what was learned of deals is used for revenue."""

    fitted: Mapping[tuple[int, PeriodKind], Forecasting]
    deal_id: int | None

    def of(self, metric: Metric, kind: PeriodKind) -> Forecasting:
        """The constants and profiles; those that Pacer comes with where nothing was learned yet."""
        counted = self.deal_id if metric.unit is Unit.MONEY and self.deal_id is not None else metric.id
        return self.fitted.get((counted, kind)) or Forecasting(usual_blend(long=kind in LONG))


def load_learned(session: Session, *, workspace: Workspace) -> LearnedOf:
    """What was learned of the workspace's closed periods, as it was stored last."""
    deal = catalogue.find_metric(session, workspace_id=workspace.id, key=DEAL_KEY)
    return LearnedOf(
        {
            (row.metric_id, row.period): _forecasting(row.weights, row.profiles)
            for row in fits.list_fits(session, workspace_id=workspace.id)
            if row.weights.count(",") == len(GRID) - 1
        },
        deal.id if deal is not None else None,
    )


@functools.lru_cache(maxsize=256)
def _forecasting(weights: str, profiles: str) -> Forecasting:
    return Forecasting(
        blend_of(np.array(json.loads(weights))),
        {int(team): np.array(profile) for team, profile in json.loads(profiles).items()},
    )


def habits_of(session: Session, *, workspace: Workspace) -> dict[int, Completeness]:
    """How complete each team's log is on the mornings after, where it was measured."""
    return {
        row.team_id: Completeness((row.after_one, row.after_two, row.after_three))
        for row in fits.list_habits(session, workspace_id=workspace.id)
    }


def fit_constants(session: Session, *, workspace: Workspace, now: dt.datetime) -> list[Fitted]:
    """Fit the constants to the closed periods of each counted metric. Only reads, so that nobody waits for it."""
    today = local_date(None, workspace, now)
    everybody = people.list_members(session, workspace_id=workspace.id, active_only=False)
    step = max(1, -(-len(everybody) // MOST_MEMBERS))
    members = everybody[::step]
    found = []
    for metric in catalogue.list_metrics(session, workspace_id=workspace.id):
        if metric.unit is Unit.MONEY:
            continue
        known = _panel(session, workspace, metric.id, members, today)
        if known is None:
            continue
        panel, teams = known
        for kind in FITTED_PERIODS:
            learned = learn_constants(panel, _closed_periods(workspace, panel, kind, today), kind.value)
            if learned.member_periods:
                profiles = {teams[at]: profile for at, profile in learned.profiles.items() if at in teams}
                found.append(Fitted(metric, kind, learned.weights, profiles, learned.member_periods))
    return found


def measure_habits(session: Session, *, workspace: Workspace, now: dt.datetime) -> dict[int, Completeness]:
    """How complete each team's log is on the mornings after, from what its reps logged themselves; by team."""
    found = {}
    members = {m.id: m for m in people.list_members(session, workspace_id=workspace.id, active_only=False)}
    leading = [m.id for m in catalogue.list_metrics(session, workspace_id=workspace.id) if m.leading]
    today = local_date(None, workspace, now)
    for team in memberships.list_teams(session, workspace_id=workspace.id):
        entries = fits.entries_of_team(
            session,
            team_id=team.id,
            metric_ids=leading,
            starts=today - dt.timedelta(days=TRAILING_DAYS),
            ends=today - dt.timedelta(days=DAYS),
        )
        lags = np.array(
            [(local_date(members.get(who), workspace, at) - date).days for who, date, at, _ in entries],
            dtype=np.int64,
        )
        found[team.id] = measure_completeness(lags, np.array([float(quantity) for *_, quantity in entries]))
    return found


def keep_fits(
    session: Session,
    *,
    workspace: Workspace,
    fitted: Sequence[Fitted],
    habits: Mapping[int, Completeness],
    now: dt.datetime,
) -> None:
    """Store what was fitted and measured: the next morning uses it."""
    today = local_date(None, workspace, now)
    for item in fitted:
        fits.store_fit(session, row=_columns(workspace, item, today))
    for team_id, habit in habits.items():
        first, second, third = habit.shares
        row = {"after_one": first, "after_two": second, "after_three": third, "measured_on": today}
        fits.store_habit(session, row={"team_id": team_id, "workspace_id": workspace.id, **row})


def _panel(
    session: Session, workspace: Workspace, metric_id: int, members: Sequence[Member], today: dt.date
) -> tuple[Panel, dict[int, int]] | None:
    """The members' day totals and their true working days, and the ids of the teams by their numbers in it; None when
    nobody has any.
    """
    ids = [member.id for member in members]
    starts = today - LOOKBACK
    days = list(day_totals.days_of_metric(session, member_ids=ids, metric_id=metric_id, starts=starts, ends=today))
    if not days:
        return None
    first = min(date for _, date, _ in days)
    present = sorted({member_id for member_id, _, _ in days})
    place = {member_id: at for at, member_id in enumerate(present)}
    counts = np.zeros((len(present), (today - first).days))
    for member_id, date, quantity in days:
        counts[place[member_id], (date - first).days] = max(quantity, 0)
    calendars = load_calendars(session, workspace=workspace, members=members, starts=first, ends=today)
    weights = weights_of([calendars[member_id] for member_id in present], first, today).copy()
    active = counts > 0
    began, ended = np.argmax(active, axis=1), counts.shape[1] - 1 - np.argmax(active[:, ::-1], axis=1)
    weights[np.arange(counts.shape[1]) < began[:, None]] = 0.0
    teams = {
        row.member_id: row.team_id
        for row in memberships.in_teams_on(
            session, workspace_id=workspace.id, date=today, team_role=TeamRole.REP, member_ids=present
        )
    }
    numbers: dict[tuple[str, int], int] = {}
    group = [numbers.setdefault(("team", teams[m]) if m in teams else ("alone", m), len(numbers)) for m in present]
    numbered = {number: team_id for (kind, team_id), number in numbers.items() if kind == "team"}
    return Panel(first, counts, weights, np.array(group, dtype=np.int64), began, ended), numbered


def _closed_periods(workspace: Workspace, panel: Panel, kind: PeriodKind, today: dt.date) -> list[Period]:
    every = periods_in(workspace, kind, panel.first, today)
    return [period for period in every if panel.first <= period.start and period.end <= today]


def _columns(workspace: Workspace, fitted: Fitted, today: dt.date) -> dict[str, object]:
    return {
        "workspace_id": workspace.id,
        "metric_id": fitted.metric.id,
        "period": fitted.period,
        "weights": json.dumps([round(float(weight), 6) for weight in fitted.weights]),
        "profiles": json.dumps(
            {str(team): [round(float(each), 4) for each in profile] for team, profile in fitted.profiles.items()}
        ),
        "member_periods": fitted.member_periods,
        "fitted_on": today,
    }
