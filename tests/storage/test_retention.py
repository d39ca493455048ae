"""Old deliveries and versions go; what is open, recent or counted stays."""

import datetime as dt

from sqlmodel import select

from bot.core.settings import Keep
from bot.runtime.retention import Pruned, prune
from metrics.periods import PeriodKind
from storage import deliveries
from storage.activities import add_activities
from storage.day_totals import wrong_totals
from storage.engine import Database
from storage.tables import Activity, ActivityVersion, Delivery, DeliveryState, Episode, Source
from tests.cast import NOON, assemble, slack_id

DAY = dt.timedelta(days=1)
KEEP = Keep(deliveries=100 * DAY, versions=200 * DAY, audit=300 * DAY)


def test_ended_deliveries_go_when_they_are_old_and_open_ones_never(database: Database) -> None:
    cast = assemble(database)
    with database.writing() as session:
        rows = [
            {
                **deliveries.new_row(
                    workspace_id=cast.workspace,
                    kind="nudge",
                    recipient=slack_id("ana"),
                    key=f"{state.value}-{days}",
                    token=f"{state.value}-{days}",
                    due_at=NOON - days * DAY,
                    expires_at=None,
                ),
                "state": state,
            }
            for state in DeliveryState
            for days in (99, 101)
        ]
        # More than a portion of them.
        rows += [
            {**rows[2], "key": str(n), "token": str(n), "due_at": NOON - 500 * DAY, "state": DeliveryState.SENT}
            for n in range(1100)
        ]
        deliveries.plan(session, rows=rows)
    assert prune(database, now=NOON, keep=KEEP) == Pruned(deliveries=1104, versions=0, audit=0)
    with database.reading() as session:
        kept = set(session.exec(select(Delivery.key)))
    still_open = {f"{state.value}-101" for state in deliveries.OPEN}
    assert kept == {f"{state.value}-99" for state in DeliveryState} | still_open
    assert prune(database, now=NOON, keep=KEEP) == Pruned(deliveries=0, versions=0, audit=0)


def test_the_alert_of_an_episode_stays_until_the_episode_is_over(database: Database) -> None:
    cast = assemble(database)
    with database.writing() as session:
        row = deliveries.new_row(
            workspace_id=cast.workspace,
            kind="alert",
            recipient="C0NORTH",
            key="a",
            token="a",
            due_at=NOON - 150 * DAY,
            expires_at=None,
        )
        deliveries.plan(session, rows=[{**row, "state": DeliveryState.SENT}])
        alert = session.exec(select(Delivery)).one()
        episode = Episode(
            workspace_id=cast.workspace,
            member_id=cast.ana,
            metric_id=1,
            period=PeriodKind.YEAR,
            period_start=NOON.date(),
            opened_on=NOON.date(),
            alert_delivery_id=alert.id,
        )
        session.add(episode)
    assert prune(database, now=NOON, keep=KEEP).deliveries == 0
    with database.writing() as session:
        episode.closed_on = NOON.date()
        session.add(episode)
    assert prune(database, now=NOON, keep=KEEP).deliveries == 1


def test_old_versions_of_entries_go_and_the_entries_stay(database: Database) -> None:
    cast = assemble(database)
    with database.writing() as session:
        entry = Activity(
            workspace_id=cast.workspace,
            member_id=cast.ana,
            metric_id=1,
            quantity=3,
            local_date=NOON.date(),
            source=Source.SLACK,
            logged_at=NOON,
        )
        add_activities(session, activities=[entry])
        session.add_all(
            ActivityVersion(
                activity_id=entry.id,
                version=version,
                workspace_id=cast.workspace,
                metric_id=1,
                quantity=1,
                local_date=NOON.date(),
                changed_at=NOON - days * DAY,
            )
            for version, days in ((1, 201), (2, 199))
        )
    assert prune(database, now=NOON, keep=KEEP) == Pruned(deliveries=0, versions=1, audit=0)
    with database.reading() as session:
        assert session.exec(select(ActivityVersion.version)).all() == [2]
        assert wrong_totals(session, workspace_id=cast.workspace) == []
