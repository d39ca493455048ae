"""The backtest and the bot's mornings say the same of the same entries, morning by morning."""

import datetime as dt
import random

import numpy as np
import pytest
from sqlmodel import Session, select

from bot.nudges.morning import take_due_mornings
from metrics.backtest import Options
from metrics.backtest.panel import make_panel, periods_in
from metrics.backtest.present import cases_of, present_in
from metrics.episodes import Observation, State, advance
from metrics.periods import PeriodKind
from metrics.review import assess
from storage.activities import add_activity_rows
from storage.engine import Database
from storage.tables import Goal, Member, Membership, Source, Standing, Team, TeamRole, Workspace
from storage.workspaces import find_workspace
from tests.cast import NOON, assemble

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 11, 30)
PEOPLE = 8


def invented() -> list[tuple[str, str, dt.date, float]]:
    chance = random.Random(7)
    rows = []
    for person in range(PEOPLE):
        rate = chance.uniform(1, 5)
        for day in range((LAST - FIRST).days + 1):
            date = FIRST + dt.timedelta(days=day)
            slump = 0.3 if person % 3 == 0 and date >= dt.date(2026, 10, 25) else 1.0
            count = chance.randint(0, round(2 * rate * slump)) if date.weekday() < 5 else 0
            # Something each day, so that nobody is silent, which a backtest cannot know.
            if date.weekday() < 5:
                rows.append((f"p{person:02d}", f"t{person % 2}", date, float(count + 1)))
    return rows


def store(session: Session, rows: list[tuple[str, str, dt.date, float]], targets: dict[str, int]) -> dict[str, int]:
    workspace = session.get(Workspace, 1)
    assert workspace is not None
    teams = {name: Team(workspace_id=1, name=name) for name in sorted({row[1] for row in rows})}
    session.add_all(teams.values())
    session.flush()
    ids: dict[str, int] = {}
    for rep, team in sorted({(row[0], row[1]) for row in rows}):
        member = Member(workspace_id=1, slack_user_id=f"U{rep}", name=rep, timezone="Europe/London")
        session.add(member)
        session.flush()
        ids[rep] = member.id
        session.add(
            Membership(
                workspace_id=1,
                team_id=teams[team].id,
                member_id=member.id,
                team_role=TeamRole.REP,
                starts=FIRST,
            )
        )
        session.add(
            Goal(
                workspace_id=1,
                metric_id=1,
                member_id=member.id,
                period=PeriodKind.MONTH,
                target=targets[rep],
                starts=FIRST,
                set_at=NOON,
            )
        )
    add_activity_rows(
        session,
        rows=[
            {
                "workspace_id": 1,
                "member_id": ids[rep],
                "metric_id": 1,
                "quantity": int(value),
                "local_date": date,
                "source": Source.IMPORT,
                "external_id": f"{rep}-{date}",
                "logged_at": NOON,
                "account": "",
                "note": "",
                "outcome": "",
                "batch": "",
                "version": 1,
            }
            for rep, _, date, value in rows
        ],
    )
    return ids


def test_backtest_and_mornings_give_equal_probabilities_and_states(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    rows, options = invented(), Options(period="month")
    panel = make_panel(rows, options)
    periods = periods_in(panel, options)
    november = periods[-1]
    group = present_in(panel, periods[-4:-1], november, kind="month")
    assert group is not None
    reps = sorted({row[0] for row in rows})
    targets = {rep: int(group.targets[at]) for at, rep in enumerate(reps)}
    with sqlite_database.writing() as session:
        ids = store(session, rows, targets)
    states: dict[str, State | None] = dict.fromkeys(reps)
    compared = 0
    for day in range(november.days):
        date = november.start + dt.timedelta(days=day)
        if date.weekday() >= 5:
            continue
        now = dt.datetime.combine(date, dt.time(8, 30), tzinfo=dt.UTC)
        with sqlite_database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            while take_due_mornings(session, workspace=workspace, now=now):
                pass
        with sqlite_database.reading() as session:
            found = {row.member_id: row for row in session.exec(select(Standing).where(Standing.date == date))}
        cases = cases_of(group, np.full(PEOPLE, day))
        judged = assess(cases)
        for at, rep in enumerate(reps):
            standing = found[ids[rep]]
            assert standing.probability == pytest.approx(float(judged.probability[at]), abs=1e-9)
            states[rep], verdict = advance(
                states[rep],
                Observation(
                    date=date,
                    period_start=november.start,
                    target=float(group.targets[at]),
                    done=float(cases.done[at]),
                    worked=float(cases.worked[at]),
                    remaining=float(cases.remaining[at]),
                    probability=float(judged.probability[at]),
                    week=False,
                    active_days=float("inf"),
                ),
            )
            assert standing.status == verdict.status.value
            compared += 1
    assert compared == PEOPLE * 21
    assert any(state is not None and state.opened_on is not None for state in states.values())
