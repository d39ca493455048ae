"""What an alert says of a goal since the managers were told of it."""

import datetime as dt

import pytest
from sqlmodel import Session

from bot.alerts.facts import Facts, worse_since_told
from metrics.periods import PeriodKind
from storage.catalogue import find_metric
from storage.engine import Database
from storage.tables import Episode, Goal, Member, Standing, Workspace
from tests.cast import NOON, assemble

TOLD_ON = dt.date(2026, 11, 17)


def add_standing(session: Session, goal: Goal, member_id: int, date: dt.date, probability: float) -> None:
    session.add(
        Standing(
            member_id=member_id,
            date=date,
            metric_id=goal.metric_id,
            period=PeriodKind.WEEK,
            workspace_id=goal.workspace_id,
            goal_id=goal.id,
            period_start=dt.date(2026, 11, 16),
            done=3,
            target=60,
            worked=1,
            remaining=4,
            weight_today=1,
            expected=12,
            baseline=8,
            rate=8,
            ask=14,
            probability=probability,
            status="at risk",
        )
    )


@pytest.mark.parametrize(
    ("zone", "told_at"),
    [
        ("Europe/London", dt.datetime(2026, 11, 17, 10, 30, tzinfo=dt.UTC)),
        ("Australia/Sydney", dt.datetime(2026, 11, 16, 23, 30, tzinfo=dt.UTC)),
        ("America/Los_Angeles", dt.datetime(2026, 11, 18, 0, 30, tzinfo=dt.UTC)),
    ],
)
@pytest.mark.parametrize(("now", "worse"), [(0.12, False), (0.05, True)])
def test_it_is_worse_than_on_the_morning_of_the_alert_where_the_rep_is(
    database: Database, zone: str, told_at: dt.datetime, now: float, *, worse: bool
) -> None:
    cast = assemble(database)
    with database.writing() as session:
        workspace, ana = session.get(Workspace, cast.workspace), session.get(Member, cast.ana)
        calls = find_metric(session, workspace_id=cast.workspace, key="call")
        assert workspace is not None
        assert ana is not None
        assert calls is not None
        ana.timezone = zone
        goal = Goal(
            workspace_id=cast.workspace,
            member_id=cast.ana,
            metric_id=calls.id,
            period=PeriodKind.WEEK,
            target=60,
            starts=TOLD_ON,
            set_at=NOON,
        )
        session.add(goal)
        session.flush()
        for days, probability in ((-1, 0.4), (0, 0.15), (1, 0.06)):
            add_standing(session, goal, cast.ana, TOLD_ON + dt.timedelta(days=days), probability)
        episode = Episode(
            workspace_id=cast.workspace,
            member_id=cast.ana,
            metric_id=calls.id,
            period=PeriodKind.WEEK,
            period_start=dt.date(2026, 11, 16),
            opened_on=TOLD_ON,
            alerted_at=told_at,
        )
        session.add(episode)
        session.flush()
        facts = {episode.id: Facts(3, 60, 1, 4, 8.0, now, 10.0, 40.0, 25.0)}
        found = worse_since_told(session, workspace=workspace, members={cast.ana: ana}, episodes=[episode], facts=facts)
        assert found == ({episode.id} if worse else set())
