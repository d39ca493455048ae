"""What Pacer said half-way is marked when the period is over, and a workspace in which it was too sure reads that."""

import datetime as dt

import numpy as np
import pytest
from sqlmodel import select

from bot.core.words.language import language_of
from bot.runtime.schedule import refit
from bot.setup.checkup import Verdict, check_workspace
from bot.standings.marks import stored_marks, what_came
from bot.standings.words.standing import chance_words
from metrics.chances import Odds
from metrics.periods import PeriodKind
from storage.day_totals import total_between
from storage.engine import Database
from storage.standings import store_standings
from storage.tables import DayTotal, Goal, Member, Workspace
from tests.cast import NOON, Cast, assemble

MONTHS = [(dt.date(2026, month, 1), dt.date(2026, month + 1, 1)) for month in (8, 9, 10)]
REPS = 40


@pytest.fixture
def cast(sqlite_database: Database) -> Cast:
    """The usual people."""
    return assemble(sqlite_database)


def simulate(database: Database, *, sureness: float) -> None:
    """Three closed months of forty reps, of whom it was said half-way what is `sureness` times as sure as the truth."""
    chance = np.random.default_rng(4)
    with database.writing() as session:
        members = [
            Member(workspace_id=1, slack_user_id=f"USIM{at}", name=f"Sim {at}", timezone="Europe/London")
            for at in range(REPS)
        ]
        session.add_all(members)
        session.flush()
        goal = Goal(
            workspace_id=1,
            metric_id=1,
            member_id=members[0].id,
            period=PeriodKind.MONTH,
            target=20,
            starts=dt.date(2026, 1, 1),
            set_at=NOON,
        )
        session.add(goal)
        session.flush()
        rows = []
        for start, end in MONTHS:
            for member in members:
                true = chance.uniform(0.5 - 0.45 / sureness, 0.5 + 0.45 / sureness)
                said = 0.5 + sureness * (true - 0.5)
                for worked, probability in ((6.0, 0.5), (11.0, said), (12.0, 0.5)):
                    rows.append(standing(member.id, goal.id, start, worked, probability))
                if chance.uniform() < true:
                    session.add(
                        DayTotal(
                            workspace_id=1,
                            member_id=member.id,
                            metric_id=1,
                            local_date=end - dt.timedelta(days=1),
                            total=15,
                            entries=1,
                        )
                    )
        store_standings(session, rows=rows)


def standing(member_id: int, goal_id: int, start: dt.date, worked: float, probability: float) -> dict[str, object]:
    return {
        "workspace_id": 1,
        "member_id": member_id,
        "date": start + dt.timedelta(days=int(worked)),
        "metric_id": 1,
        "period": PeriodKind.MONTH,
        "goal_id": goal_id,
        "period_start": start,
        "done": 8,
        "target": 20,
        "worked": worked,
        "remaining": 22 - worked,
        "weight_today": 1.0,
        "expected": 10.0,
        "baseline": 1.0,
        "rate": 1.0,
        "ask": 1,
        "probability": probability,
        "low": 10.0,
        "median": 20.0,
        "high": 30.0,
        "status": "watch",
    }


def workspace_of(database: Database) -> Workspace:
    with database.reading() as session:
        found = session.get(Workspace, 1)
        assert found is not None
        return found


def test_each_goal_is_marked_once_by_what_was_said_at_its_middle(sqlite_database: Database, cast: Cast) -> None:
    simulate(sqlite_database, sureness=1.0)
    with sqlite_database.reading() as session:
        workspace = session.get(Workspace, 1)
        assert workspace is not None
        ids = [each.id for each in session.exec(select(Member)) if each.name.startswith("Sim")]
        came = what_came(
            session, workspace=workspace, member_ids=ids, since=dt.date(2026, 8, 1), today=dt.date(2026, 11, 2)
        )
        assert len(came) == REPS * len(MONTHS)
        one = came[0]
        end = (one.period_start + dt.timedelta(days=40)).replace(day=1)
        total = total_between(session, member_id=one.member_id, metric_id=1, starts=one.period_start, ends=end).quantity
        assert one.reached is (8 + total >= 20)


def test_a_workspace_in_which_pacer_was_too_sure_reads_more_careful_words(
    sqlite_database: Database, cast: Cast
) -> None:
    before = language_of(None, workspace_of(sqlite_database))
    simulate(sqlite_database, sureness=2.4)
    refit(sqlite_database, dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC))
    workspace = workspace_of(sqlite_database)
    assert 0.3 <= workspace.odds_trust < 0.8
    after = language_of(None, workspace)
    assert (chance_words(0.05, before), chance_words(0.05, after)) == ("very unlikely", "unlikely")
    assert (chance_words(0.9, before), chance_words(0.9, after)) == ("very likely", "likely")
    assert sum(mark.said for mark in stored_marks(workspace).values()) == REPS * len(MONTHS)
    with sqlite_database.reading() as session:
        findings = list(check_workspace(session, workspace=workspace, now=NOON))
    odds = next(each for each in findings if each.about == "odds")
    assert odds.verdict is Verdict.LOOK
    assert "very unlikely" in odds.said


def test_a_workspace_in_which_it_was_right_reads_the_same_words(sqlite_database: Database, cast: Cast) -> None:
    simulate(sqlite_database, sureness=1.0)
    refit(sqlite_database, dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC))
    workspace = workspace_of(sqlite_database)
    assert workspace.odds_trust > 0.9
    marks = stored_marks(workspace)
    assert marks[Odds.VERY_UNLIKELY].reached < marks[Odds.VERY_UNLIKELY].said * 0.25
