"""Until when a nudge may be sent: its window counts from when its turn can come, and ends in the early afternoon."""

import datetime as dt

import pytest
from sqlmodel import select

from bot.nudges.morning import take_due_mornings
from metrics.periods import PeriodKind
from storage.catalogue import find_metric
from storage.engine import Database
from storage.rates import store_rate
from storage.tables import Delivery, Goal
from storage.workspaces import find_workspace
from tests.cast import NOON, assemble

MORNING = dt.datetime(2026, 11, 18, 8, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("a_second", "until"),
    [
        (5.0, dt.timedelta(hours=3)),
        (0.001, dt.timedelta(hours=3, seconds=3000)),
        (0.0001, dt.timedelta(hours=6)),
    ],
    ids=["a usual rate", "a slow one", "one that is too slow"],
)
def test_a_cohort_that_takes_long_is_sent_late_rather_than_dropped_but_not_in_the_afternoon(
    sqlite_database: Database, a_second: float, until: dt.timedelta
) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        call = find_metric(session, workspace_id=1, key="call")
        assert call is not None
        for team in (cast.north, cast.south):
            session.add(
                Goal(
                    workspace_id=1,
                    metric_id=call.id,
                    team_id=team,
                    period=PeriodKind.WEEK,
                    target=60,
                    starts=dt.date(2026, 1, 1),
                    set_at=NOON,
                )
            )
        store_rate(
            session,
            row={
                "workspace_id": 1,
                "scope": "chat.postMessage",
                "rate": a_second,
                "tokens": 0.0,
                "burst": 1.0,
                "good": a_second,
                "bad": None,
                "blocked_until": None,
                "refused_at": None,
                "updated_at": MORNING,
            },
        )
        workspace = find_workspace(session)
        assert workspace is not None
        assert take_due_mornings(session, workspace=workspace, now=MORNING)
        ends = session.exec(select(Delivery.expires_at)).all()
    # Three are planned at once: the last one's turn comes after three messages.
    assert [end.replace(tzinfo=dt.UTC) - MORNING for end in ends if end is not None] == pytest.approx(
        [until] * 3, abs=dt.timedelta(seconds=1)
    )
